//! The lines of a net as SVG: their strokes, what stands at their ends, what they say. It knows no sort of diagram.
//!
//! Heads are shapes of their own, so that a picture has no ids.

use crate::draw::way::{Point, Towards, Way};
use crate::site::picture::canvas::{Canvas, SMALL};
use crate::syntax::mermaid::chart::Direction;
use crate::text::width::{columns, cut};
use std::fmt::Write as _;

/// Columns of what a line says; what is longer is cut.
const WIDEST: usize = 30;

/// What stands at an end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing.
    #[default]
    None,
    /// A filled head.
    Arrow,
    /// A head of two strokes.
    Open,
    /// A hollow head.
    Triangle,
    /// A filled rhombus.
    Filled,
    /// A hollow rhombus.
    Hollow,
    /// A ring.
    Ring,
    /// Exactly one: two bars.
    One,
    /// None or one: a ring and a bar.
    MaybeOne,
    /// One or more: a bar and a foot.
    Many,
    /// Any number: a ring and a foot.
    MaybeMany,
}

/// A line of a net.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line<'a> {
    pub(crate) class: &'a str,
    /// At its start and at its end.
    pub(crate) ends: (End, End),
    /// On its middle.
    pub(crate) label: &'a str,
    /// Beside its start and its end.
    pub(crate) beside: (&'a str, &'a str),
}

/// Where lines lead.
pub(crate) fn towards(direction: Direction) -> Towards {
    match direction {
        Direction::Down => Towards::Down,
        Direction::Up => Towards::Up,
        Direction::Right => Towards::Right,
        Direction::Left => Towards::Left,
    }
}

/// What a line says, in one line.
pub(crate) fn said(label: &str) -> String {
    cut(&label.replace('\n', " "), WIDEST)
}

/// The room that this takes; none where it says nothing.
pub(crate) fn room(label: &str) -> Point {
    match columns(&said(label)) {
        0 => (0.0, 0.0),
        count => (count as f64 * SMALL + 8.0, 18.0),
    }
}

/// Draws the strokes and the ends of lines, and then what they say.
pub(crate) fn draw(canvas: &mut Canvas, lines: &[Line], ways: &[Way]) {
    let shown = lines
        .iter()
        .zip(ways)
        .filter(|(line, way)| !line.class.is_empty() && way.points.len() > 1);
    for (line, way) in shown.clone() {
        stroke(canvas, line, way);
    }
    for (line, way) in shown {
        let text = said(line.label);
        let ((x, y), (width, height)) = (way.said, room(line.label));
        if !text.is_empty() {
            let corner = (x - width / 2.0, y - height / 2.0);
            canvas.rect(("under", 3.0), corner, (width, height));
            canvas.words("said", (x, y + 4.0), &text);
        }
        let count = way.points.len();
        beside(canvas, line.beside.0, way.points[0], way.into.0);
        beside(canvas, line.beside.1, way.points[count - 1], way.into.1);
    }
}

fn stroke(canvas: &mut Canvas, line: &Line, way: &Way) {
    let count = way.points.len();
    let mut points = way.points.clone();
    // A line ends where what stands at its end begins.
    points[0] = back(way.points[0], way.into.0, length(line.ends.0));
    points[count - 1] = back(way.points[count - 1], way.into.1, length(line.ends.1));
    canvas.path(line.class, &path(&points, way));
    tip(canvas, line.ends.0, way.points[0], way.into.0);
    tip(canvas, line.ends.1, way.points[count - 1], way.into.1);
}

/// How long what stands at an end is, as far as the line stops before it.
fn length(end: End) -> f64 {
    match end {
        End::Arrow => 8.0,
        End::Triangle => 13.0,
        End::Filled | End::Hollow => 17.0,
        End::Ring => 9.0,
        _ => 0.0,
    }
}

/// The room that an end needs beside others.
pub(crate) fn wide(end: End) -> f64 {
    match end {
        End::None | End::Triangle => 0.0,
        _ => 20.0,
    }
}

/// A place so far before another, and so far beside it.
fn at((x, y): Point, (along, across): Point, into: Point) -> Point {
    (
        x - into.0 * along - into.1 * across,
        y - into.1 * along + into.0 * across,
    )
}

fn back(point: Point, into: Point, length: f64) -> Point {
    at(point, (length, 0.0), into)
}

