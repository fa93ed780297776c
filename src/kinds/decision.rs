//! Decisions: architecture decision records in every dialect that FIELD knows.

use crate::model::kind::{Field, Form, Habitat, Kind, Shape, StatusWord, Template, marks, names};
use crate::model::kind_names::DECISION;
use crate::model::lifecycle::{Lifecycle, Numbering, Step};
use crate::syntax::document::Format;

/// The row.
pub(super) fn kind() -> Kind {
    Kind {
        name: DECISION.to_owned(),
        plural: "decisions".to_owned(),
        summary: "What was decided, why, by whom, and what came of it".to_owned(),
        habitat: habitat(),
        fields: fields(),
        statuses: statuses(),
        schema: include_str!("../../schemas/decision.schema.json").to_owned(),
        form: Form {
            template: include_str!("decision.md").to_owned(),
            folder: "decisions".to_owned(),
            file_name: "{number}-{slug}.md".to_owned(),
            status: "proposed".to_owned(),
            templates: &TEMPLATES,
        },
        lifecycle: lifecycle(),
    }
}

/// A decision is proposed, decided, and from then on only followed by others: its text stands still.
fn lifecycle() -> Lifecycle {
    let supersede = Step::new("supersede", "proposed accepted deprecated absent", "superseded");
    Lifecycle {
        steps: vec![
            Step::new("propose", "draft deferred rejected withdrawn absent", "proposed"),
            Step::new("accept", "draft proposed deferred absent", "accepted"),
            Step::new("reject", "draft proposed deferred absent", "rejected"),
            Step::new("defer", "draft proposed absent", "deferred"),
            Step::new("withdraw", "draft proposed deferred absent", "withdrawn"),
            Step::new("deprecate", "accepted absent", "deprecated"),
            supersede.naming("superseded-by"),
        ],
        frozen: names(&FROZEN),
        numbering: Numbering::Next,
    }
}

/// The forms that teams know. They share what stands before and behind the title: see `front` and `below`.
const TEMPLATES: [Template; 7] = [
    template("madr", include_str!("decision/madr.md")),
    template("madr-minimal", include_str!("decision/madr-minimal.md")),
    template("nygard", include_str!("decision/nygard.md")),
    template("y-statement", include_str!("decision/y-statement.md")),
    template("asciidoc", include_str!("decision/asciidoc.adoc")),
    template("front", include_str!("decision/front.md")),
    template("below", include_str!("decision/below.md")),
];

const fn template(name: &'static str, text: &'static str) -> Template {
    Template { name, text }
}

/// Statuses in which a decision is history.
const FROZEN: [&str; 4] = ["accepted", "rejected", "deprecated", "superseded"];

fn habitat() -> Habitat {
    Habitat {
        formats: vec![Format::Markdown, Format::AsciiDoc],
        folders: names(&[
            "adr",
            "adrs",
            "decisions",
            "decision-records",
            "decision-log",
            "architecture-decisions",
            "architecture-decision-record",
            "architecture-decision-records",
            "architectural-decisions",
            "architectural-decision-records",
            "keps",
        ]),
        name_words: names(&["adr"]),
        inside: marks(&[
            "numbered",
            "named:adr",
            "key:status",
            "heading:Status",
            "heading:Decision",
            "heading:Decision Outcome",
            "heading:Context and Problem Statement",
            "label:Status",
        ]),
        // The standards of the Sovereign Cloud Stack lie in a folder of no such name: `scs-0001-v1-title.md`.
        anywhere: vec![marks(&["numbered", "key:type", "key:status", "key:track"])],
    }
}

fn statuses() -> Vec<StatusWord> {
    vec![
        StatusWord::living("draft", &["wip", "work in progress", "idea"]),
        StatusWord::living(
            "proposed",
            &[
                "proposal",
                "pending",
                "submitted",
                "provisional",
                "review",
                "in review",
                "in discussion",
                "under review",
                "under discussion",
                "open",
                "rfc",
            ],
        ),
        StatusWord::living(
            "accepted",
            &[
                "approved",
                "adopted",
                "agreed",
                "decided",
                "implementable",
                "implemented",
                "stable",
                "active",
                "ratified",
            ],
        ),
        StatusWord::living("deferred", &["on hold", "on-hold", "postponed", "parked"]),
        StatusWord::finished("rejected", &["declined", "not accepted", "denied"]),
        StatusWord::finished("withdrawn", &["abandoned", "cancelled", "canceled"]),
        StatusWord::finished("deprecated", &["obsolete", "retired", "no longer relevant", "outdated"]),
        StatusWord::finished("superseded", &["superceded", "superseeded", "replaced", "obsoleted"]),
    ]
}

fn fields() -> Vec<Field> {
    [basics(), people(), subjects(), succession(), amendments(), relations()].concat()
}

