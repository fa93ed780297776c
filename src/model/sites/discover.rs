//! Finds the sites of a repository: by the settings of its own, and by the files of the generators. It resolves no link.

use crate::model::settings::LinkSetting;
use crate::model::sites::generator::Generator;
use crate::model::sites::{Site, Sites, docusaurus};
use crate::syntax::document::Document;
use crate::syntax::node::{Node, Value};
use crate::text::path::RepoPath;
use crate::text::tree::{File, Tree};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// All sites. What the settings say of a folder counts more than what is found in it.
pub(crate) fn sites(tree: &Tree, documents: &[Document], settings: &[LinkSetting]) -> Sites {
    let mut sites = Sites::default();
    let mut middlemen = BTreeSet::new();
    for (id, file) in tree.iter() {
        if let Some(root) = middleman(file) {
            middlemen.insert(root);
            continue;
        }
        if !is_configuration(&file.path) {
            continue;
        }
        let data = documents[id.index()].data.first();
        if let Some(site) = configured(tree, &file.path, data) {
            sites.add(site);
        }
    }
    for root in middlemen {
        if sites.of(&root.join("x").unwrap_or_else(RepoPath::root)).is_none() {
            let folder = root.parent();
            let host = tech_docs(tree, documents, &folder);
            let mut site = Site::new(Generator::Middleman, (&folder, root));
            site.publish(host.as_deref());
            sites.add(site);
        }
    }
    for setting in settings {
        said(&mut sites, setting);
    }
    sites
}

/// True for the names that generators give to their settings: of all files of a repository few have one.
fn is_configuration(path: &RepoPath) -> bool {
    matches!(
        path.stem(),
        "hugo" | "config" | "mkdocs" | "_toc" | "docusaurus" | "myst"
    ) && path.extension().is_some_and(|ending| {
        matches!(
            ending,
            "toml" | "yaml" | "yml" | "json" | "js" | "ts" | "mjs" | "cjs" | "mts"
        )
    })
}

/// The folder `source` of Middleman that holds a page of ERB.
fn middleman(file: &File) -> Option<RepoPath> {
    let path = file.path.as_str();
    let is_page = file.path.name().contains(".html.") && (path.ends_with(".erb") || path.ends_with(".md"));
    if !is_page {
        return None;
    }
    let mut folder = file.path.parent();
    while !folder.as_str().is_empty() {
        if folder.name() == "source" {
            return Some(folder);
        }
        folder = folder.parent();
    }
    None
}

/// The site that a generator's settings describe.
fn configured(tree: &Tree, path: &RepoPath, data: Option<&Node>) -> Option<Site> {
    let folder = path.parent();
    match path.stem() {
        "docusaurus" => {
            let is_one = path.name().starts_with("docusaurus.config.");
            let mut site = Site::new(Generator::Docusaurus, (&folder, folder.clone()));
            site.routes = docusaurus::routes(tree.text(tree.find(path)?));
            is_one.then_some(site)
        }
        "mkdocs" => mkdocs(&folder, data?),
        "_toc" | "myst" => {
            let is_book = matches!(data?.value, Value::Map(_) | Value::List(_));
            let is_one = is_book && (path.stem() == "_toc" || data?.get("project").is_some());
            is_one.then(|| Site::new(Generator::JupyterBook, (&folder, folder.clone())))
        }
        _ => hugo(tree, path, data?),
    }
}

fn mkdocs(folder: &RepoPath, data: &Node) -> Option<Site> {
    if !matches!(data.value, Value::Map(_)) {
        return None;
    }
    let text = |key: &str| data.get(key).and_then(Node::as_str);
    let root = folder.join(text("docs_dir").unwrap_or(Generator::MkDocs.root()))?;
    let mut site = Site::new(Generator::MkDocs, (folder, root));
    let has_folders = data.get("use_directory_urls").map(|node| &node.value) != Some(&Value::Bool(false));
    site.has_folders = has_folders;
    site.has_html = !has_folders;
    // Without an address nobody knows what `/x` is on the host.
    site.is_whole = text("site_url").is_some();
    site.publish(text("site_url"));
    Some(site)
}

/// What lets Hugo publish pages elsewhere than their paths say.
const ELSEWHERE: [&str; 4] = ["languages", "permalinks", "module", "taxonomies"];

