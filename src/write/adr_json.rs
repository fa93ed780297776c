//! Reading JSON-ADR: from a JSON document to decisions, with the place of everything that is not as the format has it.
//!
//! It takes what tools write: a document of one decision, of many, or a bare decision, and consequences as a text, a list
//! or three lists. It knows no repository.

use crate::model::interchange::{Adr, Choice, Consequences, Relation, Sorted, VERSION};
use crate::model::time::Date;
use crate::syntax::node::{Entry, Node, Value};
use crate::text::span::Range;
use crate::write::adr_fields::{Remarks, named};

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The decisions, each with its place.
    pub adrs: Vec<(Adr, Range)>,
    /// The folder that they come from, as it is written.
    pub folder: Option<String>,
    /// What is not as the format has it.
    pub remarks: Remarks,
}

/// Reads the one value of a JSON file.
pub fn read(root: &Node) -> Document {
    let mut out = Document::default();
    if !matches!(root.value, Value::Map(_)) {
        out.remarks.fault(
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
                for node in out.remarks.list(entry) {
                    out.adr(node);
                }
            }
            _ => out.remarks.strange(entry, "a JSON-ADR document"),
        }
    }
    if root.get("adr").is_none() && root.get("adrs").is_none() {
        out.remarks.fault(
            root.range,
            "expected `adr` or `adrs`: this is no JSON-ADR document".to_owned(),
        );
    }
    out
}

impl Document {
    fn version(&mut self, node: &Node) {
        if node.as_str() != Some(VERSION) {
            let found = node.scalar().unwrap_or_else(|| node.type_name().to_owned());
            self.remarks
                .fault(node.range, format!("expected version \"{VERSION}\", found {found}"));
        }
    }

    fn adr(&mut self, node: &Node) {
        if !matches!(node.value, Value::Map(_)) {
            self.remarks.fault(
                node.range,
                format!("expected a decision, a mapping; found {}", node.type_name()),
            );
            return;
        }
        let mut adr = Adr::default();
        for entry in node.entries() {
            match &*entry.key {
                "number" => adr.number = self.remarks.number(entry),
                "title" => {
                    adr.title = self
                        .remarks
                        .text(entry)
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                }
                "status" => {
                    adr.status = self
                        .remarks
                        .text(entry)
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                }
                "date" => adr.date = self.date(entry),
                "deciders" => adr.deciders = self.remarks.texts(entry),
                "consulted" => adr.consulted = self.remarks.texts(entry),
                "informed" => adr.informed = self.remarks.texts(entry),
                "tags" => adr.tags = self.remarks.texts(entry),
                "source_uri" => adr.source_uri = self.remarks.text(entry),
                "context" => adr.context = self.remarks.text(entry),
                "decision_drivers" => adr.decision_drivers = self.remarks.texts(entry),
                "considered_options" => adr.considered_options = self.choices(entry),
                "decision" => adr.decision = self.remarks.text(entry),
                "consequences" => adr.consequences = self.consequences(entry),
                "confirmation" => adr.confirmation = self.remarks.text(entry),
                "links" => adr.links = self.relations(entry),
                "custom_sections" => adr.custom_sections = self.sections(entry),
                "path" => adr.path = self.remarks.text(entry),
                _ => self.remarks.strange(entry, "a decision"),
            }
        }
        for key in ["number", "title", "status", "date"] {
            if node.get(key).is_none() {
                self.remarks.fault(start(node), format!("this decision has no `{key}`"));
            }
        }
        if let Some(entry) = node.entry("title").filter(|_| adr.title.is_empty()) {
            self.remarks.fault(
                entry.value.range,
                "`title`: expected a text that says something".to_owned(),
            );
        }
        self.adrs.push((adr, start(node)));
    }

