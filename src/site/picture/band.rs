//! The course of something as a band along a line of time: who was hurt above it, what happened below it. It knows minutes
//! and words, no records.

use crate::draw::axis::Axis;
use crate::site::picture::stroke::{Pen, Words};

/// What is left free on both sides, in parts of a hundred: half of a tick's name.
pub(crate) const EDGE: f64 = 3.0;
/// Where the first row begins: below days and ticks.
const TOP: f64 = 36.0;
/// Height of a row with its name.
const ROW: f64 = 36.0;
/// Height of a row of marks with its name.
const LANE: f64 = 32.0;

/// Width of a day's name on the smallest screen, in parts of a hundred.
const DAY: f64 = 25.0;
/// The same of a length that was cut out.
const CUT: f64 = 16.0;

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Band {
    /// Rows above the band.
    pub bars: Vec<Bar>,
    /// The band, from left to right.
    pub phases: Vec<Stretch>,
    /// Rows of marks below it: the name of each, its shape, and where its marks stand.
    pub lanes: Vec<Lane>,
    /// The minute at which it has not ended yet.
    pub now: Option<i64>,
}

/// A row above the band.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// What stands over it.
    pub name: String,
    /// When.
    pub stretches: Vec<Stretch>,
}

/// Some time.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    /// A class of the style sheet.
    pub class: &'static str,
    /// What it is, with its length.
    pub told: String,
    /// First and last minute.
    pub minutes: (i64, i64),
}

/// A row of marks.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    /// What stands over it.
    pub name: String,
    /// The shape of its marks: the `d` of a path around its middle.
    pub shape: &'static str,
    /// When, and what happened.
    pub marks: Vec<(i64, String)>,
}

/// A name of a minute: its day and its time of day; empty where it has none.
pub(crate) type Name = (String, String);

/// Every minute of a band that must have its place.
pub(crate) fn minutes(band: &Band) -> Vec<i64> {
    let bars = band.bars.iter().flat_map(|bar| &bar.stretches);
    let ends = bars
        .chain(&band.phases)
        .flat_map(|stretch| [stretch.minutes.0, stretch.minutes.1]);
    let marks = band.lanes.iter().flat_map(|lane| lane.marks.iter().map(|(at, _)| *at));
    ends.chain(marks).chain(band.now).collect()
}

/// Draws a band. `name` tells what a minute is called, `gap` how long a time that was cut out of the line is.
pub(crate) fn draw(
    words: &Words,
    (band, axis): (&Band, &Axis),
    ticks: &[(i64, Name)],
    gap: fn(i64) -> String,
) -> String {
    let mut pen = Pen::default();
    let height = TOP
        + ROW * band.bars.len() as f64
        + if band.phases.is_empty() { 0.0 } else { ROW }
        + LANE * band.lanes.len() as f64;
    names(&mut pen, (ticks, axis), height);
    rows(&mut pen, (band, axis));
    cuts(&mut pen, (axis, gap), height);
    // On top of what was cut, so that names stay whole.
    for (y, name) in named(band) {
        pen.words("name", (0.0, y), name);
    }
    if let Some(now) = band.now {
        let x = axis.x(now);
        pen.line("now", (x, TOP - 4.0), (x, height + 2.0));
        pen.words("tick end era", (x, height + 16.0), "now");
    }
    let has_foot = band.now.is_some() || axis.cuts().next().is_some();
    pen.close(words, ("chart band", height + if has_foot { 22.0 } else { 6.0 }))
}

/// The shapes of all rows.
fn rows(pen: &mut Pen, (band, axis): (&Band, &Axis)) {
    let mut y = TOP;
    for bar in &band.bars {
        for stretch in &bar.stretches {
            block(pen, (stretch, axis), (y + 19.0, 9.0));
        }
        y += ROW;
    }
    if !band.phases.is_empty() {
        for stretch in &band.phases {
            block(pen, (stretch, axis), (y + 18.0, 14.0));
        }
        y += ROW;
    }
    for lane in &band.lanes {
        pen.line("axis", (0.0, y + 25.0), (100.0, y + 25.0));
        for (minute, told) in &lane.marks {
            pen.open(told);
            pen.mark(("mark", lane.shape), (axis.x(*minute), y + 25.0));
            pen.end();
        }
        y += LANE;
    }
}

/// The names of all rows, and where each stands.
fn named(band: &Band) -> Vec<(f64, &str)> {
    let course = (!band.phases.is_empty()).then_some("Course");
    let bars = band.bars.iter().map(|bar| bar.name.as_str()).chain(course);
    let mut found: Vec<(f64, &str)> = bars
        .enumerate()
        .map(|(at, name)| (TOP + ROW * at as f64 + 13.0, name))
        .collect();
    let top = TOP + ROW * found.len() as f64;
    let lanes = band.lanes.iter().enumerate();
    found.extend(lanes.map(|(at, lane)| (top + LANE * at as f64 + 14.0, lane.name.as_str())));
    found
}

