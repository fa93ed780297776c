//! The user's editor. It must not know what is edited.

use anyhow::{Context, bail};
use std::path::Path;
use std::process;

/// Opens a file in an editor, and waits for it. The file stays, whatever the editor does.
pub(super) fn open(editor: &str, file: &Path) -> anyhow::Result<()> {
    // An editor may come with options: `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(editor);
    let status = process::Command::new(program)
        .args(words)
        .arg(file)
        .status()
        .with_context(|| format!("cannot start the editor `{editor}`; {} is kept", file.display()))?;
    match status.success() {
        true => Ok(()),
        false => bail!("the editor `{editor}` ended with {status}\n{} is kept", file.display()),
    }
}
