//! What is left out of a report because it is known: by a baseline, or because the state with which a change is compared has
//! it already.

use crate::cli::args::Global;
use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::cli::validate::baseline::{self, Place};
use crate::cli::validate::fix::Checked;
use crate::lint::baseline::{Baseline, leave_out};
use crate::lint::key::Key;
use crate::lint::run::run_as;
use crate::lint::{Diagnostic, Report, Rule, suppress};
use crate::model::renames;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::rules;
use crate::text::history::History;
use anyhow::bail;
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

/// What the user says about it.
#[derive(Debug, clap::Args)]
pub(super) struct Wish {
    /// Take what this file lists as known [default: what opsrepo.toml names]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all that is found into the baseline: from now on it is known
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["diff", "watch"])]
    write_baseline: Option<Option<PathBuf>>,
    /// Report also what is known, by the baseline or from the time before the changes
    #[arg(long)]
    known: bool,
}

impl Wish {
    /// Whether what is known is told all the same.
    pub(super) fn is_told(&self) -> bool {
        self.known
    }

    /// Fails where the file of a baseline that is to be written is taken for a path to look at, for want of a `=`.
    pub(super) fn refuse_slip(&self, paths: &[PathBuf], global: &Global) -> anyhow::Result<()> {
        let is_asked = matches!(self.write_baseline, Some(None));
        let is_meant = |path: &&PathBuf| {
            let file = global.dir.join(path);
            let is_new = !file.exists() && path.extension().is_some_and(|ending| ending == "json");
            is_new || baseline::is_one(&file)
        };
        match paths.iter().find(is_meant).filter(|_| is_asked) {
            Some(path) => bail!(
                "the name of the file to write stands behind a `=`\n`--write-baseline={}`",
                path.display()
            ),
            None => Ok(()),
        }
    }
}

/// What a run knows before it reports.
pub(super) struct Known {
    place: Option<Place>,
    baseline: Baseline,
    keys: HashSet<Key>,
    /// Whether there was an earlier state to ask.
    is_compared: bool,
    /// The baseline of the usual name, where it lies there and nobody names it.
    unnamed: Option<String>,
}

impl Known {
    /// Reads the baseline, where there is to be one. One that is to be written need not be there.
    pub(super) fn read(
        wish: &Wish,
        workspace: &Workspace,
        (ground, global): (&Ground, &Global),
    ) -> anyhow::Result<Known> {
        let wanted = || baseline::wanted(wish.baseline.as_deref(), workspace, (ground, global));
        let place = match &wish.write_baseline {
            Some(Some(file)) => Some(Place::of_user(file, global)),
            Some(None) => wanted().or_else(|| Some(Place::usual(ground))),
            None => wanted(),
        };
        if let Some(place) = place.as_ref().filter(|_| wish.write_baseline.is_some()) {
            place.check()?;
        }
        let baseline = match &place {
            Some(place) if wish.write_baseline.is_none() => place.read(ground)?,
            _ => Baseline::default(),
        };
        let unnamed = match (&place, &wish.write_baseline) {
            (None, None) => Place::usual(ground).lying(),
            _ => None,
        };
        Ok(Known {
            unnamed,
            place,
            keys: baseline.keys(),
            baseline,
            is_compared: false,
        })
    }

    /// Takes what was there before the change already as known, where there is a change and nobody wants to see it all.
    pub(super) fn look_back(&mut self, wish: &Wish, checked: &mut Checked) {
        self.is_compared = checked.workspace.before.is_some();
        if self.is_compared && !wish.known {
            self.keys.extend(older(&mut checked.workspace, &checked.report));
        }
    }

    /// Whether a finding is known.
    pub(super) fn has(&self, found: &Diagnostic) -> bool {
        self.keys.contains(&found.key)
    }

    /// Writes the baseline, where the user asked for it: everything that was found is known from now on.
    pub(super) fn write(
        &mut self,
        wish: &Wish,
        Checked { workspace, report }: &Checked,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let (Some(named), Some(place)) = (&wish.write_baseline, &self.place) else {
            return Ok(());
        };
        self.baseline = Baseline::of(workspace, report);
        place.write(&self.baseline)?;
        self.keys.extend(self.baseline.keys());
        let count = counted(self.baseline.entries.len(), "finding");
        terminal.note(&format!("wrote {}: {count} known from now on", place.shown));
        let is_used = wish.baseline.is_some() || workspace.settings.baseline.is_some();
        if !is_used {
            let shown = &place.shown;
            terminal.hint(&match named.is_some() {
                true => format!("`--baseline {shown}` takes them as known"),
                false => format!("to use it, write into opsrepo.toml: [validate] baseline = \"{shown}\""),
            });
        }
        Ok(())
    }

    /// Leaves out what is known, and says what the baseline lists in vain.
    pub(super) fn leave_out(&self, report: &mut Report, terminal: &mut Terminal) {
        if let Some(place) = &self.place {
            self.tell_stale(place, report, terminal);
        }
        if self.place.is_some() || self.is_compared {
            leave_out(report, &self.keys);
        }
    }

    /// Says that a baseline lies there and is not used, where it could spare anything.
    pub(super) fn tell_unnamed(&self, report: &Report, terminal: &mut Terminal) {
        if let Some(shown) = self.unnamed.as_ref().filter(|_| !report.findings.is_empty()) {
            terminal.hint(&format!(
                "{shown} is there, and nobody names it: `--baseline {shown}`, or in opsrepo.toml: [validate] baseline = \"{shown}\""
            ));
        }
    }

    /// Says how much of what is known could be mended, where nobody asked for that.
    pub(super) fn tell_mendable(&self, report: &Report, terminal: &mut Terminal) {
        let known = report
            .findings
            .iter()
            .filter(|found| found.fix.is_some() && self.has(found));
        let count = known.count();
        if count > 0 {
            terminal.hint(&format!(
                "{} that {} known can be mended too: `--known --fix`",
                counted(count, "finding"),
                if count == 1 { "is" } else { "are" }
            ));
        }
    }

    fn tell_stale(&self, place: &Place, report: &mut Report, terminal: &mut Terminal) {
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
    }
}

/// What was there before the change already.
///
/// Only the rules that found something are asked about the earlier state, which shares with this one all documents that are
/// the same in both: where nothing is found, this costs nothing.
fn older(workspace: &mut Workspace, report: &Report) -> HashSet<Key> {
    let asked = asked(report);
    let Some(mut before) = workspace.before.take_if(|_| !asked.is_empty()) else {
        return HashSet::new();
    };
    // What moved is told by one history for both: else the same link would be broken there and moved here.
    before.base.history = std::mem::replace(&mut workspace.history, History::NotAsked);
    // Both are held against the same schemas and branches.
    std::mem::swap(&mut before.base.shelves, &mut workspace.shelves);
    std::mem::swap(&mut before.base.revisions, &mut workspace.revisions);
    before.base.connect();
    let renamed = renames::between(&before, workspace);
    let found = run_as(&before.base, &asked, &renamed).findings;
    workspace.history = std::mem::replace(&mut before.base.history, History::NotAsked);
    std::mem::swap(&mut before.base.shelves, &mut workspace.shelves);
    std::mem::swap(&mut before.base.revisions, &mut workspace.revisions);
    workspace.before = Some(before);
    found.iter().map(|found| found.key).collect()
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
