//! What the text of an incident says under the heads that reports have: a summary, factors, what went well, what mended it;
//! and the lines of its timeline. Heads go by several names; a head may be a heading or the label of a list item.

use crate::model::record::{Record, TimelineEntry};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::{Item, Markup};
use crate::text::fold::fold;
use crate::text::span::Range;

/// Passages that are read under one head.
const MOST: usize = 200;
/// Bytes of one passage.
const LONGEST: usize = 4000;

/// A part of a report, as a reader looks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What happened, in short.
    Summary,
    /// What users noticed.
    Impact,
    /// What made it possible, likely or long.
    Factors,
    /// What kept it from being worse.
    WentWell,
    /// What did not.
    WentWrong,
    /// What mended it.
    Mended,
    /// What is to be done.
    Actions,
}

/// A paragraph or a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// As a reader sees it, on one line.
    pub text: String,
    /// Where it stands in the record's file.
    pub range: Range,
}

/// A line of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When; `None` where no time could be read.
    pub at: Option<Moment>,
    /// The word that says what sort of event it was (`alert`, `action`, …); empty for an observation.
    pub kind: String,
    /// What happened, on one line, without its time.
    pub text: String,
    /// Where the whole entry stands.
    pub range: Range,
}

/// With which line the form of an incident begins its timeline.
const DECLARED: &str = "Incident declared.";

/// Words that say what sort of event an entry tells.
pub const KINDS: [&str; 5] = ["alert", "action", "decision", "update", "status"];

impl Part {
    /// The names under which it stands, in lower case.
    pub(crate) fn names(self) -> &'static [&'static str] {
        match self {
            Part::Summary => &["summary", "overview", "what happened", "executive summary", "abstract"],
            Part::Impact => &["impact", "user impact", "customer impact", "effect"],
            Part::Factors => &[
                "contributing factors",
                "factors",
                "root cause",
                "root causes",
                "cause",
                "causes",
                "trigger",
            ],
            Part::WentWell => &["what went well", "went well", "where we got lucky", "what worked"],
            Part::WentWrong => &["what went wrong", "what went badly", "what did not go well"],
            Part::Mended => &[
                "resolution",
                "mitigation",
                "fix",
                "recovery",
                "remediation",
                "how it was resolved",
                "how it was fixed",
                "workaround",
            ],
            Part::Actions => &[
                "actions",
                "action items",
                "review actions",
                "follow-up",
                "follow up",
                "follow-ups",
                "next steps",
                "corrective actions",
            ],
        }
    }
}

/// What stands under a part of a report: its list items, else its paragraphs.
pub fn part(workspace: &Workspace, record: &Record, wanted: Part) -> Vec<Passage> {
    let Some(markup) = workspace.document(record.file).markup.as_ref() else {
        return Vec::new();
    };
    let page = Page {
        text: workspace.tree.text(record.file),
        markup,
    };
    let sections = markup.headings.iter().enumerate();
    let named = sections.filter(|(_, heading)| is_named(&heading.text, wanted));
    let mut found: Vec<Passage> = Vec::new();
    for range in named.map(|(index, _)| markup.section(index)) {
        let is_told = found.iter().any(|known| range.contains(known.range));
        if !is_told {
            found.extend(page.passages(range));
        }
    }
    if found.is_empty() {
        found = page.labelled(wanted);
    }
    found.truncate(MOST);
    found
}

fn is_named(heading: &str, wanted: Part) -> bool {
    let heading = heading.trim_end_matches([':', '.', '?', '!']).trim();
    // Nearly no heading is one.
    heading.len() <= 40 && {
        let heading = fold(heading);
        wanted.names().contains(&heading.as_str())
    }
}

/// The timeline of a record, in the order of the file.
pub fn events(workspace: &Workspace, record: &Record) -> Vec<Event> {
    let text = workspace.tree.text(record.file);
    record.timeline.iter().map(|entry| event(text, entry)).collect()
}

