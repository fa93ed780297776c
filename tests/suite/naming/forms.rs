//! Every form in which a record is referred to, before and after; all other bytes stay.

use crate::naming::{Place, nygard};
use similar_asserts::assert_eq;

const PAGE: &str = "\u{feff}# Page\r\n\r\n\
[7. Use dashes](adr/0007-use-dashes.md) [ADR-7](./adr/0007-use-dashes.md#context) [why dashes](adr/0007-use-dashes.md?a=b)\r\n\
[Use dashes](<adr/0007-use-dashes.md> \"Title\") ![not it](0007-use-dashes.md)\r\n\
[ADR-0007]\u{a0}and [the record][ADR-0007] and [text][own]\r\n\
<a class=x href='adr/0007-use-dashes.md'>ADR-0007</a> `[7. Use dashes](adr/0007-use-dashes.md)`\r\n\
https://github.com/o/r/blob/main/adr/0007-use-dashes.md and https://github.com/o/r/blob/v1/adr/0007-use-dashes.md\r\n\
[title](adr/0007-use-dashes.md#7-use-dashes) ADR-0007 in a text of its own\r\n\r\n\
```md\r\n[7. Use dashes](adr/0007-use-dashes.md)\r\n```\r\n\r\n\
[ADR-0007]: adr/0007-use-dashes.md 'T'\r\n[own]: <adr/0007-use-dashes.md>\r\n[unused]: ./adr/0007-use-dashes.md";

const FRONT: &str = "---\nstatus: \"superseded by [ADR-0007](./0007-use-dashes.md)\" # kept\n\
supersedes: 7\nsuperseded-by: ['ADR-7', 0003]\namends: [\"0007-use-dashes\"]\nrelates:\n  - 0007-use-dashes.md\n  - 17\n---\n\n# Front\n\nText.\n";

const BOOK: &str = "= Book\n\nxref:adr/0007-use-dashes.md[7. Use dashes] link:adr/0007-use-dashes.md[own text]\n\
<<adr/0007-use-dashes.md#,ADR-0007>>\n\n----\nxref:adr/0007-use-dashes.md[no]\n----\n";

fn place() -> Place {
    let place = Place::with(&[
        ("adr/0003-front.md", FRONT),
        (
            "adr/0005-old.md",
            &nygard(5, "Old", "Superseded by [7. Use dashes](0007-use-dashes.md)"),
        ),
        (
            "adr/0007-use-dashes.md",
            &nygard(7, "Use dashes", "Accepted\n\nSupersedes [5. Old](0005-old.md)"),
        ),
        ("adr/0017-seventeen.md", &nygard(17, "Seventeen", "Accepted")),
        ("page.md", PAGE),
        ("book.adoc", BOOK),
        (
            "_toc.yml",
            "chapters:\n  - file: adr/0007-use-dashes # kept\n  - file: 'adr/0017-seventeen.md'\n",
        ),
    ]);
    place.git(&["remote", "add", "origin", "git@github.com:o/r.git"]);
    place
}

#[test]
fn renumbering_keeps_every_form() {
    let place = place();
    place
        .opsrepo(&["decision", "renumber", "7", "42", "--dry-run"])
        .ends(0)
        .says(&["+# 42. Use dashes", "nothing was written"]);
    assert_eq!(place.git(&["status", "--short"]).out, "");
    place.opsrepo(&["decision", "renumber", "7", "42"]).ends(0).says(&[
        "moved adr/0007-use-dashes.md to adr/0042-use-dashes.md",
        "changed page.md",
        "note: page.md:8:46: the text says ADR-0007, and stays",
    ]);
    let page = PAGE
        .replace("adr/0007-use-dashes.md", "adr/0042-use-dashes.md")
        .replace("[7. Use dashes]", "[42. Use dashes]")
        .replace("[ADR-7]", "[ADR-42]")
        .replace("[ADR-0007]", "[ADR-0042]")
        .replace(">ADR-0007<", ">ADR-0042<")
        .replace("#7-use-dashes", "#42-use-dashes")
        .replace("v1/adr/0042", "v1/adr/0007")
        .replace(
            "`[42. Use dashes](adr/0042-use-dashes.md)`",
            "`[7. Use dashes](adr/0007-use-dashes.md)`",
        )
        .replace(
            "```md\r\n[42. Use dashes](adr/0042",
            "```md\r\n[7. Use dashes](adr/0007",
        );
    assert_eq!(place.read("page.md"), page);
    let front = FRONT
        .replace("0007", "0042")
        .replace("supersedes: 7", "supersedes: 42")
        .replace("ADR-7", "ADR-42");
    assert_eq!(place.read("adr/0003-front.md"), front);
    let book = BOOK
        .replacen("adr/0007", "adr/0042", 3)
        .replace("[7. Use", "[42. Use")
        .replace("ADR-0007", "ADR-0042");
    assert_eq!(place.read("book.adoc"), book);
    assert_eq!(
        place.read("adr/0005-old.md"),
        nygard(5, "Old", "Superseded by [42. Use dashes](0042-use-dashes.md)")
    );
    assert_eq!(
        place.read("_toc.yml"),
        "chapters:\n  - file: adr/0042-use-dashes # kept\n  - file: 'adr/0017-seventeen.md'\n"
    );
    assert_eq!(
        place.read("adr/0042-use-dashes.md"),
        nygard(42, "Use dashes", "Accepted\n\nSupersedes [5. Old](0005-old.md)")
    );
    place.opsrepo(&["decision", "renumber", "42", "ADR-7"]).ends(0);
    assert_eq!(
        place.git(&["status", "--short"]).out,
        "",
        "there and back is where it began"
    );
}

