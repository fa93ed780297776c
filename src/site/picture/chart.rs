//! Charts: counts per time as columns, lengths of time as dots; each with its figures as a table.
//!
//! A page fills `chart.figure` of `charts.html` with one.

use crate::draw::scale::Scale;
use crate::draw::steps::steps;
use crate::model::length::Duration;
use crate::model::spread::Spread;
use crate::site::picture::stroke::{Pen, Words};
use serde::Serialize;

/// Height of what is drawn, in pixels.
const HEIGHT: f64 = 140.0;
/// Above it: half a line of words.
const TOP: f64 = 14.0;
/// Left free for the numbers of lines, in parts of a hundred.
const GUTTER: f64 = 3.5;
/// The top line at least: one incident is no tower.
const LEAST: i64 = 4;
/// Widest column, in parts of a hundred of the width.
const WIDEST: f64 = 4.5;
/// Between the names of two eras at least.
const ERA: f64 = 9.0;
/// Height of a row of dots.
const ROW: f64 = 46.0;
/// What is left free beside a scale, in parts of a hundred: half a dot, half a word.
const EDGE: f64 = 2.0;

/// A chart.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Chart {
    /// What it shows, in a few words.
    pub title: String,
    /// The picture: safe HTML.
    pub svg: String,
    /// The colours and what they stand for; empty where there is one.
    pub keys: Vec<Key>,
    /// The names of the columns of the table.
    pub head: Vec<String>,
    /// The figures, from left to right or from top to bottom.
    pub rows: Vec<Vec<String>>,
}

/// A colour and what it stands for.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Key {
    /// A class of the style sheet: `sev1` … `sev4`, `blank`.
    pub class: &'static str,
    /// What it stands for.
    pub name: String,
}

/// Counts of one stretch of time.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The whole name: `2026-03`.
    pub name: String,
    /// What stands below it: `Mar`.
    pub label: &'static str,
    /// What stands below all columns that have it in common: `2026`.
    pub era: String,
    /// Which one of its era it is, from 0: where there are many, each third, sixth or twelfth has its label.
    pub rank: usize,
    /// How many, in the order of the keys.
    pub counts: Vec<usize>,
}

/// A row of lengths of time.
#[derive(Clone, Debug)]
pub(crate) struct Strip {
    /// What took so long.
    pub name: String,
    /// Minutes, in any order.
    pub minutes: Vec<i64>,
}

/// Counts per time, stacked; the first key stands at the bottom. `unit` is the name of the first column of the table.
pub(crate) fn columns(words: &Words, unit: &str, keys: Vec<Key>, columns: &[Column]) -> Chart {
    let total = |column: &Column| column.counts.iter().sum::<usize>();
    let most = columns.iter().map(total).max().unwrap_or(0);
    let mut pen = Pen::default();
    let lines = steps((most as i64).max(LEAST));
    let top = lines.last().copied().unwrap_or(1) as f64;
    let y = |count: f64| TOP + HEIGHT * (1.0 - count / top);
    grid(&mut pen, &lines, y);
    let slot = (100.0 - GUTTER) / columns.len().max(1) as f64;
    let width = (slot * 0.72).min(WIDEST);
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| total(column) > 0) {
        let told = keys.iter().zip(&column.counts).filter(|(_, count)| **count > 0);
        let told: Vec<String> = told.map(|(key, count)| format!("{count} {}", key.name)).collect();
        pen.open(&format!("{}: {}", column.name, told.join(", ")));
        let x = GUTTER + slot * (at as f64 + 0.5) - width / 2.0;
        let mut below = 0.0;
        for (key, count) in keys.iter().zip(&column.counts).filter(|(_, count)| **count > 0) {
            let height = HEIGHT * *count as f64 / top;
            // A hairline of the ground parts what is stacked.
            pen.block(key.class, (x, width), (y(below) - height, (height - 1.0).max(1.0)));
            below += *count as f64;
        }
        pen.end();
    }
    let height = below(&mut pen, columns, slot);
    let mut head = vec![unit.to_owned()];
    head.extend(keys.iter().map(|key| key.name.clone()));
    let is_stacked = keys.len() > 1;
    if is_stacked {
        head.push("Together".to_owned());
    }
    let row = |column: &Column| {
        let mut row = vec![column.name.clone()];
        row.extend(column.counts.iter().map(ToString::to_string));
        row.extend(is_stacked.then(|| total(column).to_string()));
        row
    };
    Chart {
        title: words.title.to_owned(),
        svg: pen.close(words, ("chart", height)),
        keys: if is_stacked { keys } else { Vec::new() },
        head,
        rows: columns.iter().filter(|column| total(column) > 0).map(row).collect(),
    }
}

/// Lines behind counts, each with its number on top of it.
fn grid(pen: &mut Pen, lines: &[i64], y: impl Fn(f64) -> f64) {
    for &line in lines {
        let y = y(line as f64);
        pen.line(if line == 0 { "axis" } else { "grid" }, (0.0, y), (100.0, y));
        if line > 0 {
            pen.words("tick", (0.0, y - 4.0), &line.to_string());
        }
    }
}

