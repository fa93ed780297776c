//! The program as a user meets it: every state of a repository and every bad file ends in a message that names the place
//! and the remedy, and in the right exit code.

use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Said {
        assert_eq!(self.code, code, "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Said {
        let all = format!("{}{}", self.out, self.err);
        for part in parts {
            assert!(all.contains(part), "`{part}` is missing in:\n{all}");
        }
        self
    }
}

pub(crate) fn program(folder: &Path, name: &str, arguments: &[&str]) -> Said {
    let output = Command::new(name)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .env_remove("GITHUB_BASE_REF")
        .output()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

pub(crate) fn opsrepo(folder: &Path, arguments: &[&str]) -> Said {
    program(folder, env!("CARGO_BIN_EXE_opsrepo"), arguments)
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Said {
    let mut all = vec![
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.org",
        "-c",
        "init.defaultBranch=main",
    ];
    all.extend(arguments);
    program(folder, "git", &all)
}

const RECORD: &str =
    "---\nstatus: accepted\ndate: 2026-01-05\n---\n\n# Use Git\n\n## Context\n\nWe need one.\n\n## Decision\n\nGit.\n";

pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"));
    for (path, text) in [("LICENSE", "Apache License\n")].iter().chain(files) {
        let path = folder.path().join(path);
        let made = std::fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| std::fs::write(&path, text));
        made.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    folder
}

/// A folder with one good decision and more files, all committed.
pub(crate) fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = folder(&[&[("decisions/0001-use-git.md", RECORD)], files].concat());
    git(folder.path(), &["init", "-q"]).ends(0);
    git(folder.path(), &["add", "-A"]).ends(0);
    git(folder.path(), &["commit", "-qm", "Begin"]).ends(0);
    folder
}

#[test]
fn a_clean_repository_is_clean() {
    let here = repository(&[]);
    opsrepo(here.path(), &["validate"])
        .ends(0)
        .says(&["2 files, 1 record, "]);
    opsrepo(here.path(), &["validate", "--at", "HEAD"])
        .ends(0)
        .says(&["1 record"]);
    opsrepo(&here.path().join("decisions"), &["validate"])
        .ends(0)
        .says(&["2 files"]);
}

#[test]
fn nothing_to_check_is_no_success() {
    let here = folder(&[]);
    opsrepo(here.path(), &["validate"]).ends(2).says(&[
        "error: found nothing to check among 1 file",
        "hint: `opsrepo sets`",
        "opsrepo init --adopt",
    ]);
    opsrepo(here.path(), &["render", "--out", "public"])
        .ends(2)
        .says(&["nothing to render"]);
}

#[test]
fn folders_that_are_not_there() {
    let here = folder(&[]);
    opsrepo(here.path(), &["-C", "nowhere", "validate"])
        .ends(2)
        .says(&["there is no folder nowhere", "hint: `opsrepo init nowhere`"]);
    opsrepo(here.path(), &["-C", "LICENSE", "validate"])
        .ends(2)
        .says(&["LICENSE is a file, not a folder"]);
}

#[test]
fn without_git_the_files_are_enough() {
    let here = folder(&[("decisions/0001-use-git.md", RECORD)]);
    opsrepo(here.path(), &["validate"]).ends(0).says(&["1 record"]);
    opsrepo(here.path(), &["render", "--out", "public"])
        .ends(0)
        .says(&["note: dates and authors from Git are left out", "in no Git repository"]);
    opsrepo(here.path(), &["validate", "--at", "HEAD"])
        .ends(2)
        .says(&["--at needs a Git repository", "hint: leave --at out"]);
}

#[test]
fn an_empty_repository_has_files_but_no_commits() {
    let here = folder(&[("decisions/0001-use-git.md", RECORD)]);
    git(here.path(), &["init", "-q"]).ends(0);
    opsrepo(here.path(), &["validate"]).ends(0);
    opsrepo(here.path(), &["validate", "--at", "HEAD"])
        .ends(2)
        .says(&["there is no commit HEAD", "no commits yet"]);
}

