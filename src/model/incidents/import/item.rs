//! One item of a dump, by its keys: texts, times, lists of names. What is not there is told from what is wrong.

use crate::model::incidents::import::draft::Problem;
use crate::model::time::Moment;
use crate::syntax::node::{Node, Value};
use crate::text::span::Range;

/// A mapping whose keys have a spelling for each program that writes them.
#[derive(Clone, Copy)]
pub(super) struct Item<'n> {
    pub(super) node: &'n Node,
}

impl<'n> Item<'n> {
    pub(super) fn new(node: &'n Node) -> Self {
        Item { node }
    }

    /// The value of the first of these keys that holds anything.
    pub(super) fn value(&self, keys: &[&str]) -> Option<&'n Node> {
        let mut found = keys.iter().filter_map(|key| self.node.get(key));
        found.find(|node| !is_empty(node))
    }

    /// A scalar as text.
    pub(super) fn text(&self, keys: &[&str]) -> Option<String> {
        self.value(keys)?.scalar()
    }

    /// A text that must be there.
    pub(super) fn needed(&self, keys: &[&str], advice: &str) -> Result<String, Problem> {
        self.text(keys)
            .ok_or_else(|| self.problem(format!("an item has no `{}`: {advice}", keys[0])))
    }

    /// A point in time, where one is stated. Years before Unix's are how some programs write "never".
    pub(super) fn time(&self, keys: &[&str]) -> Result<Option<Moment>, Problem> {
        let Some(node) = self.value(keys) else {
            return Ok(None);
        };
        let raw = node.scalar().unwrap_or_default();
        match moment(&raw) {
            Some(moment) if moment.date().year() < 1970 => Ok(None),
            Some(moment) => Ok(Some(moment)),
            None => Err(Problem {
                range: start_of(node),
                message: format!(
                    "`{}` is {}: expected a time, such as 2026-03-04T13:05:00Z",
                    self.key(keys),
                    shown(node)
                ),
            }),
        }
    }

    /// A point in time that must be there.
    pub(super) fn needed_time(&self, keys: &[&str], advice: &str) -> Result<Moment, Problem> {
        self.time(keys)?
            .ok_or_else(|| self.problem(format!("an item has no `{}`: {advice}", keys[0])))
    }

    /// The items of a list; none where there is no list.
    pub(super) fn items(&self, keys: &[&str]) -> &'n [Node] {
        self.value(keys).map_or(&[], Node::items)
    }

    /// Names: one text with commas, a list of texts, or a list of mappings that have a name.
    pub(super) fn names(&self, keys: &[&str]) -> Vec<String> {
        let Some(node) = self.value(keys) else {
            return Vec::new();
        };
        match &node.value {
            Value::List(items) => items.iter().filter_map(name_of).collect(),
            Value::Map(_) => name_of(node).into_iter().collect(),
            _ => {
                let text = node.scalar().unwrap_or_default();
                text.split([',', ';', '\n'])
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .collect()
            }
        }
    }

    /// By what a person is known: the value of a key, or of the first in its list.
    pub(super) fn login(&self, keys: &[&str]) -> Option<String> {
        let node = self.value(keys)?;
        let node = node.items().first().unwrap_or(node);
        node.scalar()
            .or_else(|| Item::new(node).text(&["login", "username", "name"]))
    }

    /// A problem of the item as a whole.
    pub(super) fn problem(&self, message: String) -> Problem {
        Problem {
            range: start_of(self.node),
            message,
        }
    }

    fn key<'k>(&self, keys: &[&'k str]) -> &'k str {
        let held = keys
            .iter()
            .find(|key| self.node.get(key).is_some_and(|node| !is_empty(node)));
        held.or(keys.first()).copied().unwrap_or_default()
    }
}

/// A moment as machines and people write it; also seconds or milliseconds since 1970.
pub(super) fn moment(raw: &str) -> Option<Moment> {
    Moment::parse(&without_fraction(raw))
}

/// What a thing in a list is called.
fn name_of(node: &Node) -> Option<String> {
    let name = node.scalar().or_else(|| {
        let named = ["name", "title", "id", "login", "username"].iter();
        named.filter_map(|key| node.get(key)?.scalar()).next()
    })?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A place to show: no more than the first bytes of what may be long.
pub(super) fn start_of(node: &Node) -> Range {
    Range::at(node.range.start as usize)
}

fn shown(node: &Node) -> String {
    match node.scalar() {
        Some(text) => {
            let short: String = text.chars().take(40).filter(|c| !c.is_control()).collect();
            format!("`{short}`")
        }
        None => node.type_name().to_owned(),
    }
}

/// `13:05:00.123456789Z` → `13:05:00Z`.
fn without_fraction(raw: &str) -> String {
    let Some((before, after)) = raw.rsplit_once('.').filter(|(before, _)| before.contains(':')) else {
        return raw.to_owned();
    };
    format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn machines_write_fractions_of_seconds() {
        for (raw, expected) in [
            ("2026-03-04T13:05:00.123Z", "2026-03-04T13:05:00Z"),
            ("2026-03-04T13:05:00.123456789+01:00", "2026-03-04T13:05:00+01:00"),
            ("2026-03-04T13:05Z", "2026-03-04T13:05:00Z"),
            ("2026-03-04 13.05", "2026-03-04T13:05"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(
                moment(raw).map(|moment| moment.to_string()).as_deref(),
                Some(expected),
                "{raw}"
            );
        }
        assert_eq!(moment("soon"), None);
    }
}
