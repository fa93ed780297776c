//! A flowchart as inline SVG. It knows boxes and arrows and how long texts are, and no page.
//!
//! Heads of arrows are shapes of their own, so that the picture has no ids: any number of them may stand on one page.

use crate::draw::layout::{Scale, layout};
use crate::syntax::mermaid::{Direction, Edge, Flow, Node, Shape, Stroke};
use crate::text::escape::escape;
use crate::text::width::{columns, cut, wrapped};
use std::fmt::Write as _;

/// Columns and lines of a box's text, and columns of an arrow's; what is longer is cut.
const WIDEST: (usize, usize, usize) = (26, 5, 30);
/// Width of a column and height of a line in a box.
const LETTER: (f64, f64) = (7.4, 17.0);
/// Width of a column in an arrow's text.
const SMALL: f64 = 6.6;
/// White around everything.
const MARGIN: f64 = 6.0;
/// Width of a picture that is made smaller rather than scrolled.
const FITS: f64 = 900.0;
/// Length of an arrow's head, and half of its width.
const HEAD: (f64, f64) = (9.0, 4.5);

/// A place in the picture.
type Point = (f64, f64);

/// A chart with its places.
struct Picture<'a> {
    flow: &'a Flow,
    /// The lines of each box's text.
    texts: Vec<Vec<String>>,
    /// Width and height of every box.
    cell: Point,
    /// The middle of each box.
    places: Vec<Point>,
    /// The points of each arrow.
    ways: Vec<Vec<Point>>,
    size: Point,
}

/// Draws a flowchart: one `<svg>`, whose name tells its boxes.
pub(crate) fn draw(flow: &Flow) -> String {
    let picture = Picture::new(flow);
    let (width, height) = (
        (picture.size.0 + 2.0 * MARGIN).ceil(),
        (picture.size.1 + 2.0 * MARGIN).ceil(),
    );
    // What is a little too wide is made smaller where there is room for most of it; what is wider scrolls.
    let class = if width <= FITS { " class=\"fits\"" } else { "" };
    let mut svg = format!(
        "<svg{class} xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"Flowchart: "
    );
    let names: Vec<String> = flow
        .nodes
        .iter()
        .take(12)
        .map(|node| node.label.replace('\n', " "))
        .collect();
    escape(&cut(&names.join(", "), 200), &mut svg);
    let _ = write!(svg, "\"><g transform=\"translate({MARGIN} {MARGIN})\">");
    for (edge, way) in flow.edges.iter().zip(&picture.ways) {
        picture.way(edge, way, &mut svg);
    }
    for (edge, way) in flow.edges.iter().zip(&picture.ways) {
        picture.said(edge, way, &mut svg);
    }
    for at in 0..flow.nodes.len() {
        picture.node(at, &mut svg);
    }
    svg.push_str("</g></svg>");
    svg
}

