//! New records from templates of other tools, and in the line ends, bullets and language of a log.

use crate::cli::{Said, folder, opsrepo};
use std::fs;
use tempfile::TempDir;

const ONE: (&str, &str) = (
    "doc/adr/0001-one.md",
    "# 1. One\n\nDate: 2020-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nIt was so.\n",
);

fn new(here: &TempDir, more: &[&str]) -> Said {
    let mut arguments = vec!["--as-of", "2026-03-04", "decision", "new", "Use it"];
    arguments.extend(more);
    opsrepo(here.path(), &arguments)
}

fn read(here: &TempDir, path: &str) -> String {
    fs::read_to_string(here.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_template_of_adr_tools_is_filled() {
    let template = "# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Context\n\nWhy?\n";
    let here = folder(&[ONE, ("t.md", template)]);
    new(&here, &["--template", "t.md", "--supersedes", "1"]).ends(0);
    let text = read(&here, "doc/adr/0002-use-it.md");
    let head =
        "# 2. Use it\n\nDate: 2026-03-04\n\n## Status\n\nProposed\n\nSupersedes [1. One](0001-one.md)\n\n## Context\n";
    assert!(text.starts_with(head), "{text}");
    assert!(read(&here, ONE.0).contains("Superseded by [2. Use it](0002-use-it.md)"));
}

#[test]
fn a_template_of_madr_is_filled() {
    let template = "---\nstatus: \"{proposed | rejected | … | superseded by ADR-0123\"\n\
                    date: {YYYY-MM-DD when the decision was last updated}\ndecision-makers: {list everyone}\n---\n\n\
                    # {short title, representative of it}\n\n## Context and Problem Statement\n\n{Describe}\n";
    let here = folder(&[("t.md", template)]);
    new(
        &here,
        &["--template", "t.md", "--decider", "Ada", "--status", "accepted"],
    )
    .ends(0);
    assert_eq!(
        read(&here, "decisions/0001-use-it.md"),
        "---\nstatus: accepted\ndate: 2026-03-04\ndecision-makers: Ada\n---\n\n\
         # Use it\n\n## Context and Problem Statement\n\n{Describe}\n"
    );
    // Nobody is made a decider of whom only the form speaks.
    new(&here, &["--template", "t.md"]).ends(0);
    let text = read(&here, "decisions/0002-use-it.md");
    assert!(text.contains("\ndecision-makers:\n---\n"), "{text}");
    opsrepo(here.path(), &["validate"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn a_template_that_loses_the_title_is_refused() {
    let here = folder(&[ONE, ("t.md", "\n# x\n\nText.\n"), ("u.md", "Text.\n")]);
    let before = fs::read_dir(here.path().join("doc/adr")).unwrap().count();
    new(&here, &["--template", "t.md"]).ends(2).says(&[
        "t.md:2: the new record would be called `x` and not `Use it`",
        "hint: write `# {{ title|heading }}` there",
    ]);
    new(&here, &["--template", "u.md"])
        .ends(2)
        .says(&["u.md:1: the template has no place for the title `Use it`"]);
    assert_eq!(fs::read_dir(here.path().join("doc/adr")).unwrap().count(), before);
}

#[test]
fn a_form_of_another_language_has_its_own_ending() {
    let here = folder(&[]);
    new(&here, &["--template", "asciidoc"]).ends(0);
    assert!(read(&here, "decisions/0001-use-it.adoc").starts_with("= "));
    let here = folder(&[ONE]);
    new(&here, &["--template", "asciidoc"])
        .ends(2)
        .says(&["`doc/adr/0002-use-it.adoc` would be no record of the set `decisions`, which takes doc/adr/*.md"]);
}

#[test]
fn a_new_record_has_the_line_ends_of_its_log() {
    let crlf = ONE.1.replace('\n', "\r\n");
    let here = folder(&[(ONE.0, &crlf), ("t.md", "# {{ title }}\n\nText.\n")]);
    for arguments in [&["--template", "t.md"][..], &["--supersedes", "1"]] {
        new(&here, arguments).ends(0);
    }
    for name in ["0001-one.md", "0002-use-it.md", "0003-use-it.md"] {
        let text = read(&here, &format!("doc/adr/{name}"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
    }
}

#[test]
fn relations_stand_in_a_section_of_their_own() {
    let content =
        "# Two\n\n* Status: accepted\n\n## Endpoints\n\n### Links\n\n- `/self` of each\n\n## Consequences\n\n- Good.\n";
    let other = "# Three\n\n* Status: accepted\n\n## Links <!-- optional -->\n\n- [x](https://example.org)\n";
    let here = folder(&[("adr/0002-two.md", content), ("adr/0003-three.md", other)]);
    opsrepo(here.path(), &["decision", "relate", "2", "3"]).ends(0);
    let text = read(&here, "adr/0002-two.md");
    assert!(
        text.contains("- `/self` of each\n\n## Consequences\n\n- Good.\n\n## Links\n\n- Relates to [ADR-0003]"),
        "{text}"
    );
}

#[test]
fn an_empty_record_gets_no_blank_lines_before_its_status() {
    let here = folder(&[ONE, ("doc/adr/0002-two.md", "\n")]);
    opsrepo(here.path(), &["decision", "accept", "2"]).ends(0);
    assert_eq!(read(&here, "doc/adr/0002-two.md"), "## Status\n\nAccepted\n");
}
