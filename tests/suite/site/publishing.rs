//! The site on disk, when things go wrong: foreign files, a full disk, an end in the middle, templates with faults.

use crate::cli::{folder, opsrepo};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A cloud of some decisions.
fn cloud(decisions: usize) -> TempDir {
    let cloud = folder(&[("README.md", "# A cloud\n")]);
    write(cloud.path(), decisions, "Because.");
    cloud
}

fn write(root: &Path, decisions: usize, text: &str) {
    let folder = root.join("decisions");
    std::fs::create_dir_all(&folder).unwrap();
    for at in 1..=decisions {
        let record = format!("---\nstatus: accepted\ndate: 2026-01-05\n---\n\n# Choice {at}\n\n## Context\n\n{text}\n");
        std::fs::write(folder.join(format!("{at:04}-choice.md")), record).unwrap();
    }
}

/// Every file below a folder with its bytes; links by what they lead to.
fn all(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            match path.symlink_metadata().unwrap().is_dir() {
                true => open.push(path),
                false => drop(found.insert(name, std::fs::read(&path).unwrap())),
            }
        }
    }
    found
}

/// A run with one setting of the environment or of the shell before it.
fn run(folder: &Path, before: &str, arguments: &str) -> Output {
    let line = format!("{before} exec \"$0\" {arguments}");
    Command::new("bash")
        .args(["-c", &line, env!("CARGO_BIN_EXE_opsrepo")])
        .current_dir(folder)
        .output()
        .unwrap()
}

fn beside(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.contains("opsrepo-")).collect();
    names.sort();
    names
}

#[test]
fn a_folder_of_somebody_else_is_refused_unless_told() {
    let cloud = cloud(2);
    let (root, out) = (cloud.path(), cloud.path().join("out"));
    let other = folder(&[("precious.txt", "mine")]);
    std::fs::create_dir_all(out.join("decisions")).unwrap();
    std::fs::write(out.join("CNAME"), "ops.example.org").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(other.path(), out.join("decisions/link")).unwrap();
    let before = names(&out);
    opsrepo(root, &["render", "--out", "out"])
        .ends(2)
        .says(&["CNAME", "did not write", "--keep-others"]);
    assert_eq!(names(&out), before);
    opsrepo(root, &["render", "--out", "out", "--keep-others"]).ends(0);
    opsrepo(root, &["render", "--out", "out", "--keep-others"]).ends(0);
    assert_eq!(std::fs::read_to_string(out.join("CNAME")).unwrap(), "ops.example.org");
    assert!(out.join("decisions/0001-choice.html").is_file());
    #[cfg(unix)]
    assert!(out.join("decisions/link").is_symlink());
    assert_eq!(all(other.path()).len(), 2, "nothing is written through a link");
    std::fs::write(out.join("decisions/0003-choice.html"), "mine").unwrap();
    write(root, 3, "More.");
    opsrepo(root, &["render", "--out", "out", "--keep-others"])
        .ends(2)
        .says(&["in the place of the site's own: decisions/0003-choice.html"]);
    assert_eq!(
        std::fs::read_to_string(out.join("decisions/0003-choice.html")).unwrap(),
        "mine"
    );
}

/// The names below a folder; nothing is opened.
fn names(root: &Path) -> Vec<String> {
    let output = Command::new("find").arg(root).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<String> = text.lines().map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn only_what_changed_is_touched() {
    let cloud = cloud(3);
    let (root, out) = (cloud.path(), cloud.path().join("out"));
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    for name in all(&out).keys() {
        let file = std::fs::File::options().append(true).open(out.join(name)).unwrap();
        file.set_modified(old).unwrap();
    }
    std::fs::remove_file(root.join("decisions/0003-choice.md")).unwrap();
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    let is_old = |name: &str| out.join(name).metadata().unwrap().modified().unwrap() == old;
    assert!(is_old("style.css") && is_old("site.js"));
    assert!(!is_old("index.html"));
    assert!(!out.join("decisions/0003-choice.html").exists());
}

#[test]
fn the_same_twice_and_with_one_thread_and_two() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cloud");
    let out = tempfile::tempdir().unwrap();
    let mut made = Vec::new();
    for (name, threads) in [("a", 1), ("b", 2), ("c", 2)] {
        let out = out.path().join(name);
        let arguments = format!("render --as-of 2026-11-01 --out {}", out.display());
        let output = run(&root, &format!("RAYON_NUM_THREADS={threads}"), &arguments);
        assert!(output.status.success(), "{output:?}");
        made.push(all(&out));
    }
    assert!(made[0].len() > 50);
    assert!(made[0] == made[1] && made[1] == made[2]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let cloud = cloud(3);
    let (root, out) = (cloud.path(), cloud.path().join("out"));
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    let before = all(&out);
    write(root, 4, "Other words.");
    // No file may grow beyond four blocks: the system says so where it would say that the disk is full.
    let output = run(root, "trap '' XFSZ; ulimit -f 4;", "render --out out");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot write"), "{said}");
    assert!(all(&out) == before && beside(root).is_empty(), "{:?}", beside(root));
    // The same, where the process is ended by it.
    run(root, "ulimit -f 4;", "render --out out");
    assert!(all(&out) == before);
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    assert!(beside(root).is_empty() && out.join("decisions/0004-choice.html").is_file());
}

#[cfg(unix)]
#[test]
fn an_end_in_the_middle_leaves_the_old_site() {
    let cloud = cloud(400);
    let (root, out) = (cloud.path(), cloud.path().join("out"));
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    let mut in_the_middle = 0;
    for pause in 0..30 {
        let before = all(&out);
        let words = format!("Words of run {pause}.");
        write(root, 400, &words);
        let mut child = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .args(["render", "--out", "out"])
            .current_dir(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while beside(root).is_empty() && child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(120));
        }
        std::thread::sleep(Duration::from_millis(pause % 6));
        let pid = Pid::from_raw(child.id().cast_signed()).unwrap();
        let _ = kill_process(pid, Signal::INT);
        let ended = child.wait().unwrap();
        let now = all(&out);
        if !ended.success() && now == before {
            in_the_middle += 1;
        } else {
            // It was done already: the whole new site.
            let page = String::from_utf8(now["decisions/0400-choice.html"].clone()).unwrap();
            assert!(page.contains(&words));
            let list = String::from_utf8(now[".opsrepo-site"].clone()).unwrap();
            assert!(list.lines().all(|file| now.contains_key(file)));
        }
        if in_the_middle > 3 {
            break;
        }
    }
    write(root, 400, "Other words.");
    assert!(in_the_middle > 0, "no run was ended in the middle");
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    assert!(beside(root).is_empty());
    assert!(String::from_utf8_lossy(&all(&out)["decisions/0400-choice.html"]).contains("Other words."));
}

