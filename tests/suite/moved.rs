//! Links whose targets went elsewhere, in real repositories: what the history tells, and what it must not be made to tell.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A repository of `main` with one commit per step; `origin` is an address on a forge.
struct Repository(TempDir);

/// A text of its own for each name, long enough to be known again.
fn text(name: &str) -> String {
    (1..20)
        .map(|line| format!("Line {line} of {name} is about {name}.\n"))
        .collect()
}

impl Repository {
    fn new() -> Self {
        let here = Repository(tempfile::tempdir().unwrap());
        here.write("LICENSE", "A licence.\n").run(&["init", "-q", "-b", "main"]);
        here.run(&["remote", "add", "origin", "git@github.com:Harbour/Ops.git"]);
        here
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> &Self {
        let output = Command::new("git")
            .current_dir(self.path())
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", "2026-03-01T10:00:00+01:00")
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        self
    }

    fn commit(&self, subject: &str) -> &Self {
        self.run(&["add", "-A"]).run(&["commit", "-q", "-m", subject])
    }

    fn rename(&self, from: &str, to: &str) -> &Self {
        let to_path = self.path().join(to);
        std::fs::create_dir_all(to_path.parent().unwrap()).unwrap();
        self.run(&["mv", from, to]).commit(&format!("Move {from}"))
    }

    fn validate(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .current_dir(self.path())
            .arg("validate")
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap()
    }

    /// `rule target → new text`, sorted by place; what is no finding about links is left out.
    fn findings(&self) -> Vec<String> {
        let output = self.validate(&["--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let line = |finding: &serde_json::Value| {
            let rule = finding["rule"].as_str().unwrap();
            let said = finding["message"]
                .as_str()
                .unwrap()
                .split('`')
                .nth(1)
                .unwrap()
                .to_owned();
            let text = &finding["fix"]["edits"][0]["text"];
            rule.starts_with("link/")
                .then(|| format!("{rule} {said} → {}", text.as_str().unwrap_or("?")))
        };
        report["findings"].as_array().unwrap().iter().filter_map(line).collect()
    }

    fn said(&self) -> String {
        let output = self.validate(&[]);
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }
}

#[test]
fn the_path_is_written_anew_in_its_own_form() {
    let here = Repository::new();
    here.write("docs/old name.md", &text("a")).commit("Begin");
    here.rename("docs/old name.md", "guides/new name.md");
    let links = "[1](docs/old%20name.md#x) [2](./docs/old%20name.md?plain=1) [3](<docs/old name.md>)\n\
                 [4](https://github.com/harbour/ops/blob/main/docs/old%20name.md#L3) ![5](docs/old%20name.md \"t\")\n\
                 [6][r] <https://raw.githubusercontent.com/harbour/ops/main/docs/old%20name.md>\n\n\
                 [r]: docs/old%20name.md\n";
    here.write("README.md", links).commit("Link");
    let new = "link/moved docs/old name.md → ";
    let expected = [
        "guides/new%20name.md",
        "./guides/new%20name.md",
        "guides/new%20name.md",
        "guides/new%20name.md",
        "guides/new%20name.md",
        "guides/new%20name.md",
        "guides/new%20name.md",
    ];
    assert_eq!(here.findings(), expected.map(|text| format!("{new}{text}")));
    assert!(
        here.said().contains("which is now `guides/new name.md` (moved in "),
        "{}",
        here.said()
    );
    assert!(here.said().contains(", 2026-03-01)"), "{}", here.said());
}

#[test]
fn names_are_followed_to_the_last_one() {
    let here = Repository::new();
    here.write("a.md", &text("a"))
        .write("f/x.md", &text("x"))
        .write("f/g/y.md", &text("y"));
    here.write("page.html.md.erb", &text("page")).commit("Begin");
    here.rename("a.md", "b.md").rename("b.md", "c/d.md").rename("f", "h/i");
    here.rename("page.html.md.erb", "s/page.html.md.erb");
    // `b.md` is asked for too, and is a step on the way of `a.md`.
    here.write(
        "README.md",
        "[1](a.md) [2](b.md) [3](f) [4](f/g/) [5](f/x.md) [6](page.html)\n",
    );
    assert_eq!(
        here.commit("Link").findings(),
        [
            "link/moved a.md → c/d.md",
            "link/moved b.md → c/d.md",
            "link/moved f → h/i",
            "link/moved f/g → h/i/g",
            "link/moved f/x.md → h/i/x.md",
            "link/moved page.html → s/page.html",
        ]
    );
}

#[test]
fn what_was_deleted_is_broken() {
    let here = Repository::new();
    for name in ["a.md", "b.md", "c.md"] {
        here.write(name, &text(name));
    }
    here.commit("Begin").rename("a.md", "gone.md").rename("b.md", "kept.md");
    here.run(&["rm", "-q", "gone.md", "c.md"]).commit("Delete");
    // The name is taken again, and that file is deleted: the link may mean it.
    here.write("b.md", &text("another"))
        .commit("Again")
        .run(&["rm", "-q", "b.md"])
        .commit("Delete again");
    here.write("README.md", "[1](a.md) [2](b.md) [3](c.md) [4](never.md)\n")
        .commit("Link");
    assert_eq!(
        here.findings(),
        [
            "link/broken a.md → ?",
            "link/broken b.md → ?",
            "link/broken c.md → ?",
            "link/broken never.md → ?",
        ]
    );
    let deletions = here.said().matches("it was deleted in ").count();
    assert_eq!(deletions, 2, "{}", here.said());
}

#[test]
fn the_settings_choose_and_a_dispersed_folder_is_broken() {
    let here = Repository::new();
    here.write("f/x.md", &text("x"))
        .write("f/y.md", &text("y"))
        .commit("Begin");
    here.rename("f/x.md", "g/x.md").rename("f/y.md", "h/y.md");
    here.write("README.md", "[1](f) [2](f/x.md)\n").commit("Link");
    assert_eq!(here.findings(), ["link/broken f → ?", "link/moved f/x.md → g/x.md"]);
    here.write("opsrepo.toml", "[rules]\n\"link/moved\" = \"off\"\n");
    let found = here.findings();
    assert!(
        found.iter().all(|finding| finding.starts_with("link/broken")) && found.len() == 2,
        "{found:?}"
    );
}

#[test]
fn only_its_own_addresses_at_the_default_branch_are_judged() {
    let here = Repository::new();
    here.write("there.md", "# There\n").write("docs/x.yaml", "a: 1\n");
    let own = "https://github.com/Harbour/ops";
    let fine = format!(
        "[1]({own}) [2]({own}/blob/main/there.md#there) [3]({own}/tree/main/docs) [4]({own}/blob/v1/no.md)\n\
         [5]({own}/blob/main/docs/x.yaml#L7) [6](https://github.com/harbour/other/blob/main/no.md)\n\
         [7]({own}/issues/1) [8]({own}/tree/main) [9]({own}/blob/0a1b2c3/no.md) [10]({own}/blob/main/{{{{ x }}}}.md)\n"
    );
    here.write("README.md", &fine).commit("Begin");
    assert_eq!(here.findings(), Vec::<String>::new());
    let bad =
        format!("[1]({own}/blob/main/no.md) [2]({own}/blob/main/there.md#nowhere) [3]({own}/blob/master/no.md)\n");
    here.write("README.md", &bad);
    let broken = "link/broken https://github.com/Harbour/ops/blob/main/no.md → ?".to_owned();
    let anchor = "link/anchor #nowhere → ?".to_owned();
    let former = "link/broken https://github.com/Harbour/ops/blob/master/no.md → ?".to_owned();
    assert_eq!(here.findings(), [broken.clone(), anchor.clone(), former]);
    // Where a branch of that name lives, its files are not known here.
    here.commit("Bad").run(&["branch", "master"]);
    assert_eq!(here.findings(), [broken, anchor]);
}

#[test]
fn what_is_newer_on_the_default_branch_is_not_judged_elsewhere() {
    let here = Repository::new();
    let link = |path: &str| format!("[1](https://github.com/harbour/ops/blob/main/{path})\n");
    here.write("a.md", &text("a"))
        .commit("Begin")
        .run(&["branch", "release"]);
    here.write("new.md", &text("new"))
        .commit("Add")
        .run(&["checkout", "-q", "release"]);
    here.write("README.md", &link("new.md")).commit("Link");
    assert_eq!(here.findings(), Vec::<String>::new());
    // What this branch moves away is missing as soon as it is merged.
    here.rename("a.md", "b.md")
        .write("README.md", &link("a.md"))
        .commit("Link");
    assert_eq!(here.findings(), ["link/moved a.md → b.md"]);
}

#[test]
fn half_a_history_leaves_links_broken_and_says_so() {
    let origin = Repository::new();
    origin
        .write("a.md", &text("a"))
        .commit("Begin")
        .rename("a.md", "guides/other.md");
    origin.write("README.md", "[1](a.md)\n").commit("Link");
    let url = format!("file://{}", origin.path().display());
    let clone = Repository(tempfile::tempdir().unwrap());
    clone.run(&["clone", "-q", "--depth", "1", &url, "."]);
    assert_eq!(clone.findings(), ["link/broken a.md → ?"]);
    let said = clone.said();
    assert_eq!(said.matches("git fetch --unshallow").count(), 1, "{said}");
    assert!(
        said.contains("whether the targets of broken links have moved is not known: the clone is shallow"),
        "{said}"
    );
    std::fs::write(clone.path().join("README.md"), "[1](guides/other.md)\n").unwrap();
    assert!(
        !clone.said().contains("shallow"),
        "nothing is missing, so nobody asks the history"
    );
}

#[test]
fn a_cloud_below_the_top_counts_from_the_top() {
    let here = Repository::new();
    let own = "https://github.com/harbour/ops";
    let application = format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n    - repoURL: {own}\n      path: cloud/base\n    \
         - repoURL: {own}\n      path: other\n    - repoURL: {own}\n      path: cloud/none\n"
    );
    here.write("cloud/opsrepo.toml", "")
        .write("cloud/LICENSE", "A licence.\n")
        .write("cloud/base/x.yaml", "a: 1\n");
    here.write("cloud/app.yaml", &application)
        .write("cloud/old.md", &text("old"))
        .commit("Begin");
    here.rename("cloud/old.md", "cloud/new.md");
    let links =
        format!("[1]({own}/blob/main/cloud/new.md) [2]({own}/blob/main/cloud/old.md) [3]({own}/blob/main/no.md)\n");
    here.write("cloud/README.md", &links);
    let output = here.validate(&["-C", "cloud"]);
    let said = String::from_utf8(output.stdout).unwrap();
    let heads: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(heads.len(), 2, "{said}");
    assert!(
        heads[0].starts_with("error[link/moved]: the link leads to `old.md`, which is now `new.md`"),
        "{said}"
    );
    assert!(said.contains("fix: point the link to `cloud/new.md`"), "{said}");
    assert!(
        heads[1].contains("argo/missing-path") && heads[1].contains("cloud/none"),
        "{said}"
    );
}

#[test]
fn links_of_a_page_that_moved_mean_what_they_meant() {
    let here = Repository::new();
    let page = format!(
        "[1](b.md) [2](../guide/c.md#x) [3](img/) [4](no.md) [5](/a) [6](kept.md)\n{}",
        text("page")
    );
    here.write("docs/a.md", &page)
        .write("docs/b.md", &text("b"))
        .write("guide/c.md", &text("c"));
    here.write("docs/img/i.svg", "<svg/>")
        .write("docs/new/kept.md", &text("kept"))
        .commit("Begin");
    here.rename("docs/a.md", "docs/new/a.md")
        .rename("guide/c.md", "guide/d.md");
    assert_eq!(
        here.findings(),
        [
            "link/moved docs/b.md → ../b.md",
            "link/moved guide/d.md → ../../guide/d.md",
            "link/moved docs/img → ../img",
            "link/broken no.md → ?",
        ]
    );
    assert!(
        here.said()
            .contains("meant `docs/b.md` before this page moved from `docs/a.md` ("),
        "{}",
        here.said()
    );
}

#[test]
fn a_page_that_moved_twice_remembers_both_places() {
    let here = Repository::new();
    let page = format!("[1](b.md)\n{}", text("page"));
    here.write("one/a.md", &page)
        .write("one/b.md", &text("b"))
        .commit("Begin");
    here.rename("one/a.md", "two/a.md").rename("two/a.md", "three/a.md");
    // The name between is asked for too, which cuts the story in two.
    here.write("README.md", "[1](two/a.md)\n").commit("Link");
    assert_eq!(
        here.findings(),
        ["link/moved two/a.md → three/a.md", "link/moved one/b.md → ../one/b.md"]
    );
}

#[test]
fn pages_of_a_site_are_followed_under_their_addresses() {
    let here = Repository::new();
    here.write("config/tech-docs.yml", "host: https://ops.harbour.dev/book\n")
        .write("source/old.html.md.erb", &text("old"))
        .write("source/x.html.md.erb", &text("x"))
        .commit("Begin");
    here.rename("source/old.html.md.erb", "source/disk/new.html.md.erb");
    here.write(
        "README.md",
        "[1](https://ops.harbour.dev/book/old.html?q#z) [2](https://ops.harbour.dev/book/never.html)\n",
    );
    here.write(
        "source/y.html.md.erb",
        "[1](/book/old.html#a) [2](old.html) [3](https://ops.harbour.dev/book/old.html) [4](/book/x.html) [5](/old.html)\n",
    );
    assert_eq!(
        here.commit("Link").findings(),
        [
            "link/moved source/old.html → disk/new.html",
            "link/moved source/old.html → /book/disk/new.html",
            "link/moved source/old.html → disk/new.html",
            "link/moved source/old.html → disk/new.html",
        ]
    );
}