impl<'a> Picture<'a> {
    fn new(flow: &'a Flow) -> Self {
        let texts: Vec<Vec<String>> = flow.nodes.iter().map(lines).collect();
        let cell = cell(flow, &texts);
        let is_level = matches!(flow.direction, Direction::Left | Direction::Right);
        let longest = flow.edges.iter().map(|edge| columns(&said(edge))).max().unwrap_or(0);
        // Along the arrows there is room for what they say.
        let along = match (is_level, longest) {
            (true, _) => (longest as f64 * SMALL + 40.0).max(48.0),
            (false, 0) => 44.0,
            (false, _) => 60.0,
        };
        let turned = |(x, y): Point| if is_level { (x, y) } else { (y, x) };
        let scale = Scale {
            cell: turned(cell),
            gap: (along, if is_level { 22.0 } else { 28.0 }),
            // Parts stand below each other where arrows lead to the right, and beside each other where they lead down.
            widest: 1.0,
        };
        let ends = |edge: &Edge| (edge.from, edge.to);
        let others: Vec<usize> = (0..flow.edges.len())
            .filter(|&at| flow.edges[at].from != flow.edges[at].to)
            .collect();
        let pairs: Vec<(usize, usize)> = others.iter().map(|&at| ends(&flow.edges[at])).collect();
        let found = layout(flow.nodes.len(), &pairs, scale);
        let mut size = turned(found.size);
        let (right, bottom) = size;
        let put = |point: Point| {
            let (x, y) = turned(point);
            match flow.direction {
                Direction::Left => (right - x, y),
                Direction::Up => (x, bottom - y),
                _ => (x, y),
            }
        };
        let half = (scale.cell.0 / 2.0, scale.cell.1 / 2.0);
        let places: Vec<Point> = found
            .boxes
            .iter()
            .map(|&(x, y)| put((x + half.0, y + half.1)))
            .collect();
        let mut ways = vec![Vec::new(); flow.edges.len()];
        for (&at, line) in others.iter().zip(&found.lines) {
            ways[at] = line.iter().map(|&point| put(point)).collect();
        }
        for (edge, way) in flow.edges.iter().zip(&mut ways) {
            if way.is_empty() {
                *way = loop_at(places[edge.from], cell, flow.direction);
                // It may stick out of the rest.
                for &(x, y) in way.iter() {
                    size = (size.0.max(x), size.1.max(y));
                }
            }
        }
        Picture {
            flow,
            texts,
            cell,
            places,
            ways,
            size,
        }
    }

    fn is_level(&self) -> bool {
        matches!(self.flow.direction, Direction::Left | Direction::Right)
    }

    fn way(&self, edge: &Edge, way: &[Point], svg: &mut String) {
        let class = match edge.stroke {
            Stroke::Hidden => return,
            Stroke::Plain => "way",
            Stroke::Dashed => "way dashed",
            Stroke::Thick => "way thick",
        };
        let (Some(&first), Some(&last)) = (way.first(), way.last()) else {
            return;
        };
        // A line ends where its head begins.
        let mut points = way.to_vec();
        let count = points.len();
        let mut tips = String::new();
        if edge.heads.1 && count > 1 {
            points[count - 1] = self.tip(way[count - 2], last, &mut tips);
        }
        if edge.heads.0 && count > 1 {
            points[0] = self.tip(way[1], first, &mut tips);
        }
        let _ = write!(svg, "<path class=\"{class}\" d=\"{}\"/>{tips}", self.path(&points));
    }

    /// The head of an arrow that comes from a point; where its line ends. Lines arrive along the picture's direction.
    fn tip(&self, from: Point, (x, y): Point, svg: &mut String) -> Point {
        let (length, half) = HEAD;
        let (base, a, b) = match self.is_level() {
            true => {
                let base = x - length.copysign(x - from.0);
                ((base, y), (base, y - half), (base, y + half))
            }
            false => {
                let base = y - length.copysign(y - from.1);
                ((x, base), (x - half, base), (x + half, base))
            }
        };
        let _ = write!(
            svg,
            "<path class=\"tip\" d=\"M{x:.1} {y:.1}L{:.1} {:.1}L{:.1} {:.1}z\"/>",
            a.0, a.1, b.0, b.1
        );
        base
    }

    /// The path through the points of an arrow: curves that leave and arrive along the picture's direction.
    fn path(&self, points: &[Point]) -> String {
        let mut path = String::new();
        for (at, &(x, y)) in points.iter().enumerate() {
            let Some((left, top)) = at.checked_sub(1).map(|before| points[before]) else {
                let _ = write!(path, "M{x:.1} {y:.1}");
                continue;
            };
            let (across, down) = ((left + x) / 2.0, (top + y) / 2.0);
            let _ = match self.is_level() {
                _ if left == x || top == y => write!(path, "L{x:.1} {y:.1}"),
                true => write!(path, "C{across:.1} {top:.1} {across:.1} {y:.1} {x:.1} {y:.1}"),
                false => write!(path, "C{left:.1} {down:.1} {x:.1} {down:.1} {x:.1} {y:.1}"),
            };
        }
        path
    }

