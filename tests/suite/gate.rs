//! `validate` as the gate of a repository that is not in order yet: baselines, only what a change brought, chosen paths,
//! how much is put up with, and what is watched.

use crate::base::{Log, Said};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const FILE: &str = "opsrepo-baseline.json";

/// A log whose first decision leads to nowhere, twice, and whose room has one more such link.
fn broken() -> Log {
    let log = Log::new();
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("(room.md)", "(nowhere.md)")]);
    log.write("adr/room.md", "# The room\n\nSee [there](no.md).\n");
    log.commit("Break");
    log
}

impl Log {
    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    fn settings(&self, text: &str) {
        self.write("opsrepo.toml", text);
    }
}

fn count(said: &Said, rule: &str) -> usize {
    said.out.matches(&format!("[{rule}]")).count()
}

#[test]
fn what_is_known_fails_nothing() {
    let log = broken();
    log.validate(&[]).ends(1).says(&["2 errors"]);
    log.validate(&["--write-baseline"]).ends(0).says(&[
        "note: wrote opsrepo-baseline.json: 2 findings known from now on",
        "[validate] baseline = \"opsrepo-baseline.json\"",
        "nothing to complain about, 2 known",
    ]);
    let text = log.read(FILE);
    assert_eq!(
        text.lines().filter(|line| line.contains("\"key\"")).count(),
        2,
        "{text}"
    );
    // It is not taken where nobody names it.
    log.validate(&[])
        .ends(1)
        .says(&["hint: opsrepo-baseline.json is there, and nobody names it"])
        .keeps_silent_about(&["known"]);
    log.validate(&["--baseline", FILE])
        .ends(0)
        .says(&["2 known", "`--known` reports also"]);
    log.settings("[validate]\nbaseline = \"opsrepo-baseline.json\"\n");
    log.validate(&[]).ends(0).says(&["2 known"]);
    let said = log.validate(&["--known"]).ends(1);
    assert_eq!(count(&said, "link/broken"), 2);
    // Lines move, and what is new is found.
    log.edit("adr/room.md", &[("# The room\n", "# The room\n\nIt is cold.\n\n")]);
    log.validate(&[]).ends(0).says(&["2 known"]);
    log.write("adr/more.md", "# More\n\n[x](gone.md)\n");
    let said = log.validate(&[]).ends(1).says(&["adr/more.md", "1 error, 2 known"]);
    assert_eq!(count(&said, "link/broken"), 1);
    log.validate(&["--format", "json"]).ends(1).says(&["\"known\": 2"]);
    // What is mended is taken out by the next writing, and only then.
    std::fs::remove_file(log.folder.path().join("adr/more.md")).unwrap();
    log.edit("adr/room.md", &[("no.md", "0001-keep-volumes-on-disks.md")]);
    log.validate(&[]).ends(0).says(&[
        "1 known, 1 known before and gone",
        "1 finding of opsrepo-baseline.json is gone",
    ]);
    log.validate(&["--verbose"])
        .says(&["gone from adr/room.md: link/broken"]);
    log.validate(&["--write-baseline"])
        .ends(0)
        .says(&["1 finding known from now on"]);
    log.validate(&[]).ends(0).keeps_silent_about(&["gone"]);
    // Written twice, it is the same.
    let text = log.read(FILE);
    log.validate(&["--write-baseline"]).ends(0);
    assert_eq!(log.read(FILE), text);
}

#[test]
fn what_is_known_can_be_mended_too() {
    let log = broken();
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("Accepted", "Acepted")]);
    log.validate(&["--write-baseline"]).ends(0);
    log.validate(&["--baseline", FILE, "--fix"]).ends(0).says(&[
        "nothing here can be mended",
        "1 finding that is known can be mended too: `--known --fix`",
    ]);
    log.validate(&["--baseline", FILE, "--known", "--fix"])
        .ends(1)
        .says(&["mended 1 finding"])
        .keeps_silent_about(&["too"]);
}

