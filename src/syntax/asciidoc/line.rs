//! What one line of AsciiDoc is. Knows nothing of the lines around it: whether it means that there is the scanner's to say.

use crate::text::span::trim;

/// A byte range in a text.
type Bytes = std::ops::Range<usize>;

/// The sorts of lines. Offsets count from the start of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing but white space.
    Blank,
    /// `// …`.
    Comment,
    /// `:name: value`; the offset of the value.
    Attribute {
        /// Its name.
        name: &'a str,
        /// Where its value begins.
        value: usize,
    },
    /// `[…]` above a block: what stands between the brackets.
    Style(&'a str),
    /// `.Title` of a block.
    BlockTitle,
    /// `+` between an item and the block that belongs to it.
    Continuation,
    /// A list item.
    Item {
        /// `*`, `**`, `-`, `.`; numbers are one marker.
        marker: &'a str,
        /// Where its text begins.
        text: usize,
    },
    /// `== Title`.
    Title {
        /// How many marks.
        level: u8,
        /// Where its text begins.
        text: usize,
    },
    /// `include::target[]`: the target.
    Include(Bytes),
    /// The delimiter of a block in which nothing is read: listing, literal, passthrough, comment, code.
    Verbatim(&'a str),
    /// `|===`.
    Table,
    /// The delimiter of a block that holds blocks.
    Container(&'a str),
    /// A line that starts with white space.
    Indented,
    /// A rule, a page break, a condition.
    Skipped,
    /// Anything else.
    Text,
}

/// Reads a line that was trimmed at its end.
pub(super) fn read(line: &str) -> Line<'_> {
    let Some(&first) = line.as_bytes().first() else {
        return Line::Blank;
    };
    if let Some(delimiter) = delimiter(line) {
        return delimiter;
    }
    match first {
        b'/' if line.starts_with("//") && !line.starts_with("///") => Line::Comment,
        b':' => attribute(line).unwrap_or(Line::Text),
        b'[' if line.ends_with(']') && is_style(line) => Line::Style(&line[1..line.len() - 1]),
        b'=' | b'#' => title(line, first).unwrap_or(Line::Text),
        b'.' if !line[1..].starts_with(['.', ' ', '\t']) && line.len() > 1 => Line::BlockTitle,
        b'+' if line == "+" => Line::Continuation,
        b'i' if line.starts_with("include::") => include(line).unwrap_or(Line::Text),
        b'i' | b'e'
            if ["ifdef::", "ifndef::", "ifeval::", "endif::"]
                .iter()
                .any(|c| line.starts_with(c)) =>
        {
            Line::Skipped
        }
        b'\'' if line == "'''" => Line::Skipped,
        b'<' if line == "<<<" => Line::Skipped,
        b' ' | b'\t' => item(line).unwrap_or(Line::Indented),
        _ => item(line).unwrap_or(Line::Text),
    }
}

fn delimiter(line: &str) -> Option<Line<'_>> {
    let first = line.as_bytes()[0];
    if line == "--" {
        return Some(Line::Container(line));
    }
    if line == "|===" {
        return Some(Line::Table);
    }
    if line.starts_with("```") && !line[3..].contains('`') {
        return Some(Line::Verbatim("```"));
    }
    let run = line.len() >= 4 && line.bytes().all(|byte| byte == first);
    match first {
        b'-' | b'.' | b'+' | b'/' if run => Some(Line::Verbatim(line)),
        b'=' | b'*' | b'_' if run => Some(Line::Container(line)),
        _ => None,
    }
}

fn attribute(line: &str) -> Option<Line<'_>> {
    let name = &line[1..1 + line[1..].find(':')?];
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '!');
    let rest = &line[name.len() + 2..];
    if name.is_empty() || !name.chars().all(word) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let value = line.len() - rest.trim_start().len();
    Some(Line::Attribute { name, value })
}

/// A style line begins with a word, an anchor, a sign or nothing; `[x] done` and `[text]: …` are text.
fn is_style(line: &str) -> bool {
    let inner = &line[1..line.len() - 1];
    let anchor = inner.starts_with('[') && inner.ends_with(']');
    anchor || (!inner.starts_with([' ', '[']) && !inner.contains(']'))
}

fn title(line: &str, mark: u8) -> Option<Line<'_>> {
    let marks = line.bytes().take_while(|&byte| byte == mark).count();
    let rest = &line[marks..];
    let text = line.len() - rest.trim_start().len();
    let is_title = marks <= 6 && rest.starts_with([' ', '\t']) && text < line.len();
    is_title.then_some(Line::Title {
        level: marks as u8,
        text,
    })
}

fn include(line: &str) -> Option<Line<'_>> {
    let start = "include::".len();
    let end = line.find('[').filter(|&end| end > start && line.ends_with(']'))?;
    Some(Line::Include(start..end))
}

