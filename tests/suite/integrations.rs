//! Where opsrepo runs for others: the action of GitHub, the hook of pre-commit, and the commands of the page about CI. They
//! are read as YAML, their options exist, and the scripts are run: no input of the action may become part of a script.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test may fail as the test does"
)]

use crate::cli::{opsrepo, repository};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn action() -> Value {
    yaml(".github/actions/validate/action.yml")
}

/// The step of the action that has this id.
fn step(id: &str) -> Value {
    let steps = action()["runs"]["steps"].as_array().unwrap().clone();
    steps.into_iter().find(|step| step["id"] == id).unwrap()
}

#[test]
fn the_action_is_one() {
    let action = action();
    assert_eq!(action["runs"]["using"], "composite");
    for (name, input) in action["inputs"].as_object().unwrap() {
        let described = input["description"].as_str().is_some_and(|text| text.len() > 20);
        assert!(described && input["default"].is_string(), "{name}");
        assert!(
            text("docs/guide/ci.md").contains(&format!("`{name}`")),
            "the guide does not name {name}"
        );
        let used = action["runs"].to_string().contains(&format!("inputs.{name} "));
        assert!(used, "{name} is not used");
    }
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash");
        let script = step["run"].as_str().unwrap();
        assert!(
            !script.contains("${{"),
            "an input would become part of a script:\n{script}"
        );
        assert!(script.starts_with("set -euo pipefail\n"));
        for (name, value) in step["env"].as_object().unwrap() {
            assert!(value.as_str().unwrap().starts_with("${{ inputs."), "{name}");
            assert!(script.contains(name.as_str()), "{name} is not used");
        }
    }
}

/// Every option in a text that a command of opsrepo has there.
fn options(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let long = words.filter(|word| word.starts_with("--") && word.len() > 2);
    long.map(str::to_owned).collect()
}

#[test]
fn options_exist() {
    let here = repository(&[]);
    let help = opsrepo(here.path(), &["validate", "--help"]).ends(0).out;
    let hook = yaml(".pre-commit-hooks.yaml")[0]["entry"].as_str().unwrap().to_owned();
    let script = step("validate")["run"].as_str().unwrap().replace("rm -f --", "");
    let page = text("docs/guide/ci.md");
    let commands = page.lines().filter(|line| line.contains("opsrepo validate "));
    let commands: Vec<&str> = commands.filter(|line| !line.contains("cargo ")).collect();
    let mut found = 0;
    for option in options(&[hook, script, commands.join("\n")].join("\n")) {
        assert!(options(&help).contains(&option), "`opsrepo validate` has no {option}");
        found += 1;
    }
    assert!(found > 10, "{found}");
}

#[test]
fn the_hook_runs() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    for hook in hooks.as_array().unwrap() {
        for key in ["id", "name", "description", "entry", "language"] {
            assert!(hook[key].is_string(), "{key}");
        }
        assert_eq!(hook["pass_filenames"], false);
        let mut words = hook["entry"].as_str().unwrap().split(' ');
        assert_eq!(words.next(), Some("opsrepo"));
        let arguments: Vec<&str> = words.collect();
        opsrepo(repository(&[]).path(), &arguments).ends(0);
        let broken = repository(&[("README.md", "[x](none.md)\n")]);
        opsrepo(broken.path(), &arguments)
            .ends(1)
            .says(&["README.md:1:5: error link/broken"]);
    }
    let page = text("docs/guide/ci.md");
    assert!(page.contains(&format!("- id: {}", hooks[0]["id"].as_str().unwrap())));
}

/// Runs the script of a step as a runner does.
fn run(id: &str, folder: &Path, inputs: &[(&str, &str)]) -> Output {
    let step = step(id);
    let mut variables: BTreeMap<&str, &str> = step["env"]
        .as_object()
        .unwrap()
        .keys()
        .map(|name| (name.as_str(), ""))
        .collect();
    variables.insert("OPSREPO_DIRECTORY", ".");
    variables.extend(inputs.iter().copied());
    let script = folder.join("script.sh");
    std::fs::write(&script, step["run"].as_str().unwrap()).unwrap();
    std::fs::create_dir_all(folder.join("temp")).unwrap();
    Command::new("bash")
        .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
        .arg(&script)
        .current_dir(folder.join("work"))
        .env("RUNNER_TEMP", folder.join("temp"))
        .env("GITHUB_OUTPUT", folder.join("output"))
        .env("GITHUB_ACTION_PATH", "/nowhere")
        .env_remove("GITHUB_BASE_REF")
        .envs(variables)
        .output()
        .unwrap()
}

/// A folder with a repository in `work` that has one broken link.
fn runner() -> tempfile::TempDir {
    let ground = tempfile::tempdir().unwrap();
    let work = ground.path().join("work/sub");
    std::fs::create_dir_all(&work).unwrap();
    std::fs::write(work.join("README.md"), "[x](none.md)\n").unwrap();
    std::fs::write(work.join("opsrepo.toml"), "").unwrap();
    ground
}

#[cfg(unix)]
#[test]
fn the_action_checks() {
    let ground = runner();
    let binary = env!("CARGO_BIN_EXE_opsrepo");
    assert!(
        run("install", ground.path(), &[("OPSREPO_BINARY", binary)])
            .status
            .success()
    );
    for (name, sarif) in [("", "temp/opsrepo.sarif"), ("found.sarif", "work/found.sarif")] {
        let inputs = [
            ("OPSREPO_BINARY", binary),
            ("OPSREPO_DIRECTORY", "sub"),
            ("OPSREPO_SARIF", name),
            ("OPSREPO_ARGUMENTS", "--as-of=2026-01-05\n\n--base\nnone\n"),
        ];
        let _ = std::fs::remove_file(ground.path().join("output"));
        let output = run("validate", ground.path(), &inputs);
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            output.status.code(),
            Some(1),
            "{out}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(out.contains("::error file=README.md,line=1,"), "{out}");
        let sarif = ground.path().join(sarif);
        assert!(sarif.is_file());
        let said = std::fs::read_to_string(ground.path().join("output")).unwrap();
        assert_eq!(said, format!("sarif={}\n", sarif.display()));
    }
}

#[cfg(unix)]
#[test]
fn no_input_of_the_action_is_run() {
    let evil = "$(touch pwned)`touch pwned`; touch pwned; ' \" && touch pwned\n::error::x";
    let binary = env!("CARGO_BIN_EXE_opsrepo");
    for variable in [
        "OPSREPO_DIRECTORY",
        "OPSREPO_BASE",
        "OPSREPO_SARIF",
        "OPSREPO_ARGUMENTS",
        "OPSREPO_BINARY",
    ] {
        let ground = runner();
        let inputs: BTreeMap<&str, &str> = [("OPSREPO_BINARY", binary), (variable, evil)].into();
        let inputs: Vec<(&str, &str)> = inputs.into_iter().collect();
        let output = run("validate", ground.path(), &inputs);
        assert!(!output.status.success(), "{variable}");
        assert!(!ground.path().join("work/pwned").exists(), "{variable}");
        assert!(!ground.path().join("output").exists(), "{variable}");
        // A runner reads commands from both streams.
        let out = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(
            !out.lines().any(|line| line.starts_with("::error::x")),
            "{variable}: {out}"
        );
    }
}
