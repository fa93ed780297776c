//! What the page of an incident shows beside its text: how long each part took, its course as a picture and as a table,
//! and where its review stands.

use crate::model::calendar::Calendar;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::review::due;
use crate::model::incidents::severity::Scale;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::site::incidents::course::course;
use crate::site::incidents::drawing::{self, Drawing};
use crate::site::incidents::line::{Weight, weight};
use crate::site::panel::{Panel, Place};
use crate::site::plan::{Plan, capital};
use crate::site::prose::body::leads;
use crate::site::words::{moment, took};
use crate::text::path::RepoPath;
use serde::Serialize;

/// The data of the panel `incident-course.html`.
#[derive(Serialize)]
struct Shown {
    /// How bad it was.
    weight: Option<Weight>,
    /// How long it has lasted; `None` where it is over.
    lasting: Option<String>,
    /// How long each part took.
    figures: Vec<Figure>,
    /// Where its review stands.
    review: Option<Review>,
    /// Its course; `None` where it has no more than one time.
    drawn: Option<Drawing>,
}

/// One length of time.
#[derive(Serialize)]
struct Figure {
    label: String,
    value: String,
    /// The same in working time; empty where there is no calendar.
    worked: String,
    /// From which times it comes.
    definition: &'static str,
}

/// Where the review stands.
#[derive(Serialize)]
struct Review {
    text: String,
    tone: &'static str,
}

/// The panel of an incident; none where it says nothing that could stand there.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let workspace = plan.workspace;
    let record = workspace.record(id);
    let figures = figures(workspace, record);
    let review = review(workspace, record);
    let course = course(workspace, record);
    let lasting = course.as_ref().and_then(|course| course.now).map(took);
    let drawn: Option<Drawing> = course.and_then(|course| {
        let leads = match course.events.is_empty() {
            true => Vec::new(),
            false => leads(plan, record.file, at),
        };
        drawing::draw(record.name(), &course, &leads)
    });
    if figures.is_empty() && review.is_none() && drawn.is_none() {
        return Vec::new();
    }
    let shown = Shown {
        weight: weight(workspace, record),
        lasting,
        figures,
        review,
        drawn,
    };
    Panel::new("incident-course.html", Place::First, &shown)
        .into_iter()
        .collect()
}

fn figures(workspace: &Workspace, record: &Record) -> Vec<Figure> {
    let settings = &workspace.settings;
    let calendar = Calendar::of(settings.calendar.as_ref(), settings.timezone.as_deref());
    let told = Measure::ALL.into_iter().filter_map(|measure| {
        let Taken::Minutes(minutes) = measure.of(workspace, record, None) else {
            return None;
        };
        let worked = calendar
            .as_ref()
            .map(|calendar| measure.of(workspace, record, Some(calendar)));
        Some(Figure {
            label: capital(measure.title().trim_start_matches("time ")),
            value: took(minutes),
            worked: match worked {
                Some(Taken::Minutes(worked)) if worked != minutes => took(worked),
                _ => String::new(),
            },
            definition: measure.definition(),
        })
    });
    told.collect()
}

/// Where the review of an incident stands, by what it says, and by what the severity asks for.
fn review(workspace: &Workspace, record: &Record) -> Option<Review> {
    let made = |text: String, tone| Some(Review { text, tone });
    if let Some(at) = record.time("reviewed") {
        return made(format!("reviewed {}", moment(at)), "good");
    }
    if let Some(said) = record
        .text("review-status")
        .map(str::trim)
        .filter(|said| !said.is_empty())
    {
        let tone = match said.to_lowercase().as_str() {
            "done" => "good",
            "not-needed" => "none",
            _ => "busy",
        };
        return made(format!("review: {}", said.replace('-', " ")), tone);
    }
    let (_, due) = due(Scale::of(&workspace.settings), record)?;
    match due < workspace.context.as_of {
        true => made(format!("review was due {due}"), "busy"),
        false => made(format!("review due {due}"), "none"),
    }
}
