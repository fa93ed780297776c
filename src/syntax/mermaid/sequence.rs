//! A sequence diagram: who takes part, and what they say to each other in which order. It knows no picture.
//!
//! Source of the grammar: the page "Sequence diagrams" of Mermaid's documentation.

use crate::syntax::mermaid::chart::{MOST, Problem, Side, Stroke, Tip};
use crate::syntax::mermaid::lines::{Ends, Line, lines};
use crate::syntax::mermaid::words::plain;
use crate::syntax::mermaid::{actor, colours, message, note};
use std::collections::HashMap;

/// A sequence diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Who takes part, from left to right.
    pub actors: Vec<Actor>,
    /// The titles of the boxes around those who belong together.
    pub groups: Vec<String>,
    /// What happens, from top to bottom.
    pub steps: Vec<Step>,
}

/// One who takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The name that is shown.
    pub label: String,
    /// How it is drawn: `participant`, `actor`, `database`, …
    pub sort: String,
    /// The box that it stands in, by its index.
    pub group: Option<usize>,
    /// The steps whose messages make it and end it, by their indices.
    pub life: (Option<usize>, Option<usize>),
}

/// A step of a sequence diagram. Participants are told by their indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody says something to somebody, or to itself.
    Message(Message),
    /// A note over a row of participants, the first and the last of which are told.
    Note(Side, (usize, usize), String),
    /// A block begins: its word (`loop`, `alt`, …) and what it is about.
    Open(&'static str, String),
    /// Its next part begins.
    Next(String),
    /// It ends.
    Close,
    /// Somebody becomes active.
    Start(usize),
    /// Somebody is active no more.
    Stop(usize),
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who says it, and to whom.
    pub ends: (usize, usize),
    /// What it says.
    pub text: String,
    /// The stroke of its line.
    pub stroke: Stroke,
    /// What stands at its start and at its end.
    pub tips: (Tip, Tip),
    /// Whether it begins and ends on a ring.
    pub rings: (bool, bool),
    /// Its number, where messages are counted.
    pub number: Option<i64>,
}

/// Blocks, and the word that begins their next part.
const BLOCKS: [(&str, &str); 8] = [
    ("loop", ""),
    ("alt", "else"),
    ("opt", ""),
    ("par", "and"),
    ("par_over", "and"),
    ("critical", "option"),
    ("break", ""),
    ("rect", ""),
];

/// Statements that draw nothing: what a participant is linked to.
const SKIPPED: [&str; 5] = ["link", "links", "properties", "details", "title"];

/// Reads what stands behind the head of a sequence diagram.
pub(super) fn read(code: &str, from: usize) -> Result<Sequence, Problem> {
    let mut reader = Reader::default();
    for line in lines(code, from, Ends::Semicolon) {
        reader.statement(&line)?;
        let parts = reader.found.steps.len().max(reader.found.actors.len());
        if parts > MOST {
            return Err(line.wrong(
                line.text,
                &format!("with this line it has more than {MOST} steps or participants"),
            ));
        }
    }
    match reader.open.pop() {
        Some((_, at)) => Err(Problem {
            at,
            message: "this block has no `end`".to_owned(),
        }),
        None => Ok(reader.found),
    }
}

#[derive(Default)]
struct Reader<'a> {
    found: Sequence,
    names: HashMap<&'a str, usize>,
    /// What is open: the word that begins its next part (`box` for the box around participants), and where it begins.
    open: Vec<(&'static str, usize)>,
    group: Option<usize>,
    /// The next number and by how much it grows, where messages are counted.
    count: Option<(i64, i64)>,
    /// Participants that the next message makes or ends.
    made: Option<usize>,
    ended: Option<usize>,
    active: HashMap<usize, usize>,
}

