//! What a state diagram is made of: states, states in states, and what leads from one to another. It reads nothing.

use crate::syntax::mermaid::chart::Direction;

/// A state diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct States {
    /// Where its arrows lead.
    pub direction: Direction,
    /// Its states; one comes behind the state that holds it.
    pub states: Vec<State>,
    /// What leads from one to another.
    pub changes: Vec<Change>,
}

/// A state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What it is called.
    pub label: String,
    /// What is said of it besides.
    pub lines: Vec<String>,
    /// How it is drawn.
    pub mark: Mark,
    /// The state that holds it, and the part of that state.
    pub within: Option<(usize, usize)>,
    /// Where the arrows inside of it lead.
    pub direction: Direction,
}

/// How a state is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// As a box.
    #[default]
    Plain,
    /// `[*]` at the start of an arrow.
    Start,
    /// `[*]` at the end of an arrow.
    End,
    /// `<<choice>>`.
    Choice,
    /// `<<fork>>`, `<<join>>`.
    Bar,
    /// It is no state but a note.
    Note,
}

/// What leads from one state to another. To a note it has no head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its states.
    pub ends: (usize, usize),
    /// What makes it happen.
    pub label: String,
}
