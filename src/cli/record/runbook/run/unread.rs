//! Whether the shells can read the steps of a run, before the first of them is run: a slip in the last step must not be found
//! when the others have changed something. Nothing is run here.

use crate::cli::load;
use crate::cli::record::runbook::hearing;
use crate::cli::record::runbook::run::begun::Where;
use crate::cli::record::runbook::run::course::Course;
use crate::cli::record::runbook::run::session::at_once;
use crate::model::runbook::command::neutral;
use crate::model::runbook::{Plan, Step};
use crate::ops::shell;
use crate::text::span::Span;
use anyhow::bail;

/// Refuses a run of which a step cannot be read.
pub(super) fn refuse_unread(course: &Course, plan: &Plan, here: Where) -> anyhow::Result<()> {
    let slips = course.steps.iter().filter_map(|(_, step)| slip(step, plan));
    let lines: Vec<String> = slips
        .map(|(span, message)| {
            let tree = &here.workspace.tree;
            let path = load::shown(&here.ground.root, tree.path(span.file), &here.global.dir);
            format!("  {path}:{}: {message}", tree.position(span))
        })
        .collect();
    match lines.is_empty() {
        true => Ok(()),
        false => bail!(
            "nothing was run: a shell cannot read what it would run\n{}\n`opsrepo runbook check` tells more",
            lines.join("\n")
        ),
    }
}

/// The first place of a step that its shell cannot read. A shell that is not there, or does not answer, has found none.
fn slip(step: &Step, plan: &Plan) -> Option<(Span, String)> {
    let text = neutral(step, &plan.inputs);
    // An alias may stand for half a command: whoever only reads cannot tell.
    if text.contains("expand_aliases") {
        return None;
    }
    let heard = |text: &str| {
        let all = shell::parse(step.shell, text).unwrap_or_default();
        all.into_iter().find(|heard| heard.is_grave)
    };
    if let Some(heard) = heard(&text) {
        return Some((
            hearing::place(step, &heard),
            format!("`{}`: {}", step.name, heard.message),
        ));
    }
    // A text behind `<<` that has no last line takes in whatever comes behind the step.
    let is_open = text.contains("<<") && heard(&at_once(&text)).is_some();
    is_open.then(|| {
        let said = format!(
            "`{}`: {} does not find its end: is the last line of a text behind `<<` missing?",
            step.name,
            step.shell.program()
        );
        (step.place, said)
    })
}