#[test]
fn a_detached_head_is_no_matter() {
    let here = repository(&[]);
    git(here.path(), &["checkout", "-q", "--detach"]).ends(0);
    opsrepo(here.path(), &["validate"]).ends(0);
    opsrepo(here.path(), &["decision", "show", "1"])
        .ends(0)
        .says(&["created", "Ada"]);
    opsrepo(here.path(), &["validate", "--at", "mian"])
        .ends(2)
        .says(&["there is no commit mian", "hint: there is: main"]);
}

#[test]
fn a_shallow_clone_says_that_its_history_is_cut() {
    let origin = repository(&[]);
    std::fs::write(
        origin.path().join("decisions/0002-more.md"),
        RECORD.replace("Use Git", "More"),
    )
    .unwrap();
    git(origin.path(), &["add", "-A"]).ends(0);
    git(origin.path(), &["commit", "-qm", "More"]).ends(0);
    let here = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    git(here.path(), &["clone", "-q", "--depth", "1", &url, "clone"]).ends(0);
    let clone = here.path().join("clone");
    opsrepo(&clone, &["validate"]).ends(0).says(&["2 records"]);
    opsrepo(&clone, &["render", "--out", "public"]).ends(0).says(&[
        "note: dates and authors from Git are left out: the clone is shallow",
        "hint: git fetch --unshallow",
    ]);
}

#[test]
fn a_bare_repository_is_read_at_its_head() {
    let origin = repository(&[]);
    let here = tempfile::tempdir().unwrap();
    git(
        here.path(),
        &[
            "clone",
            "-q",
            "--bare",
            &origin.path().display().to_string(),
            "bare.git",
        ],
    )
    .ends(0);
    let bare = here.path().join("bare.git");
    opsrepo(&bare, &["validate"]).ends(0).says(&["1 record"]);
    opsrepo(&bare, &["decision", "new", "More"])
        .ends(2)
        .says(&["cannot write into a commit"]);
    git(here.path(), &["init", "-q", "--bare", "empty.git"]).ends(0);
    opsrepo(&here.path().join("empty.git"), &["validate"])
        .ends(2)
        .says(&["bare repository without a commit", "hint: push"]);
}

#[test]
fn in_the_middle_of_a_merge_the_markers_are_found() {
    let here = repository(&[]);
    let path = here.path().join("decisions/0001-use-git.md");
    git(here.path(), &["checkout", "-qb", "other"]).ends(0);
    std::fs::write(&path, RECORD.replace("Git.", "Mercurial.")).unwrap();
    git(here.path(), &["commit", "-qam", "Theirs"]).ends(0);
    git(here.path(), &["checkout", "-q", "main"]).ends(0);
    std::fs::write(&path, RECORD.replace("Git.", "Fossil.")).unwrap();
    git(here.path(), &["commit", "-qam", "Ours"]).ends(0);
    git(here.path(), &["merge", "-q", "other"]).ends(1);
    opsrepo(here.path(), &["validate"]).ends(1).says(&[
        "error[syntax/conflict-markers]",
        "decisions/0001-use-git.md:14:1",
        "note: a merge is not finished: decisions/0001-use-git.md in conflict",
        "git merge --abort",
    ]);
    opsrepo(here.path(), &["validate", "--at", "HEAD"]).ends(0);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let here = repository(&[("decisions/0002-secret.md", RECORD)]);
    let path = here.path().join("decisions/0002-secret.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // Whoever is root may read everything; a pipe is no file for root either.
        std::fs::remove_file(&path).unwrap();
        program(here.path(), "mkfifo", &["decisions/0002-secret.md"]).ends(0);
    }
    opsrepo(here.path(), &["validate"])
        .ends(1)
        .says(&["error[file/unreadable]", "decisions/0002-secret.md", "help:"]);
}

#[cfg(unix)]
#[test]
fn a_circle_of_links_is_left_aside() {
    let here = repository(&[]);
    std::os::unix::fs::symlink("b.md", here.path().join("a.md")).unwrap();
    std::os::unix::fs::symlink("a.md", here.path().join("b.md")).unwrap();
    std::os::unix::fs::symlink(".", here.path().join("decisions/again")).unwrap();
    opsrepo(here.path(), &["validate"])
        .ends(0)
        .says(&["warning[file/path]", "a.md", "1 record"]);
}

