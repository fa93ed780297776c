//! The site in a real browser: Chromium opens rendered sites and looks at them with the scripts of tests/browser, which say
//! what is looked for. tests/install.sh brings what it takes; without that the tests are skipped, though not in CI.

use crate::cli::opsrepo;
use crate::corpus::checkout;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

/// Real repositories whose sites are looked at as well, where they are there.
const CORPORA: [&str; 4] = [
    "moj-cloud-platform",
    "mybinder",
    "operate-first-apps",
    "operate-first-blueprint",
];

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether there is a browser. Where there is none, it is installed; CI may not do without it.
pub(crate) fn is_there() -> bool {
    static KNOWN: OnceLock<bool> = OnceLock::new();
    *KNOWN.get_or_init(|| {
        let said = Command::new(house().join("tests/install.sh"))
            .arg("browser")
            .output()
            .unwrap();
        if said.status.success() {
            return true;
        }
        let why = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "CI has no browser to test with:\n{why}"
        );
        eprintln!("skipped: the tests in a real browser: {}", why.trim());
        false
    })
}

/// The site of a folder as it is published at a base (`/ops/cloud/`), rendered once for all tests: `BASE=FOLDER`.
pub(crate) fn site(from: &Path, base: &str) -> String {
    static RENDERED: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let out: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("sites")
        .join(format!("site{}", base.replace('/', "-")));
    let mut rendered = RENDERED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !rendered.iter().any(|known| known == base) {
        let _ = std::fs::remove_dir_all(&out);
        let address = format!("https://ops.example.org{base}");
        let into = out.to_str().unwrap();
        let run = ["render", "--out", into, "--base-url", &address, "--as-of", "2026-11-01"];
        opsrepo(from, &run).ends(0);
        rendered.push(base.to_owned());
    }
    format!("{base}={}", out.display())
}

fn example(base: &str) -> String {
    site(&house().join("examples/cloud"), base)
}

fn corpora() -> Vec<String> {
    let found = CORPORA
        .iter()
        .filter_map(|name| Some(site(&checkout::folder(name)?, &format!("/{name}/"))));
    found.collect()
}

/// Lets a part of tests/browser look at sites; fails with all that it found.
#[track_caller]
pub(crate) fn looks(part: &str, sites: &[String]) {
    let run = Command::new("node")
        .arg(house().join("tests/browser/check.mjs"))
        .arg(part)
        .args(sites)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let why = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "{said}{why}");
    println!("{}", said.trim());
}

/// axe-core finds nothing on any type of page, in both colours, wide and narrow; nothing is wider than a phone.
#[test]
fn everybody_can_read_every_type_of_page() {
    if is_there() {
        looks("reading", &[vec![example("/")], corpora()].concat());
    }
}

/// By keyboard, by mouse, with and without scripts, at the root of a host and below a path of it.
#[test]
fn readers_find_their_way() {
    if is_there() {
        let sites = [vec![example("/"), example("/ops/cloud/")], corpora()].concat();
        looks("using", &sites);
    }
}

#[test]
fn pages_are_valid() {
    if is_there() {
        looks("valid", &[vec![example("/")], corpora()].concat());
    }
}
