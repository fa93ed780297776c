//! The text of one policy, before the interpreter that asks has it: whether reading it is bounded, and in which wording it is
//! read. It asks nothing.

use crate::policy::back::Back;
use crate::policy::complaint::{Failure, Text};
use crate::policy::patience::{READING, caught, ends_in_time};
use crate::policy::wording;
use regorus::PolicyLengthConfig;
use std::num::NonZeroUsize;

/// Policies that are longer than this, in bytes, are not read.
const LONGEST: NonZeroUsize = NonZeroUsize::new(256 * 1024).unwrap();

/// The dialects of Rego, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `deny contains msg if { … }`.
    V1,
    /// `deny[msg] { … }`.
    V0,
}

/// An interpreter that has read nothing yet.
pub(super) fn new() -> regorus::Engine {
    let mut reader = regorus::Engine::new();
    reader.set_policy_length_config(PolicyLengthConfig {
        max_file_bytes: LONGEST,
        ..PolicyLengthConfig::default()
    });
    reader
}

/// Fails for a text that should not be read at all.
pub(super) fn bounded(at: usize, text: &Text<'_>) -> Result<(), Failure> {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some(odd) = text.text.find(is_odd) {
        let odd = u32::try_from(odd).unwrap_or(0);
        return Err(Failure {
            at: Some(at),
            range: (odd, odd),
            message: "a control character stands in the policy".to_owned(),
        });
    }
    if !ends_in_time(text.text, for_nothing(text)) {
        return Err(Failure {
            at: Some(at),
            range: (0, 0),
            message: format!(
                "lists and objects are nested so deep that reading them takes longer than {} s",
                READING.as_secs()
            ),
        });
    }
    Ok(())
}

/// The text as the interpreter understands it, where that is another; fails where it is not of this dialect.
pub(super) fn wording(text: &Text<'_>, dialect: Dialect) -> Result<Option<(String, Back)>, String> {
    let mut reader = new();
    reader.set_rego_v0(dialect == Dialect::V0);
    let read = reader.add_policy(text.path.to_owned(), text.text.to_owned());
    read.map_err(|error| error.to_string())?;
    let mut modules = reader.get_modules().iter();
    Ok(modules.find_map(|module| wording::other(module, text.text)))
}

/// Reads a policy for nothing.
fn for_nothing(text: &Text<'_>) -> impl FnOnce() + Send + 'static {
    let (path, text) = (text.path.to_owned(), text.text.to_owned());
    move || {
        for is_v0 in [false, true] {
            let mut engine = new();
            engine.set_rego_v0(is_v0);
            if matches!(caught(|| engine.add_policy(path.clone(), text.clone())), Ok(Ok(_))) {
                break;
            }
        }
    }
}
