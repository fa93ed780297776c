//! Texts that look like what people write: pieces of the formats, put together in any order.

use proptest::prelude::{Strategy, prop};
use proptest::sample::select;

/// YAML that may be right, nearly right, or not at all.
pub(crate) fn yaml() -> impl Strategy<Value = String> {
    lines(&[
        "a: b",
        "  c: 'd'",
        "- x",
        "  - \"y\\n\"",
        "? k",
        ": v",
        "&a z",
        "*a",
        "<<: *a",
        "b: &a [1, {c: d}]",
        "---",
        "...",
        "# é",
        "t: |",
        "  text",
        "u: >-",
        "\tx",
        "k: !!str 1",
        "{",
        "]",
        "'",
        "\"",
        "%YAML 1.2",
        "a: b: c",
        "<<<<<<< x",
        "=======",
        ">>>>>>> y",
        "\u{feff}",
        "  ",
        "null: ~",
        "d: 2020-01-01",
        "n: 0x1F",
        "é: ü",
        "{{ x }}",
        "- - - a",
        "a: *b",
    ])
}

/// TOML of the same sort.
pub(crate) fn toml() -> impl Strategy<Value = String> {
    lines(&[
        "a = 1",
        "[t]",
        "[[l]]",
        "b = 'x'",
        "c = \"\"\"",
        "\"\"\"",
        "d = [1,",
        "]",
        "e = {f = 2}",
        "a.b = 1979-05-27",
        "# é",
        "\"ü\" = true",
        "a = 1e5",
        "=",
        "[",
        "x = 0x",
        "\u{feff}",
    ])
}

/// JSON of the same sort.
pub(crate) fn json() -> impl Strategy<Value = String> {
    pieces(&[
        "{",
        "}",
        "[",
        "]",
        "\"a\"",
        ":",
        ",",
        "1",
        "-0.5e3",
        "true",
        "null",
        "\"\\u00e9\"",
        "\"\\ud83d\"",
        "// x\n",
        "/* y */",
        " ",
        "\n",
        "\"é\"",
        "\"",
        "nul",
        "\u{feff}",
    ])
}

/// Markdown with front matter, of the same sort.
pub(crate) fn markdown() -> impl Strategy<Value = String> {
    lines(&[
        "---",
        "+++",
        "status: accepted",
        "# Title",
        "## Status",
        "Accepted",
        "* Status: **x**",
        "- [ ] é",
        "  - nested",
        "1. one",
        "```yaml",
        "~~~",
        "    code",
        "| a | b |",
        "|---|---|",
        "| x \\| y | [z](w) |",
        "[a](b.md#c \"t\")",
        "![i](<p q.png>)",
        "[r][s]",
        "[s]: u.md",
        "<https://x.y>",
        "<a id='n'>",
        "<!-- c",
        "-->",
        "Setext",
        "===",
        "---------",
        "> quote",
        "\\",
        "[x](",
        "<img src=",
        "\u{feff}",
        "\u{a0}x",
        "é&amp;ü",
        "",
        "<details>",
        "</details>",
        "***",
        "[^1]: note",
        "x[^1]",
        "{{ t }}",
        "<%= erb %>",
        "# é\u{301} #",
        "#",
        "-",
        "|",
    ])
}

/// AsciiDoc of the same sort.
pub(crate) fn asciidoc() -> impl Strategy<Value = String> {
    lines(&[
        "= Title",
        "Author <a@b.c>",
        ":status: accepted",
        ":é: {status}",
        "",
        "== Status",
        "{status}",
        "* Status: {status}",
        "** nested",
        ". one",
        "----",
        "====",
        "|===",
        "|a |b",
        "a|b",
        "// c",
        "////",
        "xref:x.adoc#y[z]",
        "link:u[v]",
        "image::i.png[]",
        "include::p[]",
        "[[anchor]]",
        "<<anchor,text>>",
        "[source,yaml]",
        "+",
        "term:: x",
        ":unset!:",
        "xref:",
        "é[",
        "https://x.y[z]",
        "--",
        "\u{feff}",
        "=",
        "*",
        "|",
    ])
}

/// Titles as people type them, and worse.
pub(crate) fn title() -> impl Strategy<Value = String> {
    let words = select(&[
        "Use",
        "dashes",
        "C#",
        "a: b",
        "\"quoted\"",
        "'s",
        "{x}",
        "[y]",
        "- z",
        "é",
        "漢字",
        "#1",
        "*",
        "_",
        "`c`",
        "<b>",
        "&amp;",
        "\\",
        "/",
        "..",
        "7.",
        "12",
        "2024-01-05",
        "ADR-3:",
        "|",
        "%",
        "@a",
        "!",
        "~",
        "true",
        "null",
        "{{",
        "{%",
        "<%",
        "\t",
        "\n",
        "\u{a0}",
        "😀",
        "---",
        "--",
    ]);
    prop::collection::vec(words, 1..7).prop_map(|words| words.join(" "))
}

/// Dates, times and durations, and what is nearly one.
pub(crate) fn time() -> impl Strategy<Value = String> {
    pieces(&[
        "2024", "-", "/", ".", " ", ":", "T", "Z", "+02:00", "-0530", "07", "31", "2", "29", "Feb", "march", "th", ",",
        "1h", " 30m", "2 days", "PT", "pm", "UTC", "12", "é", "99999", "w", "1.5h", " and ", "6 months", "~",
    ])
}

fn lines(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    let ends = select(&["\n", "\r\n", "\n\n", ""]);
    let indents = select(&["", "", "", "  ", "    ", "\t"]);
    let line = (indents, select(choices), ends).prop_map(|(indent, text, end)| format!("{indent}{text}{end}"));
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.concat())
}

fn pieces(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(select(choices), 0..24).prop_map(|pieces| pieces.concat())
}