/// The path through points: curves that leave and arrive along the picture's direction.
fn path(points: &[Point], way: &Way) -> String {
    let mut path = String::new();
    for (at, &(x, y)) in points.iter().enumerate() {
        let Some((left, top)) = at.checked_sub(1).map(|before| points[before]) else {
            let _ = write!(path, "M{x:.1} {y:.1}");
            continue;
        };
        let (across, down) = ((left + x) / 2.0, (top + y) / 2.0);
        let _ = match way.is_level {
            _ if left == x || top == y => write!(path, "L{x:.1} {y:.1}"),
            true => write!(path, "C{across:.1} {top:.1} {across:.1} {y:.1} {x:.1} {y:.1}"),
            false => write!(path, "C{left:.1} {down:.1} {x:.1} {down:.1} {x:.1} {y:.1}"),
        };
    }
    path
}

fn tip(canvas: &mut Canvas, end: End, place: Point, into: Point) {
    let to = |along: f64, across: f64| at(place, (along, across), into);
    let mut bar = |along: f64| canvas.line("way", &[to(along, -6.0), to(along, 6.0)], "");
    match end {
        End::One => {
            bar(6.0);
            bar(11.0);
        }
        End::MaybeOne | End::Many => bar(if end == End::Many { 13.0 } else { 6.0 }),
        _ => {}
    }
    let foot = [to(0.0, -6.0), to(10.0, 0.0), to(0.0, 6.0)];
    let rhombus = [to(0.0, 0.0), to(8.5, -5.0), to(17.0, 0.0), to(8.5, 5.0)];
    match end {
        End::None | End::One => {}
        End::Arrow => canvas.line("tip", &[to(0.0, 0.0), to(9.0, -4.5), to(9.0, 4.5)], "z"),
        End::Open => canvas.line("way", &[to(9.0, -5.0), to(0.0, 0.0), to(9.0, 5.0)], ""),
        End::Triangle => canvas.line("ring", &[to(0.0, 0.0), to(13.0, -7.0), to(13.0, 7.0)], "z"),
        End::Filled => canvas.line("tip", &rhombus, "z"),
        End::Hollow => canvas.line("ring", &rhombus, "z"),
        End::Ring => canvas.circle("ring", to(4.5, 0.0), 4.5),
        End::MaybeOne => canvas.circle("ring", to(13.0, 0.0), 4.0),
        End::Many => canvas.line("way", &foot, ""),
        End::MaybeMany => {
            canvas.line("way", &foot, "");
            canvas.circle("ring", to(14.0, 0.0), 4.0);
        }
    }
}

/// Words beside an end of a line.
fn beside(canvas: &mut Canvas, text: &str, place: Point, into: Point) {
    let text = cut(text, 12);
    if text.is_empty() {
        return;
    }
    let half = columns(&text) as f64 * SMALL / 2.0;
    let (x, y) = match into.0 == 0.0 {
        true => (place.0 + half + 8.0, place.1 - into.1 * 16.0 + 4.0),
        false => (place.0 - into.0 * (half + 8.0), place.1 - 8.0),
    };
    canvas.words("said halo", (x, y), &text);
}

#[cfg(test)]
mod tests {
    use super::{End, Line, draw, room};
    use crate::draw::net::net;
    use crate::draw::way::{Tie, Towards};
    use crate::site::picture::canvas::Canvas;

    #[test]
    fn all_ends_are_drawn_and_words_stay_words() {
        use End::{Arrow, Filled, Hollow, Many, MaybeMany, MaybeOne, None, One, Open, Ring, Triangle};
        for end in [
            None, Arrow, Open, Triangle, Filled, Hollow, Ring, One, MaybeOne, Many, MaybeMany,
        ] {
            let line = Line {
                class: "way",
                ends: (end, end),
                label: "<b>",
                beside: ("\"", "&"),
            };
            let tie = Tie {
                ends: (0, 1),
                said: room(line.label),
                ..Tie::default()
            };
            let net = net(&[(80.0, 40.0); 2], &[tie], Towards::Right);
            let mut canvas = Canvas::default();
            draw(&mut canvas, std::slice::from_ref(&line), &net.ways);
            let svg = canvas.close(("<x>", "&"), (0.0, 0.0), net.size);
            assert!(
                svg.contains("&lt;b&gt;") && !svg.contains("<b>") && !svg.contains("NaN"),
                "{svg}"
            );
            assert!(
                svg.contains("aria-label=\"&lt;x&gt;\"") && svg.contains("<desc>&amp;</desc>"),
                "{svg}"
            );
        }
    }
}
