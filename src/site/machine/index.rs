//! `llms.txt`: what the site is and what it holds, as Markdown, with the way to the texts as they were written.

use crate::site::machine::api;
use crate::site::machine::raw;
use crate::site::machine::root::address;
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{Subject, fixed};
use crate::text::markdown::inline;

/// The file.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, _: &'p Press) -> Vec<Sheet<'p>> {
    vec![Sheet::new(fixed("llms.txt"), move || Ok(Printed::from(text(plan))))]
}

fn text(plan: &Plan) -> String {
    let workspace = plan.workspace;
    let counts: Vec<String> = workspace
        .kinds
        .iter()
        .zip(&plan.by_kind)
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(kind, ids)| inline(&kind.count(ids.len())))
        .collect();
    let mut out = format!(
        "# {}\n\n> The operations of a cloud as records in Git",
        inline(&plan.title())
    );
    if !counts.is_empty() {
        out.push_str(&format!(": {}", counts.join(", ")));
    }
    out.push_str(".\n");
    let all = address(plan, &fixed(api::INDEX));
    out.push_str(&format!("\nEverything here stands as JSON too: [all kinds]({all}).\n"));
    for (kind, ids) in workspace.kinds.iter().zip(&plan.by_kind) {
        if ids.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {}\n\n", inline(&capital(&kind.plural))));
        for &id in ids {
            let record = workspace.record(id);
            let to = raw::address(plan, Subject::Record(id)).unwrap_or_else(|| api::record_at(plan, id));
            let status = record
                .status
                .value()
                .map(|status| format!(": {}", inline(&status.word)));
            line(
                &mut out,
                (&plan.label(record), &address(plan, &to)),
                &status.unwrap_or_default(),
            );
        }
    }
    let pages: Vec<_> = plan.addresses.pages().collect();
    if !pages.is_empty() {
        out.push_str("\n## Pages\n\n");
    }
    for (file, page) in pages {
        let to = raw::address(plan, Subject::Page(file)).unwrap_or_else(|| page.clone());
        line(&mut out, (&plan.title_of(file), &address(plan, &to)), "");
    }
    out
}

/// An address here is encoded, so no bracket in it ends the link.
fn line(out: &mut String, (title, to): (&str, &str), more: &str) {
    out.push_str(&format!("- [{}]({to}){more}\n", inline(title)));
}
