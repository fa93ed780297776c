//! Placeholders that blank forms leave behind, as places in a text. It knows texts, no rule.

use crate::text::span::Range;

/// Longest placeholder, in bytes: what is longer is prose or code.
const LONGEST: usize = 400;

/// The placeholders of a text in its order: `{{ title }}` and `{short title of the problem}`. Nothing inside `silent`
/// (sorted) or between backquotes is one, nor is what a machine reads: `${{ … }}`, `{{< … >}}`, `{{ .Values.x }}`,
/// `{"a": 1}`, `{id}`.
pub(crate) fn find(text: &str, silent: &[Range]) -> Vec<Range> {
    let mut found: Vec<Range> = Vec::new();
    let mut silent = silent.iter().peekable();
    for (at, _) in text.match_indices('{') {
        while silent.next_if(|range| range.end as usize <= at).is_some() {}
        let is_silent = silent.peek().is_some_and(|range| range.start as usize <= at);
        let is_inside = found.last().is_some_and(|last| at < last.end as usize);
        if is_silent || is_inside || text[..at].ends_with(['$', '{', '#', '%', '\\', '(', '/']) || is_code(text, at) {
            continue;
        }
        if let Some(length) = length(&text[at..]) {
            found.push(Range::new(at, at + length));
        }
    }
    found
}

/// Length of the placeholder with which `text` starts, if it is one.
fn length(text: &str) -> Option<usize> {
    let close = text.bytes().take(LONGEST).position(|b| b == b'}')?;
    if let Some(inner) = text[1..close].strip_prefix('{') {
        let is_word = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '_' | '-');
        let is_name = !inner.trim().is_empty() && inner.chars().all(is_word) && !inner.starts_with('-');
        return (is_name && text[close + 1..].starts_with('}')).then_some(close + 2);
    }
    let inner = &text[1..close];
    let is_prose =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '\'' | '’' | '…' | '-' | '/' | '|' | '?');
    let starts_well = inner.starts_with(char::is_alphanumeric) && !inner.ends_with(' ');
    // Two words in braces may be a set or a path; three are a request.
    let words = inner
        .split(' ')
        .filter(|word| word.chars().all(char::is_alphabetic) && !word.is_empty());
    (starts_well && inner.chars().all(is_prose) && words.count() >= 3).then_some(close + 1)
}

/// True when an odd number of backquotes stands before `at` on its line.
fn is_code(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].matches('`').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::text::span::Range;

    fn first(text: &str) -> Option<&str> {
        find(text, &[]).first().map(|range| range.of(text))
    }

    #[test]
    fn finds_what_forms_leave_behind() {
        assert_eq!(first("# {{ title }}\n"), Some("{{ title }}"));
        assert_eq!(
            first("# {short title, of the problem}\n"),
            Some("{short title, of the problem}")
        );
        assert_eq!(find("{a b c} and {d e f}", &[]).len(), 2);
    }

    #[test]
    fn leaves_machines_alone() {
        for text in [
            "`{{ title }}`",
            "${{ matrix.os }}",
            "{{ .Values.x }}",
            "{{< ref >}}",
            "{{% note %}}",
            "{{ $labels.pod }}",
            "{\"a\": \"b c d\"}",
            "/apis/{id}",
            "{ accepted }",
            "{a, b}",
            "{%- if x y z -%}",
            "<%= x %>",
            "{",
            "{{",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
        assert_eq!(find("x {a b c}", &[Range::new(0, 9)]), []);
    }
}
