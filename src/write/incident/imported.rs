//! The text of a record made from an incident of another place. Whatever that place says is text here: one line where one
//! line belongs, and no markup but that of its own paragraphs.

use crate::model::incidents::import::draft::{Draft, Event, Section, TIMES};
use crate::model::time::Moment;
use crate::model::zone::Zone;
use crate::text::markdown;
use crate::text::template::{heading_text, yaml_scalar};
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::foreign;

/// Characters of a title.
const TITLE: usize = 160;

/// Characters of the line of a timeline.
const LINE: usize = 300;

/// Characters of a word: a tag, an owner, a name.
const WORD: usize = 80;

/// Headings under which the record's own facts are looked for.
const OWN: [&str; 5] = ["timeline", "context", "timing", "source", "title"];

/// What stands before the timeline.
const FIRST: [&str; 2] = ["Summary", "Impact"];

/// A draft with what is known of it here.
pub(super) struct Facts<'d> {
    pub(super) draft: &'d Draft,
    /// Its weight, as it is written here.
    pub(super) severity: String,
    /// What was hurt, by the ids of services here.
    pub(super) services: Vec<String>,
    /// What was hurt and has no record here.
    pub(super) strangers: Vec<String>,
    /// Its stretches, their services by their ids here.
    pub(super) impacts: Vec<Hurt>,
    /// The zone in which times are written.
    pub(super) zone: &'d Zone,
}

/// A stretch as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hurt {
    pub(super) service: String,
    pub(super) effect: &'static str,
    pub(super) started: String,
    pub(super) ended: Option<String>,
}

/// A moment in a zone; of a day alone its beginning.
pub(super) fn seen(moment: &Moment, zone: &Zone) -> Moment {
    let moment = Moment {
        is_date: false,
        ..moment.in_zone(zone)
    };
    moment.seen_in(zone)
}

/// A moment to the minute, in a zone.
pub(super) fn stamp(moment: &Moment, zone: &Zone) -> String {
    seen(moment, zone).to_the_minute()
}

/// The title as it is shown; that of the source where nothing is left of it.
pub(super) fn title(draft: &Draft) -> String {
    let title = clipped(&draft.title, TITLE);
    match title.is_empty() {
        true => format!("Incident {}", draft.source),
        false => title,
    }
}

/// The lines of a timeline, in the order of time; what says nothing is no line.
pub(super) fn entries(draft: &Draft, zone: &Zone) -> Vec<Entry> {
    let entry = |event: &Event| Entry {
        at: seen(&event.at, zone),
        sort: Sort::parse(event.kind),
        text: clipped(&event.text, LINE),
        evidence: event.url.clone(),
    };
    let mut entries: Vec<Entry> = draft.timeline.iter().map(entry).collect();
    entries.retain(|entry| entry.said().is_ok());
    entries.sort_by_key(|entry| minute(&entry.at));
    entries
}

/// Minutes since 1970.
pub(super) fn minute(moment: &Moment) -> Option<i64> {
    Some(moment.unix_seconds()?.div_euclid(60))
}

/// The whole text.
pub(super) fn text(facts: &Facts<'_>) -> String {
    let draft = facts.draft;
    let mut out = front_matter(facts);
    out.push_str(&format!("\n# {}\n", heading_text(&title(draft))));
    let is_first = |section: &&Section| FIRST.contains(&section.heading.as_str());
    for wanted in FIRST {
        for section in draft.sections.iter().filter(|section| section.heading == wanted) {
            push_section(&mut out, section, draft);
        }
    }
    let lines: Vec<String> = entries(draft, facts.zone)
        .iter()
        .filter_map(|entry| Some(format!("- {} {}\n", entry.at.to_the_minute(), entry.said().ok()?)))
        .collect();
    if !lines.is_empty() {
        out.push_str(&format!("\n## Timeline\n\n{}", lines.concat()));
    }
    for section in draft.sections.iter().filter(|section| !is_first(section)) {
        push_section(&mut out, section, draft);
    }
    if !facts.strangers.is_empty() {
        out.push_str("\n## Also affected\n\n");
        for name in &facts.strangers {
            out.push_str(&format!("- {}\n", markdown::inline(&clipped(name, WORD))));
        }
    }
    if let Some(url) = &draft.url {
        out.push_str(&format!("\n## Source\n\n<{url}>\n"));
    }
    out
}

fn push_section(out: &mut String, section: &Section, draft: &Draft) {
    let fitted = foreign::fit(&section.text, draft.base.as_deref());
    if fitted.is_empty() {
        return;
    }
    let heading = clipped(&section.heading, WORD);
    let is_own = OWN.iter().any(|own| heading.eq_ignore_ascii_case(own));
    let heading = match is_own {
        true => format!("{heading} as reported"),
        false => heading,
    };
    out.push_str(&format!("\n## {}\n\n{fitted}\n", heading_text(&heading)));
}

