//! A timeline: times, and what happened then. It knows no picture.
//!
//! Source of the grammar: the page "Timeline Diagram" of Mermaid's documentation.

use crate::syntax::mermaid::chart::{MOST, Problem};
use crate::syntax::mermaid::lines::{Ends, lines};
use crate::syntax::mermaid::words::plain;

/// A timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Its times, in order.
    pub times: Vec<Time>,
}

/// A time of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Time {
    /// What it is called.
    pub label: String,
    /// The section that it belongs to; empty for none.
    pub section: String,
    /// What happened.
    pub events: Vec<String>,
}

/// Reads what stands behind the head of a timeline: `2004 : this : that`, with more on lines that begin with a `:`.
pub(super) fn read(code: &str, from: usize) -> Result<Timeline, Problem> {
    let mut found = Timeline::default();
    let mut section = String::new();
    let mut parts = 0;
    for line in lines(code, from, Ends::Semicolon) {
        // The head may say in which direction it goes.
        let is_head = ["LR", "TD"].contains(&line.text) && found.times.is_empty();
        if is_head || line.after("title").is_some() {
            continue;
        }
        if let Some(title) = line.after("section") {
            section = plain(title.trim_end_matches(':'));
            continue;
        }
        let mut words = line.text.split(':');
        let label = words.next().unwrap_or("").trim();
        if !label.is_empty() {
            found.times.push(Time {
                label: plain(label),
                section: section.clone(),
                events: Vec::new(),
            });
        }
        let Some(time) = found.times.last_mut() else {
            return Err(line.wrong(line.text, "a time was expected in front of this `:`"));
        };
        let events: Vec<String> = words.map(plain).filter(|event| !event.is_empty()).collect();
        parts += 1 + events.len();
        time.events.extend(events);
        if parts > MOST {
            return Err(line.wrong(
                line.text,
                &format!("with this line it has more than {MOST} times or events"),
            ));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn times_and_events_are_read() {
        let found = read(
            "title x\nsection Early\n2002 : a : b<br>c\n : d\nsection Late\n2004\n",
            0,
        );
        let found = found.unwrap_or_else(|problem| panic!("{problem:?}"));
        let told: Vec<_> = found
            .times
            .iter()
            .map(|t| (t.label.as_str(), t.section.as_str(), t.events.join("|")))
            .collect();
        assert_eq!(
            told,
            [
                ("2002", "Early", "a|b\nc|d".to_owned()),
                ("2004", "Late", String::new())
            ]
        );
        assert_eq!(read("\n : x\n", 0).err().map(|problem| problem.at), Some(2));
    }
}
