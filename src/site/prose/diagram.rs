//! Diagrams that stand in a text: drawn where they can be, else as they are written with a word on why.
//!
//! Pictures go in behind the sanitiser, which lets no SVG of an author's pass: every element of them is written here and in
//! [`crate::site::picture`].

use crate::site::picture::{account, flow, pie, sequence, states, tables, timeline};
use crate::syntax::mermaid::{Reading, Sort, read};
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
        Reading::Drawn(_, sort) if account::is_empty(&sort) => {
            code(&diagram.code, out);
            let word = account::sort(&sort);
            out.push_str(&format!("<figcaption>A {word} with nothing in it.</figcaption>"));
        }
        Reading::Drawn(told, sort) => {
            let word = account::sort(&sort);
            if !told.title.is_empty() {
                out.push_str("<figcaption class=\"title\">");
                escape(&told.title, out);
                out.push_str("</figcaption>");
            }
            let (name, words) = (account::name(&told, &sort), account::told(&told, &sort));
            out.push_str("<div class=\"scroll\" role=\"group\" aria-label=\"Diagram\" tabindex=\"0\">");
            out.push_str(&picture(&sort, (&name, &words)));
            out.push_str(&format!("</div>\n<details><summary>The {word} as text</summary>"));
            code(&diagram.code, out);
            out.push_str("</details>");
        }
        Reading::Other(sort) => {
            code(&diagram.code, out);
            out.push_str("<figcaption>A diagram that is not drawn here (<code>");
            escape(&sort, out);
            out.push_str("</code>), as it is written.</figcaption>");
        }
        Reading::Wrong(problem) => {
            code(&diagram.code, out);
            // The line of its fence, and then the lines of its text.
            let fence = lines_before(text, diagram.at as usize) + 1;
            let line = fence + 1 + lines_before(&diagram.code, problem.at);
            out.push_str(&format!(
                "<figcaption class=\"wrong\">This diagram is not drawn. Line {line} of the file: "
            ));
            escape(&problem.message, out);
            out.push_str(".</figcaption>");
        }
    }
    out.push_str("</figure>\n");
}

fn picture(sort: &Sort, told: (&str, &str)) -> String {
    match sort {
        Sort::Flow(flow) => flow::draw(flow, told),
        Sort::Sequence(diagram) => sequence::draw(diagram, told),
        Sort::States(diagram) => states::draw(diagram, told),
        Sort::Entities(diagram) => tables::entities(diagram, told),
        Sort::Classes(diagram) => tables::classes(diagram, told),
        Sort::Pie(diagram) => pie::draw(diagram, told),
        Sort::Timeline(diagram) => timeline::draw(diagram, told),
    }
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

#[cfg(test)]
mod tests {
    use super::drawn;
    use crate::syntax::to_html::{self, Diagram};

    /// What statements of all sorts are made of, and what is none.
    const PIECES: [&str; 48] = [
        "A",
        "B",
        "\"é b\"",
        "[*]",
        "-->",
        "->>",
        "--)",
        "-x",
        "<<->>",
        "..>",
        "<|--",
        "*--",
        "||--o{",
        "}o..||",
        "--",
        ": ",
        ":::x",
        "\n",
        "\n",
        "\n",
        ";",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "state ",
        "note right of A: ",
        "note over A,B: x\n",
        "end\n",
        "loop <b>\n",
        "alt x\n",
        "else\n",
        "box red T\n",
        "participant ",
        "create actor ",
        "destroy ",
        "activate A\n",
        "deactivate A\n",
        "autonumber 9 9\n",
        "direction LR\n",
        "class ",
        "<<choice>>",
        "as ",
        "</svg><script>",
        "&#0;",
        "title x\n",
    ];
    const HEADS: [&str; 7] = [
        "graph LR\n",
        "sequenceDiagram\n",
        "stateDiagram-v2\n",
        "erDiagram\n",
        "classDiagram\n",
        "pie showData\n\"A\" : 1\n",
        "timeline\n",
    ];

    fn shown(code: &str) -> String {
        let diagram = Diagram {
            code: code.to_owned(),
            at: 0,
        };
        drawn(to_html::drawn(0), &[diagram], &format!("```mermaid\n{code}```\n"))
    }

    #[test]
    fn whatever_is_written_is_drawn_or_told_of() {
        let mut seed: u64 = 7;
        let mut next = |count: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % count
        };
        let mut pictures = 0;
        for _ in 0..4000 {
            let mut code = HEADS[next(HEADS.len())].to_owned();
            for _ in 0..next(9) {
                code.push_str(PIECES[next(PIECES.len())]);
            }
            let html = shown(&code);
            assert!(
                html.starts_with("<figure class=\"drawn\">") && html.ends_with("</figure>\n"),
                "{code}"
            );
            for bad in ["<script", "NaN", "inf ", "inf\"", "style=", "<b>"] {
                assert!(!html.contains(bad), "{bad} in {html} of {code}");
            }
            for tag in ["svg", "g", "text", "figure", "div", "pre"] {
                let opened = html.matches(&format!("<{tag} ")).count() + html.matches(&format!("<{tag}>")).count();
                assert_eq!(
                    opened,
                    html.matches(&format!("</{tag}>")).count(),
                    "{tag} in {html} of {code}"
                );
            }
            pictures += html.matches("<svg").count();
        }
        assert!(pictures > 100, "{pictures}");
    }

    #[test]
    fn what_holds_nothing_says_so() {
        for (code, said) in [
            ("graph TD\n%% only a comment\n", "A flowchart with nothing in it."),
            ("sequenceDiagram\n", "A sequence diagram with nothing in it."),
            ("%% only a comment\n", "Line 3 of the file: there is no diagram in it."),
            (
                "nothing known\n",
                "Line 2 of the file: a sort of diagram was expected here",
            ),
        ] {
            let html = shown(code);
            assert!(html.contains("<figcaption") && html.contains(said), "{html}");
        }
        let html = shown("---\ntitle: a <b>\n---\nerDiagram\naccDescr: it & that\nA\n");
        for part in [
            "<figcaption class=\"title\">a</figcaption>",
            "role=\"img\" aria-label=\"Entity diagram: a\"><desc>it &amp; that</desc>",
            "<summary>The entity diagram as text</summary>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
