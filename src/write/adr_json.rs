//! Reading JSON-ADR: from a JSON document to decisions, with the place of everything that is not as the format has it.
//!
//! It takes what tools write: a document of one decision, of many, or a bare decision, and consequences as a text, a list
//! or three lists. It knows no repository.

use crate::model::interchange::{Adr, Choice, Consequences, Relation, Sorted, VERSION};
use crate::model::time::Date;
use crate::syntax::node::{Entry, Node, Value};
use crate::text::span::Range;

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The decisions, each with its place.
    pub adrs: Vec<(Adr, Range)>,
    /// The folder that they come from, as it is written.
    pub folder: Option<String>,
    /// What is wrong: nothing can be taken while there is any.
    pub faults: Vec<Remark>,
    /// What the format does not have, and is left out.
    pub unknown: Vec<Remark>,
}

/// Something to be said about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The place.
    pub range: Range,
    /// What is there, and what was expected.
    pub message: String,
}

/// The highest number that tools of the format take.
const HIGHEST: i64 = u32::MAX as i64;

/// Reads the one value of a JSON file.
pub fn read(root: &Node) -> Document {
    let mut out = Document::default();
    if !matches!(root.value, Value::Map(_)) {
        out.fault(
            root.range,
            format!("expected a JSON-ADR document, a mapping; found {}", root.type_name()),
        );
        return out;
    }
    let is_bare = root.get("adr").is_none() && root.get("adrs").is_none() && root.get("number").is_some();
    if is_bare {
        out.adr(root);
        return out;
    }
    for entry in root.entries() {
        match &*entry.key {
            "$schema" | "generated_at" | "tool" => {}
            "version" => out.version(&entry.value),
            "repository" => {
                out.folder = entry
                    .value
                    .get("adr_directory")
                    .and_then(Node::as_str)
                    .map(str::to_owned)
            }
            "adr" => out.adr(&entry.value),
            "adrs" => {
                for node in out.list(entry) {
                    out.adr(node);
                }
            }
            _ => out.strange(entry, "a JSON-ADR document"),
        }
    }
    if root.get("adr").is_none() && root.get("adrs").is_none() {
        out.fault(
            root.range,
            "expected `adr` or `adrs`: this is no JSON-ADR document".to_owned(),
        );
    }
    out
}

impl Document {
    fn fault(&mut self, range: Range, message: String) {
        self.faults.push(Remark { range, message });
    }

    fn strange(&mut self, entry: &Entry, of: &str) {
        let message = format!("`{}` is no field of {of} in {VERSION}: left out", entry.key);
        self.unknown.push(Remark {
            range: entry.key_range,
            message,
        });
    }

    fn version(&mut self, node: &Node) {
        if node.as_str() != Some(VERSION) {
            let found = node.scalar().unwrap_or_else(|| node.type_name().to_owned());
            self.fault(node.range, format!("expected version \"{VERSION}\", found {found}"));
        }
    }

    fn expected(&mut self, entry: &Entry, what: &str) {
        self.fault(
            entry.value.range,
            format!("`{}`: expected {what}, found {}", entry.key, entry.value.type_name()),
        );
    }

    fn text(&mut self, entry: &Entry) -> String {
        match entry.value.as_str() {
            Some(text) if text.contains('\0') => {
                self.fault(entry.value.range, format!("`{}`: a text may hold no NUL", entry.key));
                String::new()
            }
            Some(text) => text
                .replace("\r\n", "\n")
                .trim_start_matches('\n')
                .trim_end()
                .to_owned(),
            None if entry.value.is_null() => String::new(),
            None => {
                self.expected(entry, "a string");
                String::new()
            }
        }
    }

