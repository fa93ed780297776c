//! What is learnt from incidents: which are alike, and the document for the review, in Markdown and on the site.

use crate::cli::{self, Said, folder};
use crate::corpus::checkout;
use crate::workspaces;
use opsrepo::model::incidents::account::Ledger;
use opsrepo::model::incidents::similar::Log;
use opsrepo::model::workspace::Workspace;
use opsrepo::report::{review, similar};
use opsrepo::syntax::reader;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::File;
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;

fn opsrepo(folder: &Path, arguments: &str) -> Said {
    cli::opsrepo(folder, &arguments.split(' ').collect::<Vec<_>>())
}

/// The ids of the incidents that are most like the one whose id begins so.
fn near(workspace: &Workspace, start: &str) -> Vec<String> {
    let wanted = workspace
        .of_kind("incident")
        .find(|(_, record)| record.id.starts_with(start));
    let (id, _) = wanted.unwrap_or_else(|| panic!("there is no {start}"));
    let near = Log::of(workspace, "incident").near(id, 5);
    near.iter()
        .map(|near| workspace.record(near.record).id.clone())
        .collect()
}

fn incident(day: u32, front: &str, title: &str, text: &str) -> (String, String) {
    let path = format!("incidents/2026-03-{day:02}-x.md");
    (
        path,
        format!("---\nseverity: sev2\n{front}---\n\n# {title}\n\n## Summary\n\n{text}\n\n## Timeline\n\nNone.\n"),
    )
}

fn log(incidents: &[(String, String)]) -> Workspace {
    let files: Vec<(&str, &str)> = incidents
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    workspaces::of_files(&files)
}

#[test]
fn what_few_share_says_more_than_what_all_share() {
    let found = log(&[
        incident(
            1,
            "services: [web, identity]\nalerts: [Login]\n",
            "Logins fail",
            "The certificate ended.",
        ),
        incident(2, "services: [web]\n", "Slow pages", "A query was slow."),
        incident(3, "services: [web]\n", "Slow downloads", "A link was saturated."),
        incident(
            4,
            "services: [web]\nalerts: [Login]\n",
            "Nobody gets in",
            "The token was old.",
        ),
        incident(
            5,
            "services: [web]\n",
            "Certificate of the mail server ended",
            "Renewal had failed.",
        ),
        incident(6, "services: [batch]\n", "Jobs wait", "No quota."),
    ]);
    let ids = near(&found, "2026-03-01");
    assert_eq!(ids[0], "2026-03-04-x", "an alert that one other has: {ids:?}");
    assert_eq!(ids[1], "2026-03-05-x", "a telling word: {ids:?}");
    assert!(!ids.contains(&"2026-03-06-x".to_owned()), "{ids:?}");
}

#[test]
fn who_names_another_is_near_to_it_from_both_ends() {
    let found = log(&[
        incident(1, "relates: [2026-03-02-x]\n", "Alpha", "Alone."),
        incident(2, "", "Beta", "Quite another thing."),
        incident(3, "", "Gamma", "Nothing of that."),
    ]);
    assert_eq!(near(&found, "2026-03-01"), ["2026-03-02-x"]);
    assert_eq!(near(&found, "2026-03-02"), ["2026-03-01-x"]);
    assert_eq!(near(&found, "2026-03-03"), [""; 0]);
}

#[test]
fn real_logs_find_what_a_reader_would() {
    if let Some(found) = checkout::workspace("moj-cloud-platform") {
        for (one, other) in [
            ("2024-04-15", "2023-11-01-prometheus-restarted"),
            ("2021-09-04", "2023-07-25-prometheus-on-live-cluster-down"),
            ("2021-06-09", "2020-09-07-all-users-unable-create-new-ingress-rules"),
            ("2025-07-23", "2025-01-13-auth0-credentials"),
        ] {
            let ids = near(&found, one);
            assert!(ids[..3].iter().any(|id| id == other), "{one}: {ids:?}");
        }
    }
    if let Some(found) = checkout::workspace("mybinder") {
        let ids = near(&found, "2018-01-18-reddit");
        assert_eq!(ids[0], "2018-02-20-jupyterlab-announcement", "{ids:?}");
    }
}