fn hugo(tree: &Tree, path: &RepoPath, data: &Node) -> Option<Site> {
    let mut folder = path.parent();
    if folder.name() == "_default" && folder.parent().name() == "config" {
        folder = folder.parent().parent();
    }
    let text = |key: &str| data.get(key).and_then(Node::as_str);
    let root = folder.join(text("contentDir").unwrap_or(Generator::Hugo.root()))?;
    let url = text("baseURL").or_else(|| text("baseurl"));
    // Many things have a `config.yaml`.
    let is_one = tree.is_folder(&root) && (path.stem() == "hugo" || url.is_some() || text("theme").is_some());
    if !is_one {
        return None;
    }
    let mut site = Site::new(Generator::Hugo, (&folder, root));
    let is_true = |key: &str| data.get(key).map(|node| &node.value) == Some(&Value::Bool(true));
    if is_true("uglyURLs") || is_true("uglyurls") {
        (site.has_html, site.has_folders) = (true, false);
    }
    site.is_whole = !ELSEWHERE.iter().any(|key| data.get(key).is_some());
    site.publish(url);
    Some(site)
}

/// Where the settings of a Middleman template for documentation say that it is published.
fn tech_docs(tree: &Tree, documents: &[Document], folder: &RepoPath) -> Option<String> {
    let file = tree.find(&folder.join("config/tech-docs.yml")?)?;
    let host = documents[file.index()].data.first()?.get("host")?;
    host.as_str().map(str::to_owned)
}

/// Adds or changes the site of a setting.
fn said(sites: &mut Sites, setting: &LinkSetting) {
    let Some(generator) = setting.generator else {
        // `none`: whatever was found below that folder is no site.
        let below: Vec<RepoPath> = sites
            .by_root
            .keys()
            .filter(|root| root.is_under(&setting.folder))
            .cloned()
            .collect();
        for root in below {
            sites.by_root.insert(root, None);
        }
        sites.by_root.insert(setting.folder.clone(), None);
        return;
    };
    let found = sites.list.iter().find(|site| site.folder == setting.folder);
    let known = found.filter(|site| site.generator == generator || generator == Generator::Own);
    let generator = known.map_or(generator, |site| site.generator);
    let root = match (&setting.root, known) {
        (Some(root), _) => setting.folder.join(root),
        (None, Some(site)) => Some(site.root.clone()),
        (None, None) => setting.folder.join(generator.root()),
    };
    let Some(root) = root else { return };
    let mut site = match known {
        Some(site) => Site {
            root,
            pages: OnceLock::new(),
            ..site.clone()
        },
        None => Site::new(generator, (&setting.folder, root)),
    };
    if let Some(endings) = &setting.html_from {
        site.has_html = !endings.is_empty();
        if site.has_html {
            site.endings.clone_from(endings);
            // No ending hides a longer one.
            site.endings.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        }
    }
    site.has_bare = setting.extensionless.unwrap_or(site.has_bare);
    if let Some(base) = &setting.base {
        site.base = format!("/{}/", base.trim_matches('/')).replace("//", "/");
        site.is_whole = true;
    }
    sites.add(site);
}

impl Site {
    /// By the generator's own rules, for the folder of its settings and the one of its pages.
    fn new(generator: Generator, (folder, root): (&RepoPath, RepoPath)) -> Site {
        Site {
            generator,
            folder: folder.clone(),
            root,
            base: "/".to_owned(),
            url: None,
            routes: Vec::new(),
            endings: generator.sources().iter().map(|&ending| ending.to_owned()).collect(),
            has_html: generator.has_html(),
            has_folders: generator.has_folders(),
            has_bare: true,
            is_whole: matches!(generator, Generator::Middleman | Generator::Hugo),
            pages: OnceLock::new(),
        }
    }

