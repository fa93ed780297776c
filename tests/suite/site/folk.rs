//! The pages of what changed, of the people, and of how to take part.

use crate::site::{Site, render};
use crate::site::{assert_harmless, dangling, example, made, page, pages, rendered};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::site::theme::Theme;
use opsrepo::text::history::{Change, Commit, History, Log, Request, Touch};
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn commit(subject: &str, date: &str) -> Commit {
    Commit {
        id: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        author: "<i>Eve</i> eve@example.org".to_owned(),
        email: "eve@example.org".to_owned(),
        date: date.to_owned(),
        subject: subject.to_owned(),
        helpers: Vec::new(),
        request: Some(Request { number: 7, mark: '#' }),
        merge: None,
    }
}

fn touch(commit: u32, change: Change) -> Touch {
    Touch {
        commit,
        path: path("docs/adr/0001-use-git.md"),
        change,
        before: None,
        blob: None,
    }
}

/// A site with a history and with or without a remote.
fn told(log: Log, origin: Option<&str>) -> Site {
    let context = Context {
        as_of: Date::new(2026, 11, 1).unwrap(),
        now: None,
        origin: origin.map(str::to_owned),
        default_branch: Some("main".to_owned()),
        former_branch: None,
        folder: RepoPath::root(),
    };
    let text = "# 1. Use Git\n\n## Status\n\nAccepted\n\n## Context\n\nx\n";
    let tree = Tree::new(vec![
        File::text(path("docs/adr/0001-use-git.md"), text),
        File::text(path("docs/adr/0002-use-more.md"), text.replace("1.", "2.")),
    ]);
    let workspace = Workspace::build(tree, opsrepo::kinds::all(), context, History::Known(log));
    let report = opsrepo::lint::run::run(&workspace, opsrepo::rules::ALL);
    render(&workspace, &report, &Theme::default()).unwrap()
}

#[test]
fn changes_stand_day_by_day() {
    let moved = Change::Renamed {
        from: path("docs/adr/1-git.md"),
        similarity: 90,
    };
    let log = Log {
        commits: vec![
            commit("Say <script>alert(1)</script>", "2026-03-02T10:00:00Z"),
            commit("Nothing of records", "2026-03-02T09:00:00Z"),
            commit("Rename it", "2026-03-01T10:00:00Z"),
            commit("Begin", "2026-02-01T10:00:00Z"),
        ],
        files: [(
            path("docs/adr/0001-use-git.md"),
            vec![touch(0, Change::Modified), touch(2, moved), touch(3, Change::Added)],
        )]
        .into(),
        cut: vec![3],
        ..Log::default()
    };
    let site = told(log.clone(), Some("https://github.com/harbour/ops"));
    let text = page(&site, "changes/index.html");
    assert!(text.contains("<h2><time datetime=\"2026-03-02\">2026-03-02</time></h2>"));
    assert!(text.find("2026-03-02").unwrap() < text.find("2026-03-01").unwrap());
    assert!(text.contains("moved from docs/adr/1-git.md"));
    assert!(text.contains("href=\"https://github.com/harbour/ops/pull/7\">#7</a>"));
    assert!(text.contains("../decisions/0001-use-git.html"));
    assert!(!text.contains("Nothing of records") && !text.contains("Begin"));
    assert!(text.contains("shallow clone") && !text.contains("eve@"));
    assert_harmless(&site);
    assert_eq!(dangling(&site), Vec::<String>::new());
    let bare = told(log, None);
    assert!(!page(&bare, "join/index.html").contains("git clone"));
    assert!(!page(&bare, "changes/index.html").contains("/pull/"));
}

#[test]
fn very_many_changes_stand_by_year() {
    let subject = |at: u32| format!("Step {at}.");
    let date = |at: u32| match at {
        0..5 => "2026-03-02T10:00:00Z",
        5..606 => "2025-03-02T10:00:00Z",
        _ => "2023-12-31T10:00:00Z",
    };
    let log = Log {
        commits: (0..610).map(|at| commit(&subject(at), date(at))).collect(),
        files: [(
            path("docs/adr/0001-use-git.md"),
            (0..610).map(|at| touch(at, Change::Modified)).collect(),
        )]
        .into(),
        ..Log::default()
    };
    let site = told(log, None);
    let steps = |at: &str| page(&site, at).matches("<p>Step ").count();
    let years = [
        "2026/index",
        "2025/index",
        "2025/2",
        "2025/3",
        "2025/4",
        "2025/5",
        "2023/index",
    ];
    let years = years.map(|at| format!("changes/{at}.html"));
    assert_eq!(steps("changes/index.html"), 150);
    assert_eq!(years.each_ref().map(|at| steps(at)), [5, 120, 120, 120, 120, 121, 4]);
    for at in 0..610 {
        let line = format!("<p>{}</p>", subject(at));
        assert!(years.iter().any(|year| page(&site, year).contains(&line)), "{line}");
    }
    let latest = page(&site, "changes/index.html");
    assert!(
        latest.contains("<a href=\"2025/index.html\">2025 <span class=\"count\">601</span></a>"),
        "{latest}"
    );
    assert!(
        latest.contains("<a href=\"2025/2.html\">Earlier changes</a>"),
        "{latest}"
    );
    let part = page(&site, "changes/2025/2.html");
    assert!(
        part.contains("<h1>Changes in 2025</h1>") && part.contains("aria-current=\"page\">2025-03-02 to 2025-03-02")
    );
    assert!(part.contains(">Later changes</a>") && part.contains("<a href=\"3.html\">Earlier changes</a>"));
    assert_eq!(dangling(&site), Vec::<String>::new());
    assert_harmless(&site);
}

