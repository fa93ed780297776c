//! A graph as inline SVG: boxes that are links, and arrows. The same lines are handed over in words, for who sees no
//! pictures. It knows ties, but no records: whoever draws says what stands in the boxes.

use crate::draw::label::lines;
use crate::draw::layout::{Layout, Scale, layout};
use crate::draw::line;
use crate::model::graph::Tie;
use crate::site::chip::Chip;
use crate::text::escape::escape;
use crate::text::width::{columns, cut};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Width of a box: three beside each other fit beside the text of a page.
const WIDTH: f64 = 188.0;
/// Height of a box with a line above its title, and without.
const HEIGHTS: (f64, f64) = (70.0, 46.0);
/// Between two layers, and between two boxes of one.
const GAP: (f64, f64) = (50.0, 14.0);
/// How far a picture goes to the right before a new row is begun.
const WIDEST: f64 = 1180.0;
/// White around everything, for borders and the ring of the focus.
const MARGIN: f64 = 4.0;
/// Columns of a title that fit into a box, and of the smaller line above it.
const COLUMNS: (usize, usize) = (22, 27);

/// What is drawn.
pub(crate) struct Graph {
    /// What the picture shows, in a few words: `What Ingress depends on`.
    pub title: String,
    /// Begins the ids of its parts; no two pictures of a page have the same.
    pub id: Cow<'static, str>,
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The lines between them.
    pub edges: Vec<Edge>,
}

/// A box.
pub(crate) struct Node {
    /// What stands small above the title: a number; may be empty.
    pub eyebrow: String,
    /// What stands in it; cut where it is too long.
    pub title: String,
    /// Its status.
    pub chip: Option<Chip>,
    /// Where it leads.
    pub href: String,
    /// True for the page itself, which is marked and leads nowhere.
    pub is_current: bool,
}

/// A line from one box to another.
pub(crate) struct Edge {
    /// Index of the box where it begins.
    pub from: usize,
    /// Index of the box where it ends.
    pub to: usize,
    /// What it says, between the names of the two: `depends on`.
    pub label: String,
    /// How it looks.
    pub stroke: Stroke,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stroke {
    /// Full, with an arrow.
    Plain,
    /// In the second colour, with an arrow.
    Second,
    /// Dashed, with an arrow.
    Aside,
    /// Dashed, without an arrow: neither of the two is the first.
    Loose,
}

/// A graph, drawn: what the macro `graph` of `parts.html` shows.
#[derive(Serialize)]
pub(crate) struct Picture {
    /// What it shows.
    title: String,
    /// Safe SVG.
    svg: String,
    #[serde(skip)]
    width: f64,
    /// What the lines mean, where they mean different things.
    legend: Vec<Meaning>,
    /// The lines in words.
    lines: Vec<Said>,
}

#[derive(Serialize)]
struct Meaning {
    /// Safe SVG: a line of the sort.
    svg: String,
    label: String,
}

/// A line in words.
#[derive(Serialize)]
struct Said {
    from: Name,
    label: String,
    to: Name,
}

#[derive(Serialize)]
struct Name {
    text: String,
    /// Empty for the page itself.
    href: String,
}

impl Stroke {
    /// How a tie between records looks.
    pub(crate) fn of(tie: &Tie) -> Stroke {
        match tie {
            Tie::Amendment => Stroke::Second,
            Tie::Clarification | Tie::Mention => Stroke::Aside,
            tie if tie.is_directed() => Stroke::Plain,
            _ => Stroke::Loose,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Stroke::Plain => "tie",
            Stroke::Second => "tie second",
            Stroke::Aside | Stroke::Loose => "tie aside",
        }
    }

    /// What the id of its arrow's head ends with.
    fn head(self) -> Option<&'static str> {
        match self {
            Stroke::Plain => Some("tip"),
            Stroke::Second => Some("second-tip"),
            Stroke::Aside => Some("aside-tip"),
            Stroke::Loose => None,
        }
    }
}

impl Picture {
    /// How wide it is, in pixels.
    pub(crate) fn width(&self) -> f64 {
        self.width
    }
}

