//! What somebody writes who errs, or who means harm, as the program meets it: each ends in a message, and in time.

use crate::cli::{folder, opsrepo};
use std::time::{Duration, Instant};

#[test]
fn every_glob_of_the_settings_is_pointed_at() {
    for (text, line) in [
        ("[files]\nexclude = [\"a/*\", \"b/[\"]\n", 2),
        ("[sets.a]\nkind = \"decision\"\nfiles = \"adr/[\"\n", 3),
        ("[sets.a]\nkind = \"decision\"\nfiles = \"a.md\"\nexclude = \"{\"\n", 4),
        ("[[schemas]]\nschema = \"s.json\"\nfiles = [\"*.{yaml\"]\n", 3),
        ("[[overrides]]\nrules = { \"link/*\" = \"off\" }\nfiles = \"[a\"\n", 3),
        ("[[allow]]\nrules = \"link/*\"\nreason = \"x\"\nfiles = \"[z-a]\"\n", 4),
        ("[policies]\nfiles = \"[\"\n", 2),
        ("[external]\nexclude = \"[\"\n", 2),
        ("[people]\nfiles = \"[\"\n", 2),
    ] {
        let here = folder(&[("opsrepo.toml", text), ("a.md", "# A\n"), ("s.json", "{}")]);
        let said = opsrepo(here.path(), &["validate", "--format", "short"]).ends(1);
        let place = format!("opsrepo.toml:{line}:");
        let is_there =
            |line: &str| line.starts_with(&place) && line.contains("settings/invalid") && line.contains("is no glob");
        assert!(said.out.lines().any(is_there), "{text}\n{}", said.out);
    }
}

#[test]
fn a_pattern_of_a_schema_that_is_none_is_pointed_at() {
    let schema = "{\n  \"properties\": {\"a\": {\"pattern\": \"[\"}}\n}\n";
    let text = "# yaml-language-server: $schema=s.json\na: b\n";
    let here = folder(&[("a.yaml", text), ("s.json", schema)]);
    opsrepo(here.path(), &["validate", "--format", "short"])
        .ends(1)
        .says(&["s.json:2:", "schema/invalid"]);
}

#[test]
fn a_schema_that_never_ends_does() {
    for schema in [
        r##"{"$ref": "#"}"##,
        r##"{"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}}"##,
        r#"{"$ref": "t.json"}"#,
        r##"{"not": {"$ref": "#"}}"##,
        r##"{"additionalProperties": {"$ref": "#"}, "properties": {"n": {"type": "integer"}}}"##,
    ] {
        let deep = format!(
            "# yaml-language-server: $schema=s.json\na: {}n: x{}\n",
            "{a: ".repeat(60) + "{",
            "}".repeat(61)
        );
        let other = r#"{"allOf": [{"$ref": "s.json"}]}"#;
        let files = [
            ("a.yaml", deep.as_str()),
            ("s.json", schema),
            ("t.json", other),
            ("LICENSE", "x"),
        ];
        let here = folder(&files);
        let begun = Instant::now();
        let said = opsrepo(here.path(), &["validate"]);
        assert!(said.code == 0 || said.code == 1, "{schema}: {} {}", said.code, said.err);
        assert!(
            said.out.contains("2 files") || said.out.contains("4 files"),
            "{}",
            said.out
        );
        assert!(begun.elapsed() < Duration::from_secs(30), "{schema}");
    }
}

#[test]
fn no_line_of_a_log_is_a_command() {
    let name = "::error file=a,line=1::owned";
    let page = format!("{name}.md");
    let log = format!("{name}/0001-x.md");
    let text = "# 1. X\n\n## Status\n\nAccepted\n\n[x](no.md)\n\n::error::[y](no.md)\n";
    let here = folder(&[
        (page.as_str(), text),
        (log.as_str(), text),
        ("k.yaml", "::error::x: [\n"),
    ]);
    let evil = "x\n::error::y\n  ::error::z";
    let (option, format) = (format!("--{evil}"), format!("json={evil}"));
    let written = format!("--write-baseline=no/{evil}");
    for arguments in [
        &["validate"][..],
        &["validate", "--format", "short"],
        &["validate", "--verbose"],
        &["validate", "--diff"],
        &["validate", evil],
        &["validate", &option],
        &["validate", "--format", evil],
        &["validate", "--output", &format],
        &["validate", "--output", evil],
        &["validate", "--base", evil],
        &["validate", "--at", evil],
        &["validate", "--baseline", evil],
        &["validate", &written],
        &["validate", "--policies", evil],
        &["validate", "--kubernetes-schemas", evil],
        &["validate", "--max-warnings", evil],
        &["-C", evil, "validate"],
        &["explain", evil],
        &[evil],
    ] {
        let said = opsrepo(here.path(), arguments);
        assert_ne!(said.code, 101, "{arguments:?}: {}", said.err);
        for line in said.out.lines().chain(said.err.lines()) {
            assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
        }
    }
    // The format that is made of commands has one for each finding.
    let said = opsrepo(here.path(), &["validate", "--format", "github"]).ends(1);
    let commands = said.out.lines().filter(|line| line.trim_start().starts_with("::"));
    let json = opsrepo(here.path(), &["validate", "--format", "json"]).ends(1);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(commands.count(), json["findings"].as_array().unwrap().len());
}