#[test]
fn a_baseline_that_cannot_be_read_or_written() {
    let log = broken();
    log.validate(&["--baseline", "no.json"])
        .ends(2)
        .says(&["--baseline names a file that cannot be read", "no.json"]);
    log.settings("[validate]\nbaseline = \"known.json\"\n");
    log.validate(&[]).ends(2).says(&[
        "opsrepo.toml names a baseline that cannot be read",
        "--write-baseline` writes it",
    ]);
    log.validate(&["--write-baseline"]).ends(0).says(&["wrote known.json"]);
    let text = log.read("known.json");
    for (bad, says) in [
        (
            text.replace("\": 1,", "\": 7,"),
            "known.json:2:23: this baseline is of version 7",
        ),
        (text.replace("\"key\": \"", "\"key\": \"x"), "known.json:4:"),
        (text.replace("\"key\":\"", "\"key\":\"x"), "known.json:4:"),
        (format!("<<<<<<< a\n{text}"), "known.json:1:1: this is no baseline"),
        (
            "[1, 2]\n".to_owned(),
            "known.json:1:1: this is no baseline: it has no `opsrepo-baseline`",
        ),
    ] {
        if bad == text {
            continue;
        }
        log.write("known.json", &bad);
        log.validate(&[]).ends(2).says(&[says, "--write-baseline"]);
    }
    log.validate(&["--write-baseline=no/such/folder/x.json"])
        .ends(2)
        .says(&["cannot write", "no/such/folder/x.json"]);
    log.validate(&["--write-baseline=LICENSE"])
        .ends(2)
        .says(&["LICENSE is there already and is no baseline"]);
    assert_eq!(log.read("LICENSE"), "A licence.\n");
}

#[test]
fn a_change_answers_for_what_it_brought() {
    let log = broken();
    log.git(&["checkout", "-qb", "topic"]);
    log.validate(&[]).ends(1).says(&["2 errors"]);
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about, 2 known"]);
    let said = log.validate(&["--base", "main", "--known"]).ends(1);
    assert_eq!(count(&said, "link/broken"), 2);
    // What the change broke in a file that it did not touch is its own.
    log.git(&["rm", "-q", "adr/0002-buy-a-status-page.md"]);
    log.write("adr/new.md", "# New\n\n[a](no.md) [b](0001-keep-volumes-on-disks.md)\n");
    log.validate(&["--base", "main"])
        .ends(1)
        .says(&["adr/new.md", "1 error, 2 known"]);
    log.git(&["checkout", "-q", "HEAD", "."]);
    std::fs::remove_file(log.folder.path().join("adr/new.md")).unwrap();
    // So is what a comment no longer hides.
    log.edit(
        "adr/room.md",
        &[("# The", "<!-- opsrepo: allow link/broken -- later -->\n\n# The")],
    );
    log.commit("Allow");
    log.validate(&["--base", "main"]).ends(0);
    log.git(&["checkout", "-qb", "next"]);
    log.edit(
        "adr/room.md",
        &[("<!-- opsrepo: allow link/broken -- later -->\n\n", "")],
    );
    log.validate(&["--base", "topic"])
        .ends(1)
        .says(&["adr/room.md:3:", "1 known"]);
}

#[test]
fn a_file_with_another_name_has_its_old_faults() {
    let log = broken();
    log.git(&["checkout", "-qb", "topic"]);
    log.git(&["mv", "adr/room.md", "adr/cellar.md"]);
    log.validate(&["--base", "main"]).ends(0).says(&["2 known"]);
    log.git(&["mv", "adr", "decisions"]);
    log.edit("decisions/cellar.md", &[("# The room", "# The room below")]);
    log.validate(&["--base", "main"]).ends(0).says(&["2 known"]);
    log.edit("decisions/cellar.md", &[("(no.md)", "(no-more.md)")]);
    log.validate(&["--base", "main"])
        .ends(1)
        .says(&["no-more.md", "1 known"]);
}

