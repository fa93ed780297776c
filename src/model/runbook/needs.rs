//! What steps need, and the order that follows. It knows their names and nothing else of them.

use crate::model::runbook::values::quote;
use crate::model::runbook::{About, Plan, Problem, Weight};
use crate::text::similar;
use crate::text::span::Span;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Beyond so many steps nobody is asked whether another was meant.
const FEW: usize = 200;

/// What each step needs: which step, and where it says so.
type Needs = Vec<Vec<(usize, Span)>>;

/// Puts the steps in order, and states what cannot be: needs that lead nowhere or in a circle.
pub(super) fn settle(plan: &mut Plan) {
    let mut problems = Vec::new();
    let steps = plan.steps.iter().enumerate();
    // Of two steps with one name the first has it.
    let names: BTreeMap<&str, usize> = steps.rev().map(|(at, step)| (step.name.as_str(), at)).collect();
    let mut needs: Needs = vec![Vec::new(); plan.steps.len()];
    for (at, step) in plan.steps.iter().enumerate() {
        for (need, span) in &step.needs {
            match names.get(need.as_str()) {
                Some(&other) => {
                    needs[at].push((other, *span));
                    if other > at {
                        problems.push(below(need, (*span, plan.steps[other].place)));
                    }
                }
                None => problems.push(missing(need, *span, &names)),
            }
        }
    }
    let (order, left) = order(&needs);
    if let Some(circle) = circle(&needs, &left) {
        // It is told once.
        problems.retain(|problem| circle.iter().all(|(_, span)| problem.span != *span));
        problems.push(around(plan, &circle));
    }
    plan.order = order;
    plan.order.extend(left);
    plan.problems.append(&mut problems);
}

fn below(need: &str, (span, other): (Span, Span)) -> Problem {
    Problem {
        about: About::Needs,
        weight: Weight::Doubt,
        span,
        message: format!("{} is needed here and stands below", quote(need)),
        help: Some("people read from the top: put it above".to_owned()),
        related: Some((other, "it stands here".to_owned())),
    }
}

fn missing(need: &str, span: Span, names: &BTreeMap<&str, usize>) -> Problem {
    let known = names.keys().copied().filter(|_| names.len() <= FEW);
    Problem {
        about: About::Needs,
        weight: Weight::Stop,
        span,
        message: format!("there is no step {}", quote(need)),
        help: Some(match similar::nearest(need, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write names of steps of this page, with commas between them".to_owned(),
        }),
        related: None,
    }
}

fn around(plan: &Plan, circle: &[(usize, Span)]) -> Problem {
    let name = |at: usize| quote(&plan.steps[at].name);
    let (first, span) = circle[0];
    let shown: Vec<String> = circle.iter().take(10).map(|(at, _)| name(*at)).collect();
    let more = if circle.len() > shown.len() { " → …" } else { "" };
    Problem {
        about: About::Needs,
        weight: Weight::Stop,
        span,
        message: match circle {
            [_] => format!("{} needs itself", name(first)),
            _ => format!("steps need each other: {}{more} → {}", shown.join(" → "), name(first)),
        },
        help: Some("take one of the needs away".to_owned()),
        related: None,
    }
}

/// The order of the page, but each behind what it needs; and in the order of the page those on a circle or behind one.
fn order(needs: &Needs) -> (Vec<usize>, Vec<usize>) {
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    let mut waits: Vec<usize> = needs.iter().map(Vec::len).collect();
    for (at, needs) in needs.iter().enumerate() {
        needs.iter().for_each(|(need, _)| behind[*need].push(at));
    }
    let free = (0..needs.len()).filter(|at| waits[*at] == 0);
    let mut free: BinaryHeap<Reverse<usize>> = free.map(Reverse).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(Reverse(at)) = free.pop() {
        order.push(at);
        for &next in &behind[at] {
            waits[next] -= 1;
            if waits[next] == 0 {
                free.push(Reverse(next));
            }
        }
    }
    let left = (0..needs.len()).filter(|at| waits[*at] > 0).collect();
    (order, left)
}

/// A circle among the steps that are left over, each with the place of its need; from its first step in the page on. Whoever
/// is left over needs another who is.
fn circle(needs: &Needs, left: &[usize]) -> Option<Vec<(usize, Span)>> {
    let mut is_left = vec![false; needs.len()];
    left.iter().for_each(|at| is_left[*at] = true);
    let next = |at: usize| needs[at].iter().copied().find(|(need, _)| is_left[*need]);
    let mut at = *left.first()?;
    let mut is_seen = vec![false; needs.len()];
    while !is_seen[at] {
        is_seen[at] = true;
        at = next(at)?.0;
    }
    let start = at;
    let mut circle = Vec::new();
    while circle.is_empty() || at != start {
        let (need, span) = next(at)?;
        circle.push((at, span));
        at = need;
    }
    let first = (0..circle.len()).min_by_key(|n| circle[*n].0).unwrap_or(0);
    circle.rotate_left(first);
    Some(circle)
}
