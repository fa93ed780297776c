//! Runbooks: what to do when something is wrong; pages with a review date are taken as such wherever they lie.

use crate::model::kind::{Field, Form, Habitat, Kind, Shape, StatusWord, marks, names};
use crate::model::kind_names::RUNBOOK;
use crate::model::lifecycle::Lifecycle;
use crate::syntax::document::Format;

/// The row.
pub(super) fn kind() -> Kind {
    Kind {
        name: RUNBOOK.to_owned(),
        plural: "runbooks".to_owned(),
        summary: "What an alert means and what to do about it".to_owned(),
        habitat: Habitat {
            formats: vec![Format::Markdown, Format::AsciiDoc],
            folders: names(&["runbooks", "runbook", "playbooks"]),
            name_words: vec![],
            inside: vec![],
            anywhere: vec![
                marks(&["key:last_reviewed_on"]),
                marks(&["key:last_review_date"]),
                marks(&["key:review-every"]),
                marks(&["key:review_in"]),
                marks(&["key:review_by"]),
                marks(&["key:next_review"]),
                marks(&["heading:Meaning", "heading:Diagnosis", "heading:Mitigation"]),
            ],
        },
        fields: fields(),
        statuses: vec![
            StatusWord::living("draft", &["wip"]),
            StatusWord::living("active", &["published", "current", "live"]),
            StatusWord::finished("retired", &["deprecated", "obsolete", "archived"]),
        ],
        schema: include_str!("../../schemas/runbook.schema.json").to_owned(),
        form: Form {
            template: include_str!("runbook.md").to_owned(),
            folder: "runbooks".to_owned(),
            file_name: "{slug}.md".to_owned(),
            status: String::new(),
            templates: &[],
        },
        lifecycle: Lifecycle::default(),
    }
}

fn fields() -> Vec<Field> {
    let to = |kind: &str| Shape::References(Some(kind.to_owned()));
    vec![
        Field::new("title", Shape::Title, &["heading", "front-matter:title", "file-name"]),
        Field::new("status", Shape::Status, &["front-matter:status"]),
        Field::new(
            "owner",
            Shape::People,
            &[
                "front-matter:owner",
                "front-matter:owner_slack",
                "bullet:Owner",
                "table:Owner",
            ],
        ),
        Field::new(
            "services",
            to("service"),
            &["front-matter:services", "front-matter:service"],
        ),
        Field::new("alerts", Shape::Words, &["front-matter:alerts", "front-matter:alert"]),
        Field::new("tags", Shape::Words, &["front-matter:tags"]),
    ]
    .into_iter()
    .chain(reviews())
    .collect()
}

/// When it was read through, how often it must be, and by when.
fn reviews() -> Vec<Field> {
    vec![
        Field::new(
            "reviewed",
            Shape::Moment,
            &[
                "front-matter:reviewed",
                "front-matter:last_reviewed_on",
                "front-matter:last_review_date",
                "front-matter:last-reviewed",
                "front-matter:last_reviewed",
                "front-matter:last_reviewed_at",
                "front-matter:last-review-date",
                "front-matter:last_review",
                "front-matter:reviewed_on",
                "front-matter:reviewed-on",
                "front-matter:lastReviewed",
            ],
        ),
        Field::new(
            "review-note",
            Shape::Text,
            &[
                "front-matter:review-note",
                "front-matter:review_note",
                "front-matter:reviewNote",
            ],
        ),
        Field::new(
            "review-every",
            Shape::Interval,
            &[
                "front-matter:review-every",
                "front-matter:review_in",
                "front-matter:review-interval",
                "front-matter:review_every",
                "front-matter:review_interval",
                "front-matter:review_frequency",
                "front-matter:review-frequency",
                "front-matter:review_period",
                "front-matter:review_cycle",
                "front-matter:reviewEvery",
            ],
        ),
        Field::new(
            "review-by",
            Shape::Moment,
            &[
                "front-matter:review-by",
                "front-matter:review_by",
                "front-matter:next-review",
                "front-matter:next_review",
                "front-matter:next_review_date",
                "front-matter:next_review_on",
                "front-matter:review_due",
                "front-matter:review-due",
                "front-matter:nextReview",
            ],
        ),
    ]
}
