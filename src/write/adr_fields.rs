//! Reading texts, lists and numbers from JSON with a remark for each that is something else. It knows no decision.

use crate::model::interchange::VERSION;
use crate::syntax::node::{Entry, Node, Value};
use crate::text::span::Range;

/// What is not as the format has it.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    /// What is wrong: nothing can be taken while there is any.
    pub faults: Vec<Remark>,
    /// What the format does not have, and is left out.
    pub unknown: Vec<Remark>,
}

/// Something to be said about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The place.
    pub range: Range,
    /// What is there, and what was expected.
    pub message: String,
}

/// The highest number that tools of the format take.
const HIGHEST: i64 = u32::MAX as i64;

impl Remarks {
    pub(super) fn fault(&mut self, range: Range, message: String) {
        self.faults.push(Remark { range, message });
    }

    pub(super) fn strange(&mut self, entry: &Entry, of: &str) {
        let message = format!("`{}` is no field of {of} in {VERSION}: left out", entry.key);
        self.unknown.push(Remark {
            range: entry.key_range,
            message,
        });
    }

    pub(super) fn expected(&mut self, entry: &Entry, what: &str) {
        self.fault(
            entry.value.range,
            format!("`{}`: expected {what}, found {}", entry.key, entry.value.type_name()),
        );
    }

    pub(super) fn text(&mut self, entry: &Entry) -> String {
        match entry.value.as_str() {
            Some(text) if text.contains('\0') => {
                self.fault(entry.value.range, format!("`{}`: a text may hold no NUL", entry.key));
                String::new()
            }
            Some(text) => text
                .replace("\r\n", "\n")
                .trim_start_matches('\n')
                .trim_end()
                .to_owned(),
            None if entry.value.is_null() => String::new(),
            None => {
                self.expected(entry, "a string");
                String::new()
            }
        }
    }

    pub(super) fn list<'n>(&mut self, entry: &'n Entry) -> &'n [Node] {
        if !matches!(entry.value.value, Value::List(_) | Value::Null) {
            self.expected(entry, "a list");
        }
        entry.value.items()
    }

    pub(super) fn texts(&mut self, entry: &Entry) -> Vec<String> {
        let items = self.list(entry);
        let texts = items.iter().map(|item| self.text(&named(entry, item)));
        texts
            .collect::<Vec<_>>()
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect()
    }

    pub(super) fn number(&mut self, entry: &Entry) -> u64 {
        match entry.value.value {
            Value::Int(number) if (0..=HIGHEST).contains(&number) => number as u64,
            _ => {
                let found = entry
                    .value
                    .scalar()
                    .unwrap_or_else(|| entry.value.type_name().to_owned());
                self.fault(
                    entry.value.range,
                    format!(
                        "`{}`: expected a whole number from 1 to {HIGHEST}, found {found}",
                        entry.key
                    ),
                );
                0
            }
        }
    }
}

/// An item under the name of its list.
pub(super) fn named(entry: &Entry, item: &Node) -> Entry {
    Entry {
        key: entry.key.clone(),
        key_range: entry.key_range,
        value: item.clone(),
    }
}