/// Its name, its state, its day.
fn basics() -> Vec<Field> {
    vec![
        Field::new(
            "title",
            Shape::Title,
            &["heading", "front-matter:title", "sidecar:kep.yaml#/title", "file-name"],
        ),
        Field::new(
            "status",
            Shape::Status,
            &[
                "front-matter:status",
                "front-matter:state",
                "attribute:status",
                "bullet:Status",
                "bold-line:Status",
                "line:Status",
                "table:Status",
                "section:Status",
                "sidecar:kep.yaml#/status",
            ],
        ),
        Field::new(
            "date",
            Shape::Date,
            &[
                "front-matter:date",
                "front-matter:decided",
                "front-matter:created",
                "bullet:Date",
                "bold-line:Date",
                "line:Date",
                "table:Date",
                "section:Date",
                "attribute:date",
                "attribute:revdate",
                "sidecar:kep.yaml#/creation-date",
                "file-date",
                "git:created",
            ],
        ),
    ]
}

/// Who took part.
fn people() -> Vec<Field> {
    vec![
        Field::new(
            "deciders",
            Shape::People,
            &[
                "front-matter:deciders",
                "front-matter:decision-makers",
                "front-matter:approvers",
                "bullet:Deciders",
                "bullet:Decision-makers",
                "bold-line:Deciders",
                "line:Deciders",
                "table:Deciders",
                "section:Deciders",
                "sidecar:kep.yaml#/approvers",
            ],
        ),
        Field::new(
            "authors",
            Shape::People,
            &[
                "front-matter:authors",
                "front-matter:author",
                "bullet:Authors",
                "bullet:Author",
                "bold-line:Authors",
                "bold-line:Author",
                "line:Authors",
                "line:Author",
                "table:Authors",
                "table:Author",
                "sidecar:kep.yaml#/authors",
                "attribute:author",
            ],
        ),
        Field::new(
            "consulted",
            Shape::People,
            &["front-matter:consulted", "bullet:Consulted"],
        ),
        Field::new("informed", Shape::People, &["front-matter:informed", "bullet:Informed"]),
        Field::new(
            "owner",
            Shape::People,
            &[
                "front-matter:owner",
                "bullet:Owner",
                "table:Owner",
                "sidecar:kep.yaml#/owning-sig",
            ],
        ),
    ]
}

/// What it is about.
fn subjects() -> Vec<Field> {
    vec![
        Field::new(
            "tags",
            Shape::Words,
            &["front-matter:tags", "bullet:Tags", "line:Tags", "table:Tags"],
        ),
        Field::new(
            "services",
            references("service"),
            &["front-matter:services", "front-matter:service"],
        ),
    ]
}

/// What it takes the place of, and what takes its place.
fn succession() -> Vec<Field> {
    vec![
        Field::new(
            "supersedes",
            references("decision"),
            &[
                "front-matter:supersedes",
                "attribute:supersedes",
                "relation:supersedes",
                "bullet:Supersedes",
                "line:Supersedes",
                "table:Supersedes",
                "front-matter:replaces",
                "bullet:Replaces",
                "line:Replaces",
                "table:Replaces",
                "sidecar:kep.yaml#/replaces",
            ],
        ),
        Field::new(
            "superseded-by",
            references("decision"),
            &[
                "front-matter:superseded-by",
                "attribute:superseded-by",
                "relation:superseded by",
                "bullet:Superseded by",
                "line:Superseded by",
                "table:Superseded by",
                "front-matter:replaced-by",
                "bullet:Superceded by",
                "bullet:Replaced by",
                "line:Superceded by",
                "line:Replaced by",
                "table:Superceded by",
                "table:Replaced by",
                "sidecar:kep.yaml#/superseded-by",
            ],
        ),
    ]
}

/// What it changes or explains.
fn amendments() -> Vec<Field> {
    vec![
        Field::new(
            "amends",
            references("decision"),
            &[
                "front-matter:amends",
                "attribute:amends",
                "relation:amends",
                "bullet:Amends",
                "line:Amends",
                "table:Amends",
            ],
        ),
        Field::new(
            "amended-by",
            references("decision"),
            &[
                "front-matter:amended-by",
                "attribute:amended-by",
                "relation:amended by",
                "bullet:Amended by",
                "line:Amended by",
                "table:Amended by",
            ],
        ),
        Field::new(
            "clarifies",
            references("decision"),
            &[
                "front-matter:clarifies",
                "attribute:clarifies",
                "relation:clarifies",
                "bullet:Clarifies",
                "line:Clarifies",
                "table:Clarifies",
            ],
        ),
        Field::new(
            "clarified-by",
            references("decision"),
            &[
                "front-matter:clarified-by",
                "attribute:clarified-by",
                "relation:clarified by",
                "bullet:Clarified by",
                "line:Clarified by",
                "table:Clarified by",
            ],
        ),
    ]
}

/// What else it stands beside.
fn relations() -> Vec<Field> {
    vec![Field::new(
        "relates",
        references("decision"),
        &[
            "front-matter:relates",
            "attribute:relates",
            "relation:relates to",
            "bullet:Relates to",
            "line:Relates to",
            "table:Relates to",
            "front-matter:relates-to",
            "front-matter:related",
            "front-matter:related-to",
            "front-matter:see-also",
            "bullet:Related to",
            "bullet:Related",
            "bullet:Related ADRs",
            "bullet:Related decisions",
            "bullet:See also",
            "line:Related to",
            "line:Related",
            "line:Related ADRs",
            "line:Related decisions",
            "line:See also",
            "table:Related to",
            "table:Related",
            "sidecar:kep.yaml#/see-also",
        ],
    )]
}

fn references(kind: &str) -> Shape {
    Shape::References(Some(kind.to_owned()))
}