fn front_matter(facts: &Facts<'_>) -> String {
    let draft = facts.draft;
    let mut lines = vec![format!("status: {}", draft.stage.word()), severity(facts)];
    list(&mut lines, "services", &facts.services);
    if let Some(owner) = draft.owner.as_deref().map(word).filter(|owner| !owner.is_empty()) {
        lines.push(format!("owner: {}", text_scalar(&owner)));
    }
    for name in TIMES {
        if let Some(moment) = draft.time(name) {
            lines.push(format!("{name}: {}", stamp(moment, facts.zone)));
        }
    }
    lines.extend(draft.detected_by.map(|how| format!("detected-by: {how}")));
    if !facts.impacts.is_empty() {
        lines.push("impacts:".to_owned());
        lines.extend(facts.impacts.iter().flat_map(Hurt::lines));
    }
    let mut tags: Vec<String> = Vec::new();
    for tag in draft.tags.iter().map(|tag| word(tag)) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    list(&mut lines, "tags", &tags);
    lines.push(format!("source: {}", text_scalar(&draft.source)));
    format!("---\n{}\n---\n", lines.join("\n"))
}

/// Whoever reads a weight that nobody stated shall know.
fn severity(facts: &Facts<'_>) -> String {
    let remark = match (&facts.draft.severity, &facts.draft.strange_severity) {
        (Some(_), _) => "",
        (None, Some(_)) => " # no word of the scale there",
        (None, None) => " # not stated there",
    };
    format!("severity: {}{remark}", yaml_scalar(&facts.severity))
}

impl Hurt {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("  - service: {}", text_scalar(&self.service)),
            format!("    effect: {}", self.effect),
            format!("    started: {}", self.started),
        ];
        lines.extend(self.ended.as_ref().map(|ended| format!("    ended: {ended}")));
        lines
    }
}

fn list(lines: &mut Vec<String>, key: &str, values: &[String]) {
    if !values.is_empty() {
        lines.push(format!("{key}:"));
        lines.extend(values.iter().map(|value| format!("  - {}", text_scalar(value))));
    }
}

/// A text that stays text: YAML would read `2026-03-04` and `1.10` as something else, or a reader would.
fn text_scalar(text: &str) -> String {
    let scalar = yaml_scalar(text);
    let is_plain = !scalar.starts_with(['"', '\'']);
    match is_plain && scalar.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-')) {
        true => format!("'{scalar}'"),
        false => scalar,
    }
}

/// A word of data, which a page may show: no markup.
fn word(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '<' | '>' | '[' | ']' | '{' | '}'))
        .take(8 * WORD)
        .collect();
    clipped(&plain, WORD)
}

/// A text on one line without what steers a reader, no longer than so many characters.
fn clipped(text: &str, longest: usize) -> String {
    let shown: String = text
        .chars()
        .take(8 * longest)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !crate::text::escape::steers(*c))
        .collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(longest) {
        None => line,
        Some((at, _)) => format!("{} …", line[..at].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Hurt, text};
    use crate::model::incidents::import::draft::{Draft, Event, Stage};
    use crate::model::time::Moment;
    use crate::model::zone::Zone;

    #[test]
    fn what_comes_from_outside_is_text() {
        let at = |text: &str| Moment::parse(text).unwrap();
        let mut draft = Draft {
            source: "github:o/r#1".to_owned(),
            url: Some("https://git.example.org/o/r/issues/1".to_owned()),
            title: "---\n<b>x</b> `y`\u{0}".to_owned(),
            stage: Stage::Resolved,
            owner: Some("a: b # c".to_owned()),
            tags: vec!["1.10".to_owned(), "1.10".to_owned(), "no".to_owned(), " ".to_owned()],
            ..Draft::default()
        };
        draft.set_time("resolved", Some(at("2026-03-04T15:00:59Z")));
        draft.set_time("started", Some(at("2026-03-04T14:00Z")));
        draft.add_section("Timeline", "- [x](y)");
        draft.timeline.push(Event {
            at: at("2026-03-04T14:30Z"),
            kind: "update",
            text: "back <i>\n# soon".to_owned(),
            url: None,
        });
        let facts = Facts {
            draft: &draft,
            severity: "sev2".to_owned(),
            services: vec!["dns".to_owned()],
            strangers: vec!["*y*".to_owned()],
            impacts: vec![Hurt {
                service: "dns".to_owned(),
                effect: "outage",
                started: "2026-03-04T15:00+01:00".to_owned(),
                ended: None,
            }],
            zone: &Zone::parse("Europe/Amsterdam").unwrap(),
        };
        let expected = "---\nstatus: resolved\nseverity: sev2 # not stated there\nservices:\n  - dns\nowner: 'a: b # c'\n\
                        started: 2026-03-04T15:00+01:00\nresolved: 2026-03-04T16:00+01:00\nimpacts:\n  - service: dns\n    \
                        effect: outage\n    started: 2026-03-04T15:00+01:00\ntags:\n  - '1.10'\n  - no\n\
                        source: github:o/r#1\n---\n\n# --- \\<b\\>x\\</b\\> \\`y\\`\n\n## Timeline\n\n\
                        - 2026-03-04T15:30+01:00 update: back \\<i\\> # soon\n\n## Timeline as reported\n\n- \\[x\\](y)\n\n\
                        ## Also affected\n\n- \\*y\\*\n\n## Source\n\n<https://git.example.org/o/r/issues/1>\n";
        assert_eq!(text(&facts), expected);
    }
}