    /// What an arrow says, on its middle.
    fn said(&self, edge: &Edge, way: &[Point], svg: &mut String) {
        let text = said(edge);
        let middle = way.len() / 2;
        if text.is_empty() || edge.stroke == Stroke::Hidden || middle == 0 {
            return;
        }
        let ((left, top), (right, bottom)) = (way[middle - 1], way[middle]);
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        let width = columns(&text) as f64 * SMALL + 8.0;
        let _ = write!(
            svg,
            "<rect class=\"under\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"18\" rx=\"3\"/>\
             <text class=\"said\" x=\"{x:.1}\" y=\"{:.1}\">",
            x - width / 2.0,
            y - 9.0,
            y + 4.0
        );
        escape(&text, svg);
        svg.push_str("</text>");
    }

    fn node(&self, at: usize, svg: &mut String) {
        let node = &self.flow.nodes[at];
        let (x, y) = self.places[at];
        let _ = write!(svg, "<g transform=\"translate({x:.1} {y:.1})\">");
        outline(node.shape, (self.cell.0 / 2.0, self.cell.1 / 2.0), svg);
        let lines = &self.texts[at];
        let has_group = !node.group.is_empty();
        let shift = if has_group { 7.0 } else { 0.0 };
        let first = 5.0 + shift - LETTER.1 / 2.0 * lines.len().saturating_sub(1) as f64;
        if has_group {
            let _ = write!(svg, "<text class=\"small\" y=\"{:.1}\">", first - LETTER.1);
            escape(&cut(&node.group.replace('\n', " "), WIDEST.0), svg);
            svg.push_str("</text>");
        }
        for (row, line) in lines.iter().enumerate() {
            let _ = write!(svg, "<text y=\"{:.1}\">", first + LETTER.1 * row as f64);
            escape(line, svg);
            svg.push_str("</text>");
        }
        svg.push_str("</g>");
    }
}

/// The text of a box in lines.
fn lines(node: &Node) -> Vec<String> {
    let lines = node.label.lines().flat_map(|line| wrapped(line, WIDEST.0, WIDEST.1));
    lines.take(WIDEST.1).collect()
}

fn said(edge: &Edge) -> String {
    cut(&edge.label.replace('\n', " "), WIDEST.2)
}

/// The size of all boxes: the largest that any of them needs.
fn cell(flow: &Flow, texts: &[Vec<String>]) -> Point {
    let mut cell: Point = (84.0, 40.0);
    for (node, lines) in flow.nodes.iter().zip(texts) {
        let longest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
        let group = columns(&cut(&node.group, WIDEST.0)) as f64 * SMALL;
        let width = (longest as f64 * LETTER.0).max(group) + 30.0;
        let rows = lines.len() + usize::from(!node.group.is_empty());
        let height = rows as f64 * LETTER.1 + 20.0;
        // Round and pointed outlines leave less room in their corners.
        let (wider, higher) = match node.shape {
            Shape::Diamond => (1.35, 1.35),
            Shape::Circle => (1.15, 1.3),
            Shape::Hexagon | Shape::Slanted | Shape::Pill => (1.1, 1.0),
            Shape::Cylinder => (1.0, 1.25),
            _ => (1.0, 1.0),
        };
        cell = (cell.0.max(width * wider), cell.1.max(height * higher));
    }
    (cell.0.round(), cell.1.round())
}

/// An arrow from a box to itself: around one of its corners.
fn loop_at((x, y): Point, (width, height): Point, direction: Direction) -> Vec<Point> {
    match direction {
        Direction::Left | Direction::Right => {
            let (side, out) = (x + width / 2.0, x + width / 2.0 + 18.0);
            vec![(side, y - 8.0), (out, y - 8.0), (out, y + 8.0), (side, y + 8.0)]
        }
        Direction::Up | Direction::Down => {
            let (side, out) = (y + height / 2.0, y + height / 2.0 + 18.0);
            vec![(x - 8.0, side), (x - 8.0, out), (x + 8.0, out), (x + 8.0, side)]
        }
    }
}

