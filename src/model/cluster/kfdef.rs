//! What a `KfDef` (Kubeflow, Open Data Hub) deploys of this repository.
//!
//! Its applications name a folder of one of its repositories, which it loads as archives. Applications of one name are one:
//! the folders are laid over each other. Field names and their meaning: the resource `kfdef.apps.kubeflow.org/v1`. What the
//! other repositories hold is not known here.

use crate::model::own;
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;

/// A folder of this repository that a `KfDef` deploys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layer<'n> {
    /// The folder.
    pub(crate) folder: RepoPath,
    /// The address of another repository over whose folder this one is laid, where there is one.
    pub(crate) over: Option<&'n str>,
}

/// Where an archive starts in the address of a repository's content at a revision.
const ARCHIVES: [&str; 3] = ["/tarball/", "/archive/", "/-/archive/"];

/// All folders that the repository's `KfDef` objects deploy, in the order of the objects.
pub(crate) fn layers(workspace: &Workspace) -> Vec<Layer<'_>> {
    let kfdefs = workspace.objects.iter().filter(|object| object.kind == "KfDef");
    let nodes = kfdefs.filter_map(|object| object.node(&workspace.documents));
    let here = (workspace.context.origin.as_deref(), &workspace.context.folder);
    nodes.flat_map(|node| of(node, here)).collect()
}

fn of<'n>(root: &'n Node, (origin, top): (Option<&str>, &RepoPath)) -> Vec<Layer<'n>> {
    let items = |key: &str| {
        root.get("spec")
            .and_then(|spec| spec.get(key))
            .map_or(&[][..], Node::items)
    };
    let text = |node: &'n Node, key: &str| node.get(key).and_then(Node::as_str);
    let address = |name: &str| {
        let repo = items("repos").iter().find(|repo| text(repo, "name") == Some(name))?;
        let uri = text(repo, "uri")?;
        let end = ARCHIVES.iter().filter_map(|mark| uri.find(mark)).min();
        Some(&uri[..end.unwrap_or(uri.len())])
    };
    let sources: Vec<(Option<&str>, &str, &str)> = items("applications")
        .iter()
        .filter_map(|application| {
            let reference = application.get("kustomizeConfig")?.get("repoRef")?;
            let address = address(text(reference, "name")?)?;
            Some((text(application, "name"), address, text(reference, "path")?))
        })
        .collect();
    let is_ours = |address: &str| origin.is_some_and(|origin| own::same_repository(origin, address));
    let ours = sources.iter().filter(|(_, address, _)| is_ours(address));
    ours.filter_map(|(name, _, path)| {
        let mut others = sources.iter().filter(|(_, address, _)| !is_ours(address));
        Some(Layer {
            folder: own::below(top, RepoPath::new(path)?)?,
            over: others
                .find(|(other, ..)| other.is_some() && other == name)
                .map(|(_, address, _)| *address),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::syntax::yaml::tests::parse;
    use crate::text::path::RepoPath;

    #[test]
    fn folders_may_be_laid_over_those_of_other_repositories() {
        let text = "
spec:
  applications:
    - { name: db, kustomizeConfig: { repoRef: { name: theirs, path: db } } }
    - { name: db, kustomizeConfig: { repoRef: { name: ours, path: more/db } } }
    - { name: web, kustomizeConfig: { repoRef: { name: ours, path: web } } }
    - { name: odd, kustomizeConfig: { repoRef: { name: nobody, path: odd } } }
  repos:
    - { name: theirs, uri: https://git.example.org/b/manifests/tarball/v1 }
    - { name: ours, uri: https://git.example.org/a/ops/tarball/main }
";
        let origin = Some("https://git.example.org/a/ops.git");
        let file = parse(text);
        let found: Vec<(String, Option<&str>)> = of(&file.data[0], (origin, &RepoPath::root()))
            .into_iter()
            .map(|layer| (layer.folder.to_string(), layer.over))
            .collect();
        let theirs = "https://git.example.org/b/manifests";
        assert_eq!(
            format!("{found:?}"),
            format!("{:?}", [("more/db", Some(theirs)), ("web", None)])
        );
        assert!(of(&file.data[0], (None, &RepoPath::root())).is_empty());
    }
}
