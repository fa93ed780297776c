//! A pie: shares of a whole. It knows no picture.
//!
//! Source of the grammar: the page "Pie chart diagrams" of Mermaid's documentation.

use crate::syntax::mermaid::chart::{MOST, Problem};
use crate::syntax::mermaid::lines::{Ends, lines};
use crate::syntax::mermaid::words::plain;

/// A pie.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pie {
    /// What the shares are called, and how large they are.
    pub shares: Vec<(String, f64)>,
    /// Whether the values are shown besides the shares of a hundred.
    pub shows_values: bool,
}

/// Reads what stands behind the head of a pie: `showData`, `title Words`, and lines such as `"Cats" : 386`.
pub(super) fn read(code: &str, from: usize) -> Result<Pie, Problem> {
    let mut pie = Pie::default();
    for line in lines(code, from, Ends::Semicolon) {
        let text = line.after("showData").unwrap_or(line.text);
        pie.shows_values |= text.len() < line.text.len();
        if text.is_empty() || text.starts_with("title") {
            continue;
        }
        let split = text.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let (name, rest) = split.ok_or_else(|| line.wrong(text, "a name in quotes was expected here"))?;
        let Some(value) = rest.trim_start().strip_prefix(':').map(str::trim) else {
            return Err(line.wrong(rest.trim_start(), "a `:` and a number were expected here"));
        };
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match value.parse::<f64>() {
            Ok(number) if is_number && number > 0.0 && number < 1e15 => pie.shares.push((plain(name), number)),
            _ => return Err(line.wrong(value, "a number above 0 was expected here")),
        }
        if pie.shares.len() > MOST {
            return Err(line.wrong(text, &format!("with this line it has more than {MOST} shares")));
        }
    }
    Ok(pie)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn shares_are_read() {
        let pie = read(" showData title A pie\n\"Cats <b>\" : 386\n \"Dogs\": 85.9\n", 0);
        let pie = pie.unwrap_or_else(|problem| panic!("{problem:?}"));
        assert_eq!(pie.shares, [("Cats".to_owned(), 386.0), ("Dogs".to_owned(), 85.9)]);
        assert!(pie.shows_values);
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (code, at) in [
            ("Cats : 3\n", 0),
            ("\"Cats\" 3\n", 7),
            ("\"Cats\" : x\n", 9),
            ("\"Cats\" : -1\n", 9),
            ("\"Cats\" : inf\n", 9),
            ("\"Cats\" : 0\n", 9),
        ] {
            assert_eq!(read(code, 0).err().map(|problem| problem.at), Some(at), "{code}");
        }
    }
}
