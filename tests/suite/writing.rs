//! What a user does to records, and the mistakes that they make: each verb in each dialect, both ends of relations, and what
//! is refused with the way out.

use crate::cli::{folder, opsrepo};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Three records as adr-tools writes them.
const NYGARD: [(&str, &str); 3] = [
    (
        "doc/adr/0001-record-decisions.md",
        "# 1. Record decisions\n\nDate: 2016-02-12\n\n## Status\n\nAccepted\n\n## Context\n\nWe need to.\n\n## Decision\n\nWe do.\n",
    ),
    (
        "doc/adr/0002-use-shell.md",
        "# 2. Use shell\n\nDate: 2016-02-13\n\n## Status\n\nProposed\n\n## Context\n\nIt is there.\n\n## Decision\n\nWe do.\n",
    ),
    (
        "doc/adr/0003-use-rust.md",
        "# 3. Use Rust\n\nDate: 2016-02-14\n\n## Status\n\nAccepted\n\n## Context\n\nIt is safe.\n\n## Decision\n\nWe do.\n",
    ),
];

fn nygard() -> TempDir {
    folder(&NYGARD)
}

fn read(here: &TempDir, path: &str) -> String {
    fs::read_to_string(here.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The text after a command that must succeed, and leave nothing to complain about.
#[track_caller]
fn after(here: &TempDir, arguments: &[&str], path: &str) -> String {
    opsrepo(here.path(), arguments).ends(0);
    opsrepo(here.path(), &["validate"])
        .ends(0)
        .says(&["nothing to complain about"]);
    read(here, path)
}

#[test]
fn a_step_changes_the_word_alone() {
    let here = nygard();
    let (path, before) = NYGARD[1];
    let text = after(&here, &["decision", "accept", "2"], path);
    assert_eq!(text, before.replace("Proposed", "Accepted"));
    opsrepo(here.path(), &["decision", "accept", "2"])
        .ends(0)
        .says(&["it is so already: nothing is to be done"]);
    let text = after(&here, &["decision", "deprecate", "use-shell"], path);
    assert_eq!(text, before.replace("Proposed", "Deprecated"));
}

#[test]
fn a_trial_shows_and_writes_nothing() {
    let here = nygard();
    let said = opsrepo(here.path(), &["decision", "reject", "2", "--dry-run"]).ends(0);
    assert!(said.out.contains("-Proposed\n+Rejected\n"), "{}", said.out);
    said.says(&["nothing was written"]);
    assert_eq!(read(&here, NYGARD[1].0), NYGARD[1].1);
    opsrepo(
        here.path(),
        &["--color", "always", "decision", "reject", "2", "--dry-run"],
    )
    .ends(0)
    .says(&["\u{1b}[", "-Proposed"]);
}

#[test]
fn what_the_lifecycle_forbids_is_refused_with_the_way_out() {
    let here = nygard();
    opsrepo(here.path(), &["decision", "reject", "1"]).ends(2).says(&[
        "error: doc/adr/0001-record-decisions.md is accepted, and `reject` leads from draft, proposed, deferred or no status only",
        "hint: from there leads: opsrepo decision deprecate 0001; opsrepo decision supersede 0001 --by NEW",
    ]);
    opsrepo(here.path(), &["decision", "reject", "2"]).ends(0);
    opsrepo(here.path(), &["decision", "accept", "2"])
        .ends(2)
        .says(&["hint: opsrepo decision propose 0002; then opsrepo decision accept 0002"]);
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "3"]).ends(0);
    opsrepo(here.path(), &["decision", "deprecate", "1"])
        .ends(2)
        .says(&["nothing leads on from there"]);
    // Of several, one that is refused stops all.
    opsrepo(here.path(), &["decision", "deprecate", "3", "1"]).ends(2);
    assert!(read(&here, NYGARD[2].0).contains("\nAccepted\n"));
}

