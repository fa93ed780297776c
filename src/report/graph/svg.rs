//! Graphs as pictures that need no other program: readable on light and dark grounds, with links to the records.

use crate::draw::layout::{Layout, Scale, layout};
use crate::draw::line;
use crate::model::graph::Tie;
use crate::model::standing::Standing;
use crate::report::graph::{Drawing, Edge, Node};
use crate::text::escape::escape;
use crate::text::width::{columns, cut, wrapped};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Width and height of a box.
const BOX: (f64, f64) = (236.0, 78.0);
/// How large everything is.
const SCALE: Scale = Scale {
    cell: BOX,
    gap: (76.0, 22.0),
    widest: 1500.0,
};
/// White around everything.
const MARGIN: f64 = 28.0;
/// Height of the head with the title.
const HEAD: f64 = 34.0;
/// Columns of text that fit into a box: letters of 12 pixels take about 6.6 each.
const COLUMNS: usize = 32;
/// The same for the line above the title, whose letters are smaller.
const SMALL_COLUMNS: usize = 36;

const STYLE: &str = "\
.p{--ground:#ffffff;--ink:#1f2328;--soft:#59636e;--line:#59636e;--amend:#0969da;\
--open:#9a6700;--open-f:#fff8c5;--force:#1a7f37;--force-f:#f0fbf3;--over:#8c959f;--over-f:#f6f8fa;\
--bad:#cf222e;--bad-f:#fff0ee;--none:#8c959f;--none-f:#ffffff}
@media (prefers-color-scheme:dark){.p{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--line:#9198a1;--amend:#58a6ff;\
--open:#d29922;--open-f:#272115;--force:#3fb950;--force-f:#12261b;--over:#656c76;--over-f:#151b23;\
--bad:#f85149;--bad-f:#2c1618;--none:#656c76;--none-f:#0d1117}}
text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;font-size:12px;fill:var(--ink)}
.ground{fill:var(--ground)}
.head{font-size:16px;font-weight:600}
.soft{fill:var(--soft);font-size:11px}
.id{font-size:11px;font-weight:600;fill:var(--soft)}
.word{font-size:11px;text-anchor:end}
.box{stroke-width:1.25}
.open .box{fill:var(--open-f);stroke:var(--open)}
.force .box{fill:var(--force-f);stroke:var(--force)}
.over .box{fill:var(--over-f);stroke:var(--over);stroke-dasharray:5 3}
.bad .box{fill:var(--bad-f);stroke:var(--bad)}
.none .box{fill:var(--none-f);stroke:var(--none)}
.open .word{fill:var(--open)}
.force .word{fill:var(--force)}
.bad .word{fill:var(--bad)}
.over .word,.none .word,.over .name{fill:var(--soft)}
a:hover .box,a:focus .box{stroke-width:2.5}
.tie{fill:none;stroke:var(--line);stroke-width:1.75}
.amend{stroke:var(--amend)}
.thin{stroke-width:1.25}
.aside{stroke-width:1.25;stroke-dasharray:5 4}
.tip{fill:var(--line)}
.amend-tip{fill:var(--amend)}
";

/// Writes a graph as SVG.
pub fn write(out: &mut dyn Write, drawing: &Drawing) -> io::Result<()> {
    let pairs: Vec<(usize, usize)> = drawing.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let found = layout(drawing.nodes.len(), &pairs, SCALE);
    let legend = legend(drawing);
    let (least, drawn) = (legend.1.max(240.0), found.size.0);
    let width = (drawn.max(least) + 2.0 * MARGIN).ceil();
    let height = (HEAD + found.size.1 + 2.0 * MARGIN + 40.0).ceil();
    let title = format!("How the {} hang together", drawing.title);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"p\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title\">\n<title id=\"title\">"
    );
    escape(&title, &mut svg);
    let _ = write!(svg, "</title>\n<style>\n{STYLE}</style>\n");
    svg.push_str("<defs>\n");
    for (name, class) in [("tip", "tip"), ("amend-tip", "amend-tip")] {
        let _ = writeln!(
            svg,
            "<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"{class}\" d=\"M0 1L10 5L0 9z\"/></marker>"
        );
    }
    svg.push_str("</defs>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    let _ = write!(svg, "<text class=\"head\" x=\"{MARGIN}\" y=\"{}\">", MARGIN + 10.0);
    escape(&capital(&drawing.title), &mut svg);
    svg.push_str("</text>\n");
    let _ = writeln!(svg, "<g transform=\"translate({MARGIN} {})\">", MARGIN + HEAD);
    for (edge, line) in drawing.edges.iter().zip(&found.lines) {
        write_edge(&mut svg, drawing, (edge, line));
    }
    write_nodes(&mut svg, drawing, &found);
    svg.push_str("</g>\n");
    let bottom = MARGIN + HEAD + found.size.1 + 40.0;
    let _ = writeln!(
        svg,
        "<g transform=\"translate({MARGIN} {bottom})\">\n{}</g>\n</svg>",
        legend.0
    );
    out.write_all(svg.as_bytes())
}

