//! The statements of a state diagram, one after another.

use crate::syntax::mermaid::chart::Problem;
use crate::syntax::mermaid::lines::Line;
use crate::syntax::mermaid::states::{Change, Mark, State, States};
use crate::syntax::mermaid::words::{direction, plain};
use std::collections::HashMap;

/// Statements that draw nothing.
const SKIPPED: [&str; 7] = ["classDef", "class", "style", "click", "hide", "scale", "title"];
/// States in states that are still read.
const DEEPEST: usize = 12;

/// A state whose inside is being read.
struct Open {
    state: usize,
    part: usize,
    /// The byte where it begins.
    at: usize,
}

/// A state diagram that is being read.
#[derive(Default)]
pub(super) struct Reader<'a> {
    found: States,
    names: HashMap<&'a str, usize>,
    /// The marks of each inside: where it starts, and where it ends.
    marks: HashMap<(Option<(usize, usize)>, bool), usize>,
    open: Vec<Open>,
    /// A note of several lines: where it begins, its state, its lines.
    note: Option<(usize, Option<usize>, Vec<String>)>,
}

impl<'a> Reader<'a> {
    /// How many states or arrows were read.
    pub(super) fn parts(&self) -> usize {
        self.found.states.len().max(self.found.changes.len())
    }

    /// What was read; a problem where something has no end.
    pub(super) fn finish(self) -> Result<States, Problem> {
        let (at, message) = match (self.note, self.open.last()) {
            (Some((at, _, _)), _) => (at, "this note has no `end note`"),
            (None, Some(open)) => (open.at, "this state has no `}`"),
            (None, None) => return Ok(self.found),
        };
        let message = message.to_owned();
        Err(Problem { at, message })
    }

    pub(super) fn statement(&mut self, line: Line<'a>) -> Result<(), Problem> {
        if let Some((_, _, lines)) = &mut self.note {
            if line.text.eq_ignore_ascii_case("end note") {
                self.end_note();
            } else {
                lines.push(plain(line.text));
            }
            return Ok(());
        }
        if SKIPPED.iter().any(|word| line.after(word).is_some()) {
            return Ok(());
        }
        if line.text == "}" {
            return match self.open.pop() {
                Some(_) => Ok(()),
                None => Err(line.wrong(line.text, "this `}` ends no state")),
            };
        }
        if line.text == "--" {
            return match self.open.last_mut() {
                Some(open) => {
                    open.part += 1;
                    Ok(())
                }
                None => Err(line.wrong(line.text, "a `--` parts the inside of a state only")),
            };
        }
        if let Some(word) = line.after("direction") {
            let found = direction(word).ok_or_else(|| line.wrong(word, "a diagram goes `TB`, `BT`, `LR` or `RL`"))?;
            match self.open.last() {
                Some(open) => self.found.states[open.state].direction = found,
                None => self.found.direction = found,
            }
            return Ok(());
        }
        if let Some(rest) = line.after("note") {
            return self.begin_note(&line, rest);
        }
        if let Some(rest) = line.after("state") {
            return self.declared(&line, rest);
        }
        // The last statement of a state may stand before the `}` that ends it.
        if let Some(inner) = line.text.strip_suffix('}').filter(|_| !self.open.is_empty()) {
            self.statement(Line {
                at: line.at,
                text: inner.trim_end(),
            })?;
            self.open.pop();
            return Ok(());
        }
        self.change(&line)
    }

    fn within(&self) -> Option<(usize, usize)> {
        self.open.last().map(|open| (open.state, open.part))
    }

    /// The state of a name, which is a new one if it was not told of yet.
    fn named(&mut self, line: &Line<'a>, text: &'a str) -> Result<usize, Problem> {
        let name = text.split(":::").next().unwrap_or(text).trim();
        let is_name = |c: char| c.is_alphanumeric() || "_-.'/+@#".contains(c);
        if let Some(bad) = name.find(|c| !is_name(c)) {
            return Err(line.wrong(
                name[bad..].trim_start(),
                "an arrow `-->` was expected here, or a `:` and what the state says",
            ));
        }
        if name.is_empty() {
            return Err(line.wrong(text, "the name of a state was expected here"));
        }
        if let Some(&state) = self.names.get(name) {
            return Ok(state);
        }
        let state = self.push(State {
            label: name.to_owned(),
            ..State::default()
        });
        self.names.insert(name, state);
        Ok(state)
    }

    fn push(&mut self, state: State) -> usize {
        let within = self.within();
        self.found.states.push(State { within, ..state });
        self.found.states.len() - 1
    }

    /// An end of an arrow: a name, or `[*]`.
    fn end(&mut self, line: &Line<'a>, text: &'a str, mark: Mark) -> Result<usize, Problem> {
        let name = text.split(":::").next().unwrap_or(text);
        if name.trim() != "[*]" {
            return self.named(line, text);
        }
        let key = (self.within(), mark == Mark::Start);
        if let Some(&state) = self.marks.get(&key) {
            return Ok(state);
        }
        let state = self.push(State {
            mark,
            ..State::default()
        });
        self.marks.insert(key, state);
        Ok(state)
    }

