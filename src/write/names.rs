//! Other names for records: rename, renumber, move. Files, headings and every reference follow.

use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::lifecycle::Numbering;
use crate::model::record::{Number, Record, RecordId, Target};
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::escape::steers;
use crate::text::path::RepoPath;
use crate::text::span::Span;
use crate::write::leftover::{self, Gone};
use crate::write::manner::styled;
use crate::write::moves::{Moves, stands_for_folder};
use crate::write::name::{Name, Renamed, is_between};
use crate::write::number::{self, Taken};
use crate::write::own;
use crate::write::refusal::Refusal;
use crate::write::ways::Ways;

/// What is to be done, and what somebody must look at.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files.
    pub changes: Changes,
    /// Each record's path before and afterwards.
    pub moved: Vec<(RepoPath, RepoPath)>,
    /// References that may mean a record that moves, but to which several answer: they stay as they are.
    pub unsure: Vec<Span>,
    /// Places in texts and data that call a record as it is no longer called: they stay as they are.
    pub mentions: Vec<Span>,
}

/// Gives a record another title: heading or front matter, file name, references. The file of a record without number keeps
/// its name unless that was made of the title.
pub fn rename(workspace: &Workspace, id: RecordId, title: &str) -> Result<Plan, Refusal> {
    let shown: String = title.chars().filter(|&c| !steers(c)).collect();
    let title = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let record = workspace.record(id);
    let old = Name::of(workspace, record);
    if title.trim_matches(is_between).is_empty() {
        return Err(Refusal::new(
            "a record needs a title",
            "say it in quotes: \"What it is about\"",
        ));
    }
    if own::is_section((workspace, id)) {
        let message = format!("{} has no heading that is its title", old.path);
        return Err(Refusal::new(message, "write one above its text: `# TITLE`"));
    }
    let is_derived = record.title.locator().is_none_or(|locator| locator == "file-name");
    let carrier = old.carrier();
    let kept = carrier.len() - old.slug().len();
    let is_made_of_title = old.slug() == styled(&old.slug(), &old.title) || is_derived;
    let is_named_by_file = old.number.is_some() || identity::leading_date(&carrier).is_some() || is_made_of_title;
    let is_alone = workspace.document(record.file).data.len() <= 1 || workspace.document(record.file).markup.is_some();
    let carrier = match is_named_by_file && is_alone && !old.slug().is_empty() {
        true => format!("{}{}", &carrier[..kept], styled(&old.slug(), &title)),
        false => carrier,
    };
    let new = Name {
        path: with_carrier(workspace, id, &carrier)?,
        number: old.number.clone(),
        title,
    };
    if new == old {
        let message = format!("{} is called `{}` already", old.path, old.title);
        return Err(Refusal::new(message, "nothing was changed"));
    }
    let mut plan = plan(workspace, vec![(id, Renamed { old, new })], &|_| false)?;
    plan.mentions = left(workspace, &plan, Vec::new());
    Ok(plan)
}

/// Gives a record another number, written as `12`, `0012` or `4a`: file name, heading, references.
pub fn renumber(workspace: &Workspace, id: RecordId, wanted: &str, taken: &[Taken]) -> Result<Plan, Refusal> {
    let record = workspace.record(id);
    if wanted == "next" && record.number.is_none() {
        return number_on_accept(workspace, id, taken);
    }
    let area = record.number.as_ref().map(|number| number.area.as_str());
    let next = || number::next(workspace, Some(record.set), area, taken).0;
    if wanted == "next" {
        number::refuse_day(workspace, record)?;
    }
    let (value, letter) = match wanted {
        "next" => (next(), None),
        _ => parse(wanted).ok_or_else(|| {
            let example = format!(
                "a number is written like 12, 0012 or 4a; the next free one is {}",
                next()
            );
            Refusal::new(format!("`{wanted}` is no number of a record"), example)
        })?,
    };
    let old = Name::of(workspace, record);
    let Some(number) = old.number.clone() else {
        return with_first_number(workspace, id, value);
    };
    let number = Number {
        value,
        letter,
        ..number
    };
    if let Some(other) = holder(workspace, id, &number) {
        let message = format!(
            "{} has the number {} already",
            workspace.path_of(other),
            written(&number)
        );
        return Err(Refusal::new(message, format!("the next free one is {}", next())));
    }
    let mut plan = plan(workspace, vec![(id, renumbered(workspace, id, number)?)], &|_| false)?;
    plan.mentions = left(workspace, &plan, old.number.into_iter().collect());
    Ok(plan)
}

