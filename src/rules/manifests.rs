//! Which schemas describe which Kubernetes objects. It knows no rule.

use crate::model::cluster::crds::{self, Definition};
use crate::model::cluster::objects::Object;
use crate::model::cluster::patches::Patches;
use crate::model::cluster::{catalogue, fence, openapi, sops};
use crate::model::library::{Library, Volume};
use crate::model::workspace::Workspace;
use crate::syntax::schema::{self, Schema, SchemaError};
use crate::syntax::schema_bundle::Refused;
use crate::text::path::RepoPath;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the schema of a kind stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In a file of a folder of schemas.
    Volume(Volume),
    /// In these definitions of custom resources of the repository, by their places among all.
    Definitions(Vec<usize>),
    /// Nowhere.
    Unknown,
}

/// The objects of one kind.
pub(crate) struct Kind<'a> {
    /// `apiVersion`.
    pub(crate) api_version: &'a str,
    /// `kind`.
    pub(crate) name: &'a str,
    /// The objects, in their order.
    pub(crate) objects: Vec<&'a Object>,
    /// Where its schema stands.
    pub(crate) origin: Origin,
}

/// A kind as it is told to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `apps/v1 Deployment`.
    pub name: String,
    /// How many objects there are.
    pub count: usize,
    /// What describes it; `None` where nothing does.
    pub by: Option<String>,
}

/// The objects of a repository by their kinds, and what describes them.
pub(crate) struct Manifests<'a> {
    pub(crate) library: Library<'a>,
    /// The kinds in use, sorted by version and name.
    pub(crate) kinds: Vec<Kind<'a>>,
    pub(crate) patches: Patches,
    definitions: Vec<Definition<'a>>,
    is_strict: bool,
}

impl<'a> Manifests<'a> {
    /// Of a workspace.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        let mut patches = Patches::new(&workspace.tree, &workspace.documents, &workspace.links);
        patches.learn(&workspace.objects);
        let definitions = crds::definitions(&workspace.objects, &workspace.documents);
        let library = Library::new(workspace);
        let mut by_kind: BTreeMap<(&str, &str), Vec<&Object>> = BTreeMap::new();
        for object in &workspace.objects {
            if !is_skipped(workspace, object) && !patches.is_partial(&workspace.tree, object) {
                by_kind
                    .entry((&object.api_version, &object.kind))
                    .or_default()
                    .push(object);
            }
        }
        let folders = folders(workspace, &library);
        let kinds = by_kind.into_iter().map(|((api_version, name), objects)| Kind {
            api_version,
            name,
            origin: origin(&library, &folders, (objects[0], &definitions)),
            objects,
        });
        Manifests {
            kinds: kinds.collect(),
            library,
            patches,
            definitions,
            is_strict: workspace.settings.kubernetes.strict,
        }
    }

    /// The schemas of a kind, each not yet compiled, and what they refer to that is not to be had. A kind that is defined
    /// several times has several.
    pub(crate) fn schemas(&self, kind: &Kind<'_>) -> Vec<(Value, BTreeSet<Refused>)> {
        match &kind.origin {
            Origin::Unknown => Vec::new(),
            Origin::Volume(volume) => {
                let Some(mut value) = self.library.value(*volume) else {
                    return Vec::new();
                };
                let schema = Arc::make_mut(&mut value);
                let refused = self.library.complete(schema, *volume);
                openapi::adopt(schema);
                if self.is_strict {
                    fence::close(schema);
                }
                vec![(Arc::unwrap_or_clone(value), refused)]
            }
            Origin::Definitions(all) => {
                let schemas = all.iter().map(|at| {
                    let mut value = schema::to_json(self.definitions[*at].schema);
                    openapi::to_schema(&mut value);
                    if self.is_strict {
                        fence::close(&mut value);
                    }
                    (value, BTreeSet::new())
                });
                schemas.collect()
            }
        }
    }

    /// What describes a kind, for people.
    pub(crate) fn told(&self, workspace: &Workspace, kind: &Kind<'_>) -> Told {
        let by = match &kind.origin {
            Origin::Unknown => None,
            Origin::Volume(volume) => Some(self.library.name(*volume)),
            Origin::Definitions(all) => {
                let first = all.first().map(|at| self.definitions[*at].file);
                first.map(|file| workspace.tree.path(file).to_string())
            }
        };
        Told {
            name: format!("{} {}", kind.api_version, kind.name),
            count: kind.objects.len(),
            by,
        }
    }
}

