//! A value of a JSON text that somebody sent, asked for what it should hold: each answer that is no such thing says where it
//! stands and what was expected. It must not know what the text is about.

use crate::model::time::Moment;
use crate::syntax::node::{Node, Value};
use std::collections::BTreeMap;

/// What is wrong at a byte.
pub(super) struct Fault {
    pub(super) at: u32,
    pub(super) message: String,
}

/// A part of the text, and how one names it: `alerts[3]`.
pub(super) struct Part<'n> {
    node: &'n Node,
    name: String,
}

impl<'n> Part<'n> {
    /// The whole of a text.
    pub(super) fn root(node: &'n Node) -> Self {
        Part {
            node,
            name: String::new(),
        }
    }

    pub(super) fn check_map(&self, wanted: &str) -> Result<(), Fault> {
        match &self.node.value {
            Value::Map(_) => Ok(()),
            _ => Err(Fault {
                at: self.node.range.start,
                message: match self.name.as_str() {
                    "" => format!("found {}, expected {wanted}", self.node.type_name()),
                    name => format!("`{name}` is {}, expected {wanted}", self.node.type_name()),
                },
            }),
        }
    }

    /// A value that is there and is not null.
    pub(super) fn known(&self, key: &str) -> Option<&'n Node> {
        self.node.get(key).filter(|node| !node.is_null())
    }

    pub(super) fn path(&self, key: &str) -> String {
        match self.name.as_str() {
            "" => key.to_owned(),
            name => format!("{name}.{key}"),
        }
    }

    pub(super) fn fault_at(&self, key: &str, message: String) -> Fault {
        let range = self.node.get(key).map_or(self.node.range, |node| node.range);
        Fault {
            at: range.start,
            message,
        }
    }

    pub(super) fn wrong(&self, key: &str, wanted: &str) -> Fault {
        let path = self.path(key);
        let message = match self.node.get(key) {
            Some(node) => format!("`{path}` is {}, expected {wanted}", node.type_name()),
            None => format!("there is no `{path}`: expected {wanted}"),
        };
        self.fault_at(key, message)
    }

    pub(super) fn text(&self, key: &str) -> Result<String, Fault> {
        let text = self.node.get(key).and_then(Node::as_str);
        text.map(str::to_owned).ok_or_else(|| self.wrong(key, "a string"))
    }

    pub(super) fn text_or_nothing(&self, key: &str) -> Result<String, Fault> {
        match self.known(key) {
            None => Ok(String::new()),
            Some(_) => self.text(key),
        }
    }

    pub(super) fn count(&self, key: &str) -> Result<u64, Fault> {
        match self.known(key).map(|node| &node.value) {
            None => Ok(0),
            Some(Value::Int(count)) if *count >= 0 => Ok(count.unsigned_abs()),
            Some(_) => Err(self.wrong(key, "a whole number from 0")),
        }
    }

    pub(super) fn list(&self, key: &str) -> Result<Vec<Part<'n>>, Fault> {
        match self.node.get(key).map(|node| &node.value) {
            Some(Value::List(items)) => {
                let parts = items.iter().enumerate().map(|(at, node)| Part {
                    node,
                    name: format!("{}[{at}]", self.path(key)),
                });
                Ok(parts.collect())
            }
            _ => Err(self.wrong(key, "a list")),
        }
    }

    pub(super) fn labels(&self, key: &str) -> Result<BTreeMap<String, String>, Fault> {
        let Some(node) = self.known(key) else {
            return Ok(BTreeMap::new());
        };
        let part = Part {
            node,
            name: self.path(key),
        };
        part.check_map("a mapping of names to strings")?;
        let pairs = node.entries().iter();
        pairs
            .map(|entry| match entry.value.as_str() {
                Some(text) => Ok((entry.key.to_string(), text.to_owned())),
                None => Err(Fault {
                    at: entry.value.range.start,
                    message: format!(
                        "a value of `{}` is {}, expected a string",
                        part.name,
                        entry.value.type_name()
                    ),
                }),
            })
            .collect()
    }

    /// A point in time in seconds; `None` in the year 1.
    pub(super) fn time(&self, key: &str) -> Result<Option<i64>, Fault> {
        const WANTED: &str = "a time with its offset, as 2026-03-04T14:05:10.123+01:00";
        let text = self.text(key).map_err(|_| self.wrong(key, WANTED))?;
        if text.starts_with("0001-") {
            return Ok(None);
        }
        let moment = Moment::parse(&text).filter(|moment| !moment.is_date);
        match moment.and_then(|moment| moment.unix_seconds()) {
            Some(seconds) => Ok(Some(seconds)),
            None => Err(self.fault_at(key, format!("`{}` is no time, expected {WANTED}", self.path(key)))),
        }
    }
}
