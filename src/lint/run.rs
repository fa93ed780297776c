//! The run: check, set levels, leave out what was asked for, sort.

use crate::lint::key::{Identity, Key};
use crate::lint::{About, Diagnostic, Findings, Report, Rule, Severity};
use crate::model::glob::Globs;
use crate::model::settings;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::{Range, Span};
use rayon::prelude::*;
use std::collections::HashMap;

/// The level of a rule in this repository: what `[rules]` says, else its own.
pub fn level(rule: &Rule, workspace: &Workspace) -> Option<Severity> {
    match workspace.settings.rules.get(rule.name) {
        Some(level) => Severity::parse(&level.word).unwrap_or(rule.severity),
        None => rule.severity,
    }
}

fn about(rule: &Rule, workspace: &Workspace) -> About {
    About {
        name: rule.name,
        severity: level(rule, workspace),
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
    give_keys(workspace, &mut findings);
    Report {
        findings,
        files: workspace.tree.files().len(),
        records: workspace.records.len(),
        rules: active.len(),
        about: rules.iter().map(|rule| about(rule, workspace)).collect(),
    }
}

/// Gives every finding its key. They must be sorted.
fn give_keys(workspace: &Workspace, findings: &mut [Diagnostic]) {
    let mut seen: HashMap<Key, u64> = HashMap::new();
    for finding in findings {
        let text = |span: Span| (workspace.tree.text(span.file), span.range);
        let mut identity = Identity {
            rule: finding.rule,
            path: finding.place.path(workspace),
            place: finding.place.span().map(text),
            before: 0,
        };
        let before = seen.entry(Key::of(&identity)).or_default();
        identity.before = *before;
        finding.key = Key::of(&identity);
        *before += 1;
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
    use crate::lint::run::run;
    use crate::lint::{Findings, Place, Report, Rule, Severity};
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
