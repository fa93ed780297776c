//! In and out: decisions as JSON-ADR and back, the settings of other tools, and files from elsewhere that mean no good.

use crate::corpus::checkout;
use crate::props::generators;
use crate::workspaces;
use opsrepo::model::interchange::Adr;
use opsrepo::model::record::RecordId;
use opsrepo::model::to_adr::{self, Converted};
use opsrepo::model::workspace::Workspace;
use opsrepo::report::json_adr;
use opsrepo::syntax::reader;
use opsrepo::syntax::schema::Schema;
use opsrepo::text::path::RepoPath;
use opsrepo::text::source::Source;
use opsrepo::text::tree::Content;
use opsrepo::write::adr_json;
use opsrepo::write::import::{self, Import};
use opsrepo::write::import_wanted::{Request, Taken};
use proptest::prelude::{ProptestConfig, prop, proptest};
use std::process::Command;

/// What a JSON-ADR 1.0.0 document may hold, after `schema/json-adr/v1.json` of the tool that publishes the format.
const FORMAT: &str = r##"{
  "type": "object",
  "required": ["version"],
  "additionalProperties": false,
  "oneOf": [{"required": ["adr"]}, {"required": ["adrs"]}],
  "properties": {
    "$schema": {"const": "https://raw.githubusercontent.com/joshrotenberg/adrs/main/schema/json-adr/v1.json"},
    "version": {"const": "1.0.0"},
    "tool": {"type": "object", "required": ["name", "version"], "additionalProperties": false,
      "properties": {"name": {"type": "string"}, "version": {"type": "string"}}},
    "repository": {"type": "object", "additionalProperties": false,
      "properties": {"name": {"type": "string"}, "adr_directory": {"type": "string"}}},
    "adr": {"$ref": "#/$defs/decision"},
    "adrs": {"type": "array", "items": {"$ref": "#/$defs/decision"}}
  },
  "$defs": {
    "texts": {"type": "array", "items": {"type": "string"}},
    "decision": {
      "type": "object",
      "required": ["number", "title", "status", "date"],
      "additionalProperties": false,
      "properties": {
        "number": {"type": "integer", "minimum": 1},
        "title": {"type": "string", "minLength": 1},
        "status": {"type": "string"},
        "date": {"type": "string", "format": "date"},
        "deciders": {"$ref": "#/$defs/texts"},
        "consulted": {"$ref": "#/$defs/texts"},
        "informed": {"$ref": "#/$defs/texts"},
        "tags": {"$ref": "#/$defs/texts"},
        "source_uri": {"type": "string", "format": "uri"},
        "context": {"type": "string"},
        "decision_drivers": {"$ref": "#/$defs/texts"},
        "considered_options": {"type": "array", "items": {"type": "object", "required": ["name"],
          "additionalProperties": false, "properties": {"name": {"type": "string", "minLength": 1},
          "description": {"type": "string"}, "pros": {"$ref": "#/$defs/texts"}, "cons": {"$ref": "#/$defs/texts"}}}},
        "decision": {"type": "string"},
        "consequences": {"oneOf": [{"$ref": "#/$defs/texts"}, {"type": "object", "additionalProperties": false,
          "properties": {"positive": {"$ref": "#/$defs/texts"}, "negative": {"$ref": "#/$defs/texts"},
          "risks": {"$ref": "#/$defs/texts"}}}]},
        "confirmation": {"type": "string"},
        "links": {"type": "array", "items": {"type": "object", "required": ["type", "target"],
          "additionalProperties": false, "properties": {"type": {"type": "string"},
          "target": {"type": "integer", "minimum": 1}, "description": {"type": "string"}}}},
        "custom_sections": {"type": "object", "additionalProperties": {"type": "string"}},
        "path": {"type": "string"}
      }
    }
  }
}"##;

