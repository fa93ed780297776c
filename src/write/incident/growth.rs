//! A record that came from another place, grown by what happened there since: its state goes forward, times that it does not
//! have are set, new lines join the timeline, stretches end. What stands in it stays as it is, and what somebody took out of
//! it stays out.

use crate::model::fact::Fact;
use crate::model::incidents::clock;
use crate::model::incidents::import::draft::{Stage, TIMES};
use crate::model::incidents::lists::{Impact, impacts};
use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::write::import_note::Note;
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::imported::{self, Facts, Hurt, minute, seen};
use crate::write::incident::{items, log, times};
use crate::write::mappings::Pair;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status;
use std::collections::BTreeSet;

/// The key of the stretches.
const IMPACTS: &str = "impacts";

/// What a record lacks.
struct Lack<'f> {
    stage: Option<Stage>,
    times: Vec<&'static str>,
    entries: Vec<Entry>,
    /// Stretches that have ended, by their places in the list.
    ends: Vec<(usize, &'f str)>,
    stretches: Vec<&'f Hurt>,
}

/// Thinks out what a record lacks. One that cannot be changed safely stays as it is, with a note that says so.
pub(super) fn grow(workspace: &Workspace, id: RecordId, facts: &Facts<'_>, notes: &mut Vec<Note>) -> Changes {
    let record = workspace.record(id);
    let there = facts.draft.stage;
    let path = workspace.path_of(record);
    if there < Stage::Resolved && stage(record).is_some_and(|here| here >= Stage::Resolved) {
        let what = format!("it is {} there, and was over here: it stays so here", there.word());
        notes.push(Note::on(path, what, ""));
    }
    let lack = lack(workspace, record, facts);
    let nothing = lack.entries.is_empty() && lack.ends.is_empty() && lack.stretches.is_empty();
    if nothing && lack.stage.is_none() {
        return Changes::default();
    }
    match filled(workspace, id, (facts, &lack)) {
        Ok(changes) => changes,
        Err(refusal) => {
            let what = "it could not be changed safely, and stays as it is";
            notes.push(Note::on(path, what, refusal.message));
            Changes::default()
        }
    }
}

fn lack<'f>(workspace: &Workspace, record: &Record, facts: &'f Facts<'_>) -> Lack<'f> {
    let there = facts.draft.stage;
    let goes_on = stage(record).is_some_and(|here| here < there);
    let (ends, stretches) = hurt(workspace, record, facts);
    // When it began is not set anew: who took it out had reasons.
    let is_late = |name: &&str| goes_on && matches!(*name, "mitigated" | "resolved" | "closed");
    let is_open = |name: &&str| facts.draft.time(name).is_some() && record.times.get(name).is_none_or(Fact::is_absent);
    Lack {
        stage: goes_on.then_some(there),
        times: TIMES.into_iter().filter(is_late).filter(is_open).collect(),
        entries: new_entries(workspace, record, facts),
        ends,
        stretches,
    }
}

fn filled(workspace: &Workspace, id: RecordId, (facts, lack): (&Facts<'_>, &Lack<'_>)) -> Result<Changes, Refusal> {
    let mut sheet = status::sheet(workspace, id)?;
    for (at, ended) in &lack.ends {
        items::set(&mut sheet, (IMPACTS, *at), &Pair::text("ended", ended))?;
    }
    for hurt in &lack.stretches {
        add_stretch(&mut sheet, hurt)?;
    }
    if let Some(stage) = lack.stage {
        status::say(&mut sheet, stage.word(), None, None)?;
    }
    for name in &lack.times {
        if let Some(moment) = facts.draft.time(name) {
            times::stamp(&mut sheet, name, &seen(moment, facts.zone))?;
        }
    }
    for entry in &lack.entries {
        log::add(&mut sheet, entry)?;
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

/// What a record's timeline has.
struct Here<'t> {
    /// The texts of its entries, by their minutes.
    entries: Vec<(Option<i64>, &'t str)>,
    /// The targets of links in them.
    targets: BTreeSet<&'t str>,
}

impl<'t> Here<'t> {
    fn of(workspace: &'t Workspace, record: &Record) -> Self {
        let text = workspace.tree.text(record.file);
        let entries = record.timeline.iter().map(|entry| {
            let moment = entry
                .at
                .value()
                .map(|moment| clock::resolved(workspace, record, moment));
            (moment.as_ref().and_then(minute), entry.text.of(text))
        });
        let entries: Vec<(Option<i64>, &str)> = entries.collect();
        let targets = entries.iter().flat_map(|(_, said)| said.split("](").skip(1));
        let targets = targets.filter_map(|rest| rest.split(')').next()).collect();
        Here { entries, targets }
    }

    /// A line with an address is known by it, others by their minute and what they say: also where somebody worded it
    /// anew. What else people wrote in the same minute is another thing.
    fn has(&self, entry: &Entry) -> bool {
        if let Some(address) = &entry.evidence {
            return self.targets.contains(address.as_str());
        }
        let at = minute(&entry.at);
        let mine = self.entries.iter().filter(|(other, _)| *other == at);
        let said = entry.said().unwrap_or_default();
        let sort = entry.sort.map_or("", Sort::word);
        mine.map(|(_, text)| text)
            .any(|text| text.contains(&said) || is_reworded((sort, &said), text))
    }
}

/// Whether a line of a timeline is another one with some of its words changed: of the same sort, with half of them still
/// there.
fn is_reworded((sort, said): (&str, &str), text: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty() && *word != sort);
        words.map(str::to_lowercase).collect()
    };
    let (wanted, found) = (words(said), words(text));
    let kept = wanted.intersection(&found).count();
    let is_same_sort = sort.is_empty() || text.contains(&format!("{sort}:"));
    is_same_sort && kept > 0 && 2 * kept >= wanted.len()
}

