//! What an incident lists in its data: the stretches in which services were hurt, and what is to be done. Whatever is
//! wrong with them stays a fact here.

use crate::model::fact::Fact;
use crate::model::locate::value_of;
use crate::model::record::Record;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::syntax::node::{Node, Value};
use crate::text::span::Span;
use std::sync::Arc;

/// One stretch in which a service was hurt: an item of `impacts`.
#[derive(Clone, Debug, PartialEq)]
pub struct Impact {
    /// The id of the service.
    pub service: Fact<String>,
    /// In which way.
    pub effect: Fact<Effect>,
    /// When it began.
    pub started: Fact<Moment>,
    /// When it was over; absent while it lasts.
    pub ended: Fact<Moment>,
    /// The share that was hurt, from 0 to 1.
    pub fraction: Fact<f64>,
    /// What its users noticed.
    pub text: Fact<String>,
    /// The whole item.
    pub span: Span,
}

/// How a service was hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It did not serve.
    Outage,
    /// It served some, or slowly.
    Degraded,
    /// Users noticed nothing.
    AtRisk,
    /// Announced work.
    Maintenance,
}

/// Something that is to be done: an item of `actions`.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The work.
    pub text: Fact<String>,
    /// Who does it.
    pub owner: Fact<String>,
    /// By when.
    pub due: Fact<Date>,
    /// Where it is followed.
    pub issue: Fact<String>,
    /// `open`, `done` or `wontdo`.
    pub state: Fact<String>,
    /// The whole item.
    pub span: Span,
}

/// The words for the state of an action.
pub const STATES: [&str; 3] = ["open", "done", "wontdo"];

/// The words of an action that nobody has to do any more.
const OVER: [&str; 2] = ["done", "wontdo"];

impl Action {
    /// True where something is still to be done: only what is done, or given up, is not. Other words, and no word, are open.
    pub fn is_open(&self) -> bool {
        let word = self.state.value();
        !word.is_some_and(|word| OVER.iter().any(|over| word.eq_ignore_ascii_case(over)))
    }
}

impl Effect {
    /// All, worst first.
    pub const ALL: [Effect; 4] = [Effect::Outage, Effect::Degraded, Effect::AtRisk, Effect::Maintenance];

    /// The word in a record.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Outage => "outage",
            Effect::Degraded => "degraded",
            Effect::AtRisk => "at-risk",
            Effect::Maintenance => "maintenance",
        }
    }

    /// Reads the word of a record.
    pub fn parse(text: &str) -> Option<Effect> {
        Effect::ALL.into_iter().find(|effect| effect.word() == text.trim())
    }
}

/// The impacts of a record, in the order of the file.
pub fn impacts(workspace: &Workspace, record: &Record) -> Vec<Impact> {
    let items = items(workspace, record, "impacts").iter();
    let impact = |node| {
        let item = Item { record, node };
        Impact {
            service: item.fact("service", text),
            effect: item.fact("effect", Effect::parse),
            started: item.fact("started", Moment::parse),
            ended: item.fact("ended", Moment::parse),
            fraction: item.fact("fraction", |raw| {
                raw.parse().ok().filter(|part| (0.0..=1.0).contains(part))
            }),
            text: item.fact("text", text),
            span: Span::new(record.file, node.range),
        }
    };
    items.map(impact).collect()
}

/// The actions of a record, in the order of the file.
pub fn actions(workspace: &Workspace, record: &Record) -> Vec<Action> {
    let items = items(workspace, record, "actions").iter();
    let action = |node| {
        let item = Item { record, node };
        Action {
            text: item.fact("text", text),
            owner: item.fact("owner", text),
            due: item.fact("due", Date::parse),
            issue: item.fact("issue", text),
            state: item.fact("state", text),
            span: Span::new(record.file, node.range),
        }
    };
    items.map(action).collect()
}

/// The factors that a record lists in its data.
pub fn factors(workspace: &Workspace, record: &Record) -> Vec<(String, Span)> {
    let items = items(workspace, record, "factors").iter();
    let factors = items.filter_map(|node| Some((node.scalar()?, Span::new(record.file, node.range))));
    factors.collect()
}

/// Where something stands under this key of a record's data that is no list.
pub fn unlisted(workspace: &Workspace, record: &Record, key: &str) -> Option<Span> {
    let root = workspace.document(record.file).data.get(record.part)?;
    let said = value_of(root, key)?;
    let is_list = said.is_null() || matches!(said.value, Value::List(_));
    (!is_list).then(|| Span::new(record.file, said.range))
}

fn items<'w>(workspace: &'w Workspace, record: &Record, key: &str) -> &'w [Node] {
    let root = workspace.document(record.file).data.get(record.part);
    let list = root.and_then(|root| value_of(root, key));
    list.map_or(&[], Node::items)
}

fn text(raw: &str) -> Option<String> {
    (!raw.trim().is_empty()).then(|| raw.trim().to_owned())
}

/// One item of a list.
struct Item<'n> {
    record: &'n Record,
    node: &'n Node,
}

impl Item<'_> {
    fn fact<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Fact<T> {
        let Some(node) = value_of(self.node, key).filter(|node| !node.is_null()) else {
            return Fact::Absent;
        };
        let raw = node.scalar().unwrap_or_default();
        let span = Span::new(self.record.file, node.range);
        Fact::judged(read(&raw), raw, span, Arc::from(format!("front-matter:{key}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Action;
    use crate::model::fact::Fact;
    use crate::text::span::{FileId, Range, Span};
    use std::sync::Arc;

    #[test]
    fn all_but_what_is_done_or_given_up_is_open() {
        let span = Span::new(FileId(0), Range::at(0));
        let of = |state: Option<&str>| Action {
            text: Fact::Absent,
            owner: Fact::Absent,
            due: Fact::Absent,
            issue: Fact::Absent,
            state: state.map_or(Fact::Absent, |word| {
                Fact::judged(
                    Some(word.to_owned()),
                    word.to_owned(),
                    span,
                    Arc::from("front-matter:state"),
                )
            }),
            span,
        };
        for open in [None, Some("open"), Some("in-progress"), Some("dnoe")] {
            assert!(of(open).is_open(), "{open:?}");
        }
        for over in ["done", "Done", "wontdo"] {
            assert!(!of(Some(over)).is_open(), "{over}");
        }
    }
}
