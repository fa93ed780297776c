//! A step of a record's life, or a relation to another: whether the lifecycle allows it, and what is then written where.

use crate::model::kind::Kind;
use crate::model::lifecycle::{ABSENT, Lifecycle, Step};
use crate::model::record::{Record, RecordId, Target};
use crate::model::status;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::text::article::with_article;
use crate::text::change::Changes;
use crate::write::desk::{Desk, Which};
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::{log, times};
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status as statuses;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What somebody wants to do with records.
#[derive(Clone, Debug)]
pub struct Move {
    /// The verb of the step.
    pub verb: String,
    /// Who shall be named, by field (`deciders`).
    pub people: Vec<(String, Vec<String>)>,
    /// The record that takes their place.
    pub successor: Option<RecordId>,
    /// The day on which it happens.
    pub on: Date,
    /// The moment at which it happens, where the step says that.
    pub at: Option<Moment>,
}

/// Takes a step with several records of one kind; all or none. Where everything is so already, nothing changes.
pub fn take(workspace: &Workspace, ids: &[RecordId], wanted: &Move) -> Result<Changes, Refusal> {
    let mut desk = Desk::new(workspace);
    for &id in ids {
        step(&mut desk, id, wanted)?;
    }
    Ok(desk.finish())
}

/// Writes a relation (`amended-by`, `relates`) between records, at both ends.
pub fn relate(workspace: &Workspace, ids: &[RecordId], (field, other): (&str, RecordId)) -> Result<Changes, Refusal> {
    let mut desk = Desk::new(workspace);
    for &id in ids {
        desk.relate(Which::Old(id), field, Which::Old(other))?;
    }
    Ok(desk.finish())
}

fn step(desk: &mut Desk<'_>, id: RecordId, wanted: &Move) -> Result<(), Refusal> {
    let workspace = desk.workspace;
    let record = workspace.record(id);
    let kind = workspace.kind_of(record);
    let Some(step) = kind.lifecycle.step(&wanted.verb) else {
        return Err(Refusal::new(
            format!("{} has no step `{}`", with_article(&kind.name), wanted.verb),
            format!("`opsrepo {} --help` shows what there is", kind.name),
        ));
    };
    let is_there = statuses::word_of(record) == Some(step.to.as_str());
    if !is_there {
        // Of a file that cannot be read nobody knows where it stands.
        statuses::sheet(workspace, id)?;
        allowed(workspace, record, (step, Asked::ByItself))?;
    }
    succeed(desk, id, (step, wanted))?;
    for (field, names) in &wanted.people {
        desk.add_words(Which::Old(id), field, names)?;
    }
    let sheet = desk.sheet(Which::Old(id))?;
    if let Some(at) = &wanted.at {
        say_when(sheet, step, (at, is_there))?;
    }
    let missing = step
        .needs
        .iter()
        .find(|field| sheet.record().people_in(field).next().is_none());
    match missing {
        None => Ok(()),
        Some(field) => Err(Refusal::new(
            format!(
                "{} names no {field}, and `{}` needs them",
                workspace.path_of(record),
                step.verb
            ),
            format!(
                "say who: opsrepo {} {} {} --{} NAME",
                kind.name,
                step.verb,
                record.id,
                option_of(field)
            ),
        )),
    }
}

/// Fills the times of a step, takes away those that no longer hold, and tells the timeline of it.
fn say_when(sheet: &mut Sheet<'_>, step: &Step, (at, was_there): (&Moment, bool)) -> Result<(), Refusal> {
    let mut is_new = !was_there;
    for field in &step.stamps {
        is_new |= times::stamp(sheet, field, at)?;
    }
    if !is_new {
        return Ok(());
    }
    for field in &step.clears {
        times::clear(sheet, field, at)?;
    }
    if step.entry.is_empty() || !log::has_place(sheet) {
        return Ok(());
    }
    let entry = Entry {
        at: at.clone(),
        sort: Some(Sort::Status),
        text: step.entry.clone(),
        evidence: None,
    };
    log::add(sheet, &entry)
}

/// The times that a step says and for which a record has no place.
pub fn placeless(workspace: &Workspace, id: RecordId, verb: &str) -> Vec<String> {
    let kind = workspace.kind_of(workspace.record(id));
    let (Some(step), Ok(sheet)) = (kind.lifecycle.step(verb), statuses::sheet(workspace, id)) else {
        return Vec::new();
    };
    let stamps = step.stamps.iter().filter(|field| !times::has_place(&sheet, field));
    stamps.cloned().collect()
}

/// Says the status and, where the step has one, who comes after.
fn succeed(desk: &mut Desk<'_>, id: RecordId, (step, wanted): (&Step, &Move)) -> Result<(), Refusal> {
    let is_there = statuses::word_of(desk.workspace.record(id)) == Some(step.to.as_str());
    let old = Which::Old(id);
    let Some((field, successor)) = step.relation.as_deref().zip(wanted.successor) else {
        if !is_there {
            statuses::say(desk.sheet(old)?, &step.to, None, Some(wanted.on))?;
        }
        return Ok(());
    };
    let new = Which::Old(successor);
    if old == new {
        return desk.relate(old, field, new);
    }
    if leads_to(desk.workspace, field, (successor, id)) {
        let path = |id| desk.workspace.path_of(desk.workspace.record(id));
        return Err(Refusal::new(
            format!("{} is itself {} by way of {}", path(successor), step.to, path(id)),
            "a record cannot take the place of what took its own; name the newest one",
        ));
    }
    if !is_there {
        let name = desk.name(new)?;
        statuses::say(desk.sheet(old)?, &step.to, Some(&name), Some(wanted.on))?;
    }
    desk.relate(old, field, new)
}

