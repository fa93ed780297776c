//! Seeing the log: lists, searches, graphs, indexes and counts, as a user meets them.

use opsrepo::model::search::Query;
use opsrepo::syntax::document::Document;
use opsrepo::syntax::reader;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::File;
use opsrepo::text::{markdown, width};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What a run said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn ends(self, code: i32) -> Said {
        assert_eq!(self.code, code, "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, parts: &[&str]) -> Said {
        let all = format!("{}{}", self.out, self.err);
        for part in parts {
            assert!(all.contains(part), "`{part}` is missing in:\n{all}");
        }
        self
    }

    /// The first word of each line.
    fn ids(&self) -> Vec<&str> {
        self.out
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect()
    }
}

fn opsrepo(folder: &Path, arguments: &str) -> Said {
    run(folder, &arguments.split(' ').collect::<Vec<_>>())
}

fn run(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(arguments)
        .args(["--as-of", "2026-10-01"])
        .current_dir(folder)
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn cloud() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cloud")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Three decisions whose titles would break a careless format.
fn hostile() -> TempDir {
    folder(&[
        (
            "docs/adr/0001-a.md",
            "# 1. Say \"no\"] to `<script>` | R&D\n\nDate: 2024-01-02\n\n## Status\n\nSuperseded by [2](0002-b.md)\n",
        ),
        (
            "docs/adr/0002-b.md",
            "---\nstatus: accepted\ndate: 2025-03-04\ndeciders: [\"@ada\", Grüße]\ntags: [storage]\n---\n\n# =1+1, 決定 🚀\n\nThe café\nterrace is open.\n",
        ),
        ("docs/adr/0003-c.md", "# Plain\n\n## Status\n\nWhatever\n"),
    ])
}

#[test]
fn lists_are_filtered() {
    let cloud = cloud();
    for (arguments, ids) in [
        ("decision list --since 2026", vec!["0011", "0012"]),
        ("decision list --until 2025-01", vec!["0001", "0002"]),
        (
            "decision list --since 2025-02-04 --until 2025-02-18",
            vec!["0003", "0004"],
        ),
        (
            "decision list --status rejected --status proposed",
            vec!["0006", "0012"],
        ),
        ("decision list --tag STORAGE --status accepted", vec!["0009"]),
        ("decision list --decider dvorak", vec!["0005", "0011"]),
        ("decision list --service object-store", vec!["0012"]),
        ("decision list --since 2026 --sort date --reverse", vec!["0012", "0011"]),
        ("decision list --tag storage --sort title", vec!["0009", "0003", "0012"]),
        ("list --kind decision --since 2026", vec!["0011", "0012"]),
        (
            "list --kind decision --kind service --service dns --until 2025-01",
            vec!["decision"],
        ),
    ] {
        assert_eq!(opsrepo(&cloud, arguments).ends(0).ids(), ids, "{arguments}");
    }
}

#[test]
fn what_no_record_has_is_said() {
    let cloud = cloud();
    for (arguments, message) in [
        ("decision list --status acepted", "did you mean `accepted`?"),
        ("decision list --tag strage", "no decision has the tag `strage`"),
        ("decision list --tag strage", "did you mean `storage`?"),
        ("decision list --decider Dvorek", "did you mean `Dvořák`?"),
        ("decision list --service cepf", "did you mean `ceph`?"),
        ("decision list --set decison", "did you mean `decisions`?"),
        ("decision list --since soon", "not a date"),
        ("decision list --since 2026 --until 2025", "nothing lies between"),
        ("decision list --columns id,tilte", "did you mean `title`?"),
        ("list --kind decison", "did you mean `decision`?"),
        ("decision index --set nope --dry-run", "there is no record set `nope`"),
    ] {
        opsrepo(&cloud, arguments).ends(2).says(&[message]);
    }
    opsrepo(&cloud, "decision list --status rejected --tag storage")
        .ends(0)
        .says(&["none of the 12 decisions has: status rejected, tag storage"]);
}

#[test]
fn lists_have_formats() {
    let here = hostile();
    let csv = opsrepo(here.path(), "decision list --format csv").ends(0).out;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "kind,id,number,title,status,date,people,tags,services,set,path,written"
    );
    assert!(
        lines[1].contains("\"Say \"\"no\"\"] to <script> | R&D\",superseded,2024-01-02"),
        "{csv}"
    );
    assert!(
        lines[2].contains("\"'=1+1, 決定 🚀\",accepted,2025-03-04,'@ada; Grüße,storage"),
        "{csv}"
    );
    assert!(lines[3].ends_with("docs/adr/0003-c.md,Whatever"), "{csv}");
    let table = opsrepo(here.path(), "decision list --format markdown --to docs/index.md")
        .ends(0)
        .out;
    assert_eq!(
        table,
        "| Id | Title | Status | Date |\n| --- | --- | --- | --- |\n\
         | [0001](adr/0001-a.md) | Say \"no\"\\] to \\<script\\> \\| R\\&D | superseded by [0002](adr/0002-b.md) | 2024-01-02 |\n\
         | [0002](adr/0002-b.md) | =1+1, 決定 🚀 | accepted | 2025-03-04 |\n\
         | [0003](adr/0003-c.md) | Plain | Whatever |  |\n"
            .replace("R\\&D", "R&D")
    );
    let text = opsrepo(here.path(), "decision list -v").ends(0).out;
    let columns: Vec<usize> = text.lines().map(|line| line.find("docs/adr").unwrap()).collect();
    // Wide letters take two columns: the path begins where the table says, counted in columns, not in bytes.
    assert_eq!(columns[0], columns[2], "{text}");
    assert!(!text.contains('\u{1b}'));
    opsrepo(here.path(), "decision list --color always")
        .ends(0)
        .says(&["\u{1b}[32maccepted\u{1b}[0m"]);
}