    fn list<'n>(&mut self, entry: &'n Entry) -> &'n [Node] {
        if !matches!(entry.value.value, Value::List(_) | Value::Null) {
            self.expected(entry, "a list");
        }
        entry.value.items()
    }

    fn texts(&mut self, entry: &Entry) -> Vec<String> {
        let items = self.list(entry);
        let texts = items.iter().map(|item| self.text(&named(entry, item)));
        texts
            .collect::<Vec<_>>()
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect()
    }

    fn number(&mut self, entry: &Entry) -> u64 {
        match entry.value.value {
            Value::Int(number) if (0..=HIGHEST).contains(&number) => number as u64,
            _ => {
                let found = entry
                    .value
                    .scalar()
                    .unwrap_or_else(|| entry.value.type_name().to_owned());
                self.fault(
                    entry.value.range,
                    format!(
                        "`{}`: expected a whole number from 1 to {HIGHEST}, found {found}",
                        entry.key
                    ),
                );
                0
            }
        }
    }

    fn adr(&mut self, node: &Node) {
        if !matches!(node.value, Value::Map(_)) {
            self.fault(
                node.range,
                format!("expected a decision, a mapping; found {}", node.type_name()),
            );
            return;
        }
        let mut adr = Adr::default();
        for entry in node.entries() {
            match &*entry.key {
                "number" => adr.number = self.number(entry),
                "title" => adr.title = self.text(entry).split_whitespace().collect::<Vec<_>>().join(" "),
                "status" => adr.status = self.text(entry).split_whitespace().collect::<Vec<_>>().join(" "),
                "date" => adr.date = self.date(entry),
                "deciders" => adr.deciders = self.texts(entry),
                "consulted" => adr.consulted = self.texts(entry),
                "informed" => adr.informed = self.texts(entry),
                "tags" => adr.tags = self.texts(entry),
                "source_uri" => adr.source_uri = self.text(entry),
                "context" => adr.context = self.text(entry),
                "decision_drivers" => adr.decision_drivers = self.texts(entry),
                "considered_options" => adr.considered_options = self.choices(entry),
                "decision" => adr.decision = self.text(entry),
                "consequences" => adr.consequences = self.consequences(entry),
                "confirmation" => adr.confirmation = self.text(entry),
                "links" => adr.links = self.relations(entry),
                "custom_sections" => adr.custom_sections = self.sections(entry),
                "path" => adr.path = self.text(entry),
                _ => self.strange(entry, "a decision"),
            }
        }
        for key in ["number", "title", "status", "date"] {
            if node.get(key).is_none() {
                self.fault(start(node), format!("this decision has no `{key}`"));
            }
        }
        if let Some(entry) = node.entry("title").filter(|_| adr.title.is_empty()) {
            self.fault(
                entry.value.range,
                "`title`: expected a text that says something".to_owned(),
            );
        }
        self.adrs.push((adr, start(node)));
    }

    fn date(&mut self, entry: &Entry) -> String {
        let text = self.text(entry);
        // Some tools write a moment.
        let day = text.split(['T', ' ']).next().unwrap_or_default();
        match Date::parse(day) {
            Some(date) => date.to_string(),
            None => {
                if entry.value.as_str().is_some() {
                    self.fault(
                        entry.value.range,
                        format!("`date`: expected a day as 2026-01-05, found \"{text}\""),
                    );
                }
                String::new()
            }
        }
    }

    fn choices(&mut self, entry: &Entry) -> Vec<Choice> {
        let mut choices = Vec::new();
        for node in self.list(entry) {
            let mut choice = Choice::default();
            if !matches!(node.value, Value::Map(_)) {
                self.expected(&named(entry, node), "mappings with a `name`");
                continue;
            }
            for entry in node.entries() {
                match &*entry.key {
                    "name" => choice.name = self.text(entry),
                    "description" => choice.description = self.text(entry),
                    "pros" => choice.pros = self.texts(entry),
                    "cons" => choice.cons = self.texts(entry),
                    _ => self.strange(entry, "an option"),
                }
            }
            if choice.name.is_empty() {
                self.fault(start(node), "this option has no `name`".to_owned());
            }
            choices.push(choice);
        }
        choices
    }

    fn consequences(&mut self, entry: &Entry) -> Consequences {
        match &entry.value.value {
            Value::Null => Consequences::default(),
            Value::List(_) => Consequences::Plain(self.texts(entry)),
            Value::Map(entries) => {
                let mut sorted = Sorted::default();
                for entry in entries {
                    match &*entry.key {
                        "positive" => sorted.positive = self.texts(entry),
                        "negative" => sorted.negative = self.texts(entry),
                        "risks" => sorted.risks = self.texts(entry),
                        _ => self.strange(entry, "`consequences`"),
                    }
                }
                Consequences::Sorted(sorted)
            }
            Value::Text(_) => {
                let text = Some(self.text(entry)).filter(|text| !text.is_empty());
                Consequences::Plain(text.into_iter().collect())
            }
            _ => {
                self.expected(entry, "a string, a list or a mapping");
                Consequences::default()
            }
        }
    }

    fn relations(&mut self, entry: &Entry) -> Vec<Relation> {
        let mut relations = Vec::new();
        for node in self.list(entry) {
            let mut relation = Relation::default();
            if !matches!(node.value, Value::Map(_)) {
                self.expected(&named(entry, node), "mappings with `type` and `target`");
                continue;
            }
            for entry in node.entries() {
                match &*entry.key {
                    "type" => relation.relation = self.text(entry),
                    "target" => relation.target = self.number(entry),
                    "description" => relation.description = self.text(entry),
                    _ => self.strange(entry, "a link"),
                }
            }
            for key in ["type", "target"] {
                if node.get(key).is_none() {
                    self.fault(start(node), format!("this link has no `{key}`"));
                }
            }
            relations.push(relation);
        }
        relations
    }

    fn sections(&mut self, entry: &Entry) -> Vec<(String, String)> {
        if !matches!(entry.value.value, Value::Map(_) | Value::Null) {
            self.expected(entry, "a mapping of headings to texts");
        }
        let entries = entry.value.entries();
        let sections = entries
            .iter()
            .map(|entry| (entry.key.trim().to_owned(), self.text(entry)));
        let sections: Vec<(String, String)> = sections.collect();
        sections
            .into_iter()
            .filter(|(name, text)| !(name.is_empty() && text.is_empty()))
            .collect()
    }
}

