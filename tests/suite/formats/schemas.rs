//! SARIF, GitLab's report and opsrepo's own JSON, held against their schemas and against what GitHub asks for besides.

use crate::cli::{git, opsrepo, repository};
use crate::formats::{hostile, printed};
use serde_json::Value;
use std::collections::BTreeSet;

fn validator(schema: &str) -> jsonschema::Validator {
    // One pattern of SARIF's schema has a slip of the pen that only JavaScript reads. opsrepo does not write its property.
    let schema = schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn fits(schema: &str, value: &Value) {
    let validator = validator(schema);
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

const SARIF: &str = include_str!("../../schemas/sarif-2.1.0.schema.json");

#[test]
fn sarif_is_what_the_standard_says() {
    let value: Value = serde_json::from_str(&printed(&hostile(), "sarif")).unwrap();
    fits(SARIF, &value);
    let run = &value["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(
        results.iter().any(|result| result.get("fixes").is_some()),
        "a fix is there to be checked"
    );
    assert!(results.len() > 10);
    // The schema would notice: a level that it does not know.
    let mut wrong = value.clone();
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator(SARIF).is_valid(&wrong));
}

#[test]
fn sarif_is_what_github_asks_for() {
    let value: Value = serde_json::from_str(&printed(&hostile(), "sarif")).unwrap();
    let run = &value["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["shortDescription", "fullDescription"] {
            let length = rule[text]["text"].as_str().unwrap().chars().count();
            assert!((1..=1024).contains(&length), "{rule}");
        }
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "), "{rule}");
        assert!((1..=20).contains(&rule["properties"]["tags"].as_array().unwrap().len()));
    }
    let mut keys = BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        assert!(
            !uri.is_empty() && uri.chars().all(allowed) && !uri.starts_with('/'),
            "{uri}"
        );
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        let key = result["partialFingerprints"]["opsrepo/v1"].as_str().unwrap();
        assert!(keys.insert(key.to_owned()), "two results have one fingerprint");
    }
    assert!(!value.to_string().contains("/tmp/"), "nothing of this machine");
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let text = "# Links\n\n[a](a.md) and [b](b.md)\n\n[a](a.md)\n";
    let here = repository(&[("README.md", text)]);
    let seen = || {
        let value: Value = serde_json::from_str(&printed(&here, "sarif")).unwrap();
        let results = value["runs"][0]["results"].as_array().unwrap().clone();
        let of = |result: &Value| {
            let line = result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64();
            (result["partialFingerprints"].to_string(), line.unwrap())
        };
        results.iter().map(of).collect::<Vec<_>>()
    };
    let before = seen();
    std::fs::write(here.path().join("README.md"), format!("<!-- new -->\n\n{text}")).unwrap();
    let after = seen();
    assert_eq!(before.len(), 3);
    for ((key, line), (moved_key, moved_line)) in before.iter().zip(&after) {
        assert_eq!((key, line + 2), (moved_key, *moved_line));
    }
}

#[test]
fn paths_are_those_of_the_whole_repository() {
    let here = repository(&[
        ("ops/opsrepo.toml", ""),
        ("ops/a.md", "[x](none.md)\n"),
        (
            "ops/decisions/0001-a.md",
            "---\nstatus: accepted\n---\n\n# A\n\nWe do.\n",
        ),
    ]);
    git(here.path(), &["status"]).ends(0);
    let folder = here.path().join("ops");
    let out = |format: &str| opsrepo(&folder, &["validate", "--format", format]).ends(1).out;
    assert!(out("short").contains("\na.md:1:5: error link/broken: "));
    for (format, expected) in [
        ("sarif", "\"uri\":\"ops/a.md\""),
        ("gitlab", "\"path\":\"ops/a.md\""),
        ("github", "::error file=ops/a.md,line=1,"),
        ("junit", "file=\"ops/a.md\""),
    ] {
        assert!(out(format).contains(expected), "{format}");
    }
}

#[test]
fn gitlab_s_report_is_what_gitlab_documents() {
    let value: Value = serde_json::from_str(&printed(&hostile(), "gitlab")).unwrap();
    fits(include_str!("../../schemas/gitlab-code-quality.schema.json"), &value);
    let all = value.as_array().unwrap();
    let keys: BTreeSet<&str> = all.iter().filter_map(|one| one["fingerprint"].as_str()).collect();
    assert_eq!(keys.len(), all.len());
}

#[test]
fn json_is_what_its_own_schema_says() {
    let value: Value = serde_json::from_str(&printed(&hostile(), "json")).unwrap();
    fits(include_str!("../../../schemas/validate.schema.json"), &value);
    let sarif: Value = serde_json::from_str(&printed(&hostile(), "sarif")).unwrap();
    let keys = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["key"]);
    let others = sarif["runs"][0]["results"].as_array().unwrap().iter();
    assert!(keys.eq(others.map(|result| &result["partialFingerprints"]["opsrepo/v1"])));
}