fn write_nodes(svg: &mut String, drawing: &Drawing, found: &Layout) {
    for (node, &(x, y)) in drawing.nodes.iter().zip(&found.boxes) {
        let _ = write!(svg, "<a href=\"");
        escape(&node.href, svg);
        let _ = write!(
            svg,
            "\"><g class=\"{}\" transform=\"translate({x:.1} {y:.1})\"><title>",
            class(node.standing)
        );
        let status = if node.status.is_empty() {
            "no status"
        } else {
            &node.status
        };
        escape(&format!("{} {} ({status})", node.id, node.title), svg);
        let _ = write!(
            svg,
            "</title><rect class=\"box\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            BOX.0,
            BOX.1,
            corner(node.standing)
        );
        write_words(svg, node);
        svg.push_str("</g></a>\n");
    }
}

fn write_words(svg: &mut String, node: &Node) {
    let room = SMALL_COLUMNS.saturating_sub(columns(&node.status) + 1);
    svg.push_str("<text class=\"id\" x=\"14\" y=\"22\">");
    escape(&cut(&node.id, room), svg);
    svg.push_str("</text>");
    if !node.status.is_empty() {
        let _ = write!(svg, "<text class=\"word\" x=\"{}\" y=\"22\">", BOX.0 - 14.0);
        escape(&node.status, svg);
        svg.push_str("</text>");
    }
    for (at, line) in wrapped(&node.title, COLUMNS, 2).iter().enumerate() {
        let _ = write!(svg, "<text class=\"name\" x=\"14\" y=\"{}\">", 43 + 17 * at);
        escape(line, svg);
        svg.push_str("</text>");
    }
}

fn write_edge(svg: &mut String, drawing: &Drawing, (edge, line): (&Edge, &[(f64, f64)])) {
    let path = line::path(line);
    let (class, tip) = line_look(&edge.tie);
    let _ = write!(svg, "<path class=\"tie{class}\"{tip} d=\"{path}\"><title>");
    let (from, to) = (&drawing.nodes[edge.from].id, &drawing.nodes[edge.to].id);
    escape(&format!("{from} {} {to}", edge.tie.words()), svg);
    svg.push_str("</title></path>\n");
}

/// What the lines and boxes that occur mean, and how wide that is.
fn legend(drawing: &Drawing) -> (String, f64) {
    let mut ties: Vec<&Tie> = drawing.edges.iter().map(|edge| &edge.tie).collect();
    ties.sort_unstable();
    ties.dedup();
    let mut svg = String::new();
    let mut x = 0.0;
    for tie in ties {
        let (class, tip) = line_look(tie);
        let words = tie.words();
        let _ = write!(
            svg,
            "<path class=\"tie{class}\"{tip} d=\"M{x} 0h34\"/><text class=\"soft\" x=\"{}\" y=\"4\">",
            x + 42.0
        );
        escape(&words, &mut svg);
        svg.push_str("</text>\n");
        x += 42.0 + columns(&words) as f64 * 6.2 + 26.0;
    }
    if let Some(direction) = drawing.direction() {
        let _ = writeln!(svg, "<text class=\"soft\" x=\"{x}\" y=\"4\">{direction}</text>");
        x += direction.len() as f64 * 5.6;
    }
    (svg, x)
}

/// The classes of a line, each with a space in front, and its arrow head.
fn line_look(tie: &Tie) -> (&'static str, &'static str) {
    match tie {
        Tie::Supersession => ("", " marker-end=\"url(#tip)\""),
        Tie::Amendment => (" amend", " marker-end=\"url(#amend-tip)\""),
        Tie::Clarification | Tie::Mention => (" aside", " marker-end=\"url(#tip)\""),
        tie if tie.is_directed() => (" thin", " marker-end=\"url(#tip)\""),
        _ => (" aside", ""),
    }
}

fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::InForce => "force",
        Standing::Over => "over",
        Standing::Unrecognised => "bad",
        Standing::Silent => "none",
    }
}

/// Shapes differ as well as colours: what is open is round, what is not understood has sharp corners.
fn corner(standing: Standing) -> f64 {
    match standing {
        Standing::Open => 20.0,
        Standing::Unrecognised => 0.0,
        _ => 8.0,
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
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
            text.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") && !text.contains("<script"),
            "{text}"
        );
        assert!(text.contains("<title>1 superseded by 2</title>"), "{text}");
        assert_eq!(text.matches("<a href=").count(), 2);
    }
}
