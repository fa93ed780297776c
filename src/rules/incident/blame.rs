//! `incident/blame`: A factor that names a person.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::lists::factors;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::words::quote;
use crate::text::span::{Range, Span};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/blame",
    severity: Some(Severity::Hint),
    summary: "A contributing factor that names a person.",
    page: include_str!("../../../docs/rules/incident/blame.md"),
    check,
};

/// Headings under which people write why it happened.
const HEADINGS: [&str; 7] = [
    "contributing factors",
    "contributing factor",
    "factors",
    "root cause",
    "root causes",
    "cause",
    "causes",
];

/// Bytes of the longest name that is looked for.
const LONGEST: usize = 100;

/// Words with `@` that call a room, not a person.
const ROOMS: [&str; 5] = ["here", "channel", "all", "everyone", "team"];

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut names: Option<BTreeSet<&str>> = None;
    for (_, record) in courses::all(workspace) {
        let places = places(workspace, record);
        if places.is_empty() {
            continue;
        }
        let names = names.get_or_insert_with(|| people(workspace));
        for place in places {
            check_text(workspace, (place, names), findings);
        }
    }
}

/// Where a record says why it happened: the items of `factors`, and the sections of its text.
fn places(workspace: &Workspace, record: &Record) -> Vec<Span> {
    let mut places: Vec<Span> = factors(workspace, record).into_iter().map(|(_, span)| span).collect();
    if let Some(markup) = &workspace.document(record.file).markup {
        let headings = markup.headings.iter().enumerate();
        let meant = headings.filter(|(_, heading)| HEADINGS.contains(&heading.text.trim().to_lowercase().as_str()));
        places.extend(meant.map(|(at, _)| Span::new(record.file, markup.section(at))));
    }
    places
}

/// The full names of people that the repository knows: of its records, and of its commits where the history was read. One
/// word alone is a team, or a first name that many bear.
fn people(workspace: &Workspace) -> BTreeSet<&str> {
    let named = workspace.records.iter().flat_map(|record| &record.people);
    let named = named.map(|person| person.name.trim());
    let commits = workspace.history.log().map_or(&[][..], |log| &log.commits);
    let authors = commits.iter().map(|commit| commit.author.trim());
    named.chain(authors).filter(|name| is_person(name)).collect()
}

/// `Ada Lovelace`: two words or more, each of letters with a capital in front.
fn is_person(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\''))
    };
    let is_team = ["Team", "Group", "Squad", "Bot", "Platform", "Operations", "Support"];
    name.len() <= LONGEST
        && (2..=4).contains(&name.split(' ').count())
        && name.split(' ').all(|word| is_word(word) && !is_team.contains(&word))
}

fn check_text(workspace: &Workspace, (place, names): (Span, &BTreeSet<&str>), findings: &mut Findings) {
    let text = workspace.tree.slice(place);
    let handles = handles(text).map(|range| (range.start, range.len()));
    let mut found: Vec<(usize, usize)> = handles.collect();
    found.extend(named(text, names).into_iter().map(|range| (range.start, range.len())));
    found.sort_unstable();
    for (at, length) in found {
        let start = place.range.start as usize + at;
        let span = Span::new(place.file, Range::new(start, start + length));
        findings
            .add(span, format!("this factor names {}", quote(&text[at..at + length])))
            .help("say what made the slip possible or likely: the next person would have made it too");
    }
}

/// Where a text first says each of these names, as whole words. The text is gone through once, however many names there are.
fn named(text: &str, names: &BTreeSet<&str>) -> Vec<std::ops::Range<usize>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    let mut before = None;
    for (at, first) in text.char_indices() {
        let is_start = first.is_uppercase() && !before.is_some_and(char::is_alphanumeric);
        before = Some(first);
        if !is_start {
            continue;
        }
        let rest = &text[at..];
        let ends = rest.char_indices().map(|(end, c)| (end, Some(c)));
        let ends = ends.chain([(rest.len(), None)]).take_while(|(end, _)| *end <= LONGEST);
        for (end, next) in ends {
            let is_word = next.is_some_and(char::is_alphanumeric);
            if !is_word && names.contains(&rest[..end]) && seen.insert(&rest[..end]) {
                found.push(at..at + end);
            }
            if !next.is_some_and(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'')) {
                break;
            }
        }
    }
    found
}

/// The handles in a text: `@ada`, not the one in an address, a package or code.
fn handles(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut is_code = false;
    text.match_indices(['@', '`', '\n']).filter_map(move |(at, sign)| {
        match sign {
            "`" => is_code = !is_code,
            "\n" => is_code = false,
            _ => {}
        }
        if sign != "@" {
            return None;
        }
        let before = text[..at].chars().next_back();
        let length = text[at + 1..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(text.len() - at - 1);
        let name = &text[at + 1..at + 1 + length];
        let next = text[at + 1 + length..].chars().next();
        let is_free = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | ','));
        let is_name = name.len() >= 2 && name.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_one = is_free && is_name && !is_code && !ROOMS.contains(&name) && !matches!(next, Some('/' | '_' | '('));
        is_one.then_some(at..at + 1 + length)
    })
}

#[cfg(test)]
mod tests {
    use super::{handles, is_person, named};
    use std::collections::BTreeSet;

    #[test]
    fn finds_whole_names_once() {
        let names = BTreeSet::from(["Ada Lovelace", "Ann B. Lee", "Jo O'Neill", "Jo Ö."]);
        let text = "XAda Lovelace, Ada Lovelacex; Ada Lovelace's, Ada Lovelace; Ann B. Lee.\nJo O'Neill-Smith Jo\nO'Neill (Jo Ö.)";
        let found: Vec<&str> = named(text, &names).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Ada Lovelace", "Ann B. Lee", "Jo O'Neill", "Jo Ö."]);
        assert!(named(&"Ada Lovelac ".repeat(50_000), &names).is_empty());
    }

    #[test]
    fn tells_people_from_what_looks_like_them() {
        let found: Vec<&str> = handles("by @ada-l and (@bob), not a@b.org, `@reboot`, @org/team, @here or @Test()")
            .map(|range| &"by @ada-l and (@bob), not a@b.org, `@reboot`, @org/team, @here or @Test()"[range])
            .collect();
        assert_eq!(found, ["@ada-l", "@bob"]);
        assert!(is_person("Ada Lovelace") && is_person("J. O'Neill"));
        for name in ["team-access", "Ada", "Platform Team", "ops Team", "dependabot[bot]", ""] {
            assert!(!is_person(name), "{name}");
        }
    }
}
