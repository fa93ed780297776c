//! Who may use whom: rooms, files of one room, and outside crates.

use crate::tidy::assert_none;
use crate::tidy::sources::{self, own_paths, words};
use std::collections::{BTreeMap, BTreeSet};

/// What each room may use besides itself: a room, or one file of it.
const ROOMS: [(&str, &[&str]); 16] = [
    ("text", &[]),
    // Where the parts of a picture stand, and its strokes.
    ("draw", &["text"]),
    ("syntax", &["text"]),
    ("store", &["text"]),
    ("model", &["syntax", "text"]),
    // A habitat says which formats its records may have.
    ("kinds", &["model", "syntax::document"]),
    ("lint", &["model", "text"]),
    // Rules judge what documents hold: nodes, markup, problems.
    // Where a rule knows what mends a record, `write` thinks the change out.
    ("rules", &["lint", "model", "syntax", "text", "write"]),
    ("write", &["model", "syntax", "text"]),
    // Policies are asked about what documents hold.
    ("policy", &["model", "syntax", "text"]),
    ("report", &["draw", "lint", "model", "text"]),
    ("site", &["draw", "lint", "model", "syntax", "text"]),
    // Live systems: sockets and child processes. What they say is handed to `cli`, which thinks changes out and writes them.
    ("ops", &["model", "text"]),
    (
        "cli",
        &[
            "kinds", "lint", "model", "ops", "policy", "report", "rules", "site", "store", "syntax", "text", "write",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// The rooms inside of `site`, floor by floor: each may use those of the floors below it, and no other of its own floor.
/// Rooms of kinds stand side by side; the page of a record gathers what they show, and lists gather the records.
const SITE: [&[&str]; 11] = [
    &[
        "chip",
        "confined",
        "panel",
        "person",
        "review",
        "sheet",
        "steps",
        "theme",
        "urls",
        "variables",
        "words",
    ],
    &["assets", "faults", "picture", "plan"],
    &["excerpt", "facets", "press", "prose"],
    &["blocks", "machine"],
    &["frame", "slips"],
    &["network"],
    &[
        "configs",
        "decisions",
        "extra",
        "incidents",
        "runbooks",
        "search",
        "services",
    ],
    &["record"],
    &["lists"],
    &["trial"],
    // Everything that pages look up, and every family of pages.
    &["mod"],
];

/// Files that may use each other although they should not. To be emptied, never filled.
const CIRCLES: [&[&str]; 0] = [];

/// The only places in which an outside crate may be named; `""` is everywhere.
const HOMES: &[(&str, &[&str])] = &[
    ("ammonia", &["src/site/prose/sanitise.rs"]),
    ("annotate_snippets", &["src/report/text.rs"]),
    ("anstream", &["src/cli/", "src/report/"]),
    ("anstyle", &["src/cli/", "src/report/"]),
    ("anyhow", &["src/main.rs", "src/cli/", "src/store/", "src/site/"]),
    ("clap", &["src/main.rs", "src/cli/"]),
    ("clap_complete", &["src/main.rs", "src/cli/"]),
    ("clap_mangen", &["src/main.rs", "src/cli/"]),
    ("compact_str", &["src/syntax/node.rs"]),
    ("foldhash", &["src/site/search/index.rs"]),
    ("git2", &["src/store/git"]),
    ("globset", &["src/model/glob.rs"]),
    ("http_body_util", &["src/ops/http"]),
    ("hyper", &["src/ops/http"]),
    ("hyper_util", &["src/ops/http"]),
    ("ignore", &["src/store/worktree.rs"]),
    (
        "jiff",
        &[
            "src/cli/clock.rs",
            "src/model/time.rs",
            "src/model/spelling.rs",
            "src/model/zone.rs",
        ],
    ),
    ("jsonc_parser", &["src/syntax/json.rs"]),
    ("jsonschema", &["src/syntax/schema"]),
    ("memchr", &["src/text/search.rs"]),
    ("mimalloc", &["src/main.rs"]),
    ("minijinja", &["src/text/template.rs"]),
    ("promql_parser", &["src/syntax/promql.rs"]),
    ("pulldown_cmark", &["src/syntax/markdown/"]),
    ("rayon", &[""]),
    ("regorus", &["src/policy/"]),
    ("rustix", &["src/ops/"]),
    ("saphyr_parser", &["src/syntax/yaml/"]),
    ("serde", &[""]),
    ("serde_json", &[""]),
    ("serde_yaml", &["src/text/template.rs"]),
    ("shlex", &["src/model/runbook/"]),
    ("signal_hook", &["src/ops/"]),
    ("siphasher", &["src/lint/key.rs"]),
    ("similar", &["src/cli/patch.rs"]),
    ("strsim", &["src/text/similar.rs"]),
    ("tempfile", &["src/store/"]),
    ("terminal_size", &["src/cli/terminal.rs"]),
    ("tokio", &["src/ops/http"]),
    ("toml", &["src/syntax/toml.rs"]),
    ("unicode_width", &["src/text/width.rs"]),
    ("walkdir", &["src/store/worktree.rs"]),
    ("proptest", &[]),
    ("roxmltree", &[]),
    ("similar_asserts", &[]),
    ("trycmd", &[]),
    ("wait4", &[]),
    ("opsrepo", &["src/main.rs"]),
    ("yaml_serde", &[]),
];

#[test]
fn rooms_use_only_what_lies_below() {
    let mut findings = Vec::new();
    for source in sources::all() {
        let room = room(&source.path);
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            findings.push(format!("{}:1: the room `{room}` is not in the table", source.path));
            continue;
        };
        for (at, path) in own_paths(&source.product) {
            let named = path.join("::");
            let fits = |allowed: &str| named == allowed || named.starts_with(&format!("{allowed}::"));
            if path[0] != room && !allowed.iter().any(|allowed| fits(allowed)) {
                findings.push(source.finding(at, &format!("`{room}` may not use `crate::{named}`")));
            }
        }
    }
    assert_none(
        findings,
        "A room uses what lies below it. Move the thing to the room whose business it is, or hand over what is needed as an \
         argument. The table is ROOMS in tests/suite/tidy/walls.rs; changing it needs a decision in docs/decisions.",
    );
}

#[test]
fn rooms_of_the_site_use_only_what_lies_below() {
    let floor = |room: &str| SITE.iter().position(|rooms| rooms.contains(&room));
    let mut findings = Vec::new();
    for source in sources::all() {
        let Some(below) = source.path.strip_prefix("src/site/") else {
            continue;
        };
        let own = below.split('/').next().unwrap_or("").trim_end_matches(".rs");
        let Some(here) = floor(own) else {
            findings.push(format!(
                "{}:1: the room `{own}` of the site is not in the table",
                source.path
            ));
            continue;
        };
        for (at, path) in own_paths(&source.product) {
            let [room, other, ..] = path.as_slice() else { continue };
            let is_below = room != "site" || other == own || floor(other).is_none_or(|there| there < here);
            if !is_below {
                findings.push(source.finding(at, &format!("`{own}` of the site may not use `{other}`")));
            }
        }
    }
    assert_none(
        findings,
        "A room of the site uses what lies on a floor below its own. What two of one floor need belongs below both. The table \
         is SITE in tests/suite/tidy/walls.rs.",
    );
}

#[test]
fn files_do_not_go_in_circles() {
    let sources = sources::all();
    let known: BTreeSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in &sources {
        let targets = own_paths(&source.product)
            .into_iter()
            .filter_map(|(_, path)| file_of(&path, &known))
            .filter(|target| *target != source.path);
        uses.entry(&source.path).or_default().extend(targets);
    }
    let circles = circles(&uses);
    let listed = |circle: &Vec<&str>| CIRCLES.iter().any(|known| known == circle);
    let mut findings: Vec<String> = circles
        .iter()
        .filter(|circle| !listed(circle))
        .map(|circle| circle.join(" → "))
        .collect();
    let gone = CIRCLES
        .iter()
        .filter(|known| !circles.iter().any(|circle| circle == *known));
    findings.extend(gone.map(|circle| format!("no longer needed in CIRCLES: {circle:?}")));
    assert_none(
        findings,
        "Files use each other in a circle. What both need belongs in a third file that knows neither.",
    );
}

#[test]
fn outside_crates_stay_at_home() {
    let sources = sources::all();
    let mut findings = Vec::new();
    for source in &sources {
        let own: BTreeSet<String> = own_paths(&source.product)
            .into_iter()
            .filter_map(|(_, path)| path.last().cloned())
            .collect();
        for (name, homes) in HOMES.iter().copied() {
            let is_home = homes.iter().any(|home| source.path.starts_with(home));
            if is_home || own.contains(name) {
                continue;
            }
            for at in words(&source.product, name).filter(|&at| names_crate(&source.product, at, name)) {
                findings.push(source.finding(
                    at,
                    &format!("`{name}` is named outside of its home ({})", homes.join(", ")),
                ));
            }
        }
    }
    assert_none(
        findings,
        "Each outside crate has one home, so that it can be replaced there. Call what its home offers, or offer more there. \
         The table is HOMES in tests/suite/tidy/walls.rs.",
    );
}

#[test]
fn every_dependency_has_a_home() {
    let manifest = std::fs::read_to_string(sources::root().join("Cargo.toml")).unwrap();
    let mut is_list = false;
    let mut findings = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            is_list = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| is_list) {
            let name = name.trim().replace('-', "_");
            if !HOMES.iter().any(|(known, _)| *known == name) {
                findings.push(format!("Cargo.toml:{}: `{name}` has no home", index + 1));
            }
        }
    }
    assert_none(
        findings,
        "Say in HOMES (tests/suite/tidy/walls.rs) where the crate may be named.",
    );
}