impl<'a> Reader<'a> {
    fn statement(&mut self, line: &Line<'a>) -> Result<(), Problem> {
        let is_skipped = line.text.starts_with("title:") || SKIPPED.iter().any(|word| line.after(word).is_some());
        if is_skipped {
            return Ok(());
        }
        if let Some(rest) = line.after("create") {
            let made = Line {
                at: line.at + line.text.len() - rest.len(),
                text: rest,
            };
            self.made = Some(
                self.participant(&made)?
                    .ok_or_else(|| line.wrong(rest, "`participant` or `actor` was expected here"))?,
            );
            return Ok(());
        }
        if self.participant(line)?.is_some() || self.block(line)? {
            return Ok(());
        }
        if let Some(rest) = line.after("destroy") {
            self.ended = Some(self.named(line, rest)?);
        } else if let Some(rest) = line.after("activate") {
            let actor = self.named(line, rest)?;
            self.turn(line, actor, '+')?;
        } else if let Some(rest) = line.after("deactivate") {
            let actor = self.named(line, rest)?;
            self.turn(line, actor, '-')?;
        } else if let Some(rest) = line.after("autonumber") {
            self.count = note::numbers(line, rest)?;
        } else if let Some(rest) = line.after("note") {
            self.note(line, rest)?;
        } else {
            self.message(line)?;
        }
        Ok(())
    }

    /// The participant of a name, which is a new one if it was not told of yet.
    fn named(&mut self, line: &Line<'a>, name: &'a str) -> Result<usize, Problem> {
        let name = name.trim();
        if name.is_empty() {
            return Err(line.wrong(name, "the name of a participant was expected here"));
        }
        let next = self.found.actors.len();
        let actor = *self.names.entry(name).or_insert(next);
        if actor == next {
            self.found.actors.push(Actor {
                label: plain(name),
                sort: "participant".to_owned(),
                ..Actor::default()
            });
        }
        Ok(actor)
    }

    /// A statement that tells of a participant.
    fn participant(&mut self, line: &Line<'a>) -> Result<Option<usize>, Problem> {
        let Some(written) = actor::read(line)? else {
            return Ok(None);
        };
        let actor = self.named(line, written.name)?;
        let found = &mut self.found.actors[actor];
        found.sort = written.sort.to_owned();
        found.group = found.group.or(self.group);
        if let Some(label) = written.label {
            found.label = plain(label);
        }
        Ok(Some(actor))
    }

