//! The ways of counting: a number on acceptance, a day as number. And whatever a title holds, an edit fits its file.

use crate::naming::there_and_back::after;
use crate::workspaces;
use opsrepo::kinds;
use opsrepo::model::lifecycle::Numbering;
use opsrepo::model::time::Moment;
use opsrepo::model::workspace::Workspace;
use opsrepo::text::change::Changes;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};
use opsrepo::write::form::{Request, draft};
use opsrepo::write::names;
use proptest::prelude::{ProptestConfig, proptest};

fn request(title: &str) -> Request {
    Request::new(title, Moment::parse("2026-03-04T14:05:00+01:00").unwrap())
}

/// A log whose decisions are counted in this way.
fn log(numbering: Numbering, files: &[(&str, &str)]) -> Workspace {
    let mut kinds = kinds::all();
    for kind in &mut kinds {
        kind.lifecycle.numbering = numbering;
    }
    let context = workspaces::of_files(&[]).context;
    let file = |(path, text): &(&str, &str)| File::text(RepoPath::new(path).unwrap(), *text);
    Workspace::build(
        Tree::new(files.iter().map(file).collect()),
        kinds,
        context,
        History::NotAsked,
    )
}

const FIRST: (&str, &str) = (
    "adr/0041-first.md",
    "# 41. First\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n",
);

#[test]
fn a_number_on_acceptance() {
    let here = log(Numbering::OnAccept, &[FIRST]);
    let new = draft(&here, "decision", &request("Use dots")).unwrap();
    assert_eq!(new.path.as_str(), "adr/use-dots.md");
    assert!(new.text.contains("# Use dots\n"), "{}", new.text);
    assert_eq!(
        draft(&here, "decision", &request("300 servers")).unwrap().path.as_str(),
        "adr/proposal-300-servers.md"
    );
    let page = "[Use dots](adr/use-dots.md) [use-dots](adr/use-dots.md)\n";
    let here = log(
        Numbering::OnAccept,
        &[FIRST, (new.path.as_str(), &new.text), ("page.md", page)],
    );
    let (id, record) = here
        .of_kind("decision")
        .find(|(_, record)| record.number.is_none())
        .expect("it is a record");
    assert_eq!(record.id, "use-dots");
    let plan = names::number_on_accept(&here, id, &[]).unwrap();
    let then = after(&here, &plan.changes);
    let text = |path: &str| {
        then.tree
            .text(then.tree.find(&RepoPath::new(path).unwrap()).unwrap())
            .to_owned()
    };
    assert_eq!(
        text("adr/0042-use-dots.md"),
        new.text.replace("# Use dots", "# 42. Use dots")
    );
    assert_eq!(
        text("page.md"),
        "[Use dots](adr/0042-use-dots.md) [0042-use-dots](adr/0042-use-dots.md)\n"
    );
    let (again, _) = then.of_kind("decision").last().unwrap();
    assert!(names::number_on_accept(&then, again, &[]).is_err(), "it has a number");
}

#[test]
fn a_day_as_number() {
    let here = log(Numbering::Date, &[FIRST]);
    let new = draft(&here, "decision", &request("Use dots")).unwrap();
    assert_eq!(new.path.as_str(), "adr/20260304-use-dots.md");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_title_and_any_text_give_edits_that_fit(title in "\\PC{0,40}", text in "(\\PC|\n|\\[7. X\\]\\(0007-x.md\\)|ADR-7|[é#\\[\\]<>]){0,60}") {
        let page = format!("---\nsupersedes: 7\ntitle: 'X'\n---\n{text}\n");
        let record = format!("{text}\n# 7. X\n\n{text}\n");
        let here = workspaces::of_files(&[("adr/0007-x.md", &record), ("adr/0008-y.md", &page), ("b.adoc", &text)]);
        let ids: Vec<_> = here.of_kind("decision").map(|(id, _)| id).collect();
        for id in ids {
            let folder = RepoPath::new("adr/old").unwrap();
            let plans = [
                names::rename(&here, id, &title),
                names::renumber(&here, id, "12", &[]),
                names::relocate(&here, id, &folder),
            ];
            for plan in plans.into_iter().flatten() {
                fits(&plan.changes);
            }
        }
    }
}

fn fits(changes: &Changes) {
    for change in changes.files() {
        change.after().unwrap();
    }
}
