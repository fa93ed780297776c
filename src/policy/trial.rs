//! The policies' own tests: rules `test_…`, which hold or do not. It knows no screen.

use crate::model::verdicts::Fault;
use crate::model::workspace::Workspace;
use crate::policy::engine::{PATIENCE, Refusal};
use crate::policy::files::Files;
use crate::policy::loaded::{Loaded, with_room};
use crate::policy::reader::Dialect;
use crate::policy::value;
use crate::text::span::{FileId, Span};
use rayon::prelude::*;
use regorus::Value;

/// What came of all tests.
#[derive(Debug, Default)]
pub struct Trials {
    /// The tests, in the order of their files.
    pub trials: Vec<Trial>,
    /// What is wrong with the policies.
    pub faults: Vec<Fault>,
    /// In which dialect each file is written.
    pub dialects: Vec<(FileId, Dialect)>,
}

/// One test.
#[derive(Debug)]
pub struct Trial {
    /// Its full name: `main.test_root`.
    pub name: String,
    /// Where its name is written.
    pub span: Span,
    /// What came of it.
    pub outcome: Outcome,
    /// What it printed.
    pub printed: Vec<String>,
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not; why.
    Failed(String),
    /// Its name begins with `todo_`.
    Skipped,
}

/// Runs the tests of these policies.
pub fn run(workspace: &Workspace, files: &Files) -> Trials {
    with_room(|| {
        let mut wanted = [files.policies.as_slice(), files.tests.as_slice()].concat();
        wanted.sort_unstable();
        let mut loaded = Loaded::new(workspace, files, &wanted);
        let _world = loaded.see(workspace);
        let tests: Vec<_> = loaded
            .engine
            .entries
            .iter()
            .filter(|entry| is_test(&entry.name))
            .collect();
        let trials = tests.par_iter().map_init(
            || loaded.engine.clone(),
            |engine, entry| {
                let (outcome, printed) = match entry.name.starts_with("todo_") {
                    true => (Outcome::Skipped, Vec::new()),
                    false => (outcome(engine.ask(entry)), engine.printed()),
                };
                Trial {
                    name: format!("{}.{}", entry.package, entry.name),
                    span: loaded.written(workspace, entry)[0],
                    outcome,
                    printed,
                }
            },
        );
        let trials = trials.collect();
        Trials {
            trials,
            dialects: loaded.dialects(),
            faults: loaded.faults,
        }
    })
}

fn is_test(name: &str) -> bool {
    name.starts_with("test_") || name.starts_with("todo_test_")
}

fn outcome(answer: Result<Value, Refusal>) -> Outcome {
    match answer {
        Ok(Value::Bool(true)) => Outcome::Passed,
        Ok(Value::Undefined | Value::Bool(false)) => Outcome::Failed("it does not hold".to_owned()),
        Ok(other) => Outcome::Failed(format!("it is {}, not true", value::named(&other))),
        Err(Refusal::TooLong) => Outcome::Failed(format!("it took longer than {} ms", PATIENCE.as_millis())),
        Err(Refusal::Failed(failure)) => Outcome::Failed(failure.message),
    }
}
