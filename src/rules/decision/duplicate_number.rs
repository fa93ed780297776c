//! `decision/duplicate-number`: Two records of one set with the same number.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::{Number, Record, RecordId};
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use crate::text::span::{Range, Span};
use std::collections::HashMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/duplicate-number",
    severity: Some(Severity::Error),
    summary: "Two records of one set with the same number.",
    page: include_str!("../../../docs/rules/decision/duplicate-number.md"),
    check,
};

/// A date as the number (`20240725-slug`) has this many digits; two decisions on one day are no mistake.
const DATE_DIGITS: u8 = 8;

/// Where a number may be taken once: the set, the area, the number with its letter, the version.
type Place<'a> = (usize, &'a str, u64, Option<char>, Option<u64>);

fn check(workspace: &Workspace, findings: &mut Findings) {
    // The highest number that is taken, per set and area: what the next free number follows.
    let mut highest: HashMap<(usize, &str), u64> = HashMap::new();
    let by_name = known_by_name(workspace);
    let numbered = || {
        workspace
            .iter()
            .filter(|(_, record)| !by_name.get(record.set).is_some_and(|is_so| *is_so))
            .filter_map(|(id, record)| Some((id, record, counted(workspace, record)?)))
    };
    for (_, record, number) in numbered() {
        let top = highest.entry((record.set, &number.area)).or_default();
        *top = number.value.max(*top);
    }
    let mut first: HashMap<Place<'_>, RecordId> = HashMap::new();
    for (id, record, number) in numbered() {
        let known = first
            .entry((
                record.set,
                &number.area,
                number.value,
                number.letter,
                version(workspace.path_of(record).name()),
            ))
            .or_insert(id);
        if workspace.record(*known).file == record.file {
            continue;
        }
        // Where it is known who came later, that one is told.
        let (earlier, later) = match (has_just_come(workspace, *known), has_just_come(workspace, id)) {
            (true, false) => (id, *known),
            _ => (*known, id),
        };
        *known = earlier;
        let which = match has_just_come(workspace, later) {
            true => "this one",
            false => "the younger of the two",
        };
        let (earlier, later) = (workspace.record(earlier), workspace.record(later));
        let top = highest.entry((record.set, &number.area)).or_default();
        *top += 1;
        findings
            .add(
                later.place(),
                format!(
                    "number {} is taken by `{}`",
                    written(number),
                    workspace.path_of(earlier).name()
                ),
            )
            .related(Span::new(earlier.file, Range::at(0)), "the first to have it")
            .help(format!(
                "rename {which} to {:0width$}, the next free number",
                *top,
                width = usize::from(number.digits)
            ));
    }
}

/// True for a record that has taken its number since the commit that this workspace is compared with.
fn has_just_come(workspace: &Workspace, id: RecordId) -> bool {
    let Some(before) = &workspace.before else { return false };
    let was = before.was[id.index()].map(|old| &before.base.record(old).number);
    was != Some(&workspace.record(id).number)
}

/// The sets in which a record is cited by the whole name of its file: more than half of the records state that name as
/// their `id`. There a number only puts them in order, and may be shared.
fn known_by_name(workspace: &Workspace) -> Vec<bool> {
    let mut counts = vec![(0_usize, 0_usize); workspace.sets.len()];
    for record in &workspace.records {
        let Some(count) = counts.get_mut(record.set) else {
            continue;
        };
        let data = workspace.document(record.file).data.first();
        let stated = data.and_then(|data| data.get("id")).and_then(Node::as_str);
        let is_name = record.number.is_some() && stated == Some(workspace.path_of(record).stem());
        *count = (count.0 + usize::from(is_name), count.1 + 1);
    }
    counts.into_iter().map(|(named, all)| named * 2 > all).collect()
}

fn counted<'a>(workspace: &Workspace, record: &'a Record) -> Option<&'a Number> {
    let number = record.number.as_ref()?;
    (number.digits < DATE_DIGITS && workspace.kind_of(record).is_numbered()).then_some(number)
}

fn written(number: &Number) -> String {
    let letter = number.letter.map(String::from).unwrap_or_default();
    format!("{:0width$}{letter}", number.value, width = usize::from(number.digits))
}

/// The version behind the number, as in `scs-0100-v3-flavors.md`: each is a document of its own.
fn version(name: &str) -> Option<u64> {
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = name.split('-').skip_while(|part| !is_number(part));
    parts.nth(1)?.strip_prefix('v')?.parse().ok()
}
