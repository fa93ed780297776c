//! Files that look like rules and are no YAML: what they hold is not known. It judges nothing.

use crate::model::glob::Globs;
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, Format, ProblemKind};
use crate::text::search::Needle;
use crate::text::span::{FileId, Range, Span};
use std::collections::HashSet;

/// What the templates of charts and roles have, and queries and annotations of rules do not.
const TEMPLATE: [&str; 5] = ["{{-", "{{ .", "{{.", "{{ include", "{%"];

/// What rules have, of which a torn file may lack some.
const KEYS: [&str; 2] = ["alert:", "expr:"];

/// Those of which no rule could be read: where their first slip stands and what it is, in the order of the tree. A template is
/// none of them, and neither is what the settings leave out.
pub fn files(workspace: &Workspace) -> impl Iterator<Item = (Span, &str)> {
    let keys = KEYS.map(Needle::new);
    let excluded = Globs::of(&workspace.settings.exclude);
    let read: HashSet<FileId> = workspace.alerts.alerts.iter().map(|alert| alert.span.file).collect();
    workspace.tree.iter().filter_map(move |(id, file)| {
        let document = workspace.document(id);
        if document.format != Format::Yaml || read.contains(&id) || excluded.matches(&file.path) {
            return None;
        }
        let (range, message) = slip(document)?;
        let text = workspace.tree.text(id);
        let is_named = ["alert", "rules"].iter().any(|word| file.path.stem().contains(word));
        let is_one = is_named || keys.iter().any(|key| key.is_in(text));
        let is_one = is_one && !TEMPLATE.iter().any(|mark| text.contains(mark));
        is_one.then(|| (Span::new(id, range), message))
    })
}

fn slip(document: &Document) -> Option<(Range, &str)> {
    let slip = document
        .problems
        .iter()
        .find(|found| found.kind == ProblemKind::Syntax)?;
    Some((slip.range, slip.message.as_str()))
}
