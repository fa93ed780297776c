//! The blank form that a log keeps beside its records: `template.md`, `0000-template.md`. Who copies it by hand begins so,
//! too. It fills nothing.

use crate::model::discover::is_form;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::write::habit::{dialect_of, own_dialect};
use crate::write::refusal::Refusal;

/// What forms say of lines in the head of a record.
const OPTIONAL: &str = "<!-- optional -->";

/// The forms in the folder in which the newest record lies, the plainest name first; none where the settings name one.
pub(super) fn forms(
    workspace: &Workspace,
    (row, set): (&Kind, Option<&RecordSet>),
    newest: &[&Record],
) -> Vec<(RepoPath, String)> {
    let mut kinds = workspace.settings.kinds.iter();
    let is_set = kinds.any(|kind| kind.name == row.name && kind.form.is_some());
    let last = newest.last().map(|record| workspace.path_of(record));
    let folder = last.map(RepoPath::parent).or(set.map(|set| set.folder.clone()));
    let Some(folder) = folder.filter(|_| !is_set) else {
        return Vec::new();
    };
    let ending = last.and_then(|last| last.extension()).unwrap_or("md");
    let is_ours = |path: &RepoPath| path.parent() == folder && path.extension() == Some(ending) && is_form(path);
    let files = workspace.tree.below(&folder).filter(|(_, file)| is_ours(&file.path));
    let mut forms: Vec<(RepoPath, String)> = files
        .map(|(id, file)| (file.path.clone(), workspace.tree.text(id).to_owned()))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    forms.sort_by_key(|(path, _)| (path.name().len(), path.name().to_owned()));
    forms
}

/// Fails where a draft says its state otherwise than the newest records do: the log has grown out of the form.
pub(super) fn is_current(draft: &Record, newest: &[&Record]) -> Result<(), Refusal> {
    let is_known = draft.status.unrecognised().is_none() && draft.date.unrecognised().is_none();
    match own_dialect(newest).is_none_or(|own| dialect_of(draft) == Some(own)) && is_known {
        true => Ok(()),
        false => Err(Refusal::new("the form is none of this log", "name one with --template")),
    }
}

/// A text of Markdown in which the questions in braces (`{describe the context}`) are comments: they are read by who writes
/// and by nobody else. What stands in code stays, and no line of the head is called optional.
pub(super) fn hushed(text: &str) -> String {
    let front = text.strip_prefix("---").and_then(|rest| rest.find("\n---"));
    let (head, body) = text.split_at(front.map_or(0, |at| at + "---\n---".len()));
    let mut out = head.to_owned();
    let (mut is_code, mut is_head) = (false, true);
    for line in body.split_inclusive('\n') {
        is_head &= !line.starts_with("## ");
        if let Some(said) = line.trim_end().strip_suffix(OPTIONAL).filter(|_| is_head) {
            // What is filled is no longer optional.
            hush(said.trim_end(), &mut out);
            out.push_str(&line[line.trim_end().len()..]);
            continue;
        }
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        match is_code || is_fence || line.contains('`') {
            true => out.push_str(line),
            false => hush(line, &mut out),
        }
    }
    out
}

fn hush(line: &str, out: &mut String) {
    let mut from = 0;
    while let Some(start) = line[from..].find('{').map(|at| from + at) {
        let inner = question(&line[start..]).filter(|_| !line[..start].ends_with(['$', '#', '%', '\\', '(', '/', '{']));
        out.push_str(&line[from..start]);
        from = match inner {
            Some(inner) => {
                out.push_str(&format!("<!-- {} -->", inner.trim().replace("--", "—")));
                start + inner.len() + 2
            }
            None => {
                out.push('{');
                start + 1
            }
        };
    }
    out.push_str(&line[from..]);
}

/// The words in the braces with which a text begins, where they are at least two.
fn question(text: &str) -> Option<&str> {
    let mut depth = 0usize;
    let end = text.char_indices().find_map(|(at, c)| {
        depth += usize::from(c == '{');
        depth -= usize::from(c == '}');
        (depth == 0).then_some(at)
    })?;
    let inner = &text[1..end];
    let is_prose = inner.starts_with(char::is_alphabetic) && inner.contains(' ') && !inner.contains("-->");
    is_prose.then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::hushed;

    #[test]
    fn questions_become_comments() {
        for (text, expected) in [
            (
                "* A: b <!-- optional -->\n## C <!-- optional -->\n",
                "* A: b\n## C <!-- optional -->\n",
            ),
            ("{Describe it}\n", "<!-- Describe it -->\n"),
            (
                "* a: \"{title of {one}}\", x\n",
                "* a: \"<!-- title of {one} -->\", x\n",
            ),
            ("---\na: {b c}\n---\n{b c}\n", "---\na: {b c}\n---\n<!-- b c -->\n"),
            ("`{b c}` ${b c} {b} {\"a\": 1}\n", "`{b c}` ${b c} {b} {\"a\": 1}\n"),
            ("${b c} {b} {b c\n", "${b c} {b} {b c\n"),
            ("```\n{b c}\n```\n{é b}", "```\n{b c}\n```\n<!-- é b -->"),
        ] {
            assert_eq!(hushed(text), expected);
        }
    }
}
