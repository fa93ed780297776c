//! Numbers over branches: `new` looks at all of them, `renumber --onto` repairs what Git merged without a word.

use crate::naming::{Place, nygard};
use std::collections::BTreeSet;

fn place() -> Place {
    Place::with(&[
        ("adr/0006-first.md", &nygard(6, "First", "Accepted")),
        ("adr/0007-second.md", &nygard(7, "Second", "Accepted")),
        ("README.md", "# Log\n\n- [6](adr/0006-first.md)\n"),
    ])
}

#[test]
fn a_number_on_any_branch_is_taken() {
    let place = place();
    let clone = tempfile::tempdir().unwrap();
    place.git(&["checkout", "-qb", "feature"]);
    place
        .opsrepo(&["decision", "new", "Third"])
        .ends(0)
        .says(&["adr/0008-third.md"]);
    place.commit("Third");
    place.git(&["checkout", "-q", "main"]);
    place
        .opsrepo(&["decision", "new", "Fourth"])
        .ends(0)
        .says(&["adr/0009-fourth.md", "note: 0008 is taken on feature by 0008-third.md"]);
    let url = place.root().display().to_string();
    let path = clone.path().display().to_string();
    place.git(&["clone", "-q", &url, &path]);
    let there = Place { folder: clone };
    there
        .opsrepo(&["decision", "new", "Fifth"])
        .ends(0)
        .says(&["adr/0009-fifth.md", "origin/feature"]);
}

#[test]
fn onto_leaves_no_index_in_its_old_order() {
    let place = collided();
    place.opsrepo(&["decision", "index", "--init", "adr/README.md"]).ends(0);
    place.commit("An index");
    let said = place.opsrepo(&["decision", "renumber", "--onto", "main"]).ends(0);
    assert!(!said.err.contains("out of date"), "{}", said.err);
    place.opsrepo(&["decision", "index", "--check"]).ends(0);
}

/// Both branches add 0008, and each refers to its own by link, by number and in front matter.
fn collided() -> Place {
    let place = place();
    let add = |slug: &str, title: &str| {
        place.write(&format!("adr/0008-{slug}.md"), &nygard(8, title, "Accepted"));
        let follower = format!(
            "---\nstatus: accepted\nsupersedes: 8\n---\n\n# Follows {slug}\n\nSee [8. {title}](0008-{slug}.md).\n"
        );
        let number = if slug == "mine" { "0020" } else { "0010" };
        place.write(&format!("adr/{number}-follows-{slug}.md"), &follower);
    };
    place.git(&["checkout", "-qb", "feature"]);
    add("mine", "Mine");
    place.write("docs/mine.md", "# Mine\n\n[ADR-0008](../adr/0008-mine.md)\n");
    place.commit("Mine");
    place.git(&["checkout", "-q", "main"]);
    add("theirs", "Theirs");
    place.write("docs/theirs.md", "# Theirs\n\n[ADR-0008](../adr/0008-theirs.md)\n");
    place.commit("Theirs");
    place.git(&["checkout", "-q", "feature"]);
    place
}

fn is_repaired(place: &Place) {
    assert_eq!(place.read("adr/0021-mine.md"), nygard(21, "Mine", "Accepted"));
    assert_eq!(
        place.read("docs/mine.md"),
        "# Mine\n\n[ADR-0021](../adr/0021-mine.md)\n"
    );
    let follower = place.read("adr/0020-follows-mine.md");
    assert!(
        follower.contains("supersedes: 21\n") && follower.contains("[21. Mine](0021-mine.md)"),
        "{follower}"
    );
    assert!(!place.root().join("adr/0008-mine.md").exists());
}

#[test]
fn onto_repairs_before_the_merge() {
    let place = collided();
    place
        .opsrepo(&["decision", "renumber", "--onto", "main"])
        .ends(0)
        .says(&["moved adr/0008-mine.md to adr/0021-mine.md"]);
    is_repaired(&place);
    place.commit("Repaired");
    place.git(&["merge", "-q", "main", "-m", "Merge"]);
    place.opsrepo(&["validate"]).ends(0);
    place
        .opsrepo(&["decision", "renumber", "--onto", "main"])
        .ends(0)
        .says(&["no decision of this branch collides"]);
}

#[test]
fn onto_repairs_after_the_merge() {
    let place = collided();
    place.git(&["merge", "-q", "main", "-m", "Merge"]);
    place.opsrepo(&["validate"]).says(&["decision/duplicate-number"]);
    place.opsrepo(&["decision", "renumber", "--onto", "main"]).ends(0);
    is_repaired(&place);
    let theirs = place.read("adr/0010-follows-theirs.md");
    assert!(
        theirs.contains("supersedes: 8\n") && theirs.contains("[8. Theirs](0008-theirs.md)"),
        "{theirs}"
    );
    assert_eq!(
        place.read("docs/theirs.md"),
        "# Theirs\n\n[ADR-0008](../adr/0008-theirs.md)\n"
    );
    assert_eq!(place.read("adr/0008-theirs.md"), nygard(8, "Theirs", "Accepted"));
    place.opsrepo(&["validate"]).ends(0);
    place
        .opsrepo(&["decision", "renumber", "--onto", "nowhere"])
        .ends(2)
        .says(&["there is no commit nowhere"]);
}

