//! What a record holds by the names of its fields. It knows nothing of what that is.

use crate::syntax::node::Text;

/// Values by field name, sorted. A record has a handful of them: as a list they take a tenth of the memory that a tree
/// with its empty places would.
#[derive(Clone, Debug, PartialEq)]
pub struct ByField<T>(Vec<(Text, T)>);

impl<T> ByField<T> {
    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&T> {
        let at = self.place(field).ok()?;
        Some(&self.0[at].1)
    }

    /// Sets the value of a field, whether it had one or not.
    pub fn insert(&mut self, field: Text, value: T) {
        match self.place(&field) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => {
                // Most records have one, and nobody adds to it later.
                self.0.reserve_exact(1);
                self.0.insert(at, (field, value));
            }
        }
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }

    fn place(&self, field: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| name.as_str().cmp(field))
    }
}

impl<T> Default for ByField<T> {
    fn default() -> Self {
        ByField(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::ByField;

    #[test]
    fn the_last_value_of_a_field_counts() {
        let mut fields = ByField::default();
        for (field, value) in [("b", 1), ("a", 2), ("c", 3), ("b", 4)] {
            fields.insert(field.into(), value);
        }
        assert_eq!(fields.iter().collect::<Vec<_>>(), [("a", &2), ("b", &4), ("c", &3)]);
        assert_eq!(fields.get("b"), Some(&4));
        assert_eq!(fields.get("d"), None);
    }
}
