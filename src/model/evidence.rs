//! What a file shows of itself: the marks that speak for a kind.

use crate::model::hints::Hint;
use crate::model::identity;
use crate::model::kind::Mark;
use crate::model::locate::value_of;
use crate::syntax::document::Document;
use crate::text::span::FileId;
use crate::text::tree::Tree;

/// What is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) documents: &'a [Document],
    pub(crate) hints: &'a [Hint],
}

impl Ground<'_> {
    /// Whether a place shows a mark.
    pub(crate) fn shows(&self, file: FileId, part: usize, mark: &Mark) -> bool {
        let path = self.tree.path(file);
        let document = &self.documents[file.index()];
        let value = |key: &str| key.split('.').try_fold(document.data.get(part)?, value_of);
        match mark {
            Mark::Numbered => is_numbered(&identity::carrier(path)) || identity::dated(path).is_some(),
            Mark::Named(word) => path
                .name()
                .to_lowercase()
                .split(|c: char| !c.is_alphabetic())
                .any(|part| part.starts_with(word.as_str())),
            Mark::FileName(name) => path.name() == name,
            Mark::Key(key) => value(key).is_some_and(|node| !node.is_null()),
            Mark::KeyIs(key, wanted) => {
                value(key)
                    .and_then(|node| node.scalar())
                    .is_some_and(|found| match wanted.strip_suffix('*') {
                        Some(start) => found.starts_with(start),
                        None => found == *wanted,
                    })
            }
            Mark::Heading(text) => document.markup.as_ref().is_some_and(|markup| {
                markup
                    .headings
                    .iter()
                    .any(|heading| heading.text.trim().trim_end_matches(':').eq_ignore_ascii_case(text))
            }),
            Mark::Label(label) => document.markup.as_ref().is_some_and(|markup| {
                let text = self.tree.text(file);
                markup.items.iter().any(|item| {
                    let start = item.text.of(text).trim_start_matches(['*', '_', ' ']);
                    let head = start.get(..label.len());
                    // `Status reporting: …` has another label.
                    let rest = start.get(label.len()..).unwrap_or("");
                    let rest = rest.trim_start_matches(['*', '_', '`', ' ', '\u{a0}']);
                    head.is_some_and(|head| head.eq_ignore_ascii_case(label))
                        && (rest.is_empty() || rest.starts_with([':', '=', '–', '—', '\r', '\n']))
                })
            }),
        }
    }
}

/// Whether a name carries a number or starts with a date.
pub(crate) fn is_numbered(name: &str) -> bool {
    identity::number(name).is_some() || identity::leading_date(name).is_some()
}
