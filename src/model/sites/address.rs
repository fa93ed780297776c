//! The addresses at which a generator publishes the page that it makes of a file, as seen from the top of its site. It knows
//! no tree.

use crate::model::sites::docusaurus;
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
pub(crate) fn addresses(
    generator: Generator,
    (path, endings, routes): (&str, &[String], &[String]),
    data: Option<&Node>,
) -> Vec<String> {
    if generator == Generator::Docusaurus && docusaurus::is_category(path) {
        return docusaurus::of_category(path, routes, data);
    }
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
        Generator::Docusaurus => docusaurus::of_page(stem, (path, routes), &named),
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
pub(crate) fn of_folder(generator: Generator, stem: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{addresses, normal};
    use crate::model::sites::generator::Generator;

    fn of(generator: Generator, path: &str) -> Vec<String> {
        let endings: Vec<String> = generator.sources().iter().map(|&ending| ending.to_owned()).collect();
        addresses(generator, (path, &endings, &[]), None)
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
            (Generator::Docusaurus, "src/pages/a.tsx", &["a"]),
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