#[test]
fn a_rename_on_one_side_is_no_collision() {
    let place = place();
    place.git(&["checkout", "-qb", "feature"]);
    place.opsrepo(&["decision", "rename", "7", "Otherwise"]).ends(0);
    place.commit("Rename");
    place
        .opsrepo(&["decision", "renumber", "--onto", "main"])
        .ends(0)
        .says(&["no decision of this branch collides"]);
}

#[test]
fn two_at_once_get_different_numbers() {
    let place = place();
    let titles: Vec<String> = (0..8).map(|n| format!("Title {n}")).collect();
    let started: Vec<_> = titles
        .iter()
        .map(|title| place.start(&["decision", "new", title]))
        .collect();
    let numbers: BTreeSet<String> = started
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success());
            String::from_utf8_lossy(&output.stdout)[..8].to_owned()
        })
        .collect();
    let expected: Vec<String> = (8..16).map(|n| format!("adr/{n:04}")).collect();
    assert_eq!(numbers.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn acceptance_gives_the_numbers_that_were_held_back() {
    let settings = "[kinds.decision.lifecycle]\nnumber = \"on-accept\"\n";
    let place = Place::with(&[
        ("opsrepo.toml", settings),
        ("adr/0001-first.md", &nygard(1, "First", "Accepted")),
    ]);
    for title in ["Use dashes", "Use dots"] {
        place.opsrepo(&["decision", "new", title]).ends(0);
    }
    place.opsrepo(&["decision", "accept", "use-dashes", "use-dots"]).ends(0);
    assert!(place.read("adr/0002-use-dashes.md").contains("ccepted"));
    assert!(place.read("adr/0003-use-dots.md").contains("ccepted"));
    place.opsrepo(&["validate", "--as-of", "2026-03-04"]).ends(0);
    place
        .opsrepo(&["decision", "new", "Use blanks", "--supersedes", "1"])
        .ends(0);
    assert!(
        place
            .read("adr/0001-first.md")
            .contains("Superseded by [Use blanks](use-blanks.md)")
    );
    place.opsrepo(&["decision", "accept", "use-blanks"]).ends(0);
    let first = place.read("adr/0001-first.md");
    assert!(
        first.contains("Superseded by [4. Use blanks](0004-use-blanks.md)"),
        "{first}"
    );
}

/// The branch adds 0008 and says so in prose, in code, in data and in a table of contents.
fn spoken_of() -> Place {
    let place = place();
    place.write("old.md", "# Old\n\nADR-8 is free.\n");
    place.commit("Old");
    place.git(&["checkout", "-qb", "feature"]);
    place.write("adr/0008-mine.md", &nygard(8, "Mine", "Accepted"));
    place.write(
        "notes.md",
        "# Notes\n\nSee ADR-8, ADR-0008, `adr/0008-mine.md` and 0008-mine.md.\n\n[Mine](adr/0008-mine.md), `0008-mine`\n\n\
         ```\ncat adr/0008-mine.md # ADR-8\n```\n",
    );
    place.write("adr/0009-next.md", &nygard(9, "Next", "Accepted\n\nBuilds on ADR-8."));
    place.write("svc.yaml", "decision: ADR-0008\nfile: adr/0008-mine.md\n");
    place.commit("Mine");
    place.git(&["checkout", "-q", "main"]);
    place.write("adr/0008-theirs.md", &nygard(8, "Theirs", "Accepted"));
    place.write(
        "adr/0010-theirs.md",
        &nygard(10, "More", "Accepted\n\nBuilds on ADR-8."),
    );
    place.commit("Theirs");
    place.git(&["checkout", "-q", "feature"]);
    place
}

#[test]
fn whatever_still_says_the_old_number_is_told() {
    for merges_first in [false, true] {
        let place = spoken_of();
        if merges_first {
            place.git(&["merge", "-q", "main", "-m", "Merge"]);
        }
        let said = place
            .opsrepo(&["decision", "renumber", "--onto", "main"])
            .ends(0)
            .says(&[
                "moved adr/0008-mine.md to adr/0011-mine.md",
                "note: adr/0009-next.md:9:11: the text says ADR-8, and stays",
                "note: notes.md:3:5: the text says ADR-8, ADR-0008, and stays",
                "note: notes.md:5:28: the text says 0008-mine, and stays",
                "note: notes.md:8:9: the text says 0008-mine, ADR-8, and stays",
                "note: svc.yaml:1:11: the text says ADR-0008, and stays",
            ]);
        assert!(
            !said.err.contains("old.md") && !said.err.contains("0010-theirs"),
            "{}",
            said.err
        );
        let notes = place.read("notes.md");
        assert!(
            notes.contains("`adr/0011-mine.md` and 0011-mine.md.\n\n[Mine](adr/0011-mine.md), `0008-mine`\n"),
            "{notes}"
        );
        assert_eq!(place.read("svc.yaml"), "decision: ADR-0008\nfile: adr/0011-mine.md\n");
    }
}

#[test]
fn every_line_is_told() {
    let place = place();
    place.write("notes.md", &"See ADR-7.\n\n".repeat(12));
    place.commit("Notes");
    let said = place.opsrepo(&["decision", "renumber", "7", "42"]).ends(0);
    assert_eq!(
        said.err.matches("the text says ADR-7, and stays").count(),
        12,
        "{}",
        said.err
    );
}
