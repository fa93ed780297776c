//! The site made and thrown away: what of it cannot be made, and what it would show as broken. It writes nothing.

use crate::lint::Report;
use crate::model::links::Origin;
use crate::model::workspace::Workspace;
use crate::site::press::Press;
use crate::site::prose::body;
use crate::site::record::facts;
use crate::site::theme::Theme;
use crate::site::{plan, sheets};
use crate::syntax::mermaid;
use crate::text::span::{Range, Span};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// How many files the site has.
    pub files: usize,
    /// What could not be made: why, and how many files each time.
    pub unmade: Vec<(String, usize)>,
    /// What is shown as broken: where it stands, what is written there, and why. Sorted by place.
    pub broken: Vec<(Span, String, String)>,
    /// Diagrams that are shown as they are written.
    pub undrawn: Vec<(Span, String)>,
}

/// Makes every file of the site and keeps none.
pub fn run(workspace: &Workspace, report: &Report, theme: &Theme) -> Trial {
    let found = plan(workspace, report);
    let mut trial = Trial {
        broken: broken(workspace),
        undrawn: undrawn(workspace),
        ..Trial::default()
    };
    let press = match Press::new(theme) {
        Ok(press) => press,
        Err(error) => {
            trial.unmade = vec![(said(&error), 0)];
            return trial;
        }
    };
    let all = sheets(&found, &press, theme);
    let faults: Vec<String> = all
        .par_iter()
        .filter_map(|sheet| sheet.print().err().map(|error| said(&error)))
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for fault in faults {
        *counts.entry(fault).or_default() += 1;
    }
    trial.files = all.len();
    trial.unmade = counts.into_iter().collect();
    trial
}

fn said(error: &anyhow::Error) -> String {
    let said: Vec<String> = error.chain().map(ToString::to_string).collect();
    said.join(": ")
}

/// Diagrams that cannot be understood: where, and why. Sorted by place.
pub fn undrawn(workspace: &Workspace) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for (file, _) in workspace.tree.iter() {
        if let Some(markup) = &workspace.document(file).markup {
            let problems = mermaid::problems(workspace.tree.text(file), markup).into_iter();
            found.extend(problems.map(|(at, why)| (Span::new(file, Range::at(at as usize)), why.to_string())));
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
