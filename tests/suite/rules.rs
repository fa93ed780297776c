//! Every rule's page is its test: *Bad* gives exactly *Diagnostics* and nothing of another rule, *Good* gives nothing.
//!
//! A rule about changes has *Before* too: a tree that is the commit with which both others are compared, and, where a
//! second tree follows, the files that the other branch has added since.
//!
//! `SNAPSHOTS=overwrite cargo test` writes what is found into the pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test may fail as the test does"
)]

use opsrepo::lint::{self, Report, Rule, Severity};
use opsrepo::model::before::{Earlier, compare};
use opsrepo::model::external::{Answer, Answers, Outcome};
use opsrepo::model::review::Bump;
use opsrepo::model::runbook::remarks::{Remark, Source, Weight};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::report::{Detail, Style, text};
use opsrepo::text::edit;
use opsrepo::text::history::{Change, Commit, History, Log, Touch};
use opsrepo::text::path::RepoPath;
use opsrepo::text::span::{Range, Span};
use opsrepo::text::tree::{Content, File, Note, NoteKind, Tree};
use opsrepo::{kinds, policy, rules};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The heads of a page, in their order.
const HEADS: [&str; 6] = [
    "## What it does",
    "## Why",
    "## Bad",
    "## Diagnostics",
    "## Good",
    "## Configuration",
];

/// What a mark says of a file that had another name.
const RENAMED: &str = "renamed from ";
/// What a mark says of an address on the web: see [`answers`].
const ANSWERS: &str = "answers ";

/// What a mark says of a record whose review date was set by a commit that changed nothing else in it.
const ALONE: &str = "set alone from ";

/// What a mark says of a step that somebody read: see [`remarks`].
const SAYS: &str = " says of `";

/// The head of a rule about changes that stands before *Bad*.
const BEFORE: &str = "## Before";

#[test]
fn bad_gives_exactly_its_diagnostics() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        let page = read(rule);
        let (workspace, report) = run(rule, &section(&page, "## Bad"));
        let others: Vec<&str> = report
            .findings
            .iter()
            .map(|f| f.rule)
            .filter(|name| *name != rule.name)
            .collect();
        if report.findings.is_empty() {
            wrong.push(format!("{}: Bad gives nothing", rule.name));
        } else if !others.is_empty() {
            wrong.push(format!("{}: Bad gives findings of {others:?}", rule.name));
        }
        let printed = print(&workspace, &report);
        let expected = section(&page, "## Diagnostics");
        if printed == expected {
            continue;
        }
        if overwrites() {
            let head = "## Diagnostics\n\n```text\n";
            let changed = page.replacen(&format!("{head}{expected}```\n"), &format!("{head}{printed}```\n"), 1);
            std::fs::write(file(rule), changed).unwrap();
        } else {
            wrong.push(format!("{}: expected\n{expected}\nfound\n{printed}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_fix_mends_its_finding_and_nothing_else_breaks() {
    let mut fixing = Vec::new();
    for rule in rules::ALL {
        let (workspace, report) = run(rule, &section(&read(rule), "## Bad"));
        for fix in report.findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let files = workspace.tree.iter().map(|(file, entry)| match entry.source() {
                Some(source) if file == fix.file => {
                    let text = edit::apply(source.text(), &fix.edits).expect("edits lie in their file");
                    File::text(entry.path.clone(), text)
                }
                _ => entry.clone(),
            });
            let (_, mended) = check(rule, Tree::new(files.collect()));
            let messages = |report: &Report| -> Vec<String> {
                let all = report.findings.iter();
                all.map(|finding| format!("{}: {}", finding.rule, finding.message))
                    .collect()
            };
            let (before, after) = (messages(&report), messages(&mended));
            assert_eq!(after.len() + 1, before.len(), "{}: {after:?}", rule.name);
            assert!(
                after.iter().all(|message| before.contains(message)),
                "{}: {after:?}",
                rule.name
            );
            fixing.push(rule.name);
        }
    }
    let expected = [
        "decision/heading-number",
        "decision/one-sided",
        "decision/unknown-status",
        "incident/heading-date",
        "incident/timeline-order",
        "kustomize/missing-reference",
        "kustomize/unknown-key",
        "link/anchor",
        "link/broken",
        "link/moved",
        "link/redirected",
        "record/stale-index",
    ];
    assert!(expected.iter().all(|name| fixing.contains(name)), "{fixing:?}");
}

#[test]
fn good_gives_nothing() {
    for rule in rules::ALL {
        let (workspace, report) = run(rule, &section(&read(rule), "## Good"));
        let printed = print(&workspace, &report);
        assert!(report.findings.is_empty(), "{}: Good gives\n{printed}", rule.name);
    }
}

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    for rule in rules::ALL {
        let page = read(rule);
        let heads: Vec<&str> = outside_fences(&page)
            .filter(|line| line.starts_with("## ") && *line != BEFORE)
            .collect();
        assert_eq!(page.lines().next(), Some(format!("# {}", rule.name).as_str()));
        assert_eq!(heads, HEADS, "{}", rule.name);
        // An overwriting run changes pages after they were compiled in.
        let is_compiled_in = overwrites() || page == rule.page.replace("\r\n", "\n");
        assert!(is_compiled_in, "{}: another page is compiled in", rule.name);
        assert!(
            rule.summary.ends_with('.') && rule.summary.len() < 80,
            "{}: {}",
            rule.name,
            rule.summary
        );
    }
    let mut pages = Vec::new();
    for area in std::fs::read_dir(folder()).unwrap() {
        for page in std::fs::read_dir(area.unwrap().path()).unwrap() {
            pages.push(page.unwrap().path());
        }
    }
    pages.sort();
    let expected: Vec<PathBuf> = rules::ALL.iter().map(file).collect();
    assert_eq!(pages, expected);
}

