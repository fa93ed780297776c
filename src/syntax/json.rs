//! JSON, and JSON with comments, as nodes that know their bytes.
//!
//! The text is parsed by jsonc-parser; this file alone knows that crate.

use crate::syntax::document::{Document, Problem, ProblemKind};
use crate::syntax::limits;
use crate::syntax::node::{Entry, Node, Value};
use crate::text::path::RepoPath;
use crate::text::span::Range;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, ast, parse_to_ast};

/// Reads a whole file into one node of `document.data`. `path` tells whether comments and trailing commas are allowed.
pub fn parse(path: &RepoPath, text: &str, document: &mut Document) {
    if let Some(conflict) = limits::conflict_markers(text) {
        document.problems.push(conflict);
        return;
    }
    // RFC 8259 lets a parser ignore a byte order mark.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = text.len() - body.len();
    match parse_to_ast(body, &CollectOptions::default(), &options(has_comments(path))) {
        Ok(parsed) => {
            let mut reader = Reader {
                text: body,
                offset,
                problems: &mut document.problems,
            };
            match &parsed.value {
                Some(value) => document.data.push(reader.node(value, 0)),
                None => document.problems.push(limits::syntax(
                    Range::at(text.len()),
                    "the file is empty: expected a JSON value".to_owned(),
                )),
            }
        }
        Err(error) => document.problems.push(problem(&error, body, offset)),
    }
}

/// What the grammar of a file allows beyond RFC 8259.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comments {
    Allowed,
    Forbidden,
}

/// Files whose readers are known to accept comments and trailing commas.
fn has_comments(path: &RepoPath) -> Comments {
    let name = path.name().to_ascii_lowercase();
    let is_named = |stem: &str| name.starts_with(stem) && name.ends_with(".json");
    let known = name.ends_with(".jsonc")
        || name.ends_with(".code-workspace")
        || is_named("tsconfig")
        || is_named("jsconfig")
        || is_named("devcontainer")
        || is_named(".devcontainer")
        || is_named(".eslintrc")
        || path.parts().any(|part| part == ".vscode" || part == ".devcontainer");
    match known {
        true => Comments::Allowed,
        false => Comments::Forbidden,
    }
}

fn options(comments: Comments) -> ParseOptions {
    let lenient = comments == Comments::Allowed;
    ParseOptions {
        allow_comments: lenient,
        allow_trailing_commas: lenient,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Where `text` starts in its file.
    offset: usize,
    problems: &'t mut Vec<Problem>,
}

impl Reader<'_> {
    fn range(&self, range: jsonc_parser::common::Range) -> Range {
        Range::new(range.start + self.offset, range.end + self.offset)
    }

    /// A value below `depth` open collections. Recursion ends at the limit.
    fn node(&mut self, value: &ast::Value<'_>, depth: usize) -> Node {
        let (range, value) = match value {
            ast::Value::Array(array) => (self.range(array.range), self.list(array, depth)),
            ast::Value::Object(object) => (self.range(object.range), self.map(object, depth)),
            ast::Value::StringLit(text) => {
                let range = self.range(text.range);
                self.check_string(range);
                (range, Value::Text((&*text.value).into()))
            }
            ast::Value::NumberLit(number) => (self.range(number.range), number_value(number.value)),
            ast::Value::BooleanLit(truth) => (self.range(truth.range), Value::Bool(truth.value)),
            ast::Value::NullKeyword(null) => (self.range(null.range), Value::Null),
        };
        Node { range, value }
    }

    fn list(&mut self, array: &ast::Array<'_>, depth: usize) -> Value {
        if self.is_too_deep(array.range, depth) {
            return Value::Null;
        }
        Value::List(array.elements.iter().map(|item| self.node(item, depth + 1)).collect())
    }

    fn map(&mut self, object: &ast::Object<'_>, depth: usize) -> Value {
        if self.is_too_deep(object.range, depth) {
            return Value::Null;
        }
        let mut entries = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let key_range = match &property.name {
                ast::ObjectPropName::String(name) => name.range,
                ast::ObjectPropName::Word(name) => name.range,
            };
            let key_range = self.range(key_range);
            self.check_string(key_range);
            entries.push(Entry {
                key: property.name.as_str().into(),
                key_range,
                value: self.node(&property.value, depth + 1),
            });
        }
        limits::check_duplicates(&entries, self.problems);
        Value::Map(entries)
    }

    fn is_too_deep(&mut self, range: jsonc_parser::common::Range, depth: usize) -> bool {
        let too_deep = depth == limits::DEPTH;
        if too_deep {
            let start = self.range(range).start as usize;
            self.problems.push(limits::too_deep(Range::new(start, start + 1)));
        }
        too_deep
    }

    /// The parser lets line ends and other control characters stand in strings; JSON does not.
    fn check_string(&mut self, range: Range) {
        let start = range.start as usize - self.offset;
        let written = self.text.get(start..start + range.len()).unwrap_or("");
        if let Some(at) = written.bytes().position(|byte| byte < b' ') {
            let place = range.start as usize + at;
            self.problems.push(limits::syntax(
                Range::new(place, place + 1),
                "a line end, tab or other control character in a string must be escaped (`\\n`, `\\t`)".to_owned(),
            ));
        }
    }
}

/// A whole number that fits is whole; every other is a float.
fn number_value(written: &str) -> Value {
    match written.parse() {
        Ok(whole) => Value::Int(whole),
        Err(_) => Value::Float(written.parse().unwrap_or(f64::NAN)),
    }
}

