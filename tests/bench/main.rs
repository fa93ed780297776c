//! The benchmark: `cargo bench`. Whole processes on generated clouds, beside programs that everybody knows.
//!
//! ```text
//! cargo bench                       every case, 5 runs each
//! cargo bench -- --runs 9 --write   and the figures into docs/BENCHMARKS.md
//! cargo bench -- --upto 10000       leave the largest cloud out
//! cargo bench -- --only trace       only the cases with this word in their title
//! cargo bench -- --in DIR            build and render there; in memory (/dev/shm/x) the disk does not count
//! cargo bench -- --cloud DIR 5000   only write a cloud of 5,000 records
//! ```
//!
//! It must not know how opsrepo works: it starts the binary and looks at the clock.

// A benchmark prints; that is what it is for.
#![allow(clippy::print_stdout)]

mod cloud;
mod gate;
mod history;
mod measure;
mod pages;

use crate::history::{Besides, Past, Recipe};
use crate::measure::{Cost, Job};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_opsrepo");
const PAGE: &str = "docs/BENCHMARKS.md";
const BEGIN: &str = "<!-- figures: begin -->";
const END: &str = "<!-- figures: end -->";
/// One pass of Git over the whole history.
const WHOLE_LOG: &str = "git log --raw -M --format=%H";
/// A real repository, where the corpora lie beside the checkout.
const APPS: &str = "operate-first-apps";

/// What was asked for on the command line.
struct Wish {
    runs: usize,
    upto: usize,
    /// Where the cases are built.
    ground: PathBuf,
    only: String,
    is_kept: bool,
    cloud: Option<(PathBuf, usize)>,
}

/// Jobs that are compared with each other; the first is opsrepo's.
struct Case {
    title: String,
    jobs: Vec<Job>,
}

fn main() -> Result<()> {
    let wish = wish()?;
    if let Some((folder, records)) = &wish.cloud {
        return history::build(folder, clouds(*records));
    }
    let mut table = String::from("| case | program | CPU s | MiB | wall s | ratio |\n|---|---|---:|---:|---:|---:|\n");
    print!("{table}");
    for case in cases(&wish)?.iter().filter(|case| case.title.contains(&wish.only)) {
        let costs = measure::alternate(&case.jobs, wish.runs)?;
        let rows = rows(case, &costs);
        print!("{rows}");
        table.push_str(&rows);
    }
    if wish.is_kept {
        keep(&table)?;
    }
    Ok(())
}

fn wish() -> Result<Wish> {
    let mut wish = Wish {
        runs: 5,
        upto: 100_000,
        ground: Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench"),
        only: String::new(),
        is_kept: false,
        cloud: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--runs" => wish.runs = value()?.parse()?,
            "--upto" => wish.upto = value()?.parse()?,
            "--cloud" => wish.cloud = Some((value()?.into(), value()?.parse()?)),
            "--in" => wish.ground = std::path::absolute(value()?)?,
            "--only" => wish.only = value()?,
            "--write" => wish.is_kept = true,
            // cargo adds this one.
            "--bench" => {}
            other => bail!("unknown argument {other}"),
        }
    }
    Ok(wish)
}

fn cases(wish: &Wish) -> Result<Vec<Case>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ground = wish.ground.as_path();
    let built = |name: &str, recipe: Recipe| -> Result<PathBuf> {
        let folder = ground.join(name);
        history::build(&folder, recipe)?;
        Ok(folder)
    };
    let mut cases = vec![Case {
        title: "version".to_owned(),
        jobs: vec![opsrepo(root, &["--version"])],
    }];
    for records in [1_000, 10_000, 100_000]
        .into_iter()
        .filter(|&records| records <= wish.upto)
    {
        let folder = built(&format!("cloud-{records}"), clouds(records))?;
        let mut jobs = vec![opsrepo(&folder, &["validate", "--as-of", "2026-08-21"])];
        jobs.extend(is_installed("rg").then(|| job("rg -c owner", &folder)));
        cases.push(Case {
            title: format!("validate {records} records"),
            jobs,
        });
    }
    let gated = Recipe {
        commits: 1,
        besides: Besides::Gate,
        ..clouds(10_000)
    };
    let folder = built("gate-10000", gated)?;
    let mut jobs = vec![opsrepo(&folder, &["validate", "--as-of", "2026-08-21"])];
    jobs.extend(gate::peers(&folder, is_installed));
    cases.push(Case {
        title: "validate a gated cloud of 10000 records".to_owned(),
        jobs,
    });
    cases.push(Case {
        title: "validate a change of one file in it".to_owned(),
        jobs: vec![
            opsrepo(&folder, &["validate", "--as-of", "2026-08-21", "--base", "HEAD~1"]),
            opsrepo(&folder, &["validate", "--as-of", "2026-08-21"]),
        ],
    });
    // The corpus test checks it out there.
    let corpora = std::fs::read_dir(root.join("target/corpora"))
        .into_iter()
        .flatten()
        .flatten();
    let mut apps = corpora.map(|entry| entry.path());
    let is_apps = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(APPS))
    };
    if let Some(folder) = apps.find(is_apps) {
        let folder = &folder;
        let jobs = vec![opsrepo(folder, &["validate", "--as-of", "2026-08-21"])];
        cases.push(Case {
            title: format!("validate {APPS}"),
            jobs,
        });
    }
    cases.extend(sites(wish, built)?);
    let past = |past| Recipe {
        records: 1_000,
        commits: 20_000,
        past,
        besides: Besides::Nothing,
    };
    for (name, past, title) in [
        ("past-1000", past(Past::Amended), "20000 commits, each of a decision"),
        ("past-merged", past(Past::Merged), "20000 commits and 4000 merges"),
        (
            "past-renamed",
            past(Past::Renamed),
            "20000 commits, renamed three times",
        ),
    ] {
        cases.extend(pasts(&built(name, past)?, past, title));
    }
    Ok(cases)
}

