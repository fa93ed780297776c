//! The text of an issue as its form made it: a heading for each field, below it what somebody typed. Which field is meant
//! is told by a table of spellings; what no spelling knows is kept as text under its heading.

use crate::model::incidents::import::draft::Draft;
use crate::model::incidents::import::item::moment;
use crate::model::incidents::import::names;
use crate::model::incidents::import::wanted::Wanted;
use crate::model::incidents::import::words;

/// What a heading asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Summary,
    Services,
    Impact,
    Severity,
    Time(&'static str),
    DetectedBy,
    Owner,
    Links,
}

/// The spellings, in lower case and without marks.
const SPELLINGS: [(Field, &[&str]); 13] = [
    (
        Field::Summary,
        &[
            "summary",
            "incident summary",
            "incident description",
            "description",
            "what do you see",
            "what happened",
            "what is broken",
            "what is happening",
            "what is the problem",
            "problem",
            "details",
            "overview",
            "current status",
        ],
    ),
    (
        Field::Services,
        &[
            "services",
            "service",
            "services affected",
            "affected services",
            "service affected",
            "affected service",
            "which service",
            "which services",
            "which service is affected",
            "which services are affected",
            "impacted services",
            "services impacted",
            "clusters",
            "cluster",
            "clusters affected",
            "affected clusters",
            "affected cluster",
            "components",
            "component",
            "components affected",
            "affected components",
            "systems affected",
            "affected systems",
            "systems",
            "environment affected",
        ],
    ),
    (
        Field::Impact,
        &[
            "impact",
            "user impact",
            "customer impact",
            "business impact",
            "users affected",
            "affected users",
            "customers affected",
            "who is affected",
            "scope",
            "impact summary",
        ],
    ),
    (
        Field::Severity,
        &[
            "severity",
            "severity level",
            "incident severity",
            "how bad is it",
            "priority",
            "urgency",
        ],
    ),
    (
        Field::Time("started"),
        &[
            "started",
            "start",
            "start time",
            "started at",
            "start date",
            "since when",
            "when did it start",
            "when did it begin",
            "began",
            "begin",
            "incident start",
            "fault occurs",
        ],
    ),
    (
        Field::Time("detected"),
        &[
            "detected",
            "detected at",
            "first detected",
            "when was it detected",
            "when was it noticed",
            "detection time",
        ],
    ),
    (Field::Time("acknowledged"), &["acknowledged", "acknowledged at"]),
    (Field::Time("mitigated"), &["mitigated", "mitigated at", "repaired"]),
    (
        Field::Time("resolved"),
        &[
            "resolved",
            "resolved at",
            "end",
            "ended",
            "end time",
            "end date",
            "incident end",
            "when did it end",
        ],
    ),
    (
        Field::DetectedBy,
        &[
            "detected by",
            "how was it noticed",
            "how was it detected",
            "identified by",
            "identified",
            "detection",
        ],
    ),
    (
        Field::Owner,
        &[
            "owner",
            "incident commander",
            "commander",
            "incident lead",
            "incident manager",
        ],
    ),
    (
        Field::Links,
        &[
            "links",
            "relevant links",
            "related links",
            "references",
            "resources",
            "useful links",
        ],
    ),
    // A heading of the record's own: two timelines in one record would be read as one.
    (Field::Summary, &["incident"]),
];

/// What people write, or a forge for them, where there is nothing to say.
const NOTHING: [&str; 8] = ["_no response_", "no response", "n/a", "na", "none", "-", "?", "tbd"];

/// Names of a field hold at most so many characters; more is prose.
const LONGEST: usize = 60;

/// Reads the text of an issue into a draft. What a field does not understand stays text.
pub(super) fn read(draft: &mut Draft, body: &str, wanted: &Wanted) {
    let (lead, parts) = parts(body);
    draft.add_section("Summary", &lead);
    for (label, text) in parts {
        let text = text.trim();
        if text.is_empty() || NOTHING.contains(&text.to_lowercase().as_str()) {
            continue;
        }
        let is_taken = match field(&label) {
            None => false,
            Some(Field::Summary) => {
                draft.add_section("Summary", text);
                true
            }
            Some(Field::Impact) => {
                draft.add_section("Impact", text);
                true
            }
            Some(Field::Links) => {
                draft.add_section("Links", text);
                true
            }
            Some(Field::Services) => services(draft, text),
            Some(Field::Severity) => severity(draft, text, wanted),
            Some(Field::Time(name)) => time(draft, name, (text, wanted)),
            Some(Field::DetectedBy) => {
                draft.detected_by = draft.detected_by.or(words::detected_by(text));
                draft.detected_by.is_some() && text.lines().count() == 1
            }
            Some(Field::Owner) => owner(draft, text),
        };
        if !is_taken {
            draft.add_section(&label, text);
        }
    }
}

