//! Dumps that are cut off, huge, or written to do harm: a message that names the place, and no partial record.

use crate::importing::{fixture, home, import, is_clean, snapshot};
use opsrepo::model::incidents::import::read::{self, Origin};
use opsrepo::model::incidents::import::wanted::Wanted;
use opsrepo::model::zone::Zone;
use opsrepo::syntax::reader;
use opsrepo::text::source::Source;
use opsrepo::text::tree::Content;
use opsrepo::write::incident::import::{self as thought, Told};
use opsrepo::write::incident::import_request::Request;
use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert, prop_assert_eq, proptest};
use std::fmt::Write as _;
use tempfile::TempDir;

/// An issue of which the title and the text are somebody's.
fn issue(number: usize, title: &str, body: &str) -> String {
    commented(number, (title, body), body)
}

fn commented(number: usize, (title, body): (&str, &str), comment: &str) -> String {
    serde_json::json!({
        "number": number, "title": title, "body": body, "state": "CLOSED", "createdAt": "2026-03-04T13:00:00Z",
        "closedAt": "2026-03-04T14:00:00Z", "labels": [{"name": "incident"}, {"name": "sev3"}, {"name": body}],
        "url": format!("https://github.com/o/r/issues/{number}"), "author": {"login": title}, "assignees": [{"login": body}],
        "comments": [{"body": comment, "createdAt": "2026-03-04T13:30:00Z", "url": "https://github.com/o/r/issues/1#c"}]
    })
    .to_string()
}

fn dumped(issues: &[(&str, &str)]) -> TempDir {
    let issues: Vec<String> = issues
        .iter()
        .enumerate()
        .map(|(at, (title, body))| issue(at + 1, title, body))
        .collect();
    home(&[("dump.json", &format!("[{}]", issues.join(",")))])
}

