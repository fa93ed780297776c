//! The names of the kinds that opsrepo brings, for who treats one of them in a way of its own. Their rows are in `kinds/`.

/// What the cloud is made of, file by file.
pub const CONFIG: &str = "config";
/// What was decided, and why.
pub const DECISION: &str = "decision";
/// What went wrong.
pub const INCIDENT: &str = "incident";
/// What to do when.
pub const RUNBOOK: &str = "runbook";
/// What is run for somebody.
pub const SERVICE: &str = "service";
