//! A transcript as JSON Lines: one object per event, each on a line of its own, in the order in which things happened. Its
//! schema is `schemas/transcript.schema.json`.

use crate::report::transcript::{Event, RunEnd, Start, StepEnd, StepStart};
use crate::text::base64;
use crate::text::capped::Capped;
use crate::text::escape::json_escaped;
use serde_json::{Value, json};

/// The form's version: a reader of version 1 understands all later ones but for what is new.
const VERSION: u32 = 1;

/// The lines of an event, with their ends.
pub fn lines(event: Event) -> String {
    let values = match event {
        Event::Start(start) => vec![self::start(start)],
        Event::Step(step) => vec![self::step(step)],
        Event::Output(step, bytes) => vec![output(step, bytes)],
        Event::StepEnd(end, output) => step_end(end, output),
        Event::Skip(at, step) => vec![json!({"event": "step-skipped", "at": at, "step": step})],
        Event::End(end) => vec![self::end(end)],
    };
    let mut out = String::new();
    for value in values {
        out.push_str(&json_escaped(&value.to_string()));
        out.push('\n');
    }
    out
}

fn start(start: &Start) -> Value {
    let inputs: serde_json::Map<String, Value> = start
        .inputs
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    json!({
        "event": "run-started",
        "version": VERSION,
        "opsrepo": env!("CARGO_PKG_VERSION"),
        "at": start.at,
        "runbook": start.runbook,
        "title": start.title,
        "path": start.path,
        "commit": start.commit,
        "changed": start.is_changed,
        "by": start.by,
        "incident": start.incident,
        "inputs": inputs,
        "steps": start.steps,
    })
}

fn step(step: &StepStart) -> Value {
    json!({
        "event": "step-started",
        "at": step.at,
        "step": step.step,
        "sort": step.sort,
        "number": step.number,
        "of": step.of,
        "shell": step.shell,
        "command": step.command,
        "allowed": step.allowed.word(),
    })
}

/// Output is text where it is any, and base64 where it is not, so that nothing of it is lost.
fn output(step: &str, bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({"event": "output", "step": step, "text": text}),
        Err(_) => json!({"event": "output", "step": step, "base64": base64::encode(bytes)}),
    }
}

/// The end of the output, as far as it was not written while it came, and that of the step.
fn step_end(end: &StepEnd, kept: &Capped) -> Vec<Value> {
    let mut values = Vec::new();
    if kept.left_out() > 0 {
        values.push(json!({"event": "output-left-out", "step": end.step, "bytes": kept.left_out()}));
    }
    let tail = kept.tail();
    if !tail.is_empty() {
        values.push(output(&end.step, &tail));
    }
    values.push(json!({
        "event": "step-ended",
        "at": end.at,
        "step": end.step,
        "result": end.result.word(),
        "exit": end.exit,
        "signal": end.signal,
        "seconds": end.milliseconds as f64 / 1000.0,
        "bytes": kept.total(),
        "left-running": end.left_running,
    }));
    values
}

fn end(end: &RunEnd) -> Value {
    json!({
        "event": "run-ended",
        "at": end.at,
        "result": end.result.word(),
        "said": end.said,
        "resume": end.resume,
    })
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::report::transcript::Event;

    #[test]
    fn output_is_one_line_and_loses_nothing() {
        for (bytes, expected) in [
            (
                &b"a\nb\x1b[0m\x7f"[..],
                r#"{"event":"output","step":"s","text":"a\nb\u001b[0m\u007f"}"#,
            ),
            (b"\xff\0", r#"{"event":"output","step":"s","base64":"/wA="}"#),
        ] {
            assert_eq!(lines(Event::Output("s", bytes)), format!("{expected}\n"));
        }
    }
}