#[test]
fn records_that_nobody_knows() {
    let here = nygard();
    opsrepo(here.path(), &["decision", "accept", "9"])
        .ends(2)
        .says(&["there is no decision `9`"]);
    opsrepo(here.path(), &["decision", "accept", "use"]).ends(2).says(&[
        "2 decisions answer to `use`",
        "name one by its path:\n  doc/adr/0003-use-rust.md\n  doc/adr/0002-use-shell.md\n",
    ]);
    opsrepo(here.path(), &["decision", "supersede", "1"])
        .ends(2)
        .says(&["--by <NEW>"]);
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "1"])
        .ends(2)
        .says(&["cannot stand in a relation to itself"]);
    opsrepo(here.path(), &["decision", "aceppt", "1"])
        .ends(2)
        .says(&["'accept'"]);
    opsrepo(here.path(), &["decision", "accept", "2", "--on", "31.31.2020"])
        .ends(2)
        .says(&["not a date"]);
    opsrepo(here.path(), &["service", "accept", "x"])
        .ends(2)
        .says(&["unrecognized subcommand"]);
}

#[test]
fn both_ends_of_a_relation_are_written() {
    let here = nygard();
    let path = |at: usize| NYGARD[at].0;
    opsrepo(here.path(), &["decision", "supersede", "1", "2", "--by", "3"]).ends(0);
    assert!(read(&here, path(0)).contains("## Status\n\nSuperseded by [3. Use Rust](0003-use-rust.md)\n\n## Context"));
    assert!(read(&here, path(2)).contains(
        "Accepted\n\nSupersedes [1. Record decisions](0001-record-decisions.md)\n\nSupersedes [2. Use shell](0002-use-shell.md)\n\n## Context"
    ));
    for arguments in [
        ["decision", "supersede", "1", "2", "--by", "3"].as_slice(),
        ["decision", "supersede", "2", "--by", "3"].as_slice(),
    ] {
        opsrepo(here.path(), arguments).ends(0).says(&["it is so already"]);
    }
}

#[test]
fn amendments_leave_the_status() {
    let here = nygard();
    after(&here, &["decision", "amend", "1", "--by", "3"], NYGARD[0].0);
    let [old, new] = [read(&here, NYGARD[0].0), read(&here, NYGARD[2].0)];
    assert!(
        old.contains("Accepted\n\nAmended by [3. Use Rust](0003-use-rust.md)\n"),
        "{old}"
    );
    assert!(
        new.contains("Accepted\n\nAmends [1. Record decisions](0001-record-decisions.md)\n"),
        "{new}"
    );
    let text = after(&here, &["decision", "relate", "2", "3", "1"], NYGARD[1].0);
    assert!(
        text.contains("Relates to [3. Use Rust](0003-use-rust.md)\n\nRelates to [1. Record decisions]"),
        "{text}"
    );
    opsrepo(here.path(), &["decision", "relate", "3", "2"])
        .ends(0)
        .says(&["it is so already"]);
    // A superseded record keeps what amended it.
    let text = after(&here, &["decision", "supersede", "1", "--by", "2"], NYGARD[0].0);
    assert!(
        text.contains("Superseded by [2. Use shell](0002-use-shell.md)\n\nAmended by [3."),
        "{text}"
    );
}

