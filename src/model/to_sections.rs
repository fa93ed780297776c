//! From the headed passages of a decision to the texts of JSON-ADR: what has a field goes there, all else is kept under
//! its heading.
//!
//! A passage becomes a list only where it is one and nothing more; so nothing that is written gets lost on the way.

use crate::model::interchange::{Adr, Choice, Consequences, PREAMBLE, Sorted};
use crate::model::passages::{Passage, items};
use crate::model::time::Date;
use crate::syntax::markdown::plain_text;
use crate::text::span::Range;

/// Headings of passages about the record itself: the lines with facts in them are told elsewhere.
const ABOUT: [&str; 9] = [
    "",
    "status",
    "date",
    "deciders",
    "decision-makers",
    "metadata",
    "details",
    "information",
    "links",
];

/// Labels of facts that may stand twice.
const LABELS: [&str; 8] = [
    "status",
    "date",
    "deciders",
    "consulted",
    "informed",
    "tags",
    "supersedes",
    "superseded by",
];

/// A decision's texts on their way.
pub(crate) struct Sections<'a> {
    /// The file.
    pub(crate) text: &'a str,
    /// Where facts stand in it.
    pub(crate) facts: Vec<Range>,
    /// What is filled.
    pub(crate) adr: &'a mut Adr,
}

