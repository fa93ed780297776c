//! A flowchart as inline SVG. It knows boxes and arrows and how long texts are, and no page.

use crate::draw::net::net;
use crate::draw::way::Tie;
use crate::site::picture::canvas::{Canvas, LETTER, Point, SMALL, lines};
use crate::site::picture::net::{self, End, Line, room, towards};
use crate::syntax::mermaid::chart::{Edge, Flow, Shape, Stroke};
use crate::text::width::{columns, cut};

/// Columns and lines of a box's text; what is longer is cut.
const WIDEST: (usize, usize) = (26, 5);

/// Draws a flowchart: one `<svg>` with this name and description.
pub(crate) fn draw(flow: &Flow, told: (&str, &str)) -> String {
    let texts: Vec<Vec<String>> = flow.nodes.iter().map(|node| lines(&node.label, WIDEST)).collect();
    let cell = cell(flow, &texts);
    let ties = flow.edges.iter().map(|edge| Tie {
        ends: (edge.from, edge.to),
        said: room(&edge.label),
        ..Tie::default()
    });
    let ties: Vec<Tie> = ties.collect();
    let found = net(&vec![cell; flow.nodes.len()], &ties, towards(flow.direction));
    let mut canvas = Canvas::default();
    let arrows: Vec<Line> = flow.edges.iter().map(arrow).collect();
    net::draw(&mut canvas, &arrows, &found.ways);
    let half = (cell.0 / 2.0, cell.1 / 2.0);
    for ((node, text), (left, top)) in flow.nodes.iter().zip(&texts).zip(found.boxes) {
        let (x, y) = (left + half.0, top + half.1);
        outline(&mut canvas, node.shape, ((x, y), half));
        let has_group = !node.group.is_empty();
        let y = if has_group { y + 7.0 } else { y };
        canvas.block("", (x, y), text);
        if has_group {
            let above = y + 5.0 - LETTER.1 / 2.0 * (text.len() + 1) as f64;
            canvas.words("small", (x, above), &cut(&node.group.replace('\n', " "), WIDEST.0));
        }
    }
    canvas.close(told, (0.0, 0.0), found.size)
}

/// An arrow; a hidden one has no class.
fn arrow(edge: &Edge) -> Line<'_> {
    let head = |has: bool| if has { End::Arrow } else { End::None };
    Line {
        class: match edge.stroke {
            Stroke::Hidden => "",
            Stroke::Plain => "way",
            Stroke::Dashed => "way dashed",
            Stroke::Thick => "way thick",
        },
        ends: (head(edge.heads.0), head(edge.heads.1)),
        label: &edge.label,
        ..Line::default()
    }
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

/// The outline of a box, by its middle and by half of its width and of its height.
fn outline(canvas: &mut Canvas, shape: Shape, ((x, y), (w, h)): (Point, Point)) {
    let (left, top) = (x - w, y - h);
    let mut rect = |radius: f64| canvas.rect(("box", radius), (left, top), (2.0 * w, 2.0 * h));
    match shape {
        Shape::Rect => rect(6.0),
        Shape::Round => rect(14.0),
        Shape::Pill => rect(h),
        Shape::Circle => canvas.ellipse("box", (x, y), (w, h)),
        Shape::Diamond => canvas.line("box", &[(x, top), (x + w, y), (x, y + h), (left, y)], "z"),
        Shape::Hexagon => {
            let cut = w - h.min(w / 4.0);
            let (top, bottom) = ([(x - cut, top), (x + cut, top)], [(x + cut, y + h), (x - cut, y + h)]);
            let points = [top[0], top[1], (x + w, y), bottom[0], bottom[1], (left, y)];
            canvas.line("box", &points, "z");
        }
        Shape::Slanted => {
            let points = [(left + 10.0, top), (x + w, top), (x + w - 10.0, y + h), (left, y + h)];
            canvas.line("box", &points, "z");
        }
        Shape::Double => {
            rect(3.0);
            for x in [left + 7.0, x + w - 7.0] {
                canvas.line("inner", &[(x, top), (x, y + h)], "");
            }
        }
        Shape::Cylinder => canvas.cylinder((left, top), (2.0 * w, 2.0 * h), 7.0),
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::syntax::mermaid::{Reading, Sort, read};

    fn drawn(code: &str) -> String {
        match read(code) {
            Reading::Drawn(_, Sort::Flow(flow)) => draw(&flow, ("x", "y")),
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