/// A file as the tool of the format writes it, with everything that the format has.
const FULL: &str = r#"{"$schema": "x", "version": "1.0.0", "generated_at": "2026-01-05T10:00:00Z",
 "tool": {"name": "adrs", "version": "0.7.6"}, "repository": {"adr_directory": "doc/adr"}, "adrs": [
 {"number": 11, "title": "Use *stars* & <tags> / slashes: \"quoted\"", "status": "accepted", "date": "2024-01-15",
  "deciders": ["Ada Lovelace", "Bob"], "consulted": ["Cleo"], "informed": ["Dora"], "tags": ["db", "storage"],
  "source_uri": "https://example.org/a", "context": "We need a database.\n\n* one\n* two", "decision_drivers": ["Speed", "Cost\n\nat length"],
  "considered_options": [{"name": "PostgreSQL", "description": "Open", "pros": ["Mature"], "cons": ["Complex", "Big"]},
  {"name": "SQLite", "pros": ["Simple"]}, {"name": "None"}],
  "decision": "Use PostgreSQL:\n\n```sql\nselect 1;\n```", "consequences": "Need replication", "confirmation": "Tests",
  "links": [{"type": "supersedes", "target": 12}], "custom_sections": {"Preamble": "Hello", "Security & more": "ok"}},
 {"number": 12, "title": "Older", "status": "superseded", "date": "2023-01-15",
  "consequences": {"positive": ["a", "b"], "negative": ["c"], "risks": ["d"]}, "links": [{"type": "superseded-by", "target": 11}]},
 {"number": 13, "title": "Third", "status": "on the table", "date": "2023-01-16", "consequences": ["a", "b"]}]}"#;

/// Logs of every manner, each with one record.
const LOGS: [(&str, &str); 4] = [
    ("", ""),
    (
        "docs/decisions/0001-first.md",
        "---\nstatus: accepted\ndate: 2020-01-01\n---\n\n# First\n\n## Context\n\nx\n",
    ),
    (
        "doc/adr/0001-first.md",
        "# 1. First\n\nDate: 2020-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nx\n",
    ),
    (
        "adr/0001-first.md",
        "# First\n\n* Status: accepted\n* Date: 2020-01-01\n\n## Context and Problem Statement\n\nx\n",
    ),
];

fn decisions(workspace: &Workspace) -> Vec<Converted> {
    let ids: Vec<RecordId> = workspace.of_kind("decision").map(|(id, _)| id).collect();
    to_adr::convert(workspace, &ids)
}

fn document(workspace: &Workspace) -> String {
    let converted = decisions(workspace);
    let adrs: Vec<&Adr> = converted.iter().filter_map(|found| found.adr.as_ref()).collect();
    json_adr::bulk(workspace, &adrs, &RepoPath::root()).to_string()
}

fn adrs(text: &str) -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(text).unwrap()["adrs"].clone()
}

fn node(text: &str) -> opsrepo::syntax::node::Node {
    let content = Content::Text(Source::new(text));
    let mut parsed = reader::read(&RepoPath::new("x.json").unwrap(), &content);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    parsed.data.remove(0)
}

fn bring(workspace: &Workspace, text: &str, taken: Taken) -> Result<Import, String> {
    let read = adr_json::read(&node(text));
    assert!(read.remarks.faults.is_empty(), "{:?}", read.remarks.faults);
    let adrs: Vec<Adr> = read.adrs.into_iter().map(|(adr, _)| adr).collect();
    let request = Request {
        kind: "decision".to_owned(),
        set: None,
        taken,
        folder: read.folder,
    };
    import::import(workspace, &adrs, &request).map_err(|refusal| format!("{}\n{}", refusal.message, refusal.help))
}

