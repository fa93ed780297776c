//! `--commit`: each incident on a branch of its own, and no file on disk is touched.

use crate::cli::{git, opsrepo};
use crate::receiving::{Receiver, alert, cloud, count, notification, records};
use std::path::Path;
use tempfile::TempDir;

/// A cloud whose files are all committed.
pub(crate) fn committed() -> TempDir {
    let cloud = cloud();
    git(cloud.path(), &["init", "-q"]).ends(0);
    git(cloud.path(), &["add", "-A"]).ends(0);
    git(cloud.path(), &["commit", "-qm", "Begin"]).ends(0);
    git(cloud.path(), &["config", "user.name", "Bo"]).ends(0);
    cloud
}

/// The branches of incidents, and the text of each.
pub(crate) fn on_branches(root: &Path) -> Vec<(String, String)> {
    let list = git(
        root,
        &["for-each-ref", "--format=%(refname:short)", "refs/heads/incidents"],
    )
    .ends(0)
    .out;
    let show = |branch: &str| {
        let place = format!("{branch}:{branch}/README.md");
        (branch.to_owned(), git(root, &["show", &place]).ends(0).out)
    };
    list.lines().map(show).collect()
}

#[test]
fn branches_grow_and_the_files_stay() {
    let cloud = committed();
    let root = cloud.path();
    std::fs::write(
        root.join("services/dns.yaml"),
        "name: dns\ntitle: Somebody writes here\n",
    )
    .unwrap();
    std::fs::write(root.join("new"), "and here").unwrap();
    git(root, &["add", "new"]).ends(0);
    let before = git(root, &["status", "--porcelain=v2", "--branch"]).ends(0).out;
    let receiver = Receiver::start(root, &["--commit"]);
    let of = |times| notification("DnsZoneStale", &[alert("DnsZoneStale", "ns1", times)]);
    assert_eq!(receiver.does(&of((0, None))), "opened");
    assert_eq!(receiver.does(&of((0, None))), "unchanged");
    receiver.kill();
    let receiver = Receiver::start(root, &["--commit"]);
    assert_eq!(receiver.does(&of((0, None))), "unchanged");
    assert_eq!(receiver.does(&of((4, None))), "extended");
    assert_eq!(git(root, &["status", "--porcelain=v2", "--branch"]).ends(0).out, before);
    assert!(records(root).is_empty());
    let branches = on_branches(root);
    assert_eq!(branches.len(), 1);
    let (branch, text) = &branches[0];
    assert_eq!(branch, "incidents/2026-03-04-dnszonestale-on-dns");
    assert_eq!((count(text, "fires on ns1"), count(text, "fires again on ns1")), (1, 1));
    git(root, &["log", "--format=%an %s", branch])
        .ends(0)
        .says(&["Bo Extend incident 2026-03-04-dnszonestale-on-dns: 1 alert fires\n\
         Bo Open incident 2026-03-04-dnszonestale-on-dns: 1 alert fires\nAda Begin\n"]);
    git(root, &["fsck", "--strict"]).ends(0);
    // A branch that somebody works on is left alone until they are done; nothing is lost meanwhile.
    let linked = root.join("../linked-of-test");
    let linked = linked.to_str().unwrap();
    git(root, &["worktree", "add", "-q", linked, branch]).ends(0);
    let (code, answer) = receiver.post(&of((4, Some(9))));
    assert!(
        code == 500 && answer["error"].as_str().unwrap().contains("checked out"),
        "{code} {answer}"
    );
    git(root, &["worktree", "remove", linked]).ends(0);
    // What is merged, with what people wrote there, goes on from there.
    git(root, &["checkout", "-q", "-f"]).ends(0);
    git(root, &["merge", "-q", "--no-ff", "-m", "Merge", branch]).ends(0);
    opsrepo(root, &["incident", "log", "Looked", "--at", "2026-03-04T13:05+01:00"]).ends(0);
    git(root, &["commit", "-qam", "Look"]).ends(0);
    git(root, &["branch", "-q", "-D", branch]).ends(0);
    assert_eq!(receiver.does(&of((4, Some(9)))), "resolved");
    let text = &on_branches(root)[0].1;
    assert_eq!(
        (count(text, "Looked"), count(text, "status: Resolved")),
        (1, 1),
        "{text}"
    );
    // Another time of the same group has a branch of its own.
    assert_eq!(receiver.does(&of((60, None))), "opened");
    let names: Vec<String> = on_branches(root).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "incidents/2026-03-04-dnszonestale-on-dns",
            "incidents/2026-03-04-dnszonestale-on-dns-2"
        ]
    );
}

#[test]
fn what_somebody_began_on_a_branch_is_not_written_over() {
    let cloud = committed();
    let root = cloud.path();
    let (branch, file) = (
        "incidents/2026-03-04-dnszonestale-on-dns",
        "incidents/2026-03-04-dnszonestale-on-dns/README.md",
    );
    let begun = git(root, &["rev-parse", "--abbrev-ref", "HEAD"]).ends(0).out;
    git(root, &["checkout", "-q", "-b", branch]).ends(0);
    std::fs::create_dir_all(root.join(branch)).unwrap();
    let own = "---\nstatus: open\n---\n\n# Written by hand\n";
    std::fs::write(root.join(file), own).unwrap();
    git(root, &["add", "-A"]).ends(0);
    git(root, &["commit", "-qm", "By hand"]).ends(0);
    git(root, &["checkout", "-q", begun.trim()]).ends(0);
    let receiver = Receiver::start(root, &["--commit"]);
    let body = notification("DnsZoneStale", &[alert("DnsZoneStale", "ns1", (0, None))]);
    assert_eq!(receiver.does(&body), "opened");
    assert_eq!(receiver.does(&body), "unchanged");
    let all = on_branches(root);
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, [branch, &format!("{branch}-2")]);
    assert_eq!(all[0].1, own);
    git(root, &["log", "-1", "--format=%s", branch])
        .ends(0)
        .says(&["By hand"]);
}

#[test]
fn a_bare_repository_is_enough() {
    let cloud = committed();
    let bare = tempfile::tempdir().unwrap();
    let (from, to) = (cloud.path().to_str().unwrap(), bare.path().to_str().unwrap());
    git(cloud.path(), &["clone", "-q", "--bare", from, to]).ends(0);
    let receiver = Receiver::start(bare.path(), &["--commit"]);
    assert_eq!(
        receiver.does(&notification("A", &[alert("A", "x", (0, None))])),
        "opened"
    );
    assert_eq!(on_branches(bare.path()).len(), 1);
    opsrepo(bare.path(), &["incident", "receive", "--listen", "127.0.0.1:0"])
        .ends(2)
        .says(&["cannot write into a commit"]);
    let empty = crate::cli::folder(&[]);
    opsrepo(empty.path(), &["incident", "receive", "--commit"])
        .ends(2)
        .says(&["--commit needs a Git repository"]);
    git(empty.path(), &["init", "-q"]).ends(0);
    opsrepo(empty.path(), &["incident", "receive", "--commit"])
        .ends(2)
        .says(&["there is no commit yet"]);
}