#[test]
fn an_alias_bomb_is_found_and_not_lit() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..=10 {
        let previous = format!("*a{}", i - 1);
        bomb.push_str(&format!("a{i}: &a{i} [{}]\n", [previous.as_str(); 10].join(", ")));
    }
    let here = repository(&[("configs/bomb.yaml", &bomb)]);
    opsrepo(here.path(), &["validate"])
        .ends(1)
        .says(&["error[syntax/alias-bomb]", "configs/bomb.yaml:", "help:"]);
}

#[test]
fn front_matter_that_never_ends() {
    let here = repository(&[("decisions/0002-open.md", "---\nstatus: accepted\n\n# Open\n\nText.\n")]);
    opsrepo(here.path(), &["validate"]).ends(1).says(&[
        "error[syntax/front-matter]",
        "decisions/0002-open.md:1:1",
        "help:",
    ]);
}

#[test]
fn a_schema_that_does_not_compile() {
    let settings = "[[schemas]]\nfiles = [\"configs/*.yaml\"]\nschema = \"schemas/bad.json\"\n";
    let schema = "{\n  \"type\": \"object\",\n  \"properties\": {\"a\": {\"type\": \"strnig\"}}\n}\n";
    let here = repository(&[
        ("opsrepo.toml", settings),
        ("schemas/bad.json", schema),
        ("configs/a.yaml", "a: 1\n"),
    ]);
    opsrepo(here.path(), &["validate"])
        .ends(1)
        .says(&["error[schema/invalid]", "schemas/bad.json:3:"]);
}

#[test]
fn an_unknown_key_of_the_settings() {
    let here = repository(&[("opsrepo.toml", "[cloud]\nnmae = \"X\"\n")]);
    opsrepo(here.path(), &["validate"])
        .ends(1)
        .says(&["error[settings/invalid]", "opsrepo.toml:2:1", "`name`"]);
}

#[test]
fn slips_of_the_hand_are_named() {
    let here = repository(&[]);
    opsrepo(here.path(), &["validte"]).ends(2).says(&["validate"]);
    opsrepo(here.path(), &["explain", "link/brokn"])
        .ends(2)
        .says(&["hint: did you mean `link/broken`?"]);
    opsrepo(here.path(), &["schema", "decison"])
        .ends(2)
        .says(&["hint: did you mean `decision`?"]);
    opsrepo(here.path(), &["decision", "show", "77"])
        .ends(2)
        .says(&["there is no decision `77`", "hint:"]);
    opsrepo(here.path(), &["decision", "list", "--status", "acepted"])
        .ends(2)
        .says(&["there are: "]);
    opsrepo(here.path(), &["validate", "--as-of", "tomorrow"])
        .ends(2)
        .says(&["2026-08-21"]);
}

#[test]
fn init_writes_a_clean_cloud_and_never_overwrites() {
    let here = tempfile::tempdir().unwrap();
    opsrepo(here.path(), &["init", "cloud", "--name", "Blue Cloud"])
        .ends(0)
        .says(&["hint: cd cloud && git init"]);
    let cloud = here.path().join("cloud");
    opsrepo(&cloud, &["validate", "--as-of", "2026-02-01"])
        .ends(0)
        .says(&["nothing to complain about"]);
    let settings = std::fs::read_to_string(cloud.join("opsrepo.toml")).unwrap();
    assert!(settings.contains("Blue Cloud") && !settings.contains("Example Cloud"));
    opsrepo(here.path(), &["init", "cloud"])
        .ends(2)
        .says(&["opsrepo.toml", "hint: `opsrepo init --adopt`"]);
}

#[test]
fn init_writes_the_workflow_of_the_forge_in_use() {
    for (origin, forge, github, gitlab) in [
        ("", "", true, true),
        ("git@github.com:o/r.git", "", true, false),
        ("https://gitlab.example.org/o/r", "", false, true),
        ("https://git.example.org/o/r", "", true, true),
        ("https://codeberg.org/o/r", "", false, false),
        ("git@github.com:o/r.git", "gitlab", false, true),
    ] {
        let here = tempfile::tempdir().unwrap();
        if !origin.is_empty() {
            git(here.path(), &["init", "-q"]).ends(0);
            git(here.path(), &["remote", "add", "origin", origin]).ends(0);
        }
        let arguments: &[&str] = match forge {
            "" => &["init"],
            forge => &["init", "--forge", forge],
        };
        opsrepo(here.path(), arguments).ends(0);
        let has = |path: &str| here.path().join(path).exists();
        let both = (has(".github/workflows/opsrepo.yml"), has(".gitlab-ci.yml"));
        assert_eq!(both, (github, gitlab), "{origin} {forge}");
        // What is left out is missed by no link.
        opsrepo(here.path(), &["validate", "--as-of", "2026-02-01"])
            .ends(0)
            .says(&["nothing to complain about"]);
    }
}