/// Draws a graph; nothing where there are no lines. Edges whose ends do not exist are left out.
pub(crate) fn draw(mut graph: Graph) -> Option<Picture> {
    let count = graph.nodes.len();
    graph.edges.retain(|edge| edge.from < count && edge.to < count);
    if graph.edges.is_empty() {
        return None;
    }
    let has_heads = graph
        .nodes
        .iter()
        .any(|node| !node.eyebrow.is_empty() || node.chip.is_some());
    let height = if has_heads { HEIGHTS.0 } else { HEIGHTS.1 };
    let scale = Scale {
        cell: (WIDTH, height),
        gap: GAP,
        widest: WIDEST,
    };
    let pairs: Vec<(usize, usize)> = graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let found = layout(count, &pairs, scale);
    let name = |at: usize| {
        let node = &graph.nodes[at];
        Name {
            text: full_name(node),
            href: if node.is_current {
                String::new()
            } else {
                node.href.clone()
            },
        }
    };
    let said = |edge: &Edge| Said {
        from: name(edge.from),
        label: edge.label.clone(),
        to: name(edge.to),
    };
    Some(Picture {
        width: found.size.0 + 2.0 * MARGIN,
        svg: svg(&graph, &found, height),
        legend: legend(&graph),
        lines: graph.edges.iter().map(said).collect(),
        title: graph.title,
    })
}

fn svg(graph: &Graph, found: &Layout, height: f64) -> String {
    let (width, tall) = (
        (found.size.0 + 2.0 * MARGIN).ceil(),
        (found.size.1 + 2.0 * MARGIN).ceil(),
    );
    // Not an image by its role: what is in an image cannot be reached, and the boxes are links.
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{tall}\" viewBox=\"0 0 {width} {tall}\" \
         role=\"group\" aria-label=\"Graph: "
    );
    escape(&graph.title, &mut svg);
    svg.push_str("\">\n<g aria-hidden=\"true\">\n");
    write_tips(&mut svg, graph);
    let _ = writeln!(svg, "<g transform=\"translate({MARGIN} {MARGIN})\">");
    for (edge, points) in graph.edges.iter().zip(&found.lines) {
        write_edge(&mut svg, graph, (edge, points));
    }
    svg.push_str("</g>\n</g>\n");
    let _ = writeln!(svg, "<g transform=\"translate({MARGIN} {MARGIN})\">");
    for (node, &place) in graph.nodes.iter().zip(&found.boxes) {
        write_node(&mut svg, node, (place, height));
    }
    svg.push_str("</g>\n</svg>");
    svg
}

/// The heads of the arrows that occur.
fn write_tips(svg: &mut String, graph: &Graph) {
    let mut strokes: Vec<Stroke> = graph.edges.iter().map(|edge| edge.stroke).collect();
    strokes.sort_unstable();
    strokes.dedup();
    for stroke in strokes {
        if let Some(head) = stroke.head() {
            let _ = writeln!(
                svg,
                "<marker id=\"{}-{head}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
                 markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"{}\" d=\"M0 1L10 5L0 9z\"/></marker>",
                graph.id,
                stroke.class().replace("tie", "tip")
            );
        }
    }
}

fn write_edge(svg: &mut String, graph: &Graph, (edge, points): (&Edge, &[(f64, f64)])) {
    let _ = write!(
        svg,
        "<path class=\"{}\" d=\"{}\"",
        edge.stroke.class(),
        line::path(points)
    );
    if let Some(head) = edge.stroke.head() {
        let _ = write!(svg, " marker-end=\"url(#{}-{head})\"", graph.id);
    }
    svg.push_str("><title>");
    let (from, to) = (&graph.nodes[edge.from], &graph.nodes[edge.to]);
    escape(&format!("{} {} {}", full_name(from), edge.label, full_name(to)), svg);
    svg.push_str("</title></path>\n");
}

fn write_node(svg: &mut String, node: &Node, ((x, y), height): ((f64, f64), f64)) {
    let (class, close, said) = if node.is_current {
        svg.push_str("<g role=\"img\"");
        ("box current", "</g>\n", "This page: ")
    } else {
        svg.push_str("<a href=\"");
        escape(&node.href, svg);
        svg.push('"');
        ("box", "</a>\n", "")
    };
    // The title is the name that is read out, and what is shown may be cut or stand in another order.
    let _ = write!(svg, " transform=\"translate({x:.1} {y:.1})\"><title>{said}");
    escape(&full_name(node), svg);
    if let Some(chip) = node.chip.as_ref().filter(|chip| !chip.word.is_empty()) {
        escape(&format!(", {}", chip.word), svg);
    }
    let _ = write!(
        svg,
        "</title><rect class=\"{class}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"8\"/>"
    );
    write_words(svg, node, height);
    svg.push_str(close);
}