fn event(text: &str, entry: &TimelineEntry) -> Event {
    let shown = one_line(entry.text.of(text));
    let raw = entry.at.raw().unwrap_or_default().trim();
    let rest = shown.strip_prefix(raw).unwrap_or(&shown);
    let rest = behind(rest);
    let (kind, rest) = match rest.split_once(':') {
        Some((word, after)) if KINDS.contains(&word.to_ascii_lowercase().as_str()) => {
            (word.to_ascii_lowercase(), after.trim_start())
        }
        _ => (String::new(), rest),
    };
    Event {
        at: entry.at.value().cloned(),
        kind,
        text: rest.to_owned(),
        range: entry.text,
    }
}

/// What stands behind a time, without the signs that part them. A dash that belongs to a word stays: `14:05 -5m is enough`.
fn behind(mut rest: &str) -> &str {
    // A time that is a heading ends like a sentence on the one line.
    rest = rest.strip_prefix(". ").unwrap_or(rest);
    loop {
        let text = rest.trim_start();
        let after = text.trim_start_matches(|c: char| ":-–—|,~".contains(c));
        let is_apart = text.len() < rest.len() && text.starts_with(['-', '–', '—', '~']);
        let is_word = is_apart && after.starts_with(|c: char| !c.is_whitespace());
        if after.len() == text.len() || is_word {
            return text;
        }
        rest = after;
    }
}

/// True for a line that the verbs write, and every incident has: a change of its status, or that it was declared.
fn is_of_the_form(kind: &str, text: &str) -> bool {
    kind == "status" || text == DECLARED
}

/// Where the lines of a timeline stand that say of no incident what it was about: those that the verbs write.
pub(crate) fn of_the_form(workspace: &Workspace, record: &Record) -> Vec<Range> {
    let text = workspace.tree.text(record.file);
    let lines = record.timeline.iter().filter(|entry| {
        let said = entry.text.of(text);
        // Most lines are told from their letters alone.
        said.contains("tatus") || said.contains(DECLARED)
    });
    let lines = lines.map(|entry| event(text, entry));
    lines
        .filter(|event| is_of_the_form(&event.kind, &event.text))
        .map(|event| event.range)
        .collect()
}

/// What mended it, in a line: what stands under such a head, else what was done last before users were served again,
/// or at all where nobody wrote when that was.
pub fn mended(workspace: &Workspace, record: &Record) -> Option<Passage> {
    let stated = part(workspace, record, Part::Mended).into_iter().next();
    stated.or_else(|| {
        let end = record.time("mitigated").or_else(|| record.time("resolved"));
        let before = |event: &Event| match (&event.at, end) {
            (Some(at), Some(end)) => at.minutes_until(end) >= 0,
            (at, None) => at.is_some(),
            (None, Some(_)) => false,
        };
        let told: Vec<Event> = events(workspace, record)
            .into_iter()
            .filter(|event| before(event) && !is_of_the_form(&event.kind, &event.text))
            .collect();
        let done = told.iter().rev().find(|event| event.kind == "action");
        let last = done.or_else(|| told.last()).filter(|event| !event.text.is_empty())?;
        Some(Passage {
            text: last.text.clone(),
            range: last.range,
        })
    })
}

/// The text and the markup of a record's file.
struct Page<'w> {
    text: &'w str,
    markup: &'w Markup,
}