#[test]
fn what_spares_nothing_was_there_before() {
    let log = Log::new();
    log.write(
        "adr/room.md",
        "<!-- opsrepo: allow link/broken -- later -->\n\n# The room\n",
    );
    log.commit("Allow");
    log.git(&["checkout", "-qb", "topic"]);
    log.validate(&[]).ends(0).says(&["suppression/unused"]);
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about, 1 known"]);
}

#[test]
fn an_allowance_has_an_end_and_a_reach() {
    let log = broken();
    let allow = |text: &str| {
        log.git(&["checkout", "-q", "."]);
        log.edit("adr/room.md", &[("See", &format!("<!-- opsrepo: {text} -->\nSee"))]);
        log.validate(&["adr/room.md"])
    };
    allow("allow-line link/broken -- x")
        .ends(0)
        .says(&["nothing to complain about"]);
    allow("allow link/broken until 2026-03-01 -- x")
        .ends(0)
        .says(&["nothing to complain about"]);
    allow("allow link/* until 2026-02-28 -- x").ends(1).says(&[
        "error[link/broken]",
        "counted until 2026-02-28",
        "warning[suppression/expired]: `link/*` was allowed until 2026-02-28",
    ]);
    allow("allow link/broken until spring -- x")
        .ends(1)
        .says(&["behind `until` stands no day"]);
    allow("allow-line link/anchor -- x")
        .ends(1)
        .says(&["error[link/broken]", "warning[suppression/unused]"]);
    allow("allow link/brokn -- x")
        .ends(1)
        .says(&["suppression/unknown-rule", "did you mean `link/broken`?"]);
}

#[test]
fn only_some_files_are_told_about() {
    let log = broken();
    let one = "adr/room.md";
    log.validate(&[one])
        .ends(1)
        .says(&["1 of ", "1 error"])
        .keeps_silent_about(&["nowhere.md"]);
    log.validate(&["adr"]).ends(1).says(&["2 errors"]);
    log.validate(&["adr/*.md"]).ends(1).says(&["2 errors"]);
    log.validate(&["."]).ends(1).says(&["2 errors"]);
    log.validate(&["adr/0002*", "LICENSE"]).ends(0).says(&["2 of "]);
    log.validate(&["-C", "adr", "room.md"]).ends(1).says(&["1 error"]);
    log.validate(&["--at", "HEAD", one]).ends(1).says(&["1 error"]);
    log.validate(&["adr/romm.md"])
        .ends(2)
        .says(&["there is no file and no folder adr/romm.md"]);
    log.validate(&[one, "*.adoc"]).ends(2).says(&["no file matches *.adoc"]);
    log.validate(&["a[/*"]).ends(2).says(&["a[/* is no glob"]);
    log.validate(&["../elsewhere"]).ends(2).says(&["does not lie in"]);
    log.write(".gitignore", "/out/\n");
    log.write("out/x.md", "# X\n");
    log.validate(&["out"])
        .ends(2)
        .says(&["nothing in out is checked", "Git is told to ignore"]);
    log.settings("[files]\nexclude = [\"adr/room.md\"]\n");
    log.validate(&[one])
        .ends(2)
        .says(&["nothing was checked", "[files] exclude"]);
    log.validate(&[one, "LICENSE"]).ends(0);
}

#[test]
fn as_much_is_put_up_with_as_was_said() {
    let log = Log::new();
    log.settings("[rules]\n\"link/broken\" = \"warning\"\n");
    log.write("adr/room.md", "# The room\n\n[a](a.md) [b](b.md) [c](c.md)\n");
    log.validate(&[]).ends(0).says(&["3 warnings"]);
    log.validate(&["--max-warnings", "3"]).ends(0);
    log.validate(&["--max-warnings", "2"])
        .ends(1)
        .says(&["error: 3 warnings, and --max-warnings allows 2"]);
    log.validate(&["--quiet", "--max-warnings", "0"])
        .ends(1)
        .says(&["--max-warnings allows 0"]);
    log.validate(&["--strict"])
        .ends(1)
        .says(&["error[link/broken]", "3 errors"]);
    log.validate(&["--strict", "--max-warnings", "2"]).ends(2);
}

