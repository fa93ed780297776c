//! What a record is called by itself: its title, without the number that its heading repeats.

use crate::model::fact::{Fact, Found};
use crate::model::identity;
use crate::model::kind::{Field, Mark};
use crate::model::locate::{Hit, Page};
use crate::model::locator::{Locator, Named};
use crate::model::read::Reader;
use crate::model::record::Number;
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::Markup;
use std::sync::Arc;

impl Reader<'_> {
    /// The first title that stands anywhere; the words of the file's name where none does.
    pub(crate) fn title(&self, number: Option<&Number>, field: &Field, page: Page<'_>) -> Fact<String> {
        for Named { locator, name } in &field.locators {
            let is_text = |hit: &Hit<'_>| hit.node.is_none_or(|node| node.scalar().is_some());
            let Some(hit) = page.look(locator).filter(is_text) else {
                continue;
            };
            let value = match locator {
                Locator::FileName => identity::title_of(page.path()),
                Locator::Heading => {
                    let heading = page.markup().and_then(Markup::title);
                    let text = heading.map_or("", |heading| heading.text.as_str());
                    match self.kind.is_numbered() {
                        true => without_number(text, number),
                        false => text.to_owned(),
                    }
                }
                // Data is no markup.
                _ if hit.node.is_some() => hit.raw.clone(),
                _ => plain_text(&hit.raw),
            };
            // `# <%= current_page.data.title %>` says where the title stands, not what it is.
            let is_filled_later = *locator == Locator::Heading
                && [("<%", "%>"), ("{{", "}}")]
                    .iter()
                    .any(|(start, end)| hit.raw.starts_with(start) && hit.raw.ends_with(end));
            // Where data tells the title, a heading below the first level is a chapter.
            let is_chapter = *locator == Locator::Heading
                && page
                    .markup()
                    .and_then(Markup::title)
                    .is_some_and(|heading| heading.level > 1)
                && field.locators.iter().any(|other| {
                    matches!(other.locator, Locator::FrontMatter(_))
                        && page.look(&other.locator).is_some_and(|hit| is_text(&hit))
                });
            let is_other = is_chapter || is_filled_later || (*locator == Locator::Heading && self.is_section(page));
            if !value.trim().is_empty() && !is_other {
                return Fact::Known(Found {
                    value: value.trim().to_owned(),
                    raw: hit.raw,
                    span: hit.span,
                    locator: Arc::clone(name),
                });
            }
        }
        Fact::Absent
    }

    /// Whether the first heading of a page without a heading of level 1 is that of a section: `## Decision Outcome`.
    fn is_section(&self, page: Page<'_>) -> bool {
        let heading = page.markup().and_then(Markup::title);
        let habitat = &self.kind.habitat;
        heading.filter(|heading| heading.level > 1).is_some_and(|heading| {
            let is_named = |mark: &Mark| matches!(mark, Mark::Heading(name) if heading.text.eq_ignore_ascii_case(name));
            habitat.inside.iter().any(is_named)
        })
    }
}

/// `29 Kubernetes` keeps its number unless it is the record's own or is followed by a mark; `7. X`, `ADR007: X` lose it.
fn without_number(title: &str, own: Option<&Number>) -> String {
    let text = title.trim();
    let Some((number, digits_end)) = heading_number(text) else {
        return text.to_owned();
    };
    let rest = &text[digits_end..];
    let marked = rest.starts_with(['.', ':', ')']) || rest.trim_start().starts_with(['-', '–', '—', ':']);
    if marked || own.is_some_and(|own| own.value == number) {
        let name =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '-' | '–' | '—'));
        return if name.is_empty() {
            text.to_owned()
        } else {
            name.to_owned()
        };
    }
    text.to_owned()
}

/// The number with which a heading starts, bare or behind a prefix such as `ADR`, and where its digits end.
pub fn heading_number(text: &str) -> Option<(u64, usize)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let prefix = text[..start].trim_end_matches(['-', '_', ' ', '#']);
    let known = prefix.is_empty()
        || prefix
            .to_lowercase()
            .split('-')
            .any(|word| word.ends_with("adr") || word == "kep");
    let word = prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let digits = text[start..]
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len() - start);
    let next = text[start + digits..].chars().next();
    let ends = next.is_none_or(|c| matches!(c, '.' | ':' | ')' | ' ' | '-' | '\u{a0}'));
    // `2024-07-25` and `3.5` are no numbers of records.
    let more = text[start + digits..]
        .trim_start_matches(['-', '.'])
        .starts_with(|c: char| c.is_ascii_digit());
    if !known || !word || !ends || digits > 6 || (more && next != Some(' ')) {
        return None;
    }
    Some((text[start..start + digits].parse().ok()?, start + digits))
}
