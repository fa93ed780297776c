//! Services: what the cloud offers and what it is made of; Backstage's catalogue entities are read as well.

use crate::model::kind::{Field, Form, Habitat, Kind, Shape, StatusWord, marks, names};
use crate::model::kind_names::SERVICE;
use crate::model::lifecycle::Lifecycle;
use crate::syntax::document::Format;

/// The row.
pub(super) fn kind() -> Kind {
    let backstage = |kind: &str| marks(&["key:apiVersion=backstage.io/*", &format!("key:kind={kind}")]);
    Kind {
        name: SERVICE.to_owned(),
        plural: "services".to_owned(),
        summary: "What runs, who answers for it, and what it depends on".to_owned(),
        habitat: Habitat {
            formats: vec![Format::Yaml],
            folders: names(&["services"]),
            name_words: vec![],
            inside: marks(&["key:depends-on", "key:tier", "key:slo", "key:owner"]),
            anywhere: ["Component", "System", "API", "Resource"].map(backstage).to_vec(),
        },
        fields: fields(),
        statuses: vec![
            StatusWord::living("planned", &["proposed"]),
            StatusWord::living("experimental", &["alpha", "beta", "incubating", "development"]),
            StatusWord::living("production", &["stable", "live", "active", "ga"]),
            StatusWord::living("deprecated", &["sunset"]),
            StatusWord::finished("retired", &["decommissioned", "removed"]),
        ],
        schema: include_str!("../../schemas/service.schema.json").to_owned(),
        form: Form {
            template: include_str!("service.yaml").to_owned(),
            folder: "services".to_owned(),
            file_name: "{slug}.yaml".to_owned(),
            status: "experimental".to_owned(),
            templates: &[],
        },
        lifecycle: Lifecycle::default(),
    }
}

fn fields() -> Vec<Field> {
    let to = |kind: &str| Shape::References(Some(kind.to_owned()));
    vec![
        Field::new("id", Shape::Id, &["front-matter:metadata.name", "front-matter:id"]),
        Field::new(
            "title",
            Shape::Title,
            &[
                "front-matter:title",
                "front-matter:metadata.title",
                "front-matter:metadata.name",
                "front-matter:name",
                "file-name",
            ],
        ),
        Field::new(
            "status",
            Shape::Status,
            &[
                "front-matter:status",
                "front-matter:lifecycle",
                "front-matter:spec.lifecycle",
            ],
        ),
        Field::new(
            "summary",
            Shape::Text,
            &[
                "front-matter:summary",
                "front-matter:description",
                "front-matter:metadata.description",
            ],
        ),
        Field::new(
            "owner",
            Shape::People,
            &["front-matter:owner", "front-matter:spec.owner"],
        ),
        Field::new("tier", Shape::Text, &["front-matter:tier"]),
        Field::new("type", Shape::Text, &["front-matter:type", "front-matter:spec.type"]),
        Field::new(
            "tags",
            Shape::Words,
            &["front-matter:tags", "front-matter:metadata.tags"],
        ),
        Field::new("depends-on", to("service"), &["front-matter:depends-on"]),
        Field::new("runbooks", to("runbook"), &["front-matter:runbooks"]),
        Field::new("decisions", to("decision"), &["front-matter:decisions"]),
        Field::new("configs", to("config"), &["front-matter:configs"]),
    ]
}
