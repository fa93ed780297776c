//! What a net of boxes and lines is made of. It places nothing.

/// A place, or a width and a height.
pub(crate) type Point = (f64, f64);

/// Where lines lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Towards {
    #[default]
    Down,
    Up,
    Right,
    Left,
}

/// A line that is to be placed: the boxes at its ends, the size of what it says, and the room that it needs at the side of a box
/// where others end, too; none where they may end in one point.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tie {
    pub(crate) ends: (usize, usize),
    pub(crate) said: Point,
    pub(crate) wide: (f64, f64),
}

/// The way of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Way {
    /// What it passes, from its first end to its second. Between points of different height and place it is a curve that
    /// leaves and arrives along the direction of the net.
    pub(crate) points: Vec<Point>,
    /// Where it arrives at its first end and at its second, as steps of one.
    pub(crate) into: (Point, Point),
    /// The middle of what it says.
    pub(crate) said: Point,
    /// True where it leads across.
    pub(crate) is_level: bool,
}

/// A net with its places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Net {
    /// The upper left corner of each box.
    pub(crate) boxes: Vec<Point>,
    pub(crate) ways: Vec<Way>,
    /// Width and height of everything.
    pub(crate) size: Point,
}

impl Towards {
    /// True where lines lead across.
    pub(crate) fn is_level(self) -> bool {
        matches!(self, Towards::Left | Towards::Right)
    }

    /// Layers stand side by side: a place or a size among them as one of the picture, and back.
    pub(super) fn turned(self, (x, y): Point) -> Point {
        if self.is_level() { (x, y) } else { (y, x) }
    }

    /// A step along the lines.
    pub(super) fn step(self) -> Point {
        match self {
            Towards::Down => (0.0, 1.0),
            Towards::Up => (0.0, -1.0),
            Towards::Right => (1.0, 0.0),
            Towards::Left => (-1.0, 0.0),
        }
    }
}
