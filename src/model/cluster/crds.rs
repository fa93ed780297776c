//! Custom resources that the repository itself defines: group, version, kind and schema of each.
//!
//! Source: the reference of `CustomResourceDefinition` (apiextensions.k8s.io, v1 and v1beta1).

use crate::model::cluster::objects::Object;
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::span::FileId;

/// One version of a custom resource, with its schema.
pub(crate) struct Definition<'n> {
    /// `argoproj.io/v1alpha1`.
    pub(crate) api_version: String,
    /// `Application`.
    pub(crate) kind: &'n str,
    /// `openAPIV3Schema`.
    pub(crate) schema: &'n Node,
    /// Where it is defined.
    pub(crate) file: FileId,
}

/// All of them, in the order of the objects.
pub(crate) fn definitions<'n>(objects: &[Object], documents: &'n [Document]) -> Vec<Definition<'n>> {
    let defining = objects
        .iter()
        .filter(|object| object.kind == "CustomResourceDefinition");
    defining
        .filter_map(|object| Some((object.file, object.node(documents)?.get("spec")?)))
        .flat_map(|(file, spec)| of_spec(file, spec))
        .collect()
}

fn of_spec(file: FileId, spec: &Node) -> Vec<Definition<'_>> {
    let group = spec.get("group").and_then(Node::as_str);
    let kind = spec.at("/names/kind").and_then(Node::as_str);
    let (Some(group), Some(kind)) = (group, kind) else {
        return Vec::new();
    };
    // v1beta1 may have one schema for all versions, and one version without a list.
    let common = spec.at("/validation/openAPIV3Schema");
    let single = spec.get("version").and_then(Node::as_str).map(|name| (name, None));
    let versions = spec.get("versions").map_or(&[][..], Node::items);
    let listed = versions.iter().filter_map(|version| {
        let name = version.get("name").and_then(Node::as_str)?;
        Some((name, version.at("/schema/openAPIV3Schema")))
    });
    let single = single.filter(|_| versions.is_empty());
    let all = listed.chain(single);
    all.filter_map(|(name, own)| {
        Some(Definition {
            api_version: format!("{group}/{name}"),
            kind,
            schema: own.or(common)?,
            file,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::of_spec;
    use crate::syntax::yaml::tests::parse;
    use crate::text::span::FileId;

    fn found(text: &str) -> Vec<String> {
        let document = parse(text);
        let all = of_spec(FileId(0), &document.data[0]);
        all.iter()
            .map(|one| format!("{} {}", one.api_version, one.kind))
            .collect()
    }

    #[test]
    fn both_forms_are_read() {
        let head = "group: a.org\nnames: {kind: K}\n";
        let schema = "schema: {openAPIV3Schema: {type: object}}";
        let new = format!("{head}versions: [{{name: v1, {schema}}}, {{name: v2}}]\n");
        assert_eq!(found(&new), ["a.org/v1 K"]);
        let common = "validation: {openAPIV3Schema: {type: object}}\n";
        assert_eq!(found(&format!("{head}version: v1\n{common}")), ["a.org/v1 K"]);
        let listed = format!("{head}version: v1\nversions: [{{name: v1}}, {{name: v2}}]\n{common}");
        assert_eq!(found(&listed), ["a.org/v1 K", "a.org/v2 K"]);
        assert!(found("names: {kind: K}\n").is_empty());
    }
}