#[test]
fn few_changes_stand_on_one_page() {
    let log = Log {
        commits: (0..150)
            .map(|_| commit(&"long ".repeat(200), "2026-03-02T10:00:00Z"))
            .collect(),
        files: [(
            path("docs/adr/0001-use-git.md"),
            (0..150).map(|at| touch(at, Change::Modified)).collect(),
        )]
        .into(),
        ..Log::default()
    };
    let site = told(log, None);
    let text = page(&site, "changes/index.html");
    assert!(
        !text.contains("<nav class=\"jumps\"") && text.len() < 120_000,
        "{}",
        text.len()
    );
    assert_eq!(pages(&site).filter(|(at, _)| at.starts_with("changes/")).count(), 1);
}

#[test]
fn an_unknown_history_is_called_unknown() {
    let site = made(&[("README.md", "# Ops\n")]);
    let text = page(&site, "changes/index.html");
    assert!(text.contains("The history is unknown. This clone has no history."));
    assert!(!pages(&site).any(|(at, _)| at == "people/index.html"));
    assert!(!page(&site, "index.html").contains("people/index.html"));
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn people_stand_with_their_roles_and_records() {
    let mut files = vec![
        (
            ".github/CODEOWNERS".to_owned(),
            "/docs/ @harbour/docs eve@example.org\n".to_owned(),
        ),
        (
            "OWNERS".to_owned(),
            "approvers: [storage]\nreviewers: [bo]\n".to_owned(),
        ),
        (
            "OWNERS_ALIASES".to_owned(),
            "aliases:\n  storage: [ada, bo]\n".to_owned(),
        ),
    ];
    for number in 1..=12 {
        files.push((
            format!("docs/adr/{number:04}-x.md"),
            format!(
                "---\nstatus: accepted\ndeciders: [\"Ada <ada@example.org>\", \"<script>alert({number})</script>\"]\n---\n# {number}. X\n\n## Context\n\nx\n"
            ),
        ));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
    let site = made(&files);
    let text = page(&site, "people/index.html");
    assert!(
        text.contains("<h3>Ada</h3>") && text.contains("deciders · 12 records"),
        "{text}"
    );
    assert!(text.contains("../decisions/0010-x.html") && !text.contains("../decisions/0011-x.html"));
    assert!(text.contains("and 2 more"));
    assert!(text.contains("<h3>storage</h3><p class=\"quiet\">ada, bo</p>"));
    assert!(text.contains("owns: @harbour/docs, eve ·"), "{text}");
    assert!(!text.contains("@example.org"), "an address of mail is shown");
    assert_harmless(&site);
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn how_to_take_part_is_what_the_repository_holds() {
    let site = made(&[
        ("CONTRIBUTING.md", "# How we work\n"),
        (".github/SECURITY.md", "# Weaknesses\n"),
        ("CODE_OF_CONDUCT.md", "# Be <b>kind</b>\n"),
        (
            ".github/ISSUE_TEMPLATE/bug report.yml",
            "name: \"<script>x</script>\"\ndescription: It hurts\nbody: []\n",
        ),
        (".github/ISSUE_TEMPLATE/config.yml", "blank_issues_enabled: false\n"),
    ]);
    let text = page(&site, "join/index.html");
    assert!(
        text.contains(">How we work</a>") && text.contains(">Weaknesses</a>"),
        "{text}"
    );
    assert!(text.contains("https://github.com/harbour/ops/issues/new?template=bug%20report.yml"));
    assert!(text.contains("It hurts") && !text.contains("config.yml"));
    assert!(text.contains("git clone https://github.com/harbour/ops\ncd ops\nopsrepo decision new"));
    assert!(!text.contains("/discussions") && !text.contains("secret"));
    assert_harmless(&site);
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn a_list_that_names_nobody_is_said_to() {
    let site = made(&[("OWNERS", "approvers: []\n")]);
    assert!(page(&site, "people/index.html").contains("name nobody yet"));
}

#[test]
fn the_example_has_all_three() {
    let site = rendered(example(), &Theme::default());
    for at in ["changes/index.html", "people/index.html", "join/index.html"] {
        assert!(page(&site, "index.html").contains(&format!("href=\"{at}\"")), "{at}");
        assert!(!page(&site, at).contains("@example."), "{at}");
    }
}