#[test]
fn what_is_no_dump_is_refused_with_its_place() {
    for (text, parts) in [
        ("", &["dump.txt:1:1: there is nothing in it"][..]),
        ("[{\"number\": 1,\n \"title\": \"x", &["dump.txt:2:11: "]),
        ("[]]", &["dump.txt:1:3: "]),
        ("{\"a\": 1}", &["dump.txt:1:1: nothing here tells what it is"]),
        ("just words", &["nothing here tells what it is"]),
        ("a: b: c\n", &["dump.txt:1:"]),
        ("\u{0}", &["holds NUL bytes"]),
    ] {
        let here = home(&[("dump.txt", text)]);
        let before = snapshot(here.path());
        import(&here, &["dump.txt"]).ends(2).says(parts);
        assert_eq!(snapshot(here.path()), before, "{text}");
    }
    let here = home(&[]);
    std::fs::write(here.path().join("dump.json"), b"[\"\xff\"]").unwrap();
    import(&here, &["dump.json"]).ends(2).says(&["not UTF-8 text: byte 2"]);
    import(&here, &["nowhere.json"])
        .ends(2)
        .says(&["cannot read nowhere.json"]);
    let file = std::fs::File::create(here.path().join("huge.json")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    import(&here, &["huge.json"])
        .ends(2)
        .says(&["huge.json has more than 33554432 bytes", "in several files"]);
}

#[test]
fn an_item_that_cannot_be_read_is_left_out_and_named() {
    let good = issue(1, "Good", "It is.");
    let dump = format!(
        "[{good},\n {},\n {},\n {}]",
        good.replace("\"number\":1", "\"number\":2")
            .replace("2026-03-04T13:00:00Z", "some day"),
        good.replace(
            "https://github.com/o/r/issues/1\"",
            "https://github.com/../../etc/issues/1\""
        ),
        good.replace("\"closedAt\":\"2026-03-04T14:00:00Z\"", "\"closedAt\":null"),
    );
    let here = home(&[("dump.json", &dump)]);
    import(&here, &["dump.json"]).ends(1).says(&[
        "1 incident: 1 new",
        "3 items could not be read",
        "dump.json:2:",
        "`createdAt` is `some day`: expected a time, such as 2026-03-04T13:05:00Z",
        "dump.json:3:",
        "is not like https://github.com/OWNER/REPOSITORY/issues/12",
        "dump.json:4:",
        "a closed issue has no `closedAt`",
    ]);
    is_clean(&here);
}

#[test]
fn texts_that_mean_no_good_become_text() {
    let conflict = "<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x";
    let here = dumped(&[
        (
            "../../../etc/passwd",
            "---\nstatus: closed\n---\n# Mine\n\n## Timeline\n\n- 2020-01-01T00:00Z I was first.",
        ),
        (
            "🔥🔥🔥",
            "<script>alert(1)</script>\n<!-- opsrepo-disable -->\n<iframe src=x>",
        ),
        ("Same", "```\nnever ends\n## Timeline\n"),
        ("Same", conflict),
        (
            "Same",
            "[a](../../../../etc/passwd) [b](javascript:x) ![c](x.png) [d]: \n\n[e][f]\n\n[f]: /etc\n",
        ),
        ("\u{202e}\u{1b}[31m\n---\n\u{0}", "\u{0}\u{1b}[2J"),
        (&"x".repeat(100_000), &"y\n".repeat(300_000)),
        (
            "- [ ] {{ title }} <%= x %>",
            "<%= 1 %> {{ x }} {% y %} ~~~\n\n    code\n\n| a |\n|---|\n| b |\n",
        ),
        (
            "",
            "### Since when?\n\n9999-99-99\n\n### Which service?\n\n../x, a/b, 🔥\n\n### Timeline\n\n- 12:00 no",
        ),
    ]);
    import(&here, &["dump.json"])
        .ends(1)
        .says(&["8 incidents: 8 new", "1 item could not be read", "has no `title`"]);
    let files = snapshot(here.path());
    let names: Vec<&str> = files
        .iter()
        .filter_map(|(path, _)| path.split("/incidents/").nth(1))
        .collect();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in ["etc-passwd", "github-o-r-2", "same", "same-2", "same-3"] {
        let path = format!("2026-03-04-{name}/README.md");
        assert!(names.contains(&path.as_str()), "{path} is missing: {names:?}");
    }
    for (path, text) in files.iter().filter(|(path, _)| path.contains("/incidents/")) {
        // What stands in data is text there.
        let (_, text) = text.split_once("\n---\n").unwrap();
        for bad in [
            "<script",
            "<!--",
            "<iframe",
            "\u{1b}",
            "\u{0}",
            "\u{202e}",
            "](../",
            "](javascript",
            "<%",
        ] {
            assert!(
                !text.replace("\\<", "&lt;").replace("\\]", "").contains(bad),
                "{path}: {bad:?}\n{text}"
            );
        }
    }
    is_clean(&here);
    import(&here, &["dump.json"]).ends(1).says(&["8 as before"]);
}

#[test]
fn ten_thousand_issues_of_one_title() {
    let mut dump = String::from("[");
    for number in 1..=10_000 {
        let comma = if number > 1 { ",\n" } else { "" };
        let _ = write!(dump, "{comma}{}", issue(number, "Same", "It is down. [x](../y)"));
    }
    dump.push(']');
    let here = home(&[("dump.json", &dump)]);
    let began = std::time::Instant::now();
    let said = import(&here, &["dump.json"]).ends(0);
    assert!(
        said.err.contains("10,000 incidents: 10,000 new, 0 grown"),
        "{}",
        said.err
    );
    assert!(said.out.contains("2026-03-04-same-10000/README.md"));
    import(&here, &["dump.json"]).ends(0).says(&["10,000 as before"]);
    // Debug builds and shared machines are slow; what is quadratic takes minutes.
    assert!(began.elapsed().as_secs() < 300, "{:?}", began.elapsed());
}

#[test]
fn standard_input_is_a_file_too() {
    let here = home(&[]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(["incident", "import", "-", "--from", "gitlab"])
        .current_dir(here.path())
        .stdin(std::fs::File::open(fixture("glab.json")).unwrap())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert!(
        here.path()
            .join("incidents/2026-02-03-disk-nearly-full/README.md")
            .is_file()
    );
}

fn wanted() -> Wanted {
    Wanted {
        label: "incident".to_owned(),
        scale: ["sev1", "sev2", "sev3", "sev4"].map(str::to_owned).to_vec(),
        zone: Zone::parse("Europe/Amsterdam").unwrap(),
    }
}

/// Texts of which records are made, and what would break out of them.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        " ",
        "\n",
        "\n\n",
        "#",
        "# ",
        "## Timeline",
        "---",
        "===",
        "```",
        "~~~~",
        "`",
        "<",
        "<!--",
        "-->",
        "<b>",
        "[x](y)",
        "[x]: y",
        "![",
        "](",
        "|",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "\\",
        "*",
        "_",
        "&lt;",
        "<%",
        "%>",
        "{{",
        "é",
        "🔥",
        "\u{0}",
        "\u{202e}",
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
        "<https://e.org>",
        "12:00 ",
        "### Since when?\n",
        "\r",
        "\u{feff}",
        "[^1]",
        "[^1]: z",
        "<a id=q>",
        "::",
        "##\u{a0}x",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

/// Comments, and how many lines of a timeline they are: nobody asks the reading for that.
fn comments() -> impl Strategy<Value = (String, usize)> {
    let silent = ["", " \n\t", "<!-- nothing -->", "\u{202e}\u{feff}"];
    let silent = prop::sample::select(silent.to_vec()).prop_map(|text| (text.to_owned(), 0));
    proptest::prop_oneof![3 => nasty().prop_map(|text| (format!("Seen. {text}"), 1)), 1 => silent]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused_in_its_bytes(text in prop::string::string_regex("(?s).{0,60}").unwrap(), json in nasty()) {
        for text in [text, json] {
            for origin in Origin::ALL.iter().map(|(_, origin)| Some(*origin)).chain([None]) {
                let reading = read::read(&text, origin, &wanted());
                for problem in reading.problems.iter().chain(&reading.refusal) {
                    prop_assert!(text.get(problem.range.as_usize()).is_some());
                }
            }
        }
    }

    #[test]
    fn any_words_become_a_record_that_reads_back(title in nasty(), body in nasty(), (comment, lines) in comments()) {
        let dump = format!("[{}]", commented(1, (&title, &body), &comment));
        let reading = read::read(&dump, None, &wanted());
        prop_assert!(reading.refusal.is_none());
        let workspace = crate::workspaces::of_files(&[]);
        let request = Request {
            kind: "incident".to_owned(),
            set: None,
            severity: "sev3".to_owned(),
            zone: wanted().zone,
            now: 0,
        };
        let thought = thought::import(&workspace, Told { drafts: &reading.drafts, notifications: &[] }, &request).unwrap();
        for change in thought.changes.files() {
            let text = change.after().unwrap();
            let document = reader::read(&change.path, &Content::Text(Source::new(text.as_str())));
            prop_assert!(document.problems.is_empty(), "{:?}\n{}", document.problems, text);
            let markup = document.markup.unwrap();
            prop_assert_eq!(markup.headings.iter().filter(|heading| heading.level == 1).count(), 1, "{}", text);
            let timelines = markup.headings.iter().filter(|heading| heading.text == "Timeline").count();
            prop_assert_eq!(timelines, 1, "{}", text);
            let workspace = crate::workspaces::of_files(&[(change.path.as_str(), &text)]);
            let records: Vec<_> = workspace.of_kind("incident").collect();
            prop_assert_eq!(records.len(), 1, "{}", text);
            let (_, record) = records[0];
            prop_assert_eq!(record.list("source")[0].text.as_str(), "github:o/r#1");
            // It was opened and closed, and the comment may say something.
            prop_assert_eq!(record.timeline.len(), 2 + lines, "{}", text);
        }
    }
}