fn problem(error: &ParseError, text: &str, offset: usize) -> Problem {
    let range = error.range();
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    let place = Range::new(start + offset, end + offset);
    if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
        return limits::too_deep(Range::at(start + offset));
    }
    // An unterminated collection reaches to the end of the file: its bracket is what to look at.
    let place = match error.kind() {
        ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject => {
            Range::new(start + offset, (start + 1).min(text.len()) + offset)
        }
        _ => place,
    };
    Problem {
        kind: ProblemKind::Syntax,
        range: place,
        message: explain(error.kind()),
        related: None,
    }
}

fn explain(kind: &ParseErrorKind) -> String {
    let meaning = match kind {
        ParseErrorKind::CommentsNotAllowed => "JSON has no comments; name the file `.jsonc`, or remove it",
        ParseErrorKind::TrailingCommasNotAllowed => "a comma before a closing bracket is not JSON",
        ParseErrorKind::SingleQuotedStringsNotAllowed => "strings and keys stand in double quotes",
        ParseErrorKind::ExpectedStringObjectProperty => "a key stands in double quotes",
        ParseErrorKind::ExpectedColonAfterObjectKey => "expected `:` after the key",
        ParseErrorKind::ExpectedObjectValue => "expected a value after `:`",
        ParseErrorKind::ExpectedComma => "expected `,` before the next value",
        ParseErrorKind::MultipleRootJsonValues => "the file goes on after its one JSON value",
        ParseErrorKind::UnterminatedArray => "this `[` is never closed",
        ParseErrorKind::UnterminatedObject => "this `{` is never closed",
        ParseErrorKind::UnexpectedWord => "a word without quotes; only `true`, `false` and `null` stand so",
        ParseErrorKind::UnexpectedComma => "expected a value, found `,`",
        ParseErrorKind::UnexpectedColon => "expected a value, found `:`",
        ParseErrorKind::UnexpectedCloseBrace => "expected a value, found `}`",
        ParseErrorKind::UnexpectedCloseBracket => "expected a value, found `]`",
        other => return format!("this is not JSON: {other}"),
    };
    meaning.to_owned()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::syntax::document::{Document, ProblemKind};
    use crate::syntax::yaml::tests::{empty, show};
    use crate::text::path::RepoPath;

    fn read(path: &str, text: &str) -> Document {
        let mut document = empty();
        parse(&RepoPath::new(path).unwrap(), text, &mut document);
        document
    }

    #[test]
    fn values_and_their_bytes() {
        let text = "\u{feff}{\"é\": [1, -2.5, true, null, \"a\\nb\"], \"big\": 9223372036854775808}\r\n";
        let document = read("x.json", text);
        assert_eq!(document.problems, []);
        assert_eq!(
            show(&document.data[0]),
            "{é: [1, -2.5, true, null, \"a\\nb\"], big: 9223372036854776000}"
        );
        let list = document.data[0].get("é").unwrap();
        assert_eq!(list.range.of(text), "[1, -2.5, true, null, \"a\\nb\"]");
        assert_eq!(list.items()[4].range.of(text), "\"a\\nb\"");
        assert_eq!(document.data[0].entries()[0].key_range.of(text), "\"é\"");
    }

    #[test]
    fn comments_only_where_the_name_allows_them() {
        let text = "{\"a\": 1, // why\n}";
        for path in [
            "tsconfig.json",
            "a.jsonc",
            ".vscode/settings.json",
            ".devcontainer/x.json",
        ] {
            assert_eq!(read(path, text).problems, [], "{path}");
        }
        assert_eq!(read("a.json", text).problems.len(), 1);
    }

    #[test]
    fn problems_are_located() {
        for (text, kind, place) in [
            ("", ProblemKind::Syntax, ""),
            ("{\"a\": 1,}", ProblemKind::Syntax, ","),
            ("{\"a\": [1, 2}", ProblemKind::Syntax, "}"),
            ("[1", ProblemKind::Syntax, "["),
            ("{'a': 1}", ProblemKind::Syntax, "'"),
            ("[\"a\tb\"]", ProblemKind::Syntax, "\t"),
            ("[0x1]", ProblemKind::Syntax, "0"),
            ("{\"a\": 1, \"a\": 2}", ProblemKind::DuplicateKey, "\"a\""),
            (
                "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n",
                ProblemKind::ConflictMarkers,
                "<<<<<<< a",
            ),
        ] {
            let document = read("x.json", text);
            assert_eq!(document.problems.len(), 1, "{text:?}");
            let problem = &document.problems[0];
            assert_eq!(
                (problem.kind, problem.range.of(text)),
                (kind, place),
                "{text:?} {}",
                problem.message
            );
        }
    }

    #[test]
    fn nesting_ends_at_the_limit() {
        for depth in [230, 100_000] {
            let document = read("x.json", &("[".repeat(depth) + &"]".repeat(depth)));
            assert_eq!(document.problems.len(), 1);
            assert_eq!(document.problems[0].kind, ProblemKind::TooDeep);
        }
    }

    #[test]
    fn no_text_is_too_nasty() {
        for text in [
            "\u{feff}",
            "\0",
            "{\"",
            "\"\\u",
            "\"\\ud800\"",
            "-",
            "1e",
            "[,]",
            "{:}",
            "é",
            "/*",
            "//",
            "tru",
            "\u{2028}",
        ] {
            for path in ["x.json", "x.jsonc"] {
                for problem in read(path, text).problems {
                    assert!(text.get(problem.range.as_usize()).is_some(), "{text:?}");
                }
            }
        }
    }
}
