//! Places for values in a text: `{{ name }}`. Other things in double braces, as Go's and Jinja's templates have them, are
//! none.

use crate::model::runbook::inputs::is_name;
use crate::text::span::Range;

/// A place for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place<'t> {
    /// The name of the input.
    pub(crate) name: &'t str,
    /// The bytes, braces included.
    pub(crate) range: Range,
}

/// The place that begins at this byte, which must be the bound of a character.
pub(crate) fn at(text: &str, start: usize) -> Option<Place<'_>> {
    let inner = text.get(start..)?.strip_prefix("{{")?;
    // No longer than a name with some blanks around it: a text of braces alone costs no more than its length.
    let limit = inner.len().min(100);
    let close = inner.as_bytes()[..limit].windows(2).position(|pair| pair == b"}}")?;
    let name = inner.get(..close)?.trim_matches([' ', '\t']);
    is_name(name).then(|| Place {
        name,
        range: Range::new(start, start + close + 4),
    })
}

/// All of them, in their order.
pub(crate) fn all(text: &str) -> impl Iterator<Item = Place<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(skip) = text.get(from..)?.find("{{") {
            match at(text, from + skip) {
                Some(place) => {
                    from = place.range.end as usize;
                    return Some(place);
                }
                None => from += skip + 1,
            }
        }
        from = text.len();
        None
    })
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn names_in_double_braces_and_nothing_else() {
        let text =
            "{{a}} {{ b-c }} {{\td_1 }}{{.x}} {{range .y}} {{ X }} {{ a b }} {{{z}}} {{\ny}} {{{{ q }} {{é}} {{ x";
        let names: Vec<_> = all(text).map(|place| place.name).collect();
        assert_eq!(names, ["a", "b-c", "d_1", "z", "q"]);
        assert!(all(text).all(|place| place.range.of(text).starts_with("{{")));
        assert_eq!(all(&"{".repeat(1_000_000)).count(), 0);
    }
}
