//! Mermaid, as far as this site draws it: flowcharts. It reads a diagram into boxes and arrows, and knows no picture.
//!
//! What it does not understand it says with its place, so that nobody is shown half a diagram. Of other sorts of diagrams
//! it says only which they are. Source of the grammar: the page "Flowcharts" of Mermaid's documentation.

mod arrow;
mod flow;
mod node;
mod words;

use crate::syntax::markup::{Fence, Markup};
use crate::text::span::Range;

/// Bytes of a diagram that is still read.
const LONGEST: usize = 20_000;
/// Boxes and arrows that are still a picture.
const MOST: usize = 300;

/// What became of a diagram.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// It can be drawn.
    Flow(Flow),
    /// A sort that is not drawn, by its word; or none at all.
    Other(String),
    /// It cannot be understood.
    Wrong(Problem),
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

/// True for the info string of a fence that holds a diagram.
pub fn is_diagram(info: &str) -> bool {
    let word = info.trim().split([' ', ',', '{']).next().unwrap_or("");
    word.eq_ignore_ascii_case("mermaid")
}

/// Reads a diagram.
pub fn read(code: &str) -> Reading {
    let (at, head) = words::head(code);
    let mut words = head.split([' ', '\t', ';']).filter(|word| !word.is_empty());
    let sort = words.next().unwrap_or("");
    if !matches!(sort, "flowchart" | "graph" | "flowchart-elk") {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
        return Reading::Other(sort.chars().take_while(|&c| is_word(c)).take(40).collect());
    }
    if code.len() > LONGEST {
        let message = format!("it is longer than {LONGEST} bytes");
        return Reading::Wrong(Problem { at, message });
    }
    match flow::read(code, at) {
        Ok(flow) if flow.nodes.len() > MOST || flow.edges.len() > MOST => {
            let message = format!("it has more than {MOST} boxes or arrows");
            Reading::Wrong(Problem { at, message })
        }
        Ok(flow) => Reading::Flow(flow),
        Err(problem) => Reading::Wrong(problem),
    }
}

/// The diagrams of a text that cannot be understood: where, as a byte of the file, and why.
pub fn problems(text: &str, markup: &Markup) -> Vec<(u32, String)> {
    let diagrams = markup.fences.iter().filter(|fence| is_diagram(&fence.info));
    diagrams
        .filter_map(|fence| match read(&code(text, fence)) {
            Reading::Wrong(problem) => Some((place(text, fence, problem.at), problem.message)),
            _ => None,
        })
        .collect()
}

fn code(text: &str, fence: &Fence) -> String {
    match fence.pieces.is_empty() {
        true => fence.code.of(text).to_owned(),
        false => fence.pieces.iter().map(|piece: &Range| piece.of(text)).collect(),
    }
}

/// A byte of a fence's code as a byte of its file.
fn place(text: &str, fence: &Fence, mut at: usize) -> u32 {
    for piece in &fence.pieces {
        if at < piece.len() {
            return piece.start + at as u32;
        }
        at -= piece.len();
    }
    let end = fence.code.of(text).len();
    fence.code.start + at.min(end) as u32
}

#[cfg(test)]
mod tests {
    use super::{Direction, Reading, Shape, Stroke, problems, read};
    use crate::syntax::markdown::parse;
    use crate::text::span::Range;