#[test]
fn searches_rank_and_fold() {
    let cloud = cloud();
    // The title first, then a heading, then the text.
    let found = opsrepo(&cloud, "decision search ceph").ends(0);
    assert!(
        found
            .out
            .starts_with("0009  Keep persistent volumes in Ceph  accepted\n"),
        "{}",
        found.out
    );
    let here = hostile();
    opsrepo(here.path(), "decision search CAFE")
        .ends(0)
        .says(&["docs/adr/0002-b.md:10:5  The café"]);
    run(here.path(), &["decision", "search", "cafe terrace"])
        .ends(0)
        .says(&["0002-b.md:10:5"]);
    opsrepo(here.path(), "decision search cafe --color always")
        .ends(0)
        .says(&["The \u{1b}[1m\u{1b}[35mcafé\u{1b}[0m"]);
    opsrepo(here.path(), "search 2 accepted")
        .ends(0)
        .says(&["decision 0002"]);
    opsrepo(here.path(), "decision search terace")
        .ends(0)
        .says(&["none of the 3 decisions holds `terace`", "did you mean `terrace`?"]);
    opsrepo(here.path(), "decision search terrace whatever")
        .ends(0)
        .says(&["holds all of it: `terrace` in 1, `whatever` in 1"]);
    run(here.path(), &["decision", "search", "  "])
        .ends(2)
        .says(&["nothing to search for"]);
    opsrepo(&cloud, "search the --limit 2").ends(0).says(&["more; --limit"]);
}

#[test]
fn graphs_keep_titles_as_titles() {
    let here = hostile();
    let mermaid = opsrepo(here.path(), "decision graph")
        .ends(0)
        .says(&["1 of 3 decisions stands alone; --all shows it"])
        .out;
    assert!(
        mermaid.contains("\n  r_0001 ==>|\"superseded by\"| r_0002\n"),
        "{mermaid}"
    );
    assert!(!mermaid.contains("0003") && !mermaid.contains("<script"), "{mermaid}");
    let dot = opsrepo(here.path(), "decision graph --all --format dot").ends(0).out;
    assert!(
        dot.contains("r_0003 [") && dot.contains("Say \\\"no\\\"] to <script> | R&amp;D"),
        "{dot}"
    );
    let svg = opsrepo(here.path(), "decision graph --format svg --to docs/x.svg")
        .ends(0)
        .out;
    assert!(
        svg.contains("<a href=\"adr/0001-a.md\">") && !svg.contains("<script"),
        "{svg}"
    );
    opsrepo(here.path(), "decision graph --from 2 --depth 1")
        .ends(0)
        .says(&["r_0001", "stands further away"]);
    opsrepo(here.path(), "decision graph --from 9")
        .ends(2)
        .says(&["there is no decision `9`"]);
    let cloud = opsrepo(&cloud(), "decision graph").ends(0).out;
    for edge in [
        "r_0003 ==>|\"superseded by\"| r_0009",
        "r_0008 -->|\"amended by\"| r_0011",
        "r_0001 -.-|\"relates to\"| r_0004",
    ] {
        assert!(cloud.contains(edge), "{cloud}");
    }
}

