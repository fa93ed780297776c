//! Where records state relations in words: in their status, under `## Links`, and in a list `links` of their front matter.
//!
//! The words stand in [`crate::model::relation`]; which record is meant is the business of [`crate::model::resolve`].

use crate::model::locate::{Hit, Page, is_empty_marker, value_of};
use crate::model::locator::Locator;
use crate::model::relation::{Mention, Statement, canonical, mentions, words_alone};
use crate::syntax::node::Node;
use crate::text::span::{Range, Span};

/// Bytes of the longest list of names that follows a relation word.
const LONGEST: usize = 4000;

/// Words besides its link of a line that is no sentence.
const FEW: usize = 3;

/// Relations of one sort and one text beyond this many are not read.
const MOST: usize = 1000;

impl<'a> Page<'a> {
    /// What follows a relation word in the status or under `## Links`, and what a list `links` of the front matter
    /// says under that word.
    pub(crate) fn relations(&self, word: &str) -> Vec<Hit<'a>> {
        let known = canonical(word);
        let mut hits = self.listed(word, known);
        for statement in self.head.statements.get_or_init(|| self.statements()) {
            let ends = match known {
                Some(name) => own(&statement.mentions, name),
                None => places(&statement.words, word),
            };
            hits.extend(ends.into_iter().take(MOST).filter_map(|end| self.said(statement, end)));
        }
        hits
    }

    /// What is said after a relation word: up to the end of its line, to a full stop, or to the next relation.
    fn said(&self, statement: &Statement, from: usize) -> Option<Hit<'a>> {
        let next = statement.mentions.partition_point(|mention| mention.start < from);
        let next = statement.mentions.get(next).map(|mention| mention.start);
        // Longer names there are none.
        let mut limit = next.unwrap_or(statement.words.len()).min(from + LONGEST);
        while !statement.words.is_char_boundary(limit) {
            limit -= 1;
        }
        let words = &statement.words[from..limit];
        let stop = [
            words.find(['\n', ';', '|']),
            words.find(". "),
            words.find(" but "),
            unopened(words),
        ];
        let end = from + stop.into_iter().flatten().min().unwrap_or(words.len());
        let text = &statement.range.of(self.text())[from..end];
        let is_edge = |c: char| c.is_whitespace() || matches!(c, ':' | '"' | '\'' | '.' | ',' | '*' | '_');
        let lead = text.len() - text.trim_start_matches(is_edge).len();
        let value = text[lead..].trim_end_matches(is_edge);
        let value = value.strip_suffix(" and").unwrap_or(value);
        let start = statement.range.start as usize + from + lead;
        self.hit(Range::new(start, start + value.len()))
            .filter(|hit| !is_empty_marker(hit))
    }

    /// Where relations are stated.
    fn statements(&self) -> Vec<Statement> {
        let name = || "status".to_owned();
        let front = |key: &str| Locator::FrontMatter(vec![key.to_owned()]);
        let places = [
            front("status"),
            front("state"),
            Locator::Attribute(name()),
            Locator::Bullet(name()),
            Locator::Line(name()),
            Locator::Table(name()),
            Locator::Section(name()),
            Locator::Section("Links".to_owned()),
            Locator::Section("Relations".to_owned()),
        ];
        let mut found: Vec<Statement> = Vec::new();
        for hit in places.iter().filter_map(|locator| self.find(locator)) {
            let range = hit.span.range;
            // A label below the heading "Status" is found by both.
            let is_known = |other: &Statement| other.range.start <= range.start && range.end <= other.range.end;
            if found.iter().any(is_known) {
                continue;
            }
            found.retain(|other| !(range.start <= other.range.start && other.range.end <= range.end));
            found.push(statement(self.text(), range));
        }
        found.extend(self.lines_of_their_own(&found));
        found
    }

    /// Lines that say nothing but a supersession by a link: `Supersedes [ADR-3](0003-x.md)`. They stand among lines of a
    /// few words and a link only: elsewhere such words are part of a sentence, which may say anything.
    fn lines_of_their_own(&self, known: &[Statement]) -> Vec<Statement> {
        let text = self.text();
        let paragraphs = self.markup().map_or(&[][..], |markup| &markup.paragraphs);
        let begins = |line: &str| {
            line.trim_start_matches(['*', '_', ' '])
                .starts_with(['S', 's', 'R', 'r', 'O', 'o'])
        };
        // Nearly every paragraph is out at the first look.
        let may_say = |range: &&Range| {
            let text = range.of(text);
            text.len() < LONGEST && text.contains("](") && text.lines().any(|line| begins(line) && line.contains("]("))
        };
        let is_known = |range: Range| {
            let around = |other: &Statement| other.range.start <= range.start && range.end <= other.range.end;
            known.iter().any(around)
        };
        let mut found = Vec::new();
        for range in paragraphs.iter().filter(may_say).filter(|range| !is_known(**range)) {
            let words = words_alone(range.of(text));
            if words.lines().any(|line| line.split_whitespace().count() > FEW) {
                continue;
            }
            let mut start = range.start as usize;
            for line in range.of(text).split_inclusive('\n') {
                let said = statement(text, Range::new(start, start + line.trim_end().len()));
                start += line.len();
                found.extend(Some(said).filter(is_one_supersession));
            }
        }
        found
    }

    /// `links: [{target: 3, kind: supersedes}]` in the front matter: a list of relations with their kinds.
    fn listed(&self, word: &str, known: Option<&str>) -> Vec<Hit<'a>> {
        let Some(data) = self.document().data.get(self.part).filter(|_| self.markup().is_some()) else {
            return Vec::new();
        };
        let first = |node: &'a Node, keys: &[&str]| keys.iter().find_map(|key| value_of(node, key));
        let is_asked = |said: &str| {
            let said = said.trim().to_ascii_lowercase().replace(['-', '_'], " ");
            let name = canonical(&said);
            said == word || (known.is_some() && name == known)
        };
        let lists = ["links", "relations", "relationships"]
            .iter()
            .filter_map(|key| data.get(key));
        lists
            .flat_map(Node::items)
            .filter_map(|item| {
                let kind = first(item, &["kind", "type", "relation", "rel"])?.scalar()?;
                let target = first(item, &["target", "to", "id", "ref", "adr"]).filter(|_| is_asked(&kind))?;
                Some(Hit {
                    raw: target.scalar().filter(|text| !text.trim().is_empty())?,
                    span: Span::new(self.file, target.range),
                    node: Some(target),
                })
            })
            .collect()
    }
}