    fn date(&mut self, entry: &Entry) -> String {
        let text = self.remarks.text(entry);
        // Some tools write a moment.
        let day = text.split(['T', ' ']).next().unwrap_or_default();
        match Date::parse(day).filter(|date| date.to_string().len() == 10) {
            Some(date) => date.to_string(),
            None => {
                if entry.value.as_str().is_some() {
                    self.remarks.fault(
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
        for node in self.remarks.list(entry) {
            let mut choice = Choice::default();
            if !matches!(node.value, Value::Map(_)) {
                self.remarks.expected(&named(entry, node), "mappings with a `name`");
                continue;
            }
            for entry in node.entries() {
                match &*entry.key {
                    "name" => choice.name = self.remarks.text(entry),
                    "description" => choice.description = self.remarks.text(entry),
                    "pros" => choice.pros = self.remarks.texts(entry),
                    "cons" => choice.cons = self.remarks.texts(entry),
                    _ => self.remarks.strange(entry, "an option"),
                }
            }
            if choice.name.is_empty() {
                self.remarks.fault(start(node), "this option has no `name`".to_owned());
            }
            choices.push(choice);
        }
        choices
    }

    fn consequences(&mut self, entry: &Entry) -> Consequences {
        match &entry.value.value {
            Value::Null => Consequences::default(),
            Value::List(_) => Consequences::Plain(self.remarks.texts(entry)),
            Value::Map(entries) => {
                let mut sorted = Sorted::default();
                for entry in entries {
                    match &*entry.key {
                        "positive" => sorted.positive = self.remarks.texts(entry),
                        "negative" => sorted.negative = self.remarks.texts(entry),
                        "risks" => sorted.risks = self.remarks.texts(entry),
                        _ => self.remarks.strange(entry, "`consequences`"),
                    }
                }
                Consequences::Sorted(sorted)
            }
            Value::Text(_) => {
                let text = Some(self.remarks.text(entry)).filter(|text| !text.is_empty());
                Consequences::Plain(text.into_iter().collect())
            }
            _ => {
                self.remarks.expected(entry, "a string, a list or a mapping");
                Consequences::default()
            }
        }
    }

    fn relations(&mut self, entry: &Entry) -> Vec<Relation> {
        let mut relations = Vec::new();
        for node in self.remarks.list(entry) {
            let mut relation = Relation::default();
            if !matches!(node.value, Value::Map(_)) {
                self.remarks
                    .expected(&named(entry, node), "mappings with `type` and `target`");
                continue;
            }
            for entry in node.entries() {
                match &*entry.key {
                    "type" => relation.relation = self.remarks.text(entry),
                    "target" => relation.target = self.remarks.number(entry),
                    "description" => relation.description = self.remarks.text(entry),
                    _ => self.remarks.strange(entry, "a link"),
                }
            }
            for key in ["type", "target"] {
                if node.get(key).is_none() {
                    self.remarks.fault(start(node), format!("this link has no `{key}`"));
                }
            }
            relations.push(relation);
        }
        relations
    }

    fn sections(&mut self, entry: &Entry) -> Vec<(String, String)> {
        if !matches!(entry.value.value, Value::Map(_) | Value::Null) {
            self.remarks.expected(entry, "a mapping of headings to texts");
        }
        let entries = entry.value.entries();
        let sections = entries
            .iter()
            .map(|entry| (entry.key.trim().to_owned(), self.remarks.text(entry)));
        let sections: Vec<(String, String)> = sections.collect();
        sections
            .into_iter()
            .filter(|(name, text)| !(name.is_empty() && text.is_empty()))
            .collect()
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
                (
                    found.adrs.len(),
                    found.remarks.faults.len(),
                    found.remarks.unknown.len()
                ),
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
                found.remarks.faults.first().map(|fault| fault.message.as_str()),
                Some(expected),
                "{text}"
            );
        }
        let more = document(&format!(
            r#"{{{HEAD}, "links": [7], "tags": [[]], "custom_sections": [], "x": 1}}"#
        ));
        let told: Vec<&str> = more.remarks.faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "`links`: expected mappings with `type` and `target`, found an integer",
                "`tags`: expected a string, found a list",
                "`custom_sections`: expected a mapping of headings to texts, found a list",
            ]
        );
        assert_eq!(
            more.remarks.unknown[0].message,
            "`x` is no field of a decision in 1.0.0: left out"
        );
    }
}
