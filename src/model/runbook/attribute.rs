//! What stands behind the three marks that open a code block: a language, then words and `key=value`, bare, in braces, or as
//! JSON in braces. It knows neither steps nor what the words mean.

use crate::text::span::Range;

/// The line that opens a code block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Opening {
    /// The language; empty where there is none.
    pub(crate) language: String,
    /// Where the language is written.
    pub(crate) language_range: Range,
    /// What follows it, in its order.
    pub(crate) attributes: Vec<Attribute>,
}

/// A word, or a key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribute {
    /// The word or the key.
    pub(crate) key: String,
    /// The value behind `=`, without its quotes.
    pub(crate) value: Option<String>,
    /// Where it is written.
    pub(crate) range: Range,
}

/// Reads the line that begins at `start` of a file's text, at the marks.
pub(crate) fn read(text: &str, start: usize) -> Opening {
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let marks = line.len() - line.trim_start_matches(['`', '~']).len();
    let rest = &line[marks..];
    let from = marks + (rest.len() - rest.trim_start().len());
    let rest = &line[from..];
    let end = rest
        .find(|c: char| c.is_whitespace() || c == '{' || c == ',')
        .unwrap_or(rest.len());
    let end = if rest[..end].contains('=') { 0 } else { end };
    let mut opening = Opening {
        language: rest[..end].to_owned(),
        language_range: Range::new(start + from, start + from + end),
        attributes: Vec::new(),
    };
    let at = from + end;
    opening.attributes = match json(&line[at..], start + at) {
        Some(attributes) => attributes,
        None => words(&line[at..], start + at),
    };
    opening
}

/// `{"name": "x"}`, each value as text.
fn json(text: &str, base: usize) -> Option<Vec<Attribute>> {
    let (open, close) = (text.find('{')?, text.rfind('}')?);
    let inner = text.get(open..=close)?;
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(inner).ok()?;
    let range = Range::new(base + open, base + close + 1);
    let attribute = |(key, value): (String, serde_json::Value)| Attribute {
        key,
        value: Some(match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        }),
        range,
    };
    Some(object.into_iter().map(attribute).collect())
}

/// Words and `key=value`. Braces around them are blanks.
fn words(text: &str, base: usize) -> Vec<Attribute> {
    let mut found = Vec::new();
    let is_between = |c: char| c.is_whitespace() || matches!(c, '{' | '}');
    let mut at = 0;
    while let Some(skip) = text[at..].find(|c: char| !is_between(c)) {
        let start = at + skip;
        let end =
            |from: usize, is_end: &dyn Fn(char) -> bool| text[from..].find(is_end).map_or(text.len(), |n| from + n);
        let key_end = end(start, &|c| is_between(c) || c == '=');
        let key = text[start..key_end].to_owned();
        let mut value = None;
        at = key_end;
        if text[key_end..].starts_with('=') {
            let from = key_end + 1;
            let quote = text[from..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let (inner, after) = match quote {
                Some(quote) => {
                    let close = end(from + 1, &|c| c == quote);
                    (from + 1..close, (close + 1).min(text.len()))
                }
                None => {
                    let close = end(from, &is_between);
                    (from..close, close)
                }
            };
            value = Some(text[inner].to_owned());
            at = after;
        }
        let range = Range::new(base + start, base + at);
        found.push(Attribute { key, value, range });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Opening, read};

    fn shown(opening: &Opening) -> String {
        let attributes = opening.attributes.iter().map(|one| match &one.value {
            Some(value) => format!(" {}=<{value}>", one.key),
            None => format!(" {}", one.key),
        });
        format!("{}{}", opening.language, attributes.collect::<String>())
    }

    #[test]
    fn every_way_of_writing_them() {
        for (line, expected) in [
            ("```sh", "sh"),
            ("``` sh check", "sh check"),
            ("```bash check name=a needs=b,c\r", "bash check name=<a> needs=<b,c>"),
            ("~~~~sh {act timeout=5m}", "sh act timeout=<5m>"),
            (
                "```sh { name=deploy interactive=false }",
                "sh name=<deploy> interactive=<false>",
            ),
            ("```sh{name=a}", "sh name=<a>"),
            (
                "```sh {\"name\":\"a b\",\"background\":true}",
                "sh name=<a b> background=<true>",
            ),
            ("```sh name=\"a b\" x='y' z=\"q", "sh name=<a b> x=<y> z=<q>"),
            ("```sh {\"name\":}", "sh \"name\":"),
            ("```{note}", " note"),
            ("``` é=ö =", " é=<ö> =<>"),
            ("```", ""),
            ("", ""),
        ] {
            assert_eq!(shown(&read(line, 0)).trim_end_matches("```"), expected, "{line}");
        }
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "é\n```sh  { name=\"a b\" x }\n";
        let opening = read(text, 3);
        let of = |at: usize| opening.attributes[at].range.of(text);
        assert_eq!(
            (opening.language_range.of(text), of(0), of(1)),
            ("sh", "name=\"a b\"", "x")
        );
    }
}
