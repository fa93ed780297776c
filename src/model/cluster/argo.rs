//! What Argo CD's applications and sets of applications say of this repository: paths, revisions, patterns of folders.
//!
//! Field names and their meaning: the reference of Argo CD's `Application` and `ApplicationSet`.

use crate::model::links::{Destination, Link, Origin};
use crate::model::own;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use crate::text::tree::Tree;

/// The remote `origin` and where the root lies in its repository.
pub(crate) type Here<'a> = (Option<&'a str>, &'a RepoPath);

/// A pattern by which a set of applications finds its folders or files.
pub(crate) struct Pattern<'n> {
    /// The pattern, from the top of the repository.
    pub(crate) node: &'n Node,
    /// Whether it is for folders; else for files.
    pub(crate) is_for_folders: bool,
}

/// One source of an application.
struct Source<'n> {
    /// The way to it: `spec.source`, `spec.sources[]`.
    field: String,
    node: &'n Node,
    is_ours: bool,
    /// The name by which other sources of the application speak of it.
    name: Option<&'n str>,
}

/// The paths of an application's sources that lie in this repository, and the files of Helm values that they name.
pub(crate) fn links(tree: &Tree, file: FileId, root: &Node, here: Here<'_>) -> Vec<Link> {
    let sources = sources(root, here.0);
    let mut links = Vec::new();
    for source in sources.iter().filter(|source| source.is_ours) {
        if let Some((node, raw)) = plain(source.node.get("path")) {
            let target = match RepoPath::new(raw).map(|path| own::below(here.1, path)) {
                Some(None) => Destination::Unknown,
                Some(Some(path)) if tree.is_opaque(&path) => Destination::Unknown,
                Some(Some(path)) if tree.is_folder(&path) => Destination::Folder(path),
                Some(Some(path)) => Destination::Missing(path),
                None => Destination::Outside,
            };
            links.push(link(file, (format!("{}.path", source.field), node), raw, target));
        }
    }
    for source in &sources {
        links.extend(values(tree, file, (source, &sources), here));
    }
    links
}

/// The revisions of this repository that the sources of an application name.
pub(crate) fn revisions<'n>(root: &'n Node, origin: Option<&str>) -> Vec<&'n Node> {
    let sources = sources(root, origin).into_iter().filter(|source| source.is_ours);
    sources
        .filter_map(|source| Some(plain(source.node.get("targetRevision"))?.0))
        .collect()
}

/// The patterns by which a set of applications looks into this repository; those that only leave something out are none.
pub(crate) fn patterns<'n>(root: &'n Node, origin: Option<&str>) -> Vec<Pattern<'n>> {
    let mut found = Vec::new();
    if is_a(root, "ApplicationSet") {
        let generators = root.get("spec").and_then(|spec| spec.get("generators"));
        collect(generators.map_or(&[][..], Node::items), origin, &mut found);
    }
    found
}

/// A generator may be made of two others, which may be made of two others.
fn collect<'n>(generators: &'n [Node], origin: Option<&str>, found: &mut Vec<Pattern<'n>>) {
    for generator in generators {
        for field in ["matrix", "merge"] {
            let inner = generator.get(field).and_then(|both| both.get("generators"));
            collect(inner.map_or(&[][..], Node::items), origin, found);
        }
        let Some(git) = generator.get("git").filter(|git| is_ours(git, origin)) else {
            continue;
        };
        for (field, is_for_folders) in [("directories", true), ("files", false)] {
            for item in git.get(field).map_or(&[][..], Node::items) {
                let is_left_out = item
                    .get("exclude")
                    .and_then(Node::scalar)
                    .is_some_and(|word| word == "true");
                if let Some((node, _)) = plain(item.get("path")).filter(|_| !is_left_out) {
                    found.push(Pattern { node, is_for_folders });
                }
            }
        }
    }
}

fn sources<'n>(root: &'n Node, origin: Option<&str>) -> Vec<Source<'n>> {
    let (start, spec) = match () {
        () if is_a(root, "Application") => ("spec", root.get("spec")),
        () if is_a(root, "ApplicationSet") => ("spec.template.spec", root.at("/spec/template/spec")),
        () => return Vec::new(),
    };
    let Some(spec) = spec else { return Vec::new() };
    let single = spec.get("source").map(|node| ("source", node));
    let several = spec.get("sources").map_or(&[][..], Node::items);
    let all = single.into_iter().chain(several.iter().map(|node| ("sources[]", node)));
    all.map(|(field, node)| Source {
        field: format!("{start}.{field}"),
        node,
        is_ours: is_ours(node, origin),
        name: node.get("ref").and_then(Node::as_str),
    })
    .collect()
}