fn run(rule: &Rule, fixture: &str) -> (Workspace, Report) {
    let mut files = vec![File::text(RepoPath::new("LICENSE").unwrap(), "A licence.\n")];
    files.retain(|_| rule.name != "repository/licence");
    let (mut workspace, report) = check(rule, tree(fixture, files));
    workspace.bumps = bumps(fixture, &workspace);
    workspace.remarks = remarks(fixture, &workspace);
    match workspace.bumps.is_empty() && workspace.remarks.is_none() {
        true => (workspace, report),
        false => judge(rule, workspace),
    }
}

/// What the marks `-- path: renamed from PATH --` say happened in one commit; a page without such a mark asks no history.
fn history(page: &str) -> History {
    let marks = page.lines().filter_map(|line| {
        let (path, before) = line.strip_prefix("-- ")?.strip_suffix(" --")?.split_once(RENAMED)?;
        Some((RepoPath::new(path.trim_end_matches(": "))?, RepoPath::new(before)?))
    });
    let touch = |path: &RepoPath, from: RepoPath| Touch {
        commit: 0,
        path: path.clone(),
        change: Change::Renamed { from, similarity: 100 },
        before: None,
        blob: None,
    };
    let files: BTreeMap<RepoPath, Vec<Touch>> = marks
        .map(|(path, from)| (path.clone(), vec![touch(&path, from)]))
        .collect();
    let commit = Commit {
        id: "1a8c830f".repeat(5),
        author: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        date: "2026-03-01T10:00:00+01:00".to_owned(),
        subject: "Sort the runbooks".to_owned(),
        helpers: Vec::new(),
        request: None,
        merge: None,
    };
    match files.is_empty() && !page.contains(ALONE) {
        true => History::NotAsked,
        false => History::Known(Log {
            commits: vec![commit],
            files,
            cut: Vec::new(),
            ..Log::default()
        }),
    }
}

