//! What is left out of a report because it is known: by a baseline, or because the state with which a change is compared has
//! it already.

use crate::cli::args::Global;
use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::cli::validate::Args;
use crate::cli::validate::baseline::{self, Place};
use crate::lint::baseline::{Baseline, leave_out};
use crate::lint::key::Key;
use crate::lint::run::run_as;
use crate::lint::{Report, Rule, suppress};
use crate::model::renames;
use crate::model::workspace::Workspace;
use crate::report::text::counted;
use crate::rules;
use crate::text::history::History;
use std::collections::{BTreeSet, HashSet};

/// The baseline of a run.
pub(super) struct Known {
    place: Option<Place>,
    baseline: Baseline,
}

/// Reads the baseline, where there is to be one. One that is to be written need not be there.
pub(super) fn read(args: &Args, workspace: &Workspace, (ground, global): (&Ground, &Global)) -> anyhow::Result<Known> {
    let place = baseline::wanted(args.baseline.as_deref(), workspace, (ground, global));
    let baseline = match &place {
        Some(place) if args.write_baseline.is_none() => place.read(ground)?,
        _ => Baseline::default(),
    };
    Ok(Known { place, baseline })
}

impl Known {
    /// Writes the baseline, where the user asked for it: everything that was found is known from now on.
    pub(super) fn write(
        &mut self,
        args: &Args,
        (workspace, report): (&Workspace, &Report),
        (ground, global): (&Ground, &Global),
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let Some(named) = &args.write_baseline else {
            return Ok(());
        };
        let is_named = named.is_some();
        let place = match (named, self.place.take()) {
            (Some(file), _) => Place::of_user(file, global),
            (None, Some(place)) => place,
            (None, None) => Place::usual(ground),
        };
        self.baseline = Baseline::of(workspace, report);
        place.write(&self.baseline)?;
        let count = counted(self.baseline.entries.len(), "finding");
        terminal.note(&format!("wrote {}: {count} known from now on", place.shown));
        let is_used = args.baseline.is_some() || workspace.settings.baseline.is_some();
        if !is_used {
            let shown = &place.shown;
            terminal.hint(&match is_named {
                true => format!("`--baseline {shown}` takes them as known"),
                false => format!("to use it, write into opsrepo.toml: [validate] baseline = \"{shown}\""),
            });
        }
        self.place = Some(place);
        Ok(())
    }

    /// Leaves out what the baseline lists, and says what it lists in vain.
    pub(super) fn leave_out(&self, report: &mut Report, terminal: &mut Terminal) {
        let Some(place) = &self.place else { return };
        let stale = self.baseline.stale(report);
        report.stale = stale.len();
        for entry in &stale {
            terminal.detail(&format!("gone from {}: {} {}", entry.path, entry.rule, entry.message));
        }
        if !stale.is_empty() {
            terminal.hint(&format!(
                "{} of {} {} gone: `opsrepo validate --write-baseline` takes {} out, `--verbose` names them",
                counted(stale.len(), "finding"),
                place.shown,
                if stale.len() == 1 { "is" } else { "are" },
                if stale.len() == 1 { "it" } else { "them" },
            ));
        }
        leave_out(report, &self.baseline.keys());
    }
}

/// Leaves out what was there before the change already.
///
/// Only the rules that found something are asked about the earlier state, which shares with this one all documents that are
/// the same in both: where nothing is found, this costs nothing.
pub(super) fn leave_out_older(workspace: &mut Workspace, report: &mut Report) {
    let Some(mut before) = workspace.before.take() else {
        return;
    };
    let asked = asked(report);
    let mut known: HashSet<Key> = HashSet::new();
    if !asked.is_empty() {
        // What moved is told by one history for both: else the same link would be broken there and moved here.
        before.base.history = std::mem::replace(&mut workspace.history, History::NotAsked);
        before.base.find_links();
        let renamed = renames::between(&before, workspace);
        let found = run_as(&before.base, &asked, &renamed).findings;
        known.extend(found.iter().map(|found| found.key));
        workspace.history = std::mem::replace(&mut before.base.history, History::NotAsked);
    }
    workspace.before = Some(before);
    leave_out(report, &known);
}

/// The rules that found something. Of what is spared, a run knows only if all rules are asked.
fn asked(report: &Report) -> Vec<Rule> {
    let found: BTreeSet<&str> = report.findings.iter().map(|found| found.rule).collect();
    let is_about_all = found.contains(suppress::UNUSED) || found.contains(suppress::EXPIRED);
    let rows = rules::ALL.iter();
    rows.filter(|rule| is_about_all || found.contains(rule.name))
        .map(|rule| Rule { ..*rule })
        .collect()
}
