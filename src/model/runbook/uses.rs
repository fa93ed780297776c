//! Whether steps and inputs fit together: inputs that no step uses, names in steps that are no inputs, and places where no
//! value can stand.

use crate::model::runbook::values::quote;
use crate::model::runbook::{About, PREFIX, Plan, Problem, Weight, command, places};
use crate::text::similar;
use std::collections::BTreeSet;

/// Words of Go's and Jinja's templates that could be names of inputs.
const WORDS: [&str; 8] = ["end", "else", "break", "continue", "now", "item", "values", "loop"];

/// States what does not fit.
pub(super) fn check(plan: &mut Plan) {
    let mut problems = Vec::new();
    let names: BTreeSet<&str> = plan.inputs.iter().map(|input| input.name.as_str()).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for step in &plan.steps {
        for place in places::all(step.code.text()) {
            if names.contains(place.name) {
                used.insert(place.name);
            } else if !names.is_empty() {
                problems.extend(undeclared(place.name, &names).map(|(weight, help)| Problem {
                    about: About::Input,
                    weight,
                    span: step.code.span(place.range),
                    message: format!("there is no input {}", quote(place.name)),
                    help: Some(help),
                    related: None,
                }));
            }
        }
        problems.extend(command::refused(step, &plan.inputs));
    }
    let variables: BTreeSet<&str> = plan.steps.iter().flat_map(|step| variables(step.code.text())).collect();
    for input in &plan.inputs {
        if !used.contains(input.name.as_str()) && !variables.contains(input.variable().as_str()) {
            problems.push(Problem {
                about: About::Input,
                weight: Weight::Doubt,
                span: input.span,
                message: format!("no step uses the input `{}`", input.name),
                help: Some(format!(
                    "write `{{{{ {} }}}}` where it belongs, or take it away",
                    input.name
                )),
                related: None,
            });
        }
    }
    plan.problems.append(&mut problems);
}

/// The environment variables of inputs that a text names.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = text.match_indices(PREFIX).map(|(at, _)| &text[at..]);
    starts.map(move |rest| &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())])
}

/// What is to be said of a name in double braces that is no input, in a page that has inputs.
fn undeclared(name: &str, names: &BTreeSet<&str>) -> Option<(Weight, String)> {
    if let Some(near) = similar::nearest(name, names.iter().copied()) {
        return Some((Weight::Stop, format!("did you mean `{near}`?")));
    }
    let help = format!("declare it under `inputs`; as it is, the shell gets `{{{{ {name} }}}}`");
    (!WORDS.contains(&name)).then_some((Weight::Doubt, help))
}
