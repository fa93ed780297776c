//! Asking policies about files. What comes back are facts; it knows neither rules nor screens.

use crate::model::glob::Globs;
use crate::model::settings;
use crate::model::verdicts::{Fault, Verdict, Verdicts, Weight};
use crate::model::workspace::Workspace;
use crate::policy::engine::{Engine, Entry, PATIENCE, Refusal};
use crate::policy::files::{Files, start};
use crate::policy::loaded::{Loaded, fault, with_room};
use crate::policy::world::World;
use crate::policy::{answer, value};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use rayon::prelude::*;
use regorus::Value;
use regorus::utils::limits::monotonic_now;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long all policies may take for all files.
const ALL_PATIENCE: Duration = Duration::from_secs(30);
/// The package that is asked where `namespaces` says nothing, as conftest does.
const MAIN: &str = "main";
/// The rules that are asked, alone or with `_` and a name behind, and what their results weigh.
const RULES: [(&str, Weight); 3] = [
    ("deny", Weight::Denied),
    ("violation", Weight::Denied),
    ("warn", Weight::Warned),
];
/// The rule that lists which others do not hold.
const EXCEPTION: &str = "exception";
/// The files that are judged where `files` names none.
const FORMATS: [&str; 5] = ["yaml", "yml", "json", "jsonc", "toml"];

/// Asks the policies that `[policies]` names, or those of the folders that the user names. Nothing where nobody names any.
pub fn judge(workspace: &Workspace, extra: &[RepoPath]) -> Verdicts {
    match Files::named(workspace, extra) {
        Some(files) => with_room(|| judged(workspace, &files)),
        None => Verdicts::default(),
    }
}

/// A value to judge.
struct Case<'w> {
    file: FileId,
    part: usize,
    node: Option<&'w Node>,
}

/// A rule that is asked.
struct Asked {
    entry: Entry,
    weight: Weight,
    written: Arc<[Span]>,
    /// The rule `exception` of its package.
    exception: Option<Entry>,
    /// Set where it took too long: nobody asks it again.
    is_given_up: AtomicBool,
}

/// What came of one value.
#[derive(Default)]
struct Outcome {
    verdicts: Vec<Verdict>,
    faults: Vec<Fault>,
    excepted: usize,
    is_left_out: bool,
}

fn judged(workspace: &Workspace, files: &Files) -> Verdicts {
    let mut loaded = Loaded::new(workspace, files, &files.policies);
    let world = loaded.see(workspace);
    let asked = asked(workspace, &loaded);
    let cases = cases(workspace, files);
    let base = loaded.engine.data();
    let started = monotonic_now();
    let is_late = || matches!((started, monotonic_now()), (Some(then), Some(now)) if now - then > ALL_PATIENCE);
    let about = Judge {
        workspace,
        loaded: &loaded,
        asked: &asked,
        world: world.as_ref().filter(|_| loaded.needs.file),
        base: &base,
    };
    let outcomes: Vec<Outcome> = cases
        .par_iter()
        .with_min_len(16)
        .map_init(
            || loaded.engine.clone(),
            |engine, case| match is_late() {
                true => Outcome {
                    is_left_out: true,
                    ..Outcome::default()
                },
                false => about.case(engine, case),
            },
        )
        .collect();
    let mut verdicts = Verdicts {
        judged: if asked.is_empty() { 0 } else { cases.len() },
        ..Verdicts::default()
    };
    verdicts.faults = loaded.faults.clone();
    if asked.is_empty() && loaded.faults.is_empty() {
        verdicts.faults.extend(nothing_asked(workspace, &loaded));
    }
    gather(&mut verdicts, outcomes, &asked);
    verdicts
}