/// The workspace with what an import adds.
fn with(workspace: &Workspace, import: &Import) -> Workspace {
    let mut files: Vec<(String, String)> = workspace
        .tree
        .files()
        .iter()
        .filter_map(|file| Some((file.path.to_string(), file.source()?.text().to_owned())))
        .collect();
    for change in import.changes.files() {
        files.push((change.path.to_string(), change.after().unwrap()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    workspaces::of_files(&files)
}

fn log(path: &str, text: &str) -> Workspace {
    match path {
        "" => workspaces::of_files(&[]),
        path => workspaces::of_files(&[(path, text)]),
    }
}

#[track_caller]
fn assert_follows_the_format(text: &str) {
    let schema = Schema::from_text(FORMAT).unwrap();
    let mismatches = schema.check(&node(text));
    assert!(mismatches.is_empty(), "{mismatches:#?}");
}

#[test]
fn what_is_exported_follows_the_format() {
    for (path, text) in LOGS {
        let empty = log(path, text);
        let full = with(&empty, &bring(&empty, FULL, Taken::Refuse).unwrap());
        assert_follows_the_format(&document(&full));
        let adr = decisions(&full).into_iter().find_map(|found| found.adr).unwrap();
        assert_follows_the_format(&json_adr::single(&adr).to_string());
    }
}

#[test]
fn every_field_survives_the_way_into_any_log_and_out_again() {
    let mut expected = adrs(FULL);
    // One text is a list of one in the format's schema.
    expected[0]["consequences"] = serde_json::json!(["Need replication"]);
    for (path, text) in LOGS {
        let empty = log(path, text);
        let full = with(&empty, &bring(&empty, FULL, Taken::Refuse).unwrap());
        let mut found = adrs(&document(&full));
        let list = found.as_array_mut().unwrap();
        list.retain(|adr| adr["number"] != 1);
        for adr in list {
            adr.as_object_mut().unwrap().remove("path");
        }
        similar_asserts::assert_eq!(
            serde_json::to_string_pretty(&expected).unwrap(),
            serde_json::to_string_pretty(&found).unwrap(),
            "{path}"
        );
        let again = bring(&full, FULL, Taken::Refuse).unwrap();
        assert!(again.changes.is_empty() && again.known == 3, "{path}: {again:?}");
        let renumbered = bring(&full, FULL, Taken::Renumber).unwrap();
        assert!(renumbered.changes.is_empty(), "{path}: {renumbered:?}");
    }
}

#[test]
fn real_logs_survive_the_way_into_an_empty_repository() {
    for name in [
        "adr-tools",
        "madr",
        "moj-cloud-platform",
        "operate-first-blueprint",
        "govuk-aws",
        "tams",
        "log4brains",
    ] {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        let out = document(&workspace);
        assert_follows_the_format(&out);
        let empty = workspaces::of_files(&[]);
        let full = with(&empty, &bring(&empty, &out, Taken::Refuse).unwrap());
        similar_asserts::assert_eq!(adrs(&out), adrs(&document(&full)), "{name}");
    }
}

#[test]
fn real_logs_are_exported_with_their_losses_told() {
    for name in ["brighter", "opendatahub", "stackable", "arachne", "tams"] {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        assert_follows_the_format(&document(&workspace));
        for found in decisions(&workspace) {
            let path = workspace.path_of(workspace.record(found.record));
            assert!(
                found.adr.is_some() || !found.losses.is_empty(),
                "{path} is lost without a word"
            );
        }
    }
}

#[test]
fn what_the_format_has_no_place_for_is_told() {
    let front = |rest: &str| format!("---\nstatus: accepted\ndate: 2026-01-05\n{rest}---\n\n# T\n\n## Decision\n\nx\n");
    let cases = [
        ("adr/0000-t.md", front(""), "JSON-ADR counts from 1"),
        ("adr/0004a-t.md", front(""), "the letter `a` of its number is lost"),
        (
            "adr/ODH-ADR-Operator-0004-t.md",
            front(""),
            "the area `ODH-ADR-Operator` of its number is lost",
        ),
        (
            "adr/0001-t.md",
            front("authors: [Ada]\n"),
            "what it says of authors is lost",
        ),
        (
            "adr/0001-t.md",
            front("layout: x\n"),
            "`layout` of its front matter is lost",
        ),
        (
            "adr/0001-t.md",
            front("supersedes: [99]\n"),
            "`99` in its supersedes leads to no record: lost",
        ),
        (
            "adr/0001-t.md",
            front("").replace("date: 2026-01-05\n", ""),
            "it has no date",
        ),
        (
            "adr/0001-t.md",
            front("").replace("2026-01-05", "soon"),
            "`soon` is no date",
        ),
        (
            "adr/0001-t.md",
            front("").replace("accepted", "🤔 Incomplete"),
            "its status `🤔 Incomplete` is kept as a custom one",
        ),
        (
            "adr/0001-t.md",
            front("").replace("accepted", "accepted (for now)"),
            "`for now` beside its status is lost",
        ),
        (
            "adr/0001-t.md",
            front("").replace("status: accepted\n", ""),
            "it says nothing about its status: an empty one is written",
        ),
        ("adr/t.md", front(""), "it has no number"),
    ];
    for (path, text, expected) in cases {
        let workspace = workspaces::of_files(&[(path, &text)]);
        let losses: Vec<String> = decisions(&workspace)
            .into_iter()
            .flat_map(|found| found.losses)
            .collect();
        assert!(
            losses.iter().any(|loss| loss == expected),
            "{path}: {losses:?} lacks `{expected}`"
        );
    }
}

#[test]
fn a_number_that_is_taken_is_refused_or_changed() {
    let log = log(LOGS[2].0, LOGS[2].1);
    let text = FULL
        .replace("\"number\": 12", "\"number\": 1")
        .replace("\"target\": 12", "\"target\": 1");
    let refused = bring(&log, &text, Taken::Refuse).unwrap_err();
    assert!(
        refused.contains("1 (`Older`) is the number of doc/adr/0001-first.md"),
        "{refused}"
    );
    let import = bring(&log, &text, Taken::Renumber).unwrap();
    let notes: Vec<&str> = import.notes.iter().map(|note| note.of.as_str()).collect();
    assert_eq!(notes, ["1 becomes 14: Older"]);
    let paths: Vec<&str> = import
        .changes
        .files()
        .iter()
        .map(|change| change.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "doc/adr/0011-use-stars-tags-slashes-quoted.md",
            "doc/adr/0013-third.md",
            "doc/adr/0014-older.md"
        ]
    );
    let first = import.changes.files()[0].after().unwrap();
    assert!(first.contains("\nSupersedes [14. Older](0014-older.md)\n"), "{first}");
    let twice = FULL.replace("\"number\": 12", "\"number\": 11");
    assert!(
        bring(&log, &twice, Taken::Refuse)
            .unwrap_err()
            .contains("another decision of the same file")
    );
}

#[test]
fn paths_from_elsewhere_lead_nowhere_else() {
    for path in [
        "../../etc/adr/0011-x.md",
        "/etc/adr/0011-x.md",
        ".git/adr/0011-x.md",
        "adr/.hidden/0011-x.md",
        "adr/0011-x.sh",
        "adr/0099-x.md",
        "C:\\adr\\0011-x.md",
        "adr/..\\0011-x.md",
        "",
    ] {
        for folder in ["../../adr", ".github/adr", "/adr", "src", ""] {
            let text = FULL
                .replace(
                    "\"status\": \"accepted\"",
                    &format!("\"status\": \"accepted\", \"path\": {path:?}"),
                )
                .replace("\"doc/adr\"", &format!("{folder:?}"));
            let import = bring(&workspaces::of_files(&[]), &text, Taken::Refuse).unwrap();
            let first = import.changes.files()[0].path.to_string();
            assert!(
                first.starts_with("decisions/0011-"),
                "{path:?} in {folder:?} leads to {first}"
            );
        }
    }
}

#[test]
fn a_file_that_is_wrong_is_told_where() {
    let run = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("in.json"), text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .args(["decision", "import", "in.json"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "something was written for {text}");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases = [
        (
            "{\n  \"version\": \"1.0.0\",\n  \"adrs\": [7]\n}",
            "in.json:3:12: expected a decision, a mapping; found an integer",
        ),
        (
            "{\"version\": \"9.0.0\", \"adrs\": []}",
            "in.json:1:13: expected version \"1.0.0\", found 9.0.0",
        ),
        (
            "{\"adr\": {\"number\": 1, \"title\": \"a\\u0000b\", \"status\": \"\", \"date\": \"2026-01-05\"}}",
            "in.json:1:32: `title`: a text may hold no NUL",
        ),
        ("{", "in.json:1:"),
        ("", "in.json:1:1: the file is empty"),
        (deep.as_str(), "in.json:1:"),
        ("{\"adr\": {\"number\": 1}, \"adr\": {}}", "in.json:1:"),
    ];
    for (text, expected) in cases {
        let (code, said) = run(text);
        assert!(
            code == Some(2) && said.contains(expected),
            "{}: {said}",
            &text[..text.len().min(60)]
        );
    }
}

#[test]
fn the_settings_of_other_tools_say_where_decisions_are() {
    let record = "# 1. First\n\n## Status\n\nAccepted\n";
    let sets = |files: &[(&str, &str)]| {
        let workspace = workspaces::of_files(files);
        let shown = workspace
            .sets
            .iter()
            .map(|set| format!("{}: {}", set.folder, set.reason.split(',').next().unwrap()));
        shown.collect::<Vec<String>>()
    };
    let plain: &[(&str, &str)] = &[
        ("notes/0001-first.md", record),
        ("notes/below/0002-x.md", record),
        ("notes/README.md", "# Notes\n"),
    ];
    assert_eq!(sets(plain), [""; 0]);
    for (path, text) in [
        (".adr-dir", "notes\n"),
        ("adrs.toml", "adr_dir = \"notes\"\n"),
        (".log4brains.yml", "project:\n  name: x\n  adrFolder: ./notes\n"),
    ] {
        let files = [plain, &[(path, text)]].concat();
        assert_eq!(sets(&files), [format!("notes: `{path}` names this folder")]);
    }
    // A folder above the root is nobody's, and a name that speaks for itself holds below it too.
    assert_eq!(sets(&[plain, &[(".adr-dir", "../notes")]].concat()), [""; 0]);
    let named: &[(&str, &str)] = &[
        (".adr-dir", "adr"),
        ("adr/0001-a.md", record),
        ("adr/old/0002-b.md", record),
    ];
    assert_eq!(workspaces::of_files(named).records.len(), 2);
}

#[test]
fn forms_and_indexes_of_other_tools_are_no_records() {
    for name in ["adr-tools", "log4brains"] {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        for (_, record) in workspace.of_kind("decision") {
            let stem = workspace.path_of(record).stem();
            assert!(
                !["template", "index", "README"].contains(&stem),
                "{}",
                workspace.path_of(record)
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_record_goes_out_and_comes_in_once(markdown in generators::markdown(), asciidoc in generators::asciidoc()) {
        let front = "---\nstatus: accepted\ndate: 2026-01-05\n---\n";
        let workspace = workspaces::of_files(&[
            ("adr/0001-x.md", &format!("{front}# A title\n\n{markdown}")),
            ("adr/0002-y.md", &format!("{front}# Another title\n\n## Decision Outcome\n\n{markdown}\n\n## Pros and Cons of the Options\n\n### A\n{markdown}\n")),
            ("adr/0003-z.adoc", &format!("= Z\n:date: 2026-01-05\n\n{asciidoc}")),
        ]);
        let out = document(&workspace);
        assert_follows_the_format(&out);
        comes_in_once(&out);
        let again = bring(&workspace, &out, Taken::Renumber).unwrap();
        assert!(again.changes.is_empty(), "{out}\n{again:?}");
    }

    #[test]
    fn any_texts_come_in_once(
        title in generators::title(),
        texts in prop::collection::vec("\\PC{0,30}|[-*# \n`<>!|:]{0,30}|(## |### |\\* |> |---\n|[a-z]+ |\n){0,9}", 8)
    ) {
        let text = serde_json::json!({
            "number": 7, "title": format!("T {title}"), "status": texts[0], "date": "2026-01-05", "context": texts[1],
            "decision": texts[2], "consequences": [texts[3], texts[4]], "confirmation": texts[5],
            "custom_sections": {texts[6].clone(): texts[7]}, "decision_drivers": [texts[4]], "tags": ["a"],
            "considered_options": [{"name": format!("O {}", texts[6]), "pros": [texts[7]], "description": texts[1]}],
        });
        comes_in_once(&text.to_string());
    }

    #[test]
    fn any_json_is_read(text in generators::json()) {
        let content = Content::Text(Source::new(text.as_str()));
        for root in reader::read(&RepoPath::new("x.json").unwrap(), &content).data {
            adr_json::read(&root);
        }
    }
}

/// Whatever a document says, every log takes it, and takes nothing of it a second time.
#[track_caller]
fn comes_in_once(text: &str) {
    for (path, record) in LOGS {
        let before = log(path, record);
        let import = bring(&before, text, Taken::Renumber).unwrap();
        let after = with(&before, &import);
        let again = bring(&after, text, Taken::Renumber).unwrap();
        assert!(again.changes.is_empty(), "{path}\n{text}\n{:#?}", import.changes);
    }
}
