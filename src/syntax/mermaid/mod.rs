//! Mermaid, as far as this site draws it: a file for each sort of diagram. It reads what a diagram holds, and knows no picture.
//!
//! What it does not understand it says with its place, so that nobody is shown half a diagram. Of sorts that are not drawn
//! it says only which they are. Source of the grammar: the pages of Mermaid's documentation, one for each sort.

mod actor;
mod arrow;
pub mod chart;
pub mod class;
mod colours;
pub mod entity;
mod flow;
mod lines;
mod message;
mod node;
mod note;
pub mod pie;
pub mod relation;
pub mod sequence;
mod state;
pub mod states;
pub mod timeline;
mod words;

use crate::syntax::markup::{Fence, Markup};
use crate::syntax::mermaid::chart::{Flow, Problem, Told};
use crate::syntax::mermaid::class::Classes;
use crate::syntax::mermaid::entity::Entities;
use crate::syntax::mermaid::pie::Pie;
use crate::syntax::mermaid::sequence::Sequence;
use crate::syntax::mermaid::states::States;
use crate::syntax::mermaid::timeline::Timeline;
use crate::text::span::Range;

/// Bytes of a diagram that is still read.
const LONGEST: usize = 20_000;
/// What became of a diagram.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// It can be drawn.
    Drawn(Told, Sort),
    /// A sort that is not drawn, by its word.
    Other(String),
    /// It cannot be understood.
    Wrong(Problem),
}

/// A diagram by its sort.
#[derive(Clone, Debug, PartialEq)]
pub enum Sort {
    /// `flowchart`, `graph`.
    Flow(Flow),
    /// `sequenceDiagram`.
    Sequence(Sequence),
    /// `stateDiagram`, `stateDiagram-v2`.
    States(States),
    /// `erDiagram`.
    Entities(Entities),
    /// `classDiagram`.
    Classes(Classes),
    /// `pie`.
    Pie(Pie),
    /// `timeline`.
    Timeline(Timeline),
}

/// Sorts that Mermaid documents and that are not drawn here, without the `-beta` of some.
const OTHERS: [&str; 25] = [
    "architecture",
    "block",
    "C4Component",
    "C4Container",
    "C4Context",
    "C4Deployment",
    "C4Dynamic",
    "gantt",
    "gitGraph",
    "info",
    "ishikawa",
    "journey",
    "kanban",
    "mindmap",
    "packet",
    "quadrantChart",
    "radar",
    "requirementDiagram",
    "sankey",
    "treeView",
    "treemap",
    "venn",
    "wardley",
    "xychart",
    "zenuml",
];

/// True for the info string of a fence that holds a diagram.
pub fn is_diagram(info: &str) -> bool {
    let word = info.trim().split([' ', ',', '{']).next().unwrap_or("");
    word.eq_ignore_ascii_case("mermaid")
}

/// Reads a diagram.
pub fn read(code: &str) -> Reading {
    let (at, head) = words::head(code);
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let word = &head[..head.find(|c| !is_word(c)).unwrap_or(head.len())];
    let sort = word.strip_suffix("-beta").unwrap_or(word);
    if OTHERS.contains(&sort) {
        return Reading::Other(sort.to_owned());
    }
    if code.len() > LONGEST {
        let message = format!("it is longer than {LONGEST} bytes");
        return Reading::Wrong(Problem { at, message });
    }
    let behind = at + word.len();
    let read = match word {
        "flowchart" | "graph" | "flowchart-elk" => flow::read(code, at).map(Sort::Flow),
        "sequenceDiagram" => sequence::read(code, behind).map(Sort::Sequence),
        "stateDiagram" | "stateDiagram-v2" => state::read(code, behind).map(Sort::States),
        "erDiagram" => entity::read(code, behind).map(Sort::Entities),
        "classDiagram" | "classDiagram-v2" => class::read(code, behind).map(Sort::Classes),
        "pie" => pie::read(code, behind).map(Sort::Pie),
        "timeline" => timeline::read(code, behind).map(Sort::Timeline),
        _ => Err(Problem {
            at,
            message: match head.is_empty() {
                true => "there is no diagram in it".to_owned(),
                false => "a sort of diagram was expected here, such as `flowchart LR`".to_owned(),
            },
        }),
    };
    match read {
        Ok(sort) => Reading::Drawn(words::told(code, at), sort),
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
    use super::{Reading, problems, read};
    use crate::syntax::markdown::parse;
    use crate::text::span::Range;

    #[test]
    fn what_is_no_flowchart_or_is_broken_says_so() {
        for (code, sort) in [
            ("mindmap\n  x\n", "mindmap"),
            ("xychart-beta\n", "xychart"),
            ("gitGraph:\n", "gitGraph"),
        ] {
            assert_eq!(read(code), Reading::Other(sort.to_owned()));
        }
        for (code, at) in [
            ("", 0),
            ("%% x\n", 5),
            ("\n flow LR\n", 2),
            ("sequenceDiagrams\n", 0),
            ("sequenceDiagram\n  A->>B\n", 23),
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
