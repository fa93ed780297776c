//! From a decision of JSON-ADR to the text of a record, in the manner of the log that it joins.
//!
//! What is written here, [`crate::model::to_adr`] reads back as it was.

use crate::model::interchange::{Adr, Choice, Consequences, PREAMBLE, RELATIONS, STATUSES};
use crate::text::template::{TemplateError, Templates, heading_text};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Where the records of a log keep their facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// In front matter (MADR 3 and 4, opsrepo's own form).
    FrontMatter,
    /// In a section `Status` and a line `Date:` (Nygard, adr-tools).
    Section,
    /// In bullets under the title (MADR 2, log4brains).
    Bullets,
}

/// How the title is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// `# 7. Title`.
    Numbered,
    /// `# Title`.
    Plain,
}

/// A relation, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    /// The format's type of link.
    pub(super) relation: String,
    /// The other's id.
    pub(super) id: String,
    /// The other's title and file, as seen from here; `None` where there is no such record.
    pub(super) record: Option<(String, String)>,
    /// What is said about it.
    pub(super) description: String,
}

const FRONT_MATTER: &str = "\
---
{% if status %}
status: {{ status|yaml }}
{% endif %}
date: {{ date }}
{% for field in fields %}
{{ field[0] }}:
{% for item in field[1] %}
  - {{ item|yaml }}
{% endfor %}
{% endfor %}
---

";

/// The text of a record.
pub(super) fn text(adr: &Adr, manner: (Manner, Heading), ties: &[Tie]) -> Result<String, TemplateError> {
    let mut out = String::new();
    let (in_head, in_links): (Vec<&Tie>, Vec<&Tie>) = ties.iter().partition(|tie| match manner.0 {
        Manner::FrontMatter => field(tie).is_some() && tie.description.is_empty(),
        Manner::Section => tie.description.is_empty(),
        Manner::Bullets => false,
    });
    if manner.0 == Manner::FrontMatter {
        out = front_matter(adr, &in_head)?;
    }
    let title = heading_text(&adr.title);
    let _ = match manner.1 {
        Heading::Numbered => writeln!(out, "# {}. {title}", adr.number),
        Heading::Plain => writeln!(out, "# {title}"),
    };
    match manner.0 {
        Manner::FrontMatter => {}
        Manner::Bullets => bullets(&mut out, adr, &[("Status", &adr.status), ("Date", &adr.date)]),
        Manner::Section => {
            let _ = writeln!(out, "\nDate: {}", adr.date);
            bullets(&mut out, adr, &[]);
        }
    }
    if let Some((_, text)) = adr.custom_sections.iter().find(|(name, _)| name == PREAMBLE) {
        let _ = writeln!(out, "\n{text}");
    }
    if manner.0 == Manner::Section {
        status_section(&mut out, adr, &in_head);
    }
    body(&mut out, adr);
    links(&mut out, &in_links);
    Ok(out)
}

fn front_matter(adr: &Adr, ties: &[&Tie]) -> Result<String, TemplateError> {
    let lists = [
        ("deciders", &adr.deciders),
        ("consulted", &adr.consulted),
        ("informed", &adr.informed),
        ("tags", &adr.tags),
    ];
    let mut fields: Vec<Value> = Vec::new();
    for (name, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
        fields.push(json!([name, list]));
    }
    for (name, _) in RELATIONS {
        let ids = ties.iter().filter(|tie| field(tie) == Some(name)).map(|tie| &tie.id);
        let ids: Vec<&String> = ids.collect();
        if !ids.is_empty() {
            fields.push(json!([name, ids]));
        }
    }
    let mut templates = Templates::new();
    templates.add("front matter", FRONT_MATTER)?;
    let values = json!({"status": adr.status, "date": adr.date, "fields": fields});
    templates.fill("front matter", values)
}

/// Our field for a relation.
fn field(tie: &Tie) -> Option<&'static str> {
    let known = RELATIONS.iter().find(|(_, relation)| tie.relation == *relation);
    known.map(|(field, _)| *field)
}

fn bullets(out: &mut String, adr: &Adr, first: &[(&str, &String)]) {
    let lists = [
        ("Deciders", adr.deciders.join(", ")),
        ("Consulted", adr.consulted.join(", ")),
        ("Informed", adr.informed.join(", ")),
        ("Tags", adr.tags.join(", ")),
    ];
    let lists = lists.iter().map(|(label, text)| (*label, text));
    let rows: Vec<(&str, &String)> = first.iter().copied().chain(lists).collect();
    let mut is_first = true;
    for (label, text) in rows.into_iter().filter(|(_, text)| !text.is_empty()) {
        let gap = if is_first { "\n" } else { "" };
        let _ = writeln!(out, "{gap}* {label}: {text}");
        is_first = false;
    }
}