/// Where the line of time is cut, and how much is left out.
fn cuts(pen: &mut Pen, (axis, gap): (&Axis, fn(i64) -> String), height: f64) {
    let mut last = f64::NEG_INFINITY;
    for (x, minutes) in axis.cuts() {
        pen.block("cut", (x - 0.9, 1.8), (TOP, height - TOP + 2.0));
        for x in [x - 0.9, x + 0.9] {
            pen.line("tear", (x, TOP), (x, height + 2.0));
        }
        let class = if x - last < CUT { "tick mid spare" } else { "tick mid" };
        // Where there is no room, not even on a wide screen, the table tells.
        if x - last >= CUT / 2.0 {
            pen.words(class, (x, height + 16.0), &gap(minutes));
            last = x;
        }
    }
}

/// Lines at ticks with their times of day, and above them their days where these change. Where a day begins at each tick,
/// its hour is not said.
fn names(pen: &mut Pen, (ticks, axis): (&[(i64, Name)], &Axis), height: f64) {
    let are_days = ticks.len() > 1 && ticks.iter().all(|(_, (_, time))| time == "00:00");
    for (minute, (_, time)) in ticks {
        let x = axis.x(*minute);
        pen.line("grid", (x, TOP), (x, height));
        if !are_days {
            pen.words("tick mid", (x, TOP - 8.0), time);
        }
    }
    let y = if are_days { TOP - 8.0 } else { 10.0 };
    let days = days(ticks, axis);
    let is_tight = days.windows(2).any(|pair| pair[1].0 - pair[0].0 < DAY);
    for (x, name) in days {
        let is_last = x > 100.0 - DAY;
        let place = (if is_last { x + EDGE } else { x - EDGE }, y);
        let mut say = |class: &str, name: &str| match is_last {
            true => pen.words(&format!("{class} end"), place, name),
            false => pen.words(class, place, name),
        };
        if is_tight {
            // On a small screen the year is left to the facts.
            say("tick era spare", name);
            say("tick era brief", name.get(5..).unwrap_or(name));
        } else {
            say("tick era", name);
        }
    }
}

/// Where the days change that have room for a name, if only for a short one.
fn days<'t>(ticks: &'t [(i64, Name)], axis: &Axis) -> Vec<(f64, &'t str)> {
    let mut found: Vec<(f64, &str)> = Vec::new();
    let mut day = "";
    for (minute, (name, _)) in ticks {
        let x = axis.x(*minute);
        let is_free = found.last().is_none_or(|(last, _)| x - last >= DAY / 2.0);
        if name != day && is_free {
            found.push((x, name));
        }
        day = name;
    }
    found
}

/// A stretch; what is shorter than can be seen is drawn as wide as can be.
fn block(pen: &mut Pen, (stretch, axis): (&Stretch, &Axis), place: (f64, f64)) {
    let (from, until) = (axis.x(stretch.minutes.0), axis.x(stretch.minutes.1));
    pen.open(&stretch.told);
    pen.block(stretch.class, (from, (until - from).max(0.4)), place);
    pen.end();
}

#[cfg(test)]
mod tests {
    use super::{Band, Bar, EDGE, Lane, Stretch, draw, minutes};
    use crate::draw::axis::Axis;
    use crate::site::picture::stroke::Words;

    #[test]
    fn everything_that_happened_is_drawn_and_stays_text() {
        let stretch = |minutes| Stretch {
            class: "until1",
            told: "<b>".to_owned(),
            minutes,
        };
        let band = Band {
            bars: vec![Bar {
                name: "<i>".to_owned(),
                stretches: vec![stretch((0, 30)), stretch((40, 9000))],
            }],
            phases: vec![stretch((0, 10)), stretch((10, 60))],
            lanes: vec![Lane {
                name: "Alerts".to_owned(),
                shape: "M0 0z",
                marks: vec![(3, "x".to_owned()), (9000, "y".to_owned())],
            }],
            now: Some(9010),
        };
        let axis = Axis::of(minutes(&band), None, EDGE).unwrap();
        let words = Words {
            name: "course",
            title: "t",
            told: "d",
        };
        let ticks = [(0, ("2026-03-04".to_owned(), "14:05".to_owned()))];
        let svg = draw(&words, (&band, &axis), &ticks, |minutes| format!("{minutes}m"));
        assert_eq!(svg.matches("until1").count(), 4);
        assert_eq!(svg.matches("<path").count(), 2);
        assert!(
            svg.contains(">8940m<") && svg.contains(">now<") && svg.contains("&lt;i&gt;"),
            "{svg}"
        );
        assert!(!svg.contains("<b>") && !svg.contains("<i>"));
        assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    }
}
