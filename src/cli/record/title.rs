//! Asking for the title of a new record in the user's editor, as Git asks for the message of a commit. It writes no record.

use crate::cli::record::editor::open;
use crate::cli::terminal::Terminal;
use anyhow::{Context, bail};
use std::io::{IsTerminal, Write};
use std::{env, fs, io, process};

/// Opens the user's editor and returns the title that they wrote.
pub(super) fn ask(kind: &str, terminal: &mut Terminal) -> anyhow::Result<String> {
    let Some(editor) = terminal.editor().map(str::to_owned) else {
        bail!(
            "a new {kind} needs a title\nopsrepo {kind} new \"TITLE\"; with $VISUAL or $EDITOR set, an editor asks for it"
        );
    };
    if !io::stdin().is_terminal() {
        bail!(
            "a new {kind} needs a title, and no editor can be opened here: nobody sits at a terminal\nopsrepo {kind} new \"TITLE\""
        );
    }
    terminal.flush()?;
    match written(kind, &editor)? {
        Some(title) => Ok(title),
        None => bail!("no title was written: there is no new {kind}\nopsrepo {kind} new \"TITLE\""),
    }
}

/// What somebody writes into a form that this editor opens.
fn written(kind: &str, editor: &str) -> anyhow::Result<Option<String>> {
    let path = env::temp_dir().join(format!("opsrepo-{}-TITLE", process::id()));
    // A file that is there already, be it a link that somebody laid, is not touched.
    let made = fs::File::create_new(&path).and_then(|mut file| file.write_all(form(kind).as_bytes()));
    made.with_context(|| format!("cannot write {}", path.display()))?;
    open(editor, &path)?;
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let _ = fs::remove_file(&path);
    Ok(title(&text))
}

fn form(kind: &str) -> String {
    format!(
        "\n# Write the title of the new {kind} in the first line, and close the editor.\n# Lines that start with `#` are left \
         out; without a title nothing is made.\n"
    )
}

/// The first line that says something.
fn title(text: &str) -> Option<String> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let mut said = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{form, title, written};
    use std::fs;

    #[test]
    fn the_title_is_what_is_no_comment() {
        assert_eq!(title(&form("decision")), None);
        assert_eq!(title("\u{feff}\r\n  Use it \r\n# x\r\n").as_deref(), Some("Use it"));
    }

    /// An editor is a program that is handed a file, as this script is.
    #[cfg(unix)]
    #[test]
    fn an_editor_is_asked_for_the_title() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("editor.sh");
        let steps = "printf '  Use a script\\n' > new && cat \"$2\" >> new && cp new \"$2\" && cp new \"$1\"\n";
        fs::write(&script, format!("cd '{}'\n{steps}", folder.path().display())).unwrap();
        let seen = folder.path().join("seen");
        let editor = format!("sh {} {}", script.display(), seen.display());
        assert_eq!(written("decision", &editor).unwrap().as_deref(), Some("Use a script"));
        let seen = fs::read_to_string(seen).unwrap();
        assert!(seen.ends_with(&form("decision")), "{seen}");
        // Nothing is left behind: the second time the file can be made again.
        assert_eq!(written("decision", "true").unwrap(), None);
    }
}
