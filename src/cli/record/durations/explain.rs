//! What exactly is measured, in words.

use crate::cli::terminal::{Look, Terminal};
use crate::model::incidents::measure::Measure;
use std::io;

/// Each term and what it means.
const TERMS: [(&str, &str); 10] = [
    (
        "which",
        "incidents that began from `--since` to `--until`. False alarms are not counted, nor is what is a `duplicate-of` \
         another. One that hurt two services counts for each of them.",
    ),
    (
        "times",
        "Both times of a duration must be there to the minute; an incident whose end stands before its beginning is left out \
         and named. Times without offset are those of the zone of the record, else of `[cloud] timezone`; where neither is \
         known they are compared as they are written, and never with one that has an offset.",
    ),
    (
        "spread",
        "median and p90 are nearest ranks: durations that an incident really took. n is how many incidents say both times.",
    ),
    (
        "working hours",
        "with `--working-hours`, minutes in which the clocks of `[calendar]` show a time within its hours, on its days, and \
         not on its holidays.",
    ),
    (
        "down",
        "minutes of the window in which at least one impact on a service lasted. Impacts that overlap, of one incident or of \
         several, count once. `at-risk` never counts, `maintenance` with `--maintenance` only.",
    ),
    (
        "impacts",
        "are what `impacts` lists. An incident without them counts in full for each of its services, from `started` (else \
         `detected`) to `mitigated` (else `resolved`). What is open lasts until now, or the end of `--as-of`; what is over and \
         does not say since when is left out and named. Without any zone, times without offset are taken as UTC.",
    ),
    (
        "lost",
        "the same minutes, each weighed by the `fraction` that was hurt; of several at once the greatest.",
    ),
    (
        "available",
        "1 - lost / window. The window is that of `--since` and `--until`, else from the first day of the first incident, \
         until now. By month or quarter it is that part of the calendar. An incident that began before the window hurts in \
         it for as long as it lasts there.",
    ),
    (
        "budget",
        "of each `slo` of a service that is about availability: its `indicator` says `availability`, or it has none and its \
         name speaks of availability or uptime. (100 - objective) % of its `window`, which ends where the whole window ends; \
         spent is what was lost in it.",
    ),
    (
        "actions",
        "items of `actions` that are neither `done` nor `wontdo`, on the day of `--as-of`. Their age is that of their incident.",
    ),
];

/// Prints what is measured.
pub(in crate::cli::record) fn print(terminal: &mut Terminal) -> io::Result<()> {
    for measure in Measure::ALL {
        let name = terminal.paint(Look::Strong, &measure.name().to_uppercase());
        writeln!(terminal.out(), "{name}  {}", measure.definition())?;
    }
    for (name, meaning) in TERMS {
        let name = terminal.paint(Look::Strong, name);
        writeln!(terminal.out(), "\n{name}\n  {meaning}")?;
    }
    Ok(())
}
