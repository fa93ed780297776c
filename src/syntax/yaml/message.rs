//! What a YAML syntax error means to the person who wrote the file.
//!
//! The parser speaks of tokens and contexts. Each row says the same in the writer's words; the parser's own words
//! follow, for whoever searches for them.

/// A part of the parser's message, and what it means.
const MEANINGS: &[(&str, &str)] = &[
    (
        "mapping values are not allowed",
        "a second `: ` cannot stand here; quote the value, or check the indentation",
    ),
    (
        "only valid inside a block",
        "a list item `- ` cannot stand inside brackets; a template's `{{-` makes a file no YAML",
    ),
    ("tab", "a tab cannot indent in YAML; use spaces"),
    (
        "block sequence entries are not allowed",
        "a list item `- ` cannot stand here",
    ),
    (
        "did not find expected key",
        "the mapping goes on here, but this is no key at its indentation",
    ),
    (
        "did not find expected '-'",
        "the list goes on here, but this is no `- ` at its indentation",
    ),
    ("simple key expect", "a key needs a `:` behind it on the same line"),
    ("unknown anchor", "this alias names an anchor that is not set before it"),
    (
        "quoted scalar, found unexpected end of stream",
        "the quote that opens here or before is never closed",
    ),
    ("unexpected end of plain scalar", "the value ends unexpectedly"),
    (
        "unknown escape character",
        "no such escape exists in double quotes; write `\\\\` for a backslash, or use single quotes",
    ),
    ("expected ',' or '}'", "a `{` is open here: expected `,` or `}`"),
    ("expected ',' or ']'", "a `[` is open here: expected `,` or `]`"),
    ("misplaced bracket", "this bracket closes nothing"),
    (
        "unprintable character",
        "this character may not stand in YAML unless it is escaped",
    ),
    (
        "the handle wasn't declared",
        "this tag's prefix is not declared with `%TAG`",
    ),
    (
        "did not find expected <document start>",
        "the document ends before this text; check its indentation, or separate documents with `---`",
    ),
    ("indentation", "this line's indentation fits nothing above it"),
    ("recursion limit", "brackets nest too deep"),
];

/// The message for the parser's `info` at a place where `found` stands (`None`: a line end or the end of the file).
pub(crate) fn explain(info: &str, found: Option<char>) -> String {
    let meaning = MEANINGS.iter().find(|(part, _)| info.contains(part));
    match (meaning, found) {
        (Some((_, meaning)), _) => format!("{meaning} (parser: {info})"),
        (None, Some(sign @ ('@' | '`' | '%'))) => {
            format!("a value cannot start with `{sign}`; quote it (parser: {info})")
        }
        (None, Some(sign)) if info.contains("node content") => {
            format!("expected a value, found `{sign}` (parser: {info})")
        }
        (None, _) => format!("this is not YAML: {info}"),
    }
}
