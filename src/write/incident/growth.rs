//! A record that came from another place, grown by what happened there since: its state goes forward, times that it does not
//! have are set, new lines join the timeline, stretches end. What stands in it stays as it is, and what somebody took out of
//! it stays out.

use crate::model::fact::Fact;
use crate::model::incidents::import::draft::{Stage, TIMES};
use crate::model::incidents::lists::{Impact, impacts};
use crate::model::locate::value_of;
use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::write::data::{Content, Data};
use crate::write::import_note::Note;
use crate::write::incident::imported::{self, Facts, Hurt, stamp};
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status;

/// Thinks out what a record lacks.
pub(super) fn grow(
    workspace: &Workspace,
    id: RecordId,
    facts: &Facts<'_>,
    notes: &mut Vec<Note>,
) -> Result<Changes, Refusal> {
    let record = workspace.record(id);
    let lines = new_lines(workspace, record, facts);
    let goes_on = goes_on(record, facts.draft.stage);
    let (ends, stretches) = hurt(workspace, record, facts);
    if !goes_on && is_behind(record, facts.draft.stage) {
        let what = format!(
            "it is {} there, and was over here: it stays so here",
            facts.draft.stage.word()
        );
        notes.push(Note::on(workspace.path_of(record), what, ""));
    }
    let times: Vec<&'static str> = TIMES.into_iter().filter(|name| lacks(record, facts, name)).collect();
    if !goes_on && lines.is_empty() && ends.is_empty() && stretches.is_empty() && times.is_empty() {
        return Ok(Changes::default());
    }
    let mut sheet = status::sheet(workspace, id)?;
    end_stretches(&mut sheet, &ends, &stretches)?;
    if goes_on {
        status::say(&mut sheet, facts.draft.stage.word(), None, None)?;
    }
    for name in times {
        set_time(&mut sheet, name, facts)?;
    }
    for (at, line) in lines {
        add_line(&mut sheet, (&at, &line))?;
    }
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// The place of a record's state on the way; `None` for one that is on no way.
fn stage(record: &Record) -> Option<Stage> {
    let word = record.status.value()?.word.as_str();
    let all = [Stage::Open, Stage::Mitigated, Stage::Resolved, Stage::Closed];
    all.into_iter().find(|stage| stage.word() == word)
}

fn goes_on(record: &Record, there: Stage) -> bool {
    stage(record).is_some_and(|here| here < there)
}

/// True where it was over here and is not there.
fn is_behind(record: &Record, there: Stage) -> bool {
    there < Stage::Resolved && stage(record).is_some_and(|here| here >= Stage::Resolved)
}

/// True for a later time that the other place has come to know. When it began is not set anew: who took it out had reasons.
fn lacks(record: &Record, facts: &Facts<'_>, name: &str) -> bool {
    let is_late = matches!(name, "mitigated" | "resolved" | "closed");
    let is_due = stage(record).is_some_and(|here| here < facts.draft.stage);
    is_late && is_due && facts.draft.time(name).is_some() && record.times.get(name).is_none_or(Fact::is_absent)
}

fn set_time(sheet: &mut Sheet<'_>, name: &str, facts: &Facts<'_>) -> Result<(), Refusal> {
    let Some(moment) = facts.draft.time(name) else {
        return Ok(());
    };
    let (file, stamp) = (sheet.file(), stamp(moment, facts.zone));
    let data = Data::of(sheet.own(), sheet.part(), sheet.text(file), sheet.line_end(file));
    let earlier = TIMES.iter().take_while(|known| **known != name);
    let after = earlier
        .filter_map(|known| data.entry(known))
        .last()
        .or_else(|| data.entry("status"));
    let edit = match data.entry(name) {
        Some(entry) => Some(data.replace(&entry.value, &stamp)),
        None => data.insert(name, &Content::One(&stamp), after),
    };
    match edit {
        Some(edit) => sheet.apply(file, &[edit]),
        None => Ok(()),
    }
}

/// The lines that the record's timeline does not have. A line with an address is known by it, others by their minute. What
/// is older than the newest line that is there was taken out by somebody.
fn new_lines(workspace: &Workspace, record: &Record, facts: &Facts<'_>) -> Vec<(Moment, String)> {
    let text = workspace.tree.text(record.file);
    let here: Vec<(Option<i64>, &str)> = record
        .timeline
        .iter()
        .map(|entry| {
            (
                entry.at.value().and_then(|moment| minute(moment, facts)),
                entry.text.of(text),
            )
        })
        .collect();
    let all = imported::lines(facts.draft, facts.zone);
    let address = |line: &str| {
        line.rsplit_once("([evidence](")
            .map(|(_, rest)| rest.trim_end_matches("))").to_owned())
    };
    let is_here = |at: &Moment, line: &str| match address(line) {
        Some(address) => here.iter().any(|(_, text)| text.contains(&format!("({address})"))),
        None => {
            let minute = minute(at, facts);
            let there = all
                .iter()
                .filter(|(other, line)| address(line).is_none() && self::minute(other, facts) == minute);
            let mine = here.iter().filter(|(other, _)| *other == minute);
            let said = line
                .split_once(' ')
                .and_then(|(_, rest)| rest.split_once(' '))
                .map_or("", |(_, said)| said);
            mine.clone().any(|(_, text)| text.contains(said)) || mine.count() >= there.count()
        }
    };
    let mut newest: [Option<i64>; 2] = [None, None];
    for (at, line) in &all {
        if is_here(at, line) {
            let slot = &mut newest[usize::from(address(line).is_some())];
            *slot = (*slot).max(minute(at, facts));
        }
    }
    let is_new = |(at, line): &(Moment, String)| {
        let newest = newest[usize::from(address(line).is_some())];
        !is_here(at, line) && newest.is_none_or(|newest| minute(at, facts).is_some_and(|minute| minute >= newest))
    };
    all.iter().filter(|entry| is_new(entry)).cloned().collect()
}

fn minute(moment: &Moment, facts: &Facts<'_>) -> Option<i64> {
    Some(moment.in_zone(facts.zone).unix_seconds()?.div_euclid(60))
}

/// Puts a line behind those that are not later; a record without a timeline gets one at its end.
fn add_line(sheet: &mut Sheet<'_>, (at, line): (&Moment, &str)) -> Result<(), Refusal> {
    let file = sheet.file();
    let end = sheet.line_end(file);
    let text = sheet.text(file);
    let is_later = |other: &Moment| other.minutes_until(at) < 0;
    let entries = &sheet.record().timeline;
    let before = entries
        .iter()
        .rev()
        .find(|entry| entry.at.value().is_some_and(|moment| !is_later(moment)));
    let edit = match (before, entries.first()) {
        (Some(entry), _) => {
            let at = text[..entry.text.end as usize].trim_end().len();
            let at = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
            Edit {
                range: Range::at(at),
                text: format!("{end}{line}"),
            }
        }
        (None, Some(first)) => {
            let start = text[..first.text.start as usize].rfind('\n').map_or(0, |at| at + 1);
            Edit {
                range: Range::at(start),
                text: format!("{line}{end}"),
            }
        }
        (None, None) => Edit {
            range: Range::new(text.trim_end().len(), text.len()),
            text: format!("{end}{end}## Timeline{end}{end}{line}{end}"),
        },
    };
    sheet.apply(file, &[edit])
}

/// The stretches of the record that have ended there since, by their places in its list, and those that are new.
fn hurt<'f>(workspace: &Workspace, record: &Record, facts: &'f Facts<'_>) -> (Vec<(usize, &'f str)>, Vec<&'f Hurt>) {
    let here = impacts(workspace, record);
    let time = |fact: &Fact<Moment>| fact.value().map(|moment| stamp(moment, facts.zone));
    let is_same = |impact: &Impact, hurt: &Hurt| {
        impact.service.value() == Some(&hurt.service) && time(&impact.started).as_ref() == Some(&hurt.started)
    };
    let mut ends = Vec::new();
    let mut newest = "";
    for hurt in &facts.impacts {
        let Some(at) = here.iter().position(|impact| is_same(impact, hurt)) else {
            continue;
        };
        newest = newest.max(&hurt.started);
        if let (true, Some(ended)) = (here[at].ended.is_absent(), &hurt.ended) {
            ends.push((at, ended.as_str()));
        }
    }
    let is_known = |hurt: &Hurt| here.iter().any(|impact| is_same(impact, hurt));
    let is_new = |hurt: &&Hurt| !newest.is_empty() && !is_known(hurt) && hurt.started.as_str() >= newest;
    (ends, facts.impacts.iter().filter(is_new).collect())
}

