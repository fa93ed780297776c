//! The facts box: every fact of a record, and where it was read.

use crate::model::fact::Fact;
use crate::model::kind::{Field, Shape};
use crate::model::record::{Record, Reference, Target};
use crate::model::time::Moment;
use crate::site::plan::{Plan, capital};
use crate::site::urls::{Subject, href};
use crate::text::path::RepoPath;
use crate::text::span::Span;
use serde::Serialize;

/// One row of the box.
#[derive(Serialize)]
pub(crate) struct Row {
    /// What it is.
    pub label: String,
    /// What it says.
    pub values: Vec<Said>,
    /// Characters of all that it says, with a comma and a space between its values.
    pub length: usize,
    /// True where all that it says comes from one place.
    pub is_of_one_source: bool,
}

/// One value and its source.
#[derive(Serialize)]
pub(crate) struct Said {
    /// The value.
    pub text: String,
    /// A page that it leads to; empty where there is none.
    pub href: String,
    /// Why it leads nowhere; empty where it is whole.
    pub broken: String,
    /// The source in short: the line, `file:line` of another file, or the word for another sort of source.
    pub source: String,
    /// The source on the forge; empty where there is none.
    pub source_href: String,
    /// The source in full: `path:line` and the locator that found it.
    pub origin: String,
}

/// The facts of a record in the order of its kind's fields.
pub(crate) fn rows(plan: &Plan, record: &Record, from: &RepoPath) -> Vec<Row> {
    let kind = plan.workspace.kind_of(record);
    let table = Table { plan, record, from };
    let row = |field: &Field| {
        let values = once_sourced(table.values(&field.name, &field.shape));
        (!values.is_empty()).then(|| Row {
            label: capital(&field.name.replace(['-', '_'], " ")),
            // They are shown with a comma and a space between them.
            length: values.iter().map(|said| said.text.chars().count() + 2).sum::<usize>() - 2,
            is_of_one_source: values[1..].iter().all(|said| said.source.is_empty()),
            values,
        })
    };
    kind.fields.iter().filter_map(row).collect()
}

/// Values that stand side by side name their source once.
fn once_sourced(mut values: Vec<Said>) -> Vec<Said> {
    for at in (1..values.len()).rev() {
        if values[at].source == values[at - 1].source {
            values[at].source.clear();
        }
    }
    values
}

/// The beginning of a long text: the whole of it stands in the body.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((cut, _)) => format!(
            "{}…",
            text[..cut].rsplit_once(' ').map_or(&text[..cut], |(words, _)| words)
        ),
        None => text.to_owned(),
    }
}

/// A point in time for people: `2026-02-14 00:03 +01:00`.
fn moment(at: &Moment) -> String {
    let text = at.to_string();
    let Some((day, time)) = text.split_once('T') else {
        return text;
    };
    let (clock, offset) = time.split_at(time.find(['+', '-', 'Z']).unwrap_or(time.len()));
    let clock = if clock.len() > 5 {
        clock.strip_suffix(":00").unwrap_or(clock)
    } else {
        clock
    };
    let offset = if offset == "Z" { "UTC" } else { offset };
    format!("{day} {clock} {offset}").trim_end().to_owned()
}

struct Table<'a> {
    plan: &'a Plan<'a>,
    record: &'a Record,
    from: &'a RepoPath,
}