/// The text before the first field, and the fields: the headings that forms write (`###`), and any whose words are known.
fn parts(body: &str) -> (String, Vec<(String, String)>) {
    let mut lead = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let trimmed = line.trim_start();
        match fence {
            Some(open) if trimmed.trim_end().starts_with(open) => fence = None,
            None if trimmed.starts_with("```") => fence = Some("```"),
            None if trimmed.starts_with("~~~") => fence = Some("~~~"),
            _ => {}
        }
        let label = heading(line).filter(|_| fence.is_none());
        match label.filter(|(level, label)| *level == 3 || *level < 5 && field(label).is_some()) {
            Some((_, label)) => parts.push((label.to_owned(), String::new())),
            None => {
                let text = parts.last_mut().map_or(&mut lead, |(_, text)| text);
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    (lead, parts)
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let label = words.strip_prefix([' ', '\t'])?.trim().trim_end_matches('#').trim();
    ((1..=6).contains(&level) && !label.is_empty()).then_some((level, label))
}

/// Which field the words of a heading mean.
fn field(label: &str) -> Option<Field> {
    if label.len() > 80 {
        return None;
    }
    let label = label.split('(').next().unwrap_or_default().to_lowercase();
    let plain: String = label
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = SPELLINGS
        .iter()
        .find(|(_, spellings)| spellings.contains(&plain.as_str()));
    found.map(|(field, _)| *field)
}

fn services(draft: &mut Draft, text: &str) -> bool {
    let found = names::listed(text);
    let are_names = found.iter().all(|name| name.chars().count() <= LONGEST) && found.len() <= 50;
    if are_names {
        draft.add_services(found);
    }
    are_names
}

fn severity(draft: &mut Draft, text: &str, wanted: &Wanted) -> bool {
    let word = words::on_scale(text, &wanted.scale);
    // `I do not know` says nothing that could be lost.
    let says_nothing = text.to_lowercase().contains("know");
    let is_taken = word.is_some() || says_nothing;
    draft.severity = draft.severity.take().or(word);
    is_taken
}

fn time(draft: &mut Draft, name: &'static str, (text, wanted): (&str, &Wanted)) -> bool {
    let line = text.trim_matches(|c: char| matches!(c, '`' | '*' | ' ' | '\n' | '\r'));
    match moment(line).filter(|moment| moment.date().year() >= 1970 && !moment.is_date) {
        Some(moment) if draft.time(name).is_none() => {
            draft.set_time(name, Some(moment.in_zone(&wanted.zone)));
            true
        }
        _ => false,
    }
}

fn owner(draft: &mut Draft, text: &str) -> bool {
    let name = text.trim_start_matches('@').trim();
    let is_name = !name.contains('\n') && name.chars().count() <= LONGEST;
    if is_name && draft.owner.is_none() {
        draft.owner = Some(name.to_owned());
    }
    is_name
}

#[cfg(test)]
mod tests {
    use super::{Field, field, read};
    use crate::model::incidents::import::draft::Draft;
    use crate::model::incidents::import::wanted::Wanted;
    use crate::model::zone::Zone;

    fn draft(body: &str) -> Draft {
        let wanted = Wanted {
            label: "incident".to_owned(),
            scale: ["sev1", "sev2", "sev3", "sev4"].map(str::to_owned).to_vec(),
            zone: Zone::parse("Europe/Amsterdam").unwrap(),
        };
        let mut draft = Draft::default();
        read(&mut draft, body, &wanted);
        draft
    }

    fn sections(draft: &Draft) -> Vec<(&str, &str)> {
        let sections = draft.sections.iter();
        sections
            .map(|section| (section.heading.as_str(), section.text.as_str()))
            .collect()
    }

    #[test]
    fn spellings_are_compared_without_marks() {
        for (label, expected) in [
            ("Clusters Affected", Some(Field::Services)),
            ("**Users affected** (who?)", Some(Field::Impact)),
            ("Since when?", Some(Field::Time("started"))),
            ("How bad is it?", Some(Field::Severity)),
            ("🔥 What happened?", Some(Field::Summary)),
            ("Weather", None),
            ("", None),
        ] {
            assert_eq!(field(label), expected, "{label}");
        }
    }

    #[test]
    fn a_form_fills_the_record() {
        let body = "### What do you see?\n\nLogins fail.\n\n### Since when?\n\n2026-01-05 03:12\n\n### How bad is it?\n\n\
                    sev2 – one service is down\n\n### Which service?\n\nwebsite, `api`\n\n### How was it noticed?\n\nby a user\n\n\
                    ### Relevant Links\n\n_No response_\n\n### Weather\n\nRain\n";
        let draft = draft(body);
        assert_eq!(sections(&draft), [("Summary", "Logins fail."), ("Weather", "Rain")]);
        assert_eq!(draft.time("started").unwrap().to_string(), "2026-01-05T03:12:00+01:00");
        assert_eq!(draft.severity.as_deref(), Some("sev2"));
        assert_eq!(draft.services, ["website", "api"]);
        assert_eq!(draft.detected_by, Some("user"));
    }

    #[test]
    fn what_is_not_understood_stays_text() {
        let draft = draft("Hello\n### Since when?\nthis morning\n### Severity\nvery loud\n```\n### no heading\n```\n");
        let expected = [
            ("Summary", "Hello"),
            ("Since when?", "this morning"),
            ("Severity", "very loud\n```\n### no heading\n```"),
        ];
        assert_eq!(sections(&draft), expected);
    }
}