/// Sites: of generated clouds, of pages beside other generators, and with a history beside the same files without.
fn sites(wish: &Wish, built: impl Fn(&str, Recipe) -> Result<PathBuf>) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    let ground = wish.ground.as_path();
    let out = ground.join("site").display().to_string();
    let render = ["render", "--out", &out];
    cases.push(Case {
        title: "render a cloud of 1000 records".to_owned(),
        jobs: vec![opsrepo(&built("cloud-1000", clouds(1_000))?, &render)],
    });
    for pages in [100, 1_000, 10_000].into_iter().filter(|&pages| pages <= wish.upto) {
        cases.push(Case {
            title: format!("render {pages} pages"),
            jobs: pages::jobs(ground, pages, (PROGRAM, is_installed))?,
        });
    }
    let named = |folder: &Path, name: &str| Job {
        name: name.to_owned(),
        ..opsrepo(folder, &render)
    };
    for records in [1_000, 10_000].into_iter().filter(|&records| records <= wish.upto) {
        let amended = Recipe {
            commits: 5_000,
            ..clouds(records)
        };
        let folder = built(&format!("site-{records}"), amended)?;
        let bare = ground.join(format!("site-{records}-bare"));
        if !bare.exists() {
            history::without_past(&folder, &bare)?;
        }
        cases.push(Case {
            title: format!("render a cloud of {records} records with 5000 commits"),
            jobs: vec![
                named(&folder, "opsrepo render"),
                named(&bare, "opsrepo render without Git"),
            ],
        });
    }
    Ok(cases)
}

fn clouds(records: usize) -> Recipe {
    Recipe {
        records,
        commits: 0,
        past: Past::Amended,
        besides: Besides::Nothing,
    }
}

/// Questions about the past, beside what Git itself needs to walk it.
fn pasts(folder: &Path, recipe: Recipe, title: &str) -> Vec<Case> {
    let path = history::asked(recipe);
    let follow = format!("git log --follow --raw --format=%H -- {path}");
    let one = |arguments: &[&str]| vec![opsrepo(folder, arguments), job(&follow, folder)];
    let all = |arguments: &[&str]| vec![opsrepo(folder, arguments), job(WHOLE_LOG, folder)];
    let case = |what: &str, jobs| Case {
        title: format!("{what}, {title}"),
        jobs,
    };
    vec![
        case("history of one record", one(&["decision", "history", &path])),
        case("trace of one record", one(&["trace", &path])),
        case("dates of all records", all(&["decision", "list", "--format", "json"])),
        case(
            "histories of all records",
            all(&["decision", "history", "--format", "json"]),
        ),
    ]
}

fn opsrepo(folder: &Path, arguments: &[&str]) -> Job {
    let mut command = vec![PROGRAM.to_owned()];
    command.extend(arguments.iter().map(|&argument| argument.to_owned()));
    let is_word = |argument: &&&str| argument.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<&str> = arguments[1..].iter().take_while(is_word).copied().collect();
    Job {
        name: [&["opsrepo", arguments[0]], &words[..]].concat().join(" "),
        command,
        folder: folder.to_owned(),
        clears: None,
    }
}

fn job(line: &str, folder: &Path) -> Job {
    Job {
        name: line.to_owned(),
        command: line.split(' ').map(str::to_owned).collect(),
        folder: folder.to_owned(),
        clears: None,
    }
}

fn is_installed(program: &str) -> bool {
    let answers = |word: &str| {
        let output = Command::new(program).arg(word).output();
        output.is_ok_and(|output| output.status.success())
    };
    answers("--version") || answers("version")
}

/// One row for each job; the ratio is what opsrepo costs in units of the other, in CPU seconds.
fn rows(case: &Case, costs: &[Cost]) -> String {
    let mut rows = String::new();
    let own = costs.first().copied().unwrap_or_default();
    for (at, (job, cost)) in case.jobs.iter().zip(costs).enumerate() {
        let ratio = match at {
            0 => String::new(),
            _ => ratio(own.cpu / cost.cpu.max(0.001)),
        };
        let _ = writeln!(
            rows,
            "| {} | `{}` | {:.3} | {:.1} | {:.3} | {ratio} |",
            case.title, job.name, cost.cpu, cost.memory, cost.wall
        );
    }
    if let [_, others @ ..] = costs
        && others.len() > 1
    {
        let sum = |figure: fn(&Cost) -> f64| others.iter().map(figure).sum::<f64>();
        let memory = others.iter().map(|cost| cost.memory).fold(0.0, f64::max);
        let (cpu, wall) = (sum(|cost| cost.cpu), sum(|cost| cost.wall));
        let _ = writeln!(
            rows,
            "| {} | the {} others together | {cpu:.3} | {memory:.1} | {wall:.3} | {} |",
            case.title,
            others.len(),
            ratio(own.cpu / cpu.max(0.001))
        );
    }
    rows
}

fn ratio(ratio: f64) -> String {
    match ratio < 0.95 {
        true => format!("{ratio:.3}"),
        false => format!("{ratio:.1}"),
    }
}

/// Puts the table between the marks of the page.
fn keep(table: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let text = std::fs::read_to_string(&path).context(PAGE)?;
    let (head, rest) = text
        .split_once(BEGIN)
        .context("the page has no mark where figures begin")?;
    let (_, tail) = rest.split_once(END).context("the page has no mark where figures end")?;
    std::fs::write(&path, format!("{head}{BEGIN}\n\n{table}\n{END}{tail}"))?;
    Ok(())
}
