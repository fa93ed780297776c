//! The words of Mermaid that mean the same in every diagram: where it begins, and how its texts read.

/// The first line that says something, and its place: what comes before are settings and comments.
pub(super) fn head(code: &str) -> (usize, &str) {
    let mut at = 0;
    let mut in_settings = false;
    for line in code.split_inclusive('\n') {
        let text = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        match text {
            "---" => in_settings = !in_settings,
            _ if in_settings || text.is_empty() || text.starts_with("%%") => {}
            _ => return (start, text),
        }
    }
    (code.len(), "")
}

/// A text as it reads: no quotes, no tags but line breaks, no marks of emphasis, entities resolved.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let text = text
        .strip_prefix('`')
        .and_then(|text| text.strip_suffix('`'))
        .unwrap_or(text);
    let text = text.replace("\\n", "\n").replace("**", "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '#', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'<' => tag(rest, &mut out),
            _ => entity(rest, &mut out),
        };
        if taken == 0 {
            out.push_str(&rest[..1]);
        }
        rest = &rest[taken.max(1)..];
    }
    out.push_str(rest);
    let lines: Vec<String> = out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The length of a tag; a line break is one in the text, every other tag is nothing.
fn tag(rest: &str, out: &mut String) -> usize {
    let name = rest[1..].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    let Some(end) = rest.find('>') else {
        return 0;
    };
    if name.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br")) {
        out.push('\n');
    }
    end + 1
}

/// The length of an entity as Mermaid writes it (`#quot;`, `#35;`) or as HTML does.
fn entity(rest: &str, out: &mut String) -> usize {
    let Some(end) = rest.bytes().take(10).position(|byte| byte == b';') else {
        return 0;
    };
    let name = rest[1..end].trim_start_matches('#');
    let sign = match name {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => name.parse().ok().and_then(char::from_u32),
    };
    let Some(sign) = sign else {
        return 0;
    };
    out.push(sign);
    end + 1
}

#[cfg(test)]
mod tests {
    use super::{head, plain};

    #[test]
    fn texts_read_as_they_are_meant() {
        for (text, read) in [
            ("\"a <b>b</b><br/>c\"", "a b\nc"),
            ("#quot;x#quot; #35;1 &lt; C#", "\"x\" #1 < C#"),
            ("`**bold** text`", "bold text"),
            ("a < b\\nc", "a < b\nc"),
        ] {
            assert_eq!(plain(text), read);
        }
        assert_eq!(head("%%{init: {}}%%\n\n  graph TD\n"), (18, "graph TD"));
    }
}
