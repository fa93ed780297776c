//! Rules, findings and the run that joins them: check, set levels, sort.
//!
//! The nouns stand here; the rows stand in `rules/`, the formats in `report/`. This file knows neither.

use crate::model::glob::Globs;
use crate::model::settings;
use crate::model::workspace::Workspace;
use crate::text::edit::Edit;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Position, Range, Span};
use rayon::prelude::*;
use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Should be mended; does not fail a run.
    Warning,
    /// Fails a run.
    Error,
}

/// One thing that is checked, as a row.
pub struct Rule {
    /// `area/name`.
    pub name: &'static str,
    /// Its level where nobody says otherwise; `None` is off.
    pub severity: Option<Severity>,
    /// One line.
    pub summary: &'static str,
    /// Its page, `docs/rules/area/name.md`.
    pub page: &'static str,
    /// Looks at the facts and states what is wrong.
    pub check: fn(&Workspace, &mut Findings),
}

/// Where a rule puts what it finds.
#[derive(Default)]
pub struct Findings {
    found: Vec<Diagnostic>,
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of a file of the tree.
    Span(Span),
    /// Something that is no file of the tree, as printable text; `.` is the repository as a whole. It has no position.
    Path(String),
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule's name; set by the run.
    pub rule: &'static str,
    /// Its level; set by the run.
    pub severity: Severity,
    /// The place.
    pub place: Place,
    /// What was found and what was expected, in one line.
    pub message: String,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

/// Another place that matters to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What it is.
    pub message: String,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as an order: "point the link to `x.md`".
    pub title: String,
    /// The file that it changes.
    pub file: FileId,
    /// The change.
    pub edits: Vec<Edit>,
}

/// What a run found, and what it looked at.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, sorted by path, place and rule; those about `opsrepo.toml` first, since they may explain the others.
    pub findings: Vec<Diagnostic>,
    /// How many files, records and rules were looked at.
    pub files: usize,
    /// Records.
    pub records: usize,
    /// Rules that were on.
    pub rules: usize,
    /// What the rules of the run are, on or off, in their order.
    pub about: Vec<About>,
}

/// What a rule is, for readers of a report.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// `area/name`.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

impl Findings {
    /// States a finding. What follows refines it: `.help(…)`, `.related(…)`, `.fix(…)`.
    pub fn add(&mut self, place: impl Into<Place>, message: impl Into<String>) -> &mut Diagnostic {
        let at = self.found.len();
        self.found.push(Diagnostic {
            rule: "",
            severity: Severity::Hint,
            place: place.into(),
            message: message.into(),
            related: Vec::new(),
            help: None,
            fix: None,
        });
        &mut self.found[at]
    }
}

impl Place {
    /// The path to print.
    pub fn path<'a>(&'a self, workspace: &'a Workspace) -> &'a str {
        match self {
            Place::Span(span) => workspace.tree.path(span.file).as_str(),
            Place::Path(path) => path,
        }
    }

    /// The bytes, where it is a file.
    pub fn span(&self) -> Option<Span> {
        match self {
            Place::Span(span) => Some(*span),
            Place::Path(_) => None,
        }
    }

    /// Line and column, where it is a file.
    pub fn position(&self, workspace: &Workspace) -> Option<Position> {
        self.span().map(|span| workspace.tree.position(span))
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place::Span(span)
    }
}

impl Diagnostic {
    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Names another place that matters.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Gives the change that mends it, where there is one.
    pub fn fix(&mut self, fix: impl Into<Option<Fix>>) -> &mut Self {
        self.fix = fix.into();
        self
    }
}