#[test]
fn a_quiet_beginning_lists_no_files() {
    let here = tempfile::tempdir().unwrap();
    let said = opsrepo(here.path(), &["init", "loud"]).ends(0);
    assert!(
        said.out.lines().any(|line| line.trim() == "opsrepo.toml"),
        "{}",
        said.out
    );
    let said = opsrepo(here.path(), &["init", "-q", "quiet"]).ends(0);
    assert_eq!((said.out.lines().count(), said.err.as_str()), (1, ""), "{}", said.out);
}

#[test]
fn settings_that_are_an_empty_folder_are_told() {
    let here = repository(&[]);
    std::fs::create_dir(here.path().join("opsrepo.toml")).unwrap();
    opsrepo(here.path(), &["validate"]).ends(1).says(&[
        "error[settings/invalid]: the settings were not read: it is a folder",
        "--> opsrepo.toml",
    ]);
}

#[test]
fn adopting_changes_no_finding() {
    let other = RECORD.replace("accepted", "🤔 imcomplete").replace("Use Git", "Think");
    let files = [
        ("docs/adr/0001-a.md", RECORD),
        ("docs/adr/0002-b.md", &other),
        ("docs/adr/template.md", "# [title]\n"),
        ("docs/adr/README.md", "# ADRs\n\n[x](nowhere.md)\n"),
    ];
    let here = repository(&files);
    let before = opsrepo(here.path(), &["validate", "--format", "json", "--as-of", "2026-02-01"]).ends(1);
    opsrepo(here.path(), &["init", "--adopt"])
        .ends(0)
        .says(&["wrote opsrepo.toml: 3 records in 2 sets"]);
    let settings = std::fs::read_to_string(here.path().join("opsrepo.toml")).unwrap();
    for part in [
        "docs/adr/*.md",
        "docs/adr/template.md",
        "imcomplete",
        "kind = \"decision\"",
    ] {
        assert!(settings.contains(part), "{part} is missing in:\n{settings}");
    }
    let after = opsrepo(here.path(), &["validate", "--format", "json", "--as-of", "2026-02-01"]).ends(1);
    let findings = |said: &Said| serde_json::from_str::<serde_json::Value>(&said.out).unwrap()["findings"].clone();
    assert_eq!(findings(&before), findings(&after));
    opsrepo(here.path(), &["init", "--adopt"])
        .ends(2)
        .says(&["exists already"]);
}

#[test]
fn a_new_record_is_numbered_named_and_clean() {
    let here = repository(&[]);
    let said = opsrepo(
        here.path(),
        &[
            "decision",
            "new",
            "Use PostgreSQL, not \"MySQL\"",
            "--decider",
            "Ada",
            "--as-of",
            "2026-03-04",
        ],
    )
    .ends(0);
    assert_eq!(said.out, "decisions/0002-use-postgresql-not-mysql.md\n");
    opsrepo(here.path(), &["validate"]).ends(0);
    opsrepo(here.path(), &["decision", "list"])
        .ends(0)
        .says(&["0002", "proposed", "2026-03-04", "Use PostgreSQL"]);
    opsrepo(here.path(), &["decision", "new", " "])
        .ends(2)
        .says(&["needs a title", "hint:"]);
}

#[test]
fn the_first_record_of_every_kind_is_found_again() {
    let here = tempfile::tempdir().unwrap();
    opsrepo(here.path(), &["init", "."]).ends(0);
    for kind in ["decision", "service", "runbook", "incident", "config"] {
        let said = opsrepo(here.path(), &[kind, "new", "Disk full"]).ends(0);
        let path = said.out.trim().to_owned();
        assert!(path.starts_with(&format!("{kind}s/")), "{path}");
        opsrepo(here.path(), &[kind, "list"]).ends(0).says(&["isk full"]);
    }
    opsrepo(here.path(), &["validate"]).ends(0).says(&["9 records"]);
    opsrepo(here.path(), &["decision", "new", "X", "--service", "websit"])
        .ends(2)
        .says(&["no service `websit`", "did you mean `website`?"]);
}

