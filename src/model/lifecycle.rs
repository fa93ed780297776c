//! The life of a record, as data: its states, who may lead it from one to the next, and when its text stands still.
//!
//! The defaults stand in the rows of `kinds/`; `[kinds.NAME.lifecycle]` in `opsrepo.toml` overrides them.

/// The word in [`Step::from`] for a record that says nothing about its status.
pub const ABSENT: &str = "absent";

/// The life of a kind's records. A kind without steps has none: nothing is forbidden and no verb exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// What may be done, in the order of the help.
    pub steps: Vec<Step>,
    /// Statuses in which the text of a record may no longer change (its status, its relations, its links may).
    pub frozen: Vec<String>,
    /// How new records are counted.
    pub numbering: Numbering,
}

/// A way from some states to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The verb on the command line: `accept`.
    pub verb: String,
    /// Canonical status words from which it leads; [`ABSENT`] for a record without status.
    pub from: Vec<String>,
    /// The canonical status word to which it leads.
    pub to: String,
    /// Fields of people that must be filled afterwards (`deciders`).
    pub needs: Vec<String>,
    /// The field of the record that names its successor (`superseded-by`), where the step takes one.
    pub relation: Option<String>,
    /// Fields of points in time that it fills where the record does not say them (`resolved`).
    pub stamps: Vec<String>,
    /// Fields of points in time that no longer hold after it (`resolved`, where a record is opened again).
    pub clears: Vec<String>,
    /// The line that it adds to the timeline of the record; empty for none.
    pub entry: String,
}

/// How a new record gets its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// `next`: one more than the highest in the tree and on every branch.
    #[default]
    Next,
    /// `on-accept`: none until it is accepted; its file is called by its slug till then.
    OnAccept,
    /// `date`: the day, as `YYYYMMDD`.
    Date,
}

impl Lifecycle {
    /// The step of a verb.
    pub fn step(&self, verb: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.verb == verb)
    }

    /// True when some step leads from `from` to `to`; a kind without steps allows everything, and to stay is no step.
    pub fn allows(&self, from: &str, to: &str) -> bool {
        let leads = |step: &Step| step.to == to && step.from.iter().any(|word| word == from);
        from == to || self.steps.is_empty() || self.steps.iter().any(leads)
    }

    /// True when some way of steps leads from `from` to `to`.
    pub fn leads(&self, from: &str, to: &str) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&word) = reached.get(next) {
            next += 1;
            if word == to {
                return true;
            }
            let on = self
                .steps
                .iter()
                .filter(|step| step.from.iter().any(|from| from == word));
            for step in on {
                if !reached.contains(&step.to.as_str()) {
                    reached.push(&step.to);
                }
            }
        }
        self.steps.is_empty()
    }

    /// True for the life of something that goes by itself: its steps say when they happened, and several may have happened
    /// between two looks at it.
    pub fn is_course(&self) -> bool {
        self.steps.iter().any(|step| !step.stamps.is_empty())
    }

    /// True when the text of a record with this status stands still.
    pub fn is_frozen(&self, word: &str) -> bool {
        self.frozen.iter().any(|frozen| frozen == word)
    }
}

impl Numbering {
    /// Reads the word of `opsrepo.toml`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "next" => Some(Numbering::Next),
            "on-accept" => Some(Numbering::OnAccept),
            "date" => Some(Numbering::Date),
            _ => None,
        }
    }
}

impl Step {
    /// A step that needs nobody to be named; the words of `from` are separated by spaces.
    pub fn new(verb: &str, from: &str, to: &str) -> Self {
        Step {
            verb: verb.to_owned(),
            from: from.split(' ').map(str::to_owned).collect(),
            to: to.to_owned(),
            needs: Vec::new(),
            relation: None,
            stamps: Vec::new(),
            clears: Vec::new(),
            entry: String::new(),
        }
    }

    /// The same step, which fills these times (separated by spaces) and adds a line to the timeline.
    pub fn stamping(self, fields: &str, entry: &str) -> Self {
        Step {
            stamps: fields.split_whitespace().map(str::to_owned).collect(),
            entry: entry.to_owned(),
            ..self
        }
    }

    /// The same step, after which these times (separated by spaces) no longer hold.
    pub fn clearing(self, fields: &str) -> Self {
        Step {
            clears: fields.split_whitespace().map(str::to_owned).collect(),
            ..self
        }
    }

    /// The same step, which names a successor in `field`.
    pub fn naming(self, field: &str) -> Self {
        Step {
            relation: Some(field.to_owned()),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lifecycle, Step};

    #[test]
    fn only_steps_lead_anywhere() {
        let life = Lifecycle {
            steps: vec![Step::new("accept", "proposed absent", "accepted")],
            ..Lifecycle::default()
        };
        assert!(life.allows("proposed", "accepted") && life.allows("accepted", "accepted"));
        assert!(!life.allows("accepted", "proposed"));
        assert!(Lifecycle::default().allows("accepted", "proposed"), "no steps, no law");
        let life = Lifecycle {
            steps: vec![
                Step::new("resolve", "open mitigated", "resolved").stamping("resolved", ""),
                Step::new("close", "resolved", "closed"),
                Step::new("ack", "open", "open"),
            ],
            ..Lifecycle::default()
        };
        assert!(life.is_course() && life.leads("open", "closed") && !life.leads("closed", "open"));
    }
}
