//! Notes and numbers of a sequence diagram as they are written.

use crate::syntax::mermaid::chart::{Problem, Side};
use crate::syntax::mermaid::lines::Line;
use crate::syntax::mermaid::message;

/// A note as it is written: its side, the names of the first and the last that it is about, its text.
type Written<'a> = (Side, (&'a str, &'a str), String);

/// Reads what stands behind `Note`: `right of A: text`, `over A,B: text`.
pub(super) fn read<'a>(line: &Line<'a>, rest: &'a str) -> Result<Written<'a>, Problem> {
    let Some((place, text)) = rest.split_once(':') else {
        return Err(line.short("a `:` and what the note says were expected here"));
    };
    let sides = [("over", Side::Over), ("left of", Side::Left), ("right of", Side::Right)];
    let found = sides.iter().find_map(|(words, side)| {
        let (head, rest) = place.split_at_checked(words.len())?;
        (head.eq_ignore_ascii_case(words) && rest.starts_with(char::is_whitespace)).then_some((*side, rest))
    });
    let Some((side, names)) = found else {
        return Err(line.wrong(rest, "`over`, `left of` or `right of` was expected here"));
    };
    let names = match names.split_once(',') {
        Some(names) if side == Side::Over => names,
        _ => (names, names),
    };
    Ok((side, names, message::said(text)))
}

/// `autonumber`, `autonumber 10`, `autonumber 10 5`, `autonumber off`.
pub(super) fn numbers(line: &Line, rest: &str) -> Result<Option<(i64, i64)>, Problem> {
    if rest.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    let mut numbers = [1, 1];
    for (at, word) in rest.split_whitespace().enumerate() {
        match (numbers.get_mut(at), word.parse()) {
            (Some(number), Ok(read)) => *number = read,
            _ => return Err(line.wrong(word, "a number was expected here, or `off`")),
        }
    }
    Ok(Some((numbers[0], numbers[1])))
}
