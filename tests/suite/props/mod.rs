//! What holds for any input at all, tried on many that nobody would write.

mod burning;
mod downtime;
pub(crate) mod generators;
mod invariants;
mod repositories;
mod statuses;

use crate::workspaces;
use opsrepo::kinds;
use opsrepo::lint;
use opsrepo::model::before::{Earlier, compare};
use opsrepo::model::time::Moment;
use opsrepo::model::title::heading_number;
use opsrepo::rules;
use opsrepo::text::tree::Tree;
use opsrepo::write::form::{Request, draft};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in invariants::NAMES {
            invariants::bytes_are_read(name, &bytes);
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}|[ -~\n\t]{0,120}|[\\[\\]{}\"':#|<>!*&`=\n -]{0,60}") {
        for name in invariants::NAMES {
            invariants::text_is_read(name, &text);
        }
    }

    #[test]
    fn any_diagram_is_read(code in generators::diagram(), text in "\\PC{0,60}|[ -~\n\t]{0,120}|([AB:;{}<>\"|o.*+)(-]|\n| |\\[\\*\\]){0,40}") {
        invariants::diagram_is_read(&format!("{code}\n{text}"));
        invariants::diagram_is_read(&text);
    }

    #[test]
    fn yaml_is_read(text in generators::yaml()) {
        invariants::text_is_read("x.yaml", &text);
        invariants::text_is_read("x.md", &format!("---\n{text}\n---\n# x\n"));
    }

    #[test]
    fn toml_is_read(text in generators::toml()) {
        invariants::text_is_read("x.toml", &text);
        invariants::text_is_read("x.md", &format!("+++\n{text}\n+++\n# x\n"));
    }

    #[test]
    fn json_is_read(text in generators::json()) {
        invariants::text_is_read("x.json", &text);
        invariants::text_is_read("x.jsonc", &text);
    }

    #[test]
    fn markdown_is_read(text in generators::markdown()) {
        invariants::text_is_read("x.md", &text);
        invariants::text_is_read("x.html.md.erb", &text);
    }

    #[test]
    fn asciidoc_is_read(text in generators::asciidoc()) {
        invariants::text_is_read("x.adoc", &text);
    }

    #[test]
    fn rules_of_any_text_are_read(query in "\\PC{0,40}|[ a-z(){}\\[\\]\"'`=~<>!+,0-9m\n#é-]{0,60}", style in "[|>'\"]?[+-]?", yaml in generators::yaml()) {
        let lines: String = query.lines().map(|line| format!("      {line}\n")).collect();
        let rules = format!("groups:\n- name: g\n  rules:\n  - alert: {query}\n    expr: {style}\n{lines}    annotations:\n      runbook_url: {query}\n      x: {yaml}\n");
        let inner: String = rules.lines().map(|line| format!("    {line}\n")).collect();
        let workspace = workspaces::of_files(&[
            ("a.yaml", &rules),
            ("b.yaml", &format!("kind: ConfigMap\ndata:\n  x: {style}\n{inner}")),
            ("c.yaml.j2", &format!("{{% if x %}}\n{rules}")),
            ("d.json", &format!("{{\"panels\": [], \"schemaVersion\": 1, \"uid\": {query}}}")),
        ]);
        for alert in &workspace.alerts.alerts {
            let pairs = alert.annotations.iter().map(|pair| pair.span);
            let queries = alert.expression.iter().flat_map(|query| {
                let places = query.text.char_indices().map(|(at, c)| (at..at + c.len_utf8()).into());
                places.map(|place| query.span(place)).collect::<Vec<_>>()
            });
            for span in pairs.chain(queries).chain([alert.span]) {
                assert!(workspace.tree.text(span.file).get(span.range.as_usize()).is_some());
            }
        }
        lint::run::run(&workspace, rules::ALL);
    }

    #[test]
    fn records_of_any_text_are_read(markdown in generators::markdown(), asciidoc in generators::asciidoc(), yaml in generators::yaml()) {
        let workspace = workspaces::of_files(&[
            ("adr/0001-x.md", &markdown),
            ("adr/0002-y.adoc", &asciidoc),
            ("incidents/2024-01-05-z.md", &markdown),
            ("services/s.yaml", &yaml),
            ("a/kustomization.yaml", &yaml),
            ("opsrepo.toml", &yaml),
        ]);
        for record in &workspace.records {
            let span = record.place();
            let fits = workspace.tree.text(span.file).get(span.range.as_usize()).is_some();
            assert!(fits, "{}", workspace.path_of(record));
        }
        for link in &workspace.links {
            assert!(workspace.tree.text(link.span.file).get(link.span.range.as_usize()).is_some());
        }
    }

    #[test]
    fn any_change_is_judged(old in generators::markdown(), new in generators::markdown(), adoc in generators::asciidoc()) {
        change_is_judged(("adr/0001-x.md", &old), ("adr/0001-x.md", &new));
        change_is_judged(("adr/0001-x.md", &old), ("adr/0002-x.adoc", &adoc));
    }

    #[test]
    fn edits_change_only_their_place(text in "[a-zé漢\r\n]{0,20}", start in 0usize..40, length in 0usize..20, new in "[xé]{0,4}") {
        invariants::edit_changes_only_its_place(&text, start, length, &new);
    }

    #[test]
    fn times_round_trip(text in generators::time(), other in "\\PC{0,12}|[0-9:T.+ -]{0,20}") {
        invariants::times_round_trip(&text);
        invariants::times_round_trip(&other);
    }

    #[test]
    fn any_title_becomes_a_record(title in generators::title(), other in "\\PC{1,30}") {
        for title in [title, other] {
            for kind in ["decision", "service", "runbook", "incident"] {
                new_record_keeps_its_title(kind, &title);
            }
        }
    }
}