impl Sections<'_> {
    /// Takes one passage.
    pub(crate) fn take(&mut self, passage: &Passage) {
        let name = passage.name.to_lowercase();
        if ABOUT.contains(&name.as_str()) {
            self.about(passage, &name);
            return;
        }
        let text = passage.text(self.text);
        if text.is_empty() {
            return;
        }
        match name.as_str() {
            "context" | "context and problem statement" | "problem statement" if self.adr.context.is_empty() => {
                self.adr.context = text;
            }
            "decision" | "decision outcome" if self.adr.decision.is_empty() => self.decision(passage),
            "consequences"
            | "positive consequences"
            | "negative consequences"
            | "risks"
            | "confirmation"
            | "validation"
                if self.outcome(&name, passage) => {}
            "decision drivers" if self.adr.decision_drivers.is_empty() => match items(&text) {
                Some(drivers) => self.adr.decision_drivers = drivers,
                None => self.keep(&passage.name, text),
            },
            "considered options" | "options considered" if self.adr.considered_options.is_empty() => match items(&text)
            {
                Some(options) => self.adr.considered_options = options.iter().map(|item| choice(item)).collect(),
                None => self.keep(&passage.name, text),
            },
            "pros and cons of the options" => match self.judged(passage) {
                Some(choices) => adr_options(&mut self.adr.considered_options, choices),
                None => self.keep(&passage.name, text),
            },
            "source" if self.adr.source_uri.is_empty() && is_address(&text) => {
                self.adr.source_uri = text.trim_matches(['<', '>']).to_owned();
            }
            _ => self.keep(&passage.name, text),
        }
    }

    fn keep(&mut self, name: &str, text: String) {
        let name = if name.is_empty() { PREAMBLE } else { name };
        self.adr.custom_sections.push((name.to_owned(), text));
    }

    /// The lines that hold no fact.
    fn about(&mut self, passage: &Passage, name: &str) {
        let rest = self.rest(passage.range);
        let whole = Passage {
            range: Range::new(0, rest.len()),
            ..passage.clone()
        };
        let rest = whole.text(&rest);
        match name {
            _ if rest.is_empty() => {}
            "links" => self.keep(&passage.name, rest),
            _ => match self.adr.custom_sections.iter_mut().find(|(name, _)| name == PREAMBLE) {
                Some((_, text)) => text.push_str(&format!("\n\n{rest}")),
                None => self.adr.custom_sections.insert(0, (PREAMBLE.to_owned(), rest)),
            },
        }
    }

    /// The lines of a range that hold no fact. Rows that stay of a table are a table again.
    fn rest(&self, range: Range) -> String {
        let mut rest = String::new();
        let mut start = range.start as usize;
        let (mut is_table, mut has_head) = (false, false);
        let mut lines = range.of(self.text).split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let end = start + line.len();
            let is_row = line.trim_start().starts_with('|');
            (is_table, has_head) = (is_table && is_row, has_head && is_row);
            let holds = |fact: &Range| (fact.start as usize) < end && start < fact.end as usize;
            let is_kept = !self.facts.iter().any(holds) && !is_rule(line) && !self.is_told(line);
            start = end;
            let below = lines
                .peek()
                .filter(|next| is_row && is_rule(next) && next.contains('-'));
            if is_kept && !has_head && below.is_none() && is_table {
                rest.push_str(&empty_head(line));
            }
            if is_kept {
                rest.push_str(line);
                rest.push_str(below.copied().unwrap_or_default());
                has_head |= is_table || below.is_some();
            }
            is_table |= is_row && is_rule(line);
        }
        rest
    }

    /// A labelled line that repeats what was read elsewhere, or says nothing.
    fn is_told(&self, line: &str) -> bool {
        let line = line.trim().trim_matches(['*', '-', '|', '>', ' ']).to_lowercase();
        let is_status = |text: &str| !text.is_empty() && text == self.adr.status.to_lowercase();
        let Some((label, value)) = line.split_once(':') else {
            return is_status(&line);
        };
        let value = value.trim_matches(['*', '|', ' ', '"']);
        let is_nothing = matches!(value, "" | "n/a" | "na" | "none" | "-" | "{status}");
        let day = Date::parse(value).map(|day| day.to_string());
        LABELS.contains(&label.trim_matches(['*', '_', ' ']))
            && (is_nothing || is_status(value) || day.as_ref() == Some(&self.adr.date))
    }

    /// The decision, with what came of it and how it is confirmed taken out where these stand under it.
    fn decision(&mut self, passage: &Passage) {
        let mut own = String::new();
        let mut done = passage.range.start;
        for part in passage.cut() {
            let name = part.name.to_lowercase();
            let is_taken = !name.is_empty() && !part.text(self.text).is_empty() && self.outcome(&name, &part);
            if !is_taken {
                own.push_str(Range::new(done as usize, part.range.end as usize).of(self.text));
            }
            done = part.range.end;
        }
        let whole = Passage {
            range: Range::new(0, own.len()),
            ..passage.clone()
        };
        self.adr.decision = whole.text(&own);
    }

    /// Takes a passage about what came of it; false where it is none, or a second one.
    fn outcome(&mut self, name: &str, passage: &Passage) -> bool {
        let text = passage.text(self.text);
        let texts = || items(&text).unwrap_or_else(|| vec![text.clone()]);
        match (name, &mut self.adr.consequences) {
            ("consequences", found) if found.is_empty() => {
                *found = consequences(passage, self.text);
                true
            }
            ("confirmation" | "validation", _) if self.adr.confirmation.is_empty() => {
                self.adr.confirmation = text;
                true
            }
            (name, found) => {
                let mut sorted = match found {
                    Consequences::Sorted(sorted) => sorted.clone(),
                    Consequences::Plain(texts) if texts.is_empty() => Sorted::default(),
                    Consequences::Plain(_) => return false,
                };
                let is_new = sorted.place(name).is_some_and(|list| {
                    let is_new = list.is_empty();
                    list.extend(texts());
                    is_new
                });
                if is_new {
                    *found = Consequences::Sorted(sorted);
                }
                is_new
            }
        }
    }

    /// `Pros and Cons of the Options`, where every option is judged in the usual way.
    fn judged(&self, passage: &Passage) -> Option<Vec<Choice>> {
        let parts = passage.cut();
        let (first, options) = parts.split_first()?;
        let is_plain = first.text(self.text).is_empty() && options.iter().all(|option| option.inner.is_empty());
        if !is_plain || options.is_empty() {
            return None;
        }
        let mut choices = Vec::new();
        for option in options {
            let text = option.text(self.text);
            let before = text
                .split_inclusive('\n')
                .take_while(|line| !line.starts_with(['*', '-', '+']));
            let at = before.map(str::len).sum::<usize>();
            let mut choice = Choice {
                name: option.name.clone(),
                description: text[..at].trim().to_owned(),
                ..Choice::default()
            };
            let list = if text[at..].is_empty() {
                Vec::new()
            } else {
                items(&text[at..])?
            };
            for item in &list {
                match judgement(item)? {
                    (true, reason) => choice.pros.push(reason),
                    (false, reason) => choice.cons.push(reason),
                }
            }
            choices.push(choice);
        }
        Some(choices)
    }
}

