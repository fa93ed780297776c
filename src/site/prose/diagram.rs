//! Diagrams that stand in a text: drawn where they can be, else as they are written with a word on why.
//!
//! Pictures go in behind the sanitiser, which lets no SVG of an author's pass: every element of them is written here and in
//! [`crate::site::picture::flow`].

use crate::site::picture::flow;
use crate::syntax::mermaid::{Reading, read};
use crate::syntax::to_html::{self, Diagram};
use crate::text::escape::escape;

/// The HTML with the pictures of its diagrams; `text` is the whole file.
pub(crate) fn drawn(html: String, diagrams: &[Diagram], text: &str) -> String {
    if diagrams.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html.as_str();
    for (index, diagram) in diagrams.iter().enumerate() {
        // Markup of the author's may have swallowed it.
        if let Some((before, after)) = rest.split_once(&to_html::drawn(index)) {
            out.push_str(before);
            write(diagram, text, &mut out);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn write(diagram: &Diagram, text: &str, out: &mut String) {
    out.push_str("<figure class=\"drawn\">");
    match read(&diagram.code) {
        Reading::Flow(flow) if !flow.nodes.is_empty() => {
            out.push_str("<div class=\"scroll\" role=\"group\" aria-label=\"Flowchart\" tabindex=\"0\">");
            out.push_str(&flow::draw(&flow));
            out.push_str("</div>\n<details><summary>The flowchart as text</summary>");
            code(&diagram.code, out);
            out.push_str("</details>");
        }
        Reading::Flow(_) => code(&diagram.code, out),
        Reading::Other(sort) => {
            code(&diagram.code, out);
            out.push_str("<figcaption>A diagram that is not drawn here");
            if !sort.is_empty() {
                out.push_str(" (<code>");
                escape(&sort, out);
                out.push_str("</code>)");
            }
            out.push_str(", as it is written.</figcaption>");
        }
        Reading::Wrong(problem) => {
            code(&diagram.code, out);
            // The line of its fence, and then the lines of its text.
            let fence = lines_before(text, diagram.at as usize) + 1;
            let line = fence + 1 + lines_before(&diagram.code, problem.at);
            out.push_str(&format!(
                "<figcaption class=\"wrong\">This flowchart is not drawn. Line {line} of the file: "
            ));
            escape(&problem.message, out);
            out.push_str(".</figcaption>");
        }
    }
    out.push_str("</figure>\n");
}

fn code(code: &str, out: &mut String) {
    out.push_str("<pre tabindex=\"0\"><code class=\"language-mermaid\">");
    escape(code, out);
    out.push_str("</code></pre>");
}

/// How many lines come before the one of a byte.
fn lines_before(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before.iter().filter(|&&byte| byte == b'\n').count()
}