#[test]
fn every_dialect_names_the_successor_in_its_own_way() {
    let cases: [(&str, &str, &str, &str); 6] = [
        (
            "madr 4",
            "---\r\nstatus: \"accepted\" # for now\r\ndate: 2020-01-02\r\n---\r\n\r\n# X\r\n\r\n## Considered Options\r\n\r\n* It\r\n",
            "status: \"superseded by ADR-0002\" # for now\r\ndate: 2031-12-24\r\n",
            "supersedes:\r\n  - '0001'\r\n",
        ),
        (
            "plain front matter",
            "---\nstatus: accepted\n---\n\n# X\n\nIt.",
            "status: superseded\nsuperseded-by:\n  - '0002'\n---\n\n# X\n\nIt.",
            "supersedes:\n  - '0001'\n",
        ),
        (
            "madr 2",
            "# X\n\n* Status: accepted <!-- optional -->\n* Date: 02.01.2020\n\n## Context\n\nIt.\n",
            "* Status: superseded by [ADR-0002](0002-x.md) <!-- optional -->\n* Date: 24.12.2031\n",
            "It.\n\n## Links\n\n* Supersedes [ADR-0001](0001-x.md)\n",
        ),
        (
            "table",
            "# X\n\n| | |\n|---|---|\n| Status | Accepted |\n| Superseded by: | N/A |\n\n## Context\n\nIt.\n",
            "| Status | Superseded |\n| Superseded by: | [ADR-0002](0002-x.md) |\n",
            "| Status | Accepted |\n| Supersedes | [ADR-0001](0001-x.md) |\n",
        ),
        (
            "bold line",
            "# X\n\n**Status:** Accepted | **Owner:** Ada\n\n## Context\n\nIt.\n",
            "**Status:** Superseded by [ADR-0002](0002-x.md) | **Owner:** Ada\n",
            "## Links\n\n* Supersedes [ADR-0001](0001-x.md)\n",
        ),
        (
            "signs",
            "# X\n\n## Status\n\n✅ Accepted\n\n## Context\n\nIt.\n",
            "## Status\n\nSuperseded by [2. X](0002-x.md)\n\n",
            "✅ Accepted\n\nSupersedes [1. X](0001-x.md)\n\n",
        ),
    ];
    for (name, text, old, new) in cases {
        let here = folder(&[("adr/0001-x.md", text), ("adr/0002-x.md", text)]);
        let said = opsrepo(
            here.path(),
            &["decision", "supersede", "1", "--by", "2", "--on", "2031-12-24"],
        );
        said.ends(0);
        let found = [read(&here, "adr/0001-x.md"), read(&here, "adr/0002-x.md")];
        assert!(found[0].contains(old), "{name}:\n{}", found[0]);
        assert!(found[1].contains(new), "{name}:\n{}", found[1]);
        let said = opsrepo(
            here.path(),
            &["decision", "supersede", "1", "--by", "2", "--on", "2031-12-24"],
        );
        said.ends(0).says(&["it is so already"]);
        let said = opsrepo(here.path(), &["validate"]);
        assert!(!said.out.contains("decision/"), "{name}:\n{}", said.out);
    }
}

#[test]
fn asciidoc_is_written_as_asciidoc() {
    let text = "= ADR001: X\nAda <ada@example.org>\nv1.0, 07.01.2021\n:status: draft\n\n* Status: {status}\n* Deciders:\n** Ada\n* Date: 07.01.2021\n\n== Context\n\nIt.\n";
    let other = text.replace("ADR001", "ADR002");
    let here = folder(&[("adr/ADR001-x.adoc", text), ("adr/ADR002-y.adoc", &other)]);
    let said = opsrepo(
        here.path(),
        &["decision", "accept", "1", "--decider", "Bo", "--on", "2031-12-24"],
    );
    said.ends(0);
    let wanted = text
        .replace("draft", "accepted")
        .replace("** Ada\n* Date: 07.01.2021", "** Ada\n** Bo\n* Date: 24.12.2031");
    assert_eq!(read(&here, "adr/ADR001-x.adoc"), wanted);
    opsrepo(here.path(), &["decision", "amend", "1", "--by", "2"]).ends(0);
    assert!(read(&here, "adr/ADR001-x.adoc").ends_with("It.\n\n== Links\n\n* Amended by xref:ADR002-y.adoc[ADR002]\n"));
}

#[test]
fn a_first_status_stands_where_others_have_it() {
    let bare = "---\nparent: Decisions\n---\n# X\n\n## Decision\n\nIt.\n";
    let here = folder(&[
        ("adr/0001-x.md", bare),
        ("adr/0002-y.md", "# Y\r\n\r\n## Decision\r\n\r\nIt.\r\n"),
    ]);
    let text = after(&here, &["decision", "accept", "1"], "adr/0001-x.md");
    assert_eq!(text, bare.replace("Decisions\n", "Decisions\nstatus: accepted\n"));
    let text = after(&here, &["decision", "accept", "2"], "adr/0002-y.md");
    assert_eq!(
        text,
        "---\r\nstatus: accepted\r\n---\r\n\r\n# Y\r\n\r\n## Decision\r\n\r\nIt.\r\n"
    );
    let here = folder(&[("adr/0001-x.md", "# X\n\n## Decision\n\nIt.\n")]);
    let text = after(&here, &["decision", "accept", "1"], "adr/0001-x.md");
    assert_eq!(text, "# X\n\n## Status\n\nAccepted\n\n## Decision\n\nIt.\n");
}