impl Sorted {
    /// The list that a heading names.
    fn place(&mut self, name: &str) -> Option<&mut Vec<String>> {
        match name {
            "positive" | "positive consequences" => Some(&mut self.positive),
            "negative" | "negative consequences" => Some(&mut self.negative),
            "risks" => Some(&mut self.risks),
            _ => None,
        }
    }
}

/// A line that is drawn, not written: below the head of a table, or between two parts.
fn is_rule(line: &str) -> bool {
    let is_drawn = |c: char| matches!(c, '|' | '-' | ':' | '*' | '_') || c.is_whitespace();
    line.chars().all(is_drawn) && !line.trim().is_empty()
}

/// The head of a table that begins with this row, all cells empty, and the line below it.
fn empty_head(row: &str) -> String {
    let cells = row.replace("\\|", "").trim().trim_end_matches('|').matches('|').count();
    format!("{}|\n{}|\n", "|  ".repeat(cells), "|---".repeat(cells))
}

fn consequences(passage: &Passage, text: &str) -> Consequences {
    let whole = passage.text(text);
    let parts = passage.cut();
    if parts.len() > 1 && parts[0].text(text).is_empty() {
        let mut sorted = Sorted::default();
        let is_sorted = parts[1..].iter().all(|part| {
            let found = part.text(text);
            let list = sorted.place(&part.name.to_lowercase());
            list.is_some_and(|list| {
                let is_new = list.is_empty() && !found.is_empty();
                list.extend(items(&found).unwrap_or(vec![found]));
                is_new
            })
        });
        if is_sorted {
            return Consequences::Sorted(sorted);
        }
    }
    let Some(list) = items(&whole) else {
        return Consequences::Plain(vec![whole]);
    };
    let judged: Option<Vec<(bool, String)>> = list.iter().map(|item| judgement(item)).collect();
    let Some(judged) = judged else {
        return Consequences::Plain(list);
    };
    let of = |wanted: bool| {
        let kept = judged.iter().filter(move |(is_good, _)| *is_good == wanted);
        kept.map(|(_, reason)| reason.clone()).collect()
    };
    Consequences::Sorted(Sorted {
        positive: of(true),
        negative: of(false),
        risks: Vec::new(),
    })
}

/// `Good, because …` and `Bad, because …`, as MADR has them; `Pro: …` and `Con: …`.
fn judgement(item: &str) -> Option<(bool, String)> {
    let words = [
        ("Good, because ", true),
        ("Bad, because ", false),
        ("Pro: ", true),
        ("Con: ", false),
    ];
    words
        .iter()
        .find_map(|(start, is_good)| Some((*is_good, item.strip_prefix(start)?.to_owned())))
}

/// An option: its first line is its name.
fn choice(item: &str) -> Choice {
    let (name, description) = item.split_once('\n').unwrap_or((item, ""));
    Choice {
        name: plain_text(name).trim().to_owned(),
        description: description.trim().to_owned(),
        ..Choice::default()
    }
}

/// Puts judged options to those of the same name, behind them the others.
fn adr_options(options: &mut Vec<Choice>, judged: Vec<Choice>) {
    for choice in judged {
        let same = |other: &&mut Choice| other.name.eq_ignore_ascii_case(&choice.name) && other.pros.is_empty();
        match options.iter_mut().find(same) {
            Some(option) if option.description.is_empty() => {
                *option = Choice {
                    name: option.name.clone(),
                    ..choice
                }
            }
            _ => options.push(choice),
        }
    }
}

fn is_address(text: &str) -> bool {
    let text = text.trim_matches(['<', '>']);
    text.contains("://") && !text.contains(char::is_whitespace)
}
