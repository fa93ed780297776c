//! The ways on from a page: to the form that changes it, to talk, to report, and to what programs read instead of it.
//!
//! Where the repository has no forge, only those that the site itself holds.

use crate::model::forge::Forge;
use crate::site::machine::root;
use crate::site::machine::{api, raw};
use crate::site::plan::{Plan, capital};
use crate::site::urls::{Subject, href};
use crate::text::path::RepoPath;
use crate::text::width::cut;
use serde::Serialize;

/// Columns of a title that is put into an address.
const TITLE: usize = 120;

/// The ways; each is empty where there is none.
#[derive(Default, Serialize)]
pub(crate) struct Ways {
    /// The file on the forge.
    pub view: String,
    /// The form there that changes it, and makes a request of the change for who may not write.
    pub edit: String,
    /// What becomes of such a change: `pull request`.
    pub request: &'static str,
    /// A new issue about it.
    pub discuss: String,
    /// The form in which something is reported.
    pub report: String,
    /// What the form calls itself.
    pub report_name: String,
    /// The text as it was written.
    pub raw: String,
    /// What is known of the record.
    pub json: String,
}

/// The ways from the page of a subject.
pub(crate) fn ways(plan: &Plan, subject: Subject) -> Ways {
    let at = plan.addresses.of(subject);
    let path = plan.workspace.tree.path(subject.file(plan.workspace));
    let json = match subject {
        Subject::Record(id) => href(&at, &api::record_at(plan, id)),
        Subject::Page(_) => String::new(),
    };
    let raw = raw::address(plan, subject).map(|raw| href(&at, &raw));
    let own = Ways {
        raw: raw.unwrap_or_default(),
        json,
        ..Ways::default()
    };
    match &plan.forge {
        Some(forge) => on_forge(plan, forge, (subject, path, &at), own),
        None => own,
    }
}

fn on_forge(plan: &Plan, forge: &Forge, (subject, path, at): (Subject, &RepoPath, &RepoPath), own: Ways) -> Ways {
    let title = title(plan, subject);
    // The address of the page only where it is one for everybody.
    let page = root::base(plan).map(|_| format!("\n{}", root::address(plan, at)));
    let view = forge.view(path);
    let text = format!("About {view}{}\n\n", page.unwrap_or_default());
    let form = plan.report_form.as_ref();
    let report = form.map(|form| {
        let title = cut(&format!("{}{}", form.title, title), TITLE);
        forge.report(plan.workspace.tree.path(form.file), &title)
    });
    Ways {
        edit: forge.edit(path),
        request: forge.request_word(),
        discuss: forge.discuss(&cut(&title, TITLE), &text),
        report: report.unwrap_or_default(),
        report_name: form.and_then(|form| form.name.clone()).unwrap_or_default(),
        view,
        ..own
    }
}

/// What people call it: `Decision 0007: Title`.
fn title(plan: &Plan, subject: Subject) -> String {
    let Subject::Record(id) = subject else {
        return plan.name(subject);
    };
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    let number = match record.number.is_some() && kind.is_numbered() {
        true => format!(" {}", record.id),
        false => String::new(),
    };
    format!("{}{number}: {}", capital(&kind.name), record.name())
}