/// Moves a record's file, or the folder that stands for it, into another folder.
pub fn relocate(workspace: &Workspace, id: RecordId, folder: &RepoPath) -> Result<Plan, Refusal> {
    let old = Name::of(workspace, workspace.record(id));
    let moving = if stands_for_folder(workspace, id) {
        old.path.parent()
    } else {
        old.path.clone()
    };
    let below = old.path.as_str()[moving.as_str().len()..].to_owned();
    let path = folder.join(&format!("{}{below}", moving.name()));
    let path = path.ok_or_else(|| Refusal::new("the folder lies outside of the repository", "name one inside"))?;
    if path == old.path {
        return Err(Refusal::new(
            format!("{} lies in {folder} already", old.path),
            "nothing was changed",
        ));
    }
    if folder.is_under(&moving) {
        return Err(Refusal::new(
            format!("{moving} cannot move into itself"),
            "name another folder",
        ));
    }
    let twin = workspace.records.iter().find(|other| {
        let other = workspace.path_of(other);
        old.number.is_some() && other.parent() == *folder && Name::number_in(other) == old.number
    });
    if let (Some(twin), Some(number)) = (twin, &old.number) {
        let message = format!("{} has the number {} there", workspace.path_of(twin), written(number));
        return Err(Refusal::new(
            message,
            "give one of them another number first: `renumber`",
        ));
    }
    let new = Name { path, ..old.clone() };
    let mut plan = plan(workspace, vec![(id, Renamed { old, new })], &|_| false)?;
    let gone = Gone::from(workspace, plan.moved.iter());
    plan.mentions = leftover::left(workspace, &gone, &plan.changes);
    Ok(plan)
}

/// Gives a record that has none the next number, in the way of its set: file name, heading, references.
pub fn number_on_accept(workspace: &Workspace, id: RecordId, taken: &[Taken]) -> Result<Plan, Refusal> {
    let record = workspace.record(id);
    match &record.number {
        Some(number) => {
            let message = format!(
                "{} has the number {} already",
                workspace.path_of(record),
                written(number)
            );
            Err(Refusal::new(message, "`renumber` gives it another"))
        }
        None => with_first_number(workspace, id, number::next(workspace, Some(record.set), None, taken).0),
    }
}

/// True where a step of this verb gives a record its number: it makes it hold, and the kind counts what holds.
pub fn waits_for_number(kind: &Kind, verb: &str) -> bool {
    let life = &kind.lifecycle;
    let holds = |word: &str| life.is_frozen(word) && kind.statuses.iter().any(|row| row.word == word && !row.is_final);
    life.numbering == Numbering::OnAccept && life.step(verb).is_some_and(|step| holds(&step.to))
}

/// Gives those of the records that have none their numbers, in their order.
pub fn numbers_on_accept(workspace: &Workspace, ids: &[RecordId], mut taken: Vec<Taken>) -> Result<Changes, Refusal> {
    let mut changes = Changes::default();
    for &id in ids.iter().filter(|&&id| workspace.record(id).number.is_none()) {
        let plan = number_on_accept(workspace, id, &taken)?;
        // The next one must not take the same.
        taken.extend(plan.changes.files().iter().filter_map(|change| {
            Some(Taken {
                path: change.to.clone()?,
                branch: String::new(),
            })
        }));
        changes.merge(plan.changes);
    }
    Ok(changes)
}

fn with_first_number(workspace: &Workspace, id: RecordId, value: u64) -> Result<Plan, Refusal> {
    let record = workspace.record(id);
    let kind: &Kind = workspace.kind_of(record);
    if !kind.is_numbered() {
        let message = format!("{} are not counted", kind.plural);
        return Err(Refusal::new(message, "`rename` gives a record another name"));
    }
    let old = Name::of(workspace, record);
    let like = workspace.records.iter().rev().filter(|other| other.set == record.set);
    let like = like
        .map(|other| Name::of(workspace, other))
        .find(|name| name.number.as_ref().is_some_and(|n| n.digits < 8));
    let (prefix, digits, between) = like.as_ref().map_or((String::new(), 4, "-".to_owned()), |like| {
        let (carrier, slug) = (like.carrier(), like.slug());
        let digits = like.number.as_ref().map_or(4, |number| number.digits as usize);
        let start = carrier.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let behind = carrier.len() - slug.len();
        let between = carrier
            .get(start + digits..behind)
            .filter(|between| !between.is_empty())
            .unwrap_or("-");
        let between = between.trim_start_matches(|c: char| c.is_ascii_lowercase()).to_owned();
        (carrier[..start].to_owned(), digits, between)
    });
    let slug = old.carrier();
    let slug = slug.strip_prefix(PROPOSAL).unwrap_or(&slug);
    let path = with_carrier(workspace, id, &format!("{prefix}{value:0digits$}{between}{slug}"))?;
    let number = Name::number_in(&path);
    if let Some(number) = &number
        && let Some(other) = holder(workspace, id, number)
    {
        let message = format!(
            "{} has the number {} already",
            workspace.path_of(other),
            written(number)
        );
        return Err(Refusal::new(message, "`next` takes the next free one"));
    }
    let new = Name {
        path,
        number,
        title: old.title.clone(),
    };
    plan(workspace, vec![(id, Renamed { old, new })], &|_| false)
}

/// What stands before the name of a file without number whose title would read as one.
pub(crate) const PROPOSAL: &str = "proposal-";