impl Table<'_> {
    fn values(&self, name: &str, shape: &Shape) -> Vec<Said> {
        let record = self.record;
        match shape {
            Shape::Title | Shape::Timeline | Shape::Id => Vec::new(),
            Shape::Status => self.status(),
            Shape::Date => self.fact(Some(&record.date), ToString::to_string),
            Shape::Moment => self.fact(record.times.get(name), moment),
            Shape::Duration => self.fact(record.durations.get(name), ToString::to_string),
            Shape::Interval => self.fact(record.intervals.get(name), ToString::to_string),
            Shape::Text | Shape::Zone => self.fact(record.texts.get(name), |text| shortened(text)),
            Shape::People => record
                .people_in(name)
                .map(|person| self.said(person.name.clone(), person.span, &person.locator))
                .collect(),
            Shape::Words => record
                .list(name)
                .iter()
                .map(|word| self.said(word.text.clone(), word.span, &word.locator))
                .collect(),
            Shape::References(_) => record
                .refers_once(name)
                .map(|reference| self.reference(reference))
                .collect(),
        }
    }

    fn status(&self) -> Vec<Said> {
        // Its chip stands above, by the title; here is what else was written, and where.
        self.fact(Some(&self.record.status), |status| {
            let words = std::iter::once(&status.word).chain(&status.qualifiers);
            words.map(String::as_str).collect::<Vec<_>>().join(", ")
        })
    }

    fn fact<T>(&self, fact: Option<&Fact<T>>, show: impl Fn(&T) -> String) -> Vec<Said> {
        let Some((fact, span)) = fact.and_then(|fact| Some((fact, fact.span()?))) else {
            return Vec::new();
        };
        let text = fact.value().map_or_else(|| fact.raw().unwrap_or("").to_owned(), show);
        vec![self.said(text, span, fact.locator().unwrap_or(""))]
    }

    fn reference(&self, reference: &Reference) -> Said {
        let mut said = self.said(reference.raw.clone(), reference.span, &reference.locator);
        match &reference.target {
            Target::Record(id) => {
                said.text = self.plan.name(Subject::Record(*id));
                said.href = href(self.from, &self.plan.record_at(*id));
            }
            Target::Ambiguous(_) | Target::Nothing(_) => said.broken = broken(reference).unwrap_or_default(),
            Target::Elsewhere if crate::site::prose::sanitise::is_safe(&reference.raw) => {
                let is_web = reference.raw.starts_with("https://") || reference.raw.starts_with("http://");
                if is_web && !reference.raw.contains(char::is_whitespace) {
                    said.href = reference.raw.clone();
                }
            }
            Target::Elsewhere | Target::Pending => {}
        }
        said
    }

    fn said(&self, text: String, span: Span, locator: &str) -> Said {
        let (place, url) = self.plan.place(span);
        // A fact that does not stand in a text has no line.
        let (source, url) = match locator.split(':').next().unwrap_or("") {
            "file-name" | "file-date" => ("file name".to_owned(), None),
            "dir-name" => ("folder name".to_owned(), None),
            "git" => ("Git history".to_owned(), None),
            _ if span.file == self.record.file => {
                (format!("line {}", self.plan.workspace.tree.position(span).line), url)
            }
            _ => (place.rsplit('/').next().unwrap_or(&place).to_owned(), url),
        };
        Said {
            text,
            href: String::new(),
            broken: String::new(),
            source,
            source_href: url.unwrap_or_default(),
            origin: match locator {
                "" => place,
                locator => format!("{place}, {locator}"),
            },
        }
    }
}

/// Why a reference is shown as broken, where it is.
pub(crate) fn broken(reference: &Reference) -> Option<String> {
    match &reference.target {
        Target::Ambiguous(ids) => Some(format!("{} records answer to this name", ids.len())),
        Target::Nothing(near) => Some(match near.first() {
            Some(near) => format!("no record answers to this name; the nearest is {near}"),
            None => "no record answers to this name".to_owned(),
        }),
        Target::Record(_) | Target::Elsewhere | Target::Pending => None,
    }
}

#[cfg(test)]
mod tests {
    use super::moment;
    use crate::model::time::Moment;

    #[test]
    fn moments_are_shown_short() {
        for (written, shown) in [
            ("2026-02-14T00:03:00+01:00", "2026-02-14 00:03 +01:00"),
            ("2026-02-14T00:03:05Z", "2026-02-14 00:03:05 UTC"),
            ("2026-02-14 12:00", "2026-02-14 12:00"),
            ("2026-02-14", "2026-02-14"),
        ] {
            assert_eq!(Moment::parse(written).map(|at| moment(&at)).as_deref(), Some(shown));
        }
    }
}
