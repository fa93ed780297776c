//! Regular expressions that a repository writes, as JSON Schema's `pattern` reads them (ECMA 262). Bounded: an expression
//! that runs away matches nothing.

use jsonschema::Validator;
use serde_json::{Value, json};

/// An expression that is ready to search.
#[derive(Debug)]
pub(crate) struct Pattern(Validator);

impl Pattern {
    /// Prepares an expression; `None` where it is none.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let validator = jsonschema::options().build(&json!({"type": "string", "pattern": text}));
        validator.ok().map(Pattern)
    }

    /// Whether it matches anywhere in a text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.0.is_valid(&Value::String(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn searches_anywhere_and_refuses_nonsense() {
        let pattern = Pattern::new(r"^(data|stringData)$").unwrap();
        assert!(pattern.is_in("data") && !pattern.is_in("metadata"));
        assert!(Pattern::new(r"secrets/.*\.ya?ml$").unwrap().is_in("a/secrets/b.yaml"));
        assert!(Pattern::new("(").is_none());
    }
}
