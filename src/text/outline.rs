//! The outline of a template, read without filling it: what it builds on, and the blocks that it has.
//!
//! It knows the marks of Jinja's language and the words of its tags, not what they do.

/// What a template builds on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent<'t> {
    /// Nothing.
    None,
    /// The template of this name.
    Named(&'t str),
    /// One that is known when it is filled.
    Unknown,
}

/// A block of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where its name stands, in bytes.
    pub at: usize,
    /// The block that it stands in, by its index.
    pub outer: Option<usize>,
    /// Whether it, or what stands in it, asks for what the block held before.
    pub asks_before: bool,
}

/// The outline of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline<'t> {
    /// What it builds on.
    pub parent: Parent<'t>,
    /// Its blocks, in the order in which they begin.
    pub blocks: Vec<Block<'t>>,
    /// Where the first text stands that is in no block, of a template that builds on another.
    pub loose: Option<usize>,
}

/// A part of a template, and where it begins.
enum Piece<'t> {
    Text(usize, &'t str),
    /// `{{ … }}`
    Value(usize, &'t str),
    /// `{% … %}`, without the marks; where its words begin.
    Tag(usize, &'t str),
}

/// The outline of a template's text. What cannot be understood is left out: filling the template will tell of it.
pub fn outline(text: &str) -> Outline<'_> {
    let mut found = Outline {
        parent: Parent::None,
        blocks: Vec::new(),
        loose: None,
    };
    let mut open: Vec<usize> = Vec::new();
    // What stands in a macro and the like is used where that is called.
    let (mut kept, mut choices) = (0_usize, 0_usize);
    for piece in pieces(text) {
        let (at, words) = match piece {
            Piece::Text(at, text) | Piece::Value(at, text) => {
                if open.is_empty() && kept == 0 && found.parent != Parent::None && !text.trim().is_empty() {
                    let start = at + text.len() - text.trim_start().len();
                    found.loose = found.loose.or(Some(start));
                }
                if text.contains("super(") {
                    open.iter().for_each(|&block| found.blocks[block].asks_before = true);
                }
                continue;
            }
            Piece::Tag(at, words) => (at, words),
        };
        let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        match word {
            "extends" => {
                found.parent = match (found.parent, quoted(rest), choices) {
                    (Parent::None, Some(name), 0) => Parent::Named(name),
                    _ => Parent::Unknown,
                }
            }
            "block" => {
                let name = rest.trim_start();
                let at = at + words.len() - name.len();
                found.blocks.push(Block {
                    name: name.split_whitespace().next().unwrap_or(""),
                    at,
                    outer: open.last().copied(),
                    asks_before: false,
                });
                open.push(found.blocks.len() - 1);
            }
            "endblock" => drop(open.pop()),
            "if" | "for" => choices += 1,
            "endif" | "endfor" => choices = choices.saturating_sub(1),
            "macro" | "call" | "filter" => kept += 1,
            "set" if !rest.contains('=') => kept += 1,
            "endmacro" | "endcall" | "endfilter" | "endset" => kept = kept.saturating_sub(1),
            _ => {}
        }
        if words.contains("super(") {
            open.iter().for_each(|&block| found.blocks[block].asks_before = true);
        }
    }
    found
}

/// Where a name comes from that is a template's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'t> {
    /// It is each of these in turn: `{% for name in these %}`.
    Each(&'t str),
    /// It is set, brought in or handed over.
    Own,
}

/// Where a name comes from at a line of a template, by the last tag up to there that gives it; `None` where none does.
pub fn origin<'t>(text: &'t str, line: usize, name: &str) -> Option<Origin<'t>> {
    let end = text.match_indices('\n').nth(line.saturating_sub(1));
    let before = end.map_or(text, |(end, _)| &text[..end]);
    let tags = pieces(before).into_iter().filter_map(|piece| match piece {
        Piece::Tag(_, words) => words.split_once(char::is_whitespace),
        _ => None,
    });
    let gives = |given: &str| {
        given
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == name)
    };
    let mut found = None;
    for (word, rest) in tags {
        let loops = (word == "for").then(|| rest.split_once(" in ")).flatten();
        found = match (word, loops) {
            (_, Some((one, these))) if one.trim() == name => Some(Origin::Each(these.trim())),
            (_, Some((some, _))) if gives(some) => Some(Origin::Own),
            ("set", _) if gives(rest.split('=').next().unwrap_or(rest)) => Some(Origin::Own),
            ("import" | "from" | "macro" | "call" | "with", _) if gives(rest) => Some(Origin::Own),
            _ => found,
        };
    }
    found
}

/// The 1-based line and column, in characters, of a byte of a text.
pub fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The text in quotes, if it is nothing else.
fn quoted(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote))?;
    (!inner.contains(['"', '\'', '\\'])).then_some(inner)
}

