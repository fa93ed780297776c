//! A transcript as Markdown, for people: what was run, by whom, when, and what came of it. It grows with the run; what a
//! step printed is added when it has ended.

use crate::report::transcript::{Allowed, Event, RunEnd, Start, StepEnd, StepStart, spoken, spoken_end};
use crate::text::capped::Capped;
use crate::text::markdown::{heading, inline};
use crate::text::visible::Visible;

/// What an event adds.
pub fn lines(event: Event) -> String {
    match event {
        Event::Start(start) => self::start(start),
        Event::Step(step) => self::step(step),
        Event::Output(..) => String::new(),
        Event::StepEnd(end, output) => step_end(end, output),
        Event::Skip(at, step) => format!("\n## {}\n\nLeft out by the user at {at}.\n", heading(step)),
        Event::End(end) => self::end(end),
    }
}

fn start(start: &Start) -> String {
    let mut out = format!("# Run of {}\n\n", heading(&start.title));
    let mut fact = |name: &str, value: &str| out.push_str(&format!("- {name}: {value}\n"));
    let changed = if start.is_changed { ", changed since" } else { "" };
    let commit = match &start.commit {
        Some(commit) => format!(" at commit {}{changed}", code(&commit[..commit.len().min(12)])),
        None => String::new(),
    };
    fact(
        "Runbook",
        &format!("{} ({}){commit}", code(&start.runbook), code(&start.path)),
    );
    if let Some(incident) = &start.incident {
        fact("Incident", &code(incident));
    }
    if let Some(by) = &start.by {
        fact("Run by", &inline(by));
    }
    fact("Started", &start.at);
    for (name, value) in &start.inputs {
        fact(&format!("Input {}", code(name)), &code(value));
    }
    out
}

fn step(step: &StepStart) -> String {
    let allowed = match step.allowed {
        Allowed::Unasked => "",
        Allowed::Asked => ", allowed by the user",
        Allowed::Beforehand => ", allowed beforehand by `--yes`",
    };
    let command = Visible::all(step.command.as_bytes());
    format!(
        "\n## {}/{} {}: {}\n\n{}\nStarted at {}{allowed}.\n",
        step.number,
        step.of,
        step.sort,
        heading(&step.step),
        fenced(&step.shell, &command),
        step.at,
    )
}

fn step_end(end: &StepEnd, kept: &Capped) -> String {
    let mut out = String::new();
    let text = match kept.left_out() {
        // In one piece, so that no character is cut where the first part ends.
        0 => Visible::all(&[kept.head(), &kept.tail()].concat()),
        left_out => format!(
            "{}\n[… {left_out} bytes are left out …]\n{}",
            Visible::all(kept.head()),
            Visible::all(&kept.tail())
        ),
    };
    if !text.is_empty() {
        out.push_str(&format!("\n{}", fenced("text", &text)));
    }
    let said = spoken_end(end);
    let left = match end.left_running {
        true => " Processes that it started still run.",
        false => "",
    };
    out.push_str(&format!(
        "\n**{}** after {}, at {}.{left}\n",
        capital(&said),
        spoken(end.milliseconds),
        end.at
    ));
    out
}

fn end(end: &RunEnd) -> String {
    let mut out = format!("\n## End\n\n{}\n\nEnded at {}.\n", inline(&end.said), end.at);
    if let Some(resume) = &end.resume {
        out.push_str(&format!(
            "To go on:\n\n{}",
            fenced("sh", &Visible::all(resume.as_bytes()))
        ));
    }
    out
}

/// A fenced block that holds the text, whatever fences stand in it.
fn fenced(info: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let end = if text.ends_with('\n') || text.is_empty() {
        ""
    } else {
        "\n"
    };
    format!("{fence}{info}\n{text}{end}{fence}\n")
}

/// A code span that shows the text in one line, whatever stands in it.
fn code(text: &str) -> String {
    let text = Visible::all(text.as_bytes()).replace('\n', "␤");
    let mark = "`".repeat(longest_run(&text) + 1);
    match text.is_empty() {
        true => "(empty)".to_owned(),
        // A space on both sides is taken away again by whoever reads it, and keeps backticks and spaces at the edges.
        false if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) => format!("{mark} {text} {mark}"),
        false => format!("{mark}{text}{mark}"),
    }
}

/// The length of the longest row of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{code, fenced, lines};
    use crate::report::transcript::{Event, StepEnd, StepResult};
    use crate::text::capped::Capped;

    #[test]
    fn what_was_printed_stays_in_its_fence() {
        for (text, expected) in [
            ("", "```x\n```\n"),
            ("a", "```x\na\n```\n"),
            (
                "```\n# Not a heading\n````\n",
                "`````x\n```\n# Not a heading\n````\n`````\n",
            ),
        ] {
            assert_eq!(fenced("x", text), expected);
        }
        for (text, expected) in [
            ("a", "`a`"),
            ("", "(empty)"),
            ("`rm`", "`` `rm` ``"),
            ("a\nb\u{1b}", "`a␤b␛`"),
            (" ", "`   `"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn output_that_is_not_kept_is_counted() {
        let mut kept = Capped::default();
        kept.feed(&b"y\n".repeat(100_000));
        let end = StepEnd {
            at: "2026-03-04T14:05:12Z".to_owned(),
            step: "endless".to_owned(),
            result: StepResult::TimedOut,
            exit: None,
            signal: None,
            milliseconds: 1500,
            left_running: false,
        };
        let text = lines(Event::StepEnd(&end, &kept));
        assert!(text.contains("\n[… 68928 bytes are left out …]\n"), "{}", text.len());
        assert!(text.ends_with("\n**Took too long and was ended** after 1.5 s, at 2026-03-04T14:05:12Z.\n"));
    }
}
