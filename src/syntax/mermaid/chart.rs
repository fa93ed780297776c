//! What the sorts of diagrams have in common, and what flowcharts are made of. It reads nothing.

/// Boxes and arrows that are still a picture.
pub(super) const MOST: usize = 300;

/// What a diagram is called, and what it says to those who do not see it. Mostly empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its title, which is shown.
    pub title: String,
    /// `accTitle`.
    pub name: String,
    /// `accDescr`.
    pub description: String,
}

/// Where a diagram cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The byte in the diagram's text.
    pub at: usize,
    /// What stands there, and what was expected.
    pub message: String,
}

/// A flowchart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Where its arrows lead.
    pub direction: Direction,
    /// Its boxes in the order of their first mention.
    pub nodes: Vec<Node>,
    /// Its arrows.
    pub edges: Vec<Edge>,
}

/// Where the arrows of a flowchart lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// `TD`, `TB`.
    #[default]
    Down,
    /// `BT`.
    Up,
    /// `LR`.
    Right,
    /// `RL`.
    Left,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its text, in lines.
    pub label: String,
    /// Its outline.
    pub shape: Shape,
    /// The innermost subgraph that it stands in; empty for none.
    pub group: String,
}

/// The outline of a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// `[text]`, and whatever has no outline of its own here.
    #[default]
    Rect,
    /// `(text)`.
    Round,
    /// `([text])`.
    Pill,
    /// `((text))`.
    Circle,
    /// `{text}`.
    Diamond,
    /// `{{text}}`.
    Hexagon,
    /// `[(text)]`.
    Cylinder,
    /// `[[text]]`.
    Double,
    /// `[/text/]`.
    Slanted,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The box that it leaves.
    pub from: usize,
    /// The box that it leads to.
    pub to: usize,
    /// Its text; mostly empty.
    pub label: String,
    /// Its stroke.
    pub stroke: Stroke,
    /// Whether it has a head at its start and at its end.
    pub heads: (bool, bool),
}

/// The stroke of an arrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// `-->`.
    #[default]
    Plain,
    /// `-.->`.
    Dashed,
    /// `==>`.
    Thick,
    /// `~~~`: it only orders its boxes.
    Hidden,
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// On the line of a participant, or over several.
    Over,
    /// Left of it.
    Left,
    /// Right of it.
    Right,
}

/// What stands at an end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tip {
    /// Nothing.
    #[default]
    None,
    /// A filled head.
    Arrow,
    /// A head of two strokes.
    Open,
    /// A cross.
    Cross,
    /// The left half of a filled head, seen along the line.
    Upper,
    /// Its right half.
    Lower,
    /// The left stroke of a head of two.
    UpperOpen,
    /// Its right stroke.
    LowerOpen,
}
