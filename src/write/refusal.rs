//! Why a change was not thought out. It knows no command and no terminal.

/// What is wrong, and what to do. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, with `path:line:column` where there is a place.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refusal {
    /// From its two lines.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal {
            message: message.into(),
            help: help.into(),
        }
    }
}