#[test]
fn an_index_touches_only_its_lines() {
    let here = hostile();
    let page = here.path().join("docs/adr/README.md");
    let read = || std::fs::read_to_string(&page).unwrap();
    opsrepo(here.path(), "decision index").ends(2).says(&[
        "there is no index of decisions",
        "opsrepo decision index --init docs/adr/README.md",
        "<!-- opsrepo: index decision begin -->",
    ]);
    let example = "\r\n```\r\n<!-- opsrepo: index decision begin -->\r\n```";
    let start = "\u{feff}# Log\r\n\r\n<!-- opsrepo: index decision begin style=list -->\r\n";
    let end = "<!-- opsrepo: index decision end -->  \r\n\r\nlast line";
    std::fs::write(&page, format!("{start}{end}{example}")).unwrap();
    opsrepo(here.path(), "decision index --check")
        .ends(1)
        .says(&["+* [2. =1+1, 決定 🚀](0002-b.md)", "out of date"]);
    assert_eq!(read(), format!("{start}{end}{example}"), "--check writes nothing");
    opsrepo(here.path(), "decision index")
        .ends(0)
        .says(&["changed docs/adr/README.md"]);
    let list = "\r\n* [1. Say \"no\"\\] to \\<script\\> \\| R&D](0001-a.md)\r\n* [2. =1+1, 決定 🚀](0002-b.md)\r\n* [3. Plain](0003-c.md)\r\n\r\n";
    assert_eq!(read(), format!("{start}{list}{end}{example}"));
    opsrepo(here.path(), "decision index --check")
        .ends(0)
        .says(&["up to date"]);
    opsrepo(here.path(), "decision index --style table --columns id,status").ends(0);
    assert!(
        read().contains("begin style=table columns=id,status -->\r\n\r\n| Id | Status |\r\n"),
        "{}",
        read()
    );
    opsrepo(here.path(), "decision index --check").ends(0);
    std::fs::write(&page, read().replace("| Id | Status |", "| Id   | Status     |")).unwrap();
    opsrepo(here.path(), "decision index --check")
        .ends(0)
        .says(&["up to date"]);
}

#[test]
fn marks_that_do_not_match_are_named() {
    let here = hostile();
    let page = here.path().join("docs/adr/README.md");
    for (text, message) in [
        (
            "<!-- opsrepo: index decision begin -->\n",
            "README.md:1:1: the index that begins here does not end",
        ),
        (
            "\n<!-- opsrepo: index decision end -->\n",
            "README.md:2:1: an index ends that did not begin",
        ),
        (
            "<!-- opsrepo: index decision begin colour=red -->\n",
            "`colour=red` says nothing about an index",
        ),
        (
            "<!-- opsrepo: index decision start -->\n",
            "`start` is neither `begin` nor `end`",
        ),
    ] {
        std::fs::write(&page, text).unwrap();
        opsrepo(here.path(), "decision index").ends(2).says(&[message]);
    }
}

#[test]
fn an_index_can_be_begun() {
    let here = hostile();
    opsrepo(here.path(), "decision index --init --dry-run")
        .ends(0)
        .says(&["+++ b/docs/adr/README.md", "+# Decisions"]);
    assert!(!here.path().join("docs/adr/README.md").exists());
    opsrepo(here.path(), "decision index --init")
        .ends(0)
        .says(&["docs/adr/README.md"]);
    std::fs::write(here.path().join("README.md"), "# Top").unwrap();
    opsrepo(here.path(), "decision index --init README.md").ends(0);
    let text = std::fs::read_to_string(here.path().join("README.md")).unwrap();
    assert!(
        text.starts_with("# Top\n\n<!-- opsrepo: index decision begin -->\n\n| Id |"),
        "{text}"
    );
    assert!(text.contains("[0003](docs/adr/0003-c.md)"), "{text}");
    opsrepo(here.path(), "decision index --check")
        .ends(0)
        .says(&["README.md, docs/adr/README.md"]);
    assert_eq!(
        opsrepo(here.path(), "decision list").ids().len(),
        3,
        "an index is no record"
    );
}

