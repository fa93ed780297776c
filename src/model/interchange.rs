//! JSON-ADR 1.0.0: the format in which tools for decisions hand records to each other.
//!
//! Source of names and types: `schema/json-adr/v1.json` of github.com/joshrotenberg/adrs. Where that schema and the tool
//! differ (`consequences` is a list or three lists in the schema, one text in the tool) this follows the schema.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// What `$schema` says.
pub const SCHEMA: &str = "https://raw.githubusercontent.com/joshrotenberg/adrs/main/schema/json-adr/v1.json";

/// What `version` says.
pub const VERSION: &str = "1.0.0";

/// Statuses that the format names; any other is a custom one.
pub const STATUSES: [&str; 5] = ["proposed", "accepted", "deprecated", "superseded", "rejected"];

/// Our field of a relation, and the format's type of link.
pub const RELATIONS: [(&str, &str); 5] = [
    ("supersedes", "supersedes"),
    ("superseded-by", "superseded-by"),
    ("amends", "amends"),
    ("amended-by", "amended-by"),
    ("relates", "relates-to"),
];

/// The custom section of what stands before the first heading.
pub const PREAMBLE: &str = "Preamble";

/// One decision, as the format has it. Empty is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Adr {
    /// Its number, from 1.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// One of [`STATUSES`], or any text.
    pub status: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Who decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deciders: Vec<String>,
    /// Whose advice was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consulted: Vec<String>,
    /// Who was told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub informed: Vec<String>,
    /// Labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where the record can be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source_uri: String,
    /// What made a choice necessary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub context: String,
    /// What pulled at it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decision_drivers: Vec<String>,
    /// What could have been chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub considered_options: Vec<Choice>,
    /// What was.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub decision: String,
    /// What came of it.
    #[serde(skip_serializing_if = "Consequences::is_empty")]
    pub consequences: Consequences,
    /// How one sees that it was done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confirmation: String,
    /// Other decisions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Relation>,
    /// Every other section, in its order: heading and text.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub custom_sections: Vec<(String, String)>,
    /// Its file, from the root.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// An option that was considered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    /// What it is called.
    pub name: String,
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What speaks for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pros: Vec<String>,
    /// What speaks against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cons: Vec<String>,
}

/// What came of a decision: a list of texts, or sorted by what they are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Consequences {
    /// Texts; one text is a section in prose.
    Plain(Vec<String>),
    /// Three lists.
    Sorted(Sorted),
}

/// Consequences by what they are worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sorted {
    /// The good ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub positive: Vec<String>,
    /// The bad ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub negative: Vec<String>,
    /// Those that may come.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<String>,
}

/// A relation to another decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Relation {
    /// The type of link: the second of [`RELATIONS`], or any text.
    #[serde(rename = "type")]
    pub relation: String,
    /// The other's number.
    pub target: u64,
    /// What is said about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

impl Default for Consequences {
    fn default() -> Self {
        Consequences::Plain(Vec::new())
    }
}

impl Consequences {
    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let lists: [&[String]; 3] = match self {
            Consequences::Plain(texts) => [texts, &[], &[]],
            Consequences::Sorted(sorted) => [&sorted.positive, &sorted.negative, &sorted.risks],
        };
        lists.into_iter().flatten()
    }
}

fn as_map<S: Serializer>(sections: &[(String, String)], out: S) -> Result<S::Ok, S::Error> {
    let mut map = out.serialize_map(Some(sections.len()))?;
    for (name, text) in sections {
        map.serialize_entry(name, text)?;
    }
    map.end()
}

impl Adr {
    /// All words that the record is made of, sorted: two records with the same words say the same, however their sections
    /// are cut. Its number, path and relations are left out, for they change when it is taken elsewhere.
    pub fn words(&self) -> Vec<String> {
        let lists = [
            &self.deciders,
            &self.consulted,
            &self.informed,
            &self.tags,
            &self.decision_drivers,
        ];
        let single = [
            &self.title,
            &self.status,
            &self.date,
            &self.source_uri,
            &self.context,
            &self.decision,
            &self.confirmation,
        ];
        let choices = self.considered_options.iter().flat_map(|choice| {
            [&choice.name, &choice.description]
                .into_iter()
                .chain(&choice.pros)
                .chain(&choice.cons)
        });
        let sections = self.custom_sections.iter().flat_map(|(name, text)| {
            let name = Some(name).filter(|name| *name != PREAMBLE);
            name.into_iter().chain([text])
        });
        let texts = single.into_iter().chain(lists.into_iter().flatten());
        let texts = texts.chain(choices).chain(self.consequences.texts()).chain(sections);
        sorted(texts.map(String::as_str))
    }
}

/// The words of a text, sorted, in lower case.
pub fn words_of(text: &str) -> Vec<String> {
    sorted(std::iter::once(text))
}

fn sorted<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::{Adr, Choice, Consequences, Relation, Sorted};

    #[test]
    fn what_is_empty_is_left_out() {
        let adr = Adr {
            number: 7,
            title: "T".to_owned(),
            status: "accepted".to_owned(),
            date: "2026-01-05".to_owned(),
            ..Adr::default()
        };
        let json = serde_json::to_string(&adr).unwrap();
        assert_eq!(
            json,
            r#"{"number":7,"title":"T","status":"accepted","date":"2026-01-05"}"#
        );
        let full = Adr {
            considered_options: vec![Choice {
                name: "A".to_owned(),
                ..Choice::default()
            }],
            consequences: Consequences::Sorted(Sorted {
                risks: vec!["r".to_owned()],
                ..Sorted::default()
            }),
            links: vec![Relation {
                relation: "amends".to_owned(),
                target: 3,
                description: String::new(),
            }],
            custom_sections: vec![("B".to_owned(), "b".to_owned()), ("A".to_owned(), "a".to_owned())],
            ..adr.clone()
        };
        let json = serde_json::to_string(&full).unwrap();
        assert!(json.ends_with(
            r#""considered_options":[{"name":"A"}],"consequences":{"risks":["r"]},"links":[{"type":"amends","target":3}],"custom_sections":{"B":"b","A":"a"}}"#
        ));
        assert_ne!(adr.words(), full.words());
    }

    #[test]
    fn the_same_words_are_the_same_record() {
        let cut = |context: &str, sections: &[(&str, &str)]| Adr {
            context: context.to_owned(),
            custom_sections: sections
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
            ..Adr::default()
        };
        assert_eq!(cut("a\n\n## B c\n\nd", &[]).words(), cut("a", &[("B c", "d")]).words());
        assert_ne!(cut("a b", &[]).words(), cut("a", &[]).words());
    }
}
