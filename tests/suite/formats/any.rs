//! Whatever a finding says and wherever it stands: each format stays what it is.

use opsrepo::kinds;
use opsrepo::lint::key::Key;
use opsrepo::lint::{Diagnostic, Fix, Place, Report, Severity};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::report::{FORMATS, Style};
use opsrepo::text::edit::Edit;
use opsrepo::text::escape::steers;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::span::{FileId, Range, Span};
use opsrepo::text::tree::{File, Tree};
use proptest::prelude::{ProptestConfig, any, prop_oneof, proptest};
use proptest::strategy::{Just, Strategy};
use serde_json::Value;

/// A text that may hold anything, and often what formats are broken with.
fn evil() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        Just("::error::".to_owned()),
        Just("\n::set-output name=x::".to_owned()),
        Just("]]>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("&#0;".to_owned()),
        Just("%0A,line=1".to_owned()),
        Just("\u{202e}\u{1b}[31m".to_owned()),
        Just("\u{ffff}\u{2028}".to_owned()),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn workspace(path: RepoPath, text: String) -> Workspace {
    let context = Context {
        as_of: Date::new(2026, 1, 1).unwrap(),
        now: None,
        origin: None,
        default_branch: None,
        former_branch: None,
        folder: RepoPath::root(),
    };
    Workspace::build(
        Tree::new(vec![File::text(path, text)]),
        kinds::all(),
        context,
        History::NotAsked,
    )
}

/// A finding at the bounds of some character of the text, with a related place and a fix; and one without a place.
fn report(text: &str, (at, said, other): (usize, &str, &str)) -> Report {
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let start = bounds[at % bounds.len()];
    let range = Range::new(start, bounds[(at / 7) % bounds.len()].max(start));
    let mut found = Diagnostic {
        rule: "link/broken",
        severity: Severity::Error,
        at_most: Severity::Error,
        place: Span::new(FileId(0), range).into(),
        message: said.to_owned(),
        related: Vec::new(),
        help: None,
        fix: None,
        key: Key::default(),
    };
    let mut nowhere = found.clone();
    nowhere.place = Place::Path(other.to_owned());
    nowhere.severity = Severity::Hint;
    found.help(other).related(Span::new(FileId(0), range), said).fix(Fix {
        title: other.to_owned(),
        file: FileId(0),
        edits: vec![Edit {
            range,
            text: said.to_owned(),
        }],
    });
    Report {
        findings: vec![found, nowhere],
        ..Report::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn each_format_stays_what_it_is(path in evil(), text in evil(), said in evil(), other in evil(), at in any::<usize>()) {
        let path = RepoPath::new(&path).filter(|path| !path.as_str().is_empty());
        let path = path.unwrap_or_else(|| RepoPath::new("a.md").unwrap());
        let report = report(&text, (at, &said, &other));
        let workspace = workspace(path, text);
        for format in FORMATS {
            let mut out = Vec::new();
            (format.write)(&mut out, &workspace, &report, Style::PLAIN).unwrap();
            let out = String::from_utf8(out).unwrap();
            assert_eq!(out.chars().find(|c| steers(*c) || *c == '\r'), None, "{}", format.name);
            match format.name {
                "json" | "sarif" | "gitlab" => assert!(serde_json::from_str::<Value>(&out).is_ok(), "{out}"),
                "junit" => assert!(roxmltree::Document::parse(&out).is_ok(), "{out}"),
                "short" => assert_eq!(out.lines().count(), 2, "{out}"),
                "github" => {
                    let commands = out.lines().filter(|line| line.trim_start().starts_with("::"));
                    assert_eq!((commands.count(), out.lines().count()), (2, 3), "{out}");
                }
                _ => {}
            }
        }
    }
}
