//! The anchors that site generators give to headings, where they are not GitHub's. A site may also have a theme or a plugin
//! with another rule, so a place exists when any of the known rules makes it.

use crate::model::sites::generator::Generator;
use crate::syntax::anchor;
use crate::syntax::markup::Markup;
use crate::syntax::slug;
use crate::text::span::FileId;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The anchors of the pages that were asked about; made only for those where GitHub's rule does not know a name.
#[derive(Debug, Default)]
pub(crate) struct Slugs {
    by_file: Mutex<HashMap<FileId, Arc<HashSet<String>>>>,
}

impl Slugs {
    /// Whether some rule of a generator gives a heading of the page this anchor, which is in lower case.
    pub(crate) fn has(&self, file: FileId, (markup, generator): (&Markup, Generator), name: &str) -> bool {
        let known = || {
            let mut by_file = self.by_file.lock().unwrap_or_else(PoisonError::into_inner);
            let found = by_file.entry(file).or_insert_with(|| Arc::new(all(markup, generator)));
            Arc::clone(found)
        };
        let known = known();
        known.contains(name) || unnumbered(name).is_some_and(|name| known.contains(name))
    }
}

/// A name without the number that sets it apart from another heading of the same words.
fn unnumbered(name: &str) -> Option<&str> {
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (rest.len() < name.len()).then_some(())?;
    rest.strip_suffix(['-', '_'])
}

fn all(markup: &Markup, generator: Generator) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut above: Vec<(u8, String)> = Vec::new();
    for heading in &markup.headings {
        let text = heading.text.as_str();
        for slug in [
            anchor::slug(text),
            slug::squeezed(text),
            slug::kramdown(text),
            slug::python_markdown(text),
            slug::docutils(text),
        ] {
            found.insert(slug.to_lowercase());
        }
        if generator == Generator::Middleman {
            // Templates for documentation put the heading above before one whose words are not the first of their kind.
            let own = slug::squeezed(text);
            above.retain(|(level, _)| *level < heading.level);
            found.extend(above.iter().map(|(_, parent)| format!("{parent}-{own}")));
            above.push((heading.level, own));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Slugs;
    use crate::model::sites::generator::Generator;
    use crate::syntax::markdown;
    use crate::text::span::{FileId, Range};

    #[test]
    fn any_rule_will_do() {
        let text = "# 1. Set-up & run\n\n## What's new?\n\n# Use\n\n## What's new?\n";
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let slugs = Slugs::default();
        let has = |generator, name| slugs.has(FileId::new(0), (&markup, generator), name);
        for name in ["1-set-up--run", "1-set-up-run", "set-up--run", "whats-new_1", "what-s-new", "use-what-s-new"] {
            assert!(has(Generator::Middleman, name), "{name}");
        }
        assert!(!has(Generator::Middleman, "set-up-walk") && !has(Generator::Middleman, "new"));
    }
}