impl Page<'_> {
    /// The list items of a range, else its paragraphs.
    fn passages(&self, range: Range) -> Vec<Passage> {
        let items = self.within(range);
        let items: Vec<Passage> = items.filter_map(|item| self.passage(item.text)).collect();
        if !items.is_empty() {
            return items;
        }
        let paragraphs = &self.markup.paragraphs;
        let from = paragraphs.partition_point(|paragraph| paragraph.start < range.start);
        let inside = paragraphs[from..]
            .iter()
            .take_while(|paragraph| paragraph.end <= range.end);
        inside
            .filter_map(|&paragraph| self.passage(paragraph))
            .take(MOST)
            .collect()
    }

    fn within(&self, range: Range) -> impl Iterator<Item = &Item> {
        let items = &self.markup.items;
        let from = items.partition_point(|item| item.range.start < range.start);
        let inside = items[from..]
            .iter()
            .take_while(move |item| item.range.start < range.end);
        inside.take(MOST)
    }

    /// What stands behind or below the label of a list item: `- **Resolution**: …`.
    fn labelled(&self, wanted: Part) -> Vec<Passage> {
        for item in &self.markup.items {
            let head = item.text.of(self.text);
            let Some((label, rest)) = head.get(..head.len().min(200)).and_then(|_| head.split_once(':')) else {
                let is_label = head.len() <= 60 && is_named(&plain_text(head), wanted);
                if is_label {
                    return self.below(item);
                }
                continue;
            };
            if label.len() > 60 || !is_named(&plain_text(label), wanted) {
                continue;
            }
            let rest = rest.trim_matches(|c: char| c.is_whitespace() || c == '*');
            let own = (!rest.is_empty()).then(|| self.passage(item.text)).flatten();
            let own = own.map(|passage| Passage {
                text: passage
                    .text
                    .split_once(':')
                    .map_or("", |(_, rest)| rest.trim())
                    .to_owned(),
                range: passage.range,
            });
            return own.into_iter().chain(self.below(item)).collect();
        }
        Vec::new()
    }

    fn below(&self, item: &Item) -> Vec<Passage> {
        let nested = self.within(item.range).filter(|other| other.range != item.range);
        nested.filter_map(|other| self.passage(other.text)).collect()
    }

    fn passage(&self, range: Range) -> Option<Passage> {
        let text = one_line(range.of(self.text));
        (!text.is_empty() && !text.starts_with("<!--")).then_some(Passage { text, range })
    }
}

/// Markdown as a reader sees it, on one line; of a very long text the beginning. Its blocks are told behind each other.
pub(crate) fn one_line(text: &str) -> String {
    let end = text.char_indices().map(|(at, _)| at).find(|&at| at >= LONGEST);
    let text = &text[..end.unwrap_or(text.len())];
    let mut out = String::new();
    for block in blocks(text) {
        let plain = plain_text(&block);
        for (at, word) in plain.split_whitespace().enumerate() {
            if at == 0 && out.ends_with(char::is_alphanumeric) {
                out.push('.');
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// Paragraphs, list items and headings, each without its sign.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.lines() {
        let trimmed = line.trim();
        let item = ["- ", "* ", "+ "]
            .into_iter()
            .find_map(|sign| trimmed.strip_prefix(sign));
        let is_block = item.is_some() || trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("```");
        if is_block {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut().filter(|_| !trimmed.starts_with("```")) {
            block.push_str(item.unwrap_or_else(|| trimmed.trim_start_matches('#')));
            block.push('\n');
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{behind, one_line};

    #[test]
    fn signs_behind_a_time_are_no_text() {
        for (rest, text) in [
            (" - up", "up"),
            (": up", "up"),
            (". up", "up"),
            (" – up", "up"),
            ("-up", "up"),
            (" -- up", "up"),
            (" | up", "up"),
            (" -5m of lag", "-5m of lag"),
            (": --force was needed", "--force was needed"),
            (" - -5m", "-5m"),
            (" -", ""),
            ("", ""),
        ] {
            assert_eq!(behind(rest), text, "{rest:?}");
        }
    }

    #[test]
    fn blocks_are_told_behind_each_other() {
        for (text, told) in [
            ("14:05 *Fixed*\n\nThe `pod` is back", "14:05 Fixed. The pod is back"),
            (
                "Run:\n- one\n- [two](x.md).\n\nThen\nthree",
                "Run: one. two. Then three",
            ),
            ("\r\n", ""),
            ("```\ncode\n```\n", "code"),
        ] {
            assert_eq!(one_line(text), told, "{text:?}");
        }
    }
}