#[test]
fn thousands_of_incidents_are_compared_in_a_moment() {
    let words = [
        "disk", "node", "login", "queue", "probe", "token", "cache", "proxy", "zone", "quota",
    ];
    let incidents: Vec<(String, String)> = (0..3000)
        .map(|n: usize| {
            let word = |at: usize| words[(n / 10_usize.pow(at as u32)) % 10];
            let text = format!("The {} of the {} and {} number{n}.", word(0), word(1), word(2));
            let text = format!("---\nservices: [{}]\n---\n\n# {text}\n", word(0));
            (format!("incidents/2020-01-01-x{n}.md"), text)
        })
        .collect();
    let found = log(&incidents);
    let log = Log::of(&found, "incident");
    let ids: Vec<_> = found.of_kind("incident").map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 3000);
    assert!(ids.iter().step_by(10).all(|&id| log.near(id, 5).len() == 5));
}

const FULL: &str = "---\nstatus: resolved\nseverity: sev1\nservices: [web]\nstarted: 2026-03-01T10:00+01:00\n\
    detected: 2026-03-01T10:05+01:00\ndetected-by: user\nresolved: 2026-03-01T12:00+01:00\n\
    impacts:\n  - {service: web, effect: outage, started: 2026-03-01T10:00+01:00, ended: 2026-03-01T11:00+01:00}\n  \
    - {service: web, effect: degraded, started: 2026-03-01T10:30+01:00, ended: 2026-03-01T11:30+01:00}\n  \
    - {service: web, effect: at-risk, started: 2026-03-01T08:00+01:00, ended: 2026-03-01T10:00+01:00}\n\
    factors: [\"No alert | at all\"]\nactions:\n  - {text: Write an alert, state: open, due: 2026-03-20}\n---\n\n\
    # Web is <b>down</b>\n\n## Summary\n\nNobody | could read.\n\n## Timeline\n\n\
    - 2026-03-01T10:05+01:00 alert: A user calls ([evidence](evidence/call.txt))\n\
    - 2026-03-01T11:30+01:00 action: Restarted\n";

#[test]
fn a_report_holds_the_facts_and_asks_for_the_rest() {
    let here = folder(&[
        ("incidents/2026-03-01-web/README.md", FULL),
        ("incidents/2026-03-01-web/evidence/call.txt", "ring\n"),
        ("services/web.yaml", "id: web\ntitle: Web\nowner: a\n"),
    ]);
    opsrepo(here.path(), "incident report web --as-of 2026-04-01").ends(0).says(&[
        "# Review: Web is",
        "| Severity | sev1 |",
        "| Services | [Web](services/web.yaml) |",
        "| Started | 2026-03-01 10:00 +01:00 |",
        "| Time to resolve (TTR) | 2h 0m |",
        "| [Web](services/web.yaml) | outage, degraded, at-risk | 2026-03-01 08:00 +01:00 | 2026-03-01 11:30 +01:00 | 1h 30m |  |",
        "Nobody \\| could read.",
        "| 2026-03-01 10:05 +01:00 | alert | A user calls",
        "- No alert \\| at all",
        "| Write an alert |  | 2026-03-20 | **open, overdue** |  |",
        "- [evidence/call.txt](incidents/2026-03-01-web/evidence/call.txt)",
        "- [ ] When did somebody take it?",
        "- [ ] Which alert should have fired?",
        "- [ ] Who does it? No owner: Write an alert",
        "- [ ] What holds it up? Due since 2026-03-20: Write an alert",
    ]);
    let one = opsrepo(here.path(), "incident report web --as-of 2026-04-01").out;
    assert_eq!(
        one,
        opsrepo(here.path(), "incident report web --as-of 2026-04-01").out,
        "the same bytes"
    );
}

