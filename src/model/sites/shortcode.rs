//! Hugo's shortcodes `ref` and `relref`: links that stand outside of the grammar of Markdown. It resolves nothing.

use crate::syntax::markup::Markup;
use crate::text::search;
use crate::text::span::Range;

/// The targets that a text names by shortcodes, each with its place without quotes; none of code and comments.
pub(crate) fn references(text: &str, markup: &Markup) -> Vec<Range> {
    let mut found = Vec::new();
    if search::find(text, "ref").is_none() || search::find(text, "{{").is_none() {
        return found;
    }
    let closing = [("{{<", ">}}"), ("{{%", "%}}")];
    let mut at = markup.body.start as usize;
    while let Some(start) = text
        .get(at..)
        .and_then(|rest| search::find(rest, "{{"))
        .map(|next| at + next)
    {
        at = start + 2;
        let Some((_, close)) = closing.iter().find(|(open, _)| text[start..].starts_with(open)) else {
            continue;
        };
        // A call stands on few lines: a mark that nobody closes does not make this slow.
        let inside = text.get(start + 3..).map_or("", |rest| first(rest, LONG));
        let Some(length) = search::find(inside, close) else {
            continue;
        };
        if let Some(range) = target(&inside[..length]) {
            found.push(range.shifted(start + 3));
        }
        at = start + 3 + length;
    }
    let fences: Vec<Range> = markup.fences.iter().map(|fence| fence.range).collect();
    let hidden = |range: &Range| {
        [&fences, &markup.comments]
            .into_iter()
            .any(|places| is_in(places, range))
    };
    found.retain(|range| !hidden(range));
    found
}

/// Whether one of the places, which are in the order of the text, holds a range.
fn is_in(places: &[Range], range: &Range) -> bool {
    let next = places.partition_point(|place| place.end <= range.start);
    places.get(next).is_some_and(|place| place.contains(*range))
}

/// What the links that these references are have as their field.
pub(crate) const FIELD: &str = "ref";

/// How many bytes a call may have.
const LONG: usize = 1024;

fn first(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The target of `ref "x"`, `relref path="x"` and their like: the value of `path`, or the first one.
fn target(call: &str) -> Option<Range> {
    let name = call.split_whitespace().next()?;
    if !matches!(name, "ref" | "relref") {
        return None;
    }
    let from = call.find(name)? + name.len();
    let rest = &call[from..];
    let start = match rest.find("path=") {
        Some(at) => at + "path=".len(),
        None => rest.find(|c: char| !c.is_whitespace())?,
    };
    let value = &rest[start..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let (skip, end) = match quote {
        Some(quote) => (1, value[1..].find(quote)? + 1),
        None => (0, value.find(char::is_whitespace).unwrap_or(value.len())),
    };
    let range = Range::new(from + start + skip, from + start + end);
    let text = range.of(call);
    // `lang=de` alone names no page.
    let is_named = quote.is_none() && text.contains('=');
    (!is_named && !text.is_empty() && !text.contains("{{")).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::references;
    use crate::syntax::markdown;
    use crate::text::span::Range;

    #[test]
    fn targets_are_found_as_hugo_reads_them() {
        let text = "[x]({{< ref \"./a.md\" >}}) {{% relref '/b' %}} {{<ref c.md#d>}} {{< relref path=\"e\" lang=\"de\" >}}\n\
             {{</* ref \"no\" */>}} {{< figure src=\"no\" >}} {{< ref lang=\"de\" >}} {{ ref \"no\" }} {{< ref \"open\n\n\
             ```\n{{< ref \"no\" >}}\n```\n<!-- {{< ref \"no\" >}} -->\n";
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let found: Vec<&str> = references(text, &markup).iter().map(|range| range.of(text)).collect();
        assert_eq!(found, ["./a.md", "/b", "c.md#d", "e"]);
    }
}
