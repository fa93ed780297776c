//! Asks the shells of this machine, and shellcheck, what they say of the steps of runbooks, and leads it back to the pages.

use crate::model::record::RecordId;
use crate::model::runbook::command::neutral;
use crate::model::runbook::plan::plan;
use crate::model::runbook::remarks::{Remark, Source, Weight};
use crate::model::runbook::{Plan, Step};
use crate::model::workspace::Workspace;
use crate::ops::shell::{self, Heard, Part, Silence};
use crate::text::span::{Range, Span};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What shellcheck says of words that never change, of which the words in the places of values are some.
const CONSTANT: [u32; 14] = [
    1083, 2043, 2050, 2078, 2157, 2158, 2159, 2160, 2161, 2170, 2194, 2195, 2242, 2249,
];

/// Below this, shellcheck speaks of what it cannot read.
const GRAMMAR_END: u32 = 2000;

/// What was heard of some runbooks.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    /// What was said, in the order of the pages.
    pub(super) remarks: Vec<Remark>,
    /// How many steps there are.
    pub(super) steps: usize,
    /// Who read them.
    pub(super) readers: BTreeSet<&'static str>,
    /// Who is not installed.
    pub(super) absent: BTreeSet<&'static str>,
    /// Who failed: sentences for the user.
    pub(super) failures: BTreeSet<String>,
}

/// Has the steps of these runbooks read.
pub(super) fn hear(workspace: &Workspace, runbooks: &[RecordId]) -> Hearing {
    let plans = runbooks.par_iter().map(|id| plan(workspace, workspace.record(*id)));
    let plans: Vec<Plan> = plans.collect();
    let steps: Vec<(&Plan, &Step)> = plans
        .iter()
        .flat_map(|plan| plan.steps.iter().map(move |step| (plan, step)))
        .collect();
    let asked = steps.par_iter().map(|(plan, step)| {
        let text = neutral(step, &plan.inputs);
        let by_shell = (step.shell.program(), Source::Shell, shell::parse(step.shell, &text));
        let by_checker = ("shellcheck", Source::Shellcheck, shell::check(step.shell, &text));
        (*step, text, [by_shell, by_checker])
    });
    let asked: Vec<_> = asked.collect();
    let mut hearing = Hearing {
        steps: steps.len(),
        ..Hearing::default()
    };
    for (step, text, answers) in asked {
        // What cannot be read is told once.
        let is_unread = answers[0]
            .2
            .as_ref()
            .is_ok_and(|all| all.iter().any(|heard| heard.is_grave));
        for (who, source, answer) in answers {
            match answer {
                Ok(all) => {
                    hearing.readers.insert(who);
                    let all = all.into_iter().filter(|heard| is_meant(heard, (step, &text)));
                    let all = all.filter(|heard| !(is_unread && heard.code.is_some_and(|code| code < GRAMMAR_END)));
                    hearing.remarks.extend(all.map(|heard| remark(step, source, heard)));
                }
                Err(Silence::Absent) => {
                    hearing.absent.insert(who);
                }
                Err(Silence::Failed(why)) => {
                    hearing.failures.insert(why);
                }
            }
        }
    }
    hearing
}

/// False for what is said of a word that only keeps the place of a value.
fn is_meant(heard: &Heard, (step, text): (&Step, &str)) -> bool {
    let is_constant = heard.code.is_some_and(|code| CONSTANT.contains(&code));
    let line = |text: &str| text.lines().nth(heard.line.saturating_sub(1)).map(str::to_owned);
    let written = line(step.code.text());
    let is_touched = written != line(text) || written.is_some_and(|written| written.contains("{{"));
    !(is_constant && is_touched)
}

fn remark(step: &Step, source: Source, heard: Heard) -> Remark {
    let (message, help) = match heard.code {
        Some(code) => (
            format!("SC{code}: {}", heard.message),
            Some(format!(
                "https://www.shellcheck.net/wiki/SC{code} says more; `# shellcheck disable=SC{code}` above it allows it"
            )),
        ),
        None => (heard.message.clone(), None),
    };
    Remark {
        source,
        weight: if heard.is_grave { Weight::Grave } else { Weight::Slight },
        span: place(step, &heard),
        message,
        help,
    }
}

/// The place in the page.
pub(super) fn place(step: &Step, heard: &Heard) -> Span {
    let text = step.code.text();
    let start: usize = text
        .split_inclusive('\n')
        .take(heard.line.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = text[start..].lines().next().unwrap_or_default();
    let byte = |column: usize| {
        let mut chars = line.char_indices().map(|(at, _)| at);
        chars.nth(column.saturating_sub(1)).unwrap_or(line.len())
    };
    let range = match &heard.part {
        // Past the end there is only the last line.
        _ if start == text.len() => None,
        Part::Columns(from, to) => {
            let (from, to) = (byte(*from), to.map_or(line.trim_end().len(), byte));
            Some(from..to.max(from))
        }
        Part::Word(word) => line.find(word.as_str()).map(|at| at..at + word.len()),
        Part::Line => None,
    };
    match range {
        Some(range) => step.code.span(Range::from(start + range.start..start + range.end)),
        None => step.code.line(heard.line),
    }
}

/// `bash`, `sh` and `shellcheck`, for a message.
pub(super) fn listed(names: &BTreeSet<&'static str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nobody".to_owned(),
    }
}