#[test]
fn a_report_goes_into_a_file_and_over_no_other() {
    let here = folder(&[("incidents/2026-03-01-web.md", FULL), ("notes/own.md", "# Mine\n")]);
    let report = |target: &str| opsrepo(here.path(), &format!("incident report web --out {target}"));
    report("notes/review.md").ends(0).says(&["notes/review.md"]);
    report("notes/review.md").ends(0);
    let text = std::fs::read_to_string(here.path().join("notes/review.md")).unwrap();
    assert!(text.contains("](../incidents/2026-03-01-web.md)"), "{text}");
    report("notes/own.md").ends(2);
    report("notes").ends(2);
    report("nowhere/x.md").ends(2);
    report("../out.md").ends(2);
    assert_eq!(
        std::fs::read_to_string(here.path().join("notes/own.md")).unwrap(),
        "# Mine\n"
    );
}

#[test]
fn wrong_questions_get_an_answer() {
    let here = folder(&[("incidents/2026-03-01-web.md", FULL)]);
    opsrepo(here.path(), "incident similar nosuch").ends(2);
    opsrepo(here.path(), "incident similar").ends(2);
    opsrepo(here.path(), "incident similar web --limit 0").ends(2);
    opsrepo(here.path(), "incident similar web")
        .ends(0)
        .says(&["no other incident is like"]);
    opsrepo(here.path(), "incident similar web --format json")
        .ends(0)
        .says(&["\"similar\": []"]);
    opsrepo(here.path(), "decision similar 1").ends(2);
}

#[test]
fn the_site_has_the_same_facts() {
    let here = folder(&[
        ("incidents/2026-03-01-web.md", FULL),
        ("incidents/2026-03-01-web/evidence/call.txt", "ring\n"),
    ]);
    opsrepo(here.path(), "render --out site").ends(0);
    let page = here.path().join("site/incidents/2026-03-01-web/review/index.html");
    let page = std::fs::read_to_string(page).unwrap();
    for part in [
        "<h2 id=\"timeline\">",
        "1h 30m",
        "No alert | at all",
        "Who does it?",
        "../../2026-03-01-web.html",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(!page.contains("<b>down"), "{page}");
    let record = std::fs::read_to_string(here.path().join("site/incidents/2026-03-01-web.html")).unwrap();
    assert!(record.contains("2026-03-01-web/review/index.html"), "{record}");
}

/// What lasts is as long in the report as it is in the numbers.
#[test]
fn an_impact_that_lasts_is_counted_to_now() {
    let folder = folder(&[(
        "incidents/2026-03-01-web.md",
        "---\nstatus: open\nseverity: sev2\nstarted: 2026-03-01T10:00Z\nimpacts:\n  - service: web\n    effect: outage\n    \
         started: 2026-03-01T10:00Z\n---\n\n# Web is down\n",
    )]);
    // Eighty minutes later.
    let said = |arguments: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .args(arguments.split(' '))
            .current_dir(folder.path())
            .env("SOURCE_DATE_EPOCH", "1772364000")
            .output()
            .unwrap();
        String::from_utf8(done.stdout).unwrap()
    };
    let report = said("incident report");
    assert!(report.contains("| 1h 20m |"), "{report}");
    let numbers = said("incident stats --table downtime --format csv");
    assert!(numbers.contains("web") && numbers.contains("80"), "{numbers}");
    let day = said("incident report --as-of 2026-03-01");
    assert!(day.contains("| 14h 0m |"), "{day}");
}