fn item(line: &str) -> Option<Line<'_>> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let first = *trimmed.as_bytes().first()?;
    let count = match first {
        b'*' | b'.' => trimmed.bytes().take_while(|&byte| byte == first).count(),
        b'-' => 1,
        b'0'..=b'9' => trimmed.bytes().take_while(u8::is_ascii_digit).count() + 1,
        _ => return None,
    };
    let marker = trimmed
        .get(..count)
        .filter(|marker| count <= 6 || !marker.starts_with(['*', '.']))?;
    let numbered = first.is_ascii_digit();
    if numbered && !marker.ends_with('.') {
        return None;
    }
    let rest = &trimmed[count..];
    let content = rest.trim_start();
    if content.is_empty() || content.len() == rest.len() {
        return None;
    }
    let unchecked = ["[ ] ", "[x] ", "[X] ", "[*] "]
        .iter()
        .find_map(|check| content.strip_prefix(check));
    let text = line.len() - unchecked.unwrap_or(content).len();
    let marker = if numbered { "." } else { &line[indent..indent + count] };
    Some(Line::Item { marker, text })
}

/// The id that a style line gives: `[id]` of an anchor line, `#id` of a short form, `id=…`.
pub(super) fn block_id(style: &str) -> Option<&str> {
    let id = match style.strip_prefix('[') {
        Some(anchor) => anchor.split([',', ']']).next(),
        None => {
            let short = style
                .split(',')
                .next()
                .and_then(|first| first.split_once('#'))
                .map(|(_, id)| id);
            let named = || style.split(',').find_map(|part| part.trim().strip_prefix("id="));
            let id = short.or_else(named)?;
            id.trim_matches(['"', '\'']).split(['.', '%']).next()
        }
    };
    id.filter(|id| !id.is_empty() && !id.contains(char::is_whitespace))
}

/// True when a style makes a listing of the paragraph below it.
pub(super) fn is_listing(style: &str) -> bool {
    let name = style.split([',', '#', '.', '%']).next().unwrap_or("").trim();
    matches!(name, "source" | "listing" | "literal") || (name.is_empty() && style.starts_with(','))
}

/// The language that `[source,yaml]` or `[,yaml]` names.
pub(super) fn language(style: &str) -> &str {
    match is_listing(style) {
        true => style
            .split(',')
            .nth(1)
            .map(str::trim)
            .filter(|name| !name.contains('='))
            .unwrap_or(""),
        false => "",
    }
}

/// Words that the name of an author has at most; more are a sentence.
const NAME: usize = 5;

/// True when a line below a document's title can be its authors.
pub(super) fn is_author(line: &str) -> bool {
    let is_start = line.starts_with(|c: char| c.is_alphabetic() || c == '{');
    let is_name = |name: &str| {
        let name = name.trim();
        let sentence =
            name.contains([',', ':', '|', '`', '[']) || (name.ends_with(['.', '!', '?']) && name.contains(' '));
        !sentence && name.split_whitespace().count() <= NAME
    };
    is_start && !line.contains("::") && persons(line).all(|person| is_name(&line[person]))
}

/// The names in an author line, `Ann Lee <ann@example.org>; Bo Ek`; people write `and` between them, too.
pub(super) fn authors(text: &str, line: Bytes) -> Vec<Bytes> {
    persons(&text[line.clone()])
        .map(|name| trim(text, line.start + name.start..line.start + name.end))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Where the names stand in an author line, without the addresses.
fn persons(line: &str) -> impl Iterator<Item = Bytes> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..).filter(|rest| !rest.is_empty())?;
        let semicolon = rest.find(';').map(|end| (end, 1));
        let and = rest.find(" and ").map(|end| (end, " and ".len()));
        let (end, length) = semicolon.into_iter().chain(and).min().unwrap_or((rest.len(), 0));
        let name = rest[..end].find('<').unwrap_or(end);
        let start = at;
        at += end + length.max(1);
        Some(start..start + name)
    })
}

/// True when a line below the authors is a revision.
pub(super) fn is_revision(text: &str, line: Bytes) -> bool {
    let (number, date) = revision(text, line);
    number.is_some() || date.is_some()
}

/// The number and the date of a revision line: `v0.1, 27.08.2020: remark`, `v2`, `2020-08-27`.
pub(super) fn revision(text: &str, line: Bytes) -> (Option<Bytes>, Option<Bytes>) {
    let raw = &text[line.clone()];
    // A remark follows a colon and a space.
    let raw = raw.split_once(": ").map_or(raw, |(before, _)| before);
    let (number, date) = match raw.find(',') {
        Some(comma) => (Some(0..comma), Some(comma + 1..raw.len())),
        None if raw.starts_with(['v', 'V']) => (Some(0..raw.len()), None),
        None => (None, Some(0..raw.len())),
    };
    let number = number.and_then(|range| {
        let digits = raw[range.clone()].find(|c: char| c.is_ascii_digit() || c == '{')?;
        Some(trim(text, line.start + range.start + digits..line.start + range.end))
    });
    let date = date
        .filter(|range| raw[range.clone()].contains(|c: char| c.is_ascii_digit() || c == '{'))
        .map(|range| trim(text, line.start + range.start..line.start + range.end));
    (number, date.filter(|range| !range.is_empty()))
}