#[test]
fn a_status_that_nobody_understands_is_asked_about() {
    let text = |status: &str| format!("# X\n\n## Status\n\n{status}\n\n## Decision\n\nIt.\n");
    let here = folder(&[
        ("adr/0001-x.md", &text("acepted")),
        ("adr/0002-y.md", &text("🤔 Incomplete")),
    ]);
    opsrepo(here.path(), &["decision", "deprecate", "1"]).ends(2).says(&[
        "adr/0001-x.md:5:1: nobody knows what `acepted` allows",
        "hint: did you mean `accepted`?",
    ]);
    opsrepo(here.path(), &["decision", "accept", "2"]).ends(2).says(&[
        "adr/0002-y.md:5:1: nobody knows what `🤔 Incomplete` allows",
        "under [kinds.decision.statuses], `WORD = [\"incomplete\"]`",
    ]);
    fs::write(
        here.path().join("opsrepo.toml"),
        "[kinds.decision.statuses]\ndraft = [\"incomplete\"]\n",
    )
    .unwrap();
    opsrepo(here.path(), &["decision", "accept", "2"]).ends(0);
    assert_eq!(read(&here, "adr/0002-y.md"), text("Accepted"));
}

#[test]
fn a_torn_file_is_not_touched() {
    let text = "---\nstatus: [\n---\n\n# X\n\n## Status\n\nAccepted\n";
    let here = folder(&[("adr/0001-x.md", text)]);
    opsrepo(here.path(), &["decision", "deprecate", "1"])
        .ends(2)
        .says(&["adr/0001-x.md:", "mend that first"]);
    assert_eq!(read(&here, "adr/0001-x.md"), text);
}

#[test]
fn lists_are_written_as_the_log_writes_them() {
    let text = |more: &str| format!("---\nstatus: accepted\ntags: [a]\n{more}---\n\n# X\n\n## Decision\n\nIt.\n");
    let here = folder(&[
        ("adr/0001-x.md", &text("relates: [2]\n")),
        ("adr/0002-y.md", &text("relates: [1]\n")),
        ("adr/0003-z.md", &text("")),
    ]);
    let changed = after(&here, &["decision", "relate", "3", "2"], "adr/0003-z.md");
    assert_eq!(changed, text("relates: [2]\n"));
    assert_eq!(read(&here, "adr/0002-y.md"), text("relates: [1, 3]\n"));
}

#[test]
fn the_other_end_is_a_value_where_the_log_has_no_lists() {
    let text = |more: &str| format!("---\nstatus: accepted\n{more}---\n\n# X\n\n## Decision\n\nIt.\n");
    let old = text("superseded-by: 0002-y\n").replace("accepted", "superseded");
    let here = folder(&[
        ("adr/0001-x.md", &old),
        ("adr/0002-y.md", &text("supersedes: 0001-x\n")),
        ("adr/0003-z.md", &text("superseded-by:\n")),
        ("adr/0004-w.md", &text("")),
    ]);
    opsrepo(here.path(), &["decision", "supersede", "2", "--by", "3"]).ends(0);
    assert!(
        read(&here, "adr/0002-y.md").contains("\nsuperseded-by: '0003'\n"),
        "{}",
        read(&here, "adr/0002-y.md")
    );
    assert!(read(&here, "adr/0003-z.md").contains("\nsupersedes: '0002'\n"));
    opsrepo(here.path(), &["decision", "supersede", "3", "--by", "4"]).ends(0);
    assert!(
        read(&here, "adr/0003-z.md").contains("\nsuperseded-by: '0004'\n"),
        "{}",
        read(&here, "adr/0003-z.md")
    );
    // A second one makes a list of it.
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "4"]).ends(0);
    let both = read(&here, "adr/0004-w.md");
    assert!(both.contains("\nsupersedes: ['0003', '0001']\n"), "{both}");
}

#[test]
fn an_alias_is_not_written_over() {
    let text = "---\nx: &s accepted\nstatus: *s\n---\n\n# X\n\n## Decision\n\nIt.\n";
    let here = folder(&[("adr/0001-x.md", text)]);
    opsrepo(here.path(), &["decision", "deprecate", "1"])
        .ends(2)
        .says(&["is an alias", "write the status itself"]);
}

