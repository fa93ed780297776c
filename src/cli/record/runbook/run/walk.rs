//! A run from its first step to its end: what is written down and said, and how the user goes on. It must not know how a
//! step is run.

use crate::cli::exit::Exit;
use crate::cli::load;
use crate::cli::record::runbook::run::begun::Begun;
use crate::cli::record::runbook::run::session::{Outcome, Session, Stop, Task, now};
use crate::cli::record::runbook::run::timeline;
use crate::cli::terminal::{Look, Terminal};
use crate::model::runbook::Sort;
use crate::report::transcript::{Event, RunEnd, RunResult, StepResult, spoken, spoken_end};
use crate::write::incident::entry;

/// How a run ended.
struct Finish<'t> {
    result: RunResult,
    said: String,
    /// What helps besides going on.
    hint: Option<&'static str>,
    /// The step at which it goes on.
    from: Option<&'t str>,
}

/// How far a run has come.
struct Course {
    /// Steps that were run.
    ran: usize,
    /// Those of them that change something.
    acted: usize,
    /// True while all that belongs there is in the timeline.
    is_told: bool,
}

/// Runs the steps, one after the other, and stops where one does not end well.
pub(super) fn walk(
    begun: &Begun,
    mut session: Session,
    (tasks, terminal): (&[Task], &mut Terminal),
) -> anyhow::Result<Exit> {
    let mut finish = None;
    let mut course = Course {
        ran: 0,
        acted: 0,
        is_told: true,
    };
    for (at, task) in tasks.iter().enumerate() {
        let outcome = session.step(task, terminal);
        if let Ok(Outcome::Ran(end)) = &outcome {
            course.ran += 1;
            if task.sort == Sort::Act {
                course.acted += 1;
                let text = format!(
                    "step `{}`: {} after {}",
                    task.name,
                    spoken_end(end),
                    spoken(end.milliseconds)
                );
                course.is_told &= timeline::tell(begun, (&session, terminal), (Some(entry::Sort::Action), &text));
            }
        }
        let next = tasks.get(at + 1).map(|task| task.name.as_str());
        finish = after(task, outcome).or_else(|| trouble(&session, next));
        if finish.is_some() {
            break;
        }
    }
    let finish = finish.unwrap_or_else(|| Finish {
        result: RunResult::Ok,
        said: whole(tasks.len(), session.skipped.len()),
        hint: None,
        from: None,
    });
    end(begun, (&mut session, course), finish, terminal)
}

fn whole(all: usize, skipped: usize) -> String {
    match (all, skipped) {
        (1, 0) => "the step ended well".to_owned(),
        (2, 0) => "both steps ended well".to_owned(),
        (all, 0) => format!("all {all} steps ended well"),
        (all, skipped) => format!("{} of {all} steps ended well, {skipped} left out", all - skipped),
    }
}

/// Whether no further step may be begun although the last one ended well.
fn trouble<'t>(session: &Session, next: Option<&'t str>) -> Option<Finish<'t>> {
    let finish = |said, hint| Finish {
        result: RunResult::Stopped,
        said,
        hint: Some(hint),
        from: next,
    };
    if let Some(error) = session.record.trouble() {
        let said = format!("the transcript cannot be written: {error}");
        return Some(finish(
            said,
            "all that was run was shown here; make room before the next step",
        ));
    }
    let error = session.trouble.as_ref()?;
    Some(finish(
        format!("what steps print cannot be shown: {error}"),
        "the transcript has all of it",
    ))
}

/// Whether the run ends after a step; `None` where it goes on.
fn after(task: &Task, outcome: anyhow::Result<Outcome>) -> Option<Finish<'_>> {
    let name = task.name.as_str();
    let finish = |result, said, hint| {
        Some(Finish {
            result,
            said,
            hint,
            from: Some(name),
        })
    };
    match outcome {
        Ok(Outcome::Skipped) => None,
        Ok(Outcome::Ran(end)) => match end.result {
            StepResult::Ok => None,
            StepResult::Interrupted => finish(RunResult::Interrupted, format!("interrupted during `{name}`"), None),
            StepResult::AskedTerminal => finish(
                RunResult::Failed,
                format!("stopped at `{name}`: {}", spoken_end(&end)),
                Some("a step is told what it needs by inputs; for passwords, log in before the run (`sudo -v`)"),
            ),
            _ => finish(
                RunResult::Failed,
                format!("stopped at `{name}`: {}", spoken_end(&end)),
                None,
            ),
        },
        Ok(Outcome::Stopped(Stop::Declined)) => finish(
            RunResult::Declined,
            format!("ended before `{name}`, which was declined"),
            None,
        ),
        Ok(Outcome::Stopped(Stop::Interrupted)) => {
            finish(RunResult::Interrupted, format!("interrupted before `{name}`"), None)
        }
        Ok(Outcome::Stopped(Stop::NobodyToAsk)) => finish(
            RunResult::Stopped,
            format!("stopped before `{name}`, which changes something: nobody sits at a terminal to be asked"),
            Some("run it at a terminal, or allow every act beforehand with --yes"),
        ),
        Ok(Outcome::Stopped(Stop::Needs(other))) => finish(
            RunResult::Stopped,
            format!("stopped before `{name}`: it needs `{other}`, which was left out"),
            None,
        ),
        Err(error) => finish(RunResult::Stopped, format!("stopped at `{name}`: {error:#}"), None),
    }
}

fn end(
    begun: &Begun,
    (session, mut course): (&mut Session, Course),
    finish: Finish,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let had_trouble = session.record.trouble().is_some();
    let resume = finish.from.map(|step| begun.resume(step));
    let end = RunEnd {
        at: now(terminal),
        result: finish.result,
        said: session.mask.text(&finish.said),
        resume,
    };
    session.record.add(Event::End(&end));
    // One act alone has told all there is to tell.
    if course.ran > 1 || course.ran > course.acted {
        course.is_told &= timeline::tell(begun, (session, terminal), (None, &end.said));
    }
    let shown = |path| load::shown(&begun.ground.root, path, &begun.global.dir);
    if end.result == RunResult::Ok {
        let said = terminal.paint(Look::Good, &end.said);
        writeln!(terminal.out(), "\n{said}")?;
        terminal.flush()?;
    } else {
        let mut lines = vec![end.said.clone()];
        lines.extend(finish.hint.map(str::to_owned));
        lines.extend(end.resume.iter().map(|resume| format!("to go on: {resume}")));
        terminal.error(&anyhow::anyhow!(lines.join("\n")));
    }
    if let (false, Some(error)) = (had_trouble, session.record.trouble()) {
        let path = shown(session.record.page());
        terminal.error(&anyhow::anyhow!("the end of {path} cannot be written: {error}"));
        return Ok(Exit::Failed);
    }
    Ok(match end.result {
        RunResult::Ok if course.is_told => Exit::Clean,
        RunResult::Failed | RunResult::Declined => Exit::Findings,
        RunResult::Ok | RunResult::Stopped => Exit::Failed,
        RunResult::Interrupted => Exit::Interrupted,
    })
}
