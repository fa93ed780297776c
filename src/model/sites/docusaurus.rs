//! Docusaurus: which addresses it gives to documents, posts and pages, in which folders it keeps translations, and what of its
//! settings says where things are served. The settings are a program, of which only plain strings are read.
//!
//! Sources, read as of 2026: "Create a doc", "Versioning", "Sidebar items", "Blog", "i18n" and the options of the plugins in its
//! documentation.

use crate::model::sites::address::{normal, of_folder};
use crate::model::sites::generator::Generator;
use crate::syntax::node::Node;

/// Where the original of a translated file lies, as seen from the top of the site's sources.
pub(super) struct Untranslated {
    /// The folder that holds everything of its sort.
    pub(super) top: String,
    /// The file.
    pub(super) path: String,
    language: String,
}

/// What `routeBasePath` is set to anywhere in the settings, without slashes around it.
pub(super) fn routes(settings: &str) -> Vec<String> {
    let set = settings.split("routeBasePath").skip(1).filter_map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let rest = rest.strip_prefix(':')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        let (value, _) = rest[1..].split_once(quote)?;
        Some(value.trim_matches('/').to_owned())
    });
    let mut found: Vec<String> = set.collect();
    found.sort();
    found.dedup();
    found
}

/// The original of `i18n/de/docusaurus-plugin-content-docs/current/x.md` is `docs/x.md`.
pub(super) fn untranslated(path: &str) -> Option<Untranslated> {
    let (language, rest) = path.strip_prefix("i18n/")?.split_once('/')?;
    let (plugin, rest) = rest.strip_prefix("docusaurus-plugin-content-")?.split_once('/')?;
    let (sort, id) = plugin.split_once('-').unwrap_or((plugin, ""));
    let (top, rest) = match (sort, id) {
        ("pages", _) => ("src/pages".to_owned(), rest),
        ("blog", "") => ("blog".to_owned(), rest),
        ("docs", _) => {
            let (version, rest) = rest.split_once('/')?;
            let top = match (version, id) {
                ("current", "") => "docs".to_owned(),
                ("current", id) => id.to_owned(),
                (version, "") => format!("versioned_docs/{version}"),
                (version, id) => format!("{id}_versioned_docs/{version}"),
            };
            (top, rest)
        }
        (_, id) => (id.to_owned(), rest),
    };
    let path = format!("{top}/{rest}");
    let language = language.to_owned();
    Some(Untranslated { top, path, language })
}

/// True for an address under which it serves lists that it makes itself.
pub(super) fn is_generated(address: &str) -> bool {
    address
        .split('/')
        .any(|part| matches!(part, "archive" | "authors" | "category" | "page" | "tags"))
}

/// True for the file that describes a folder of documents.
pub(super) fn is_category(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "_category_.json" | "_category_.yml" | "_category_.yaml")
}

/// The addresses of the list that it makes of a folder, if its description asks for one.
pub(super) fn of_category(path: &str, routes: &[String], data: Option<&Node>) -> Vec<String> {
    let text = |pointer: &str| data.and_then(|data| data.at(pointer)).and_then(Node::as_str);
    if text("/link/type") != Some("generated-index") {
        return Vec::new();
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let label = text("/label").unwrap_or_else(|| unnumbered(folder.rsplit('/').next().unwrap_or(folder)));
    let own = match text("/link/slug") {
        Some(slug) => slug.trim_matches('/').to_owned(),
        None => format!("category/{}", kebab(label)),
    };
    let folder = folder.split('/').next().unwrap_or(folder);
    let bases = [folder, ""].into_iter().chain(routes.iter().map(String::as_str));
    let all = bases.map(|base| format!("{base}/{own}"));
    all.map(|address| normal(Generator::Docusaurus, &address)).collect()
}

/// `How To` is `how-to`.
fn kebab(label: &str) -> String {
    let words = label.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}

/// The addresses of a page. `path` is the whole path, whose ending tells pages of text from programs.
pub(super) fn of_page<'n>(
    stem: &str,
    (path, routes): (&str, &[String]),
    named: &dyn Fn(&str) -> Option<&'n str>,
) -> Vec<String> {
    if let Some(first) = untranslated(stem) {
        let all = of_page(&first.path, (path, routes), named).into_iter();
        return all.map(|address| format!("{}/{address}", first.language)).collect();
    }
    let plain: Vec<&str> = stem.split('/').map(unnumbered).collect();
    let (top, rest) = plain.split_first().map_or(("", &[][..]), |(top, rest)| (*top, rest));
    let rest = rest.join("/");
    let is_text = path.ends_with(".md") || path.ends_with(".mdx");
    let (base, inner) = match top {
        "src" => match rest.strip_prefix("pages/") {
            Some(page) => return of_inner(page, named),
            None => return Vec::new(),
        },
        _ if !is_text => return Vec::new(),
        "blog" => ("blog", dated(stem.strip_prefix("blog/").unwrap_or(stem))),
        "versioned_docs" => ("docs", rest.strip_prefix("version-").unwrap_or(&rest).to_owned()),
        top if rest.is_empty() => ("", top.to_owned()),
        top => (top, rest),
    };
    let inner = of_inner(&inner, named);
    // The documents may be served at the top of the site.
    let bases = [base, ""].into_iter().chain(routes.iter().map(String::as_str));
    bases
        .flat_map(|base| {
            inner
                .iter()
                .map(move |address| format!("{base}/{}", address.trim_matches('/')))
        })
        .collect()
}

/// The addresses of a page below the one of its sort.
fn of_inner<'n>(inner: &str, named: &dyn Fn(&str) -> Option<&'n str>) -> Vec<String> {
    let own = of_folder(Generator::Docusaurus, inner);
    let (folder, last) = own.rsplit_once('/').unwrap_or(("", &own));
    let mut all = vec![own.clone()];
    // A page with the name of its folder answers for it.
    if folder.rsplit('/').next() == Some(last) {
        all.push(folder.to_owned());
    }
    all.extend(named("id").map(|id| format!("{folder}/{id}")));
    all.extend(named("slug").map(|slug| match slug.starts_with('/') {
        true => slug.to_owned(),
        false => format!("{folder}/{slug}"),
    }));
    all
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
    use super::{kebab, routes, untranslated};

    #[test]
    fn plain_strings_of_the_settings_are_read() {
        let found = routes(
            "docs: {routeBasePath: '/'}, blog: {\"routeBasePath\": \"/news/\"}, x: {routeBasePath: base}, routeBasePath",
        );
        assert_eq!(found, ["", "news"]);
    }

    #[test]
    fn translations_have_originals() {
        for (path, expected) in [
            ("i18n/de/docusaurus-plugin-content-docs/current/a/x.md", "docs/a/x.md"),
            (
                "i18n/de/docusaurus-plugin-content-docs/version-1.0/x.md",
                "versioned_docs/version-1.0/x.md",
            ),
            ("i18n/de/docusaurus-plugin-content-docs-team/current/x.md", "team/x.md"),
            ("i18n/pt-BR/docusaurus-plugin-content-blog/x.md", "blog/x.md"),
            ("i18n/de/docusaurus-plugin-content-pages/x.md", "src/pages/x.md"),
        ] {
            assert_eq!(untranslated(path).map(|first| first.path).as_deref(), Some(expected));
        }
        assert!(untranslated("i18n/de/code.json").is_none() && untranslated("docs/x.md").is_none());
    }

    #[test]
    fn labels_become_addresses() {
        assert_eq!(kebab("How To: 2nd_part"), "how-to-2nd-part");
    }
}