#[test]
fn proposals_keep_their_status_beside_them() {
    let kep = "title: X\nauthors: [\"@ada\"]\nstatus: implementable\nsuperseded-by: []\nreplaces:\n";
    let text = "# KEP: X\n\n## Summary\n\nIt.\n";
    let here = folder(&[
        (
            "opsrepo.toml",
            "[sets.k]\nkind = \"decision\"\nfiles = \"keps/*/README.md\"\n",
        ),
        ("keps/0001-a/README.md", text),
        ("keps/0001-a/kep.yaml", kep),
        ("keps/0002-b/README.md", text),
        ("keps/0002-b/kep.yaml", kep),
    ]);
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "2"]).ends(0);
    let wanted = kep.replace("implementable", "replaced").replace("[]", "[0002-b]");
    assert_eq!(read(&here, "keps/0001-a/kep.yaml"), wanted);
    assert_eq!(
        read(&here, "keps/0002-b/kep.yaml"),
        kep.replace("replaces:", "replaces: [0001-a]")
    );
    assert_eq!(read(&here, "keps/0001-a/README.md"), text);
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "2"])
        .ends(0)
        .says(&["it is so already"]);
}

#[test]
fn lifecycles_are_what_the_settings_say() {
    let here = nygard();
    let settings = "[[kinds.decision.lifecycle.steps]]\nverb = \"accept\"\nneeds = [\"deciders\"]\n\n\
                    [[kinds.decision.lifecycle.steps]]\nverb = \"ratify\"\nfrom = [\"proposed\"]\nto = \"accepted\"\n\n\
                    [[kinds.decision.lifecycle.steps]]\nverb = \"reject\"\nfrom = []\n";
    fs::write(here.path().join("opsrepo.toml"), settings).unwrap();
    opsrepo(here.path(), &["decision", "accept", "2"]).ends(2).says(&[
        "doc/adr/0002-use-shell.md names no deciders, and `accept` needs them",
        "hint: say who: opsrepo decision accept 0002 --decider NAME",
    ]);
    opsrepo(here.path(), &["decision", "reject", "2"])
        .ends(2)
        .says(&["a decision has no step `reject`"]);
    opsrepo(here.path(), &["decision", "--help"]).ends(0).says(&["ratify"]);
    let text = after(
        &here,
        &[
            "decision",
            "accept",
            "2",
            "--decider",
            "Ada Lovelace",
            "--decider",
            "Bo",
        ],
        NYGARD[1].0,
    );
    assert!(
        text.contains("Date: 2016-02-13\n\nDeciders: Ada Lovelace, Bo\n\n## Status\n\nAccepted\n"),
        "{text}"
    );
    let here = nygard();
    fs::write(here.path().join("opsrepo.toml"), settings).unwrap();
    let text = after(&here, &["decision", "ratify", "2"], NYGARD[1].0);
    assert!(text.contains("## Status\n\nAccepted\n"), "{text}");
}

#[test]
fn a_new_record_is_written_like_the_newest() {
    let here = nygard();
    let arguments = [
        "decision",
        "new",
        "Use \"C++\" / Zig?",
        "--supersedes",
        "3",
        "--amends",
        "1",
        "--relates",
        "2",
        "--tag",
        "language",
        "--decider",
        "Ada L.",
        "--status",
        "approved",
        "--as-of",
        "2031-12-24",
    ];
    let text = after(&here, &arguments, "doc/adr/0004-use-c-zig.md");
    let head = "# 4. Use \"C++\" / Zig?\n\nDate: 2031-12-24\n\nTags: language\n\nDeciders: Ada L.\n\n## Status\n\nAccepted\n\n\
                Supersedes [3. Use Rust](0003-use-rust.md)\n\nAmends [1. Record decisions](0001-record-decisions.md)\n\n\
                Relates to [2. Use shell](0002-use-shell.md)\n\n## Context\n";
    assert!(text.starts_with(head), "{text}");
    assert!(read(&here, NYGARD[2].0).contains("\nSuperseded by [4. Use \"C++\" / Zig?](0004-use-c-zig.md)\n"));
    assert!(read(&here, NYGARD[0].0).contains("\nAmended by [4. "));
    assert!(read(&here, NYGARD[1].0).contains("\nRelates to [4. "));
}