/// An item under the name of its list.
fn named(entry: &Entry, item: &Node) -> Entry {
    Entry {
        key: entry.key.clone(),
        key_range: entry.key_range,
        value: item.clone(),
    }
}

/// Where a mapping begins: all of it would be too much to point at.
fn start(node: &Node) -> Range {
    Range::at(node.range.start as usize)
}

#[cfg(test)]
mod tests {
    use super::{Document, read};
    use crate::model::interchange::Consequences;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::tree::Content;

    fn document(text: &str) -> Document {
        let parsed = reader::read(&RepoPath::new("x.json").unwrap(), &Content::Text(Source::new(text)));
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        read(&parsed.data[0])
    }

    const HEAD: &str = r#""number": 1, "title": "T", "status": "accepted", "date": "2026-01-05""#;

    #[test]
    fn a_decision_is_taken_in_every_wrapping() {
        for text in [
            format!("{{{HEAD}}}"),
            format!(r#"{{"version": "1.0.0", "adr": {{{HEAD}}}}}"#),
            format!(r#"{{"$schema": "x", "version": "1.0.0", "adrs": [{{{HEAD}}}]}}"#),
        ] {
            let found = document(&text);
            assert_eq!(
                (found.adrs.len(), found.faults.len(), found.unknown.len()),
                (1, 0, 0),
                "{text}"
            );
            assert_eq!(found.adrs[0].0.title, "T");
        }
    }

    #[test]
    fn consequences_come_in_three_shapes() {
        let found = |value: &str| {
            document(&format!(r#"{{{HEAD}, "consequences": {value}}}"#)).adrs[0]
                .0
                .consequences
                .clone()
        };
        let plain = |texts: &[&str]| Consequences::Plain(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(found(r#""a""#), plain(&["a"]));
        assert_eq!(found(r#"["a", "b", ""]"#), plain(&["a", "b"]));
        assert!(matches!(found(r#"{"risks": ["a"]}"#), Consequences::Sorted(sorted) if sorted.risks == ["a"]));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            ("7", "expected a JSON-ADR document, a mapping; found an integer"),
            ("{}", "expected `adr` or `adrs`: this is no JSON-ADR document"),
            (
                r#"{"version": "2.0.0", "adrs": []}"#,
                "expected version \"1.0.0\", found 2.0.0",
            ),
            (r#"{"adrs": {}}"#, "`adrs`: expected a list, found a mapping"),
            (r#"{"adr": 7}"#, "expected a decision, a mapping; found an integer"),
            (
                r#"{"number": "1", "title": "T", "status": "x", "date": "2026-01-05"}"#,
                "`number`: expected a whole number from 1 to 4294967295, found 1",
            ),
            (
                r#"{"number": -1, "title": "T", "status": "x", "date": "2026-01-05"}"#,
                "`number`: expected a whole number from 1 to 4294967295, found -1",
            ),
            (
                r#"{"number": 1, "title": " ", "status": "x", "date": "2026-01-05"}"#,
                "`title`: expected a text that says something",
            ),
            (
                r#"{"number": 1, "title": "T", "status": "x", "date": "soon"}"#,
                "`date`: expected a day as 2026-01-05, found \"soon\"",
            ),
            (
                r#"{"number": 1, "title": "T", "date": "2026-01-05"}"#,
                "this decision has no `status`",
            ),
            (
                r#"{"number": 1, "title": ["T"], "status": "x", "date": "2026-01-05"}"#,
                "`title`: expected a string, found a list",
            ),
        ];
        for (text, expected) in cases {
            let found = document(text);
            assert_eq!(
                found.faults.first().map(|fault| fault.message.as_str()),
                Some(expected),
                "{text}"
            );
        }
        let more = document(&format!(
            r#"{{{HEAD}, "links": [7], "tags": [[]], "custom_sections": [], "x": 1}}"#
        ));
        let told: Vec<&str> = more.faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "`links`: expected mappings with `type` and `target`, found an integer",
                "`tags`: expected a string, found a list",
                "`custom_sections`: expected a mapping of headings to texts, found a list",
            ]
        );
        assert_eq!(
            more.unknown[0].message,
            "`x` is no field of a decision in 1.0.0: left out"
        );
    }
}