/// Files of Helm values: from the source's own path, from the top with a slash, or from another source by its name.
fn values(tree: &Tree, file: FileId, (source, all): (&Source<'_>, &[Source<'_>]), here: Here<'_>) -> Vec<Link> {
    let Some(helm) = source.node.get("helm") else {
        return Vec::new();
    };
    let may_miss = helm.get("ignoreMissingValueFiles").and_then(Node::scalar);
    if may_miss.is_some_and(|word| word == "true") {
        return Vec::new();
    }
    let start = plain(source.node.get("path")).and_then(|(_, raw)| RepoPath::new(raw));
    let full = |raw: &str| -> Option<RepoPath> {
        if let Some((name, path)) = raw.strip_prefix('$').and_then(|raw| raw.split_once('/')) {
            let named = all.iter().find(|source| source.name == Some(name));
            return named.filter(|source| source.is_ours).and_then(|_| RepoPath::new(path));
        }
        if !source.is_ours {
            return None;
        }
        match raw.strip_prefix('/') {
            Some(path) => RepoPath::new(path),
            None => start.as_ref()?.join(raw),
        }
    };
    let files = helm.get("valueFiles").map_or(&[][..], Node::items).iter();
    files
        .filter_map(|node| {
            let (node, raw) = plain(Some(node)).filter(|(_, raw)| !raw.contains("://") && !raw.contains('*'))?;
            let path = own::below(here.1, full(raw)?)?;
            let target = match tree.find(&path) {
                Some(found) => Destination::File(found),
                None if tree.is_opaque(&path) => Destination::Unknown,
                None => Destination::Missing(path),
            };
            let field = format!("{}.helm.valueFiles", source.field);
            Some(link(file, (field, node), raw, target))
        })
        .collect()
}

fn link(file: FileId, (field, node): (String, &Node), raw: &str, target: Destination) -> Link {
    Link {
        origin: Origin::ArgoApplication,
        field,
        raw: raw.to_owned(),
        span: Span::new(file, node.range),
        target,
    }
}

/// A text that is there and that nothing has to fill in first.
fn plain(node: Option<&Node>) -> Option<(&Node, &str)> {
    let node = node?;
    let text = node.as_str()?;
    (!text.is_empty() && !text.contains("{{") && !text.contains("${")).then_some((node, text))
}

fn is_ours(source: &Node, origin: Option<&str>) -> bool {
    let url = source.get("repoURL").and_then(Node::as_str).unwrap_or("");
    origin.is_some_and(|origin| own::same_repository(origin, url))
}

fn is_a(root: &Node, kind: &str) -> bool {
    let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or("");
    text("kind") == kind && text("apiVersion").starts_with("argoproj.io/")
}

#[cfg(test)]
mod tests {
    use super::{links, patterns, revisions};
    use crate::model::links::Destination;
    use crate::syntax::yaml::tests::parse;
    use crate::text::path::RepoPath;
    use crate::text::span::FileId;
    use crate::text::tree::{File, Tree};

    const ORIGIN: Option<&str> = Some("https://git.example.org/a/ops.git");

    fn found(text: &str) -> Vec<String> {
        let file = |path| File::text(RepoPath::new(path).unwrap(), "");
        let tree = Tree::new(vec![file("charts/web/values-a.yaml"), file("shared/b.yaml")]);
        let data = &parse(text).data[0];
        let shown = |link: crate::model::links::Link| {
            let state = match link.target {
                Destination::File(_) | Destination::Folder(_) => "is",
                _ => "no",
            };
            format!("{} {} {state}", link.field, link.raw)
        };
        let all = links(&tree, FileId(0), data, (ORIGIN, &RepoPath::root()));
        all.into_iter().map(shown).collect()
    }

    #[test]
    fn paths_and_values_of_every_source() {
        let head = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n";
        let ours = "  - repoURL: https://git.example.org/a/ops\n    ref: us\n    path: charts/web\n    helm: {valueFiles: \
                    [values-a.yaml, values-b.yaml, /shared/b.yaml, 'v-{{x}}.yaml']}\n";
        let theirs = "  - repoURL: https://charts.example.org\n    path: web\n    helm: {valueFiles: [$us/shared/b.yaml, \
                      $us/shared/c.yaml, own.yaml]}\n";
        let expected = [
            "spec.sources[].path charts/web is",
            "spec.sources[].helm.valueFiles values-a.yaml is",
            "spec.sources[].helm.valueFiles values-b.yaml no",
            "spec.sources[].helm.valueFiles /shared/b.yaml is",
            "spec.sources[].helm.valueFiles $us/shared/b.yaml is",
            "spec.sources[].helm.valueFiles $us/shared/c.yaml no",
        ];
        assert_eq!(found(&format!("{head}{ours}{theirs}")), expected);
    }

    #[test]
    fn sets_of_applications_look_for_folders() {
        let text = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  generators:\n  - matrix:\n      generators:\n      \
                    - git:\n          repoURL: git@git.example.org:a/ops\n          directories:\n          - path: apps/*\n          \
                    - {path: apps/x, exclude: true}\n  - git: {repoURL: https://other/a, files: [{path: x}]}\n  template:\n    \
                    spec:\n      source: {repoURL: https://git.example.org/a/ops, path: '{{path}}', targetRevision: v1}\n";
        let document = parse(text);
        let texts = |nodes: Vec<&crate::syntax::node::Node>| -> Vec<String> {
            nodes
                .into_iter()
                .filter_map(|node| Some(node.as_str()?.to_owned()))
                .collect()
        };
        let nodes = patterns(&document.data[0], ORIGIN)
            .into_iter()
            .map(|pattern| pattern.node);
        assert_eq!(texts(nodes.collect()), ["apps/*"]);
        assert_eq!(texts(revisions(&document.data[0], ORIGIN)), ["v1"]);
        assert!(found(text).is_empty());
    }
}
