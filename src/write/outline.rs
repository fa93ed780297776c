//! The sections that the newest records of a log have in common, for the next one. It must not know what stands in them.

use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::syntax::markdown;
use crate::syntax::markup::Heading;
use crate::text::span::Range;

/// Fewer records than this have no common form, and fewer sections are none.
const LEAST: usize = 2;

/// What stands under a section until somebody writes there: `record/empty` knows a record that was just begun by it.
const ASKS: &str = "<!-- Two or three sentences. -->";

/// What stands in the head of a record: the form has it where the log has it.
const HEAD: [&str; 6] = ["status", "date", "deciders", "tags", "metadata", "table of contents"];

/// A blank form with the sections of the newest records, and whether it was given them. Who asks for a form gets that form.
pub(super) fn shaped(
    workspace: &Workspace,
    newest: &[&Record],
    (asked, form): (Option<&(String, String)>, String),
) -> (String, bool) {
    let other = match asked {
        Some(_) => None,
        None => applied(&form, &common(workspace, newest)),
    };
    let is_other = other.is_some();
    (other.unwrap_or(form), is_other)
}

/// The headings of level 2 that most of these records have, as the newest that has the most of them writes and orders them.
/// None where the records do not agree, or are no Markdown.
fn common(workspace: &Workspace, newest: &[&Record]) -> Vec<String> {
    let is_markdown = |record: &&Record| workspace.document(record.file).format == Format::Markdown;
    if newest.len() < LEAST || !newest.iter().all(is_markdown) {
        return Vec::new();
    }
    let of = |record: &&Record| -> Vec<String> {
        let markup = workspace.document(record.file).markup.as_ref();
        let sections = markup.into_iter().flat_map(|markup| &markup.headings);
        let names = sections.filter(|heading| heading.level == 2).map(name);
        names
            .filter(|name| !HEAD.contains(&name.to_lowercase().as_str()))
            .collect()
    };
    let all: Vec<Vec<String>> = newest.iter().map(of).collect();
    let has = |names: &[String], wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    let is_common = |name: &String| all.iter().filter(|names| has(names, name)).count() * 2 > all.len();
    let agreed = all
        .iter()
        .map(|names| names.iter().filter(|name| is_common(name)).cloned().collect());
    // Among equals the last counts, which is the newest.
    let best: Vec<String> = agreed.max_by_key(Vec::len).unwrap_or_default();
    match best.len() < LEAST {
        true => Vec::new(),
        false => best,
    }
}

/// A blank form with these sections in the place of its own; `None` where it has half of them or more, as another form of the
/// same habit, or where it has none that could give way.
fn applied(form: &str, sections: &[String]) -> Option<String> {
    let body = body_of(form);
    let markup = markdown::parse(form, Range::new(body, form.len()));
    let own: Vec<(String, &Heading)> = markup
        .headings
        .iter()
        .filter(|heading| heading.level == 2)
        .map(|heading| (name(heading), heading))
        .filter(|(name, _)| !HEAD.contains(&name.to_lowercase().as_str()))
        .collect();
    let is_own = |section: &&String| own.iter().any(|(name, _)| name.eq_ignore_ascii_case(section));
    let shared = sections.iter().filter(is_own).count();
    let first = own.first().map(|(_, heading)| heading.range.start as usize)?;
    // A status below the other sections would be lost with them.
    let is_last = markup
        .headings
        .iter()
        .all(|heading| heading.range.start as usize <= first || !HEAD.contains(&name(heading).to_lowercase().as_str()));
    if shared * 2 >= sections.len() || !is_last {
        return None;
    }
    let mut text = form[..first].trim_end().to_owned();
    for section in sections {
        text.push_str(&format!("\n\n## {section}\n\n{ASKS}"));
    }
    text.push('\n');
    Some(text)
}

fn name(heading: &Heading) -> String {
    heading
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches(':')
        .to_owned()
}

/// Where the front matter ends.
fn body_of(form: &str) -> usize {
    let closed = form.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n"));
    closed.map_or(0, |at| at + "---\n\n---\n".len())
}

#[cfg(test)]
mod tests {
    use super::{ASKS, applied};

    #[test]
    fn sections_give_way_to_those_of_the_log() {
        let sections = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let form = "---\ndate: x\n---\n\n# T\n\n## Status\n\nDraft\n\n## Context\n\nWhy\n\n## Decision\n\nx\n";
        let other = applied(form, &sections(&["What", "Why", "How"]));
        let wanted = "---\ndate: x\n---\n\n# T\n\n## Status\n\nDraft\n\n## What\n\n## Why\n\n## How\n";
        let wanted = ["What", "Why", "How"].iter().fold(wanted.to_owned(), |text, section| {
            text.replace(&format!("## {section}\n"), &format!("## {section}\n\n{ASKS}\n"))
        });
        assert_eq!(other, Some(wanted));
        assert_eq!(applied(form, &sections(&["Context", "Decision", "References"])), None);
        assert_eq!(applied("# T\n\nText\n", &sections(&["What", "Why"])), None);
        assert_eq!(
            applied("# T\n\n## Context\n\n## Status\n\nx\n", &sections(&["What", "Why"])),
            None
        );
    }
}