    fn drawn(code: &str) -> super::Flow {
        match read(code) {
            Reading::Flow(flow) => flow,
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn boxes_and_arrows_of_every_sort() {
        let flow = drawn(
            "---\ntitle: x\n---\n%% note\ngraph LR;\n  A[\"Web <br/> site\"] -->|a b| B{Is it?}\n  B -- yes --> C[(Data)] & D([End]):::bad;\n  B -. no .-> D\n  B==>E((e)) --- F-1 <--> G{{g}}\n  subgraph one [The one]\n    direction TB\n    H[[h]] ~~~ I[/i/]\n  end\n  classDef bad fill:#f00\n  click A \"https://e.org\"\n",
        );
        assert_eq!(flow.direction, Direction::Right);
        let labels: Vec<_> = flow
            .nodes
            .iter()
            .map(|node| (node.label.as_str(), node.shape))
            .collect();
        assert_eq!(
            labels,
            [
                ("Web\nsite", Shape::Rect),
                ("Is it?", Shape::Diamond),
                ("Data", Shape::Cylinder),
                ("End", Shape::Pill),
                ("e", Shape::Circle),
                ("F-1", Shape::Rect),
                ("g", Shape::Hexagon),
                ("h", Shape::Double),
                ("i", Shape::Slanted),
            ]
        );
        let edges: Vec<_> = flow
            .edges
            .iter()
            .map(|e| (e.from, e.to, e.label.as_str(), e.stroke, e.heads))
            .collect();
        assert_eq!(
            edges,
            [
                (0, 1, "a b", Stroke::Plain, (false, true)),
                (1, 2, "yes", Stroke::Plain, (false, true)),
                (1, 3, "yes", Stroke::Plain, (false, true)),
                (1, 3, "no", Stroke::Dashed, (false, true)),
                (1, 4, "", Stroke::Thick, (false, true)),
                (4, 5, "", Stroke::Plain, (false, false)),
                (5, 6, "", Stroke::Plain, (true, true)),
                (7, 8, "", Stroke::Hidden, (false, false)),
            ]
        );
        assert_eq!(flow.nodes[7].group, "The one");
        assert_eq!(flow.nodes[0].group, "");
    }

    #[test]
    fn a_description_of_one_line_ends_with_it() {
        let flow = drawn("graph TD\naccDescr:What it is\nA --> B\nC{x}\naccDescr {\nin\nlines }\nD --> A\n");
        assert_eq!((flow.nodes.len(), flow.edges.len()), (4, 2));
    }

    #[test]
    fn an_arrow_may_lead_to_a_subgraph() {
        let flow = drawn("graph TD\nA --> sub\nsubgraph sub[\"The sub\"]\nB\nend\n");
        let labels: Vec<_> = flow
            .nodes
            .iter()
            .map(|n| (n.label.as_str(), n.group.as_str()))
            .collect();
        assert_eq!(labels, [("A", ""), ("The sub", ""), ("B", "The sub")]);
        assert_eq!((flow.edges.len(), flow.edges[1].from, flow.edges[1].to), (2, 1, 2));
    }

    #[test]
    fn what_is_no_flowchart_or_is_broken_says_so() {
        for (code, sort) in [
            ("gantt\n  x\n", "gantt"),
            ("sequenceDiagram\nA->>B: x", "sequenceDiagram"),
            ("", ""),
        ] {
            assert_eq!(read(code), Reading::Other(sort.to_owned()));
        }
        for (code, at) in [
            ("graph LX\n  A --> B\n", 0),
            ("graph TD\n  A[Broken --> B\n", 12),
            ("graph TD\n  A --> \n", 17),
            ("graph TD\n  A ? B\n", 13),
            ("graph TD\n  A -- no end\n", 13),
            ("graph TD\nsubgraph x\n A\n", 9),
            ("graph TD\n end\n", 10),
        ] {
            match read(code) {
                Reading::Wrong(problem) => assert_eq!(problem.at, at, "{code}: {}", problem.message),
                other => panic!("{code}: {other:?}"),
            }
        }
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "# A\n\n- x\n  ```mermaid\n  graph TD\n    A[x\n  ```\n";
        let found = problems(text, &parse(text, Range::new(0, text.len())));
        assert_eq!(found.len(), 1);
        assert!(text[found[0].0 as usize..].starts_with("[x\n"), "{found:?}");
    }

    #[test]
    fn hostile_diagrams_are_read_in_no_time() {
        for code in [
            format!("graph TD\n{}", "A[".repeat(8000)),
            format!("graph TD\n{}", "subgraph x\n".repeat(1500)),
            format!("graph TD\nA{}", " --> A".repeat(3000)),
            format!("graph TD\nA{}", " & A".repeat(4000)),
            "graph TD\nA[\u{0}\u{202e}é\u{301}] -->|<script>| B\n".to_owned(),
            "graph TD\n-->\n;;;\n&&&\n:::\n|||\n\"".to_owned(),
        ] {
            read(&code);
        }
    }
}