    /// Takes its base from its address.
    fn publish(&mut self, url: Option<&str>) {
        let url = url.map(|url| url.trim_end_matches('/'));
        let rest = url.and_then(|url| url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")));
        let (Some(url), Some(rest)) = (url, rest.filter(|rest| !rest.is_empty())) else {
            return;
        };
        if let Some((_, path)) = rest.split_once('/') {
            self.base = format!("/{path}/");
        }
        self.url = Some(url.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::sites;
    use crate::model::settings::LinkSetting;
    use crate::model::sites::Answer;
    use crate::model::sites::generator::Generator;
    use crate::syntax::document::Document;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn read(files: &[(&str, &str)]) -> (Tree, Vec<Document>) {
        let file = |(path, text): &(&str, &str)| File::text(RepoPath::new(path).unwrap(), *text);
        let tree = Tree::new(files.iter().map(file).collect());
        let documents = tree
            .iter()
            .map(|(_, file)| reader::read(&file.path, &file.content))
            .collect();
        (tree, documents)
    }

    /// Where links on `page` lead: a path, `?` for what nobody knows, `-` for what leads to nothing.
    fn led(files: &[(&str, &str)], page: &str, links: &[&str]) -> Vec<String> {
        let (tree, documents) = read(files);
        let sites = sites(&tree, &documents, &[]);
        let page = RepoPath::new(page).unwrap();
        let site = sites.of(&page).unwrap();
        let sources = (&tree, &documents[..]);
        let answer = |link: &&str| match link.starts_with('/') {
            true => Some(site.seen_from_top(sources, link)),
            false => site.seen_from_page(sources, (&page, link)),
        };
        let shown = |answer: Option<Answer>| match answer {
            Some(Answer::File(file) | Answer::Page(file)) => tree.path(file).to_string(),
            Some(Answer::Folder(path)) => format!("{path}/"),
            Some(Answer::Nothing(_)) | None => "-".to_owned(),
            Some(Answer::Unknown) => "?".to_owned(),
        };
        links.iter().map(|link| shown(answer(link))).collect()
    }

    #[test]
    fn middleman_makes_pages_of_templates() {
        let files = [
            ("g/source/index.html.md.erb", ""),
            ("g/source/a/index.html.md.erb", ""),
            ("g/source/a/x.html.md.erb", ""),
            ("g/source/i.png", ""),
            ("g/config/tech-docs.yml", "host: https://x.org/g"),
        ];
        let links = [
            "x.html",
            "a/x.html",
            "../../i.png",
            "x.htm",
            "../x.html",
            "/g/a/x.html",
            "/g/b.html",
            "/c.html",
        ];
        let found = led(&files, "g/source/a/index.html.md.erb", &links);
        let x = "g/source/a/x.html.md.erb";
        assert_eq!(found, [x, x, "g/source/i.png", "-", "-", x, "-", "?"]);
    }

    #[test]
    fn hugo_gives_each_page_a_folder() {
        let files = [
            ("hugo.toml", "baseURL = \"https://x.org/\"\n"),
            ("content/_index.md", ""),
            ("content/A/_index.md", ""),
            ("content/A/X.md", "---\nslug: y\naliases: [/old/]\n---\n"),
            ("content/A/b/index.md", ""),
            ("content/A/b/p.png", ""),
            ("static/s.png", ""),
        ];
        let links = [
            "../b/",
            "../x",
            "../y/",
            "/old",
            "/s.png",
            "/a/",
            "/a/z/",
            "/tags/z/",
            "../x.html",
            "../b/p.png",
        ];
        let found = led(&files, "content/A/X.md", &links);
        let (b, x) = ("content/A/b/index.md", "content/A/X.md");
        let index = "content/A/_index.md";
        assert_eq!(
            found,
            [b, x, x, x, "static/s.png", index, "?", "?", "-", "content/A/b/p.png"]
        );
    }

    #[test]
    fn mkdocs_and_docusaurus_serve_folders() {
        let files = [
            ("mkdocs.yml", "site_name: x\ndocs_dir: d\nsite_url: https://x.org/y/\n"),
            ("d/index.md", ""),
            ("d/a/x.md", ""),
            ("d/a/z.md", ""),
        ];
        let found = led(
            &files,
            "d/a/x.md",
            &["../z/", "z", "../../", "/y/a/z/", "/z", "../z.html"],
        );
        assert_eq!(found, ["d/a/z.md", "d/a/z.md", "d/index.md", "d/a/z.md", "?", "-"]);
        let files = [
            ("web/docusaurus.config.ts", ""),
            ("web/docs/01-intro.md", "---\nid: start\n---\n"),
            ("web/docs/2-how/x.md", "---\nslug: /y\n---\n"),
        ];
        let found = led(
            &files,
            "web/docs/2-how/x.md",
            &["/docs/start", "/docs/intro", "/docs/y", "./x", "start", "/z"],
        );
        let (intro, x) = ("web/docs/01-intro.md", "web/docs/2-how/x.md");
        assert_eq!(found, [intro, intro, x, x, intro, "?"]);
    }

    #[test]
    fn docusaurus_has_routes_languages_and_addresses_of_its_own() {
        let config = "export default {presets: [['classic', {docs: {routeBasePath: 'handbook'}, blog: {routeBasePath: \"/news\"}}]],\n\
                      plugins: [['content-docs', {id: 'team', path: 'team', routeBasePath: 'people'}]]};\n";
        let files = [
            ("docusaurus.config.ts", config),
            ("docs/01-intro.md", "---\nslug: /welcome\n---\n"),
            (
                "docs/02-how/_category_.json",
                "{\"label\": \"How To\", \"link\": {\"type\": \"generated-index\"}}",
            ),
            ("docs/02-how/a.md", ""),
            ("docs/02-how/b.md", ""),
            (
                "docs/03-why/_category_.yml",
                "link: {type: generated-index, slug: /reasons}\n",
            ),
            ("docs/03-why/c.md", ""),
            ("blog/2026-01-02-x.md", ""),
            ("team/t.md", ""),
            ("i18n/de/docusaurus-plugin-content-docs/current/02-how/a.md", ""),
            ("i18n/de/docusaurus-plugin-content-docs-team/current/u.md", ""),
            ("i18n/de/docusaurus-plugin-content-docs-gone/current/v.md", ""),
            ("static/p.png", ""),
        ];
        let (a, b, x) = ("docs/02-how/a.md", "docs/02-how/b.md", "blog/2026-01-02-x.md");
        let (intro, how, why) = (
            "docs/01-intro.md",
            "docs/02-how/_category_.json",
            "docs/03-why/_category_.yml",
        );
        let table = [
            ("/handbook/welcome", intro),
            ("/handbook/how/b", b),
            ("/news/2026/01/02/x", x),
            ("/people/t", "team/t.md"),
            ("/handbook/category/how-to", how),
            ("/handbook/reasons", why),
            ("../category/how-to", how),
            ("../welcome", intro),
            ("../intro", intro),
            ("../01-intro.md", intro),
            ("b", b),
            ("@site/static/p.png", "static/p.png"),
            ("@site/static/q.png", "-"),
            ("../tags/x", "?"),
            ("../reasons", why),
            ("../gone", "-"),
            ("gone.md", "-"),
        ];
        let links = table.map(|(link, _)| link);
        assert_eq!(led(&files, a, &links), table.map(|(_, to)| to));
        let german = "i18n/de/docusaurus-plugin-content-docs/current/02-how/a.md";
        let table = [
            ("b.md", b),
            ("../01-intro.md", intro),
            ("/de/handbook/how/a", german),
            ("gone.md", "-"),
        ];
        assert_eq!(
            led(&files, german, &table.map(|(link, _)| link)),
            table.map(|(_, to)| to)
        );
        let german = "i18n/de/docusaurus-plugin-content-docs-team/current/u.md";
        assert_eq!(led(&files, german, &["t.md", "gone.md"]), ["team/t.md", "-"]);
        let german = "i18n/de/docusaurus-plugin-content-docs-gone/current/v.md";
        assert_eq!(led(&files, german, &["w.md"]), ["?"]);
    }

    #[test]
    fn what_the_settings_say_counts_more() {
        let (tree, documents) = read(&[("_toc.yml", "root: a\n"), ("a.md", ""), ("docs/b.txt.md", "")]);
        let setting = |folder: &str, generator| LinkSetting {
            folder: RepoPath::new(folder).unwrap(),
            generator,
            ..LinkSetting::default()
        };
        let of = |settings: &[LinkSetting], path: &str| {
            let sites = sites(&tree, &documents, settings);
            sites.of(&RepoPath::new(path).unwrap()).map(|site| site.generator)
        };
        assert_eq!(of(&[], "a.md"), Some(Generator::JupyterBook));
        assert_eq!(of(&[setting("", None)], "a.md"), None);
        let own = setting("docs", Some(Generator::Own));
        assert_eq!(of(&[own.clone(), setting("", None)], "docs/b.txt.md"), None);
        assert_eq!(of(&[setting("", None), own], "docs/b.txt.md"), Some(Generator::Own));
    }
}