/// True where nothing is said but that one record takes the place of another.
fn is_one_supersession(said: &Statement) -> bool {
    let [one] = &said.mentions[..] else { return false };
    let is_empty = |text: &str| text.replace(" and ", " ").chars().all(|c| !c.is_alphanumeric());
    matches!(one.relation, "supersedes" | "superseded by")
        && is_empty(&said.words[..one.start])
        && is_empty(&said.words[one.end..])
}

/// What a piece of a text says.
fn statement(text: &str, range: Range) -> Statement {
    let words = words_alone(range.of(text)).to_ascii_lowercase();
    let mentions = mentions(&words);
    Statement { range, words, mentions }
}

/// Where the mentions of a relation end. `see` counts only where nothing else is meant by it.
fn own(mentions: &[Mention], name: &str) -> Vec<usize> {
    let all = mentions.iter().filter(|mention| mention.relation == name);
    all.map(|mention| mention.end).collect()
}

/// Where a word that is no relation of ours ends, each time that it stands alone.
fn places(lower: &str, word: &str) -> Vec<usize> {
    let alone = |at: usize| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + word.len()..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '(' | '"' | '\'' | ','))
            && after.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | ':'))
    };
    let all = lower.match_indices(word).map(|(at, _)| at);
    all.filter(|at| alone(*at)).map(|at| at + word.len()).collect()
}

/// The first closing parenthesis that was not opened here: `accepted (supersedes 3)`.
fn unopened(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}