    /// `A --> B: text`, `A: text`, `A`.
    fn change(&mut self, line: &Line<'a>) -> Result<(), Problem> {
        let Some((from, rest)) = line.text.split_once("-->") else {
            let (name, text) = match described(line.text) {
                Some((name, text)) => (name, Some(text)),
                None => (line.text, None),
            };
            let state = self.named(line, name)?;
            if let Some(text) = text.map(plain).filter(|text| !text.is_empty()) {
                self.found.states[state].lines.push(text);
            }
            return Ok(());
        };
        let (to, label) = described(rest).unwrap_or((rest, ""));
        let from = self.end(line, from, Mark::Start)?;
        let to = self.end(line, to, Mark::End)?;
        let label = plain(label);
        self.found.changes.push(Change {
            ends: (from, to),
            label,
        });
        Ok(())
    }

    /// `state "text" as A`, `state A <<choice>>`, `state A {`.
    fn declared(&mut self, line: &Line<'a>, rest: &'a str) -> Result<(), Problem> {
        let (rest, label) = match rest.strip_prefix('"') {
            None => (rest, None),
            Some(quoted) => {
                let Some((label, behind)) = quoted.split_once('"') else {
                    return Err(line.wrong(rest, "the text that begins here does not end"));
                };
                match behind.trim_start().strip_prefix("as ") {
                    Some(name) => (name, Some(label)),
                    None => return Err(line.wrong(behind, "`as` and the name of the state were expected here")),
                }
            }
        };
        let (name, inside) = match rest.split_once('{') {
            Some((name, inside)) => (name, Some(inside)),
            None => (rest, None),
        };
        let marks = [("choice", Mark::Choice), ("fork", Mark::Bar), ("join", Mark::Bar)];
        let mut mark = None;
        let mut name = name.trim();
        for (word, found) in marks {
            let given = [format!("<<{word}>>"), format!("[[{word}]]")];
            if let Some(before) = given.iter().find_map(|given| name.strip_suffix(given.as_str())) {
                (name, mark) = (before, Some(found));
            }
        }
        let (name, text) = described(name).unwrap_or((name, ""));
        let state = self.named(line, name)?;
        let found = &mut self.found.states[state];
        found.mark = mark.unwrap_or(found.mark);
        if let Some(label) = label {
            found.label = plain(label);
        }
        if !text.trim().is_empty() {
            found.lines.push(plain(text));
        }
        match inside {
            Some(inside) => self.enter(line, state, inside),
            None => Ok(()),
        }
    }

    /// Goes on inside of a state, which may begin on the same line.
    fn enter(&mut self, line: &Line<'a>, state: usize, inside: &'a str) -> Result<(), Problem> {
        let holds_itself = self.open.iter().any(|open| open.state == state);
        if holds_itself || self.open.len() >= DEEPEST {
            return Err(line.wrong(line.text, "states stand too deep in each other here, or one in itself"));
        }
        self.open.push(Open {
            state,
            part: 0,
            at: line.at,
        });
        let inside = inside.trim();
        match inside.is_empty() {
            true => Ok(()),
            false => {
                let at = line.at + line.text.len() - inside.len();
                self.statement(Line { at, text: inside })
            }
        }
    }

    fn begin_note(&mut self, line: &Line<'a>, rest: &'a str) -> Result<(), Problem> {
        if let Some(quoted) = rest.strip_prefix('"') {
            let text = quoted.split('"').next().unwrap_or(quoted);
            self.note = Some((line.at, None, vec![plain(text)]));
            self.end_note();
            return Ok(());
        }
        let sides = ["left of", "right of"];
        let Some(rest) = sides.iter().find_map(|words| {
            let (head, rest) = rest.split_at_checked(words.len())?;
            head.eq_ignore_ascii_case(words).then_some(rest)
        }) else {
            return Err(line.wrong(rest, "`left of` or `right of` was expected here"));
        };
        let (name, text) = match described(rest) {
            Some((name, text)) => (name, Some(text)),
            None => (rest, None),
        };
        let state = self.named(line, name)?;
        self.note = Some((line.at, Some(state), Vec::new()));
        if let (Some(text), Some((_, _, lines))) = (text, &mut self.note) {
            lines.push(plain(text));
            self.end_note();
        }
        Ok(())
    }

    fn end_note(&mut self) {
        let Some((_, state, lines)) = self.note.take() else {
            return;
        };
        let within = match state {
            Some(state) => self.found.states[state].within,
            None => self.within(),
        };
        self.found.states.push(State {
            label: lines.join("\n"),
            mark: Mark::Note,
            within,
            ..State::default()
        });
        if let Some(state) = state {
            let ends = (state, self.found.states.len() - 1);
            self.found.changes.push(Change {
                ends,
                label: String::new(),
            });
        }
    }
}

/// A name and what stands behind its `:`, which is none of `:::`.
fn described(text: &str) -> Option<(&str, &str)> {
    let at = text.match_indices(':').map(|(at, _)| at).find(|&at| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        !before.ends_with(':') && !after.starts_with(':')
    })?;
    Some((&text[..at], &text[at + 1..]))
}