/// Two accepted texts are compared, whatever they are: findings lie in the file, and what is the same is no change.
fn change_is_judged((old_path, old): (&str, &str), (path, new): (&str, &str)) {
    let accepted = |text: &str| format!("---\nstatus: accepted\n---\n{text}");
    let (old, new) = (accepted(old), accepted(new));
    for (path, text) in [(path, &new), (old_path, &old)] {
        let mut workspace = workspaces::of_files(&[(path, text)]);
        let earlier = Earlier {
            revision: "main".to_owned(),
            commit: String::new(),
            base: workspaces::of_files(&[(old_path, &old)]).tree,
            added: Tree::default(),
        };
        compare(&mut workspace, earlier, &kinds::all());
        let found = lint::run::run(&workspace, rules::ALL).findings;
        for finding in &found {
            let Some(span) = finding.place.span() else { continue };
            let fits = workspace.tree.text(span.file).get(span.range.as_usize()).is_some();
            assert!(fits, "{}: {:?}", finding.rule, span);
        }
        let changes = ["decision/frozen", "decision/removed", "decision/transition"];
        let is_same = path == old_path && *text == old;
        assert!(
            !is_same || !found.iter().any(|finding| changes.contains(&finding.rule)),
            "{old}"
        );
    }
}

/// A new record with this title is found again, with the title and a status that is known.
fn new_record_keeps_its_title(kind: &str, title: &str) {
    let request = Request {
        people: vec!["ada".to_owned()],
        ..Request::new(title, Moment::parse("2026-03-04T14:05:00+01:00").unwrap())
    };
    let wanted = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let Ok(draft) = draft(&workspaces::of_files(&[]), kind, &request) else {
        assert!(
            !wanted.chars().any(char::is_alphanumeric),
            "{kind} {title:?} was refused"
        );
        return;
    };
    let workspace = workspaces::of_files(&[(draft.path.as_str(), &draft.text)]);
    let problems = &workspace.documents[0].problems;
    assert!(problems.is_empty(), "{kind} {title:?}: {problems:?}\n{}", draft.text);
    let Some((_, record)) = workspace.of_kind(kind).next() else {
        panic!("{kind} {title:?}: no record at {}\n{}", draft.path, draft.text);
    };
    let read = record.title.value().unwrap();
    // `7. Use dashes` is read as a record's number and its title.
    let is_numbered = record.number.is_some() && heading_number(&wanted).is_some();
    let fits = if is_numbered {
        wanted.ends_with(read)
    } else {
        *read == wanted
    };
    assert!(fits, "{kind} {title:?} is read as {read:?}:\n{}", draft.text);
    let found = lint::run::run(&workspace, rules::ALL).findings;
    let about = found
        .iter()
        .filter(|finding| finding.rule != "repository/licence")
        .collect::<Vec<_>>();
    assert!(about.is_empty(), "{kind} {title:?}: {about:?}\n{}", draft.text);
    let has_status = !workspace.kind_of(record).form.status.is_empty();
    assert_eq!(record.status.value().is_some(), has_status, "{kind}:\n{}", draft.text);
}
