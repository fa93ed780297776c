//! The words of an incident that say what it was about, each with its weight: those of its title most, then those of its
//! summary, its factors and its impact, then the rest. Headings are the form's. Words that every English text has say nothing.

use crate::model::incidents::lists;
use crate::model::incidents::narrative::{Part, of_the_form, part};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::markup::Markup;
use crate::text::fold::fold;
use crate::text::span::Range;
use std::collections::BTreeMap;

/// What an occurrence is worth.
const IN_TITLE: f64 = 8.0;
const IN_HEAD: f64 = 3.0;
const IN_TEXT: f64 = 1.0;
const IN_TIMELINE: f64 = 0.5;
/// Bytes of a text that are looked at.
const READ: usize = 200_000;

/// Words of English that say nothing about an incident, and those that all incidents have. Months and weekdays are dates.
const STOP: &str = " a able about after again all almost also although always am an and another any are around as at away back be became \
    because been before began behind being below between both but by call came can cannot caused could day days did \
    different do does doing done down due during each either end ended enough even every few first for found from full \
    further gave get gets getting go goes going gone got had happened has have having he hence her here him his hour hours \
    how however i if in incident incidents instead into is issue it its itself just keep kept know known last later least \
    less let like little long look looked made make makes many may me might min mins minute minutes more most much must my \
    near need needed needs never new next no nobody none not nothing now of off often ok old on once one ones only onto or \
    other others our out over own part pdt per pst put rather re really right said same saw say says second seconds see \
    seem seemed seen set several shall she should show showed shows since so some something soon still such take taken \
    than that the their them themselves then there these they thing things this those though three through thus till time \
    times to today together told too took toward try turned two under until up upon us use used user users uses using utc \
    very via was way we week weeks well went were what when where whether which while who whole whom whose why will with \
    within without work worked working would year yes yet you your january february march april june july august september \
    october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday \
    saturday sunday cest cet bst gmt team teams member members people person someone \
    somebody everybody everyone general sure earlier learnt learned lesson lessons lucky action actions item items detail \
    details note noted notes number help helped find fine add added change changed start started appear report reported \
    com org html http https www img iframe src width height href md ";

/// The words of a record: in the form in which they are compared, with their weight and as they are written.
pub(crate) fn of(workspace: &Workspace, record: &Record) -> BTreeMap<String, (f64, String)> {
    let mut bag = Bag::default();
    bag.add(record.name(), IN_TITLE);
    for text in ["summary", "impact"].into_iter().filter_map(|field| record.text(field)) {
        bag.add(text, IN_HEAD);
    }
    for (factor, _) in lists::factors(workspace, record) {
        bag.add(&factor, IN_HEAD);
    }
    let document = workspace.document(record.file);
    let Some(markup) = &document.markup else {
        return bag.words;
    };
    let mut heads: Vec<Range> = [Part::Summary, Part::Factors, Part::WentWrong, Part::Impact]
        .into_iter()
        .flat_map(|wanted| part(workspace, record, wanted))
        .map(|passage| passage.range)
        .collect();
    heads.sort_unstable();
    let timeline: Vec<Range> = record.timeline.iter().map(|entry| entry.text).collect();
    let page = Page {
        heads,
        out: out(markup, &timeline, of_the_form(workspace, record)),
        timeline,
        title: record.title.span().map(|span| span.range),
    };
    bag.read(workspace.tree.text(record.file), markup.body, &page);
    bag.words
}

/// What is no prose of the incident's own: addresses, code, comments, headings but those of the timeline, lines of the form.
fn out(markup: &Markup, timeline: &[Range], form: Vec<Range>) -> Vec<Range> {
    let links = markup.links.iter().map(|link| link.target_range);
    let fences = markup.fences.iter().map(|fence| fence.range);
    let is_told = |range: Range| {
        let before = timeline.partition_point(|entry| entry.start <= range.end);
        before > 0 && timeline[before - 1].end > range.start
    };
    let heads = markup.headings.iter().map(|heading| heading.range);
    let heads = heads.filter(|&range| !is_told(range));
    let comments = markup.comments.iter().copied();
    let mut out: Vec<Range> = links.chain(fences).chain(comments).chain(heads).chain(form).collect();
    out.sort_unstable();
    out
}

/// The parts of a text that count differently, each sorted.
struct Page {
    heads: Vec<Range>,
    timeline: Vec<Range>,
    out: Vec<Range>,
    title: Option<Range>,
}

