//! What Markdown may say, and bad input of prose: big, deep, broken or hostile texts come out as pages that hold together.

use crate::site::Site;
use crate::site::{assert_harmless, dangling, made, page, pages};

/// The page of one text, in a site that holds together.
fn shown(text: &str) -> String {
    let site = made(&[("docs/a.md", text), ("docs/i.png", "")]);
    assert_sound(&site);
    page(&site, "pages/docs/a.html").to_owned()
}

fn assert_sound(site: &Site) {
    assert_harmless(site);
    assert_eq!(dangling(site), Vec::<String>::new());
    for (path, html) in pages(site) {
        let mut ids: Vec<String> = crate::site::values(html, "id").collect();
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{path} has an id twice");
        assert_eq!(html.matches("<h1").count(), 1, "{path} has one heading of its own");
    }
}

/// The body of a page, without what stands around it.
fn prose(html: &str) -> &str {
    let (_, rest) = html.split_once("<div class=\"prose\">").unwrap();
    rest.split_once("<section class=\"history\"").unwrap().0.trim()
}

#[test]
fn boxes_of_every_generator_are_boxes() {
    let html = shown(
        "# A\n\n> [!WARNING]\n> one\n\n:::tip[Mind *this*]\n- two\n:::\nafter\n\n!!! danger \"Do not\"\n    three [i](i.png)\n\n    four\n\n??? note\n    five\n\nsix\n\n\
         ::::note\n:::caution\nseven\n:::\n::::\n",
    );
    for part in [
        "<div class=\"alert warning\"><p class=\"label\">Warning</p>\n<p>one</p>\n</div>",
        "<div class=\"alert tip\"><p class=\"label\">Mind this</p>\n<ul>\n<li>two</li>\n</ul>\n</div>\n<p>after</p>",
        "<div class=\"alert caution\"><p class=\"label\">Do not</p>\n<p>three <a href=\"../../files/docs/i.png\">i</a></p>\n<p>four</p>\n</div>",
        "<details class=\"alert note\"><summary class=\"label\">Note</summary>\n<p>five</p>\n</details>\n<p>six</p>",
        "<div class=\"alert note\"><p class=\"label\">Note</p>\n<div class=\"alert caution\"><p class=\"label\">Caution</p>\n<p>seven</p>\n</div>\n</div>",
    ] {
        assert!(html.contains(part), "no {part} in {}", prose(&html));
    }
    let literal = shown("# A\n\n```\n:::note\nx\n:::\n```\n\n:::tabs\n\n<!-- !!! note -->\n");
    assert!(literal.contains(":::note\nx\n:::") && literal.contains("<p>:::tabs</p>"));
}

#[test]
fn notes_stand_at_the_end_and_lead_back() {
    let html =
        shown("# A\n\nx[^b] y[^a] z[^b] [^none]\n\n[^a]: two\n[^b]: one\n[^c]: never mentioned\n\nend <b>raw</b>\n");
    let prose = prose(&html);
    assert!(
        prose.contains("<sup id=\"mention:1\"><a href=\"#note:1\">1</a></sup>"),
        "{prose}"
    );
    assert!(prose.contains("[^none]"));
    let (text, notes) = prose
        .split_once("<section class=\"footnotes\" aria-label=\"Footnotes\">")
        .unwrap();
    assert!(text.contains("end <b>raw</b>"));
    assert!(notes.contains(
        "<li id=\"note:1\"><p>one <a class=\"back\" href=\"#mention:1\" aria-label=\"Back to the text\">↩</a></p></li>"
    ));
    assert!(notes.contains("<li id=\"note:3\"><p>never mentioned</p></li>"));
}

#[test]
fn headings_go_down_one_by_one_and_bare_addresses_are_links() {
    let html = shown(
        "# A\n\n#### Deep\n\n# Second\n\n###### Deeper\n\nSee https://e.org/a_b_c, or `https://no.org`.\n\n| a |\n|-|\n| https://e.org/|\n\n# Second\n",
    );
    for part in [
        "<h2 id=\"deep\">",
        "<h2 id=\"second\">",
        "<h3 id=\"deeper\">",
        "<h2 id=\"second-1\">",
        "<a href=\"https://e.org/a_b_c\">https://e.org/a_b_c</a>, or <code>https://no.org</code>.",
        "<td><a href=\"https://e.org/\">https://e.org/</a></td>",
        "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>",
    ] {
        assert!(html.contains(part), "no {part} in {}", prose(&html));
    }
}

#[test]
fn html_of_the_authors_keeps_the_page_in_order() {
    let html = shown(
        "# A\n\n## Context\n\n<h1 align=\"center\" id=\"context\">Big</h1>\n<a id=\"page:text\"></a><a name=\"x\"></a>\n<img src=\"i.png\" alt=\"here\"> <img src=\"gone.png\" alt=\"gone\">\n\
         <img src=\"https://e.org/b.svg\" alt=\"badge\"> <svg><circle onclick=\"x\"/></svg>\n\n<details><summary>More</summary>\n\n**text** [c](#context)\n\n</details>\n",
    );
    for part in [
        "<h2>Big</h2>",
        "<img src=\"../../files/docs/i.png\" alt=\"here\">",
        "<span class=\"broken\" title=\"this image is not in the repository\">gone</span>",
        "<a href=\"https://e.org/b.svg\">badge</a>",
        "<details><summary>More</summary>\n<p><strong>text</strong> <a href=\"#context\">c</a></p>\n</details>",
    ] {
        assert!(html.contains(part), "no {part} in {}", prose(&html));
    }
    assert!(!prose(&html).contains("<circle"));
}