/// The record under another number.
pub(crate) fn renumbered(workspace: &Workspace, id: RecordId, number: Number) -> Result<Renamed, Refusal> {
    let old = Name::of(workspace, workspace.record(id));
    let carrier = old.carrier();
    let digits = old.number.as_ref().map_or(0, |number| number.digits as usize);
    let letter = usize::from(old.number.as_ref().is_some_and(|number| number.letter.is_some()));
    let start = carrier.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let carrier = format!(
        "{}{}{}",
        &carrier[..start],
        written(&number),
        &carrier[start + digits + letter..]
    );
    let path = with_carrier(workspace, id, &carrier)?;
    let new = Name {
        number: Name::number_in(&path),
        path,
        title: old.title.clone(),
    };
    Ok(Renamed { old, new })
}

/// The path of a record whose file, or folder, is called `carrier`.
fn with_carrier(workspace: &Workspace, id: RecordId, carrier: &str) -> Result<RepoPath, Refusal> {
    let path = workspace.path_of(workspace.record(id));
    let old = identity::carrier(path);
    let new = match () {
        () if old == carrier => Some(path.clone()),
        () if old == path.stem() => path.parent().join(&format!("{carrier}{}", &path.name()[old.len()..])),
        () if stands_for_folder(workspace, id) => path.parent().parent().join(&format!("{carrier}/{}", path.name())),
        // The index page of a folder that holds more than the record.
        () => Some(path.clone()),
    };
    new.ok_or_else(|| Refusal::new(format!("`{carrier}` is no file name"), "choose another name"))
}

/// Another record that has the number, in the set and area of this one.
fn holder<'w>(workspace: &'w Workspace, id: RecordId, number: &Number) -> Option<&'w Record> {
    let record = workspace.record(id);
    let area = record.number.as_ref().map(|number| &number.area);
    let others = workspace
        .iter()
        .filter(|(other, row)| *other != id && row.set == record.set);
    let mut same = others.map(|(_, row)| row).filter(|row| {
        let theirs = row.number.as_ref();
        theirs.is_some_and(|theirs| {
            (theirs.value, theirs.letter) == (number.value, number.letter)
                && area.is_none_or(|area| *area == theirs.area)
        })
    });
    same.next()
}

/// All that the new names bring with them.
pub(crate) fn plan(
    workspace: &Workspace,
    renamed: Vec<(RecordId, Renamed)>,
    claims: &dyn Fn(Span) -> bool,
) -> Result<Plan, Refusal> {
    let mut moves = Moves::default();
    let mut moved = Vec::new();
    for (id, name) in renamed {
        let (old, new) = (name.old.path.clone(), name.new.path.clone());
        let is_free = |path: &RepoPath| workspace.tree.find(path).is_none() && !workspace.tree.is_folder(path);
        let target = if stands_for_folder(workspace, id) {
            new.parent()
        } else {
            new.clone()
        };
        if old != new && !is_free(&target) {
            let message = format!("{target} exists already");
            return Err(Refusal::new(
                message,
                "opsrepo does not overwrite it; choose another name",
            ));
        }
        if old != new {
            moved.push((old, new));
        }
        moves.add(workspace, id, name);
    }
    let unsure = unsure(workspace, &moves, claims);
    let ways = Ways {
        workspace,
        moves: &moves,
        claims,
    };
    let changes = ways.edits().changes(&workspace.tree, &moves);
    let mentions = Vec::new();
    Ok(Plan {
        changes,
        moved,
        unsure,
        mentions,
    })
}

/// Where texts still call the records as they were called before a plan that takes these numbers from them.
pub(crate) fn left(workspace: &Workspace, plan: &Plan, numbers: Vec<Number>) -> Vec<Span> {
    let named = plan.moved.iter().filter(|(old, new)| old.name() != new.name());
    let gone = Gone::of(numbers, named.map(|(old, _)| old));
    leftover::left(workspace, &gone, &plan.changes)
}

fn unsure(workspace: &Workspace, moves: &Moves, claims: &dyn Fn(Span) -> bool) -> Vec<Span> {
    let all = workspace.records.iter().flat_map(|record| &record.references);
    let is_unsure = |target: &Target| match target {
        Target::Ambiguous(ids) => ids.iter().any(|id| moves.record(*id).is_some()),
        _ => false,
    };
    let mut spans: Vec<Span> = all
        .filter(|reference| is_unsure(&reference.target))
        .map(|reference| reference.span)
        .collect();
    spans.retain(|span| !claims(*span));
    spans.sort();
    spans.dedup();
    spans
}

/// A number as it is written in a file name.
pub(crate) fn written(number: &Number) -> String {
    let letter = number.letter.map_or(String::new(), String::from);
    format!("{:0width$}{letter}", number.value, width = number.digits as usize)
}

fn parse(text: &str) -> Option<(u64, Option<char>)> {
    if text.trim().starts_with('-') {
        return None;
    }
    let name = identity::normalise(text);
    let digits = name.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letter = name[digits.len()..].chars().next();
    let is_one = name.len() - digits.len() <= 1 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_one.then_some(())?;
    Some((digits.parse().ok()?, letter))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_are_read_in_every_spelling() {
        assert_eq!(parse("0012"), Some((12, None)));
        assert_eq!(parse("ADR-4a"), Some((4, Some('a'))));
        assert_eq!(parse("twelve"), None);
        assert_eq!(parse("-1"), None);
    }
}
