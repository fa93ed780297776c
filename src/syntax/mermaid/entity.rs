//! An entity diagram: tables with their columns, and how many of one belong to how many of another. It knows no picture.
//!
//! Source of the grammar: the page "Entity Relationship Diagrams" of Mermaid's documentation.

use crate::syntax::mermaid::chart::{Direction, MOST, Problem};
use crate::syntax::mermaid::lines::{Ends, Line, lines};
use crate::syntax::mermaid::words::{direction, generic, plain};
use std::collections::HashMap;

/// An entity diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entities {
    /// Where its lines lead.
    pub direction: Direction,
    /// Its entities in the order of their first mention.
    pub entities: Vec<Entity>,
    /// What ties them together.
    pub ties: Vec<Tie>,
}

/// An entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// What it is called.
    pub label: String,
    /// Its attributes.
    pub rows: Vec<Row>,
}

/// An attribute of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// `string`, `varchar(20)`.
    pub sort: String,
    /// What it is called.
    pub name: String,
    /// `PK`, `FK`, `UK`; several are parted by commas.
    pub keys: String,
    /// What is said of it.
    pub comment: String,
}

/// A line between two entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The entities.
    pub ends: (usize, usize),
    /// How many of the first belong to one of the second, and the other way round.
    pub counts: (Count, Count),
    /// True where the one cannot be without the other.
    pub is_firm: bool,
    /// What it means.
    pub label: String,
}

/// How many of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// `||`.
    One,
    /// `|o`.
    MaybeOne,
    /// `}|`.
    Many,
    /// `}o`.
    MaybeMany,
}

/// Signs and words of counts; what others begin with comes behind them.
const COUNTS: [(&str, Count); 24] = [
    ("|o", Count::MaybeOne),
    ("o|", Count::MaybeOne),
    ("||", Count::One),
    ("}o", Count::MaybeMany),
    ("o{", Count::MaybeMany),
    ("}|", Count::Many),
    ("|{", Count::Many),
    ("zero or one", Count::MaybeOne),
    ("one or zero", Count::MaybeOne),
    ("one or more", Count::Many),
    ("one or many", Count::Many),
    ("many(1)", Count::Many),
    ("1+", Count::Many),
    ("zero or more", Count::MaybeMany),
    ("zero or many", Count::MaybeMany),
    ("many(0)", Count::MaybeMany),
    ("many", Count::MaybeMany),
    ("0+", Count::MaybeMany),
    ("only one", Count::One),
    ("one", Count::One),
    ("1", Count::One),
    ("}", Count::MaybeMany),
    ("{", Count::MaybeMany),
    ("|", Count::One),
];

/// The stroke of a line, and whether it is firm.
const STROKES: [(&str, bool); 6] = [
    ("--", true),
    ("..", false),
    (".-", false),
    ("-.", false),
    ("optionally to", false),
    ("to", true),
];

/// Statements that draw nothing.
const SKIPPED: [&str; 5] = ["classDef", "class", "style", "click", "title"];

/// Reads what stands behind the head of an entity diagram.
pub(super) fn read(code: &str, from: usize) -> Result<Entities, Problem> {
    let mut reader = Reader::default();
    for line in lines(code, from, Ends::Line) {
        reader.statement(line)?;
        let rows: usize = reader.found.entities.iter().map(|entity| entity.rows.len()).sum();
        if rows.max(reader.found.entities.len()).max(reader.found.ties.len()) > MOST {
            let message = format!("with this line it has more than {MOST} entities, attributes or lines");
            return Err(line.wrong(line.text, &message));
        }
    }
    match reader.open {
        Some((_, at)) => Err(Problem {
            at,
            message: "this entity has no `}`".to_owned(),
        }),
        None => Ok(reader.found),
    }
}

#[derive(Default)]
struct Reader<'a> {
    found: Entities,
    names: HashMap<&'a str, usize>,
    /// The entity whose attributes are being read, and the byte where it begins.
    open: Option<(usize, usize)>,
}

impl<'a> Reader<'a> {
    fn statement(&mut self, line: Line<'a>) -> Result<(), Problem> {
        if let Some((entity, _)) = self.open {
            return self.inside(&line, entity, line.text);
        }
        if SKIPPED.iter().any(|word| line.after(word).is_some()) {
            return Ok(());
        }
        if let Some(found) = line.after("direction").and_then(direction) {
            self.found.direction = found;
            return Ok(());
        }
        let (first, rest) = self.entity(&line, line.text)?;
        let rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('{') {
            self.open = Some((first, line.at));
            return self.inside(&line, first, inside.trim());
        }
        if rest.is_empty() {
            return Ok(());
        }
        self.tie(&line, first, rest)
    }

