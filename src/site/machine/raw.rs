//! The texts of Markdown files as they were written, beside their pages: `decisions/1.md` beside `decisions/1.html`.

use crate::site::machine::root::with_ending;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{Subject, fixed};
use crate::syntax::document::Format;
use crate::text::path::RepoPath;

/// A file for every page whose text is Markdown.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, _: &'p Press) -> Vec<Sheet<'p>> {
    let all = plan.addresses.subjects().filter_map(|subject| {
        let (at, file) = (address(plan, subject)?, subject.file(plan.workspace));
        Some(Sheet::new(at, move || {
            Ok(Printed::from(plan.workspace.tree.text(file).to_owned()))
        }))
    });
    all.collect()
}

/// Where the text of a page stands as it was written; `None` where it is no Markdown.
pub(crate) fn address(plan: &Plan, subject: Subject) -> Option<RepoPath> {
    let file = subject.file(plan.workspace);
    let has_text =
        plan.workspace.document(file).format == Format::Markdown && plan.workspace.tree.file(file).source().is_some();
    has_text.then(|| fixed(&with_ending(&plan.addresses.of(subject), "md")))
}
