//! `decision/heading-number`: A heading that says another number than the file's name.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::record::{Number, Record};
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::words::quote;
use crate::text::span::Span;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/heading-number",
    severity: Some(Severity::Warning),
    summary: "A heading that says another number than the file's name.",
    page: include_str!("../../../docs/rules/decision/heading-number.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut headings = None;
    for record in &workspace.records {
        let Some(number) = record.number.as_ref().filter(|number| number.digits < 8) else {
            continue;
        };
        let Some(heading) = heading(workspace, record) else {
            continue;
        };
        let Some((said, value)) = heading_number(heading.text, number) else {
            continue;
        };
        let path = workspace.path_of(record);
        if value == number.value || names_it(path.as_str(), said, number) {
            continue;
        }
        let finding = findings.add(
            heading.place,
            format!("the heading says {said}, the file's name says {}", number.value),
        );
        let headings = headings.get_or_insert_with(|| all_headings(workspace));
        match headings.get(&(record.set, value, heading.text)) {
            Some((origin, place)) => {
                finding.related(*place, "the same heading").help(format!(
                    "this heading was taken over from {}: give the record its own, with {}",
                    quote(workspace.path_of(origin).name()),
                    number.value
                ));
            }
            None => {
                finding
                    .help(
                        "people cite what the heading says: make the two agree, or leave the number out of the heading",
                    )
                    .fix(fix(workspace, heading.place, number));
            }
        }
    }
}

/// The first heading of a record, where it is its title.
struct Heading<'w> {
    text: &'w str,
    place: Span,
}

fn heading<'w>(workspace: &'w Workspace, record: &Record) -> Option<Heading<'w>> {
    let markup = workspace.document(record.file).markup.as_ref()?;
    let heading = markup.title().filter(|heading| heading.level == 1)?;
    Some(Heading {
        text: &heading.text,
        place: Span::new(record.file, heading.text_range),
    })
}

/// The headings of all numbered records, by set and number. Asked for only where a heading is wrong.
fn all_headings(workspace: &Workspace) -> BTreeMap<(usize, u64, &str), (&Record, Span)> {
    let mut all = BTreeMap::new();
    for record in workspace.records.iter().rev() {
        if let Some((number, heading)) = record.number.as_ref().zip(heading(workspace, record)) {
            all.insert((record.set, number.value, heading.text), (record, heading.place));
        }
    }
    all
}

/// Writes the file's number over the heading's, with zeros before it where those were.
fn fix(workspace: &Workspace, heading: Span, number: &Number) -> Option<Fix> {
    let source = workspace.tree.file(heading.file).source()?;
    let text = heading.range.of(source.text());
    let (said, _) = heading_number(text, number).filter(|_| number.letter.is_none())?;
    let width = if said.starts_with('0') { said.len() } else { 0 };
    let right = format!("{:0width$}", number.value);
    let at = said.as_ptr() as usize - text.as_ptr() as usize;
    let title = format!("write {right} instead of {said}");
    fixes::replace(workspace, (fixes::part(heading, at, said.len()), said), right, title)
}

/// The number with which a heading starts, as written and as a value: `29 Kubernetes`, `7. x`, `ADR007: x`,
/// `ADR-0007 x`. A date, a version or a share is none.
fn heading_number<'a>(text: &'a str, number: &Number) -> Option<(&'a str, u64)> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits_at = text.find(|c: char| c.is_ascii_digit())?;
    let prefix = text[..digits_at]
        .trim_end_matches(['-', ' ', '#', '_', ':'])
        .to_lowercase();
    let area = number.area.trim_end_matches(['-', '_', ' ']).to_lowercase();
    if !prefix.is_empty() && !prefix.ends_with("adr") && prefix != "decision" && prefix != area {
        return None;
    }
    let rest = &text[digits_at..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let mut after = rest[end..].chars();
    let follows = (after.next(), after.next());
    let is_number = match follows {
        (None, _) => !prefix.is_empty(),
        (Some(' ' | ':' | ')' | ']'), _) => true,
        // `3-tier` is a word.
        (Some('-'), Some(c)) if c.is_alphabetic() => end > 1 || !prefix.is_empty(),
        (Some('.' | '-' | '_'), Some(c)) => !c.is_ascii_digit(),
        _ => false,
    };
    let is_year = prefix.is_empty() && end == 4 && !rest.starts_with('0');
    if !is_number || is_year || end > 6 {
        return None;
    }
    Some((&rest[..end], rest[..end].parse().ok()?))
}

/// True when the number is a word of the file's name (`0007-12-factor-apps.md`): then it belongs to the title.
fn names_it(path: &str, said: &str, number: &Number) -> bool {
    let name = path.rsplit('/').take(2);
    name.flat_map(|part| part.split(|c: char| !c.is_ascii_digit()))
        .any(|digits| digits == said && digits.parse() != Ok(number.value))
}

#[cfg(test)]
mod tests {
    use super::heading_number;
    use crate::model::record::Number;

    fn value(text: &str) -> Option<u64> {
        let number = Number {
            area: "ODH-ADR-Operator".to_owned(),
            value: 7,
            letter: None,
            digits: 4,
        };
        heading_number(text, &number).map(|(_, value)| value)
    }

    #[test]
    fn reads_the_number_of_a_heading() {
        for text in [
            "29 Kubernetes",
            "29. x",
            "029 - x",
            "ADR029: x",
            "ADR-0029 x",
            "[ADR-29] x",
            "ADR 29",
            "29: x",
        ] {
            assert_eq!(value(text), Some(29), "{text}");
        }
        assert_eq!(value("ODH-ADR-Operator-0003 x"), Some(3));
        for text in [
            "2021-06-09 x",
            "2021 plans",
            "1.2 x",
            "3-tier",
            "29th x",
            "Use 3 zones",
            "29",
            "50% x",
            "3scale",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
