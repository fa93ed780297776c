//! The site: what the tests of it share. Each file here looks at one side of it.

mod code;
mod contexts;
mod corpora;
mod decisions;
mod folk;
mod incidents;
mod machine;
mod moved;
mod past;
mod prose;
mod publishing;
mod runbooks;
mod search;
mod services;
mod themes;
mod whole;

use opsrepo::lint::Report;
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::site::press::Press;
use opsrepo::site::theme::Theme;
use opsrepo::store::content::Wanted;
use opsrepo::store::facts::Index;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A site in memory.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Its pages and what they need.
    pub tree: Tree,
    /// Files of the repository that pages show, and where in the site their copies belong.
    pub assets: Vec<(RepoPath, RepoPath)>,
}

/// Makes the whole site.
pub(crate) fn render(workspace: &Workspace, report: &Report, theme: &Theme) -> anyhow::Result<Site> {
    let press = Press::new(theme)?;
    let plan = opsrepo::site::plan(workspace, report);
    let (mut files, mut shown) = (Vec::new(), BTreeSet::new());
    let (sheets, _) = opsrepo::site::sheets(&plan, &press, theme);
    for sheet in sheets {
        let printed = sheet.print()?;
        files.push(File::text(sheet.at.clone(), printed.text));
        shown.extend(printed.assets);
    }
    let assets = opsrepo::site::copies(&plan, theme, shown);
    Ok(Site {
        tree: Tree::new(files),
        assets,
    })
}

pub(crate) fn rendered(tree: Tree, theme: &Theme) -> Site {
    let context = Context {
        as_of: Date::new(2026, 11, 1).unwrap(),
        now: None,
        origin: Some("https://user:secret@github.com/harbour/ops.git".to_owned()),
        default_branch: Some("main".to_owned()),
        former_branch: None,
        folder: RepoPath::root(),
    };
    let history = History::Unknown("This clone has no history.".to_owned());
    let workspace = Workspace::build(tree, opsrepo::kinds::all(), context, history);
    let report = opsrepo::lint::run::run(&workspace, opsrepo::rules::ALL);
    render(&workspace, &report, theme).unwrap()
}

pub(crate) fn example() -> Tree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cloud");
    let wanted = Wanted {
        is_read: opsrepo::model::hints::is_read,
        limit: 1 << 20,
    };
    opsrepo::store::worktree::read(&root, &wanted, &Index::default()).unwrap()
}

pub(crate) fn made(files: &[(&str, &str)]) -> Site {
    let file = |&(path, text): &(&str, &str)| File::text(RepoPath::new(path).unwrap(), text);
    rendered(Tree::new(files.iter().map(file).collect()), &Theme::default())
}

pub(crate) fn pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    let files = site.tree.files().iter();
    files
        .map(|file| (file.path.as_str(), file.source().unwrap().text()))
        .filter(|(path, _)| path.ends_with(".html"))
}

pub(crate) fn page<'a>(site: &'a Site, path: &str) -> &'a str {
    let found = pages(site).find(|(at, _)| *at == path);
    found
        .map(|(_, text)| text)
        .unwrap_or_else(|| panic!("no page {path}: {:?}", pages(site).map(|p| p.0).collect::<Vec<_>>()))
}

/// The values of an attribute, entities resolved.
pub(crate) fn values<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    html.match_indices('<')
        .filter_map(|(at, _)| html[at..].split_once('>').map(|(tag, _)| tag))
        .flat_map(move |tag| tag.split(&format!(" {name}=\"")).skip(1).collect::<Vec<_>>())
        .filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
        .map(|value| {
            value
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
}

pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%').then(|| after.get(..2)).flatten();
        match code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Every address inside the site that leads to nothing.
pub(crate) fn dangling(site: &Site) -> Vec<String> {
    let ids: BTreeMap<&str, BTreeSet<String>> = pages(site)
        .map(|(path, html)| (path, values(html, "id").chain(values(html, "name")).collect()))
        .collect();
    let files: BTreeSet<&str> = site
        .tree
        .files()
        .iter()
        .map(|file| file.path.as_str())
        .chain(site.assets.iter().map(|(_, to)| to.as_str()))
        .collect();
    let mut dangling = Vec::new();
    for (path, html) in pages(site) {
        for target in values(html, "href").chain(values(html, "src")) {
            if target.split(['/', '?', '#']).next().unwrap_or("").contains(':') {
                continue;
            }
            let (file, fragment) = target.split_once('#').unwrap_or((&target, ""));
            let to = match file {
                "" => RepoPath::new(path),
                file => RepoPath::new(path).unwrap().parent().join(&decoded(file)),
            };
            let to = to.filter(|to| files.contains(to.as_str()));
            let has_anchor = |to: &RepoPath| ids.get(to.as_str()).is_some_and(|ids| ids.contains(&decoded(fragment)));
            if !to.is_some_and(|to| fragment.is_empty() || has_anchor(&to)) {
                dangling.push(format!("{path}: {target}"));
            }
        }
    }
    dangling
}

pub(crate) fn assert_harmless(site: &Site) {
    for (path, html) in pages(site) {
        assert_harmless_page(path, html);
    }
}

/// Only what the templates and the sanitiser write stands on a page, and no address in it runs anything.
pub(crate) fn assert_harmless_page(path: &str, html: &str) {
    // The scripts of the site itself have an address and no text; no other may stand anywhere.
    let own = html.replacen("early.js\"></script>", "early.js\">", 1).replacen(
        "site.js\" defer></script>",
        "site.js\" defer>",
        1,
    );
    assert!(!own.contains("</script"), "{path} holds a script");
    assert_eq!(
        html.to_lowercase().matches("<script").count(),
        2,
        "{path} holds a script"
    );
    let lower = html.to_lowercase();
    for bad in [
        "<iframe",
        "<svg on",
        "<foreignobject",
        "<animate",
        "<set ",
        "<style",
        "<form",
        "<base",
        "<object",
        "<embed",
        "<frame",
        "<template",
        "<noscript",
        "<textarea",
        "<video",
        "<audio",
        "<marquee",
        "<portal",
        "<math",
        "<plaintext",
        "<xmp",
        "<link rel=\"stylesheet\" href=\"http",
    ] {
        assert!(!lower.contains(bad), "{path} holds {bad}");
    }
    for (at, _) in html.match_indices('<') {
        let tag = html[at..].split('>').next().unwrap_or("").to_lowercase();
        // What stands in quotes is a value; what is left are names.
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on") && !names.contains("style="), "{path}: {tag}");
        assert!(
            !names.contains("srcdoc") && !names.contains("formaction"),
            "{path}: {tag}"
        );
    }
    // A page that moved sends its reader on, within the site.
    for content in values(html, "content").filter(|content| content.starts_with("0;")) {
        let to = content.split_once("url=").map_or("", |(_, to)| to);
        assert!(
            !to.split(['/', '?', '#']).next().unwrap_or("").contains(':'),
            "{path}: {content}"
        );
    }
    for target in values(html, "href").chain(values(html, "src")) {
        let bare: String = target.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        assert!(
            !bare.starts_with("javascript:") && !bare.starts_with("vbscript:"),
            "{path}: {target}"
        );
        assert!(
            !bare.starts_with("data:") || bare.starts_with("data:image/svg+xml,%3csvg"),
            "{path}: {target}"
        );
    }
    assert!(
        html.contains("default-src 'none'; script-src 'self'; style-src 'self'"),
        "{path} has no policy"
    );
}
