//! The run: check, set levels, leave out what was asked for, sort.

use crate::lint::key::{Identity, Key};
use crate::lint::levels::{self, Levels};
use crate::lint::suppress::{self, Judged, Suppressions};
use crate::lint::{About, Diagnostic, Findings, Report, Rule};
use crate::model::glob::Globs;
use crate::model::settings;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::{Range, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

fn about(rule: &Rule, workspace: &Workspace) -> About {
    About {
        name: rule.name,
        severity: levels::level(rule, workspace),
        summary: rule.summary,
        page: rule.page,
    }
}

/// Runs every rule that is on.
pub fn run(workspace: &Workspace, rules: &[Rule]) -> Report {
    run_as(workspace, rules, &BTreeMap::new())
}

/// The same, where files have other names by now: the keys of what is found are those that it has under the new names.
pub fn run_as(workspace: &Workspace, rules: &[Rule], renamed: &BTreeMap<RepoPath, RepoPath>) -> Report {
    let active: Vec<(&Rule, Levels)> = rules
        .iter()
        .map(|rule| (rule, Levels::of(rule, workspace)))
        .filter(|(_, levels)| levels.is_on())
        .collect();
    let checked: Vec<Findings> = active
        .par_iter()
        .map(|(rule, levels)| {
            let mut findings = Findings::default();
            (rule.check)(workspace, &mut findings);
            settle(&mut findings, rule, (workspace, levels));
            findings
        })
        .collect();
    let open = active.iter().zip(&checked).filter(|(_, found)| found.is_open);
    let judged = Judged {
        open: open.map(|((rule, _), _)| rule.name).collect(),
        names: active.iter().map(|(rule, _)| rule.name).collect(),
    };
    let others = active.iter().zip(&checked);
    let names = Names {
        rules: others
            .filter_map(|((rule, _), found)| Some((rule.name, found.known_as?)))
            .collect(),
        renamed,
    };
    let mut findings: Vec<Diagnostic> = checked.into_iter().flat_map(|found| found.found).collect();
    let excluded = Globs::of(&workspace.settings.exclude);
    findings.retain(|found| !is_excluded(found, workspace, &excluded));
    let mut suppressions = Suppressions::of(workspace);
    findings.retain_mut(|found| !suppressions.spares(found));
    let (unused, expired) = suppressions.state(&judged);
    for (name, mut stated) in [(suppress::UNUSED, unused), (suppress::EXPIRED, expired)] {
        let row = active.iter().find(|(rule, _)| rule.name == name);
        if let Some((rule, levels)) = row {
            settle(&mut stated, rule, (workspace, levels));
            stated.found.retain(|found| !is_excluded(found, workspace, &excluded));
            stated.found.retain_mut(|found| !suppressions.spares(found));
            findings.append(&mut stated.found);
        }
    }
    findings.sort_by(|a, b| sort_key(a, workspace).cmp(&sort_key(b, workspace)));
    findings.dedup();
    give_keys(workspace, &mut findings, &names);
    Report {
        findings,
        files: workspace.tree.files().len(),
        records: workspace.records.len(),
        rules: active.len(),
        open: judged.open.into_iter().collect(),
        about: rules.iter().map(|rule| about(rule, workspace)).collect(),
        ..Report::default()
    }
}

/// Gives what a rule found its name and the level that it has there; what is off there goes.
fn settle(findings: &mut Findings, rule: &Rule, (workspace, levels): (&Workspace, &Levels)) {
    findings.found.retain_mut(|found| {
        let level = levels.at(found.place.path(workspace));
        found.rule = rule.name;
        found.severity = level.unwrap_or(found.severity).min(found.at_most);
        level.is_some()
    });
}

/// Names under which findings are known, where those are not the ones that they have.
struct Names<'a> {
    rules: HashMap<&'a str, &'a str>,
    renamed: &'a BTreeMap<RepoPath, RepoPath>,
}

/// Gives every finding its key. They must be sorted.
fn give_keys(workspace: &Workspace, findings: &mut [Diagnostic], names: &Names<'_>) {
    let mut seen: HashMap<Key, u64> = HashMap::new();
    for finding in findings {
        let text = |span: Span| (workspace.tree.text(span.file), span.range);
        let path = finding.place.path(workspace);
        let renamed = (!names.renamed.is_empty()).then(|| names.renamed.get(&RepoPath::new(path)?));
        let mut identity = Identity {
            rule: names.rules.get(finding.rule).unwrap_or(&finding.rule),
            path: renamed.flatten().map_or(path, RepoPath::as_str),
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
        let context = Context::on(Date::new(2026, 1, 1).unwrap());
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
