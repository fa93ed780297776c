//! A class diagram: classes with their members, and how they hang together. It knows no picture.
//!
//! Source of the grammar: the page "Class diagrams" of Mermaid's documentation.

use crate::syntax::mermaid::chart::{Direction, MOST, Problem};
use crate::syntax::mermaid::lines::{Ends, Line, lines};
use crate::syntax::mermaid::relation::{self, Head};
use crate::syntax::mermaid::words::{direction, generic, plain};
use std::collections::HashMap;

/// A class diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    /// Where its lines lead.
    pub direction: Direction,
    /// Its classes in the order of their first mention.
    pub classes: Vec<Class>,
    /// The lines between them.
    pub relations: Vec<Relation>,
}

/// A class, or a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// What it is called.
    pub label: String,
    /// `<<interface>>`, without its signs; mostly empty.
    pub mark: String,
    /// The namespace that it stands in; empty for none.
    pub space: String,
    /// What it has.
    pub fields: Vec<String>,
    /// What it does.
    pub methods: Vec<String>,
    /// True where it is a note.
    pub is_note: bool,
}

/// A line between two classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The classes.
    pub ends: (usize, usize),
    /// What stands at its ends.
    pub heads: (Head, Head),
    /// Whether its stroke is dashed.
    pub is_dashed: bool,
    /// How many of each.
    pub counts: (String, String),
    /// What it means.
    pub label: String,
}

/// Statements that draw nothing.
const SKIPPED: [&str; 8] = [
    "classDef", "cssClass", "style", "click", "link", "callback", "title", "hide",
];

/// Reads what stands behind the head of a class diagram.
pub(super) fn read(code: &str, from: usize) -> Result<Classes, Problem> {
    let mut reader = Reader::default();
    for line in lines(code, from, Ends::Line) {
        reader.statement(line)?;
        let classes = reader.found.classes.iter();
        let members: usize = classes.map(|class| class.fields.len() + class.methods.len()).sum();
        if members
            .max(reader.found.classes.len())
            .max(reader.found.relations.len())
            > MOST
        {
            let message = format!("with this line it has more than {MOST} classes, members or lines");
            return Err(line.wrong(line.text, &message));
        }
    }
    match reader
        .class
        .map(|(_, at)| at)
        .or(reader.spaces.last().map(|(at, _)| *at))
    {
        Some(at) => Err(Problem {
            at,
            message: "what begins here has no `}`".to_owned(),
        }),
        None => Ok(reader.found),
    }
}

#[derive(Default)]
struct Reader<'a> {
    found: Classes,
    names: HashMap<&'a str, usize>,
    /// The class whose members are being read, and the byte where it begins.
    class: Option<(usize, usize)>,
    /// The namespaces that are open: where each begins, and its name.
    spaces: Vec<(usize, String)>,
}

impl<'a> Reader<'a> {
    fn statement(&mut self, line: Line<'a>) -> Result<(), Problem> {
        if let Some((class, _)) = self.class {
            self.members(class, line.text);
            return Ok(());
        }
        if SKIPPED.iter().any(|word| line.after(word).is_some()) {
            return Ok(());
        }
        if line.text == "}" {
            return match self.spaces.pop() {
                Some(_) => Ok(()),
                None => Err(line.wrong(line.text, "this `}` ends nothing")),
            };
        }
        if let Some(word) = line.after("direction") {
            self.found.direction =
                direction(word).ok_or_else(|| line.wrong(word, "a diagram goes `TB`, `BT`, `LR` or `RL`"))?;
            return Ok(());
        }
        if let Some(rest) = line.after("namespace") {
            let Some((name, inside)) = rest.split_once('{') else {
                return Err(line.short("a `{` was expected here"));
            };
            self.spaces.push((line.at, plain(name)));
            return self.rest(&line, inside);
        }
        if let Some(rest) = line.after("class") {
            return self.declared(&line, rest);
        }
        if let Some(rest) = line.after("note") {
            return self.note(&line, rest);
        }
        if let Some((mark, name)) = line.text.strip_prefix("<<").and_then(|rest| rest.split_once(">>")) {
            let class = self.named(&line, name)?;
            self.found.classes[class].mark = plain(mark);
            return Ok(());
        }
        if let Some(written) = relation::read(&line)? {
            let ends = (self.named(&line, written.names.0)?, self.named(&line, written.names.1)?);
            self.found.relations.push(Relation {
                ends,
                heads: written.heads,
                is_dashed: written.is_dashed,
                counts: written.counts,
                label: written.label,
            });
            return Ok(());
        }
        let (name, member) = relation::split(line.text);
        let class = self.named(&line, name)?;
        if let Some(member) = member {
            self.member(class, member.trim());
        }
        Ok(())
    }