#[test]
fn renaming_follows_the_title() {
    let place = place();
    place
        .opsrepo(&["decision", "rename", "7", "Use [dots]"])
        .ends(0)
        .says(&[
            "adr/0007-use-dots.md",
            "note: this decision is accepted: `validate --base` will say that its text was changed (decision/frozen)",
        ]);
    let page = place.read("page.md");
    for part in [
        "[7. Use \\[dots\\]](adr/0007-use-dots.md)",
        "[why dashes](adr/0007-use-dots.md?a=b)",
        "[Use \\[dots\\]](<adr/0007-use-dots.md> \"Title\")",
        "[ADR-0007]: adr/0007-use-dots.md 'T'",
        "#7-use-dots",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(place.read("book.adoc").contains("[7. Use [dots\\]]"));
    assert!(place.read("adr/0007-use-dots.md").starts_with("# 7. Use \\[dots\\]\n"));
    assert!(place.read("adr/0003-front.md").contains("  - 0007-use-dots.md\n"));
    place.opsrepo(&["decision", "show", "7"]).ends(0).says(&["Use [dots]"]);
    place
        .opsrepo(&["decision", "rename", "7", "Use [dots]"])
        .ends(2)
        .says(&["is called `Use [dots]` already"]);
    place.opsrepo(&["decision", "rename", "7", "Use dashes"]).ends(0);
    assert_eq!(place.git(&["status", "--short"]).out, "");
}

#[test]
fn moving_mends_links_in_and_out() {
    let place = place();
    place.opsrepo(&["decision", "move", "7", "adr/archive"]).ends(0);
    let page = place.read("page.md");
    assert!(
        page.contains("[ADR-7](./adr/archive/0007-use-dashes.md#context)"),
        "{page}"
    );
    assert!(
        place
            .read("adr/archive/0007-use-dashes.md")
            .contains("[5. Old](../0005-old.md)")
    );
    assert!(place.read("adr/0005-old.md").contains("(archive/0007-use-dashes.md)"));
    assert!(
        place
            .read("adr/0003-front.md")
            .contains("[ADR-0007](./archive/0007-use-dashes.md)")
    );
    assert!(place.read("_toc.yml").contains("file: adr/archive/0007-use-dashes #"));
    place
        .opsrepo(&["decision", "move", "7", "../.."])
        .ends(2)
        .says(&["outside of the repository"]);
    place.opsrepo(&["decision", "move", "7", "adr"]).ends(0);
    assert_eq!(place.git(&["status", "--short"]).out, "");
    assert!(!place.root().join("adr/archive").exists(), "no empty folder is left");
}

#[test]
fn what_is_taken_is_refused() {
    let place = place();
    place.opsrepo(&["decision", "renumber", "7", "17"]).ends(2).says(&[
        "adr/0017-seventeen.md has the number 0017 already",
        "hint: the next free one is 18",
    ]);
    place
        .opsrepo(&["decision", "renumber", "7", "seven"])
        .ends(2)
        .says(&["`seven` is no number", "hint:"]);
    place.opsrepo(&["decision", "renumber", "7"]).ends(2).says(&["NUMBER"]);
    place.write("adr/0007-taken.md", &nygard(7, "Taken", "Accepted"));
    place
        .opsrepo(&["decision", "rename", "use-dashes", "Taken"])
        .ends(2)
        .says(&["exists already"]);
    // Two answer to `7` now: the references by number stay, and are named.
    place
        .opsrepo(&["decision", "renumber", "0007-use-dashes", "next"])
        .ends(0)
        .says(&[
            "moved adr/0007-use-dashes.md to adr/0018-use-dashes.md",
            "adr/0003-front.md:3:13: `7` may mean another record",
            "hint: name the record there by its file name",
        ]);
    let front = place.read("adr/0003-front.md");
    assert!(
        front.contains("supersedes: 7\n") && front.contains("- 0018-use-dashes.md\n"),
        "{front}"
    );
}

#[test]
fn a_folder_moves_with_all_that_lies_in_it() {
    let place = Place::with(&[
        (
            "opsrepo.toml",
            "[sets.log]\nkind = \"decision\"\nfiles = [\"docs/**/README.md\"]\n",
        ),
        ("docs/adr/0001-a/README.md", &nygard(1, "A", "Accepted")),
        (
            "docs/adr/0002-b/README.md",
            &format!("{}\n![p](p.png) [A](../0001-a/README.md)\n", nygard(2, "B", "Accepted")),
        ),
        ("docs/adr/0002-b/notes.md", "[back](README.md) [up](../../../page.md)\n"),
        (
            "page.md",
            "[B](docs/adr/0002-b/) [2. B](docs/adr/0002-b/README.md) ![p](docs/adr/0002-b/p.png)\n",
        ),
    ]);
    std::fs::write(place.root().join("docs/adr/0002-b/p.png"), [0x89, b'P', 0, 0xff]).unwrap();
    place.commit("Picture");
    place.opsrepo(&["decision", "renumber", "2", "9"]).ends(0);
    let moved = [
        "docs/adr/0009-b/README.md",
        "docs/adr/0009-b/notes.md",
        "docs/adr/0009-b/p.png",
    ];
    assert_eq!(place.list()[1..4], moved);
    assert_eq!(
        place.read("page.md"),
        "[B](docs/adr/0009-b/) [9. B](docs/adr/0009-b/README.md) ![p](docs/adr/0009-b/p.png)\n"
    );
    place.opsrepo(&["decision", "move", "9", "docs/archive/adr"]).ends(0);
    assert!(
        place
            .read("docs/archive/adr/0009-b/README.md")
            .contains("[A](../../../adr/0001-a/README.md)")
    );
    assert_eq!(
        place.read("docs/archive/adr/0009-b/notes.md"),
        "[back](README.md) [up](../../../../page.md)\n"
    );
    assert!(!place.root().join("docs/adr/0009-b").exists());
}

#[test]
fn an_editor_gets_the_file() {
    let place = place();
    place
        .opsrepo(&["decision", "edit", "7"])
        .ends(2)
        .says(&["no editor is known", "adr/0007-use-dashes.md"]);
    let mut command = crate::naming::command(env!("CARGO_BIN_EXE_opsrepo"), place.root());
    let said = crate::naming::said(command.env("EDITOR", "git hash-object").args(["decision", "edit", "7"]));
    said.ends(0).says(&["adr/0007-use-dashes.md\n", "opsrepo validate"]);
}

#[test]
fn a_config_moves_with_what_uses_it() {
    let place = Place::with(&[
        (
            "app/base/kustomization.yaml",
            "kind: Kustomization\nresources:\n  - deployment.yaml\n",
        ),
        ("app/base/deployment.yaml", "kind: Deployment\n"),
        (
            "app/prod/kustomization.yaml",
            "kind: Kustomization\nresources: [\"../base\"] # kept\n",
        ),
    ]);
    place.opsrepo(&["config", "move", "app/base", "common/app"]).ends(0);
    assert_eq!(
        place.read("common/app/base/kustomization.yaml"),
        "kind: Kustomization\nresources:\n  - deployment.yaml\n"
    );
    assert_eq!(
        place.read("app/prod/kustomization.yaml"),
        "kind: Kustomization\nresources: [\"../../common/app/base\"] # kept\n"
    );
    place.opsrepo(&["validate"]).ends(0);
    // Somebody keeps a record where no set takes it: said, not hidden.
    let place = self::place();
    place.opsrepo(&["decision", "move", "7", "elsewhere"]).ends(0).says(&[
        "moved adr/0007-use-dashes.md to elsewhere/0007-use-dashes.md",
        "is no decision any more",
        "hint: `opsrepo sets`",
    ]);
}

#[test]
fn odd_headings_keep_what_is_odd() {
    let body = "\n## Status\n\nAccepted\n";
    let table = [
        ("# [7. X](page.md)\n", "# [7. New \\[one\\]](page.md)\n"),
        ("\u{feff}# 7. X  \r\n", "\u{feff}# 7. New \\[one\\]  \r\n"),
        (
            "<!-- c -->\n# ADR-0007: X ##\n",
            "<!-- c -->\n# ADR-0007: New \\[one\\] ##\n",
        ),
        ("# 7. X\n\n# 7. Y\n", "# 7. New \\[one\\]\n\n# 7. Y\n"),
        ("7 – X\n=====\n", "7 – New \\[one\\]\n=====\n"),
        (
            "---\ntitle: 'X'\n---\n# 7. X\n",
            "---\ntitle: 'New [one]'\n---\n# 7. New \\[one\\]\n",
        ),
    ];
    for (before, after) in table {
        let place = Place::with(&[("adr/0007-x.md", &format!("{before}{body}")), ("page.md", "x\n")]);
        place.opsrepo(&["decision", "rename", "7", "New [one]"]).ends(0);
        assert_eq!(place.read("adr/0007-new-one.md"), format!("{after}{body}"));
    }
    let place = Place::with(&[("adr/0007-x.md", &format!("Text.\n{body}"))]);
    place
        .opsrepo(&["decision", "rename", "7", "New"])
        .ends(2)
        .says(&["no heading that is its title", "hint: write one"]);
    let long = "ever so long ".repeat(30);
    let page = "[7. Use dashes](adr/0007-use-dashes.md)\n";
    let place = Place::with(&[
        ("adr/0007-use-dashes.md", &nygard(7, "Use dashes", "Accepted")),
        ("page.md", page),
    ]);
    for title in ["\u{202e}RTL אב / \"quotes\" 🔥", "...and more", &long] {
        place.opsrepo(&["decision", "rename", "7", title]).ends(0);
        place.opsrepo(&["validate"]).ends(0);
        place.opsrepo(&["decision", "rename", "7", "Use dashes"]).ends(0);
        assert_eq!(place.git(&["status", "--short"]).out, "", "{title}");
    }
}

#[test]
fn records_move_to_folders_of_the_repository_only() {
    let place = Place::with(&[("adr/0007-x.md", &nygard(7, "X", "Accepted")), ("page.md", "x\n")]);
    for (folder, message) in [
        (".git/x", "is Git's own folder"),
        ("/elsewhere", "is a path of this machine"),
        ("page.md", "is a file"),
        ("../..", "lies outside of the repository"),
    ] {
        place
            .opsrepo(&["decision", "move", "7", folder])
            .ends(2)
            .says(&[message]);
    }
    place
        .opsrepo(&["decision", "renumber", "7", "007"])
        .ends(0)
        .says(&["it has that number already"]);
}

#[test]
fn names_in_brackets_and_titles_behind_links_follow() {
    let place = Place::with(&[
        ("adr/0007-use-dashes.md", &nygard(7, "Use dashes", "Accepted")),
        ("adr/0009-use-dots.md", &nygard(9, "Use dots", "Accepted")),
        (
            "README.md",
            "# Log\n\n* [[ADR-7] Use dashes](adr/0007-use-dashes.md)\n* [ADR-0007](adr/0007-use-dashes.md) - Use dashes\n\n\
             | Record | Title | Status |\n|---|---|---|\n| [7](adr/0007-use-dashes.md) | Use dashes | accepted |\n\n\
             [ADR-0007](adr/0007-use-dashes.md) - Use dashes wherever you can.\n",
        ),
    ]);
    let before = place.read("README.md");
    place.opsrepo(&["decision", "renumber", "7", "12"]).ends(0);
    let counted = before
        .replace("0007-use", "0012-use")
        .replace("[ADR-0007]", "[ADR-0012]")
        .replace("[ADR-7]", "[ADR-12]")
        .replace("[7]", "[12]");
    assert_eq!(place.read("README.md"), counted);
    place.opsrepo(&["decision", "rename", "12", "Use a dash"]).ends(0);
    let named = counted
        .replace("0012-use-dashes", "0012-use-a-dash")
        .replace("Use dashes", "Use a dash")
        .replace("Use a dash wherever", "Use dashes wherever");
    assert_eq!(place.read("README.md"), named);
}

#[test]
fn a_move_names_the_texts_that_speak_of_the_old_place() {
    let text = "# Page\n\nAll of `docs/adr/0007-use-dashes` and https://example.org/docs/adr/0007-use-dashes.html,\n\
                as [it](docs/adr/0007-use-dashes.md) says; docs/adr/0009-use-dots stays.\n";
    let place = Place::with(&[
        ("docs/adr/0007-use-dashes.md", &nygard(7, "Use dashes", "Accepted")),
        ("docs/adr/0009-use-dots.md", &nygard(9, "Use dots", "Accepted")),
        ("page.md", text),
    ]);
    let said = place.opsrepo(&["decision", "move", "7", "archive/adr"]).ends(0).says(&[
        "note: page.md:3:9: the text says docs/adr/0007-use-dashes, and stays",
        "correct it by hand",
    ]);
    assert_eq!(said.err.matches("the text says").count(), 1, "{}", said.err);
    // With its last record the folder is gone.
    place.write(
        "page.md",
        "# Page\n\nThe records lie in docs/adr, see docs/adr/0009-use-dots.\n",
    );
    let said = place
        .opsrepo(&["decision", "move", "9", "archive/adr"])
        .ends(0)
        .says(&["note: page.md:3:20: the text says docs/adr, docs/adr/0009-use-dots, and stays"]);
    assert_eq!(said.err.matches("the text says").count(), 1, "{}", said.err);
}