/// The kinds in use and what describes them, sorted by name.
pub fn kinds(workspace: &Workspace) -> Vec<Told> {
    let manifests = Manifests::new(workspace);
    let kinds = manifests.kinds.iter();
    kinds.map(|kind| manifests.told(workspace, kind)).collect()
}

/// Makes a schema ready. A pattern that only another engine reads is left out.
pub(crate) fn compile(mut schema: Value) -> Result<Schema, SchemaError> {
    Schema::of_objects(schema.clone()).or_else(|first| {
        openapi::without_patterns(&mut schema);
        Schema::of_objects(schema).map_err(|_| first)
    })
}

/// True where some object may have a schema.
pub(crate) fn is_worth_it(workspace: &Workspace) -> bool {
    let defines = |object: &Object| object.kind == "CustomResourceDefinition";
    is_asked_for(workspace) || workspace.objects.iter().any(defines)
}

/// True where somebody named a folder of schemas that could be read, so that a kind without one is worth a word.
pub(crate) fn is_asked_for(workspace: &Workspace) -> bool {
    let mut named = workspace.settings.kubernetes.schemas.iter();
    named.any(|named| named.sibling.is_none()) || !workspace.shelves.is_empty()
}

/// Every folder in which schemas may lie, in the order in which they are asked.
fn folders(workspace: &Workspace, library: &Library<'_>) -> Vec<(Option<usize>, Vec<RepoPath>)> {
    let settings = &workspace.settings.kubernetes;
    let own = settings.schemas.iter().filter(|named| named.sibling.is_none());
    let named = own.map(|named| (None, named.folder.clone()));
    let shelves = (0..workspace.shelves.len()).map(|at| (Some(at), RepoPath::root()));
    let all = named.chain(shelves);
    all.map(|(shelf, folder)| (shelf, catalogue::folders(library.tree(shelf), &folder, settings)))
        .collect()
}

fn origin(
    library: &Library<'_>,
    folders: &[(Option<usize>, Vec<RepoPath>)],
    (object, definitions): (&Object, &[Definition<'_>]),
) -> Origin {
    let kind = (object.group(), object.version(), object.kind.as_str());
    let mut found = folders.iter().filter_map(|(shelf, folders)| {
        let file = catalogue::find(library.tree(*shelf), folders, kind)?;
        Some(Volume { shelf: *shelf, file })
    });
    if let Some(volume) = found.find(|volume| library.value(*volume).is_some_and(|schema| is_for(&schema, object))) {
        return Origin::Volume(volume);
    }
    let own: Vec<usize> = definitions
        .iter()
        .enumerate()
        .filter(|(_, one)| one.api_version == *object.api_version && one.kind == object.kind)
        .map(|(at, _)| at)
        .collect();
    match own.is_empty() {
        true => Origin::Unknown,
        false => Origin::Definitions(own),
    }
}

/// Two groups may begin with the same word, and so do their files: a schema that says for what it is decides.
fn is_for(schema: &Value, object: &Object) -> bool {
    let versions = schema.pointer("/properties/apiVersion/enum").and_then(Value::as_array);
    if let Some(versions) = versions {
        return versions.iter().any(|one| one.as_str() == Some(&object.api_version));
    }
    let kinds = schema.get("x-kubernetes-group-version-kind").and_then(Value::as_array);
    kinds.is_none_or(|kinds| {
        kinds.iter().any(|one| {
            let is = |key: &str, value: &str| one.get(key).and_then(Value::as_str) == Some(value);
            is("group", object.group()) && is("version", object.version())
        })
    })
}

/// What is not checked: what the settings leave out, what sops has sealed, and what kustomize alone reads.
fn is_skipped(workspace: &Workspace, object: &Object) -> bool {
    let skip = &workspace.settings.kubernetes.skip;
    let named = skip.iter().any(|name| match name.rsplit_once('/') {
        Some((version, kind)) => object.api_version == *version && object.kind == *kind,
        None => object.kind == *name,
    });
    let is_sealed = || object.node(&workspace.documents).is_some_and(sops::is_sealed);
    let is_tools = object.group().ends_with("kustomize.config.k8s.io") || object.api_version == "builtin";
    named || is_tools || is_sealed() || !workspace.document(object.file).problems.is_empty()
}