#[test]
fn a_set_without_records_has_its_folder() {
    let settings = "[sets.d]\nkind = \"decision\"\nfiles = [\"docs/adr/*.md\"]\n";
    let here = repository(&[("opsrepo.toml", settings)]);
    for path in ["docs/adr/0001-first.md", "docs/adr/0002-first.md"] {
        let said = opsrepo(here.path(), &["decision", "new", "First"]).ends(0);
        assert_eq!(said.out, format!("{path}\n"));
    }
}

#[test]
fn a_kind_of_ones_own_has_its_commands() {
    let settings = "[kinds.standard]\nsummary = \"What is allowed\"\nplural = \"standards\"\nfolder = \"standards\"\n\n[sets.standards]\nkind = \"standard\"\nfiles = [\"standards/*.md\"]\n";
    let here = repository(&[
        ("opsrepo.toml", settings),
        ("standards/backups.md", "# Backups\n\nEvery night.\n"),
    ]);
    opsrepo(here.path(), &["standard", "list"])
        .ends(0)
        .says(&["backups", "Backups"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let path = here.path().display().to_string();
    opsrepo(elsewhere.path(), &["standard", "list", "-C", &path])
        .ends(0)
        .says(&["Backups"]);
    opsrepo(here.path(), &["standard", "new", "Access"])
        .ends(0)
        .says(&["standards/access.md"]);
}

#[test]
fn machine_output_follows_its_schemas() {
    let here = repository(&[
        ("docs/a.md", "# A\n\n[x](y.md)\n"),
        (
            "incidents/2026-01-02-down.md",
            "# Down\n\n- **Detected**: 2026-01-02 10:00\n- **Resolved**: 2026-01-02 09:00\n",
        ),
    ]);
    for (arguments, schema) in [
        (&["validate", "--format", "json"][..], "validate"),
        (&["decision", "list", "--format", "json"], "list"),
        (&["incident", "list", "--format", "json"], "list"),
        (&["runbook", "list", "--format", "json"], "list"),
    ] {
        let value: serde_json::Value = serde_json::from_str(&opsrepo(here.path(), arguments).out).unwrap();
        let schema: serde_json::Value =
            serde_json::from_str(&opsrepo(here.path(), &["schema", schema]).ends(0).out).unwrap();
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:#?}\n{value:#}");
    }
    let incidents: serde_json::Value =
        serde_json::from_str(&opsrepo(here.path(), &["incident", "list", "--format", "json"]).out).unwrap();
    for time in ["started", "detected", "declared", "mitigated", "resolved"] {
        assert!(
            incidents[0]["times"].get(time).is_some(),
            "{time} is missing in {incidents:#}"
        );
    }
}

#[test]
fn colour_comes_only_when_asked_for() {
    let here = repository(&[("docs/a.md", "# A\n\n[x](y.md)\n")]);
    let plain = opsrepo(here.path(), &["validate"]).ends(1);
    assert!(!plain.out.contains('\u{1b}') && !plain.err.contains('\u{1b}'));
    let coloured = opsrepo(here.path(), &["--color", "always", "validate"]).ends(1);
    assert!(coloured.out.contains('\u{1b}'));
    let quiet = opsrepo(here.path(), &["-q", "validate"]).ends(1);
    assert!(
        quiet.err.is_empty() && !quiet.out.contains(" files, "),
        "{}{}",
        quiet.out,
        quiet.err
    );
}

#[test]
fn scripts_and_manuals_are_printed() {
    let here = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        opsrepo(here.path(), &["completions", shell])
            .ends(0)
            .says(&["decision"]);
    }
    opsrepo(here.path(), &["man"]).ends(0).says(&[".TH", "validate"]);
    opsrepo(here.path(), &["man", "pages"]).ends(0);
    assert!(here.path().join("pages/opsrepo-decision-new.1").is_file());
    opsrepo(here.path(), &["validate", "--help"])
        .ends(0)
        .says(&["Examples:"]);
    opsrepo(here.path(), &["--version"])
        .ends(0)
        .says(&[env!("CARGO_PKG_VERSION")]);
}