    /// The entity that a text begins with, and what stands behind it: `A`, `"A b"`, `a[Shown]`, each with `:::class`.
    fn entity(&mut self, line: &Line<'a>, text: &'a str) -> Result<(usize, &'a str), Problem> {
        let text = text.trim_start();
        let (name, mut rest) = match text.strip_prefix('"') {
            Some(quoted) => quoted
                .split_once('"')
                .ok_or_else(|| line.wrong(text, "the name that begins here does not end"))?,
            None => text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len())),
        };
        if name.trim().is_empty() {
            return Err(line.wrong(text, "the name of an entity was expected here"));
        }
        let next = self.found.entities.len();
        let entity = *self.names.entry(name).or_insert(next);
        if entity == next {
            self.found.entities.push(Entity {
                label: plain(name),
                rows: Vec::new(),
            });
        }
        if let Some(inner) = rest.strip_prefix('[') {
            let Some((label, behind)) = inner.split_once(']') else {
                return Err(line.wrong(rest, "the name that begins here does not end"));
            };
            self.found.entities[entity].label = plain(label);
            rest = behind;
        }
        if let Some(class) = rest.strip_prefix(":::") {
            rest = &class[class.find(|c| !is_name(c) && c != ',').unwrap_or(class.len())..];
        }
        Ok((entity, rest))
    }

    /// `||--o{ B : means`.
    fn tie(&mut self, line: &Line<'a>, first: usize, rest: &'a str) -> Result<(), Problem> {
        let counted = |text: &'a str| {
            let text = text.trim_start();
            COUNTS
                .iter()
                .find_map(|(sign, count)| Some((*count, text.strip_prefix(*sign)?)))
        };
        let wanted = "how many belong together was expected here, such as `||--o{`";
        let (left, behind) = counted(rest).ok_or_else(|| line.wrong(rest, wanted))?;
        let behind = behind.trim_start();
        let stroke = STROKES
            .iter()
            .find_map(|(sign, firm)| Some((*firm, behind.strip_prefix(*sign)?)));
        let (is_firm, behind) =
            stroke.ok_or_else(|| line.wrong(behind, "`--`, `..`, `to` or `optionally to` was expected here"))?;
        let (right, behind) = counted(behind).ok_or_else(|| line.wrong(behind.trim_start(), wanted))?;
        let (second, behind) = self.entity(line, behind)?;
        let behind = behind.trim_start();
        let label = match behind.strip_prefix(':') {
            Some(label) => plain(label),
            None if behind.is_empty() => String::new(),
            None => return Err(line.wrong(behind, "a `:` and what the line means were expected here")),
        };
        self.found.ties.push(Tie {
            ends: (first, second),
            counts: (left, right),
            is_firm,
            label,
        });
        Ok(())
    }

    /// Attributes, and the `}` that ends them.
    fn inside(&mut self, line: &Line<'a>, entity: usize, text: &'a str) -> Result<(), Problem> {
        // A comment may hold the sign.
        let bare = text.rfind('"').map_or(0, |quote| quote + 1);
        let (text, is_last) = match text[bare..].find('}') {
            Some(end) => (text[..bare + end].trim_end(), true),
            None => (text, false),
        };
        if is_last {
            self.open = None;
        }
        if text.is_empty() {
            return Ok(());
        }
        let (text, comment) = match text.split_once('"') {
            Some((before, comment)) => (before.trim_end(), comment.trim_end().trim_end_matches('"')),
            None => (text, ""),
        };
        let mut words = text.split_whitespace();
        let (Some(sort), Some(name)) = (words.next(), words.next()) else {
            return Err(line.short("the type and the name of an attribute were expected here"));
        };
        let keys: Vec<&str> = words
            .flat_map(|word| word.split(','))
            .filter(|word| !word.is_empty())
            .collect();
        if let Some(bad) = keys.iter().find(|key| !["PK", "FK", "UK"].contains(key)) {
            return Err(line.wrong(bad, "`PK`, `FK`, `UK` or a comment in quotes was expected here"));
        }
        self.found.entities[entity].rows.push(Row {
            sort: generic(&plain(sort)),
            name: plain(name),
            keys: keys.join(", "),
            comment: plain(comment),
        });
        Ok(())
    }
}

/// What a name may hold; between two dots a line begins.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '*')
}

#[cfg(test)]
mod tests {
    use super::{Count, read};
    use crate::syntax::mermaid::chart::Direction;

    #[test]
    fn entities_and_ties_of_every_sort() {
        let code = "direction LR\nCUSTOMER ||--o{ ORDER : places\nORDER }|..|| LINE-ITEM : \"is <b>in\"\np[Person] {\n string(99) name PK, FK \"the } name\"\n int age }\n\"A b\" |o--o| p\nCUSTOMER only one optionally to zero or many p : x\nX { }\nstyle X fill:#f00\n";
        let found = read(code, 0).unwrap_or_else(|problem| panic!("{problem:?}"));
        let labels: Vec<_> = found
            .entities
            .iter()
            .map(|e| (e.label.as_str(), e.rows.len()))
            .collect();
        assert_eq!(
            labels,
            [
                ("CUSTOMER", 0),
                ("ORDER", 0),
                ("LINE-ITEM", 0),
                ("Person", 2),
                ("A b", 0),
                ("X", 0)
            ]
        );
        let row = &found.entities[3].rows[0];
        assert_eq!(
            (
                row.sort.as_str(),
                row.name.as_str(),
                row.keys.as_str(),
                row.comment.as_str()
            ),
            ("string(99)", "name", "PK, FK", "the } name")
        );
        let ties: Vec<_> = found
            .ties
            .iter()
            .map(|t| (t.ends, t.counts, t.is_firm, t.label.as_str()))
            .collect();
        assert_eq!(
            ties,
            [
                ((0, 1), (Count::One, Count::MaybeMany), true, "places"),
                ((1, 2), (Count::Many, Count::One), false, "is in"),
                ((4, 3), (Count::MaybeOne, Count::MaybeOne), true, ""),
                ((0, 3), (Count::One, Count::MaybeMany), false, "x"),
            ]
        );
        assert_eq!(found.direction, Direction::Right);
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (code, at) in [
            ("A --o{ B : x\n", 2),
            ("A ||-o{ B : x\n", 4),
            ("A ||--B : x\n", 6),
            ("A ||--o{ : x\n", 9),
            ("A ||--|| B x\n", 11),
            ("A {\n int\n}\n", 8),
            ("A {\n int a XX\n}\n", 11),
            ("A {\n int a\n", 0),
            ("\"A\n", 0),
            ("[x]\n", 0),
        ] {
            assert_eq!(read(code, 0).err().map(|problem| problem.at), Some(at), "{code}");
        }
    }
}
