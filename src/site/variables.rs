//! What a template could have named where it names what does not exist. It fills nothing.

use crate::text::outline::{Origin, origin};
use crate::text::similar;
use serde_json::Value;
use std::collections::BTreeSet;

/// How many loops may stand in each other on the way to a value.
const DEPTH: usize = 8;

/// What there is in the place of something that is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// Whose names these are; empty for the variables of the page.
    of: String,
    /// What was asked for.
    wanted: String,
    /// What there is.
    names: BTreeSet<String>,
}

impl Known {
    /// What a template, at a line, could have named in place of what its error says to be undefined. `None` where nothing
    /// is, or where it cannot be told.
    pub(crate) fn of(message: &str, (template, line): (&str, usize), context: &Value) -> Option<Known> {
        let (_, said) = message.split_once("undefined")?;
        let path = said
            .split('`')
            .nth(1)
            .unwrap_or("")
            .replace("['", ".")
            .replace("']", "");
        let (of, wanted) = path.rsplit_once('.').unwrap_or(("", &path));
        let value = match of {
            "" => context,
            of => found((template, line), context, (of, DEPTH))?,
        };
        Some(Known {
            of: of.to_owned(),
            wanted: wanted.to_owned(),
            names: value.as_object()?.keys().cloned().collect(),
        })
    }

    /// Leaves what others have as well.
    pub(crate) fn keep(&mut self, others: &Known) {
        self.names.retain(|name| others.names.contains(name));
    }

    /// In words, for people.
    pub(crate) fn told(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let nearest = match similar::nearest(&self.wanted, names.iter().copied()) {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        match self.of.as_str() {
            "" => format!("there are: {}{nearest}", names.join(", ")),
            of => format!("`{of}` has: {}{nearest}", names.join(", ")),
        }
    }
}

/// The value behind `a.b.c` at a line of a template.
fn found<'c>(at: (&str, usize), context: &'c Value, (path, depth): (&str, usize)) -> Option<&'c Value> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = match origin(at.0, at.1, root) {
        None => context.get(root)?,
        Some(Origin::Each(these)) if depth > 0 => {
            let list = found(at, context, (these, depth - 1))?;
            list.as_array()?.first()?
        }
        Some(_) => return None,
    };
    let parts = rest.split('.').filter(|part| !part.is_empty());
    let mut parts = parts.map(|part| part.to_owned());
    parts.try_fold(value, |value, part| value.get(part))
}

#[cfg(test)]
mod tests {
    use super::Known;
    use serde_json::json;

    #[test]
    fn names_are_told_where_they_are_looked_for() {
        let context = json!({"frame": {"title": "x", "sections": [{"label": 1, "href": 2}]}, "kinds": []});
        let template = "{% for s in frame.sections %}\n{{ s.lable }}{% set own = 1 %}\n";
        let told = |said: &str| {
            let known = Known::of(
                &format!("undefined value: `{said}` is undefined"),
                (template, 2),
                &context,
            );
            known.map(|known| known.told())
        };
        for (said, expected) in [
            ("frme", Some("there are: frame, kinds; did you mean `frame`?")),
            ("nothing", Some("there are: frame, kinds")),
            (
                "frame.tilte",
                Some("`frame` has: sections, title; did you mean `title`?"),
            ),
            ("s.lable", Some("`s` has: href, label; did you mean `label`?")),
            ("own.x", None),
            (
                "frame['tilte']",
                Some("`frame` has: sections, title; did you mean `title`?"),
            ),
            ("kinds.x", None),
        ] {
            assert_eq!(told(said).as_deref(), expected, "{said}");
        }
        assert_eq!(Known::of("syntax error: x", (template, 1), &context), None);
    }
}
