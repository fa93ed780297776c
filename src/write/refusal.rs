//! Why a change was not thought out. It knows no command and no terminal.

use std::error::Error;
use std::fmt;

/// What is wrong, and what to do. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, with `path:line:column` where there is a place.
    pub message: String,
    /// What to do. Lines that start with two spaces are a list that belongs to the line before them.
    pub help: String,
}

/// Things that are listed; more are counted.
const LISTED: usize = 10;

impl Refusal {
    /// From its two lines.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal {
            message: message.into(),
            help: help.into(),
        }
    }

    /// With a list under its help, one thing on a line; where there are many, the first of them and how many more.
    pub fn listing(mut self, things: impl ExactSizeIterator<Item = String>) -> Self {
        let more = things.len().saturating_sub(LISTED);
        for thing in things.take(LISTED) {
            // A name with line ends in it is one thing all the same.
            let line = thing.replace(['\r', '\n'], " ");
            self.help.push_str(&format!("\n  {line}"));
        }
        if more > 0 {
            self.help.push_str(&format!("\n  and {more} more"));
        }
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\n{}", self.message, self.help)
    }
}

impl Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn a_list_has_one_thing_on_a_line_and_ends() {
        let listed = |count: usize| {
            let things: Vec<String> = (1..=count).map(|n| format!("a\n{n}")).collect();
            Refusal::new("several", "name one:").listing(things.into_iter()).help
        };
        assert_eq!(listed(2), "name one:\n  a 1\n  a 2");
        assert_eq!(listed(10).lines().count(), 11);
        assert!(listed(12).ends_with("\n  a 10\n  and 2 more"), "{}", listed(12));
    }
}
