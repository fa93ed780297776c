//! The text of a step with values in the places that `{{ name }}` keeps for them. Each value is quoted as its surroundings
//! want it, so that it arrives as it is and as one word, whatever it holds; where that is not certain, it is refused, and the
//! text can take the value from its environment instead.

use crate::model::runbook::lexer;
use crate::model::runbook::peril::Reason;
use crate::model::runbook::quoting;
use crate::model::runbook::values::{Values, quote};
use crate::model::runbook::walk::{Document, Found};
use crate::model::runbook::{About, Input, InputKind, Problem, Shell, Step, Weight, variable};
use crate::text::span::{Range, Span};
use std::collections::BTreeMap;

/// A value that cannot stand where it should.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The place in the file.
    pub span: Span,
    /// Which value, and why not.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// The text of a step as its shell gets it. The error is every value that cannot stand where it should.
pub fn command(step: &Step, inputs: &[Input], values: &Values) -> Result<String, Vec<Refusal>> {
    let text = step.code.text();
    let lexed = lexer::lex(text, step.shell, &kinds(inputs));
    let mut out = Rendered::default();
    let mut refusals = Vec::new();
    for found in lexed.found.iter().filter(|found| !found.is_comment()) {
        let refuse = |message: String| Refusal {
            span: step.code.span(found.range),
            message,
            help: way_out(found.name, None),
        };
        // What is only shown keeps the place of a value that is not known yet.
        if values.is_open(found.name) && found.surroundings.is_ok() {
            continue;
        }
        let Some(value) = values.get(found.name) else {
            refusals.push(refuse(format!("{} has no value", quote(found.name))));
            continue;
        };
        match &found.surroundings {
            Err(reason) => refusals.push(refusal(step, found, *reason)),
            Ok(surroundings) => match quoting::quoted(value, *surroundings) {
                Some(written) if !found.is_on_one_line || !written.contains('\n') => {
                    out.put(text, found.range, &written)
                }
                _ => refusals.push(refuse(format!(
                    "this value of `{}` cannot stand {}",
                    found.name,
                    surroundings.words()
                ))),
            },
        }
    }
    out.finish(text);
    let ended = lexed.documents.iter().find(|document| out.ends_early(text, document));
    if let (Some(document), true) = (ended, refusals.is_empty()) {
        let inside = lexed.found.iter().find(|found| document.body.contains(found.range));
        refusals.extend(inside.map(|found| Refusal {
            span: step.code.span(found.range),
            message: format!(
                "the values here would end the text before its {}",
                quote(&document.delimiter)
            ),
            help: way_out(found.name, None),
        }));
    }
    match refusals.is_empty() {
        true => Ok(out.text),
        false => Err(refusals),
    }
}

/// The text of a step with a harmless word of the same length in each place, so that a line and a column of it are those of
/// the step's text.
pub fn neutral(step: &Step, inputs: &[Input]) -> String {
    let text = step.code.text();
    let lexed = lexer::lex(text, step.shell, &kinds(inputs));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in lexed.found.iter().filter(|found| !found.is_comment()) {
        let letter = match found.kind {
            // A long row of ones would be more than a shell can count.
            InputKind::Integer => "0",
            _ => "x",
        };
        out.push_str(&text[done..found.range.start as usize]);
        out.push_str(&letter.repeat(found.range.len()));
        done = found.range.end as usize;
    }
    out.push_str(&text[done..]);
    out
}

/// The places of a step at which no value can stand.
pub(super) fn refused(step: &Step, inputs: &[Input]) -> Vec<Problem> {
    if inputs.is_empty() {
        return Vec::new();
    }
    let lexed = lexer::lex(step.code.text(), step.shell, &kinds(inputs));
    let refused = lexed.found.iter().filter_map(|found| {
        let reason = found.surroundings.err()?;
        let Refusal { span, message, help } = refusal(step, found, reason);
        Some(Problem {
            about: About::Command,
            weight: Weight::Stop,
            span,
            message,
            help: Some(help),
            related: None,
        })
    });
    refused.collect()
}

fn refusal(step: &Step, found: &Found<'_>, reason: Reason) -> Refusal {
    Refusal {
        span: step.code.span(found.range),
        message: format!("`{{{{ {} }}}}` stands {}", found.name, reason.words()),
        help: way_out(found.name, Some((reason, step.shell))),
    }
}

fn way_out(name: &str, reason: Option<(Reason, Shell)>) -> String {
    let special = reason.and_then(|(reason, _)| reason.help(name));
    special.unwrap_or_else(|| {
        format!(
            "every step has the value in its environment: write `\"${}\"`",
            variable(name)
        )
    })
}

fn kinds(inputs: &[Input]) -> BTreeMap<&str, InputKind> {
    inputs.iter().map(|input| (input.name.as_str(), input.kind)).collect()
}

/// A text in the making, and where what was put into it stands.
#[derive(Default)]
struct Rendered {
    text: String,
    /// How much of the original is done.
    done: usize,
    /// The end of each replaced piece in the original, and its end here.
    ends: Vec<(usize, usize)>,
}

impl Rendered {
    fn put(&mut self, original: &str, range: Range, written: &str) {
        let range = range.as_usize();
        self.text.push_str(&original[self.done..range.start]);
        self.text.push_str(written);
        self.done = range.end;
        self.ends.push((range.end, self.text.len()));
    }

    fn finish(&mut self, original: &str) {
        self.text.push_str(&original[self.done..]);
        self.done = original.len();
    }

    /// Where an offset of the original, outside of what was replaced, stands here.
    fn place(&self, offset: usize) -> usize {
        let before = self.ends.partition_point(|(end, _)| *end <= offset);
        let (end, here) = before.checked_sub(1).map_or((0, 0), |at| self.ends[at]);
        here + (offset - end)
    }

    /// Whether a line of a text within the text now begins as its last one does, and none did before.
    fn ends_early(&self, original: &str, document: &Document) -> bool {
        let body = document.body.as_usize();
        let count = |text: &str| {
            let lines = text.split('\n').map(|line| line.trim_start_matches('\t'));
            lines.filter(|line| line.starts_with(&document.delimiter)).count()
        };
        let here = self.place(body.start)..self.place(body.end);
        let now = self.text.get(here).unwrap_or_default();
        now != &original[body.clone()] && count(now) > count(&original[body])
    }
}