#[test]
fn templates_have_names_or_are_files() {
    for name in ["madr", "madr-minimal", "nygard", "y-statement"] {
        let here = folder(&[]);
        let arguments = [
            "decision",
            "new",
            "Use it",
            "--template",
            name,
            "--tag",
            "a",
            "--decider",
            "Ada",
        ];
        opsrepo(here.path(), &arguments)
            .ends(0)
            .says(&["decisions/0001-use-it.md"]);
        opsrepo(here.path(), &["validate"]).ends(0);
        opsrepo(here.path(), &["decision", "list"])
            .ends(0)
            .says(&["0001  proposed  ", "Use it"]);
        opsrepo(here.path(), &["decision", "show", "1"]).ends(0).says(&["Ada"]);
    }
    let here = folder(&[("t.md", "# {{ title|heading }}\n\n* Status: {{ status }}\n\nBecause.\n")]);
    let arguments = [
        "decision",
        "new",
        "Use it",
        "--template",
        "t.md",
        "--status",
        "accepted",
        "--decider",
        "Ada",
    ];
    let text = after(&here, &arguments, "decisions/0001-use-it.md");
    assert_eq!(text, "# Use it\n\n* Status: accepted\n* Deciders: Ada\n\nBecause.\n");
}

#[test]
fn templates_that_are_none() {
    let here = folder(&[
        ("t.md", "# {{ title }}\n\né {{ autor }}\n"),
        ("u.md", "{% if %}\n"),
        ("empty.md", "\n"),
    ]);
    let new = |template: &str| opsrepo(here.path(), &["decision", "new", "X", "--template", template]).ends(2);
    new("t.md").says(&[
        "t.md:3:6: ",
        "`autor` is undefined",
        "hint: there are: title, id, number, date",
    ]);
    new("u.md").says(&["u.md:1:"]);
    new("empty.md").says(&["the template empty.md is empty"]);
    new("nowhere.md").says(&["nowhere.md"]);
    new("magr").says(&[
        "there is no template `magr`",
        "there are: madr, madr-minimal, nygard, y-statement, asciidoc",
    ]);
    assert!(!here.path().join("decisions").exists());
}

#[test]
fn titles_that_are_hard_to_write() {
    let long = "very ".repeat(60) + "long";
    for title in [
        "a: \"b\" 'c' #d",
        "../../etc/passwd",
        "🔥 שלום עולם",
        "[x] *y* `z`",
        long.as_str(),
        "{{ title }} {% x",
    ] {
        for template in ["nygard", "madr"] {
            let here = folder(&[]);
            let said = opsrepo(here.path(), &["decision", "new", title, "--template", template]).ends(0);
            let path = said.out.trim();
            assert!(
                path.starts_with("decisions/0001-") && path.len() < 100,
                "{title}: {path}"
            );
            opsrepo(here.path(), &["validate"]).ends(0).says(&["1 record"]);
        }
    }
    let here = folder(&[]);
    opsrepo(here.path(), &["decision", "new", " \n "])
        .ends(2)
        .says(&["a record needs a title"]);
    opsrepo(here.path(), &["decision", "new"])
        .ends(2)
        .says(&["a new decision needs a title", "$EDITOR"]);
}

#[test]
fn wishes_that_cannot_be_met() {
    let here = nygard();
    let new = |arguments: &[&str]| opsrepo(here.path(), &[&["decision", "new", "X"], arguments].concat()).ends(2);
    new(&["--supersedes", "9"]).says(&["there is no decision `9`"]);
    new(&["--amends", "use"]).says(&["2 decisions answer to `use`", "doc/adr/0002-use-shell.md"]);
    new(&["--status", "acepted"]).says(&["`acepted` is no status of a decision", "did you mean `accepted`?"]);
    new(&["--set", "nowhere"]).says(&["there is no record set `nowhere`"]);
    new(&["--at", "HEAD"]).says(&["--at needs a Git repository"]);
    assert_eq!(fs::read_dir(here.path().join("doc/adr")).unwrap().count(), 3);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let here = nygard();
    let adr = here.path().join("doc/adr");
    let allow = |mode: u32| fs::set_permissions(&adr, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    // Nothing is forbidden to root.
    let is_root = fs::write(adr.join("probe"), "").is_ok();
    if !is_root {
        opsrepo(here.path(), &["decision", "new", "X", "--supersedes", "1"])
            .ends(2)
            .says(&["doc/adr"]);
        assert_eq!(read(&here, NYGARD[0].0), NYGARD[0].1);
    }
    allow(0o755);
}

#[test]
fn an_editor_that_fails_loses_nothing() {
    let here = nygard();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(["decision", "new", "X", "--edit"])
        .current_dir(here.path())
        .env("EDITOR", "false")
        .env_remove("VISUAL")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("the editor `false` ended with") && said.contains("is kept"),
        "{said}"
    );
    assert!(Path::new(&here.path().join("doc/adr/0004-x.md")).exists());
}

