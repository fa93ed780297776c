//! Reading the theme of a site: the files that take the place of opsrepo's own.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::model::workspace::Workspace;
use crate::site::slips::Slip;
use crate::site::theme::{FOLDER, TEXTS, Theme};
use crate::text::escape::pictured;
use crate::text::path::RepoPath;
use crate::text::tree::Content;
use anyhow::{Context, bail};

/// The files of the theme in a folder of the repository, or of the one that lies where themes lie.
pub(super) fn read(ground: &Ground, workspace: &Workspace, folder: Option<&str>) -> anyhow::Result<Theme> {
    let Some(inside) = place(workspace, folder)? else {
        return Ok(Theme::default());
    };
    let mut theme = Theme {
        folder: inside.to_string(),
        ..Theme::default()
    };
    for (_, file) in workspace.tree.below(&inside) {
        let name = file.path.relative_to(&inside);
        if let Some(why) = unread(&file.content) {
            theme.left.push((name, why));
        } else if file.path.extension().is_some_and(|ending| TEXTS.contains(&ending)) {
            let text = String::from_utf8(ground.bytes(&file.path)?);
            let text = text.with_context(|| format!("{} is not UTF-8 text", file.path))?;
            theme.files.push((name, text));
        } else {
            theme.others.push((name, file.path.clone()));
        }
    }
    Ok(theme)
}

/// The folder of the theme; none where what is named lies outside of the repository, or is all of it.
pub(super) fn folder(named: Option<&str>) -> Option<RepoPath> {
    let named = named.unwrap_or(FOLDER);
    // As shells complete it.
    let path = RepoPath::new(named.strip_prefix("./").unwrap_or(named).trim_end_matches('/'));
    path.filter(|path| !path.as_str().is_empty())
}

/// Where the theme lies; none where none is named and none lies where themes lie.
fn place(workspace: &Workspace, folder: Option<&str>) -> anyhow::Result<Option<RepoPath>> {
    let Some(path) = self::folder(folder) else {
        let named = folder.unwrap_or(FOLDER);
        bail!(
            "`{named}` is no folder inside the repository\na theme lies in the repository; name its folder from the root: .opsrepo/theme"
        )
    };
    let found = workspace
        .tree
        .find(&path)
        .map(|file| &workspace.tree.file(file).content);
    match (found, folder) {
        _ if workspace.tree.is_folder(&path) => Ok(Some(path)),
        (Some(Content::Link(to)), _) => bail!(
            "the theme {path} is a symbolic link to {to}, which is not followed\nput the folder itself there, or name it with --theme"
        ),
        (Some(_), _) => bail!("the theme {path} is a file\na theme is a folder with templates and styles"),
        (None, None) => Ok(None),
        (None, Some(_)) => bail!(
            "there is no folder {path} in the repository for a theme\nname it from the root of the repository, as .opsrepo/theme"
        ),
    }
}

/// Why a file cannot be a part of a theme.
fn unread(content: &Content) -> Option<String> {
    match content {
        Content::Link(to) => Some(format!("it is a symbolic link to `{to}`, which is not followed")),
        Content::Unreadable(why) => Some(format!("it cannot be read: {why}")),
        _ => None,
    }
}

/// Says what of a theme has no effect.
pub(super) fn tell_slips(slips: &[Slip], terminal: &mut Terminal) {
    for slip in slips {
        terminal.note(&pictured(slip.to_string()));
    }
}