#[test]
fn diagrams_are_drawn_and_others_stay_readable() {
    let html = shown(
        "# A\n\n```mermaid\ngraph LR\n  A[\"<img src=x onerror=alert(1)>ok\"] -->|\"</svg><script>\"| B\n  click A \"javascript:alert(1)\"\n```\n\n\
         ```mermaid\nmindmap\n  title <b>\n```\n\n- x\n\n  ```mermaid\n  graph TD\n    A[never closed\n  ```\n\n<b>raw</b>\n\n\
         ```mermaid\nsequenceDiagram\n  A->>B: </text><script>alert(1)</script>\n  A->>B\n```\n",
    );
    assert_eq!(html.matches("role=\"img\" aria-label=\"Flowchart: ok, B\"").count(), 1);
    assert!(html.contains("<code class=\"language-mermaid\">mindmap\n  title &lt;b&gt;\n</code>"));
    assert!(html.contains("A diagram that is not drawn here (<code>mindmap</code>), as it is written."));
    assert!(
        html.contains("This diagram is not drawn. Line 18 of the file: the outline that begins here does not end.")
    );
    assert!(html.contains("This diagram is not drawn. Line 26 of the file: a `:` and what the message says"));
    assert!(html.contains("<b>raw</b>") && !html.contains("javascript:alert(1)\""));
}

#[test]
fn every_sort_of_diagram_is_a_picture_with_a_name() {
    for (code, name) in [
        ("graph LR\nA --> B", "Flowchart: A, B"),
        ("sequenceDiagram\nA->>B: \"</svg><script>\"", "Sequence diagram: A, B"),
        ("stateDiagram-v2\n[*] --> A: \"</svg><script>\"", "State diagram: A"),
        ("erDiagram\nA ||--o{ B : \"</svg><script>\"", "Entity diagram: A, B"),
        ("classDiagram\nA <|-- B : \"</svg><script>\"", "Class diagram: A, B"),
        ("pie\n\"</svg><script>A\" : 1", "Pie chart: A"),
        ("timeline\n2002 : \"</svg><script>\"", "Timeline: 2002"),
    ] {
        let html = shown(&format!("# A\n\n```mermaid\n{code}\n```\n"));
        assert!(
            html.contains(&format!("role=\"img\" aria-label=\"{name}\"><desc>")),
            "{html}"
        );
    }
}

#[test]
fn large_and_deep_texts_hold_together() {
    let rows: String = (0..5000).map(|row| format!("| {row} | [x](i.png) |\n")).collect();
    let headings: String = (0..30)
        .map(|at| format!("{} Same\n\n", "#".repeat(at % 6 + 1)))
        .collect();
    let lists: String = (0..400).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    for text in [
        format!("# A\n\n{}", "A word and another one. ".repeat(42_000)),
        format!("# A\n\n| a | b |\n|---|---|\n{rows}"),
        format!("# A\n\n{headings}"),
        format!("# A\n\n{lists}"),
        format!("# A\n\n{}x\n", "> ".repeat(2000)),
        format!("# A\n\n{}x\n", "> ".repeat(2000)) + "<b>raw</b>\n",
        format!("# A\n\nx{}\n", "[^a]".repeat(5000)),
        format!(
            "# A\n\n{}",
            (0..2000)
                .map(|n| format!("x[^{n}]\n\n[^{n}]: y[^{}]\n\n", n + 1))
                .collect::<String>()
        ),
        format!("# A\n\n{}", ":::note\n".repeat(3000)),
        format!("# A\n\n{}{}", ":::note\n".repeat(500), ":::\n".repeat(500)),
        format!(
            "# A\n\n{}",
            (0..200)
                .map(|d| format!("{}!!! note\n", "    ".repeat(d)))
                .collect::<String>()
        ),
        "# A\n\n```no-such-language {x=\"<\"}\ny\n```\n\n```mermaid\n".to_owned(),
    ] {
        let site = made(&[("docs/a.md", &text), ("docs/i.png", "")]);
        assert_harmless(&site);
        assert!(page(&site, "pages/docs/a.html").contains("class=\"prose\""));
    }
}

#[test]
fn pictures_of_the_repository_are_shown_as_files_only() {
    let svg = format!(
        "<svg onload=\"alert(1)\"><script>alert(1)</script>{}</svg>",
        "<g/>".repeat(100_000)
    );
    let site = made(&[
        (
            "docs/a.md",
            "# A\n\n![huge](big.svg) ![none](gone.svg) ![out](../../x.png) <img src=\"BIG.svg\">\n",
        ),
        ("docs/big.svg", &svg),
    ]);
    assert_sound(&site);
    let html = page(&site, "pages/docs/a.html");
    assert!(html.contains("<img src=\"../../files/docs/big.svg\" alt=\"huge\" loading=\"lazy\">"));
    assert_eq!(html.matches("<img").count(), 1, "{}", prose(html));
    assert_eq!(html.matches("class=\"broken\"").count(), 3, "{}", prose(html));
    assert_eq!(site.assets.len(), 1);
}
