//! Configs: the files from which the cloud is built; kustomizations and Argo CD applications wherever they lie.

use crate::model::kind::{Field, Form, Habitat, Kind, Shape, marks, names};
use crate::model::kind_names::CONFIG;
use crate::model::lifecycle::Lifecycle;
use crate::syntax::document::Format;

/// The row.
pub(super) fn kind() -> Kind {
    let to = |kind: &str| Shape::References(Some(kind.to_owned()));
    let argo = |kind: &str| marks(&["key:apiVersion=argoproj.io/*", &format!("key:kind={kind}")]);
    let mut anywhere = vec![
        marks(&["file:kustomization.yaml"]),
        marks(&["file:kustomization.yml"]),
        marks(&["file:Kustomization"]),
    ];
    anywhere.extend(["Application", "ApplicationSet", "AppProject"].map(argo));
    Kind {
        name: CONFIG.to_owned(),
        plural: "configs".to_owned(),
        summary: "What the cloud is built from: manifests, applications, settings".to_owned(),
        habitat: Habitat {
            formats: vec![Format::Yaml, Format::Json, Format::Toml],
            folders: names(&["/configs", "/config"]),
            name_words: vec![],
            inside: vec![],
            anywhere,
        },
        fields: vec![
            Field::new(
                "title",
                Shape::Title,
                &[
                    "front-matter:title",
                    "front-matter:metadata.name",
                    "front-matter:name",
                    "file-name",
                ],
            ),
            Field::new("type", Shape::Text, &["front-matter:kind"]),
            Field::new("owner", Shape::People, &["front-matter:owner"]),
            Field::new(
                "services",
                to("service"),
                &["front-matter:services", "front-matter:service"],
            ),
            Field::new(
                "summary",
                Shape::Text,
                &["front-matter:summary", "front-matter:description"],
            ),
        ],
        statuses: vec![],
        schema: include_str!("../../schemas/config.schema.json").to_owned(),
        form: Form {
            template: include_str!("config.yaml").to_owned(),
            folder: "configs".to_owned(),
            file_name: "{slug}.yaml".to_owned(),
            status: String::new(),
            templates: &[],
        },
        lifecycle: Lifecycle::default(),
    }
}