fn write_words(svg: &mut String, node: &Node, height: f64) {
    let has_head = !node.eyebrow.is_empty() || node.chip.is_some();
    if let Some(chip) = &node.chip {
        let (word, end) = (cut(&chip.word, COLUMNS.1), WIDTH - 12.0);
        // A word alone begins where the title does.
        let (class, x) = match node.eyebrow.is_empty() {
            true => ("word", 12.0),
            false => ("word end", end),
        };
        let _ = write!(svg, "<text class=\"{class} {}\" x=\"{x}\" y=\"20\">", chip.tone);
        escape(&word, svg);
        svg.push_str("</text>");
    }
    if !node.eyebrow.is_empty() {
        let taken = node.chip.as_ref().map_or(0, |chip| columns(&chip.word) + 1);
        svg.push_str("<text class=\"small\" x=\"12\" y=\"20\">");
        escape(&cut(&node.eyebrow, COLUMNS.1.saturating_sub(taken)), svg);
        svg.push_str("</text>");
    }
    let lines = lines(&node.title, COLUMNS.0);
    let top = if has_head { 26.0 } else { 0.0 };
    let first = top + (height - top - 4.0) / 2.0 + 6.5 - 8.5 * (lines.len().saturating_sub(1)) as f64;
    for (at, line) in lines.iter().enumerate() {
        let _ = write!(svg, "<text x=\"12\" y=\"{:.1}\">", first + 17.0 * at as f64);
        escape(line, svg);
        svg.push_str("</text>");
    }
}

/// A box's name where there is room for all of it.
fn full_name(node: &Node) -> String {
    [node.eyebrow.as_str(), node.title.as_str()].join(" ").trim().to_owned()
}

/// What the lines mean, where they mean different things.
fn legend(graph: &Graph) -> Vec<Meaning> {
    let mut meanings: Vec<(Stroke, &str)> = graph
        .edges
        .iter()
        .map(|edge| (edge.stroke, edge.label.as_str()))
        .collect();
    meanings.sort_unstable();
    meanings.dedup();
    if meanings.len() < 2 {
        return Vec::new();
    }
    let meaning = |(stroke, label): (Stroke, &str)| {
        let head = stroke
            .head()
            .map(|head| format!(" marker-end=\"url(#{}-{head})\"", graph.id));
        Meaning {
            svg: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"34\" height=\"10\" viewBox=\"0 0 34 10\" \
                 aria-hidden=\"true\"><path class=\"{}\" d=\"M0 5H33\"{}/></svg>",
                stroke.class(),
                head.unwrap_or_default()
            ),
            label: label.to_owned(),
        }
    };
    meanings.into_iter().map(meaning).collect()
}

#[cfg(test)]
mod tests {
    use super::{Edge, Graph, Node, Stroke, draw};

    fn node(title: &str) -> Node {
        Node {
            eyebrow: String::new(),
            title: title.to_owned(),
            chip: None,
            href: format!("{title}.html"),
            is_current: title == "me",
        }
    }

    fn graph(titles: &[&str], edges: &[(usize, usize)]) -> Graph {
        let edge = |&(from, to): &(usize, usize)| Edge {
            from,
            to,
            label: "depends on".to_owned(),
            stroke: Stroke::Plain,
        };
        Graph {
            title: "a <b>".to_owned(),
            id: "page:x".into(),
            nodes: titles.iter().map(|title| node(title)).collect(),
            edges: edges.iter().map(edge).collect(),
        }
    }

    #[test]
    fn boxes_lead_to_pages_and_titles_stay_titles() {
        let picture = draw(graph(&["me", "<script>\"'"], &[(0, 1), (1, 7)])).unwrap();
        assert_eq!(picture.svg.matches("<a href=").count(), 1, "{}", picture.svg);
        assert!(!picture.svg.contains("<script"), "{}", picture.svg);
        assert!(picture.svg.contains("&lt;script&gt;&quot;&#39;"), "{}", picture.svg);
        assert_eq!(picture.lines.len(), 1);
        assert!(picture.legend.is_empty());
        assert!(draw(graph(&["me"], &[])).is_none(), "boxes alone are no picture");
    }
}
