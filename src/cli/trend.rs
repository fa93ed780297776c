//! How much was found at the end of each of the months before: reads the repository as it was, and checks it as of then.
//! It prints nothing but what it is doing.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::kinds;
use crate::lint;
use crate::lint::{Earlier, Severity};
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::rules;
use crate::text::history::{Commit, History, Log};
use anyhow::bail;

/// Months that can be asked for.
pub(super) const MOST: i64 = 60;

/// What was found at the end of so many months before this one, oldest first, and what is found today. Months before the
/// first commit are left out.
///
/// Rules that read the history find nothing here, today neither: it would have to be read anew for every month.
pub(super) fn look_back(
    ground: &Ground,
    workspace: &Workspace,
    months: u8,
    terminal: &mut Terminal,
) -> anyhow::Result<Vec<Earlier>> {
    let log = match &workspace.history {
        History::Known(log) => log,
        History::Unknown(why) => bail!("--trend needs the history: {why}"),
        History::NotAsked => return Ok(Vec::new()),
    };
    terminal.stage("checking the months before");
    let today = workspace.context.as_of;
    let mut found = Vec::new();
    for back in (1..=u32::from(months)).rev() {
        let Some((month, last)) = month_before(today, back) else {
            continue;
        };
        let Some(commit) = commit_of(log, &month) else { continue };
        let tree = ground.tree_like(&commit.id, &workspace.tree)?;
        let then = checked(workspace.alike(tree, &kinds::all()), last, month);
        let commit = commit.id.get(..7).unwrap_or(&commit.id);
        terminal.detail(&format!(
            "{} findings at the end of {}, {commit}",
            then.total(),
            then.month
        ));
        found.push(then);
    }
    let now = workspace.alike(workspace.tree.clone(), &kinds::all());
    found.push(checked(now, today, today.to_string()[..7].to_owned()));
    Ok(found)
}

fn checked(mut workspace: Workspace, as_of: Date, month: String) -> Earlier {
    workspace.context.as_of = as_of;
    workspace.context.now = None;
    workspace.connect();
    let report = lint::run::run(&workspace, rules::ALL);
    Earlier {
        month,
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        hints: report.count(Severity::Hint),
    }
}

/// The month so many before that of a day, as `2026-03`, and its last day.
fn month_before(day: Date, back: u32) -> Option<(String, Date)> {
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 - i32::try_from(back).ok()?;
    let (year, month) = (
        i16::try_from(months.div_euclid(12)).ok()?,
        i8::try_from(months.rem_euclid(12)).ok()? + 1,
    );
    let last = (28..=31).rev().find_map(|day| Date::new(year, month, day))?;
    Some((last.to_string()[..7].to_owned(), last))
}

/// The last commit of a month or before it, on the line that the history follows.
fn commit_of<'l>(log: &'l Log, month: &str) -> Option<&'l Commit> {
    let mut line = log.commits.iter().filter(|commit| commit.merge.is_none());
    line.find(|commit| commit.date.get(..7).is_some_and(|of| of <= month))
}

#[cfg(test)]
mod tests {
    use super::{commit_of, month_before};
    use crate::model::time::Date;
    use crate::text::history::{Commit, Log};

    #[test]
    fn months_have_their_last_days() {
        let day = Date::new(2024, 3, 31).unwrap();
        let before = |back| {
            let (month, last) = month_before(day, back).unwrap();
            format!("{month} {last}")
        };
        assert_eq!(before(1), "2024-02 2024-02-29");
        assert_eq!(before(3), "2023-12 2023-12-31");
        assert_eq!(before(15), "2022-12 2022-12-31");
    }

    #[test]
    fn the_last_commit_of_the_main_line_counts() {
        let commit = |id: &str, date: &str, merge: Option<u32>| Commit {
            id: id.to_owned(),
            author: String::new(),
            email: String::new(),
            date: date.to_owned(),
            subject: String::new(),
            helpers: Vec::new(),
            request: None,
            merge,
        };
        let commits = vec![
            commit("d", "2026-04-02T10:00:00Z", None),
            commit("c", "2026-03-20T10:00:00Z", Some(0)),
            commit("b", "2026-02-20T10:00:00Z", None),
        ];
        let log = Log {
            commits,
            ..Log::default()
        };
        let found = |month| commit_of(&log, month).map(|commit| commit.id.as_str());
        assert_eq!(
            [found("2026-04"), found("2026-03"), found("2026-01")],
            [Some("d"), Some("b"), None]
        );
    }
}
