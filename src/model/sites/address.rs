//! The addresses at which a generator publishes the page that it makes of a file, as seen from the top of its site. It knows
//! no tree.

use crate::model::sites::generator::Generator;
use crate::syntax::node::Node;

/// An address as pages are looked up by it: no slashes around it, no `index.html`, no `.html`.
pub(crate) fn normal(generator: Generator, address: &str) -> String {
    let text = address.trim_matches('/');
    let text = match text {
        "index.html" => "",
        _ => text.strip_suffix("/index.html").unwrap_or(text),
    };
    let text = text.strip_suffix(".html").unwrap_or(text);
    match generator.is_caseless() {
        true => text.to_lowercase().replace(' ', "-"),
        false => text.to_owned(),
    }
}

/// All addresses of a page, normal ones; none where the file is no page. `path` is seen from the top of the site's sources,
/// `data` is the page's front matter.
pub(crate) fn addresses(generator: Generator, (path, endings): (&str, &[String]), data: Option<&Node>) -> Vec<String> {
    let Some(stem) = endings.iter().find_map(|ending| path.strip_suffix(ending.as_str())) else {
        return Vec::new();
    };
    let name = stem.rsplit('/').next().unwrap_or(stem);
    if generator == Generator::Middleman && name.starts_with('_') {
        // A part of other pages.
        return Vec::new();
    }
    let named = |key: &str| data.and_then(|data| data.get(key)).and_then(Node::as_str);
    let mut found = match generator {
        Generator::Docusaurus => docusaurus(stem, path, &named),
        Generator::Hugo => hugo(stem, &named),
        _ => vec![of_folder(generator, stem)],
    };
    for key in ["aliases", "redirect_from"] {
        let Some(node) = data.and_then(|data| data.get(key)) else {
            continue;
        };
        let list = node.items().iter().filter_map(Node::as_str);
        for alias in node.as_str().into_iter().chain(list) {
            let folder = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
            found.push(if alias.starts_with('/') {
                alias.to_owned()
            } else {
                format!("{folder}/{alias}")
            });
        }
    }
    found.iter().map(|address| normal(generator, address)).collect()
}

/// A file's address by its path: one that answers for its folder has the folder's.
fn of_folder(generator: Generator, stem: &str) -> String {
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let is_index = generator.indexes().contains(&name.to_lowercase().as_str());
    (if is_index { folder } else { stem }).to_owned()
}

fn hugo<'n>(stem: &str, named: &dyn Fn(&str) -> Option<&'n str>) -> Vec<String> {
    let own = of_folder(Generator::Hugo, stem);
    let mut found = vec![own.clone()];
    if let Some(slug) = named("slug") {
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        found.push(format!("{folder}/{slug}"));
    }
    found.extend(named("url").map(str::to_owned));
    // A page in one of several languages: `x.de.md`.
    if let Some((base, language)) = own.rsplit_once('.').filter(|(_, end)| end.len() == 2) {
        found.extend([format!("{language}/{base}"), base.to_owned()]);
    }
    found
}

/// `path` is the whole path, whose ending tells pages of text from programs.
fn docusaurus<'n>(stem: &str, path: &str, named: &dyn Fn(&str) -> Option<&'n str>) -> Vec<String> {
    let plain: Vec<&str> = stem.split('/').map(unnumbered).collect();
    let (top, rest) = plain.split_first().map_or(("", &[][..]), |(top, rest)| (*top, rest));
    let rest = rest.join("/");
    let is_text = path.ends_with(".md") || path.ends_with(".mdx");
    let (base, inner) = match top {
        "src" => match rest.strip_prefix("pages/") {
            Some(page) => ("", page.to_owned()),
            None => return Vec::new(),
        },
        _ if !is_text => return Vec::new(),
        "blog" => ("blog", dated(stem.strip_prefix("blog/").unwrap_or(stem))),
        "versioned_docs" => ("docs", rest.strip_prefix("version-").unwrap_or(&rest).to_owned()),
        "docs" => ("docs", rest),
        _ => ("", plain.join("/")),
    };
    let own = of_folder(Generator::Docusaurus, &inner);
    let (folder, last) = own.rsplit_once('/').unwrap_or(("", &own));
    let mut inner = vec![own.clone()];
    // A page with the name of its folder answers for it.
    if folder.rsplit('/').next() == Some(last) {
        inner.push(folder.to_owned());
    }
    inner.extend(named("id").map(|id| format!("{folder}/{id}")));
    inner.extend(named("slug").map(|slug| match slug.starts_with('/') {
        true => slug.to_owned(),
        false => format!("{folder}/{slug}"),
    }));
    let below = |address: &String| format!("{base}/{}", address.trim_matches('/'));
    // The documents may be served at the top of the site.
    inner.iter().map(below).chain(inner.clone()).collect()
}