/// The names below columns, and those of their eras; returns where they end.
fn below(pen: &mut Pen, columns: &[Column], slot: f64) -> f64 {
    let base = TOP + HEIGHT;
    let each = [1, 2, 3, 6, 12].into_iter().find(|each| columns.len() <= 14 * each);
    let middle = |at: usize| GUTTER + slot * (at as f64 + 0.5);
    let shown = |column: &Column| {
        each.filter(|_| !column.label.is_empty())
            .map(|each| column.rank.is_multiple_of(each))
    };
    let has_labels = each.is_some_and(|each| each < 6) && columns.iter().any(|column| shown(column) == Some(true));
    if has_labels {
        let few = columns.iter().filter(|column| shown(column) == Some(true)).count() <= 6;
        let named = columns.iter().enumerate();
        for (at, column) in named.filter(|(_, column)| shown(column) == Some(true)) {
            let is_kept = few || (column.rank / each.unwrap_or(1)).is_multiple_of(2);
            let class = if is_kept { "tick mid" } else { "tick mid spare" };
            pen.words(class, (middle(at), base + 16.0), column.label);
        }
    }
    let mut starts: Vec<usize> = (0..columns.len())
        .filter(|&at| at == 0 || columns[at].era != columns[at - 1].era)
        .collect();
    starts.retain(|&at| !columns[at].era.is_empty());
    // From the right: what began just before another is left out.
    let mut next = 100.0 + ERA / 2.0;
    let line = base + if has_labels { 34.0 } else { 17.0 };
    for &at in starts.iter().rev() {
        let x = GUTTER + slot * at as f64;
        if at > 0 {
            pen.line("grid", (x, base), (x, base + 6.0));
        }
        if next - x >= ERA {
            pen.words("tick era", (x, line), &columns[at].era);
            next = x;
        }
    }
    line + 6.0
}

/// Lengths of time as dots on a scale on which each step is a multiple of the one before, with a line at the median.
/// Strips without a length are left out.
pub(crate) fn strips(words: &Words, unit: &str, strips: &[Strip]) -> Chart {
    let known: Vec<(&Strip, Spread)> = strips
        .iter()
        .filter_map(|strip| Some((strip, Spread::of(strip.minutes.clone())?)))
        .collect();
    let scale = Scale::of(
        known.iter().flat_map(|(strip, _)| strip.minutes.iter().copied()),
        100.0 - 2.0 * EDGE,
    );
    let mut pen = Pen::default();
    let base = ROW * known.len() as f64 + 6.0;
    for (at, (x, name)) in scale.marks().enumerate() {
        let x = EDGE + x;
        pen.line("grid", (x, 0.0), (x, base));
        let class = if at % 2 == 0 { "tick mid" } else { "tick mid spare" };
        pen.words(class, (x, base + 16.0), name);
    }
    let told = |minutes| Duration { minutes }.to_string();
    for (at, (strip, spread)) in known.iter().enumerate() {
        let top = ROW * at as f64;
        let y = top + 31.0;
        pen.words("name", (0.0, top + 14.0), &strip.name);
        pen.line("axis", (0.0, y), (100.0, y));
        let mut sorted = strip.minutes.clone();
        sorted.sort_unstable();
        for minutes in sorted {
            pen.open(&told(minutes));
            pen.dot("dot", (EDGE + scale.x(minutes), y), 5.0);
            pen.end();
        }
        pen.open(&format!("median {}", told(spread.median)));
        let x = EDGE + scale.x(spread.median);
        pen.line("median", (x, y - 9.0), (x, y + 9.0));
        pen.end();
    }
    let row = |(strip, spread): &(&Strip, Spread)| {
        let least = strip.minutes.iter().min().copied().unwrap_or(0);
        let most = strip.minutes.iter().max().copied().unwrap_or(0);
        let mut row = vec![strip.name.clone(), spread.count.to_string()];
        row.extend([spread.median, spread.p90, least, most].map(told));
        row
    };
    Chart {
        title: words.title.to_owned(),
        svg: pen.close(words, ("chart", base + 24.0)),
        keys: Vec::new(),
        head: [unit, "Number", "Median", "90 %", "Shortest", "Longest"]
            .map(str::to_owned)
            .to_vec(),
        rows: known.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Key, Strip, columns, strips};
    use crate::site::picture::stroke::Words;

    const WORDS: Words = Words {
        name: "x",
        title: "</title><script>",
        told: "told & told",
    };

    #[test]
    fn what_is_told_stays_text_and_stands_in_the_table() {
        let keys = ["sev1", "sev2"].map(|class| Key {
            class,
            name: format!("<{class}>"),
        });
        let column = |name: &str, counts: &[usize]| Column {
            name: name.to_owned(),
            label: "",
            era: "2026".to_owned(),
            rank: 0,
            counts: counts.to_vec(),
        };
        let all = [column("<a>", &[1, 2]), column("b", &[0, 0]), column("c", &[0, 4])];
        let chart = columns(&WORDS, "Month", keys.to_vec(), &all);
        assert_eq!(chart.rows, [["<a>", "1", "2", "3"], ["c", "0", "4", "4"]]);
        assert!(
            !chart.svg.contains("<script") && chart.svg.contains("&lt;a&gt;: 1 &lt;sev1&gt;"),
            "{}",
            chart.svg
        );
        assert_eq!(chart.svg.matches("<rect").count(), 3);
        assert!(chart.svg.contains("role=\"img\"") && !chart.svg.contains("style="));
    }

    #[test]
    fn dots_are_counted_and_summed_up() {
        let strip = |name: &str, minutes: &[i64]| Strip {
            name: name.to_owned(),
            minutes: minutes.to_vec(),
        };
        let chart = strips(
            &WORDS,
            "Measure",
            &[strip("to detect", &[]), strip("to resolve", &[90, 5, 10_000])],
        );
        assert_eq!(
            chart.rows,
            [["to resolve", "3", "1h 30m", "166h 40m", "5m", "166h 40m"]]
        );
        assert_eq!(chart.svg.matches("<circle").count(), 3);
    }
}
