//! Reading the theme of a site: the files that take the place of opsrepo's own.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::model::workspace::Workspace;
use crate::site::press::strays;
use crate::site::theme::{FOLDER, TEXTS, Theme};
use crate::text::path::RepoPath;
use crate::text::tree::Content;
use anyhow::Context;

/// The files of the theme in a folder of the repository, or of the one that lies where themes lie.
pub(super) fn read(ground: &Ground, workspace: &Workspace, folder: Option<&str>) -> anyhow::Result<Theme> {
    let inside = RepoPath::new(folder.unwrap_or(FOLDER)).filter(|path| workspace.tree.is_folder(path));
    let inside = match (inside, folder) {
        (Some(inside), _) => inside,
        (None, None) => return Ok(Theme::default()),
        (None, Some(folder)) => {
            let message = format!("there is no folder {folder} in the repository for a theme");
            return Err(anyhow::Error::msg(message));
        }
    };
    let mut theme = Theme {
        folder: inside.to_string(),
        ..Theme::default()
    };
    for (_, file) in workspace.tree.below(&inside) {
        let name = file.path.relative_to(&inside);
        if file.path.extension().is_some_and(|ending| TEXTS.contains(&ending)) {
            let text = String::from_utf8(ground.bytes(&file.path)?);
            let text = text.with_context(|| format!("{} is not UTF-8 text", file.path))?;
            theme.files.push((name, text));
        } else if !matches!(file.content, Content::Link(_) | Content::Unreadable(_)) {
            theme.others.push((name, file.path.clone()));
        }
    }
    Ok(theme)
}

/// Says which files of a theme do nothing.
pub(super) fn tell_strays(theme: &Theme, terminal: &mut Terminal) {
    for stray in strays(theme) {
        let meant = stray
            .nearest
            .map(|name| format!("; did you mean {name}?"))
            .unwrap_or_default();
        terminal.hint(&format!(
            "{}/{} takes the place of nothing{meant}",
            theme.folder, stray.name
        ));
    }
}