/// What the marks `-- URL: answers STATUS --` (or `nothing`, or a status and where it has moved to) say of other hosts.
fn answers(page: &str) -> Option<Answers> {
    let marks = page.lines().filter_map(|line| {
        let (url, said) = line.strip_prefix("-- ")?.strip_suffix(" --")?.split_once(ANSWERS)?;
        let (status, moved) = said.split_once(' ').unwrap_or((said, ""));
        let outcome = match status.parse() {
            Ok(301) => Outcome::Status(200),
            Ok(status) => Outcome::Status(status),
            Err(_) => Outcome::Silent("the name is not known".to_owned()),
        };
        let moved = (!moved.is_empty()).then(|| moved.to_owned());
        Some((url.trim_end_matches(": ").to_owned(), Answer { outcome, moved }))
    });
    let answers: Answers = marks.collect();
    (!answers.is_empty()).then_some(answers)
}

/// What a page's trees are compared with.
fn before(rule: &Rule) -> Option<Earlier> {
    let page = read(rule);
    let from = page.find(&format!("{BEFORE}\n"))?;
    let until = page.find("## Bad\n").expect("Bad follows Before");
    let fences = page[from..until].split("```tree\n").skip(1);
    let mut trees = fences.map(|fence| tree(fence.split("```").next().unwrap(), Vec::new()));
    Some(Earlier {
        revision: "main".to_owned(),
        commit: "0123456789abcdef".to_owned(),
        base: trees.next().expect("Before has a tree"),
        added: trees.next().unwrap_or_default(),
    })
}

/// Reads a tree and runs all rules over it.
fn check(rule: &Rule, tree: Tree) -> (Workspace, Report) {
    let context = Context {
        as_of: Date::new(2026, 11, 22).unwrap(),
        now: None,
        origin: Some("https://git.example.org/example/ops.git".to_owned()),
        default_branch: Some("main".to_owned()),
        former_branch: None,
        folder: RepoPath::root(),
    };
    let mut workspace = Workspace::build(tree, kinds::all(), context, history(&read(rule)));
    workspace.external = answers(&read(rule));
    workspace.revisions = Some(vec!["develop".to_owned(), "main".to_owned()]);
    if let Some(earlier) = before(rule) {
        compare(&mut workspace, earlier, &kinds::all());
    }
    workspace.verdicts = policy::run::judge(&workspace, &[]);
    judge(rule, workspace)
}

/// Runs all rules over a workspace, the rule itself also where it is off.
fn judge(rule: &Rule, workspace: Workspace) -> (Workspace, Report) {
    let rules: Vec<Rule> = rules::ALL
        .iter()
        .map(|other| Rule {
            severity: match other.name == rule.name {
                true => other.severity.or(Some(Severity::Warning)),
                false => other.severity,
            },
            ..*other
        })
        .collect();
    let report = lint::run::run(&workspace, &rules);
    (workspace, report)
}

/// What the marks `-- path: set alone from DATE --` say happened in the commit of the history.
fn bumps(page: &str, workspace: &Workspace) -> Vec<Bump> {
    let marks = page.lines().filter_map(|line| {
        let (path, before) = line.strip_prefix("-- ")?.strip_suffix(" --")?.split_once(ALONE)?;
        let path = path.trim_end_matches(": ");
        let (record, _) = workspace
            .iter()
            .find(|(_, record)| workspace.path_of(record).as_str() == path)?;
        Some(Bump {
            record,
            commit: 0,
            before: before.to_owned(),
        })
    });
    marks.collect()
}

