//! The ids that Asciidoctor derives from titles.

use crate::syntax::anchor::{Slugger, is_word};

/// The ids of one document.
pub(super) struct Ids {
    /// `:idprefix:`.
    pub(super) prefix: String,
    /// `:idseparator:`.
    pub(super) separator: String,
    given: Slugger,
}

impl Default for Ids {
    fn default() -> Self {
        Ids {
            prefix: "_".to_owned(),
            separator: "_".to_owned(),
            given: Slugger::default(),
        }
    }
}

impl Ids {
    /// Word characters in lower case, everything between them one separator.
    pub(super) fn of(&self, title: &str) -> String {
        let mut id = self.prefix.clone();
        let mut separate = false;
        for c in title.to_lowercase().chars() {
            match c {
                ' ' | '.' | '-' => separate = true,
                _ if is_word(c) => {
                    if separate && id.len() > self.prefix.len() {
                        id.push_str(&self.separator);
                    }
                    separate = false;
                    id.push(c);
                }
                _ => {}
            }
        }
        id
    }

    /// The same, made unique among all that were asked for here.
    pub(super) fn unique(&mut self, title: &str) -> String {
        let id = self.of(title);
        self.given.unique(id, self.separator.chars().next().unwrap_or('_'), 2)
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_follow_the_attributes_of_the_document() {
        let mut ids = Ids::default();
        assert_eq!(
            (ids.unique("A b.c!"), ids.unique("A b-c")),
            ("_a_b_c".into(), "_a_b_c_2".into())
        );
        (ids.prefix, ids.separator) = (String::new(), "-".to_owned());
        assert_eq!(ids.unique(" A b"), "a-b");
    }
}