/// Puts together what came of every value. Of a fault that shows at many of them, the first is named.
fn gather(verdicts: &mut Verdicts, outcomes: Vec<Outcome>, asked: &[Asked]) {
    let mut is_late = false;
    for outcome in outcomes {
        verdicts.found.extend(outcome.verdicts);
        verdicts.faults.extend(outcome.faults);
        verdicts.excepted += outcome.excepted;
        is_late |= outcome.is_left_out;
    }
    for asked in asked.iter().filter(|asked| asked.is_given_up.load(Ordering::Relaxed)) {
        let rule = full_name(&asked.entry);
        // How far it came is chance.
        verdicts.found.retain(|verdict| verdict.rule != rule);
        let mut late = fault(
            asked.written[0],
            format!(
                "`{rule}` was given up: it took longer than {} ms for one document",
                PATIENCE.as_millis()
            ),
        );
        late.help = Some("the rule was asked nothing more; the other rules were".to_owned());
        verdicts.faults.push(late);
    }
    if let (true, Some(first)) = (is_late, asked.first()) {
        let seconds = ALL_PATIENCE.as_secs();
        verdicts.faults.push(fault(
            start(first.written[0].file),
            format!("the policies together took longer than {seconds} s: not every file was judged"),
        ));
    }
    verdicts
        .found
        .sort_by(|a, b| (a.span, a.weight, &a.message).cmp(&(b.span, b.weight, &b.message)));
    verdicts
        .faults
        .sort_by(|a, b| (a.span, &a.message, a.at).cmp(&(b.span, &b.message, b.at)));
    verdicts
        .faults
        .dedup_by(|a, b| (a.span, &a.message) == (b.span, &b.message));
}

/// What stays the same while values are judged.
struct Judge<'w> {
    workspace: &'w Workspace,
    loaded: &'w Loaded,
    asked: &'w [Asked],
    world: Option<&'w World<'w>>,
    base: &'w Value,
}

impl Judge<'_> {
    fn case(&self, engine: &mut Engine, case: &Case<'_>) -> Outcome {
        let mut outcome = Outcome::default();
        if let Some(world) = self.world {
            engine.set_data(self.base.clone());
            // Where a data file has a key of this name, it is the one that counts.
            let _ = engine.add_data(world.file(case.file, case.part));
        }
        engine.set_input(case.node.map_or_else(Value::new_object, value::of));
        for asked in self
            .asked
            .iter()
            .filter(|asked| !asked.is_given_up.load(Ordering::Relaxed))
        {
            match engine.ask(&asked.entry) {
                Ok(answer) => self.answer(engine, (case, asked), &answer, &mut outcome),
                Err(refusal) => self.refused(refusal, (case, asked), &mut outcome),
            }
        }
        // Nobody reads what is printed here; `policy test` shows it.
        engine.printed();
        outcome
    }

    fn answer(&self, engine: &mut Engine, (case, asked): (&Case<'_>, &Asked), answer: &Value, outcome: &mut Outcome) {
        let (words, odd) = answer::words(answer);
        for what in odd {
            outcome.faults.push(Fault {
                help: Some("a rule gives a set of strings, or of objects with a string `msg`".to_owned()),
                at: Some(case.start()),
                ..fault(
                    asked.written[0],
                    format!("`{}` gives {what}, which is no message", full_name(&asked.entry)),
                )
            });
        }
        if words.is_empty() {
            return;
        }
        if let Some(exception) = &asked.exception {
            match engine.ask(exception) {
                Ok(lists) if excepts(&lists, bare(&asked.entry.name)) => {
                    outcome.excepted += words.len();
                    return;
                }
                Ok(_) => {}
                Err(refusal) => self.refused(refusal, (case, asked), outcome),
            }
        }
        outcome.verdicts.extend(words.into_iter().map(|word| Verdict {
            weight: asked.weight,
            span: match (&word.path, case.node) {
                (Some(steps), Some(node)) => Span::new(case.file, steps.place(node)),
                _ => case.start(),
            },
            message: word.message,
            rule: full_name(&asked.entry),
            written: Arc::clone(&asked.written),
        }));
    }

    fn refused(&self, refusal: Refusal, (case, asked): (&Case<'_>, &Asked), outcome: &mut Outcome) {
        match refusal {
            Refusal::TooLong => asked.is_given_up.store(true, Ordering::Relaxed),
            Refusal::Failed(failure) => {
                let found = self.loaded.fault(self.workspace, &failure);
                outcome.faults.extend(found.map(|found| Fault {
                    at: Some(case.start()),
                    ..found
                }));
            }
        }
    }
}

impl Case<'_> {
    fn start(&self) -> Span {
        let start = self.node.map_or(0, |node| node.range.start as usize);
        Span::new(self.file, Range::at(start))
    }
}

