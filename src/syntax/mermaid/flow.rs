//! A flowchart, statement by statement.

use crate::syntax::mermaid::arrow::{self, Arrow};
use crate::syntax::mermaid::chart::{Direction, Edge, Flow, MOST, Node, Problem, Shape, Stroke};
use crate::syntax::mermaid::node::{self, Written};
use crate::syntax::mermaid::words::plain;
use std::collections::HashMap;

/// Statements that say nothing about boxes and arrows: colours, links, descriptions.
const SKIPPED: [&str; 8] = [
    "classDef",
    "class",
    "style",
    "linkStyle",
    "click",
    "accTitle:",
    "accDescr:",
    "direction",
];

/// Reads a flowchart whose head stands at `at`.
pub(super) fn read(code: &str, at: usize) -> Result<Flow, Problem> {
    let mut reader = Reader {
        code,
        at,
        flow: Flow::default(),
        names: HashMap::new(),
        groups: Vec::new(),
        titles: HashMap::new(),
    };
    reader.head()?;
    loop {
        reader.skip(|c| c.is_whitespace() || c == ';');
        if reader.rest().is_empty() {
            break;
        }
        reader.statement()?;
    }
    reader.name_groups();
    match reader.groups.last() {
        Some(&(at, _)) => Err(Problem {
            at,
            message: "this subgraph has no `end`".to_owned(),
        }),
        None if reader.flow.nodes.len() > MOST || reader.flow.edges.len() > MOST => {
            let message = format!("it has more than {MOST} boxes or arrows");
            Err(Problem { at, message })
        }
        None => Ok(reader.flow),
    }
}

