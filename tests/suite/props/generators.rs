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

/// CODEOWNERS, OWNERS and OWNERS_ALIASES, of the same sort.
pub(crate) fn owners() -> impl Strategy<Value = String> {
    lines(&[
        "* @org/team a@example.org",
        "/docs/**/x[a-z].md @ada # why",
        "!no @x",
        "\\#x @y",
        "a\\ b/ @z @@ @",
        "[Section][2] @ada",
        "^[Optional é]",
        "[",
        "*** [^",
        "# é",
        "\u{a0}@ö",
        "@",
        "a@",
        "x\t@y\u{feff}",
        "approvers:",
        "reviewers: [ada, org/team, 7, ~]",
        "- ada # é",
        "- 'é'",
        "filters:",
        "\"\\\\.md$\":",
        "\".*[\":",
        "aliases:",
        "team: &t [a, b]",
        "b: *t",
        "options: {no_parent_owners: true}",
        "- \"@ada\\n\"",
        "approvers: ada",
        "---",
        "labels: {}",
        "- {a: b}",
    ])
}

/// Navigation files of Jupyter Book, MkDocs and mdBook, and descriptions of Antora, of the same sort.
pub(crate) fn navigation() -> impl Strategy<Value = String> {
    lines(&[
        "format: jb-book",
        "root: adr/0001-x",
        "parts:",
        "chapters:",
        "- file: adr/0001-x.md",
        "- file: \"é\\u00e9/../x\"",
        "- file: 'adr/0001-x'",
        "- glob: \"**[\"",
        "- url: https://x.y",
        "sections: [{file: é}, x, ~, 1]",
        "nav:",
        "- Home: index.md",
        "- é: [a.md, {B: 'b é.md'}]",
        "- \"/abs.md\"",
        "- ../../out.md",
        "docs_dir: docs",
        "docs_dir: !ENV [X, 'é']",
        "INHERIT: ../x.yml",
        "plugins: [search, {blog: {}}, 7]",
        "exclude_docs: |",
        "  /[é",
        "- [é](adr/0001-x.md)",
        "- [x](<a é.md>#y)",
        "- [d]()",
        "name: a",
        "version: ~",
        "title: é",
        "- modules/ROOT/nav.adoc",
        "start_page: x:é.adoc",
        "* xref:x:page$é.adoc#a[b]",
        "- *a",
        "- &a file: x",
    ])
}

/// Rego, of the same sort.
pub(crate) fn rego() -> impl Strategy<Value = String> {
    lines(&[
        "package main",
        "package é",
        "import rego.v1",
        "import data.x as y",
        "deny contains msg if {",
        "deny[msg] {",
        "warn contains {\"msg\": \"é\", \"path\": [\"a\", 0]} if true",
        "violation[{\"msg\": input.a}] { true }",
        "exception contains [\"é\"] if input.kind",
        "  msg := sprintf(\"%v é %s\", [input])",
        "  some i, x in input",
        "  not input.a[_] == 1",
        "}",
        "f(x) := x + 1",
        "test_é if true",
        "todo_test_a if deny with input as {}",
        "default allow := false",
        "x := [y | y := input.a[_]]",
        "  print(input)",
        "# METADATA",
        "# é",
        "`raw é",
        "\"\\u00",
        "{{{{",
        "x := 1 / 0",
        "  regex.match(\"[\", input.a)",
        "else := 1",
        "  startswith(input.é, \"\")",
    ])
}

/// What sops writes and is told, sealed secrets and keys, of the same sort.
pub(crate) fn secrets() -> impl Strategy<Value = String> {
    lines(&[
        "creation_rules:",
        "- path_regex: \"[\"",
        "- path_regex: .*\\.yaml$",
        "  encrypted_regex: ^(data|é)$",
        "sops:",
        "  mac: ENC[AES256_GCM,data:é,type:str]",
        "  lastmodified: 2026-01-01",
        "  unencrypted_suffix: _u",
        "  encrypted_regex: \"(\"",
        "kind: Secret",
        "kind: SealedSecret",
        "apiVersion: v1",
        "apiVersion: bitnami.com/v1alpha1",
        "data: {a: eA==, é: \"\"}",
        "stringData:",
        "  é: ENC[",
        "  - ENC[é]",
        "spec: {encryptedData: {a: é}}",
        "[sops]",
        "[é]",
        "a=b",
        "é=ENC[x]",
        "sops_mac=ENC[",
        "sops_unencrypted_regex=(",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN é",
        "MC4CAQAwBQYDK2VwBCIEIGv7XkZq3nR9uPtT0aLwS5hJ1dEoYbcMiQ8VxHgNfzKs",
        "-----END PRIVATE KEY-----",
        "$ANSIBLE_VAULT;1.1;AES256",
        "age-encryption.org/v1",
        "---",
    ])
}

/// Templates of Helm and others, of the same sort.
pub(crate) fn template() -> impl Strategy<Value = String> {
    lines(&[
        "{{- if .Values.é }}",
        "{{ end -}}",
        "{{",
        "}}",
        "{% for x in é %}",
        "{%",
        "groups:",
        "- name: {{ .x }}",
        "  rules:",
        "  - alert: Dé{{ .y }}",
        "    expr: up{a=\"{{ $labels.é }}\"} ==",
        "    expr: |-",
        "      sum(é",
        "    annotations:",
        "      runbook_url: https://x.y/{{ .z }}#é",
        "      runbook_url: 'é.md",
        "    labels: {severity: \"{{\"}",
        "kind: {{ .k }}",
        "kind: PrometheusRule",
        "  \t- alert: \"x",
        "{{/* é */}}",
        "# é",
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

/// Diagrams of every sort that is drawn, whose statements may belong to another.
pub(crate) fn diagram() -> impl Strategy<Value = String> {
    let heads = select(&[
        "flowchart LR",
        "sequenceDiagram",
        "stateDiagram-v2",
        "erDiagram",
        "classDiagram",
        "%% é\nsequenceDiagram",
        "pie showData",
        "timeline",
    ]);
    let statements = lines(&[
        "A --> B",
        "A ->>+ B: é",
        "B-->>-A: x;",
        "create participant C as \"é",
        "actor D@{ \"type\": \"queue\" }",
        "destroy C",
        "Note over A,B: é<br>b",
        "note right of A",
        "end note",
        "autonumber 5",
        "loop é",
        "alt x",
        "else",
        "rect rgb(1,2",
        "box Aqua é",
        "end",
        "[*] --> A : é",
        "state A {",
        "state \"é\" as B",
        "state c <<choice>>",
        "--",
        "}",
        "A ||--o{ B : é",
        "A only one optionally to zero or many B",
        "A { string é PK \"x\" }",
        "\"é b\" {",
        "A <|-- B : é",
        "A \"1\" *--o \"*\" `é b`",
        "class A~T~[\"é\"]",
        "namespace é {",
        "<<é>> A",
        "direction LR",
        "accDescr {",
        "\"é\" : 4.5",
        "section é",
        "2002 : é : b",
    ]);
    (heads, statements).prop_map(|(head, statements)| format!("{head}\n{statements}"))
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
