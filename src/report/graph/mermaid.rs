//! Graphs in the language of Mermaid, as forges show them in Markdown.

use crate::model::graph::Tie;
use crate::model::standing::Standing;
use crate::report::graph::{DIRECTION, Drawing};
use crate::text::width::cut;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The classes of nodes: fill, line and text are readable on light and dark grounds alike.
const CLASSES: [(Standing, &str, &str); 5] = [
    (
        Standing::Open,
        "open",
        "fill:#fff8c5,stroke:#9a6700,color:#1f2328,stroke-width:2px",
    ),
    (
        Standing::InForce,
        "inForce",
        "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    ),
    (
        Standing::Over,
        "over",
        "fill:#f6f8fa,stroke:#8c959f,color:#57606a,stroke-dasharray:4 3",
    ),
    (
        Standing::Unrecognised,
        "unrecognised",
        "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
    ),
    (Standing::Silent, "silent", "fill:#ffffff,stroke:#8c959f,color:#1f2328"),
];

/// Columns of a title.
const LONGEST: usize = 72;

/// Writes a graph as a Mermaid flowchart.
pub fn write(out: &mut dyn Write, drawing: &Drawing) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    writeln!(out, "  %% {DIRECTION}")?;
    for node in &drawing.nodes {
        // Mermaid breaks the lines of a label itself.
        let label = format!("{}<br/>{}", escaped(&node.id), escaped(&cut(&node.title, LONGEST)));
        let (open, close) = match node.standing {
            Standing::Open => ("([", "])"),
            Standing::Unrecognised => ("{{", "}}"),
            _ => ("[", "]"),
        };
        let class = CLASSES.iter().find(|(standing, _, _)| *standing == node.standing);
        let class = class.map_or("", |(_, name, _)| name);
        writeln!(out, "  {}{open}\"{label}\"{close}:::{class}", node.name)?;
    }
    for edge in &drawing.edges {
        let (from, to) = (&drawing.nodes[edge.from].name, &drawing.nodes[edge.to].name);
        let arrow = match &edge.tie {
            Tie::Supersession => "==>",
            Tie::Amendment => "-->",
            tie if tie.is_directed() => "-.->",
            _ => "-.-",
        };
        writeln!(out, "  {from} {arrow}|\"{}\"| {to}", escaped(&edge.tie.words()))?;
    }
    for (standing, name, style) in CLASSES {
        if drawing.nodes.iter().any(|node| node.standing == standing) {
            writeln!(out, "  classDef {name} {style}")?;
        }
    }
    Ok(())
}

/// Text inside of double quotes. Mermaid reads Markdown, comments, HTML and entities of its own there: all but letters,
/// digits and harmless signs are written as entities.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_listed = text
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(['.', ')']);
    for (at, c) in text.char_indices() {
        // `1. x` would become a list, which Mermaid refuses in a label.
        let begins_list = is_listed && matches!(c, '.' | ')') && text[..at].bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = c.is_alphanumeric() || !c.is_ascii() || " ,.:/'()?!=".contains(c);
        let is_dash = c == '-' && at > 0;
        match (is_plain || is_dash) && !begins_list {
            true => out.push(c),
            false => {
                let _ = write!(out, "#{};", u32::from(c));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, write};
    use crate::report::graph::tests::hostile;

    #[test]
    fn titles_stay_titles() {
        for (text, shown) in [
            ("a \"b\"]", "a #34;b#34;#93;"),
            ("<script>", "#60;script#62;"),
            ("1. One", "1#46; One"),
            (
                "#35; %% `c` & *d*_e",
                "#35;35#59; #37;#37; #96;c#96; #38; #42;d#42;#95;e",
            ),
            ("- a-b é 決", "#45; a-b é 決"),
        ] {
            assert_eq!(escaped(text), shown);
        }
        let mut out = Vec::new();
        write(&mut out, &hostile()).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("  r_1 ==>|\"superseded by\"| r_2\n"), "{text}");
        assert!(
            text.starts_with("flowchart LR\n") && !text.contains("<script"),
            "{text}"
        );
    }
}
