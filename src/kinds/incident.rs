//! Incidents: what went wrong, when, and what was learnt.

use crate::model::kind::{Field, Form, Habitat, Kind, Shape, StatusWord, marks, names};
use crate::model::kind_names::INCIDENT;
use crate::model::lifecycle::{Lifecycle, Step};
use crate::syntax::document::Format;

/// The row.
pub(super) fn kind() -> Kind {
    Kind {
        name: INCIDENT.to_owned(),
        plural: "incidents".to_owned(),
        summary: "What went wrong, when, for whom, and what was learnt".to_owned(),
        habitat: Habitat {
            formats: vec![Format::Markdown, Format::AsciiDoc],
            folders: names(&[
                "incidents",
                "incident-reports",
                "incident-records",
                "postmortems",
                "post-mortems",
                "outages",
            ]),
            name_words: vec![],
            inside: marks(&[
                "numbered",
                "key:severity",
                "heading:Timeline",
                "label:Time to resolve",
                "label:Key events",
            ]),
            anywhere: vec![
                marks(&["key:severity", "key:started"]),
                marks(&["key:severity", "key:detected"]),
            ],
        },
        fields: fields(),
        statuses: vec![
            StatusWord::living("open", &["ongoing", "investigating", "identified", "active"]),
            StatusWord::living("mitigated", &["monitoring", "stabilised", "stabilized"]),
            StatusWord::finished("resolved", &["fixed"]),
            StatusWord::finished("closed", &["done", "postmortem", "complete", "completed"]),
            StatusWord::finished("false-alarm", &["false alarm", "false positive"]),
        ],
        schema: include_str!("../../schemas/incident.schema.json").to_owned(),
        form: Form {
            template: include_str!("incident.md").to_owned(),
            folder: "incidents".to_owned(),
            file_name: "{date}-{slug}/README.md".to_owned(),
            status: "open".to_owned(),
            templates: &[],
        },
        lifecycle: lifecycle(),
    }
}

/// An incident hurts, is stopped from hurting, is over, is learnt from; each step says when.
fn lifecycle() -> Lifecycle {
    Lifecycle {
        steps: vec![
            Step::new("ack", "open", "open").stamping("acknowledged", "Acknowledged."),
            Step::new("mitigate", "open", "mitigated").stamping("mitigated", "Mitigated: users are served again."),
            Step::new("resolve", "open mitigated", "resolved").stamping("resolved", "Resolved."),
            Step::new("close", "resolved false-alarm", "closed").stamping("closed", "Closed after review."),
            Step::new("reopen", "mitigated resolved closed false-alarm", "open")
                .stamping("", "Opened again.")
                .clearing("mitigated resolved closed"),
            Step::new("dismiss", "open", "false-alarm").stamping("resolved", "False alarm: nothing was wrong."),
        ],
        ..Lifecycle::default()
    }
}

fn fields() -> Vec<Field> {
    [basics(), moments(), consequences(), relations(), course()].concat()
}

/// Its name, its state, its weight, who answers for it.
fn basics() -> Vec<Field> {
    vec![
        Field::new("title", Shape::Title, &["heading", "front-matter:title", "file-name"]),
        Field::new(
            "status",
            Shape::Status,
            &[
                "front-matter:status",
                "bullet:Status",
                "bold-line:Status",
                "table:Status",
            ],
        ),
        Field::new(
            "date",
            Shape::Date,
            &[
                "front-matter:date",
                "file-date",
                "heading-date",
                "front-matter:started",
                "front-matter:detected",
            ],
        ),
        Field::new(
            "severity",
            Shape::Text,
            &[
                "front-matter:severity",
                "bullet:Severity",
                "bold-line:Severity",
                "table:Severity",
            ],
        ),
        Field::new(
            "owner",
            Shape::People,
            &[
                "front-matter:owner",
                "front-matter:commander",
                "bullet:Incident commander",
            ],
        ),
    ]
}

/// When what happened.
fn moments() -> Vec<Field> {
    let moment = |name: &str, locators: &[&str]| Field::new(name, Shape::Moment, locators);
    vec![
        moment(
            "started",
            &[
                "front-matter:started",
                "bullet:Fault occurs",
                "bullet:Started",
                "bullet:Start",
            ],
        ),
        moment(
            "detected",
            &[
                "front-matter:detected",
                "bullet:First detected",
                "bullet:Fault detected",
                "bullet:Detected",
                "bullet:Team aware",
                "table:Detected",
            ],
        ),
        moment(
            "declared",
            &[
                "front-matter:declared",
                "bullet:Incident declared",
                "bullet:Declared",
                "table:Declared",
            ],
        ),
        moment("acknowledged", &["front-matter:acknowledged", "bullet:Acknowledged"]),
        moment(
            "mitigated",
            &[
                "front-matter:mitigated",
                "bullet:Repaired",
                "bullet:Repaired declared",
                "bullet:Mitigated",
                "table:Mitigated",
            ],
        ),
        moment(
            "resolved",
            &["front-matter:resolved", "bullet:Resolved", "table:Resolved"],
        ),
        moment("closed", &["front-matter:closed", "bullet:Closed"]),
    ]
}

/// How long it took, and whom it hit.
fn consequences() -> Vec<Field> {
    vec![
        Field::new(
            "time-to-repair",
            Shape::Duration,
            &["front-matter:time-to-repair", "bullet:Time to repair"],
        ),
        Field::new(
            "time-to-resolve",
            Shape::Duration,
            &["front-matter:time-to-resolve", "bullet:Time to resolve"],
        ),
        Field::new(
            "detected-by",
            Shape::Text,
            &["front-matter:detected-by", "bullet:Identified"],
        ),
        Field::new("impact", Shape::Text, &["front-matter:impact", "bullet:Impact"]),
        Field::new("review-status", Shape::Text, &["front-matter:review-status"]),
        Field::new("reviewed", Shape::Moment, &["front-matter:reviewed"]),
        Field::new(
            "timezone",
            Shape::Zone,
            &[
                "front-matter:timezone",
                "bullet:Timezone",
                "bullet:Time zone",
                "table:Timezone",
                "table:Time zone",
                "zone-line",
            ],
        ),
        Field::new("source", Shape::Words, &["front-matter:source"]),
        Field::new("fingerprints", Shape::Words, &["front-matter:fingerprints"]),
    ]
}

/// What else it touches.
fn relations() -> Vec<Field> {
    let to = |kind: &str| Shape::References(Some(kind.to_owned()));
    vec![
        Field::new(
            "services",
            to("service"),
            &[
                "front-matter:services",
                "front-matter:service",
                "front-matter:impacts.service",
            ],
        ),
        Field::new("runbooks", to("runbook"), &["front-matter:runbooks"]),
        Field::new("decisions", to("decision"), &["front-matter:decisions"]),
        Field::new("duplicate-of", to("incident"), &["front-matter:duplicate-of"]),
        Field::new("relates", to("incident"), &["front-matter:relates"]),
        Field::new("alerts", Shape::Words, &["front-matter:alerts"]),
        Field::new("changes", Shape::Words, &["front-matter:changes"]),
        Field::new("data", Shape::Words, &["front-matter:data"]),
        Field::new("tags", Shape::Words, &["front-matter:tags"]),
    ]
}

/// What happened step by step.
fn course() -> Vec<Field> {
    vec![Field::new(
        "timeline",
        Shape::Timeline,
        &[
            "sections:Timeline",
            "bullets:Timeline",
            "rows:Timeline",
            "bullets:Context",
            "bullets:Timing",
        ],
    )]
}