fn end_stretches(sheet: &mut Sheet<'_>, ends: &[(usize, &str)], new: &[&Hurt]) -> Result<(), Refusal> {
    if ends.is_empty() && new.is_empty() {
        return Ok(());
    }
    let file = sheet.file();
    let whole = Data::of(sheet.own(), sheet.part(), sheet.text(file), sheet.line_end(file));
    let Some(list) = whole.root.and_then(|root| value_of(root, "impacts")) else {
        return Ok(());
    };
    let mut edits = Vec::new();
    for (at, ended) in ends {
        let item: Option<&Node> = list.items().get(*at);
        let data = Data { root: item, ..whole };
        edits.extend(item.and_then(|_| data.insert("ended", &Content::One(ended), data.entry("started"))));
    }
    if !edits.is_empty() {
        sheet.apply(file, &edits)?;
    }
    add_stretches(sheet, new)
}

/// New items behind the last one; a list on one line is left alone.
fn add_stretches(sheet: &mut Sheet<'_>, new: &[&Hurt]) -> Result<(), Refusal> {
    let file = sheet.file();
    let (text, end) = (sheet.text(file), sheet.line_end(file));
    let data = Data::of(sheet.own(), sheet.part(), text, end);
    let list = data.root.and_then(|root| value_of(root, "impacts"));
    let last = list
        .filter(|list| !list.range.of(text).starts_with('['))
        .and_then(|list| list.items().last());
    let (Some(last), false) = (last, new.is_empty()) else {
        return Ok(());
    };
    let start = last.range.start as usize;
    let before = &text[text[..start].rfind('\n').map_or(0, |at| at + 1)..start];
    let indent = before.split('-').next().unwrap_or_default().to_owned();
    let at = text[..last.range.end as usize].trim_end().len();
    let at = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
    let lines = new
        .iter()
        .flat_map(|hurt| hurt.lines(&indent))
        .map(|line| format!("{end}{line}"));
    let edit = Edit {
        range: Range::at(at),
        text: lines.collect(),
    };
    sheet.apply(file, &[edit])
}