/// The parts of a template, without its comments.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = next_mark(text, at) {
        found.push(Piece::Text(at, &text[at..open]));
        let inside = open + 2;
        at = match text.as_bytes()[open + 1] {
            b'#' => text[inside..].find("#}").map_or(text.len(), |end| inside + end + 2),
            kind => {
                let close = if kind == b'{' { "}}" } else { "%}" };
                let end = end_of(text, inside, close);
                let (start, words) = bare(text, inside, end);
                let mut next = (end + 2).min(text.len());
                if kind == b'{' {
                    found.push(Piece::Value(start, words));
                } else if words == "raw" {
                    let from = next;
                    next = end_of_raw(text, from);
                    found.push(Piece::Text(from, &text[from..next]));
                } else {
                    found.push(Piece::Tag(start, words));
                }
                next
            }
        };
    }
    found.push(Piece::Text(at, &text[at..]));
    found
}

/// Where the next `{{`, `{%` or `{#` stands.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text[at..].find('{')?;
        match text.as_bytes().get(at + 1) {
            Some(b'{' | b'%' | b'#') => return Some(at),
            _ => at += 1,
        }
    }
}

/// Where the mark that closes stands, none in quotes; the end of the text where there is none.
fn end_of(text: &str, from: usize, close: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (from, None);
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (None, b'"' | b'\'') => quote = Some(bytes[at]),
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => return at,
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Where the text behind `{% raw %}` ends: before the tag that closes it.
fn end_of_raw(text: &str, from: usize) -> usize {
    let tags = text[from..].match_indices("{%");
    let mut ends = tags.filter(|(at, _)| {
        let words = text[from + at + 2..].trim_start_matches(['-', '+']).trim_start();
        words.starts_with("endraw")
    });
    ends.next().map_or(text.len(), |(at, _)| from + at)
}

/// What stands between two marks, without what trims the space around them, and where it begins.
fn bare(text: &str, from: usize, to: usize) -> (usize, &str) {
    let inside = &text[from..to];
    let words = inside.trim_start_matches(['-', '+']).trim_start();
    let start = to - words.len();
    (start, words.trim_end_matches(['-', '+']).trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Origin, Parent, origin, outline, position};

    #[test]
    fn names_come_from_tags() {
        let text = "{% for s in frame.sections %}\n{% set t = s %}{% for a, b in x %}\n{{ s }}{% for u in t %}\n{% for s in 1 %}";
        for (name, from) in [
            ("s", Some(Origin::Each("frame.sections"))),
            ("t", Some(Origin::Own)),
            ("b", Some(Origin::Own)),
            ("u", Some(Origin::Each("t"))),
            ("frame", None),
        ] {
            assert_eq!(origin(text, 3, name), from, "{name}");
        }
        assert_eq!(origin(text, 4, "s"), Some(Origin::Each("1")));
    }

    #[test]
    fn blocks_stand_in_each_other() {
        let text = "{#- {% block no %} -#}{%- extends \"a.html\" -%}\n{% block one %}{% block two %}\
                    {{ super() }}{% endblock two %}{% endblock %}{% raw %}{% block no %}{% endraw %}\
                    {% block 'x' %}{{ \"{% block no %}\" }}{%endblock%}";
        let found = outline(text);
        assert_eq!(found.parent, Parent::Named("a.html"));
        let blocks: Vec<_> = found.blocks.iter().map(|b| (b.name, b.outer, b.asks_before)).collect();
        assert_eq!(
            blocks,
            [("one", None, true), ("two", Some(0), true), ("'x'", None, false)]
        );
        assert_eq!(position(text, found.blocks[0].at), (2, 10));
    }

    #[test]
    fn what_is_built_on_may_be_unknown() {
        for (text, parent) in [
            ("<p>{% block a %}{% endblock %}", Parent::None),
            ("{% extends 'a' %}", Parent::Named("a")),
            ("{% extends base %}", Parent::Unknown),
            ("{% extends 'a' if x else 'b' %}", Parent::Unknown),
            (
                "{% if x %}{% extends 'a' %}{% else %}{% extends 'b' %}{% endif %}",
                Parent::Unknown,
            ),
            ("{% extends", Parent::Unknown),
        ] {
            assert_eq!(outline(text).parent, parent, "{text}");
        }
    }

    #[test]
    fn loose_text_is_found_behind_what_is_built_on() {
        for (text, loose) in [
            ("{% extends 'a' %}\n{% block b %}x{% endblock %}\n", None),
            (
                "{% extends 'a' %}\n{% macro m() %}x{% endmacro %}{% set y %}x{% endset %}{# x #}",
                None,
            ),
            ("{% extends 'a' %}\n <p>é", Some(19)),
            ("{% extends 'a' %}{{ x }}", Some(20)),
            ("<p>", None),
            ("{% extends 'a' %}{% block b %}{% raw %}", None),
        ] {
            assert_eq!(outline(text).loose, loose, "{text}");
        }
    }

    #[test]
    fn torn_templates_have_outlines() {
        for text in [
            "{",
            "{%",
            "{{",
            "{#",
            "{% \"",
            "{% '\\",
            "{% block",
            "{%-%}",
            "{% endblock %}é{",
            "{% raw %}{%",
        ] {
            outline(text);
        }
    }
}
