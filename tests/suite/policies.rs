//! The repository's own rules, as a user meets them: by the conventions of conftest, and with every bad thing in their place.

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const ON: (&str, &str) = ("opsrepo.toml", "[policies]\n");
const POD: (&str, &str) = ("k8s/pod.yaml", "kind: Pod\nmetadata:\n  name: web\n");

/// What a run said: its exit code, its results, its hints.
struct Said(i32, String, String);

fn opsrepo(folder: &TempDir, arguments: &str) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(arguments.split(' '))
        .args(["--as-of", "2026-10-01"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said(
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files.iter().chain(&[("LICENSE", "A licence.\n")]) {
        write(folder.path(), path, text.as_bytes());
    }
    folder
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The findings as `RULE PATH:LINE:COLUMN MESSAGE`.
fn found(folder: &TempDir, arguments: &str) -> Vec<String> {
    let Said(code, out, err) = opsrepo(folder, &format!("{arguments} --format json"));
    assert!(code < 2, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let line = |found: &Value| {
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        let place = format!("{}:{}:{}", text("path"), found["line"], found["column"]);
        format!("{} {place} {}", text("rule"), text("message"))
    };
    report["findings"].as_array().unwrap().iter().map(line).collect()
}

/// What a policy finds.
fn asked(policy: &str, document: &str) -> Vec<String> {
    let folder = folder(&[ON, ("policy/p.rego", policy), ("x.yaml", document)]);
    found(&folder, "validate")
}

#[test]
fn a_folder_for_conftest_works_as_it_is() {
    let folder = folder(&[
        ON,
        (
            "policy/main.rego",
            "package main\n\nimport data.lib.kubernetes as k\nimport data.ports\n\nname = input.metadata.name\n\n\
             deny[msg] {\n  k.is_service\n  some i\n  input.spec.ports[i].port == ports.closed[_]\n  \
             msg := sprintf(\"%s opens port %v\", [name, input.spec.ports[i].port])\n}\n\n\
             violation[{\"msg\": msg, \"details\": {\"missing\": missing, \"path\": \"metadata.labels\"}}] {\n  \
             required := {\"app\", \"team\"}\n  missing := required - {label | input.metadata.labels[label]}\n  \
             count(missing) > 0\n  msg := sprintf(\"%s has no labels %v\", [name, missing])\n}\n\n\
             warn_kind[msg] {\n  input.kind == \"Service\"\n  msg := \"a service\"\n}\n\n\
             deny_secret[msg] {\n  input.kind == \"Service\"\n  msg := \"never seen\"\n}\n\n\
             exception[rules] {\n  name == \"web\"\n  rules := [\"secret\"]\n}\n",
        ),
        (
            "policy/lib/kubernetes.rego",
            "package lib.kubernetes\n\nis_service { input.kind == \"Service\" }\n",
        ),
        ("policy/data/ports/list.yaml", "closed: [22, 23]\n"),
        (
            "k8s/web.yaml",
            "kind: Service\nmetadata:\n  name: web\n  labels: {app: web}\nspec:\n  ports:\n    - port: 22\n---\n\
             kind: Pod\nmetadata: {name: p, labels: {app: a, team: b}}\n---\n",
        ),
    ]);
    assert_eq!(
        found(&folder, "validate"),
        [
            "policy/denied k8s/web.yaml:1:1 web opens port 22",
            "policy/warned k8s/web.yaml:1:1 a service",
            "policy/denied k8s/web.yaml:4:3 web has no labels {\"team\"}",
        ]
    );
}

#[test]
fn policies_that_nobody_names_are_not_asked() {
    let policy = ("policy/p.rego", "package main\ndeny contains \"no\" if true\n");
    let folder = folder(&[policy, POD]);
    let Said(code, out, err) = opsrepo(&folder, "validate");
    assert_eq!(code, 0, "{out}");
    assert!(err.contains("the policies in `policy` were not asked"), "{err}");
    assert_eq!(
        found(&folder, "validate --policies policy"),
        ["policy/denied k8s/pod.yaml:1:1 no"]
    );
    for nowhere in [
        "validate --policies k8s",
        "policy test k8s",
        "validate --policies ../x",
        "policy test",
    ] {
        assert_eq!(opsrepo(&folder, nowhere).0, 2, "{nowhere}");
    }
}

#[test]
fn packages_and_files_are_chosen() {
    let with = |settings: &str| {
        let folder = folder(&[
            ("opsrepo.toml", settings),
            ("rules/a.rego", "package main\ndeny contains \"main\" if true\n"),
            (
                "rules/b.rego",
                "package teams.web\nwarn contains sprintf(\"%v\", [input]) if true\n",
            ),
            ("shared/limits.json", "{\"a\": 1}\n"),
            (
                "docs/decisions/0001-x.md",
                "---\nstatus: accepted\n---\n# X\n\nWe do x.\n",
            ),
            POD,
        ]);
        found(&folder, "validate")
    };
    assert_eq!(
        with("[policies]\nfolders = [\"rules\"]\ndata = [\"shared\"]\n"),
        ["policy/denied k8s/pod.yaml:1:1 main"]
    );
    let chosen = "[policies]\nfolders = \"rules\"\nnamespaces = [\"teams.web\"]\nfiles = \"docs/**\"\n";
    assert_eq!(
        with(chosen),
        ["policy/warned docs/decisions/0001-x.md:2:1 {\"status\": \"accepted\"}"]
    );
    assert_eq!(with("[policies]\nfolders = \"rules\"\nnamespaces = \"*\"\n").len(), 4);
    let nowhere = with("[policies]\nfolders = \"nowhere\"\n");
    assert_eq!(
        nowhere,
        ["policy/invalid opsrepo.toml:1:1 there is no policy in `nowhere`"]
    );
    let slip = with("[policies]\nfolder = \"rules\"\n");
    assert!(
        slip.iter().any(|line| line.contains("unknown key `folder`")),
        "{slip:?}"
    );
}

#[test]
fn policies_see_the_workspace() {
    let policy = "package main\nimport data.opsrepo\n\
        deny contains msg if {\n  input.service\n  not opsrepo.by_kind.service[input.service]\n  \
        msg := sprintf(\"%s in %s: no service %s\", [opsrepo.file.path, data.conftest.file.dir, input.service])\n}\n\
        warn contains msg if {\n  opsrepo.file.record.kind == \"service\"\n  msg := opsrepo.file.record.title\n}\n";
    let folder = folder(&[
        ON,
        ("policy/p.rego", policy),
        ("configs/a.yaml", "service: web\n"),
        ("configs/b.yaml", "service: shop\n"),
        ("services/web.yaml", "name: Web\nowner: a\n"),
    ]);
    let found = found(&folder, "validate");
    assert!(
        found.contains(&"policy/denied configs/b.yaml:1:1 configs/b.yaml in configs: no service shop".to_owned())
            && !found.iter().any(|line| line.contains("no service web")),
        "{found:?}"
    );
}

#[test]
fn odd_results_are_told_and_the_others_count() {
    let policy = "package main\ndeny contains 3 if true\ndeny contains null if true\ndeny contains [\"a\", [1]] if true\n\
        deny contains \"a message\" if true\ndeny_b if true\nwarn contains {\"message\": \"x\"} if true\n\
        warn_c contains {\"msg\": {\"a\": 1}} if true\nviolation := {\"a\": \"b\"}\n";
    let found = asked(policy, "a: 1\n");
    let odd = |what: &str| {
        found
            .iter()
            .any(|line| line.starts_with("policy/invalid policy/p.rego:") && line.contains(what))
    };
    for what in [
        "the number 3",
        "null",
        "the list [\"a\",[1]]",
        "gives true",
        "{\"message\":\"x\"}",
        "{\"a\":\"b\"}",
    ] {
        assert!(odd(what), "{what}: {found:?}");
    }
    assert!(
        found.contains(&"policy/denied x.yaml:1:1 a message".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_path_that_leads_nowhere_ends_where_it_ends() {
    let policy = "package main\ndeny contains {\"msg\": \"a\", \"path\": \"/spec/x/y\"} if true\n\
        deny contains {\"msg\": \"b\", \"path\": [\"spec\", \"list\", 1]} if true\n\
        deny contains {\"msg\": \"c\", \"path\": {\"odd\": 1}} if true\n";
    assert_eq!(
        asked(policy, "kind: X\nspec:\n  list: [1, 2]\n"),
        [
            "policy/denied x.yaml:1:1 c",
            "policy/denied x.yaml:2:1 a",
            "policy/denied x.yaml:3:13 b"
        ]
    );
}

#[test]
fn what_cannot_be_used_is_told_at_its_place() {
    let good = "package main\nwarn contains \"seen\" if true\n";
    for (policy, expected) in [
        (
            "package main\nimport rego.v1\ndeny contains x if {\n  x ==\n}\n",
            "5:1 this is no Rego v1",
        ),
        ("package main\ndeny[x] { x := 1\n", "3:1 this is no Rego v0"),
        (
            "package main\ndeny contains x if { x := time.now_ns() }\n",
            "2:38 could not find function time.now_ns",
        ),
        ("package main\nf(x) := f(x)\n", "2:1 the function `main.f` calls itself"),
        ("", "1:1 this is no Rego v1"),
        (
            "package main\ndeny contains x if { some i in numbers.range(1, 1000000000); x := i }\n",
            "2:45 a range of more than 1000000 numbers",
        ),
        (
            "package main\ndeny contains \"x\" if { some i in numbers.range(1, 99999); some j in numbers.range(1, 99999); i + j == 0 }\n",
            "2:1 `main.deny` was given up",
        ),
    ] {
        let folder = folder(&[ON, ("policy/bad.rego", policy), ("policy/good.rego", good), POD]);
        let found = found(&folder, "validate");
        let start = format!("policy/invalid policy/bad.rego:{expected}");
        assert!(
            found.iter().any(|line| line.starts_with(&start)),
            "{expected}: {found:?}"
        );
        assert!(
            found.contains(&"policy/warned k8s/pod.yaml:1:1 seen".to_owned()),
            "{expected}: {found:?}"
        );
    }
}

#[test]
fn a_policy_that_is_no_text_is_told() {
    let folder = folder(&[
        ON,
        ("policy/good.rego", "package main\ndeny contains \"seen\" if true\n"),
        POD,
    ]);
    write(folder.path(), "policy/bad.rego", b"package main\n# \xff\n");
    write(folder.path(), "policy/data/list.yaml", b"- 1\n");
    let found = found(&folder, "validate");
    let is_there = |start: &str| found.iter().any(|line| line.starts_with(start));
    assert!(
        is_there("policy/invalid policy/bad.rego:null:null the policy cannot be read: it is not UTF-8"),
        "{found:?}"
    );
    assert!(
        is_there("policy/invalid policy/data/list.yaml:1:1 data for policies are a mapping"),
        "{found:?}"
    );
    assert!(is_there("policy/denied k8s/pod.yaml:1:1 seen"), "{found:?}");
}

#[test]
fn an_expression_without_end_is_refused() {
    let chain = format!(
        "package main\nx := 1{}\ndeny contains \"x\" if x > 0\n",
        "\n + 1 + 1 + 1".repeat(15_000)
    );
    let found = asked(&chain, "a: 1\n");
    assert!(found[0].contains("expressions are nested too deep here"), "{found:?}");
}

#[test]
fn what_a_policy_says_is_harmless_on_the_screen() {
    let folder = folder(&[
        ON,
        (
            "policy/p.rego",
            "package main\ndeny contains \"a\\u001b[31m\\n::error::b\" if true\n",
        ),
        POD,
    ]);
    let Said(code, out, _) = opsrepo(&folder, "validate");
    assert_eq!(code, 1);
    assert!(!out.contains('\u{1b}') && !out.contains("\n::error"), "{out}");
}

#[test]
fn what_tests_of_policies_print_follows_its_schema() {
    let good = "package main\ntest_a if true\ntodo_test_b if false\ntest_c if { print(1); false }\n";
    let here = folder(&[
        ON,
        ("policy/p.rego", "package main\ndeny contains x if { x := 1\n"),
        ("policy/p_test.rego", good),
        POD,
    ]);
    let Said(code, out, err) = opsrepo(&here, "policy test --format json");
    assert_eq!(code, 1, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let Said(_, schema, _) = opsrepo(&here, "schema policy-test");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{report:#}");
    let outcomes: Vec<&str> = report["tests"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|test| test["outcome"].as_str())
        .collect();
    assert_eq!(outcomes, ["passed", "skipped", "failed"], "{report:#}");
    assert_eq!(report["summary"]["faults"], 1, "{report:#}");
    // It names all that is printed, and would notice what it does not know.
    for (place, table) in [
        ("/tests/0", "/properties/tests/items"),
        ("/faults/0", "/properties/faults/items"),
        ("", ""),
        ("/summary", "/properties/summary"),
    ] {
        let known = schema
            .pointer(&format!("{table}/properties"))
            .and_then(Value::as_object)
            .unwrap();
        let printed = report.pointer(place).and_then(Value::as_object).unwrap();
        assert!(known.keys().eq(printed.keys()), "{place}: {known:?}");
    }
    let mut wrong = report.clone();
    wrong["tests"][0]["outcome"] = "broken".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn tests_of_policies_pass_and_fail() {
    let policy = ("policy/p.rego", "package main\ndeny contains \"no\" if input.a == 1\n");
    let good = "package main\ntest_a if deny[\"no\"] with input as {\"a\": 1}\ntodo_test_b if false\n";
    let passing = folder(&[ON, policy, ("policy/p_test.rego", good), POD]);
    let Said(code, out, _) = opsrepo(&passing, "policy test");
    assert_eq!(
        (code, out.as_str()),
        (
            0,
            "skipped: policy/p_test.rego:3:1: main.todo_test_b\n2 tests, 1 passed, 1 skipped\n"
        )
    );

    let bad = "package main\ntest_c if { print(\"x\", 1); not deny[\"no\"] with input as {\"a\": 1} }\ntest_d if nothing.here(1)\n";
    write(passing.path(), "policy/q_test.rego", bad.as_bytes());
    let Said(code, out, _) = opsrepo(&passing, "policy test --format json");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, report["summary"]["failed"].as_i64()), (1, Some(2)));
    assert_eq!(report["tests"][2]["printed"][0], "policy/q_test.rego:2: x 1");
    assert_eq!(report["tests"][3]["message"], "could not find function nothing.here");

    let without = folder(&[ON, policy, POD]);
    assert_eq!(opsrepo(&without, "policy test").0, 2);
    write(without.path(), "policy/p.rego", b"package main\nx :=\n");
    assert_eq!(opsrepo(&without, "policy test").0, 1);
}