    /// What begins a block, parts it, or ends it.
    fn block(&mut self, line: &Line<'a>) -> Result<bool, Problem> {
        if let Some(title) = line.after("box") {
            if let Some((_, at)) = self.open.last() {
                let message = "a box stands in no other block";
                return Err(Problem {
                    at: line.at.max(*at),
                    message: message.to_owned(),
                });
            }
            self.group = Some(self.found.groups.len());
            self.found.groups.push(plain(colours::without(title)));
            self.open.push(("box", line.at));
            return Ok(true);
        }
        if let Some((word, next, text)) = BLOCKS
            .iter()
            .find_map(|(word, next)| Some((*word, *next, line.after(word)?)))
        {
            let text = if word == "rect" { String::new() } else { plain(text) };
            self.open.push((next, line.at));
            self.found
                .steps
                .push(Step::Open(if word == "par_over" { "par" } else { word }, text));
            return Ok(true);
        }
        if line.after("end").is_some() {
            match self.open.pop() {
                Some(("box", _)) => self.group = None,
                Some(_) => self.found.steps.push(Step::Close),
                None => return Err(line.wrong(line.text, "this `end` ends no block")),
            }
            return Ok(true);
        }
        for (word, whole) in [("else", "alt"), ("and", "par"), ("option", "critical")] {
            if let Some(text) = line.after(word) {
                if self.open.last().is_none_or(|(next, _)| *next != word) {
                    return Err(line.wrong(line.text, &format!("`{word}` stands in no `{whole}`")));
                }
                self.found.steps.push(Step::Next(plain(text)));
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn note(&mut self, line: &Line<'a>, rest: &'a str) -> Result<(), Problem> {
        let (side, (first, last), text) = note::read(line, rest)?;
        let ends = (self.named(line, first)?, self.named(line, last)?);
        let ends = (ends.0.min(ends.1), ends.0.max(ends.1));
        self.found.steps.push(Step::Note(side, ends, text));
        Ok(())
    }

    fn message(&mut self, line: &Line<'a>) -> Result<(), Problem> {
        let written = message::read(line)?;
        let ends = (self.named(line, written.from)?, self.named(line, written.to)?);
        let step = self.found.steps.len();
        if let Some(made) = self.made.take_if(|made| *made == ends.1) {
            self.found.actors[made].life.0 = Some(step);
        }
        if let Some(ended) = self.ended.take_if(|ended| *ended == ends.0 || *ended == ends.1) {
            self.found.actors[ended].life.1 = Some(step);
        }
        let number = self.count.map(|(number, _)| number);
        self.count = self.count.map(|(number, step)| (number.saturating_add(step), step));
        self.found.steps.push(Step::Message(Message {
            ends,
            text: written.text,
            stroke: written.stroke,
            tips: written.tips,
            rings: written.rings,
            number,
        }));
        match written.turn {
            Some('+') => self.turn(line, ends.1, '+'),
            // It is the one who speaks whose turn ends.
            Some(_) => self.turn(line, ends.0, '-'),
            None => Ok(()),
        }
    }

    fn turn(&mut self, line: &Line<'a>, actor: usize, sign: char) -> Result<(), Problem> {
        let depth = self.active.entry(actor).or_default();
        if sign == '+' {
            *depth += 1;
            self.found.steps.push(Step::Start(actor));
            return Ok(());
        }
        if *depth == 0 {
            return Err(line.wrong(line.text, "this ends a turn that was not begun: nobody is active here"));
        }
        *depth -= 1;
        self.found.steps.push(Step::Stop(actor));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Sequence, Step, read};
    use crate::syntax::mermaid::chart::Side;

    fn sequence(code: &str) -> Sequence {
        read(code, 0).unwrap_or_else(|problem| panic!("{code}: {problem:?}"))
    }

    #[test]
    fn who_takes_part() {
        let found = sequence(
            "box Aqua The outside\nactor U as A <b>user</b>\nend\nbox\nparticipant Web server\nend\nU->>db: x\nparticipant db@{ \"type\" : \"database\" }\ncreate participant J as Job\ndb-)J: go\ndestroy J\nJ->>db: done\nlink U: x @ y\n",
        );
        let actors: Vec<_> = found
            .actors
            .iter()
            .map(|a| (a.label.as_str(), a.sort.as_str(), a.group, a.life))
            .collect();
        assert_eq!(
            actors,
            [
                ("A user", "actor", Some(0), (None, None)),
                ("Web server", "participant", Some(1), (None, None)),
                ("db", "database", None, (None, None)),
                ("Job", "participant", None, (Some(1), Some(2))),
            ]
        );
        assert_eq!(found.groups, ["The outside", ""]);
    }

    #[test]
    fn steps_of_every_sort() {
        let found = sequence(
            "autonumber 10 5\nA->>+B: x; B-->>-A: y\nNOTE over B , A: n<br>m\nnote left of A: l\nalt is so\nloop\nA->>A: z\nend\nelse not so\nautonumber off\nA->>B:\nend\nrect rgb(0,0,0)\nactivate A\ndeactivate A\nend\n",
        );
        let told: Vec<String> = found
            .steps
            .iter()
            .map(|step| match step {
                Step::Message(m) => format!("{}>{} {} {:?}", m.ends.0, m.ends.1, m.text, m.number),
                Step::Note(Side::Over, ends, text) => format!("{ends:?} {text}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            told,
            [
                "0>1 x Some(10)",
                "Start(1)",
                "1>0 y Some(15)",
                "Stop(1)",
                "(0, 1) n\nm",
                "Note(Left, (0, 0), \"l\")",
                "Open(\"alt\", \"is so\")",
                "Open(\"loop\", \"\")",
                "0>0 z Some(20)",
                "Close",
                "Next(\"not so\")",
                "0>1  None",
                "Close",
                "Open(\"rect\", \"\")",
                "Start(0)",
                "Stop(0)",
                "Close",
            ]
        );
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (code, at) in [
            ("A->>B: x\nend\n", 9),
            ("loop x\nA->>B: y\n", 0),
            ("alt x\nand y\nend\n", 6),
            ("else\n", 0),
            ("A->>-B: x\n", 0),
            ("deactivate A\n", 0),
            ("note above A: x\n", 5),
            ("note over A\n", 11),
            ("note over : x\n", 9),
            ("autonumber x\n", 11),
            ("participant\n", 11),
            ("create A\n", 7),
            ("loop\nbox x\n", 5),
            ("A ? B\n", 0),
        ] {
            assert_eq!(read(code, 0).err().map(|problem| problem.at), Some(at), "{code}");
        }
    }
}
