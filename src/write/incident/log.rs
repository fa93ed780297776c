//! Adding a line to the timeline of a record: in time order, in the form that stands there, and so that every other entry
//! reads as before. It must not know who says it.

use crate::model::incidents::clock;
use crate::model::record::{Record, RecordId, TimelineEntry};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::change::Changes;
use crate::write::incident::entry::Entry;
use crate::write::incident::place::{self, Line};
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status;

/// The record with one more line in its timeline.
pub fn log(workspace: &Workspace, id: RecordId, entry: &Entry) -> Result<Changes, Refusal> {
    let mut sheet = status::sheet(workspace, id)?;
    add(&mut sheet, entry)?;
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// True for a record in whose language lines of a timeline are written.
pub(in crate::write) fn has_place(sheet: &Sheet<'_>) -> bool {
    sheet.format() == Format::Markdown
}

/// Adds a line to the timeline on the desk. Refused where that cannot be done without doubt.
pub(in crate::write) fn add(sheet: &mut Sheet<'_>, entry: &Entry) -> Result<(), Refusal> {
    let said = entry.said()?;
    let line = Line {
        at: &entry.at,
        said: &said,
    };
    let refused = |sheet: &Sheet<'_>| {
        Refusal::new(
            format!(
                "{}: its timeline is written in a way that takes no line safely",
                sheet.path()
            ),
            format!("write it by hand: {} {said}", entry.at.to_the_minute()),
        )
    };
    let Some(edit) = place::edit(sheet, line) else {
        return Err(refused(sheet));
    };
    let old = sheet.record().timeline.clone();
    let problems = sheet.own().problems.len();
    sheet.apply_as_is(sheet.file(), &[edit])?;
    let workspace = sheet.workspace;
    let is_well = has_one_more(workspace, sheet.record(), (&old, &entry.at)) && sheet.own().problems.len() == problems;
    is_well.then_some(()).ok_or_else(|| refused(sheet))
}

/// Whether a timeline reads as before but for one entry of this moment.
fn has_one_more(workspace: &Workspace, record: &Record, (old, at): (&[TimelineEntry], &Moment)) -> bool {
    let moment = |entry: &TimelineEntry| entry.at.value().cloned();
    let before: Vec<Option<Moment>> = old.iter().map(moment).collect();
    let mut now: Vec<Option<Moment>> = record.timeline.iter().map(moment).collect();
    let shared = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
    // The new one may be equal to those before it: any of them may be taken for it.
    let new = (now.len() == before.len() + 1).then(|| now.remove(shared)).flatten();
    let is_it = |new: Moment| clock::resolved(workspace, record, &new).minutes_until(at) == 0;
    new.is_some_and(is_it) && now == before
}
