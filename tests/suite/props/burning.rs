//! Whatever is typed while things burn: after every verb the record is valid, and every byte that it was not asked to change
//! is the one that stood there.

use crate::props::generators;
use crate::workspaces;
use opsrepo::lint::{self, Severity};
use opsrepo::model::incidents::lists::{self, Effect};
use opsrepo::model::record::RecordId;
use opsrepo::model::time::Moment;
use opsrepo::model::workspace::Workspace;
use opsrepo::rules;
use opsrepo::text::change::Changes;
use opsrepo::write::form::{Request, draft};
use opsrepo::write::incident::actions::{self, NewAction};
use opsrepo::write::incident::entry::{Entry, Sort};
use opsrepo::write::incident::impacts::{self, NewImpact};
use opsrepo::write::incident::log;
use opsrepo::write::refusal::Refusal;
use opsrepo::write::step::{self, Move};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::select;

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Deed {
    Log(Option<Sort>, String, Option<String>, i64),
    Step(&'static str),
    Action(String, Option<String>),
    Done(usize),
    Impact(String),
    End,
}

/// How the file of a record is written.
#[derive(Clone, Copy, Debug)]
enum Guise {
    Plain,
    Windows,
    Marked,
    Unfinished,
}

/// Texts as people paste them.
fn text() -> impl Strategy<Value = String> {
    let odd = select(&[
        "-->",
        "<!--",
        "---",
        "- x",
        "# x",
        "1. x",
        "> x",
        "|",
        "```",
        "`a`",
        "``",
        "::error::x",
        "{{ x }}",
        "<%= x %>",
        "[x](y)",
        "https://x.org/a_b?c=d&e=f#g",
        "10:00",
        "2026-03-04",
        "Z UTC",
        "\u{202e}x",
        "\u{1b}[2J",
        "\r\n",
        "\t",
        "\u{85}",
        "\u{2028}",
        "😀",
        "עברית",
        "a: b",
        "'",
        "\"",
        "\\",
        "{a: b}",
        "*x*",
        "_x_",
        "~x~",
        "&amp;",
        "opsrepo: allow */* -- x",
        "<b>",
        "null",
        "alert:",
        "status: Resolved.",
    ]);
    let words = prop::collection::vec(odd.prop_map(str::to_owned), 1..6).prop_map(|words| words.join(" "));
    prop_oneof![words, generators::title(), "\\PC{1,40}", any::<String>()]
}

fn deed() -> impl Strategy<Value = Deed> {
    let sort = select(&[None, Some(Sort::Alert), Some(Sort::Action), Some(Sort::Update)]);
    let evidence = select(&[None, Some("evidence/a b.txt"), Some("https://x.org/a?b=c")]);
    let verb = select(&["ack", "mitigate", "resolve", "close", "reopen", "dismiss"]);
    prop_oneof![
        4 => (sort, text(), evidence, -20i64..20).prop_map(|(sort, text, evidence, back)| {
            Deed::Log(sort, text, evidence.map(str::to_owned), back)
        }),
        3 => verb.prop_map(Deed::Step),
        2 => (text(), prop::option::of(text())).prop_map(|(text, owner)| Deed::Action(text, owner)),
        1 => (1usize..3).prop_map(Deed::Done),
        1 => text().prop_map(Deed::Impact),
        1 => Just(Deed::End),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_in_any_order_leave_a_record_whole(
        title in text(),
        guise in select(&[Guise::Plain, Guise::Windows, Guise::Marked, Guise::Unfinished]),
        deeds in prop::collection::vec(deed(), 1..7),
    ) {
        course(&title, guise, &deeds);
    }
}

/// 2026-03-04T14:05+01:00, and so many minutes later.
fn at(minutes: i64) -> Moment {
    let noon = Moment::parse("2026-03-04T14:05+01:00").unwrap();
    noon.plus_minutes(minutes).unwrap()
}

fn course(title: &str, guise: Guise, deeds: &[Deed]) {
    let request = Request {
        time: at(-30),
        ..Request::new(title, at(0))
    };
    let Ok(draft) = draft(&workspaces::of_files(&[]), "incident", &request) else {
        return;
    };
    let path = draft.path.to_string();
    let mut text = match guise {
        Guise::Plain => draft.text,
        Guise::Windows => draft.text.replace('\n', "\r\n"),
        Guise::Marked => format!("\u{feff}{}", draft.text),
        Guise::Unfinished => draft.text.trim_end().to_owned(),
    };
    for (turn, deed) in (1..).zip(deeds) {
        let workspace = workspaces::of_files(&[(&path, &text), ("x/evidence", "")]);
        let before = findings(&workspace);
        let changes = match done(&workspace, deed, at(turn * 10)) {
            Ok(changes) => changes,
            Err(refusal) => {
                assert!(!must_succeed(&workspace, deed), "{deed:?}: {refusal:?}\n{text}");
                continue;
            }
        };
        let Some(change) = changes.files().first() else {
            continue;
        };
        let after = change.after().unwrap();
        let context = || format!("{deed:?} of\n{text}\ngives\n{after}");
        for edit in &change.edits {
            let old = edit.range.of(&text);
            let is_small = old.len() < 200 && (!old.contains('\n') || edit.text.is_empty());
            assert!(is_small, "{}", context());
        }
        assert_eq!(
            after.starts_with('\u{feff}'),
            text.starts_with('\u{feff}'),
            "{}",
            context()
        );
        assert_eq!(after.ends_with('\n'), text.ends_with('\n'), "{}", context());
        let bare = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
        match guise {
            Guise::Windows => assert_eq!(bare(&after), 0, "{}", context()),
            _ => assert!(!after.contains('\r'), "{}", context()),
        }
        let renewed = workspaces::of_files(&[(&path, &after), ("x/evidence", "")]);
        assert!(
            renewed.documents.iter().all(|document| document.problems.is_empty()),
            "{}",
            context()
        );
        assert_eq!(renewed.records.len(), 1, "{}", context());
        assert_eq!(renewed.records[0].name(), workspace.records[0].name(), "{}", context());
        for found in findings(&renewed) {
            assert!(before.contains(&found), "{found}: {}", context());
        }
        text = after;
    }
}

/// True for what nobody may be refused: the step leads on from where the record stands, the words say something, and what
/// is to be changed is there. A log refuses nothing but void words, which [`done`] sees to.
fn must_succeed(workspace: &Workspace, deed: &Deed) -> bool {
    let record = &workspace.records[0];
    let status = record.status.value().unwrap().word.as_str();
    let says = |text: &str| text.len() < 200 && text.contains(|c: char| c.is_ascii_alphanumeric());
    match deed {
        Deed::Log(..) => false,
        Deed::Step(verb) => {
            let step = workspace.kind_of(record).lifecycle.step(verb).unwrap();
            step.to == status || step.from.iter().any(|from| from == status)
        }
        Deed::Action(text, owner) => says(text) && owner.as_deref().is_none_or(says),
        Deed::Done(position) => *position <= lists::actions(workspace, record).len(),
        // What is hurt already is not hurt again in the same way.
        Deed::Impact(text) => {
            let is_hurt = lists::impacts(workspace, record).iter().any(impacts::lasts);
            status == "open" && says(text) && !is_hurt
        }
        Deed::End => {
            let impacts = lists::impacts(workspace, record);
            status == "open" && impacts.iter().filter(|impact| impacts::lasts(impact)).count() == 1
        }
    }
}

/// What validation says of the form of the record, and all errors.
fn findings(workspace: &Workspace) -> Vec<String> {
    let found = lint::run::run(workspace, rules::ALL).findings;
    let counts = |finding: &&lint::Diagnostic| {
        let of_form = ["syntax/", "schema/", "link/", "record/", "suppression/"];
        // Evidence that a test only names is nowhere, and what somebody types into data stands there as it is.
        let is_missing = finding.rule.contains("evidence")
            || finding.rule == "record/template-text"
            || finding.rule == "link/broken" && finding.message.contains("evidence");
        !is_missing
            && (finding.severity == Severity::Error || of_form.iter().any(|area| finding.rule.starts_with(area)))
    };
    found
        .iter()
        .filter(counts)
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect()
}

fn done(workspace: &Workspace, deed: &Deed, now: Moment) -> Result<Changes, Refusal> {
    let id = RecordId(0);
    match deed {
        Deed::Log(sort, text, evidence, back) => {
            let entry = Entry {
                at: now.plus_minutes(*back).unwrap(),
                sort: *sort,
                text: text.clone(),
                evidence: evidence.clone(),
            };
            let logged = log::log(workspace, id, &entry);
            let is_void = entry.said().is_err();
            assert!(
                is_void || logged.is_ok(),
                "{entry:?}: {logged:?}\n{}",
                workspace.tree.text(workspace.records[0].file)
            );
            logged
        }
        Deed::Step(verb) => {
            let wanted = Move {
                verb: (*verb).to_owned(),
                people: Vec::new(),
                successor: None,
                on: now.date(),
                at: Some(now),
            };
            step::take(workspace, &[id], &wanted)
        }
        Deed::Action(text, owner) => {
            let action = NewAction {
                text: text.clone(),
                owner: owner.clone(),
                due: None,
                issue: None,
            };
            actions::add(workspace, id, &action)
        }
        Deed::Done(position) => {
            let position = actions::find(workspace, id, &position.to_string())?;
            actions::settle(workspace, id, (position, "done"))
        }
        Deed::Impact(text) => {
            let impact = NewImpact {
                service: "identity".to_owned(),
                effect: Effect::Degraded,
                started: now,
                ended: None,
                fraction: Some("0.3".to_owned()),
                text: Some(text.clone()),
            };
            impacts::add(workspace, id, &impact)
        }
        Deed::End => impacts::end(workspace, id, (None, &now)),
    }
}
