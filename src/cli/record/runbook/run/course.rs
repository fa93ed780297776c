//! Which steps of a runbook are run, in which order, and which needs are thereby left out. It runs nothing.

use crate::model::runbook::{Plan, Step};
use crate::text::similar;

/// What is run of a runbook.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// All of it.
    All,
    /// One step.
    Only(&'a str),
    /// A step and all that come later.
    From(&'a str),
}

/// The steps that are run.
#[derive(Clone, Debug)]
pub(super) struct Course<'p> {
    /// In the order in which they run, with the place of each among all steps of the runbook, from 1.
    pub steps: Vec<(usize, &'p Step)>,
    /// How many steps the runbook has.
    pub of: usize,
}

/// The steps of a part of a plan.
pub(super) fn course<'p>(plan: &'p Plan, part: Part) -> anyhow::Result<Course<'p>> {
    let ordered = plan.order.iter().filter_map(|&at| plan.steps.get(at));
    let mut steps: Vec<(usize, &Step)> = ordered.enumerate().map(|(at, step)| (at + 1, step)).collect();
    let of = steps.len();
    let place = |name: &str| match steps.iter().position(|(_, step)| step.name == name) {
        Some(at) => Ok(at),
        None => Err(unknown(plan, name)),
    };
    match part {
        Part::All => {}
        Part::Only(name) => steps = vec![steps[place(name)?]],
        Part::From(name) => drop(steps.drain(..place(name)?)),
    }
    Ok(Course { steps, of })
}

impl Course<'_> {
    /// The names of what a step needs and what is not run before it here.
    pub(super) fn left_out<'s>(&self, step: &'s Step) -> Vec<&'s str> {
        let is_run = |name: &str| self.steps.iter().any(|(_, other)| other.name == name);
        let needs = step.needs.iter().map(|(name, _)| name.as_str());
        needs.filter(|name| !is_run(name)).collect()
    }
}

fn unknown(plan: &Plan, name: &str) -> anyhow::Error {
    let names = || plan.steps.iter().map(|step| step.name.as_str());
    match similar::nearest(name, names()) {
        Some(near) => anyhow::anyhow!("the runbook has no step `{name}`\ndid you mean `{near}`?"),
        None => anyhow::anyhow!(
            "the runbook has no step `{name}`\nthere are: {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    }
}
