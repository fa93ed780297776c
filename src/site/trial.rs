//! The site made and thrown away: what of it cannot be made, and what it would show as broken. It writes nothing.

use crate::lint::{Report, Severity};
use crate::model::links::Origin;
use crate::model::settings::FILE;
use crate::model::workspace::Workspace;
use crate::site::faults::{self, Fault};
use crate::site::press::Press;
use crate::site::prose::body;
use crate::site::record::facts;
use crate::site::slips::{self, Slip};
use crate::site::theme::Theme;
use crate::site::{plan, sheets};
use crate::syntax::mermaid;
use crate::text::path::RepoPath;
use crate::text::span::{Range, Span};
use rayon::prelude::*;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// How many files the site has; none where a template cannot be read.
    pub files: Option<usize>,
    /// What of the templates is wrong.
    pub faults: Vec<Fault>,
    /// What of the theme has no effect.
    pub slips: Vec<Slip>,
    /// What of the settings is wrong and left out: where, and why.
    pub unset: Vec<(String, String)>,
    /// What is shown as broken: where it stands, what is written there, and why. Sorted by place.
    pub broken: Vec<(Span, String, String)>,
    /// Diagrams that are shown as they are written.
    pub undrawn: Vec<(Span, String)>,
}

impl Trial {
    /// True where nothing is wrong.
    pub fn is_well(&self) -> bool {
        let is_shown = self.broken.is_empty() && self.undrawn.is_empty();
        is_shown && self.faults.is_empty() && self.slips.is_empty() && self.unset.is_empty()
    }
}

/// Makes every file of the site and keeps none.
pub fn run(workspace: &Workspace, report: &Report, theme: &Theme) -> Trial {
    let found = plan(workspace, report);
    let mut trial = Trial {
        broken: broken(workspace),
        undrawn: undrawn(workspace),
        slips: slips::of_theme(theme),
        unset: unset(workspace, report),
        ..Trial::default()
    };
    let (press, unread) = Press::read(theme);
    let (all, left) = sheets(&found, &press, theme);
    trial.slips.extend(left);
    if !unread.is_empty() {
        // What else the theme says is not known before all of it can be read.
        trial.slips.clear();
        trial.faults = unread.iter().map(Fault::unread).collect();
        return trial;
    }
    let unmade: Vec<(RepoPath, anyhow::Error)> = all
        .par_iter()
        .filter_map(|sheet| Some((sheet.at.clone(), sheet.print().err()?)))
        .collect();
    trial.faults = faults::gathered(&unmade);
    trial.files = Some(all.len());
    trial
}

/// What of the settings is wrong and left out: what was found in their file at the level of an error.
fn unset(workspace: &Workspace, report: &Report) -> Vec<(String, String)> {
    let errors = report.findings.iter().filter(|found| found.severity == Severity::Error);
    let told = errors.filter(|found| found.place.path(workspace) == FILE).map(|found| {
        let place = match found.place.position(workspace) {
            Some(at) => format!("{FILE}:{}:{}", at.line, at.column),
            None => FILE.to_owned(),
        };
        let help = found.help.as_ref().map(|help| format!("; {help}"));
        (place, format!("{}{}", found.message, help.unwrap_or_default()))
    });
    told.collect()
}

/// Diagrams that cannot be understood: where, and why. Sorted by place.
pub fn undrawn(workspace: &Workspace) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for (file, _) in workspace.tree.iter() {
        if let Some(markup) = &workspace.document(file).markup {
            let problems = mermaid::problems(workspace.tree.text(file), markup).into_iter();
            found.extend(problems.map(|(at, why)| {
                (
                    Span::new(file, Range::at(at as usize)),
                    format!("this diagram is not drawn: {why}"),
                )
            }));
        }
    }
    found
}

fn broken(workspace: &Workspace) -> Vec<(Span, String, String)> {
    // Only what has a page is shown; a blank form and what is left out have links no more.
    let links = workspace.links.iter();
    let links = links.filter(|link| matches!(link.origin, Origin::Text | Origin::Image));
    let links = links.filter_map(|link| {
        let why = body::broken(workspace, &link.target, &link.raw)?;
        Some((link.span, link.raw.clone(), why))
    });
    let references = workspace.records.iter().flat_map(|record| &record.references);
    let references =
        references.filter_map(|reference| Some((reference.span, reference.raw.clone(), facts::broken(reference)?)));
    let mut all: Vec<(Span, String, String)> = links.chain(references).collect();
    all.sort();
    all.dedup();
    all
}
