//! Entries of navigation files follow a record to its new name; every other byte of them stays.

use crate::naming::{Place, nygard};

const MKDOCS: &str = "site_name: Ops\r\ndocs_dir: handbook pages\r\nnav:\r\n  - Home: index.md\r\n  - Decisions: # all\r\n\
    \x20     - 'Dashes': 'adr/0007-use-dashes.md' # kept\r\n      - {Old: ./adr/0005-old.md, Again: adr/0007-use-dashes.md}\r\n\
    \x20 - https://example.org/adr/0007-use-dashes.md";

const TOC: &str = "format: jb-book\nroot: index\nparts:\n- caption: Decisions\n  chapters:\n  - file: adr/0007-use-dashes\n\
    \x20   title: \"Dashes\"\n  - {file: \"/adr/0007-use-dashes.md\"}\n";

const SUMMARY: &str = "# Summary\n\n- [Why dashes](adr/0007-use-dashes.md)\n- [Old](<adr/0005-old.md>)\n";

fn log(folder: &str) -> Vec<(String, String)> {
    let file = |path: &str, text: String| (format!("{folder}/{path}"), text);
    vec![
        file("index.md", "# Index\n".to_owned()),
        file("adr/0005-old.md", nygard(5, "Old", "Accepted")),
        file("adr/0007-use-dashes.md", nygard(7, "Use dashes", "Accepted")),
    ]
}

fn place(folder: &str, more: &[(&str, &str)]) -> Place {
    let log = log(folder);
    let files: Vec<(&str, &str)> = log.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Place::with(&[&files, more].concat())
}

#[test]
fn each_tool_s_entries_follow() {
    for (folder, nav, text, settings) in [
        ("handbook pages", "mkdocs.yml", MKDOCS, None),
        ("book", "book/_toc.yml", TOC, None),
        (
            "book/src",
            "book/src/SUMMARY.md",
            SUMMARY,
            Some(("book/book.toml", "[book]\n")),
        ),
    ] {
        let mut more = vec![(nav, text)];
        more.extend(settings);
        let place = place(folder, &more);
        place
            .opsrepo(&["decision", "renumber", "7", "42"])
            .ends(0)
            .says(&[&format!("changed {nav}")]);
        let expected = text
            .replace("adr/0007", "adr/0042")
            .replace("example.org/adr/0042", "example.org/adr/0007");
        similar_asserts::assert_eq!(place.read(nav), expected);
        place.opsrepo(&["decision", "renumber", "42", "7"]).ends(0);
        similar_asserts::assert_eq!(place.read(nav), text);
        place.opsrepo(&["decision", "rename", "7", "Use dots"]).ends(0);
        let expected = text.replace("0007-use-dashes", "0007-use-dots");
        let expected = expected.replace("example.org/adr/0007-use-dots", "example.org/adr/0007-use-dashes");
        similar_asserts::assert_eq!(place.read(nav), expected);
        place.opsrepo(&["validate"]).ends(0);
    }
}

#[test]
fn a_move_to_another_folder_is_followed() {
    let place = place("pages", &[("mkdocs.yml", &MKDOCS.replace("handbook pages", "pages"))]);
    place.opsrepo(&["decision", "move", "7", "pages/adr/archive"]).ends(0);
    assert!(
        place
            .read("mkdocs.yml")
            .contains("'Dashes': 'adr/archive/0007-use-dashes.md' # kept")
    );
}

#[test]
fn an_entry_means_a_page_of_its_book() {
    let nav = "nav:\n  - adr/0007-use-dashes.md\n";
    let twin = nygard(7, "Use dashes", "Accepted");
    let files = [("mkdocs.yml", nav), ("adr/0007-use-dashes.md", twin.as_str())];
    let place = place("docs", &files);
    place
        .opsrepo(&["decision", "renumber", "adr/0007-use-dashes.md", "42"])
        .ends(0);
    assert_eq!(place.read("mkdocs.yml"), nav, "the other one is meant");
    place
        .opsrepo(&["decision", "renumber", "docs/adr/0007-use-dashes.md", "43"])
        .ends(0);
    assert_eq!(place.read("mkdocs.yml"), nav.replace("0007", "0043"));
}