/// `src/model/time.rs` → `model`, `src/lint.rs` → `lint`.
fn room(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below.split('/').next().unwrap_or("").trim_end_matches(".rs")
}

/// The file that a path of ours leads to: the longest part of it that is one.
fn file_of<'a>(path: &[String], known: &BTreeSet<&'a str>) -> Option<&'a str> {
    (1..=path.len()).rev().find_map(|count| {
        let base = format!("src/{}", path[..count].join("/"));
        let names = [format!("{base}.rs"), format!("{base}/mod.rs")];
        names.iter().find_map(|name| known.get(name.as_str()).copied())
    })
}

/// One circle per group of files that reach each other, each starting with its first file.
fn circles<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    for &start in uses.keys() {
        if found.iter().any(|circle| circle.contains(&start)) {
            continue;
        }
        if let Some(circle) = way_back(uses, start) {
            found.push(circle);
        }
    }
    found
}

/// The shortest way from a file to itself.
fn way_back<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for &next in uses.get(file).into_iter().flatten() {
            if next == start {
                let mut way = vec![start, file];
                while way[way.len() - 1] != start {
                    way.push(came_from[way[way.len() - 1]]);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

/// `name::…`, `use name;`, and not `other::name::…` or `x.name`.
fn names_crate(code: &str, at: usize, name: &str) -> bool {
    let before = code[..at].trim_end();
    let after = code[at + name.len()..].trim_start();
    let is_first = !before.ends_with("::") && !before.ends_with('.');
    // A file or a module of ours may have the same name.
    let is_module = before.ends_with("mod");
    is_first && !is_module && (after.starts_with("::") || (before.ends_with("use") && after.starts_with([';', ' '])))
}

#[test]
fn a_circle_is_found() {
    let uses = |pairs: &[(&'static str, &[&'static str])]| {
        pairs
            .iter()
            .map(|(file, targets)| (*file, targets.iter().copied().collect()))
            .collect()
    };
    assert_eq!(
        circles(&uses(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])])),
        [["b", "c", "b"]]
    );
    assert!(circles(&uses(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])).is_empty());
}

#[test]
fn a_crate_is_told_from_a_module() {
    let named = |code: &str| words(code, "toml").filter(|&at| names_crate(code, at, "toml")).count();
    assert_eq!(named("toml::from_str(x)"), 1);
    assert_eq!(named("use toml::Value;"), 1);
    assert_eq!(
        named("crate::syntax::toml::parse(x); x.toml; mod toml; toml_edit::x"),
        0
    );
}