/// Whether the references of one field lead from one record to another, over as many as it takes.
fn leads_to(workspace: &Workspace, field: &str, (from, to): (RecordId, RecordId)) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        for reference in workspace.record(id).refers(field) {
            if let Target::Record(next) = reference.target
                && seen.insert(next)
            {
                open.push(next);
            }
        }
    }
    from != to && seen.contains(&to)
}

/// Lets a successor take the place of an old record: `new --supersedes`.
pub(super) fn supersede(desk: &mut Desk<'_>, old: RecordId, new: Which, on: Date) -> Result<(), Refusal> {
    let workspace = desk.workspace;
    let record = workspace.record(old);
    let steps = &workspace.kind_of(record).lifecycle.steps;
    let Some(step) = steps
        .iter()
        .find(|step| step.relation.as_deref() == Some("superseded-by"))
    else {
        return desk.relate(Which::Old(old), "superseded-by", new);
    };
    if statuses::word_of(record) != Some(step.to.as_str()) {
        allowed(workspace, record, (step, Asked::ByNew))?;
        let name = desk.name(new)?;
        statuses::say(desk.sheet(Which::Old(old))?, &step.to, Some(&name), Some(on))?;
    }
    desk.relate(Which::Old(old), "superseded-by", new)
}

/// The option that names people of a field: `--decider` for `deciders`.
pub fn option_of(field: &str) -> &str {
    field
        .strip_suffix('s')
        .filter(|word| !word.ends_with('s'))
        .unwrap_or(field)
}

/// How somebody asked for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// With the verb of the step.
    ByItself,
    /// With `new --supersedes`: the record that comes after is not there yet.
    ByNew,
}

/// Whether a step leads on from where a record stands.
fn allowed(workspace: &Workspace, record: &Record, (step, asked): (&Step, Asked)) -> Result<(), Refusal> {
    let kind = workspace.kind_of(record);
    let path = workspace.path_of(record);
    let now = match (&record.status.unrecognised(), statuses::word_of(record)) {
        (Some(found), _) => return Err(unknown(workspace, record, &found.raw)),
        (None, word) => word.unwrap_or(ABSENT),
    };
    if step.from.iter().any(|word| word == now) {
        return Ok(());
    }
    let said = match now {
        ABSENT => "has no status".to_owned(),
        word => format!("is {word}"),
    };
    let from = list(&step.from);
    let message = match asked {
        Asked::ByItself => format!("{path} {said}, and `{}` leads from {from} only", step.verb),
        Asked::ByNew => format!("{path} {said}, and a new {} supersedes what is {from} only", kind.name),
    };
    Err(Refusal::new(
        message,
        way_out(kind, (now, &step.to), (&record.id, asked)),
    ))
}

fn unknown(workspace: &Workspace, record: &Record, raw: &str) -> Refusal {
    let kind = workspace.kind_of(record);
    let place = record.status.span().map_or_else(String::new, |span| {
        format!("{}:{}", workspace.tree.path(span.file), workspace.tree.position(span))
    });
    let raw = raw.lines().next().unwrap_or(raw);
    let help = match status::nearest(raw, &kind.statuses) {
        Some(near) => format!("did you mean {}? correct it first", status::explained(near)),
        None => format!(
            "teach it to opsrepo: in opsrepo.toml, under [kinds.{}.statuses], `WORD = [\"{}\"]` says which word it means",
            kind.name,
            raw.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
        ),
    };
    Refusal::new(
        format!("{place}: nobody knows what `{raw}` allows: it is no known status"),
        help,
    )
}

/// The shortest way of steps to a status, or what there is instead.
fn way_out(kind: &Kind, (from, to): (&str, &str), (id, asked): (&str, Asked)) -> String {
    let command = |step: &Step| {
        if asked == Asked::ByNew && step.to == to {
            return format!("opsrepo {} new \"TITLE\" --supersedes {id}", kind.name);
        }
        let successor = if step.relation.is_some() { " --by NEW" } else { "" };
        format!("opsrepo {} {} {id}{successor}", kind.name, step.verb)
    };
    if let Some(way) = way(&kind.lifecycle, from, to) {
        return way.into_iter().map(command).collect::<Vec<_>>().join("; then ");
    }
    let steps = kind.lifecycle.steps.iter();
    let open: Vec<&Step> = steps.filter(|step| step.from.iter().any(|word| word == from)).collect();
    match open.as_slice() {
        [] => format!(
            "nothing leads on from there; `opsrepo {} new \"TITLE\" --relates {id}` begins another",
            kind.name
        ),
        open => format!(
            "from there leads: {}",
            open.iter().map(|step| command(step)).collect::<Vec<_>>().join("; ")
        ),
    }
}

/// The fewest steps that lead from one word to another.
fn way<'l>(life: &'l Lifecycle, from: &'l str, to: &str) -> Option<Vec<&'l Step>> {
    let mut came: BTreeMap<&str, (&str, &Step)> = BTreeMap::new();
    let mut open: VecDeque<&str> = VecDeque::from([from]);
    while let Some(word) = open.pop_front() {
        for step in life
            .steps
            .iter()
            .filter(|step| step.from.iter().any(|known| known == word))
        {
            if step.to != from && !came.contains_key(step.to.as_str()) {
                came.insert(&step.to, (word, step));
                open.push_back(&step.to);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = to;
    while at != from {
        let (before, step) = came.get(at)?;
        way.push(*step);
        at = *before;
    }
    way.reverse();
    Some(way)
}

fn list(words: &[String]) -> String {
    let words: Vec<&str> = words
        .iter()
        .map(|word| if word == ABSENT { "no status" } else { word })
        .collect();
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