fn status_section(out: &mut String, adr: &Adr, ties: &[&Tie]) {
    if adr.status.is_empty() && ties.is_empty() {
        return;
    }
    out.push_str("\n## Status\n");
    // The five words begin with a capital in such logs; any other status is somebody's own.
    let status = match STATUSES.contains(&adr.status.as_str()) {
        true => capital(&adr.status),
        false => adr.status.clone(),
    };
    let lines = ties.iter().map(|tie| sentence(tie));
    for line in std::iter::once(status).chain(lines).filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "\n{line}");
    }
}

/// `Superseded by [7. A better way](0007-a-better-way.md)`.
fn sentence(tie: &Tie) -> String {
    let words = capital(&tie.relation.replace('-', " "));
    let target = match &tie.record {
        Some((title, file)) => {
            let number: String = tie.id.trim_start_matches('0').to_owned();
            // A day or a whole name in front of the title would say nothing.
            let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() < 8;
            let number = if is_number {
                format!("{number}. ")
            } else {
                String::new()
            };
            format!("[{number}{}]({})", heading_text(title), file.replace(' ', "%20"))
        }
        None => tie.id.clone(),
    };
    match tie.description.is_empty() {
        true => format!("{words} {target}"),
        false => format!("{words} {target}: {}", tie.description.replace('\n', " ")),
    }
}

fn body(out: &mut String, adr: &Adr) {
    section(out, "Context", &adr.context);
    section(out, "Decision Drivers", &listed(&adr.decision_drivers));
    options(out, &adr.considered_options);
    section(out, "Decision", &adr.decision);
    match &adr.consequences {
        Consequences::Plain(texts) => match &texts[..] {
            [text] => section(out, "Consequences", text),
            texts => section(out, "Consequences", &listed(texts)),
        },
        Consequences::Sorted(sorted) => {
            let parts = [
                ("Positive Consequences", &sorted.positive),
                ("Negative Consequences", &sorted.negative),
                ("Risks", &sorted.risks),
            ];
            let parts = parts.iter().filter(|(_, texts)| !texts.is_empty());
            let parts: Vec<String> = parts
                .map(|(name, texts)| format!("### {name}\n\n{}", listed(texts)))
                .collect();
            section(out, "Consequences", &parts.join("\n\n"));
        }
    }
    section(out, "Confirmation", &adr.confirmation);
    for (name, text) in adr.custom_sections.iter().filter(|(name, _)| name != PREAMBLE) {
        match text.is_empty() {
            true => {
                let _ = writeln!(out, "\n## {}", heading_text(name));
            }
            false => section(out, &heading_text(name), text),
        }
    }
    if !adr.source_uri.is_empty() {
        section(out, "Source", &format!("<{}>", adr.source_uri));
    }
}

fn section(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        let _ = writeln!(out, "\n## {name}\n\n{text}");
    }
}

fn listed(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| item(text)).collect();
    items.join("\n")
}

fn item(text: &str) -> String {
    let mut lines = text.lines();
    let mut out = format!("* {}", lines.next().unwrap_or_default());
    for line in lines {
        match line.trim().is_empty() {
            true => out.push('\n'),
            false => {
                let _ = write!(out, "\n  {line}");
            }
        }
    }
    out
}

fn options(out: &mut String, choices: &[Choice]) {
    let is_judged = |choice: &&Choice| !choice.pros.is_empty() || !choice.cons.is_empty();
    let names: Vec<String> = choices
        .iter()
        .map(|choice| match is_judged(&choice) || choice.description.is_empty() {
            true => heading_text(&choice.name),
            false => format!("{}\n{}", heading_text(&choice.name), choice.description),
        })
        .collect();
    section(out, "Considered Options", &listed(&names));
    let judged: Vec<String> = choices
        .iter()
        .filter(is_judged)
        .map(|choice| {
            let pros = choice.pros.iter().map(|text| item(&format!("Pro: {text}")));
            let cons = choice.cons.iter().map(|text| item(&format!("Con: {text}")));
            let list = pros.chain(cons).collect::<Vec<_>>().join("\n");
            let head = format!("### {}", heading_text(&choice.name));
            let parts = [head, choice.description.clone(), list];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join("\n\n")
        })
        .collect();
    section(out, "Pros and Cons of the Options", &judged.join("\n\n"));
}

fn links(out: &mut String, ties: &[&Tie]) {
    let lines: Vec<String> = ties.iter().map(|tie| sentence(tie)).collect();
    section(out, "Links", &listed(&lines));
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().chain(chars).collect());
    first.unwrap_or_default()
}
