//! Keeps the house tidy: the walls of `docs/ARCHITECTURE.md` and the habits of the project, read off the sources as text.
//!
//! Each check prints every violation as `file:line`, and what to do about it.

mod forgotten;
mod habits;
mod sources;
mod walls;

/// Fails with all findings at once.
fn assert_none(findings: Vec<String>, advice: &str) {
    assert!(
        findings.is_empty(),
        "{} found.\n{advice}\n\n{}\n",
        findings.len(),
        findings.join("\n")
    );
}