/// The rules of the packages that are asked.
fn asked(workspace: &Workspace, loaded: &Loaded) -> Vec<Asked> {
    let setting = workspace.settings.policies.as_ref();
    let namespaces = setting.and_then(|setting| setting.namespaces.clone());
    let namespaces = namespaces.unwrap_or_else(|| vec![MAIN.to_owned()]);
    let is_asked = |package: &str| namespaces.iter().any(|name| name == "*" || name == package);
    let entries = &loaded.engine.entries;
    let exceptions: BTreeMap<&str, &Entry> = entries
        .iter()
        .filter(|entry| entry.name == EXCEPTION)
        .map(|entry| (entry.package.as_str(), entry))
        .collect();
    let weighed = entries.iter().filter_map(|entry| Some((entry, weight(&entry.name)?)));
    weighed
        .filter(|(entry, _)| is_asked(&entry.package))
        .map(|(entry, weight)| Asked {
            entry: entry.clone(),
            weight,
            written: loaded.written(workspace, entry),
            exception: exceptions.get(entry.package.as_str()).map(|found| (*found).clone()),
            is_given_up: AtomicBool::new(false),
        })
        .collect()
}

/// "Nothing asked" must not look like "nothing found".
fn nothing_asked(workspace: &Workspace, loaded: &Loaded) -> Option<Fault> {
    let first = *loaded.files.first()?;
    let setting = workspace.settings.policies.as_ref();
    let mut packages: Vec<&str> = loaded
        .engine
        .entries
        .iter()
        .filter(|entry| weight(&entry.name).is_some())
        .map(|entry| entry.package.as_str())
        .collect();
    packages.sort_unstable();
    packages.dedup();
    let span = setting.map_or_else(|| start(first), |setting| setting.span);
    let message = "no policy asks anything: no rule `deny`, `warn` or `violation` stands in a package that is asked";
    Some(Fault {
        help: Some(match packages.is_empty() {
            true => format!("write `package {MAIN}` and `deny contains msg if {{ … }}`"),
            false => format!(
                "such rules stand in {}; `namespaces` names packages, `*` all",
                packages.join(", ")
            ),
        }),
        ..fault(span, message.to_owned())
    })
}

/// The values that are judged: those of data files, or of the files that `files` names, records of any format included.
fn cases<'w>(workspace: &'w Workspace, files: &Files) -> Vec<Case<'w>> {
    let setting = workspace.settings.policies.as_ref();
    let globs = setting
        .filter(|setting| !setting.files.is_empty())
        .map(|setting| Globs::of(&setting.files));
    let excluded = Globs::of(&workspace.settings.exclude);
    let is_judged = |path: &RepoPath| match &globs {
        Some(globs) => globs.matches(path),
        None => path.as_str() != settings::FILE && path.extension().is_some_and(|ending| FORMATS.contains(&ending)),
    };
    let records: std::collections::BTreeSet<FileId> = workspace.records.iter().map(|record| record.file).collect();
    let mut cases = Vec::new();
    for (id, file) in workspace.tree.iter() {
        let document = workspace.document(id);
        let is_ours = is_judged(&file.path) && !excluded.matches(&file.path) && !files.holds(&file.path);
        // What cannot be read is told by the rules about the formats.
        if !is_ours || !document.problems.is_empty() {
            continue;
        }
        if document.data.is_empty() && records.contains(&id) {
            cases.push(Case {
                file: id,
                part: 0,
                node: None,
            });
        }
        for (part, node) in document.data.iter().enumerate().filter(|(_, node)| !node.is_null()) {
            cases.push(Case {
                file: id,
                part,
                node: Some(node),
            });
        }
    }
    cases
}

/// What the results of a rule weigh, from its name: `deny`, `deny_root`.
fn weight(name: &str) -> Option<Weight> {
    let is_of = |rule: &str| {
        name == rule
            || name
                .strip_prefix(rule)
                .is_some_and(|rest| rest.len() > 1 && rest.starts_with('_'))
    };
    RULES.iter().find(|(rule, _)| is_of(rule)).map(|(_, weight)| *weight)
}

/// The name by which an exception calls a rule: `root` for `deny_root`, nothing for `deny`.
fn bare(name: &str) -> &str {
    let rest = RULES.iter().find_map(|(rule, _)| name.strip_prefix(rule));
    rest.map_or(name, |rest| rest.trim_start_matches('_'))
}

fn excepts(lists: &Value, name: &str) -> bool {
    let named = |list: &Value| match list {
        Value::Array(names) => names.iter().any(|other| *other == Value::from(name)),
        Value::Set(names) => names.iter().any(|other| *other == Value::from(name)),
        _ => false,
    };
    match lists {
        Value::Set(lists) => lists.iter().any(named),
        Value::Array(lists) => lists.iter().any(named),
        _ => false,
    }
}

fn full_name(entry: &Entry) -> String {
    format!("{}.{}", entry.package, entry.name)
}