#[test]
fn ten_thousand_findings_in_one_file() {
    let log = Log::new();
    let links: String = (0..10_000).map(|at| format!("- [x](no-{at}.md)\n")).collect();
    log.write("adr/room.md", &format!("# The room\n\n{links}"));
    let said = log.validate(&[]).ends(1).says(&[
        "9900 more findings of `link/broken` in this file, from here on",
        "10,000 errors",
    ]);
    assert_eq!(count(&said, "link/broken"), 101);
    log.validate(&["--format", "json"])
        .ends(1)
        .says(&["\"errors\": 10000", "9900 more findings"]);
    log.validate(&["--write-baseline"])
        .ends(0)
        .says(&["10,000 findings known from now on"]);
    log.validate(&["--baseline", FILE]).ends(0).says(&["10,000 known"]);
}

#[test]
fn slips_of_the_keyboard_are_understood() {
    let log = broken();
    for (arguments, says) in [
        (&["--format", "xml"][..], "possible values: text, short, json"),
        (
            &["--output", "json"],
            "write a format, `=` and a path, as in `sarif=findings.sarif`",
        ),
        (&["--output", "json=no/x.json"], "there is no folder no"),
        (&["--json"], "'--format json' prints that"),
        (&["--diff", "--format", "json"], "cannot be used with"),
        (
            &["--baseline", "no.json"],
            "`opsrepo validate --write-baseline=no.json` writes it",
        ),
        (&["--baseline", "adr"], "--baseline names a folder: adr"),
        (&["--write-baseline", "known.json"], "`--write-baseline=known.json`"),
        (&["--write-baseline=adr"], "cannot write adr: it is a folder"),
        (&["--write-baseline=no/x.json"], "there is no folder no"),
        (&["--base", "mian"], "there is no commit mian"),
        (&["--base", ""], "--base is empty"),
        (&["adr/romm.md"], "there is no file and no folder adr/romm.md"),
        (
            &["--max-warnings", "-1"],
            "write how many are put up with: 0, 1, 2 and so on",
        ),
        (
            &["--max-warnings=some"],
            "write how many are put up with: 0, 1, 2 and so on",
        ),
    ] {
        let said = log.validate(arguments).ends(2).says(&[says]);
        assert_eq!(said.out, "", "{arguments:?}");
    }
    // A baseline that is there is no page to look at.
    log.validate(&["--write-baseline=known.json"]).ends(0);
    log.validate(&["--write-baseline", "known.json"])
        .ends(2)
        .says(&["stands behind a `=`"]);
    assert!(!log.folder.path().join(FILE).exists());
    // What nobody can mend fails all the same, and that is said.
    log.validate(&["--diff"])
        .ends(1)
        .says(&["2 errors; `opsrepo validate` tells them"]);
}

#[test]
fn what_is_watched_is_checked_again() {
    let log = Log::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(["validate", "--watch", "--base", "none"])
        .current_dir(log.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let summary = || -> Option<String> {
        loop {
            let line = lines.recv_timeout(Duration::from_secs(60)).ok()?;
            if line.contains(" rules: ") {
                return Some(line);
            }
        }
    };
    let first = summary();
    log.write("adr/room.md", "# The room\n\n[a](a.md)\n");
    let second = summary();
    log.write("adr/room.md", "# The room\n");
    let third = summary();
    child.kill().unwrap();
    child.wait().unwrap();
    let said =
        |line: Option<String>, what: &str| assert!(line.as_ref().is_some_and(|line| line.contains(what)), "{line:?}");
    said(first, "nothing to complain about");
    said(second, "1 error");
    said(third, "nothing to complain about");
    log.validate(&["--watch", "--at", "HEAD"])
        .ends(2)
        .says(&["a commit never changes"]);
    log.validate(&["--watch", "--write-baseline"]).ends(2);
}