    /// What follows a `{` on its line.
    fn rest(&mut self, line: &Line<'a>, inside: &'a str) -> Result<(), Problem> {
        let inside = inside.trim();
        match inside.is_empty() {
            true => Ok(()),
            false => {
                let at = line.at + line.text.len() - inside.len();
                self.statement(Line { at, text: inside })
            }
        }
    }

    /// The class of a name, which is a new one if it was not told of yet: `A`, `A~T~`, `` `A b` ``, `A["Shown"]`.
    fn named(&mut self, line: &Line<'a>, text: &'a str) -> Result<usize, Problem> {
        let text = text.trim();
        let text = text.split(":::").next().unwrap_or(text).trim_end();
        let (text, label) = match text.split_once('[') {
            Some((name, label)) => (name.trim_end(), Some(label.trim_end_matches(']'))),
            None => (text, None),
        };
        let quoted = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
        let (name, kind) = match quoted {
            Some(name) => (name, ""),
            None => text.split_once('~').unwrap_or((text, "")),
        };
        let is_name = |c: char| c.is_alphanumeric() || "_-.$".contains(c);
        if name.is_empty() {
            return Err(line.wrong(text, "the name of a class was expected here"));
        }
        if let Some(bad) = name.find(|c| !is_name(c)).filter(|_| quoted.is_none()) {
            return Err(line.wrong(
                &name[bad..],
                "a line such as `<|--` was expected here, or a `:` and a member",
            ));
        }
        let next = self.found.classes.len();
        let class = *self.names.entry(name).or_insert(next);
        if class == next {
            self.found.classes.push(Class {
                label: name.to_owned(),
                space: self.spaces.last().map_or(String::new(), |(_, name)| name.clone()),
                ..Class::default()
            });
        }
        let found = &mut self.found.classes[class];
        if let Some(label) = label {
            found.label = plain(label);
        } else if !kind.is_empty() {
            found.label = generic(text);
        }
        Ok(class)
    }

    /// `class A`, `class A { … }`, `class A["Shown"]:::x`, `class A <<interface>>`.
    fn declared(&mut self, line: &Line<'a>, rest: &'a str) -> Result<(), Problem> {
        let (head, inside) = match rest.split_once('{') {
            Some((head, inside)) => (head, Some(inside)),
            None => (rest, None),
        };
        let (head, mark) = match head.split_once("<<") {
            Some((head, mark)) => (head, mark.split(">>").next()),
            None => (head, None),
        };
        let (name, member) = relation::split(head);
        let class = self.named(line, name)?;
        if let Some(mark) = mark {
            self.found.classes[class].mark = plain(mark);
        }
        if let Some(member) = member {
            self.member(class, member.trim());
        }
        if let Some(inside) = inside {
            self.class = Some((class, line.at));
            self.members(class, inside.trim());
        }
        Ok(())
    }

    /// Members, and the `}` that ends them.
    fn members(&mut self, class: usize, text: &str) {
        let (text, is_last) = match text.strip_suffix('}') {
            Some(text) => (text.trim_end(), true),
            None => (text, false),
        };
        if is_last {
            self.class = None;
        }
        match text.strip_prefix("<<").and_then(|text| text.split_once(">>")) {
            Some((mark, _)) => self.found.classes[class].mark = plain(mark),
            None => self.member(class, text),
        }
    }

    /// A member: what has parentheses is what the class does.
    fn member(&mut self, class: usize, text: &str) {
        // `*` and `$` behind it mean abstract and static.
        let text = generic(&plain(text.trim_end_matches(['*', '$'])));
        let class = &mut self.found.classes[class];
        match text.contains(')') {
            _ if text.is_empty() => {}
            true => class.methods.push(text),
            false => class.fields.push(text),
        }
    }

