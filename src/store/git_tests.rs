//! Tests of [`crate::store::git`] on repositories made by the user's own `git`.

use crate::store::content::{LIMIT, Wanted};
use crate::store::git::Repository;
use crate::store::scratch::Scratch;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, Tree};

fn open(scratch: &Scratch) -> Repository {
    Repository::discover(scratch.root()).unwrap().unwrap()
}

fn tree(repository: &Repository, rev: &str, folder: &str) -> anyhow::Result<Tree> {
    let is_read = |path: &RepoPath| path.extension() == Some("md");
    repository.tree(rev, &RepoPath::new(folder).unwrap(), &Wanted { is_read, limit: LIMIT })
}

#[test]
fn knows_where_head_stands() {
    assert!(Repository::discover(Scratch::folder().root()).unwrap().is_none());
    let scratch = Scratch::repository();
    assert!(open(&scratch).is_empty() && open(&scratch).head().unwrap().is_none());
    assert!(
        tree(&open(&scratch), "HEAD", "")
            .unwrap_err()
            .to_string()
            .contains("no commits yet")
    );
    scratch.write("a.md", "a").commit(1, "one");
    let head = open(&scratch).head().unwrap().unwrap();
    assert_eq!(
        (head.branch.as_deref(), head.date.as_str()),
        (Some("main"), "2024-01-01T10:01:00+02:00")
    );
    assert_eq!(open(&scratch).default_branch().as_deref(), Some("main"));
    scratch.git(&["checkout", "-q", "--detach"]);
    assert_eq!(open(&scratch).head().unwrap().unwrap().branch, None);
}

#[test]
fn reads_commits_also_from_a_bare_repository() {
    let (scratch, bare) = (Scratch::repository(), Scratch::folder());
    scratch
        .write("d/a.md", "one")
        .write("d/b.bin", "1234")
        .commit(1, "one")
        .git(&["tag", "v1.0"]);
    scratch.write("d/a.md", "two").commit(2, "two");
    bare.git(&["clone", "-q", "--bare", &scratch.root().display().to_string(), "."]);
    let repository = open(&bare);
    assert!(repository.is_bare() && repository.workdir().is_none() && repository.origin().is_some());
    let old = tree(&repository, "v1.0", "d").unwrap();
    assert_eq!(old.files()[0].source().map(|source| source.text()), Some("one"));
    assert!(matches!(old.files()[1].content, Content::Other(4)));
    let error = tree(&repository, "v1.1", "").unwrap_err().to_string();
    assert_eq!(error, "there is no commit v1.1\nthere is: v1.0, main");
    assert!(tree(&repository, "v1.0", "x").is_err());
}

#[test]
fn submodules_stay_shut() {
    let (scratch, other) = (Scratch::repository(), Scratch::repository());
    other.write("x.md", "x").commit(1, "x");
    scratch
        .git(&[
            "submodule",
            "--quiet",
            "add",
            &other.root().display().to_string(),
            "sub",
        ])
        .commit(2, "sub");
    let index = open(&scratch).index(&RepoPath::root()).unwrap();
    assert_eq!(index.submodules, [RepoPath::new("sub").unwrap()]);
    let inside = RepoPath::new("sub/x.md").unwrap();
    let tree = tree(&open(&scratch), "HEAD", "").unwrap();
    assert!(tree.is_opaque(&inside) && tree.find(&inside).is_none());
}

#[test]
fn a_merge_may_be_unfinished() {
    let scratch = Scratch::repository();
    scratch
        .write("a.md", "0")
        .commit(1, "0")
        .git(&["checkout", "-q", "-b", "side"]);
    scratch
        .write("a.md", "1")
        .commit(2, "1")
        .git(&["checkout", "-q", "main"])
        .write("a.md", "2")
        .commit(3, "2");
    assert!(!open(&scratch).is_unfinished());
    assert!(!scratch.try_git(&["merge", "side"]).status.success());
    let a = RepoPath::new("a.md").unwrap();
    assert!(open(&scratch).is_unfinished());
    assert_eq!(open(&scratch).conflicts().unwrap(), std::slice::from_ref(&a));
    assert_eq!(
        open(&scratch).index(&RepoPath::root()).unwrap().files,
        [a],
        "named once"
    );
}
