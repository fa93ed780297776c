//! The statement of a sequence diagram that tells of a participant: `participant A as Alice`.

use crate::syntax::mermaid::chart::Problem;
use crate::syntax::mermaid::lines::Line;

/// A participant as it is written.
pub(super) struct Written<'a> {
    pub(super) name: &'a str,
    /// How it is drawn: one of [`SORTS`], or `participant`.
    pub(super) sort: &'static str,
    /// What is shown for the name, where that is given.
    pub(super) label: Option<&'a str>,
}

/// How participants may be drawn.
const SORTS: [&str; 7] = [
    "actor",
    "boundary",
    "control",
    "entity",
    "database",
    "collections",
    "queue",
];

/// Reads `participant A as Alice`, `actor A`, `participant A@{ "type": "queue" } as Jobs`; nothing where it is none of them.
pub(super) fn read<'a>(line: &Line<'a>) -> Result<Option<Written<'a>>, Problem> {
    let words = ["participant", "actor"];
    let Some((word, rest)) = words.iter().find_map(|word| Some((*word, line.after(word)?))) else {
        return Ok(None);
    };
    let mut written = Written {
        name: rest,
        sort: word,
        label: None,
    };
    if let Some((name, inner)) = rest.split_once("@{") {
        let Some((inner, behind)) = inner.split_once('}') else {
            return Err(line.wrong(&rest[name.len()..], "the properties that begin here do not end"));
        };
        let given = property(inner, "type").unwrap_or("participant");
        written.sort = SORTS.into_iter().find(|sort| *sort == given).unwrap_or(word);
        written.name = name;
        let label = behind.trim_start().strip_prefix("as ");
        written.label = label.or_else(|| property(inner, "alias"));
    } else if let Some((name, label)) = alias(rest) {
        (written.name, written.label) = (name, Some(label));
    }
    Ok(Some(written))
}

/// A name and what stands behind ` as `.
fn alias(rest: &str) -> Option<(&str, &str)> {
    let at = rest.match_indices("as").map(|(at, _)| at).find(|&at| {
        let is_gap = |c: Option<char>| c.is_some_and(char::is_whitespace);
        is_gap(rest[..at].chars().next_back()) && is_gap(rest[at + 2..].chars().next())
    })?;
    Some((&rest[..at], &rest[at + 2..]))
}

/// The value of a property: `"type": "queue"`.
fn property<'t>(inner: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = inner.split_once(name)?;
    let rest = rest
        .trim_start_matches(['"', '\''])
        .trim_start()
        .strip_prefix(':')?
        .trim();
    let rest = rest.trim_start_matches(['"', '\'']);
    Some(rest.split(['"', '\'', ',']).next().unwrap_or(rest).trim())
}
