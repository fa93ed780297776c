//! Graphs of records as pictures, one file per format. What every format needs of a record is gathered here once.

pub mod dot;
pub mod mermaid;
pub mod svg;

use crate::model::graph::{Graph, Tie};
use crate::model::kind::Kind;
use crate::model::standing::{self, Standing};
use crate::model::workspace::Workspace;
use crate::text::escape::{percent_encode, picture, steers};
use crate::text::path::RepoPath;
use std::collections::BTreeSet;

/// What is said in every format about the arrows.
const DIRECTION: &str = "An arrow leads from the old record to the new one.";

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// What it shows.
    title: String,
    /// In the order of the records.
    nodes: Vec<Node>,
    /// Sorted.
    edges: Vec<Edge>,
}

impl Drawing {
    /// What is to be said about the arrows, where some lead from an old record to a new one.
    fn direction(&self) -> Option<&'static str> {
        let is_succession = |edge: &Edge| !matches!(edge.tie, Tie::Other(_) | Tie::Mention);
        self.edges.iter().any(is_succession).then_some(DIRECTION)
    }
}

#[derive(Clone, Debug)]
struct Node {
    /// A name of ASCII letters, digits and `_` that no other node has.
    name: String,
    id: String,
    title: String,
    status: String,
    standing: Standing,
    /// The record's file as seen from the folder of the picture, percent-encoded.
    href: String,
}

#[derive(Clone, Debug)]
struct Edge {
    /// Index of the old one.
    from: usize,
    /// Index of the new one.
    to: usize,
    tie: Tie,
}

impl Drawing {
    /// Gathers what is drawn; links hold in a file of `folder`.
    pub fn of(workspace: &Workspace, (kind, graph): (&Kind, &Graph), folder: &RepoPath) -> Drawing {
        let mut taken = BTreeSet::new();
        let node = |id: &crate::model::record::RecordId| {
            let record = workspace.record(*id);
            let mut href = String::new();
            percent_encode(&workspace.path_of(record).relative_to(folder), &mut href);
            Node {
                name: free_name(&record.id, &mut taken),
                id: one_line(&record.id),
                title: one_line(record.name()),
                status: standing::word(&record.status).unwrap_or_default().to_owned(),
                standing: Standing::of(kind, &record.status),
                href,
            }
        };
        let nodes = graph.nodes.iter().map(node).collect();
        let place = |id| graph.nodes.binary_search(&id).ok();
        let edges = graph.edges.iter().filter_map(|edge| {
            Some(Edge {
                from: place(edge.from)?,
                to: place(edge.to)?,
                tie: edge.tie.clone(),
            })
        });
        Drawing {
            title: kind.plural.clone(),
            nodes,
            edges: edges.collect(),
        }
    }
}

/// `r_0007`, and `r_0007_2` where that is taken.
fn free_name(id: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .take(60)
        .collect();
    let names = std::iter::once(format!("r_{plain}")).chain((2..).map(|n| format!("r_{plain}_{n}")));
    let mut free = names.skip_while(|name| taken.contains(name));
    let name = free.next().unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// At most 200 characters on one line, in which nothing steers a reader.
fn one_line(text: &str) -> String {
    let shown = text.chars().take(200).map(|c| match c {
        c if c.is_whitespace() => ' ',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if steers(c) => picture(c),
        c => c,
    });
    shown
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Edge, Node, free_name};
    use crate::model::graph::Tie;
    use crate::model::standing::Standing;
    use std::collections::BTreeSet;

    /// Two records with titles that would break a careless format.
    pub(super) fn hostile() -> Drawing {
        let node = |name: &str, title: &str, standing| Node {
            name: name.to_owned(),
            id: name.trim_start_matches("r_").to_owned(),
            title: title.to_owned(),
            status: "accepted".to_owned(),
            standing,
            href: format!("{name}.md"),
        };
        Drawing {
            title: "decisions".to_owned(),
            nodes: vec![
                node(
                    "r_1",
                    "Say \"no\"] to <script>alert('x')</script> & \\N",
                    Standing::Over,
                ),
                node("r_2", "1. 決定 #35; %% `x` --> y", Standing::InForce),
            ],
            edges: vec![Edge {
                from: 0,
                to: 1,
                tie: Tie::Supersession,
            }],
        }
    }

    #[test]
    fn names_are_free() {
        let mut taken = BTreeSet::new();
        let names: Vec<String> = ["0007", "0007", "a b/ö"]
            .iter()
            .map(|id| free_name(id, &mut taken))
            .collect();
        assert_eq!(names, ["r_0007", "r_0007_2", "r_a_b__"]);
    }
}
