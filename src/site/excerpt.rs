//! The beginning of what a file says, as plain text on one line.

use crate::site::plan::Plan;
use crate::syntax::markdown::plain_text;
use crate::text::span::FileId;
use crate::text::width::cut;

/// The first paragraphs of a file, no longer than `length`; empty where it has none.
pub(crate) fn excerpt(plan: &Plan, file: FileId, length: usize) -> String {
    let mut out = String::new();
    let markup = plan.workspace.document(file).markup.as_ref();
    for range in markup.iter().flat_map(|markup| &markup.paragraphs) {
        if out.len() > 2 * length {
            break;
        }
        for word in plain_text(range.of(plan.workspace.tree.text(file))).split_whitespace() {
            out.push_str(word);
            out.push(' ');
        }
    }
    cut(out.trim_end(), length)
}