impl Report {
    /// How many findings have this level.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

impl Severity {
    /// Reads a level as `opsrepo.toml` writes it; `Some(None)` is off, `None` no level.
    pub fn parse(text: &str) -> Option<Option<Severity>> {
        match text {
            "off" => Some(None),
            "hint" => Some(Some(Severity::Hint)),
            "warning" => Some(Some(Severity::Warning)),
            "error" => Some(Some(Severity::Error)),
            _ => None,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// The level of a rule in this repository: what `[rules]` says, else its own.
pub fn level(rule: &Rule, workspace: &Workspace) -> Option<Severity> {
    match workspace.settings.rules.get(rule.name) {
        Some(level) => Severity::parse(&level.word).unwrap_or(rule.severity),
        None => rule.severity,
    }
}

fn about(rule: &Rule) -> About {
    About {
        name: rule.name,
        summary: rule.summary,
        page: rule.page,
    }
}

/// Runs every rule that is on.
pub fn run(workspace: &Workspace, rules: &[Rule]) -> Report {
    let active: Vec<(&Rule, Severity)> = rules
        .iter()
        .filter_map(|rule| Some((rule, level(rule, workspace)?)))
        .collect();
    let mut findings: Vec<Diagnostic> = active
        .par_iter()
        .flat_map_iter(|(rule, severity)| {
            let mut findings = Findings::default();
            (rule.check)(workspace, &mut findings);
            findings.found.into_iter().map(|found| Diagnostic {
                rule: rule.name,
                severity: *severity,
                ..found
            })
        })
        .collect();
    let excluded = Globs::of(&workspace.settings.exclude);
    findings.retain(|found| !is_excluded(found, workspace, &excluded));
    findings.retain_mut(|found| !is_allowed(found, workspace));
    findings.sort_by(|a, b| sort_key(a, workspace).cmp(&sort_key(b, workspace)));
    findings.dedup();
    Report {
        findings,
        files: workspace.tree.files().len(),
        records: workspace.records.len(),
        rules: active.len(),
        about: rules.iter().map(about).collect(),
    }
}

/// `[files] exclude` holds for all that is found, but for the settings that say so.
fn is_excluded(found: &Diagnostic, workspace: &Workspace, excluded: &Globs) -> bool {
    let settings = workspace.settings.place.map(|span| span.file);
    let is_settings = settings.is_some() && found.place.span().map(|span| span.file) == settings;
    let path = RepoPath::new(found.place.path(workspace));
    !is_settings && path.is_some_and(|path| excluded.matches(&path))
}

/// True where the file of a finding allows its rule and says why. Where it does not say why, the finding stays and says so.
fn is_allowed(found: &mut Diagnostic, workspace: &Workspace) -> bool {
    let Some(span) = found.place.span() else { return false };
    let start = workspace.allowed.partition_point(|allow| allow.span.file < span.file);
    let of_file = workspace.allowed[start..]
        .iter()
        .take_while(|allow| allow.span.file == span.file);
    let mut asked = of_file.filter(|allow| allow.rule == found.rule);
    let Some(first) = asked.next() else { return false };
    if !first.reason.is_empty() || asked.any(|allow| !allow.reason.is_empty()) {
        return true;
    }
    found.related(
        first.span,
        "does not count without a reason: write ` -- ` and why behind it",
    );
    false
}

/// Whether it is about something else than the settings, then path, place, rule and message.
type SortKey<'a> = (bool, &'a str, Option<Range>, &'a str, &'a str);

fn sort_key<'a>(found: &'a Diagnostic, workspace: &'a Workspace) -> SortKey<'a> {
    let range = found.place.span().map(|span| span.range);
    let path = found.place.path(workspace);
    (path != settings::FILE, path, range, found.rule, &found.message)
}

#[cfg(test)]
mod tests {
    use super::{Findings, Place, Report, Rule, Severity, run};
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::span::{Range, Span};
    use crate::text::tree::{File, Tree};

    const RULE: Rule = Rule {
        name: "test/every-file",
        severity: Some(Severity::Error),
        summary: "",
        page: "",
        check,
    };

    fn check(workspace: &Workspace, findings: &mut Findings) {
        findings.add(Place::Path("m".to_owned()), "not a file");
        for (file, _) in workspace.tree.iter() {
            findings.add(Span::new(file, Range::at(0)), "a file");
        }
    }

    fn report(settings: &str) -> (Vec<String>, Report) {
        let file = |path, text| File::text(RepoPath::new(path).unwrap(), text);
        let tree = Tree::new(vec![file("z.md", ""), file("a.md", ""), file("opsrepo.toml", settings)]);
        let context = Context {
            as_of: Date::new(2026, 1, 1).unwrap(),
            origin: None,
            default_branch: None,
            former_branch: None,
            folder: RepoPath::root(),
        };
        let workspace = Workspace::build(tree, Vec::new(), context, History::NotAsked);
        let report = run(&workspace, &[RULE]);
        let paths = report
            .findings
            .iter()
            .map(|found| found.place.path(&workspace).to_owned());
        (paths.collect(), report)
    }

    #[test]
    fn findings_are_sorted_by_path_but_settings_come_first() {
        let (paths, report) = report("");
        assert_eq!(paths, ["opsrepo.toml", "a.md", "m", "z.md"]);
        assert_eq!((report.count(Severity::Error), report.rules), (4, 1));
    }

    #[test]
    fn the_settings_set_levels_and_leave_files_out() {
        let (paths, _) = report("[files]\nexclude = [\"*\"]\n");
        assert_eq!(
            paths,
            ["opsrepo.toml"],
            "what the settings say cannot hide the settings"
        );
        assert_eq!(report("[rules]\n\"test/every-file\" = \"off\"\n").1.rules, 0);
        let (_, hinted) = report("[rules]\n\"test/every-file\" = \"hint\"\n");
        assert_eq!(hinted.count(Severity::Hint), 4);
    }
}
