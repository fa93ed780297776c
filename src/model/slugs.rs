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
    pub(crate) fn has(&self, file: FileId, page: (&str, &Markup, Generator), name: &str) -> bool {
        let known = {
            let mut by_file = self.by_file.lock().unwrap_or_else(PoisonError::into_inner);
            let found = by_file.entry(file).or_insert_with(|| Arc::new(all(page)));
            Arc::clone(found)
        };
        known.contains(name) || unnumbered(name).is_some_and(|name| known.contains(name))
    }
}

/// A name without the number that sets it apart from another heading of the same words.
fn unnumbered(name: &str) -> Option<&str> {
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (rest.len() < name.len()).then_some(())?;
    rest.strip_suffix(['-', '_'])
}

fn all((text, markup, generator): (&str, &Markup, Generator)) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut above: Vec<(u8, String)> = Vec::new();
    for (level, text) in headings((text, markup), generator) {
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
            above.retain(|(higher, _)| *higher < level);
            found.extend(above.iter().map(|(_, parent)| format!("{parent}-{own}")));
            above.push((level, own));
        }
    }
    found
}

/// The headings with their levels. Redcarpet and kramdown, which Middleman uses, need no space behind the signs.
fn headings<'t>((text, markup): (&'t str, &'t Markup), generator: Generator) -> Vec<(u8, &'t str)> {
    let usual = markup.headings.iter();
    let mut all: Vec<(u32, u8, &str)> = usual
        .map(|heading| (heading.range.start, heading.level, heading.text.as_str()))
        .collect();
    if generator == Generator::Middleman {
        for place in &markup.paragraphs {
            for line in place.of(text).lines() {
                let title = line.trim_start_matches('#');
                let level = line.len() - title.len();
                if (1..=6).contains(&level) {
                    all.push((place.start, level as u8, title.trim_matches(['#', ' '])));
                }
            }
        }
        all.sort_by_key(|(at, ..)| *at);
    }
    all.into_iter().map(|(_, level, text)| (level, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::Slugs;
    use crate::model::sites::generator::Generator;
    use crate::syntax::markdown;
    use crate::text::span::{FileId, Range};

    #[test]
    fn any_rule_will_do() {
        let text = "# 1. Set-up & run\n\n## What's new?\n\n# Use\n\n## What's new?\n\n###No space\n";
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let slugs = Slugs::default();
        let has = |generator, name| slugs.has(FileId(0), (text, &markup, generator), name);
        for name in [
            "1-set-up--run",
            "1-set-up-run",
            "set-up--run",
            "whats-new_1",
            "what-s-new",
            "use-what-s-new",
            "no-space",
        ] {
            assert!(has(Generator::Middleman, name), "{name}");
        }
        assert!(!has(Generator::Middleman, "set-up-walk") && !has(Generator::Middleman, "new"));
    }
}
