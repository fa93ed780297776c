//! A workspace as text: one line per set, record, broken link and problem.

use opsrepo::model::fact::Fact;
use opsrepo::model::links::{Destination, Origin};
use opsrepo::model::record::{Record, Reference, Target};
use opsrepo::model::workspace::Workspace;
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

/// Broken links and problems beyond this many are only counted.
const LISTED: usize = 100;
/// Texts are cut to this many characters.
const CUT: usize = 40;

/// Everything that was read.
pub(crate) fn of(workspace: &Workspace) -> String {
    let mut out = format!(
        "{} files, {} records, {} links\n",
        workspace.tree.files().len(),
        workspace.records.len(),
        workspace.links.len()
    );
    for (at, set) in workspace.sets.iter().enumerate() {
        let kind = &workspace.kinds[set.kind].name;
        let (count, files) = (set.members.len(), set.files.join(" "));
        writeln!(out, "\n{kind} set {}: {count} in {files}: {}", set.name, set.reason).unwrap();
        for record in workspace.records.iter().filter(|record| record.set == at) {
            writeln!(out, "  {}", line(workspace, record)).unwrap();
        }
    }
    links(workspace, &mut out);
    problems(workspace, &mut out);
    out
}

fn line(workspace: &Workspace, record: &Record) -> String {
    let path = workspace.path_of(record);
    let part = match record.part {
        0 => String::new(),
        part => format!("[{part}]"),
    };
    let mut parts = vec![format!("{} {path}{part} {}", record.id, cut(record.name()))];
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            parts.push(format!("{name} {value}"));
        }
    };
    add(
        "from",
        record
            .title
            .locator()
            .filter(|l| *l != "heading")
            .unwrap_or("")
            .to_owned(),
    );
    add("status", status(record));
    add("date", fact(&record.date));
    add("people", people(record));
    for reference in &record.references {
        add(&reference.field, resolved(workspace, reference));
    }
    for (name, at) in record.times.iter() {
        add(name, fact(at));
    }
    for (name, length) in record.durations.iter() {
        add(name, fact(length));
    }
    for (name, interval) in record.intervals.iter() {
        add(name, fact(interval));
    }
    for (name, words) in record.words.iter() {
        add(
            name,
            words.iter().map(|word| cut(&word.text)).collect::<Vec<_>>().join(", "),
        );
    }
    let entries = record.timeline.len();
    add(
        "timeline",
        if entries == 0 {
            String::new()
        } else {
            entries.to_string()
        },
    );
    parts.join(" | ")
}

/// The value (or `?`) with its spelling where that differs, and its locator.
fn fact<T: Display>(fact: &Fact<T>) -> String {
    let raw = cut(fact.raw().unwrap_or(""));
    let locator = fact.locator().unwrap_or("");
    match fact {
        Fact::Absent => String::new(),
        Fact::Unrecognised(_) => format!("? `{raw}` @{locator}"),
        Fact::Known(found) if found.value.to_string() == raw => format!("{raw} @{locator}"),
        Fact::Known(found) => format!("{} `{raw}` @{locator}", found.value),
    }
}

fn status(record: &Record) -> String {
    let Some(raw) = record.status.raw() else {
        return "absent".to_owned();
    };
    let locator = record.status.locator().unwrap_or("");
    let Some(status) = record.status.value() else {
        return format!("? `{}` @{locator}", cut(raw));
    };
    let date = status.date.map_or(String::new(), |date| format!(" on {date}"));
    let qualifiers: Vec<String> = status.qualifiers.iter().map(|text| cut(text)).collect();
    let earlier = status.earlier.iter().map(|step| {
        let date = step.date.map_or(String::new(), |date| format!(" {date}"));
        format!(" after {}{date}", step.word)
    });
    let earlier: Vec<String> = earlier.collect();
    let links: Vec<String> = status
        .links
        .iter()
        .map(|link| format!(" {}→{}", link.relation, link.target))
        .collect();
    format!(
        "{}{date} {qualifiers:?}{}{} `{}` @{locator}",
        status.word,
        links.concat(),
        earlier.concat(),
        cut(raw)
    )
}

fn people(record: &Record) -> String {
    let mut roles: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for person in &record.people {
        let role = (person.role.as_ref(), person.locator.as_ref());
        roles.entry(role).or_default().push(&person.name);
    }
    let roles = roles
        .iter()
        .map(|((role, locator), names)| format!("{role}: {} @{locator}", names.join(", ")));
    roles.collect::<Vec<_>>().join("; ")
}

fn resolved(workspace: &Workspace, reference: &Reference) -> String {
    let target = match &reference.target {
        Target::Record(id) => format!("→ {}", workspace.path_of(workspace.record(*id)).name()),
        Target::Ambiguous(ids) => format!("→ one of {}", ids.len()),
        Target::Nothing(near) => format!("→ nothing, near {near:?}"),
        Target::Elsewhere => "→ elsewhere".to_owned(),
        Target::Pending => "→ pending".to_owned(),
    };
    format!("`{}` {target} @{}", cut(&reference.raw), reference.locator)
}

/// The class of a link, by the name that snapshots use.
pub(crate) fn class(target: &Destination) -> &'static str {
    match target {
        Destination::File(_) | Destination::Folder(_) => "ok",
        Destination::Anchor { exists: true, .. } => "ok, anchor",
        Destination::Anchor { exists: false, .. } => "anchor missing",
        Destination::Rendered(_) => "rendered",
        Destination::Missing(_) => "missing",
        Destination::Outside => "outside",
        Destination::Unknown => "unknown",
        Destination::External => "external",
        Destination::Sibling(_) => "sibling",
    }
}

fn links(workspace: &Workspace, out: &mut String) {
    let mut counts: BTreeMap<(Origin, &str), usize> = BTreeMap::new();
    for link in &workspace.links {
        *counts.entry((link.origin, class(&link.target))).or_default() += 1;
    }
    out.push_str("\nlinks\n");
    for ((origin, class), count) in counts {
        writeln!(out, "  {origin:?} {class}: {count}").unwrap();
    }
    let broken = workspace.links.iter().filter(|link| link.target.is_broken());
    let lines = broken.map(|link| {
        let place = format!(
            "{}:{}",
            workspace.tree.path(link.span.file),
            workspace.tree.position(link.span)
        );
        let field = if link.field.is_empty() {
            String::new()
        } else {
            format!(" {}", link.field)
        };
        format!("{place}{field} {} ({})", link.raw, class(&link.target))
    });
    list("broken", lines.collect(), out);
}

fn problems(workspace: &Workspace, out: &mut String) {
    let lines = workspace.tree.iter().flat_map(|(id, file)| {
        workspace.document(id).problems.iter().map(move |problem| {
            let place = workspace
                .tree
                .position(opsrepo::text::span::Span::new(id, problem.range));
            format!("{}:{place} {:?} {}", file.path, problem.kind, problem.message)
        })
    });
    list("problems", lines.collect(), out);
}

fn list(name: &str, lines: Vec<String>, out: &mut String) {
    writeln!(out, "\n{name}: {}", lines.len()).unwrap();
    for line in lines.iter().take(LISTED) {
        writeln!(out, "  {line}").unwrap();
    }
}

fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(CUT) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
