//! What answers at the address of a page whose file has moved: a page that leads on, without a script, and the JSON of the
//! record as before. It never stands in the way of a page of today.

use crate::site::frame::{Frame, Room, frame};
use crate::site::machine::api;
use crate::site::machine::head::Head;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::record::account;
use crate::site::sheet::Sheet;
use crate::site::urls::{Subject, href};
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::BTreeSet;

/// The context of `moved.html`.
#[derive(Serialize)]
struct Moved {
    frame: Frame,
    title: String,
    /// The page of today.
    to: String,
}

/// A page for every former address at which none of `others` stands, and the same for the JSON.
pub(crate) fn sheets<'p>((plan, press): (&'p Plan<'p>, &'p Press), others: &[Sheet<'p>]) -> Vec<Sheet<'p>> {
    // Where letters' case does not count, an address that differs in it alone is the same.
    let live: BTreeSet<String> = others.iter().map(|sheet| sheet.at.as_str().to_lowercase()).collect();
    let is_free = |at: &RepoPath| !live.contains(&at.as_str().to_lowercase());
    let mut sheets = Vec::new();
    for (at, subject) in plan.former.moved() {
        let pages = [
            Some((at.clone(), plan.addresses.of(subject))),
            review(plan, at, subject),
        ];
        for (from, to) in pages.into_iter().flatten().filter(|(from, _)| is_free(from)) {
            sheets.push(Sheet::new(from.clone(), move || {
                press.fill("moved.html", &make(plan, (&from, &to), subject))
            }));
        }
        let Subject::Record(id) = subject else { continue };
        let json = api::below(at);
        if is_free(&json) {
            sheets.push(Sheet::new(json, move || api::of_record(plan, id)));
        }
    }
    sheets
}

/// The page for the review of a record, before and today; `None` where there is no such page.
fn review(plan: &Plan, at: &RepoPath, subject: Subject) -> Option<(RepoPath, RepoPath)> {
    let Subject::Record(id) = subject else { return None };
    let kind = plan.workspace.kind_of(plan.workspace.record(id));
    let today = plan.record_at(id);
    // Where the record was a page, it had none.
    (account::has_pages(kind) && at.parent() == today.parent())
        .then(|| (account::address(at), account::address(&today)))
}

fn make(plan: &Plan, (at, target): (&RepoPath, &RepoPath), subject: Subject) -> Moved {
    let to = href(at, target);
    let title = plan.name(subject);
    let mut frame = frame(plan, at, Room::Home, "Moved");
    frame.head = Head::leading_to(plan, target, &to);
    Moved { frame, title, to }
}
