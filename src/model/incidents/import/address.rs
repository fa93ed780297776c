//! Addresses in the web as dumps hold them: only what can stand in a record as it is.

/// An address of the web without anything that would end a link or steer a terminal.
pub(super) fn web(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"))?;
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>()[]\\\"'`{}|^*".contains(c);
    let has_host = rest.split(['/', '?', '#']).next().is_some_and(|host| !host.is_empty());
    (has_host && raw.len() < 500 && raw.chars().all(is_plain)).then(|| raw.to_owned())
}

/// The path of an address, without the `/` at its start.
pub(super) fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// True for a part of a path that names something: no `..`, nothing that would need quoting.
pub(super) fn is_name(part: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !part.is_empty() && !part.chars().all(|c| c == '.') && part.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::{is_name, path, web};

    #[test]
    fn only_plain_addresses() {
        assert!(web("https://git.example.org/a/b#c-1").is_some());
        for bad in [
            "",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://x/)y",
            "http://x/\u{1b}",
            "//x",
        ] {
            assert_eq!(web(bad), None, "{bad}");
        }
        assert_eq!(path("https://git.example.org/a/b?c#d"), "a/b");
        assert!(is_name("a.b-c_1") && !is_name("..") && !is_name("a/b") && !is_name(""));
    }
}
