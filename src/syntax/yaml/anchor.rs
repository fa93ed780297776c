//! YAML anchors and what their aliases may expand to.
//!
//! Ten lines of aliases can stand for a billion values. So every copy is paid for from one budget per file before it
//! is made. It knows nodes, never the text.

use crate::syntax::document::{Problem, ProblemKind};
use crate::syntax::limits;
use crate::syntax::node::{Node, Value};
use crate::text::span::Range;
use std::collections::HashMap;

/// What all copies of one file may cost together; a value costs 1, and 1 more for every [`CHUNK`] bytes of its text.
const BUDGET: u64 = 100_000;

/// Bytes of text that cost as much as a value.
const CHUNK: usize = 64;

/// How large a value is, known without walking it.
#[derive(Clone, Copy)]
pub(crate) struct Weight {
    cost: u64,
    /// Levels of collections below it.
    height: usize,
}

impl Weight {
    /// A value without text or children.
    pub(crate) const LEAF: Weight = Weight { cost: 1, height: 0 };

    /// The weight of a scalar.
    pub(crate) fn of(value: &Value) -> Self {
        let text = match value {
            Value::Text(text) => text.len(),
            _ => 0,
        };
        Weight {
            cost: 1 + (text / CHUNK) as u64,
            height: 0,
        }
    }

    /// Counts a child in.
    pub(crate) fn add(&mut self, child: Weight) {
        self.cost = self.cost.saturating_add(child.cost);
        self.height = self.height.max(child.height + 1);
    }
}

/// Why an alias is not expanded.
pub(crate) enum Refusal {
    /// Nothing of that anchor is known in this document.
    Unknown,
    /// The alias stands inside the value that it names.
    Endless,
    /// The copy does not fit the budget.
    TooCostly,
    /// It does not fit, and that was said before.
    Exhausted,
    /// The copy would nest too deep.
    TooDeep,
}

impl Refusal {
    /// What to say of the alias at `range`, unless it was said before.
    pub(crate) fn problem(self, range: Range) -> Option<Problem> {
        let (kind, message) = match self {
            Refusal::Endless => (
                ProblemKind::AliasBomb,
                "this alias stands inside the value that it names: it would expand for ever".to_owned(),
            ),
            Refusal::Unknown => (
                ProblemKind::Syntax,
                "this alias names an anchor of another document; anchors end with their document".to_owned(),
            ),
            Refusal::TooCostly => (
                ProblemKind::AliasBomb,
                format!("the aliases of this file expand to more than {BUDGET} values; from here on they read as null"),
            ),
            Refusal::TooDeep => return Some(limits::too_deep(range)),
            Refusal::Exhausted => return None,
        };
        Some(Problem {
            kind,
            range,
            message,
            related: None,
        })
    }
}

/// The anchored values of one file.
pub(crate) struct Anchors {
    /// False where the text has no alias at all: then nothing needs to be kept.
    is_used: bool,
    /// `None` for a value that was too costly to keep.
    kept: HashMap<usize, Option<(Node, Weight)>>,
    left: u64,
    is_exhausted: bool,
}

impl Anchors {
    /// For the file with this text.
    pub(crate) fn new(text: &str) -> Self {
        Anchors {
            is_used: text.contains('&') && text.contains('*'),
            kept: HashMap::new(),
            left: BUDGET,
            is_exhausted: false,
        }
    }

    /// Anchors end with their document.
    pub(crate) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Remembers the value of an anchor. The copy is paid for as well: anchors inside anchors inside anchors cost too.
    pub(crate) fn keep(&mut self, id: usize, node: &Node, weight: Weight) {
        if self.is_used {
            let copy = self.pay(weight).then(|| (node.clone(), weight));
            self.kept.insert(id, copy);
        }
    }

    /// A copy of what the anchor `id` stands for, to be put below `depth` open collections.
    pub(crate) fn expand(&mut self, id: usize, depth: usize) -> Result<(Node, Weight), Refusal> {
        let weight = match self.kept.get(&id) {
            None => return Err(Refusal::Unknown),
            Some(None) => return Err(self.refuse()),
            Some(Some((_, weight))) => *weight,
        };
        if depth + weight.height > limits::DEPTH {
            return Err(Refusal::TooDeep);
        }
        if !self.pay(weight) {
            return Err(self.refuse());
        }
        match self.kept.get(&id) {
            Some(Some((node, _))) => Ok((node.clone(), weight)),
            _ => Err(Refusal::Unknown),
        }
    }

    fn pay(&mut self, weight: Weight) -> bool {
        let fits = weight.cost <= self.left && !self.is_exhausted;
        if fits {
            self.left -= weight.cost;
        }
        fits
    }

    fn refuse(&mut self) -> Refusal {
        match std::mem::replace(&mut self.is_exhausted, true) {
            false => Refusal::TooCostly,
            true => Refusal::Exhausted,
        }
    }
}
