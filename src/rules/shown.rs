//! What `settings/invalid` has to say about the files that `[site]` names: those that are not there, or cannot be shown.

use crate::lint::Findings;
use crate::model::settings::values::is_elsewhere;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::{FileId, Span};
use crate::text::tree::Content;

/// What a logo may be.
const PICTURES: [&str; 8] = ["avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"];

/// Checks `logo` and the entries of `nav` in `[site]` of the settings.
pub(crate) fn check(workspace: &Workspace, file: FileId, findings: &mut Findings) {
    let root = workspace.document(file).data.first();
    let Some(site) = root.and_then(|root| root.get("site")) else {
        return;
    };
    let entries = site.get("nav").map_or(&[][..], Node::items);
    let targets = entries.iter().filter_map(|entry| Some((entry.get("to")?, "page")));
    for (node, what) in site.get("logo").map(|logo| (logo, "logo")).into_iter().chain(targets) {
        let Some(text) = node.as_str().filter(|text| what == "logo" || !is_elsewhere(text)) else {
            continue;
        };
        let path = match what {
            "page" => text.split_once('#').map_or(text, |(path, _)| path),
            _ => text,
        };
        let Some(why) = why(workspace, (path, what)) else {
            continue;
        };
        let help = match nearest(workspace, path).filter(|nearest| *nearest != path) {
            Some(nearest) => format!("did you mean {}?", quote(nearest)),
            None => "name a file by its path from the root of the repository".to_owned(),
        };
        findings.add(Span::new(file, node.range), why).help(help);
    }
}

/// The file that a path comes nearest to: one that differs in case alone, or by a slip in its name.
fn nearest<'w>(workspace: &'w Workspace, path: &str) -> Option<&'w str> {
    let bare = path.trim_start_matches("./").trim_start_matches('/');
    let files = || workspace.tree.files().iter().map(|file| file.path.as_str());
    let same = files().find(|known| known.to_lowercase() == bare.to_lowercase());
    let folder = bare.rfind('/').map_or("", |end| &bare[..=end]);
    let beside = files().filter(|known| {
        let name = known.strip_prefix(folder);
        name.is_some_and(|name| !name.contains('/'))
    });
    same.or_else(|| similar::nearest(bare, beside))
}

/// Why a file cannot be shown; `None` where it can.
fn why(workspace: &Workspace, (path, what): (&str, &str)) -> Option<String> {
    let said = quote(path);
    let inside = RepoPath::new(path).filter(|inside| !inside.as_str().is_empty());
    let file = inside.as_ref().and_then(|inside| workspace.tree.find(inside));
    let Some(file) = file.map(|file| workspace.tree.file(file)) else {
        return match inside.is_some_and(|inside| workspace.tree.is_folder(&inside)) {
            true => Some(format!("{said} is a folder, where a file for the {what} should be")),
            false => Some(format!("there is no file {said}, where the {what} should be")),
        };
    };
    let is_picture = || {
        let ending = file.path.extension().map(str::to_lowercase);
        ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
    };
    match &file.content {
        Content::Link(to) => Some(format!(
            "{said} is a symbolic link to {}, which is not followed",
            quote(to)
        )),
        Content::Unreadable(why) => Some(format!("{said} cannot be read: {why}")),
        _ if what == "logo" && !is_picture() => Some(format!("{said} is no picture, where the logo should be")),
        _ => None,
    }
}