/// The lines that the record's timeline does not have. What is older than the newest line that it has of the same sort was
/// taken out by somebody.
fn new_entries(workspace: &Workspace, record: &Record, facts: &Facts<'_>) -> Vec<Entry> {
    let here = Here::of(workspace, record);
    let all = imported::entries(facts.draft, facts.zone);
    let (known, new): (Vec<&Entry>, Vec<&Entry>) = all.iter().partition(|entry| here.has(entry));
    let newest = |is_linked: bool| {
        let same = known.iter().filter(|entry| entry.evidence.is_some() == is_linked);
        same.filter_map(|entry| minute(&entry.at)).max()
    };
    let newest = [newest(false), newest(true)];
    let is_later = |entry: &&Entry| {
        let newest = newest[usize::from(entry.evidence.is_some())];
        newest.is_none_or(|newest| minute(&entry.at).is_some_and(|minute| minute >= newest))
    };
    new.into_iter().filter(is_later).cloned().collect()
}

/// The stretches of the record that have ended there since, and those that are new.
fn hurt<'f>(workspace: &Workspace, record: &Record, facts: &'f Facts<'_>) -> (Vec<(usize, &'f str)>, Vec<&'f Hurt>) {
    let here = match facts.impacts.is_empty() {
        true => Vec::new(),
        false => impacts(workspace, record),
    };
    // As moments: each place writes them in its own zone, and at the end of summer the clock goes back.
    let began_here = |impact: &Impact| {
        let moment = clock::resolved(workspace, record, impact.started.value()?);
        minute(&seen(&moment, facts.zone))
    };
    let begun: Vec<Option<i64>> = here.iter().map(began_here).collect();
    let began_there = |hurt: &Hurt| minute(&seen(&Moment::parse(&hurt.started)?, facts.zone));
    let is_same = |at: usize, hurt: &Hurt| {
        let began = began_there(hurt);
        begun[at] == began && began.is_some() && here[at].service.value() == Some(&hurt.service)
    };
    let mut ends = Vec::new();
    let mut new = Vec::new();
    let mut newest = None;
    for hurt in &facts.impacts {
        let Some(at) = (0..here.len()).find(|at| is_same(*at, hurt)) else {
            new.push(hurt);
            continue;
        };
        newest = newest.max(began_there(hurt));
        if let (true, Some(ended)) = (here[at].ended.is_absent(), &hurt.ended) {
            ends.push((at, ended.as_str()));
        }
    }
    new.retain(|hurt| newest.is_some() && began_there(hurt) >= newest);
    (ends, new)
}

fn add_stretch(sheet: &mut Sheet<'_>, hurt: &Hurt) -> Result<(), Refusal> {
    let mut pairs = vec![
        Pair::text("service", &hurt.service),
        Pair::text("effect", hurt.effect),
        Pair::text("started", &hurt.started),
    ];
    pairs.extend(hurt.ended.as_ref().map(|ended| Pair::text("ended", ended)));
    items::add(sheet, (IMPACTS, &[]), &pairs)
}

#[cfg(test)]
mod tests {
    use super::is_reworded;

    #[test]
    fn a_line_in_other_words_is_known_and_another_line_is_not() {
        for (sort, said, text, expected) in [
            (
                "update",
                "update: The disk is full again",
                "update: the disk of db1 is full again!",
                true,
            ),
            (
                "update",
                "update: The disk is full again",
                "Bo: the disk is full again",
                false,
            ),
            ("update", "update: The disk is full again", "update: Coffee", false),
            (
                "update",
                "update: The disk is full again",
                "Looked at the graphs",
                false,
            ),
            ("", "Issue closed.", "Issue was closed by Ada", true),
            ("", "Issue closed.", "Renewed it", false),
            ("", "🔥", "Renewed it", false),
        ] {
            assert_eq!(is_reworded((sort, said), text), expected, "{said} / {text}");
        }
    }
}