    /// `note "text"`, `note for A "text"`.
    fn note(&mut self, line: &Line<'a>, rest: &'a str) -> Result<(), Problem> {
        let Some((head, text)) = rest.split_once('"') else {
            return Err(line.wrong(rest, "a text in quotes was expected here"));
        };
        let class = match head.trim().strip_prefix("for ") {
            Some(name) => Some(self.named(line, name)?),
            None => None,
        };
        self.found.classes.push(Class {
            label: plain(text.trim_end().trim_end_matches('"')),
            is_note: true,
            ..Class::default()
        });
        if let Some(class) = class {
            self.found.relations.push(Relation {
                ends: (class, self.found.classes.len() - 1),
                is_dashed: true,
                ..Relation::default()
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Classes, read};
    use crate::syntax::mermaid::relation::Head;

    fn classes(code: &str) -> Classes {
        read(code, 0).unwrap_or_else(|problem| panic!("{code}: {problem:?}"))
    }

    #[test]
    fn classes_and_their_members() {
        let found = classes(
            "class A[\"The A\"]:::x {\n <<service>>\n +String name\n +run(a, b) int*\n}\nA : -List~int~ all\nclass `B c`\nnamespace Space {\n class C { +x() }\n}\n<<enum>> D\nnote for A \"n<br>m\"\nnote \"free\"\nclass Box~T~\nclass E <<i>>\n",
        );
        let told: Vec<_> = found
            .classes
            .iter()
            .map(|c| {
                (
                    c.label.as_str(),
                    c.mark.as_str(),
                    c.space.as_str(),
                    c.fields.len(),
                    c.methods.len(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("The A", "service", "", 2, 1),
                ("B c", "", "", 0, 0),
                ("C", "", "Space", 0, 1),
                ("D", "enum", "", 0, 0),
                ("n\nm", "", "", 0, 0),
                ("free", "", "", 0, 0),
                ("Box<T>", "", "", 0, 0),
                ("E", "i", "", 0, 0),
            ]
        );
        assert_eq!(found.classes[0].fields, ["+String name", "-List<int> all"]);
        assert_eq!(found.classes[0].methods, ["+run(a, b) int"]);
        assert_eq!((found.relations.len(), found.relations[0].ends), (1, (0, 4)));
    }

    #[test]
    fn lines_of_every_sort() {
        let found = classes(
            "A <|-- B\nA *-- B\nA o-- B\nA --> B\nA -- B\nA ..> B\nA ..|> B\nA .. B\nA <|--|> B : both\nA \"1\" --> \"0..*\" B : has\nfoo --() bar\nA \"1\" o--o B\nfoo--o\n",
        );
        let told: Vec<_> = found.relations.iter().map(|r| (r.heads, r.is_dashed)).collect();
        use Head::{Arrow, Filled, Hollow, None, Ring, Triangle};
        assert_eq!(
            told,
            [
                ((Triangle, None), false),
                ((Filled, None), false),
                ((Hollow, None), false),
                ((None, Arrow), false),
                ((None, None), false),
                ((None, Arrow), true),
                ((None, Triangle), true),
                ((None, None), true),
                ((Triangle, Triangle), false),
                ((None, Arrow), false),
                ((None, Ring), false),
                ((Hollow, Hollow), false),
                ((None, None), false),
            ]
        );
        let has = &found.relations[9];
        assert_eq!(
            (has.counts.0.as_str(), has.counts.1.as_str(), has.label.as_str()),
            ("1", "0..*", "has")
        );
        assert_eq!(found.relations[8].label, "both");
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (code, at) in [
            ("A ? B\n", 1),
            ("A -->\n", 5),
            ("--> B\n", 0),
            ("}\n", 0),
            ("class A {\n x\n", 0),
            ("namespace X\n", 11),
            ("note x\n", 5),
            ("direction up\n", 10),
            ("class\n", 5),
        ] {
            assert_eq!(read(code, 0).err().map(|problem| problem.at), Some(at), "{code}");
        }
    }
}