#[derive(Default)]
struct Bag {
    words: BTreeMap<String, (f64, String)>,
}

impl Bag {
    fn add(&mut self, text: &str, worth: f64) {
        for (_, word) in tokens(text) {
            self.count(word, worth);
        }
    }

    fn read(&mut self, text: &str, body: Range, page: &Page) {
        let start = body.start as usize;
        let end = text.len().min(body.end as usize).min(start + READ);
        let end = (start..=end)
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(start);
        let Some(body) = text.get(start..end) else { return };
        let mut zones = Zones::new(page);
        for (at, word) in tokens(body) {
            if let Some(worth) = zones.worth(start + at) {
                self.count(word, worth);
            }
        }
    }

    fn count(&mut self, word: &str, worth: f64) {
        let folded = fold(word);
        if !says_something(&folded) {
            return;
        }
        let entry = self.words.entry(stem(&folded)).or_insert_with(|| (0.0, folded.clone()));
        entry.0 += worth;
        if folded.len() < entry.1.len() {
            entry.1 = folded;
        }
    }
}

/// Walks over the parts of a text as its words are walked over.
struct Zones<'p> {
    page: &'p Page,
    at: [usize; 3],
}

impl<'p> Zones<'p> {
    fn new(page: &'p Page) -> Self {
        Zones { page, at: [0; 3] }
    }

    /// What a word at this place is worth; `None` where it is no prose. Places must not go back.
    fn worth(&mut self, place: usize) -> Option<f64> {
        let page = self.page;
        let mut is_in = |which: usize, ranges: &[Range]| {
            let at = &mut self.at[which];
            while ranges.get(*at).is_some_and(|range| range.end as usize <= place) {
                *at += 1;
            }
            ranges.get(*at).is_some_and(|range| range.start as usize <= place)
        };
        let (head, timeline, out) = (is_in(0, &page.heads), is_in(1, &page.timeline), is_in(2, &page.out));
        let is_title = page.title.is_some_and(|title| title.as_usize().contains(&place));
        match () {
            // The title is counted by itself.
            () if out || is_title => None,
            () if timeline => Some(IN_TIMELINE),
            () if head => Some(IN_HEAD),
            () => Some(IN_TEXT),
        }
    }
}

/// Runs of letters and digits, with their places. What holds `://` is an address.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + rest.find(char::is_alphanumeric)?;
            let word = &text[start..];
            let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
            if word[end..].starts_with("://") {
                at = start + word.find(char::is_whitespace).unwrap_or(word.len());
                continue;
            }
            at = start + end;
            return Some((start, &word[..end]));
        }
    })
}

/// False for what no reader would look for: short words, numbers, ids.
fn says_something(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let length = word.chars().count();
    (3..=24).contains(&length) && letters * 4 >= length * 3 && !STOP.contains(&format!(" {word} "))
}

/// The form in which the endings of English do not count: `nodes` and `node`, `failing`, `failed` and `fails`.
fn stem(word: &str) -> String {
    for (ending, least) in [("ing", 4), ("ed", 4), ("es", 4), ("s", 3), ("e", 3)] {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= least) else {
            continue;
        };
        if ending == "s" && rest.ends_with(['s', 'u', 'i']) {
            return word.to_owned();
        }
        return rest.strip_suffix('e').unwrap_or(rest).to_owned();
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Bag, STOP, says_something, stem, tokens};

    #[test]
    fn words_are_compared_without_their_endings() {
        for (word, wanted) in [
            ("nodes", "nod"),
            ("node", "nod"),
            ("failing", "fail"),
            ("failed", "fail"),
            ("fails", "fail"),
            ("dns", "dns"),
            ("ingress", "ingress"),
            ("certificates", "certificat"),
            ("certificate", "certificat"),
            ("status", "status"),
        ] {
            assert_eq!(stem(word), wanted, "{word}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let mut bag = Bag::default();
        bag.add(
            "The DNS servers of 2024 <https://x.example/certificate> at 5f9d8c7b6",
            1.0,
        );
        assert_eq!(bag.words.keys().collect::<Vec<_>>(), ["dns", "server"]);
        assert!(STOP.starts_with(' ') && STOP.ends_with(' '));
        assert!(!says_something("the") && !says_something("md") && says_something("ceph"));
        assert_eq!(tokens("a://b c").collect::<Vec<_>>(), [(6, "c")]);
    }
}
