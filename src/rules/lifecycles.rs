//! What `settings/invalid` has to say about lifecycles: words that their kind does not know.

use crate::lint::Findings;
use crate::model::kind::{Kind, Shape};
use crate::model::lifecycle::ABSENT;
use crate::model::settings::{Said, StepSetting};
use crate::model::status::{Status, nearest};
use crate::model::workspace::Workspace;
use crate::text::similar;

/// Checks the lifecycles of all kinds.
pub(crate) fn check(workspace: &Workspace, findings: &mut Findings) {
    for setting in &workspace.settings.kinds {
        let Some(kind) = workspace.kinds.iter().find(|kind| kind.name == setting.name) else {
            continue;
        };
        let life = &setting.lifecycle;
        for word in life.frozen.iter().flatten() {
            check_word(kind, word, findings);
        }
        for step in &life.steps {
            check_step(kind, step, findings);
        }
    }
}

fn check_step(kind: &Kind, step: &StepSetting, findings: &mut Findings) {
    let from = step.from.iter().flatten().filter(|word| word.text != ABSENT);
    for word in from.chain(&step.to) {
        check_word(kind, word, findings);
    }
    for field in step.needs.iter().flatten() {
        check_field(kind, field, ("people", |shape| *shape == Shape::People), findings);
    }
    if let Some(field) = &step.relation {
        let is_reference = |shape: &Shape| matches!(shape, Shape::References(_));
        check_field(kind, field, ("other records", is_reference), findings);
    }
    let is_gone = kind.lifecycle.step(&step.verb.text).is_none();
    if is_gone && step.from.as_ref().is_none_or(|from| !from.is_empty()) {
        findings
            .add(step.verb.span, format!("the step `{}` leads nowhere", step.verb.text))
            .help("say where it leads: `from = [\"proposed\"]` and `to = \"accepted\"`");
    }
}

fn check_word(kind: &Kind, word: &Said, findings: &mut Findings) {
    let text = word.text.trim().to_lowercase();
    if Status::parse(&text, &kind.statuses).is_some_and(|status| status.qualifiers.is_empty()) {
        return;
    }
    let known: Vec<&str> = kind.statuses.iter().map(|row| row.word.as_str()).collect();
    let help = match nearest(&text, &kind.statuses) {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("`[kinds.{}.statuses]` says which there are", kind.name),
        None => format!(
            "there are: {}; `[kinds.{}.statuses]` adds others",
            known.join(", "),
            kind.name
        ),
    };
    findings
        .add(word.span, format!("`{}` is no status of a {}", word.text, kind.name))
        .help(help);
}

fn check_field(kind: &Kind, field: &Said, (what, is_one): (&str, fn(&Shape) -> bool), findings: &mut Findings) {
    let known = || {
        let fields = kind.fields.iter().filter(|field| is_one(&field.shape));
        fields.map(|field| field.name.as_str())
    };
    if known().any(|name| name == field.text) {
        return;
    }
    let help = match similar::nearest(&field.text, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known().collect::<Vec<_>>().join(", ")),
    };
    findings
        .add(
            field.span,
            format!("`{}` is no field of a {} that names {what}", field.text, kind.name),
        )
        .help(help);
}