/// The outline of a box around the origin; `w` and `h` are half of its width and of its height.
fn outline(shape: Shape, (w, h): Point, svg: &mut String) {
    let polygon = |points: &[Point]| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!("<polygon class=\"box\" points=\"{}\"/>", points.join(" "))
    };
    let rect = |radius: f64| {
        format!(
            "<rect class=\"box\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{radius:.1}\"/>",
            -w,
            -h,
            2.0 * w,
            2.0 * h
        )
    };
    let drawn = match shape {
        Shape::Rect => rect(6.0),
        Shape::Round => rect(14.0),
        Shape::Pill => rect(h),
        Shape::Circle => format!("<ellipse class=\"box\" rx=\"{w:.1}\" ry=\"{h:.1}\"/>"),
        Shape::Diamond => polygon(&[(0.0, -h), (w, 0.0), (0.0, h), (-w, 0.0)]),
        Shape::Hexagon => {
            let cut = w - h.min(w / 4.0);
            polygon(&[(-cut, -h), (cut, -h), (w, 0.0), (cut, h), (-cut, h), (-w, 0.0)])
        }
        Shape::Slanted => polygon(&[(-w + 10.0, -h), (w, -h), (w - 10.0, h), (-w, h)]),
        Shape::Double => {
            let (inner, left) = (w - 7.0, 7.0 - w);
            format!(
                "{}<path class=\"inner\" d=\"M{left:.1} {:.1}V{h:.1}M{inner:.1} {:.1}V{h:.1}\"/>",
                rect(3.0),
                -h,
                -h
            )
        }
        Shape::Cylinder => {
            let (top, bottom, wide) = (7.0 - h, h - 7.0, 2.0 * w);
            format!(
                "<path class=\"box\" d=\"M{:.1} {top:.1}a{w:.1} 7 0 0 1 {wide:.1} 0V{bottom:.1}a{w:.1} 7 0 0 1 {:.1} 0z\"/>\
                 <path class=\"inner\" d=\"M{:.1} {top:.1}a{w:.1} 7 0 0 0 {wide:.1} 0\"/>",
                -w, -wide, -w
            )
        }
    };
    svg.push_str(&drawn);
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::syntax::mermaid::{Reading, read};

    fn drawn(code: &str) -> String {
        match read(code) {
            Reading::Flow(flow) => draw(&flow),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_box_and_every_arrow_is_drawn_and_texts_stay_texts() {
        for head in ["TD", "BT", "LR", "RL"] {
            let svg = drawn(&format!(
                "graph {head}\nA[\"<script>'&\"] -->|\"a <b\"| B{{x}} --> A\nB --> B\nC[(c)] -.- D[[d]]\nsubgraph g\nE((e))\nend\n"
            ));
            assert_eq!(svg.matches("class=\"way").count(), 4, "{svg}");
            assert_eq!(svg.matches("class=\"tip").count(), 3, "{svg}");
            assert!(
                !svg.contains("<script") && !svg.contains("NaN") && !svg.contains("style"),
                "{svg}"
            );
            let size = |name: &str| -> f64 {
                let (_, after) = svg.split_once(&format!(" {name}=\"")).unwrap();
                after.split('"').next().unwrap().parse().unwrap()
            };
            assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
            assert!(size("width") < 1200.0 && size("height") < 1200.0, "{svg}");
        }
    }

    #[test]
    fn the_same_chart_is_the_same_picture() {
        let code = "graph TD\nA --> B & C --> D\nD --> A\n";
        assert_eq!(drawn(code), drawn(code));
    }
}
