//! What stands before the code blocks of a runbook that are steps: which sort of step, its name, what it needs. It knows
//! the text's bytes and no pages.

use crate::model::kind_names::RUNBOOK;
use crate::model::record::RecordId;
use crate::model::runbook::plan::plan;
use crate::model::runbook::{Sort, Step};
use crate::model::workspace::Workspace;
use crate::site::steps::danger::danger;
use crate::text::escape::escape;

/// A step, marked.
pub(crate) struct Mark {
    /// Where its block begins in the file.
    pub at: u32,
    /// Its anchor.
    pub anchor: String,
    /// Safe HTML that stands in place of the anchor alone.
    pub html: String,
}

/// The steps of a record that is a runbook, in the order of the page; none of any other.
pub(crate) fn marks(workspace: &Workspace, id: RecordId) -> Vec<Mark> {
    let record = workspace.record(id);
    match workspace.kind_of(record).name == RUNBOOK {
        true => plan(workspace, record).steps.iter().map(mark).collect(),
        false => Vec::new(),
    }
}

fn mark(step: &Step) -> Mark {
    let anchor = anchor(step);
    let mut html = format!("<p class=\"step {}\" id=\"", step.sort.as_str());
    escape(&anchor, &mut html);
    html.push_str("\"><span class=\"chip ");
    html.push_str(tone(step.sort));
    html.push_str("\">");
    html.push_str(step.sort.as_str());
    html.push_str("</span> <span class=\"label\">");
    escape(&step.name, &mut html);
    html.push_str("</span>");
    let notes = notes(step);
    if !notes.is_empty() {
        html.push_str(" <span class=\"quiet\">");
        escape(&notes, &mut html);
        html.push_str("</span>");
    }
    if let Some(word) = danger(step.code.text()) {
        html.push_str(" <span class=\"late\">look twice: <code>");
        escape(word, &mut html);
        html.push_str("</code></span>");
    }
    html.push_str("</p>");
    Mark {
        at: step.fence.range.start,
        anchor,
        html,
    }
}

/// The anchor of a step.
pub(crate) fn anchor(step: &Step) -> String {
    format!("step:{}", step.name)
}

/// The tone of its chip: what changes something stands out.
pub(crate) fn tone(sort: Sort) -> &'static str {
    match sort {
        Sort::Check => "over",
        Sort::Act => "busy",
        Sort::Verify => "good",
    }
}

/// What a step needs and how long it may take.
pub(crate) fn notes(step: &Step) -> String {
    let needs: Vec<&str> = step.needs.iter().map(|(name, _)| name.as_str()).collect();
    let needs = (!needs.is_empty()).then(|| format!("after {}", needs.join(", ")));
    let time = step.timeout.map(|time| match time.as_secs() {
        seconds if seconds % 60 == 0 && seconds > 0 => format!("at most {} min", seconds / 60),
        seconds => format!("at most {seconds} s"),
    });
    needs.into_iter().chain(time).collect::<Vec<String>>().join(" · ")
}
