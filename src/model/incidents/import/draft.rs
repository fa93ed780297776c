//! An incident as another place keeps it: what it says of itself, before it becomes a record. It knows no place's format,
//! and not how records are written.

use crate::model::incidents::lists::Effect;
use crate::model::incidents::notification::Notification;
use crate::model::time::Moment;
use crate::text::span::Range;

/// The points of an incident's course, in the order in which a record lists them.
pub const TIMES: [&str; 7] = [
    "started",
    "detected",
    "declared",
    "acknowledged",
    "mitigated",
    "resolved",
    "closed",
];

/// What was read from one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The incidents, in the order of the text.
    pub drafts: Vec<Draft>,
    /// Notifications of Alertmanager, in the order of the text: what they tell of an incident hangs on those before.
    pub notifications: Vec<Notification>,
    /// Items that could not be read.
    pub problems: Vec<Problem>,
    /// Why nothing could be read at all.
    pub refusal: Option<Problem>,
    /// What is no incident, and why: how many items for each reason.
    pub left_out: Vec<(String, usize)>,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in the text that was read.
    pub range: Range,
    /// What was found, what was expected.
    pub message: String,
}

/// How far an incident has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It hurts.
    #[default]
    Open,
    /// Users are served again.
    Mitigated,
    /// The cause is gone.
    Resolved,
    /// It was reviewed.
    Closed,
}

/// An incident of another place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// By what it is known again: `github:owner/repo#12`.
    pub source: String,
    /// Where people see it, if anywhere.
    pub url: Option<String>,
    /// Against what relative links in its texts resolve.
    pub base: Option<String>,
    /// The title as it was written, on one line or not.
    pub title: String,
    /// How far it has come.
    pub stage: Stage,
    /// A word for its weight, as it was written.
    pub severity: Option<String>,
    /// A word for its weight that is on no scale, as it was written.
    pub strange_severity: Option<String>,
    /// What was hurt, by whatever name.
    pub services: Vec<String>,
    /// When what happened, by name of [`TIMES`].
    pub times: Vec<(&'static str, Moment)>,
    /// `alert`, `user` or `manual`.
    pub detected_by: Option<&'static str>,
    /// Who leads.
    pub owner: Option<String>,
    /// Stretches in which services were hurt.
    pub impacts: Vec<Stretch>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The texts besides the timeline, each under its heading, in Markdown that nobody has checked.
    pub sections: Vec<Section>,
    /// What happened, in the order of time.
    pub timeline: Vec<Event>,
}

/// A stretch in which a service was hurt.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The service by whatever name.
    pub service: String,
    /// In which way.
    pub effect: Effect,
    /// From when.
    pub started: Moment,
    /// Until when; `None` while it lasts.
    pub ended: Option<Moment>,
}

/// A text under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading, as it was written.
    pub heading: String,
    /// The text.
    pub text: String,
}

/// A line of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// `alert`, `action`, `decision`, `update`, `status`; empty for an observation.
    pub kind: &'static str,
    /// What happened: plain text that nobody has checked.
    pub text: String,
    /// Where it can be seen.
    pub url: Option<String>,
}

impl Stage {
    /// The word of a record's status.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Mitigated => "mitigated",
            Stage::Resolved => "resolved",
            Stage::Closed => "closed",
        }
    }
}

impl Reading {
    /// Counts an item that is no incident.
    pub(crate) fn leave_out(&mut self, why: &str) {
        match self.left_out.iter_mut().find(|(known, _)| known == why) {
            Some((_, count)) => *count += 1,
            None => self.left_out.push((why.to_owned(), 1)),
        }
    }

    /// Takes what was read of an item.
    pub(crate) fn take(&mut self, read: Result<Draft, Problem>) {
        match read {
            Ok(draft) => self.drafts.push(draft),
            Err(problem) => self.problems.push(problem),
        }
    }
}

impl Draft {
    /// A time by its name.
    pub fn time(&self, name: &str) -> Option<&Moment> {
        let found = self.times.iter().find(|(known, _)| *known == name);
        found.map(|(_, moment)| moment)
    }

    /// Sets a time that is not set yet.
    pub(crate) fn set_time(&mut self, name: &'static str, moment: Option<Moment>) {
        if let Some(moment) = moment
            && self.time(name).is_none()
        {
            self.times.push((name, moment));
        }
    }

    /// Adds a text under a heading; one more under the same heading follows the first.
    pub(crate) fn add_section(&mut self, heading: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self.sections.iter_mut().find(|section| section.heading == heading) {
            Some(section) => {
                section.text.push_str("\n\n");
                section.text.push_str(text);
            }
            None => self.sections.push(Section {
                heading: heading.to_owned(),
                text: text.to_owned(),
            }),
        }
    }

    /// Adds names of what was hurt that are not there yet.
    pub(crate) fn add_services(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            if !name.trim().is_empty() && !self.services.contains(&name) {
                self.services.push(name);
            }
        }
    }
}