#[test]
fn a_template_with_a_fault_is_named_and_the_old_site_stays() {
    let cloud = cloud(2);
    let (root, out) = (cloud.path(), cloud.path().join("out"));
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    let before = all(&out);
    std::fs::create_dir(root.join("look")).unwrap();
    for (template, says) in [
        (
            "<p>\n{{ frame.nothing }}</p>",
            &["look/404.html:2:4", "`frame` has: context, "][..],
        ),
        ("<p>\n{% if %}</p>", &["look/404.html:2"]),
        ("{% extends \"gone.html\" %}", &["gone.html"]),
    ] {
        std::fs::write(root.join("look/404.html"), template).unwrap();
        opsrepo(root, &["render", "--out", "out", "--theme", "look"])
            .ends(2)
            .says(says);
        opsrepo(root, &["render", "--check", "--theme", "look"])
            .ends(1)
            .says(says)
            .says(&["cannot be made", "1 template fault", "nothing was written"]);
        assert!(all(&out) == before && beside(root).is_empty(), "{template}");
    }
}

#[test]
fn a_trial_tells_what_would_be_broken_and_writes_nothing() {
    let cloud = cloud(2);
    let root = cloud.path();
    let before = names(root);
    opsrepo(root, &["render", "--check"])
        .ends(0)
        .says(&["the site can be rendered", "nothing broken"]);
    assert_eq!(names(root), before);
    let record = "---\nstatus: accepted\ndate: 2026-01-05\nsupersedes: 77\n---\n\n# Choice 3\n\nSee [it](gone.md) and [this](0001-choice.md#nowhere).\n";
    std::fs::write(root.join("decisions/0003-choice.md"), record).unwrap();
    opsrepo(root, &["render", "--check"]).ends(1).says(&[
        "decisions/0003-choice.md:4:13: `77`: no record answers to this name",
        "decisions/0003-choice.md:9:10: `gone.md`: there is no decisions/gone.md in this repository",
        "`0001-choice.md#nowhere`: decisions/0001-choice.md has no anchor",
        "3 broken references",
    ]);
    std::fs::write(
        root.join("decisions/0003-choice.md"),
        "# Choice 3\n\n```mermaid\nflowchart LR\n  a[b --> c\n```\n",
    )
    .unwrap();
    opsrepo(root, &["render", "--check"]).ends(1).says(&[
        "decisions/0003-choice.md:5:4: this diagram is not drawn",
        "1 undrawn diagram in",
    ]);
    opsrepo(root, &["render", "--check", "--out", "x"])
        .ends(2)
        .says(&["cannot be used with"]);
    opsrepo(root, &["render"]).ends(2).says(&["--out"]);
}

#[test]
fn a_folder_of_records_does_not_become_a_site() {
    let cloud = cloud(2);
    let root = cloud.path();
    let before = names(root);
    opsrepo(root, &["render", "--out", "decisions", "--keep-others"])
        .ends(2)
        .says(&["holds files of the repository that are read"]);
    assert_eq!(names(root), before);
    // A folder with nothing that is read may hold the site, again and again.
    std::fs::create_dir(root.join("docs")).unwrap();
    std::fs::write(root.join("docs/CNAME"), "ops.example.org\n").unwrap();
    for _ in 0..2 {
        opsrepo(root, &["render", "--out", "docs", "--keep-others"]).ends(0);
    }
    assert!(root.join("docs/CNAME").is_file() && root.join("docs/index.html").is_file());
}
