//! Graphs in the language of Graphviz.

use crate::model::graph::Tie;
use crate::model::standing::Standing;
use crate::report::graph::{DIRECTION, Drawing};
use crate::text::width::wrapped;
use std::io::{self, Write};

/// Writes a graph as DOT.
pub fn write(out: &mut dyn Write, drawing: &Drawing) -> io::Result<()> {
    writeln!(out, "// {DIRECTION}")?;
    writeln!(out, "digraph {} {{", quoted(&drawing.title))?;
    writeln!(
        out,
        "  graph [rankdir=LR, bgcolor=\"transparent\", nodesep=0.3, ranksep=0.6];"
    )?;
    writeln!(
        out,
        "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, margin=\"0.15,0.08\"];"
    )?;
    writeln!(
        out,
        "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=9, color=\"#57606a\", fontcolor=\"#57606a\"];"
    )?;
    for node in &drawing.nodes {
        let mut lines = vec![node.id.clone()];
        lines.extend(wrapped(&node.title, 34, 2));
        if !node.status.is_empty() {
            lines.push(format!("({})", node.status));
        }
        let label: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        let tooltip = quoted(&node.title);
        writeln!(
            out,
            "  {} [label=\"{}\", tooltip={tooltip}, URL={}, {}];",
            node.name,
            label.join("\\n"),
            quoted(&node.href),
            look(node.standing)
        )?;
    }
    for edge in &drawing.edges {
        let (from, to) = (&drawing.nodes[edge.from].name, &drawing.nodes[edge.to].name);
        let label = quoted(&edge.tie.words());
        writeln!(out, "  {from} -> {to} [label={label}{}];", line(&edge.tie))?;
    }
    writeln!(out, "}}")
}

fn look(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => {
            "style=\"rounded,filled,bold\", color=\"#9a6700\", fillcolor=\"#fff8c5\", fontcolor=\"#1f2328\""
        }
        Standing::InForce => "color=\"#1a7f37\", fillcolor=\"#dafbe1\", fontcolor=\"#1f2328\"",
        Standing::Over => {
            "style=\"rounded,filled,dashed\", color=\"#8c959f\", fillcolor=\"#f6f8fa\", fontcolor=\"#57606a\""
        }
        Standing::Unrecognised => {
            "shape=octagon, style=filled, color=\"#cf222e\", fillcolor=\"#ffebe9\", fontcolor=\"#1f2328\""
        }
        Standing::Silent => "style=filled, color=\"#8c959f\", fillcolor=\"#ffffff\", fontcolor=\"#1f2328\"",
    }
}

fn line(tie: &Tie) -> &'static str {
    match tie {
        Tie::Supersession => ", penwidth=1.6",
        Tie::Amendment => ", color=\"#0969da\", fontcolor=\"#0969da\"",
        tie if tie.is_directed() => ", style=dashed",
        _ => ", style=dashed, dir=none",
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Text inside of double quotes: Graphviz reads `\N` and the like, and entities of HTML, in labels.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::report::graph::tests::hostile;

    #[test]
    fn titles_stay_titles() {
        let mut out = Vec::new();
        write(&mut out, &hostile()).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains(r#"tooltip="Say \"no\"] to <script>alert('x')</script> &amp; \\N""#),
            "{text}"
        );
        assert!(
            text.contains("  r_1 -> r_2 [label=\"superseded by\", penwidth=1.6];\n"),
            "{text}"
        );
    }
}