/// A part of a path without the number that sorts it: `01-x`, `2. x`.
fn unnumbered(part: &str) -> &str {
    let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = rest.trim_start_matches(['-', '_', '.', ' ']);
    match rest.len() < part.len() && name.len() < rest.len() && !name.starts_with(|c: char| c.is_ascii_digit()) {
        true if !name.is_empty() => name,
        _ => part,
    }
}

/// A post's address has its date as folders: `2026-01-02-x` is at `2026/01/02/x`.
fn dated(stem: &str) -> String {
    let name = stem.strip_suffix("/index").unwrap_or(stem);
    let bytes = name.as_bytes();
    let is_date = bytes.len() > 11
        && [4, 7, 10].iter().all(|&at| bytes[at] == b'-')
        && (0..10).all(|at| at == 4 || at == 7 || bytes[at].is_ascii_digit());
    match is_date {
        true => format!("{}/{}", name[..10].replace('-', "/"), &name[11..]),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{addresses, normal};
    use crate::model::sites::generator::Generator;

    fn of(generator: Generator, path: &str) -> Vec<String> {
        let endings: Vec<String> = generator.sources().iter().map(|&ending| ending.to_owned()).collect();
        addresses(generator, (path, &endings), None)
    }

    #[test]
    fn pages_have_the_addresses_of_their_generator() {
        for (generator, path, expected) in [
            (Generator::Middleman, "a/x.html.md.erb", &["a/x"][..]),
            (Generator::Middleman, "index.html.md.erb", &[""]),
            (Generator::Middleman, "a/x.css", &[]),
            (Generator::Hugo, "A/_index.md", &["a"]),
            (Generator::Hugo, "a/x y/index.md", &["a/x-y"]),
            (Generator::Hugo, "x.de.md", &["x.de", "de/x", "x"]),
            (Generator::MkDocs, "a/README.md", &["a"]),
            (Generator::JupyterBook, "a/README.md", &["a/README"]),
            (Generator::Docusaurus, "docs/01-a/2. x.md", &["docs/a/x", "a/x"]),
            (
                Generator::Docusaurus,
                "docs/a/a.md",
                &["docs/a/a", "docs/a", "a/a", "a"],
            ),
            (
                Generator::Docusaurus,
                "blog/2026-01-02-x.md",
                &["blog/2026/01/02/x", "2026/01/02/x"],
            ),
            (Generator::Docusaurus, "src/pages/a.tsx", &["a", "a"]),
            (Generator::Docusaurus, "src/a.tsx", &[]),
            (Generator::Docusaurus, "docs/2026.md", &["docs/2026", "2026"]),
        ] {
            assert_eq!(of(generator, path), expected, "{path}");
        }
    }

    #[test]
    fn addresses_are_compared_without_what_servers_add() {
        assert_eq!(normal(Generator::Hugo, "/A/b/index.html"), "a/b");
        assert_eq!(normal(Generator::Middleman, "A/b.html"), "A/b");
        assert_eq!(normal(Generator::Middleman, "/index.html"), "");
    }
}
