//! A state diagram, statement by statement.
//!
//! Source of the grammar: the page "State diagrams" of Mermaid's documentation.

mod reader;

use crate::syntax::mermaid::chart::{MOST, Problem};
use crate::syntax::mermaid::lines::{Ends, lines};
use crate::syntax::mermaid::state::reader::Reader;
use crate::syntax::mermaid::states::States;

/// Reads what stands behind the head of a state diagram.
pub(super) fn read(code: &str, from: usize) -> Result<States, Problem> {
    let mut reader = Reader::default();
    for line in lines(code, from, Ends::Line) {
        reader.statement(line)?;
        if reader.parts() > MOST {
            let message = format!("with this line it has more than {MOST} states or arrows");
            return Err(line.wrong(line.text, &message));
        }
    }
    reader.finish()
}

#[cfg(test)]
mod tests {
    use super::{States, read};
    use crate::syntax::mermaid::chart::Direction;
    use crate::syntax::mermaid::states::Mark;

    fn states(code: &str) -> States {
        read(code, 0).unwrap_or_else(|problem| panic!("{code}: {problem:?}"))
    }

    #[test]
    fn states_of_every_sort() {
        let found = states(
            "direction LR\n[*] --> Off\nOff --> On : press\nOff: is off\nstate \"The on\" as On\nstate c <<choice>>\nOn --> c:::bad\nstate f [[fork]]\nc --> [*]\nclassDef x fill:#f00\nnote right of On : a<br>b\nnote left of Off\n two\n lines\nend note\n",
        );
        let told: Vec<_> = found
            .states
            .iter()
            .map(|s| (s.label.as_str(), s.mark, s.lines.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("", Mark::Start, 0),
                ("Off", Mark::Plain, 1),
                ("The on", Mark::Plain, 0),
                ("c", Mark::Choice, 0),
                ("f", Mark::Bar, 0),
                ("", Mark::End, 0),
                ("a\nb", Mark::Note, 0),
                ("two\nlines", Mark::Note, 0),
            ]
        );
        let changes: Vec<_> = found.changes.iter().map(|c| (c.ends, c.label.as_str())).collect();
        assert_eq!(
            changes,
            [
                ((0, 1), ""),
                ((1, 2), "press"),
                ((2, 3), ""),
                ((3, 5), ""),
                ((2, 6), ""),
                ((1, 7), "")
            ]
        );
        assert_eq!(found.direction, Direction::Right);
    }

    #[test]
    fn states_stand_in_states() {
        let found =
            states("A --> B\nstate A {\n[*] --> a\nstate b { c --> d }\n--\ndirection RL\n[*] --> e\n}\nB --> e\n");
        let within: Vec<_> = found.states.iter().map(|s| (s.label.as_str(), s.within)).collect();
        assert_eq!(
            within,
            [
                ("A", None),
                ("B", None),
                ("", Some((0, 0))),
                ("a", Some((0, 0))),
                ("b", Some((0, 0))),
                ("c", Some((4, 0))),
                ("d", Some((4, 0))),
                ("", Some((0, 1))),
                ("e", Some((0, 1))),
            ]
        );
        assert_eq!(found.states[0].direction, Direction::Left);
        for (at, state) in found.states.iter().enumerate() {
            assert!(state.within.is_none_or(|(holder, _)| holder < at));
        }
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (code, at) in [
            ("A\n}\n", 2),
            ("--\n", 0),
            ("A -> B\n", 2),
            ("A --> \n", 5),
            ("A --> B C\n", 8),
            ("state A {\nB\n", 0),
            ("state \"x\n", 6),
            ("state \"x\" of y\n", 9),
            ("note of A: x\n", 5),
            ("note right of A\nx\n", 0),
            ("direction XY\n", 10),
            ("state A {\nstate A {\n", 10),
        ] {
            assert_eq!(read(code, 0).err().map(|problem| problem.at), Some(at), "{code}");
        }
    }
}