#[test]
fn counts_say_what_is_written() {
    let here = folder(&[
        (
            "adr/0001-a.md",
            "# A\n\n## Status\n\nSubmitted, 2017-01-26; Approved 2017-02-22\n",
        ),
        (
            "adr/0002-b.md",
            "---\nstatus: accepted\nproposed: 2018-01-01\ndate: 2018-01-06\nsupersedes: 1\n---\n\n# B\n",
        ),
        (
            "adr/0003-c.md",
            "---\nstatus: proposed\ndate: 2026-01-01\nsupersedes: 2\n---\n\n# C\n",
        ),
        ("adr/0004-d.md", "# D\n"),
    ]);
    opsrepo(here.path(), "decision stats --open-for 30").ends(0).says(&[
        "4 decisions\n",
        "  accepted  2  ████",
        "  2018  1  ████",
        "  2019  0\n",
        "median 5 days, nine of ten within 27 days (2 records say both days)",
        "  status: 1 (0004)\n",
        "0001 → 0002 → 0003",
        "  0003  273 days  C\n",
    ]);
    opsrepo(here.path(), "decision stats --open-for 300 --status rejected")
        .ends(0)
        .says(&["none of the 4 decisions has: status rejected"]);
}

#[test]
fn machine_output_follows_its_schemas() {
    let (here, cloud) = (hostile(), cloud());
    let mut seen = 0;
    for (arguments, schema) in [
        ("decision stats --format json", "stats"),
        ("service stats --format json", "stats"),
        ("incident stats --by month --format json", "stats"),
        ("decision search e --format json", "search"),
        ("search a --format json", "search"),
        ("decision search nothingatall --format json", "search"),
        ("list --format json", "list"),
    ] {
        for folder in [here.path(), cloud.as_path()] {
            let value: serde_json::Value = serde_json::from_str(&opsrepo(folder, arguments).ends(0).out).unwrap();
            let printed = opsrepo(folder, &format!("schema {schema}")).ends(0).out;
            let schema: serde_json::Value = serde_json::from_str(&printed).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(&value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{arguments}: {errors:#?}\n{value:#}");
            seen += value.as_array().map_or(1, Vec::len);
        }
    }
    assert!(seen > 60, "{seen} values were looked at");
    let found: serde_json::Value =
        serde_json::from_str(&opsrepo(here.path(), "decision search cafe --format json").out).unwrap();
    assert_eq!(found[0]["marks"], serde_json::json!([{"start": 4, "end": 8}]));
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&10.into(), &5.into()));
}

fn read(text: &str) -> Document {
    let path = RepoPath::new("x.md").unwrap();
    let file = File::text(path, text);
    reader::read(&file.path, &file.content)
}

/// Letters that mean something to Markdown, and some that are wide or fold into two.
const TELLING: &str = "[a-zß決🚀é0-9 \\\\`*_{}<>\\[\\]()#+.!|~&;:$%=\"'-]{0,40}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_title_stays_itself_in_markdown(title in TELLING) {
        let words = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let document = read(&format!("# x {} x\n", markdown::inline(&title)));
        let markup = document.markup.unwrap();
        let expected = format!("x {words} x").replace("  ", " ");
        prop_assert_eq!(markup.headings[0].text.replace("  ", " "), expected);
        let linked = read(&format!("{}\n", markdown::link(&format!("x{words}"), "a b/(ö).md")));
        let links = linked.markup.unwrap().links;
        prop_assert_eq!(links.len(), 1);
        prop_assert_eq!(&links[0].target, "a%20b/%28ö%29.md");
    }

    #[test]
    fn any_search_of_any_text_marks_letters(text in any::<String>(), words in TELLING) {
        for query in [Query::parse(&words), Query::parse(&text), Query::parse(&format!("\"{words}\""))] {
            let marks = query.marks(&text);
            prop_assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|marked| !marked.is_empty())));
            prop_assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }

    #[test]
    fn what_is_cut_fits(text in any::<String>(), most in 1usize..40) {
        prop_assert!(width::columns(&width::cut(&text, most)) <= most.max(width::columns("…")));
        let lines = width::wrapped(&text, most, 2);
        prop_assert!(lines.len() <= 2 && lines.iter().all(|line| width::columns(line) <= most));
    }
}
