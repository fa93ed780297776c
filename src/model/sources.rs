//! What a page may have been made of, where nobody knows by which generator. It knows names, no files.

use crate::text::path::RepoPath;

/// What a site generator may have made a page from, when the page itself does not exist: endings in the place of
/// `.html`, or behind an address without ending.
const SOURCES: [&str; 8] = [
    ".md",
    ".html.md.erb",
    ".md.erb",
    ".html.md",
    ".html.erb",
    ".adoc",
    ".rst",
    ".ipynb",
];

/// The files that a site generator may make a missing page of, each with the ending that the page does not have.
pub(crate) fn sources(page: &RepoPath) -> impl Iterator<Item = (RepoPath, &'static str)> {
    let text = page.as_str();
    let base = text
        .strip_suffix(".html")
        .or_else(|| text.strip_suffix(".htm"))
        .unwrap_or(text)
        .to_owned();
    let is_one = is_html(text) || !has_ending(page);
    let endings = SOURCES.iter().filter(move |_| is_one);
    endings.filter_map(move |ending| Some((RepoPath::new(&format!("{base}{ending}"))?, *ending)))
}

/// True for the address of a page with its ending.
pub(crate) fn is_html(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

/// True for a name that ends as files do.
pub(crate) fn has_ending(path: &RepoPath) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| !ending.contains(' ') && ending.len() <= 5)
}

#[cfg(test)]
mod tests {
    use super::sources;
    use crate::text::path::RepoPath;

    #[test]
    fn pages_come_from_what_generators_read() {
        let of = |page: &str| {
            let page = RepoPath::new(page).unwrap();
            sources(&page).map(|(path, _)| path.to_string()).collect::<Vec<_>>()
        };
        assert!(of("a/x.html").contains(&"a/x.html.md.erb".to_owned()) && of("a/x").contains(&"a/x.md".to_owned()));
        assert!(of("a/x.png").is_empty());
    }
}