struct Reader<'a> {
    code: &'a str,
    at: usize,
    flow: Flow,
    names: HashMap<&'a str, usize>,
    /// The subgraphs that are open: where each begins, and its title.
    groups: Vec<(usize, String)>,
    /// The titles of all subgraphs by their names.
    titles: HashMap<&'a str, String>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.code[self.at..]
    }

    fn skip(&mut self, is_skipped: impl Fn(char) -> bool) {
        self.at = self.code.len() - self.rest().trim_start_matches(is_skipped).len();
    }

    fn gap(&mut self) {
        self.skip(|c| c == ' ' || c == '\t');
    }

    fn line(&mut self) -> &'a str {
        let line = self.rest().split('\n').next().unwrap_or("");
        self.at += line.len();
        line.trim_end()
    }

    fn wrong<T>(&self, ahead: usize, message: &str) -> Result<T, Problem> {
        Err(Problem {
            at: self.at + ahead,
            message: message.to_owned(),
        })
    }

    /// `graph LR`, to its end or to the `;` that ends it.
    fn head(&mut self) -> Result<(), Problem> {
        let line = self.rest().split(['\n', ';']).next().unwrap_or("");
        self.flow.direction = match line.split_whitespace().nth(1) {
            Some("LR" | ">") => Direction::Right,
            Some("RL" | "<") => Direction::Left,
            Some("BT" | "^") => Direction::Up,
            None | Some("TB" | "TD" | "v") => Direction::Down,
            Some(_) => return self.wrong(0, "a chart goes `TB`, `BT`, `LR` or `RL`"),
        };
        self.at += line.len();
        Ok(())
    }

    fn statement(&mut self) -> Result<(), Problem> {
        let rest = self.rest();
        let word = rest.split([' ', '\t', '\n', ';', '\r']).next().unwrap_or("");
        if rest.starts_with("%%") || SKIPPED.contains(&word) {
            self.line();
            return Ok(());
        }
        match word {
            "subgraph" => self.group(),
            "end" if self.groups.pop().is_some() => {
                self.at += word.len();
                Ok(())
            }
            "end" => self.wrong(0, "this `end` ends no subgraph"),
            _ if word.starts_with("accDescr:") => {
                self.line();
                Ok(())
            }
            _ if word.starts_with("accDescr") => {
                let end = rest.find('}').map_or(rest.len(), |end| end + 1);
                self.at += end;
                Ok(())
            }
            _ => self.chain(),
        }
    }

    /// `subgraph name [Title]`, `subgraph Title`.
    fn group(&mut self) -> Result<(), Problem> {
        let start = self.at;
        let line = self.line();
        let title = line.trim_start_matches("subgraph").trim().trim_end_matches(';').trim();
        let bracketed = title
            .split_once('[')
            .and_then(|(_, title)| title.trim_end().strip_suffix(']'));
        let name = title.split('[').next().unwrap_or(title).trim();
        let title = plain(bracketed.unwrap_or(title));
        self.titles.insert(name, title.clone());
        self.groups.push((start, title));
        match self.groups.len() > MOST {
            true => self.wrong(0, "too many subgraphs stand in each other here"),
            false => Ok(()),
        }
    }

    /// An arrow may lead to a subgraph: then a box with its title stands for it, and what it begins with hangs on that box.
    fn name_groups(&mut self) {
        let mut groups: Vec<(usize, &str, &String)> = Vec::new();
        for (&name, &node) in &self.names {
            if let Some(title) = self.titles.get(name).filter(|_| self.flow.nodes[node].label == name) {
                groups.push((node, name, title));
            }
        }
        groups.sort_unstable();
        for (group, _, title) in groups {
            let node = &mut self.flow.nodes[group];
            (node.label, node.shape) = (title.clone(), Shape::Round);
            for member in 0..self.flow.nodes.len() {
                let is_first = !self.flow.edges.iter().any(|edge| edge.to == member);
                if member != group && is_first && self.flow.nodes[member].group == *title {
                    self.flow.edges.push(Edge {
                        from: group,
                        to: member,
                        label: String::new(),
                        stroke: Stroke::Dashed,
                        heads: (false, false),
                    });
                }
            }
        }
    }

    /// `A & B --> C --> D`.
    fn chain(&mut self) -> Result<(), Problem> {
        let mut from = self.nodes()?;
        loop {
            self.gap();
            if self.rest().is_empty() || self.rest().starts_with(['\n', '\r', ';']) {
                return Ok(());
            }
            if self.rest().starts_with("%%") {
                self.line();
                return Ok(());
            }
            let Some(arrow) = arrow::read(self.rest()) else {
                return self.wrong(0, "an arrow such as `-->` was expected here, or the end of the line");
            };
            self.at += arrow.len;
            self.gap();
            let to = self.nodes()?;
            self.join(&from, &to, &arrow)?;
            from = to;
        }
    }

    fn join(&mut self, from: &[usize], to: &[usize], arrow: &Arrow) -> Result<(), Problem> {
        if self.flow.edges.len() + from.len() * to.len() > MOST {
            let message = format!("with this line it has more than {MOST} arrows");
            return self.wrong(0, &message);
        }
        for &from in from {
            for &to in to {
                self.flow.edges.push(Edge {
                    from,
                    to,
                    label: arrow.label.clone(),
                    stroke: arrow.stroke,
                    heads: arrow.heads,
                });
            }
        }
        Ok(())
    }

    /// `A`, or `A & B & C`.
    fn nodes(&mut self) -> Result<Vec<usize>, Problem> {
        let mut all = Vec::new();
        loop {
            match node::read(self.rest()) {
                Ok(written) => all.push(self.keep(written)),
                Err((ahead, message)) => return self.wrong(ahead, message),
            }
            self.gap();
            match self.rest().starts_with('&') {
                true => self.at += 1,
                false => return Ok(all),
            }
            self.gap();
        }
    }

    fn keep(&mut self, written: Written<'a>) -> usize {
        let Written { name, given, len } = written;
        self.at += len;
        let next = self.flow.nodes.len();
        let node = *self.names.entry(name).or_insert(next);
        let group = self.groups.last().map(|(_, title)| title.clone());
        if node == next {
            self.flow.nodes.push(Node {
                label: name.to_owned(),
                shape: Shape::Rect,
                group: String::new(),
            });
        }
        let kept = &mut self.flow.nodes[node];
        if let Some((label, shape)) = given {
            (kept.label, kept.shape) = (label, shape);
        }
        if let Some(group) = group.filter(|_| kept.group.is_empty()) {
            kept.group = group;
        }
        node
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::mermaid::chart::{Direction, Flow, Shape, Stroke};
    use crate::syntax::mermaid::{Reading, Sort, read};

    fn drawn(code: &str) -> Flow {
        match read(code) {
            Reading::Drawn(_, Sort::Flow(flow)) => flow,
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
}
