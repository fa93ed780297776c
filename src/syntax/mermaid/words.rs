//! The words of Mermaid that mean the same in every diagram: where it begins, and how its texts read.

use crate::syntax::mermaid::chart::{Direction, Told};

/// The first line that says something, and its place: what comes before are settings and comments.
pub(super) fn head(code: &str) -> (usize, &str) {
    let mut at = 0;
    let mut in_settings = false;
    for line in code.split_inclusive('\n') {
        let text = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        match text {
            "---" => in_settings = !in_settings,
            _ if in_settings || text.is_empty() || text.starts_with("%%") => {}
            _ => return (start, text),
        }
    }
    (code.len(), "")
}

/// Sorts that have a statement for their title.
const TITLED: [&str; 4] = ["gantt", "pie", "sequenceDiagram", "timeline"];

/// What a diagram whose head stands at `at` is called, in its settings and in its statements.
pub(super) fn told(code: &str, at: usize) -> Told {
    let mut told = Told::default();
    let settings = code.get(..at).unwrap_or("");
    for line in settings.lines().skip_while(|line| line.trim() != "---") {
        if let Some(title) = line.strip_prefix("title:") {
            told.title = plain(title.trim().trim_matches('\''));
        }
    }
    let mut rest = code.get(at..).unwrap_or("");
    // In the others it may be the name of a box.
    let has_title = TITLED.iter().any(|word| rest.starts_with(word));
    while !rest.is_empty() {
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        let text = line.trim();
        rest = next;
        if let Some(title) = title(text).filter(|title| has_title && !title.is_empty()) {
            told.title = plain(title);
        } else if let Some(name) = text.strip_prefix("accTitle:") {
            told.name = plain(name);
        } else if let Some(text) = text.strip_prefix("accDescr") {
            let text = text.trim_start();
            if let Some(description) = text.strip_prefix(':') {
                told.description = plain(description);
            } else if let Some(first) = text.strip_prefix('{') {
                let (inner, behind) = next
                    .split_once('}')
                    .filter(|_| !first.contains('}'))
                    .unwrap_or(("", next));
                told.description = plain(&format!("{} {inner}", first.trim_end_matches('}')).replace('\n', " "));
                rest = behind;
            }
        }
    }
    told
}

/// The title of a statement: `title Words`, `title: Words`, `pie showData title Words`.
fn title(text: &str) -> Option<&str> {
    let text = match text.strip_prefix("pie ") {
        Some(rest) => rest.trim_start().trim_start_matches("showData").trim_start(),
        None => text,
    };
    let rest = text.strip_prefix("title")?;
    rest.strip_prefix([':', ' ', '\t']).map(str::trim)
}

/// The direction of a diagram by its word.
pub(super) fn direction(word: &str) -> Option<Direction> {
    Some(match word.trim() {
        "TB" | "TD" => Direction::Down,
        "BT" => Direction::Up,
        "LR" => Direction::Right,
        "RL" => Direction::Left,
        _ => return None,
    })
}

/// A text as it reads: no quotes, no tags but line breaks, no marks of emphasis, entities resolved.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let text = text
        .strip_prefix('`')
        .and_then(|text| text.strip_suffix('`'))
        .unwrap_or(text);
    let text = text.replace("\\n", "\n").replace("**", "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '#', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'<' => tag(rest, &mut out),
            _ => entity(rest, &mut out),
        };
        if taken == 0 {
            out.push_str(&rest[..1]);
        }
        rest = &rest[taken.max(1)..];
    }
    out.push_str(rest);
    let lines: Vec<String> = out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n").trim().to_owned()
}

/// A text whose `~` stand for the brackets around types: the first of a pair opens.
pub(super) fn generic(text: &str) -> String {
    let mut open = 0;
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = c == '~' && chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '~' if opens && (open == 0 || text.matches('~').count() > 2) => {
                open += 1;
                out.push('<');
            }
            '~' if open > 0 => {
                open -= 1;
                out.push('>');
            }
            c => out.push(c),
        }
    }
    out.trim().replace(" ~", " ")
}

/// The length of a tag; a line break is one in the text, every other tag is nothing.
fn tag(rest: &str, out: &mut String) -> usize {
    let name = rest[1..].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    let Some(end) = rest.find('>') else {
        return 0;
    };
    if name.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br")) {
        out.push('\n');
    }
    end + 1
}

/// The length of an entity as Mermaid writes it (`#quot;`, `#35;`) or as HTML does.
fn entity(rest: &str, out: &mut String) -> usize {
    let Some(end) = rest.bytes().take(10).position(|byte| byte == b';') else {
        return 0;
    };
    let name = rest[1..end].trim_start_matches('#');
    let sign = match name {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => name.parse().ok().and_then(char::from_u32),
    };
    let Some(sign) = sign else {
        return 0;
    };
    out.push(sign);
    end + 1
}

#[cfg(test)]
mod tests {
    use super::{head, plain, told};

    #[test]
    fn diagrams_are_called_something() {
        for (code, title, name, description) in [
            ("---\ntitle: \"A b\"\n---\ngraph TD\n", "A b", "", ""),
            (
                "sequenceDiagram\n title: x <b>\n accTitle: n\n accDescr: d\n",
                "x",
                "n",
                "d",
            ),
            ("pie showData title P\naccDescr {\n a\n  b }\n", "P", "", "a b"),
            ("graph TD\naccDescr { a }\nx}", "", "", "a"),
            ("graph TD\naccDescr {", "", "", ""),
        ] {
            let told = told(code, head(code).0);
            let found = (told.title.as_str(), told.name.as_str(), told.description.as_str());
            assert_eq!(found, (title, name, description), "{code}");
        }
    }

    #[test]
    fn texts_read_as_they_are_meant() {
        for (text, read) in [
            ("\"a <b>b</b><br/>c\"", "a b\nc"),
            ("#quot;x#quot; #35;1 &lt; C#", "\"x\" #1 < C#"),
            ("`**bold** text`", "bold text"),
            ("a < b\\nc", "a < b\nc"),
        ] {
            assert_eq!(plain(text), read);
        }
        assert_eq!(head("%%{init: {}}%%\n\n  graph TD\n"), (18, "graph TD"));
    }
}