/// What the verbs write into every timeline says of no incident what it was about.
#[test]
fn lines_of_the_form_are_no_likeness() {
    let timeline = "- 2026-03-01T10:00Z Incident declared.\n- 2026-03-01T10:20Z status: Mitigated: users are served again.\n\
                    - 2026-03-01T10:30Z status: Resolved.\n- 2026-03-02T10:30Z status: Closed after review.\n";
    let of = |title: &str, own: &str| {
        format!("---\nseverity: sev2\nresolved: 2026-03-01T10:30Z\n---\n\n# {title}\n\n## Timeline\n\n{own}{timeline}")
    };
    let found = log(&[
        ("incidents/2026-03-01-a.md".to_owned(), of("Tape robot stuck", "")),
        ("incidents/2026-03-02-b.md".to_owned(), of("Queue full", "")),
        (
            "incidents/2026-03-03-c.md".to_owned(),
            of("Tape robot jammed", "- 2026-03-01T09:59Z -5m of slack was too little\n"),
        ),
    ]);
    assert_eq!(near(&found, "2026-03-01"), ["2026-03-03-c"]);
    let mended = |start: &str| {
        let (_, record) = found
            .of_kind("incident")
            .find(|(_, one)| one.id.starts_with(start))
            .unwrap();
        similar::ending(&found, record).mended
    };
    assert_eq!(mended("2026-03-02"), None);
    assert_eq!(mended("2026-03-03").as_deref(), Some("-5m of slack was too little"));
}

#[test]
fn show_tells_the_course() {
    let folder = folder(&[(
        "incidents/2026-03-01-web.md",
        "---\nstatus: open\nimpacts:\n  - {service: web, effect: outage, started: 2026-03-01T10:00Z, fraction: 0.25}\nactions:\n  \
         - {text: Watch it, owner: ada, due: 2026-04-01, state: open}\n---\n\n# Web is down\n\n## Timeline\n\n\
         - 2026-03-01T10:05Z action: Restarted it\n",
    )]);
    let said = opsrepo(folder.path(), "incident show 2026-03-01-web");
    said.ends(0).says(&[
        "timeline",
        "Restarted it",
        "impacts",
        "it lasts",
        "25 %",
        "actions",
        "Watch it",
        "2026-04-01",
    ]);
    let said = opsrepo(folder.path(), "incident show 2026-03-01-web --format json");
    said.ends(0)
        .says(&["\"impacts\"", "\"fraction\": 0.25", "\"number\": 1"]);
}

/// Texts that mean something to Markdown, HTML and tables.
const HOSTILE: &str = "[a-z |<>#*_`\\[\\]()!&;:~{}.0-9\\\\-]{1,40}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever stands in a record, its report has the parts and the tables of any other, and no markup of the record's.
    #[test]
    fn a_report_stays_markdown(factor in HOSTILE, action in HOSTILE, title in HOSTILE) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let text = format!(
            "---\nseverity: sev1\nstarted: 2026-03-01T10:00Z\nfactors: [{}]\nactions:\n  - {{text: {}, state: open}}\n---\n\n# X\n",
            quoted(&factor), quoted(&action)
        );
        let text = text.replace("# X", &format!("# X {title}"));
        let found = workspaces::of_files(&[("incidents/2026-03-01-x.md", &text)]);
        let (id, _) = found.of_kind("incident").next().unwrap();
        let account = Ledger::of(&found, "incident").account(id);
        let mut out = Vec::new();
        review::write(&mut out, &found, (id, &account), &RepoPath::root()).unwrap();
        let out = String::from_utf8(out).unwrap();
        let file = File::text(RepoPath::new("r.md").unwrap(), out.clone());
        let document = reader::read(&file.path, &file.content);
        let markup = document.markup.unwrap();
        let heads: Vec<&str> = markup.headings.iter().skip(1).map(|heading| heading.text.as_str()).collect();
        let parts: Vec<&str> = account.parts.iter().map(|part| part.title).collect();
        prop_assert_eq!(heads, parts, "{}", out);
        let columns = |table: &opsrepo::syntax::markup::Table| {
            table.rows.iter().all(|row| row.len() == table.header.len())
        };
        prop_assert!(markup.tables.iter().all(columns), "{}", out);
        prop_assert!(!out.contains("\n<"), "{}", out);
    }
}