#[test]
fn nobody_succeeds_whom_they_preceded() {
    let here = nygard();
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "2"]).ends(0);
    let before = read(&here, "doc/adr/0002-use-shell.md");
    let found = opsrepo(here.path(), &["decision", "supersede", "2", "--by", "1"]);
    found
        .ends(2)
        .says(&["is itself superseded by way of", "name the newest one"]);
    assert_eq!(read(&here, "doc/adr/0002-use-shell.md"), before);
    let help = opsrepo(here.path(), &["decision", "--help"]);
    help.ends(0).says(&["Make a decision superseded"]);
}

#[test]
fn a_day_that_has_no_place_is_not_lost_in_silence() {
    let here = nygard();
    opsrepo(here.path(), &["decision", "accept", "2", "--on", "2026-03-02"])
        .ends(0)
        .says(&["2026-03-02 is not written"]);
    let here = folder(&[("adr/0001-x.md", "---\nstatus: proposed\ndate: 2026-01-01\n---\n\n# X\n")]);
    let found = opsrepo(here.path(), &["decision", "accept", "1", "--on", "2026-03-02"]);
    found.ends(0);
    assert!(read(&here, "adr/0001-x.md").contains("date: 2026-03-02"));
}

#[test]
fn what_stood_behind_a_status_is_told() {
    let (path, text) = NYGARD[1];
    let text = text.replace("Proposed", "Proposed (until May, see [1](0001-record-decisions.md))");
    let here = folder(&[NYGARD[0], (path, &text)]);
    opsrepo(here.path(), &["decision", "accept", "2"]).ends(0).says(&[
        "note: doc/adr/0002-use-shell.md:7:1: behind the old status stood `(until May, see [1](0001-record-decisions.md))`, \
         which goes with it",
    ]);
    assert_eq!(read(&here, path), NYGARD[1].1.replace("Proposed", "Accepted"));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let here = nygard();
    let path = here.path().join(NYGARD[1].0);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    opsrepo(here.path(), &["decision", "accept", "2"])
        .ends(2)
        .says(&["doc/adr/0002-use-shell.md is read-only", "hint: make it writable first"]);
    opsrepo(here.path(), &["decision", "supersede", "1", "--by", "2"]).ends(2);
    assert_eq!(read(&here, NYGARD[0].0), NYGARD[0].1, "all or nothing");
    assert_eq!(read(&here, NYGARD[1].0), NYGARD[1].1);
}

/// A folder from which nothing can be removed, for somebody who is not root: root itself runs the command as nobody.
#[cfg(unix)]
#[test]
fn a_move_that_fails_leaves_no_copy() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let here = folder(&[
        NYGARD[0],
        NYGARD[1],
        ("other/README.md", "# Other\n\n[2](../doc/adr/0002-use-shell.md)\n"),
    ]);
    let allow = |path: &str, mode: u32| {
        fs::set_permissions(here.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    for path in ["", "other"] {
        allow(path, 0o777);
    }
    allow("other/README.md", 0o666);
    for (path, _) in &NYGARD[..2] {
        allow(path, 0o666);
    }
    allow("doc/adr", 0o555);
    let is_root = fs::write(here.path().join("doc/adr/probe"), "").is_ok();
    let _ = fs::remove_file(here.path().join("doc/adr/probe"));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_opsrepo"));
    command
        .args(["decision", "move", "2", "other"])
        .current_dir(here.path());
    if is_root {
        command.uid(65534).gid(65534);
    }
    let output = command.output();
    allow("doc/adr", 0o755);
    let output = match output {
        Ok(output) => output,
        Err(error) => return println!("skipped: the program cannot be run as nobody: {error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(read(&here, NYGARD[1].0), NYGARD[1].1);
    assert!(!here.path().join("other/0002-use-shell.md").exists());
    assert!(read(&here, "other/README.md").contains("../doc/adr/"));
}
