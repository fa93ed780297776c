//! The course of one incident as a picture, with the same in words.

use crate::draw::axis::Axis;
use crate::model::incidents::lists::Effect;
use crate::model::targets::decode;
use crate::site::incidents::course::{Course, Hurt};
use crate::site::incidents::line::Pointer;
use crate::site::picture::band::{self, Band, Bar, EDGE, Lane, Name, Stretch};
use crate::site::picture::stroke::Words;
use crate::site::plan::capital;
use crate::site::words::{moment, took};
use crate::text::span::Range;
use serde::Serialize;
use std::collections::BTreeMap;

/// Rows of who was hurt; more stand in the table only.
const MOST: usize = 12;

/// Sorts of events: the word of the record, the name of the row, and the shape of its marks.
const SORTS: [(&str, &str, &str); 6] = [
    ("alert", "Alerts", "M0-6.5 6.5 5h-13z"),
    ("", "Observations", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
    ("decision", "Decisions", "M0-6.5 6.5 0 0 6.5-6.5 0z"),
    ("action", "Actions", "M-4.5-4.5h9v9h-9z"),
    ("update", "Updates", "M-6-4h12v7h-6l-3 3v-3h-3z"),
    ("status", "Status", "M-1.5-7h3v14h-3z"),
];

/// A picture and the same in words.
#[derive(Serialize)]
pub(crate) struct Drawing {
    /// Safe HTML; empty where there are less than two points in time.
    svg: String,
    /// What the colours of the band stand for, with lengths.
    keys: Vec<Key>,
    /// Everything that has a time, by time; what has none to the minute stands where the record has it.
    rows: Vec<Row>,
    /// The offset that all times have in common; empty where there is none.
    zone: String,
}

#[derive(Serialize)]
struct Key {
    class: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Row {
    at: String,
    /// Since the first time.
    since: String,
    kind: String,
    text: String,
    /// What it links to: evidence, requests, other pages.
    links: Vec<Pointer>,
    is_step: bool,
    #[serde(skip)]
    minute: Option<i64>,
}

/// Draws the course of an incident of some name; `leads` says where the links of its text lead. `None` where it has
/// no more than one time.
pub(crate) fn draw(name: &str, course: &Course, leads: &[(Range, String)]) -> Option<Drawing> {
    let rows = rows(course, leads);
    if rows.len() < 2 {
        return None;
    }
    let (phases, keys) = phases(course);
    let band = Band {
        bars: bars(&course.hurts),
        phases,
        lanes: lanes(course),
        now: course.now,
    };
    let mut minutes = band::minutes(&band);
    minutes.sort_unstable();
    minutes.dedup();
    let is_course = minutes.len() > 1;
    let svg = Axis::of(minutes, core(course), EDGE).filter(|_| is_course).map(|axis| {
        let ticks: Vec<(i64, Name)> = axis
            .ticks(course.origin.minute_of_day())
            .into_iter()
            .map(|minute| (minute, clock(course, minute)))
            .collect();
        let words = Words {
            name: "course",
            title: &format!("The course of “{name}”"),
            told: &told(course),
        };
        band::draw(&words, (&band, &axis), &ticks, took)
    });
    let mut drawing = Drawing {
        svg: svg.unwrap_or_default(),
        keys,
        rows,
        zone: String::new(),
    };
    drawing.factor_out_zone();
    Some(drawing)
}

impl Drawing {
    /// Says once what all times have behind them.
    fn factor_out_zone(&mut self) {
        let zone = |row: &Row| row.at.get(16..).map(str::trim).unwrap_or_default().to_owned();
        let first = self.rows.first().map(zone).unwrap_or_default();
        let is_common = self.rows.iter().all(|row| row.at.len() <= 10 || zone(row) == first);
        if is_common && !first.is_empty() {
            for row in &mut self.rows {
                row.at.truncate(16);
            }
            self.zone = first;
        }
    }
}

/// The time that matters most: while it hurt.
fn core(course: &Course) -> Option<(i64, i64)> {
    let first = course.steps.first()?.minute;
    let end = |word: &str| {
        course
            .steps
            .iter()
            .find(|step| step.word == word)
            .map(|step| step.minute)
    };
    let end = end("mitigated").or_else(|| end("resolved")).or(course.now)?;
    (first < end).then_some((first, end))
}

/// The day and the time of day of a minute, by the clock of the first time.
fn clock(course: &Course, minute: i64) -> Name {
    let at = course.origin.plus_minutes(minute);
    let text = at.map(|at| at.to_the_minute()).unwrap_or_default();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    (part(0, 10), part(11, 16))
}

/// What is drawn, in a sentence.
fn told(course: &Course) -> String {
    let steps = course
        .steps
        .iter()
        .map(|step| format!("{} {}", step.word, moment(&step.at)));
    let mut parts: Vec<String> = steps.collect();
    if course.now.is_some() {
        parts.push("not over yet".to_owned());
    }
    match course.events.len() {
        0 => {}
        1 => parts.push("1 line of the timeline".to_owned()),
        count => parts.push(format!("{count} lines of the timeline")),
    }
    format!("{}. The table below says the same.", capital(&parts.join("; ")))
}

/// The band: from each time to the next; it is called by the time that ends it.
fn phases(course: &Course) -> (Vec<Stretch>, Vec<Key>) {
    let is_mitigated = course.steps.iter().any(|step| step.word == "mitigated");
    let class = |word: &str| match word {
        "detected" => "until1",
        "acknowledged" => "until2",
        "mitigated" => "until3",
        _ if is_mitigated => "until4",
        _ => "until3",
    };
    let ends = course
        .steps
        .iter()
        .skip(1)
        .map(|step| (class(step.word), step.word, step.minute));
    let lasting = course
        .now
        .map(|now| (if is_mitigated { "until4" } else { "until3" }, "now", now));
    let starts = course.steps.iter().map(|step| step.minute);
    let mut stretches = Vec::new();
    let mut keys = Vec::new();
    for (from, (class, word, until)) in starts.zip(ends.chain(lasting)) {
        let name = format!("until {word} {}", took(until - from));
        keys.push(Key {
            class,
            name: name.clone(),
        });
        stretches.push(Stretch {
            class,
            told: name,
            minutes: (from, until),
        });
    }
    (stretches, keys)
}

/// A row for each service and effect, in the order in which the record names them.
fn bars(hurts: &[Hurt]) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for hurt in hurts {
        let name = format!("{} · {}", hurt.service, hurt.effect.word());
        let length = took(hurt.minutes.1 - hurt.minutes.0);
        let share = hurt.fraction.map(|part| format!(", {:.0} %", part * 100.0));
        let stretch = Stretch {
            class: match hurt.effect {
                Effect::Outage => "outage",
                Effect::Degraded => "degraded",
                Effect::AtRisk => "risk",
                Effect::Maintenance => "work",
            },
            told: format!("{name}: {length}{}", share.unwrap_or_default()),
            minutes: hurt.minutes,
        };
        match bars.iter().position(|bar| bar.name == name) {
            Some(at) => bars[at].stretches.push(stretch),
            None if bars.len() < MOST => bars.push(Bar {
                name,
                stretches: vec![stretch],
            }),
            None => {}
        }
    }
    bars
}

fn lanes(course: &Course) -> Vec<Lane> {
    let mut by_kind: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
    for (minute, event) in &course.events {
        if let Some(minute) = minute {
            let told = format!("{} {}", clock(course, *minute).1, event.text);
            by_kind.entry(event.kind.clone()).or_default().push((*minute, told));
        }
    }
    let is_alone = by_kind.len() == 1;
    let lane = |(kind, name, shape): &(&str, &str, &'static str)| {
        Some(Lane {
            name: if is_alone { "Timeline" } else { name }.to_owned(),
            shape,
            marks: by_kind.remove(*kind)?,
        })
    };
    SORTS.iter().filter_map(lane).collect()
}

/// The links that stand in a line of the timeline, by the last part of their addresses.
fn pointers(line: Range, leads: &[(Range, String)]) -> Vec<Pointer> {
    let inside = leads.iter().filter(|(range, _)| line.contains(*range));
    let pointer = |(_, href): &(Range, String)| {
        let address = href.split(['?', '#']).next().unwrap_or(href).trim_end_matches('/');
        let name = address.rsplit('/').next().filter(|name| !name.is_empty())?;
        Some(Pointer {
            text: decode(name),
            href: href.clone(),
        })
    };
    inside.filter_map(pointer).collect()
}

fn rows(course: &Course, leads: &[(Range, String)]) -> Vec<Row> {
    let since = |minute: Option<i64>| match minute {
        None => String::new(),
        Some(0) => "0".to_owned(),
        Some(minutes) if minutes < 0 => format!("−{}", took(-minutes)),
        Some(minutes) => format!("+{}", took(minutes)),
    };
    let steps = course.steps.iter().map(|step| Row {
        at: moment(&step.at),
        since: since(Some(step.minute)),
        kind: String::new(),
        text: capital(step.field),
        links: Vec::new(),
        is_step: true,
        minute: Some(step.minute),
    });
    let hurts = course.hurts.iter().flat_map(|hurt| {
        let row = |minute: i64, word: &str| Row {
            at: course
                .origin
                .plus_minutes(minute)
                .as_ref()
                .map(moment)
                .unwrap_or_default(),
            since: since(Some(minute)),
            kind: "impact".to_owned(),
            text: format!("{} {} {word}", hurt.service, hurt.effect.word()),
            links: Vec::new(),
            is_step: false,
            minute: Some(minute),
        };
        [row(hurt.minutes.0, "begins"), row(hurt.minutes.1, "ends")]
    });
    let events = course.events.iter().map(|(minute, event)| Row {
        at: event.at.as_ref().map(moment).unwrap_or_default(),
        since: since(*minute),
        kind: event.kind.clone(),
        text: event.text.clone(),
        links: pointers(event.range, leads),
        is_step: false,
        minute: *minute,
    });
    let mut rows: Vec<Row> = steps.chain(hurts).chain(events).collect();
    rows.sort_by_key(|row| (row.minute.is_none(), row.minute));
    rows
}

#[cfg(test)]
mod tests {
    use super::SORTS;
    use crate::model::incidents::narrative::KINDS;

    #[test]
    fn every_sort_of_event_has_its_row() {
        let drawn = SORTS.map(|(kind, ..)| kind);
        assert!(KINDS.iter().chain(&[""]).all(|kind| drawn.contains(kind)));
    }
}
