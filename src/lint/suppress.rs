//! What files and `opsrepo.toml` ask to be spared: which findings that leaves out, and which of it does nothing any more.
//!
//! A suppression that has ended spares nothing: what it hid comes back at its own level, and the suppression is named
//! beside it. So the day alone fails no run that the finding would not fail.

use crate::lint::{Diagnostic, Findings, Place};
use crate::model::allow::{Allow, Reach, Until, covers};
use crate::model::glob::Globs;
use crate::model::settings::AllowSetting;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::Span;

/// The rule about suppressions that spare nothing. The run itself states its findings.
pub const UNUSED: &str = "suppression/unused";

/// The rule about suppressions that have ended. The run itself states its findings.
pub const EXPIRED: &str = "suppression/expired";

/// The area of both.
const AREA: &str = "suppression/";

/// What became of one suppression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fate {
    /// It met a finding, whether it spared it or not.
    is_met: bool,
    /// It would have spared a finding, but for its end.
    is_over: bool,
}

/// All that is asked for in a repository.
pub(in crate::lint) struct Suppressions<'a> {
    workspace: &'a Workspace,
    of_files: Vec<Fate>,
    /// For each `[[allow]]`: its globs, and what became of each of its rules.
    of_settings: Vec<(Globs, Vec<Fate>)>,
}

/// What a run knows about its rules.
pub(in crate::lint) struct Judged<'a> {
    /// Those that are on.
    pub(in crate::lint) names: Vec<&'a str>,
    /// Those whose findings may differ from run to run: that a suppression spares nothing now says little.
    pub(in crate::lint) open: Vec<&'a str>,
}

impl Judged<'_> {
    /// True where it is known that what is written would have met a finding, if there were one.
    fn is_settled(&self, written: &str) -> bool {
        let is_known = self.names.iter().any(|name| covers(written, name));
        let is_open = self.open.iter().any(|name| covers(written, name));
        is_known && !is_open && !written.starts_with(AREA)
    }
}

impl<'a> Suppressions<'a> {
    pub(in crate::lint) fn of(workspace: &'a Workspace) -> Suppressions<'a> {
        let fates = |allow: &AllowSetting| (Globs::of(&allow.files), vec![Fate::default(); allow.rules.len()]);
        Suppressions {
            workspace,
            of_files: vec![Fate::default(); workspace.allowed.len()],
            of_settings: workspace.settings.allow.iter().map(fates).collect(),
        }
    }

    /// True where a finding is to be left out. Where something asks for it and does not count, the finding says why.
    pub(in crate::lint) fn spares(&mut self, found: &mut Diagnostic) -> bool {
        let in_settings = self.is_spared_by_settings(found);
        self.is_spared_by_its_file(found) || in_settings
    }

    fn is_spared_by_its_file(&mut self, found: &mut Diagnostic) -> bool {
        let Some(span) = found.place.span() else { return false };
        let allowed = &self.workspace.allowed;
        let start = allowed.partition_point(|allow| allow.span.file < span.file);
        let of_file = allowed[start..].iter().take_while(|allow| allow.span.file == span.file);
        let mut notes: Vec<(Span, String)> = Vec::new();
        let mut is_spared = false;
        for (allow, fate) in of_file.zip(&mut self.of_files[start..]) {
            if !covers(&allow.rule, found.rule) || !reaches(allow, span) {
                continue;
            }
            fate.is_met = true;
            match why_not(allow, self.workspace) {
                None => is_spared = true,
                Some(why) => {
                    fate.is_over = matches!(allow.until, Until::Day(_)) && !allow.reason.is_empty();
                    notes.push((allow.span, why));
                }
            }
        }
        if !is_spared && let Some((span, why)) = notes.into_iter().next() {
            found.related(span, why);
        }
        is_spared
    }

    fn is_spared_by_settings(&mut self, found: &Diagnostic) -> bool {
        let Some(path) = RepoPath::new(found.place.path(self.workspace)).filter(|_| !self.of_settings.is_empty())
        else {
            return false;
        };
        let mut is_spared = false;
        for (allow, (globs, fates)) in self.workspace.settings.allow.iter().zip(&mut self.of_settings) {
            let is_over = allow.until.is_some_and(|day| day < self.workspace.context.as_of);
            let named = allow.rules.iter().zip(fates);
            for (_, fate) in named.filter(|(rule, _)| covers(&rule.text, found.rule)) {
                if globs.matches(&path) {
                    fate.is_met = true;
                    fate.is_over |= is_over;
                    is_spared |= !is_over;
                }
            }
        }
        is_spared
    }

    /// States what spares nothing, and what would if its time were not over.
    pub(in crate::lint) fn state(&self, judged: &Judged<'_>) -> (Findings, Findings) {
        let (mut unused, mut expired) = (Findings::default(), Findings::default());
        for (allow, fate) in self.workspace.allowed.iter().zip(&self.of_files) {
            if fate.is_over
                && let Until::Day(day) = allow.until
            {
                is_over(
                    &mut expired,
                    allow.span,
                    &format!("`{}` was allowed until {day}", allow.rule),
                );
            } else if !fate.is_met && judged.is_settled(&allow.rule) {
                let (what, help) = match allow.reach {
                    Reach::File => ("in this file", "take the comment away"),
                    Reach::Line(_) => (
                        "that begins on its line",
                        "take the comment away, or put it at the end of the line or on one of its own before it",
                    ),
                };
                let message = format!("there is no finding of `{}` {what}", allow.rule);
                unused.add(allow.span, message).help(help);
            }
        }
        for (allow, (globs, fates)) in self.workspace.settings.allow.iter().zip(&self.of_settings) {
            for (rule, fate) in allow.rules.iter().zip(fates) {
                if let (true, Some(day)) = (fate.is_over, allow.until) {
                    is_over(
                        &mut expired,
                        rule.span,
                        &format!("`{}` was allowed until {day}", rule.text),
                    );
                } else if !fate.is_met && judged.is_settled(&rule.text) && self.has_files(globs) {
                    let message = format!("there is no finding of `{}` in these files", rule.text);
                    unused.add(rule.span, message).help("take it away");
                }
            }
        }
        (unused, expired)
    }

    /// A glob that matches nothing is the business of `settings/no-match`.
    fn has_files(&self, globs: &Globs) -> bool {
        self.workspace.tree.files().iter().any(|file| globs.matches(&file.path))
    }
}

fn is_over(findings: &mut Findings, place: impl Into<Place>, message: &str) {
    findings
        .add(place, message)
        .help("what it hid is reported again: mend it, or agree on a new day");
}

fn reaches(allow: &Allow, place: Span) -> bool {
    match allow.reach {
        Reach::File => true,
        Reach::Line(line) => line.start <= place.range.start && place.range.start < line.end.max(line.start + 1),
    }
}

/// Why a comment does not count.
fn why_not(allow: &Allow, workspace: &Workspace) -> Option<String> {
    if allow.reason.is_empty() {
        return Some("does not count without a reason: write ` -- ` and why behind it".to_owned());
    }
    match &allow.until {
        Until::Always => None,
        Until::Day(day) if *day >= workspace.context.as_of => None,
        Until::Day(day) => Some(format!("counted until {day}")),
        Until::Unknown(_) => Some("does not count: behind `until` stands no day such as 2026-12-31".to_owned()),
    }
}
