//! What the page of one kind's record shows beside what every record's page shows: a picture, a list of steps, a table.
//!
//! A kind's room hands over the name of a template and what to fill it with; this file knows none of them.

use crate::model::record::RecordId;
use serde::Serialize;
use std::collections::BTreeSet;

/// A part of a record's page.
#[derive(Serialize)]
pub(crate) struct Panel {
    /// Its template, which finds the panel under the name `panel`.
    pub template: &'static str,
    /// Where on the page it stands.
    pub place: Place,
    /// What the template is filled with.
    pub data: serde_json::Value,
    /// Records that it shows: what refers to the page need not tell of them again.
    #[serde(skip)]
    pub told: BTreeSet<RecordId>,
}

impl Panel {
    /// A panel, filled; nothing where what it is filled with cannot be told.
    pub(crate) fn new(template: &'static str, place: Place, data: &impl Serialize) -> Option<Panel> {
        let data = serde_json::to_value(data).ok()?;
        Some(Panel {
            template,
            place,
            data,
            told: BTreeSet::new(),
        })
    }

    /// The same panel, which shows these records.
    pub(crate) fn telling(mut self, told: BTreeSet<RecordId>) -> Panel {
        self.told = told;
        self
    }
}

/// Where a panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// Before the facts.
    First,
    /// Between the facts and the text.
    Above,
    /// Between the text and what refers to the record.
    Below,
}