/// What the marks ``-- path: sh says of `TEXT`: MESSAGE --`` tell of the first such text in the file.
fn remarks(page: &str, workspace: &Workspace) -> Option<Vec<Remark>> {
    let marks = page.lines().filter_map(|line| {
        let (place, said) = line.strip_prefix("-- ")?.strip_suffix(" --")?.split_once(SAYS)?;
        let ((path, who), (text, message)) = (place.split_once(": ")?, said.split_once("`: ")?);
        let file = workspace.tree.find(&RepoPath::new(path)?)?;
        let start = workspace.tree.text(file).rfind(text)?;
        let is_shell = who != "shellcheck";
        Some(Remark {
            source: if is_shell { Source::Shell } else { Source::Shellcheck },
            weight: Weight::Grave,
            span: Span::new(file, Range::new(start, start + text.len())),
            message: message.to_owned(),
            help: None,
        })
    });
    let remarks: Vec<Remark> = marks.collect();
    (!remarks.is_empty()).then_some(remarks)
}

/// The findings as people see them.
fn print(workspace: &Workspace, report: &Report) -> String {
    let mut out = Vec::new();
    let style = Style {
        detail: Detail::Findings,
        ..Style::PLAIN
    };
    text::write(&mut out, workspace, report, style).unwrap();
    let out = String::from_utf8(out).unwrap();
    format!("{}\n", out.trim_end())
}

/// A tree from `-- path --` marks. What Markdown cannot hold is said in the mark: `-- path: not UTF-8 --`, `too large`,
/// `unreadable`, `link to TARGET`. `renamed from PATH` is no fact of the file: see [`history`].
fn tree(fixture: &str, mut files: Vec<File>) -> Tree {
    let mut notes = Vec::new();
    let mut text: Option<(RepoPath, String)> = None;
    for line in fixture.split_inclusive('\n') {
        let mark = line
            .trim_end()
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        let Some(mark) = mark else {
            text.as_mut().expect("a fixture starts with a mark").1.push_str(line);
            continue;
        };
        files.extend(text.take().map(|(path, text)| File::text(path, text)));
        let (path, what) = mark.split_once(": ").unwrap_or((mark, ""));
        if what.starts_with(ANSWERS) {
            continue;
        }
        let path = RepoPath::new(path).unwrap();
        match what {
            what if what.is_empty()
                || [RENAMED, ALONE].iter().any(|mark| what.starts_with(mark))
                || what.contains(SAYS) =>
            {
                text = Some((path, String::new()))
            }
            what => files.extend(special(path, what, &mut notes)),
        }
    }
    files.extend(text.map(|(path, text)| File::text(path, text)));
    Tree::new(files).with_notes(notes)
}

fn special(path: RepoPath, what: &str, notes: &mut Vec<Note>) -> Option<File> {
    let content = match what {
        "not UTF-8" => Content::NotUtf8(5),
        "too large" => Content::TooLarge {
            length: 300_000_000,
            limit: 16_777_216,
        },
        "unreadable" => Content::Unreadable("permission denied".to_owned()),
        _ => {
            let target = what.strip_prefix("link to ").expect("a known word after the path");
            notes.push(Note {
                place: path.to_string(),
                kind: NoteKind::LinkNotFollowed(target.to_owned()),
            });
            return None;
        }
    };
    Some(File { path, content })
}

/// What stands in the fence under a head.
fn section(page: &str, head: &str) -> String {
    let start = page.find(&format!("{head}\n")).unwrap_or_else(|| panic!("no {head}"));
    let mut lines = page[start..]
        .split_inclusive('\n')
        .skip_while(|line| !line.starts_with("```"));
    let fence: String = lines.next().unwrap().chars().take_while(|c| *c == '`').collect();
    lines.take_while(|line| line.trim_end() != fence).collect()
}

fn overwrites() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite")
}

fn outside_fences(page: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    page.lines().filter(move |line| {
        is_inside ^= line.starts_with("```");
        !is_inside
    })
}

fn read(rule: &Rule) -> String {
    std::fs::read_to_string(file(rule)).unwrap().replace("\r\n", "\n")
}

fn file(rule: &Rule) -> PathBuf {
    folder().join(format!("{}.md", rule.name))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}
