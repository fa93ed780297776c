//! What Argo CD's applications and sets of applications say of this repository: paths, revisions, patterns of folders.
//!
//! Field names and their meaning: the reference of Argo CD's `Application` and `ApplicationSet`.

use crate::model::links::{Destination, Link, Origin};
use crate::model::own;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use crate::text::tree::Tree;

/// The repository that is read.
#[derive(Clone, Copy)]
pub(crate) struct Here<'a> {
    /// The remote `origin`.
    pub(crate) origin: Option<&'a str>,
    /// Its default branch, where it is known.
    pub(crate) branch: Option<&'a str>,
    /// Where the root lies in it.
    pub(crate) folder: &'a RepoPath,
}

impl Here<'_> {
    /// True where a revision is the state that is read, as far as one can tell: what another branch, a tag or a commit holds
    /// is not known.
    pub(crate) fn is_at(self, revision: Option<&Node>) -> bool {
        let name = revision.and_then(Node::as_str).unwrap_or_default();
        let name = name.trim_start_matches("refs/heads/");
        matches!(name, "" | "HEAD" | "main" | "master") || self.branch == Some(name)
    }
}

/// A pattern by which a set of applications finds its folders or files.
pub(crate) struct Pattern<'n> {
    /// The pattern, from the top of the repository.
    pub(crate) node: &'n Node,
    /// Whether it is for folders; else for files.
    pub(crate) is_for_folders: bool,
    /// The revision that it looks into, if it names one.
    pub(crate) revision: Option<&'n Node>,
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
    let sources = sources(root, here.origin);
    let mut links = Vec::new();
    for source in sources.iter().filter(|source| source.is_ours) {
        if let Some((node, raw)) = plain(source.node.get("path")) {
            let target = match RepoPath::new(raw).map(|path| own::below(here.folder, path)) {
                Some(None) => Destination::Unknown,
                Some(Some(path)) if tree.is_opaque(&path) => Destination::Unknown,
                Some(Some(path)) if tree.is_folder(&path) => Destination::Folder(path),
                Some(Some(_)) if !here.is_at(source.node.get("targetRevision")) => Destination::Unknown,
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

/// A folder of this repository whose files an application deploys as Argo CD finds them.
pub(crate) struct Folder<'n> {
    /// The way to it.
    pub(crate) field: String,
    /// Where it is named.
    pub(crate) node: &'n Node,
    /// The folder, from the root.
    pub(crate) path: RepoPath,
}

/// The folders of an application's sources; none of those that a plugin reads, or that are read with all below them.
pub(crate) fn folders<'n>(root: &'n Node, here: Here<'_>) -> Vec<Folder<'n>> {
    let sources = sources(root, here.origin).into_iter();
    let plain_ones = sources.filter(|source| {
        let recurses = source.node.at("/directory/recurse").and_then(Node::scalar);
        let is_special = source.node.get("plugin").is_some() || recurses.is_some_and(|word| word == "true");
        source.is_ours && !is_special && here.is_at(source.node.get("targetRevision"))
    });
    plain_ones
        .filter_map(|source| {
            let (node, raw) = plain(source.node.get("path"))?;
            let path = own::below(here.folder, RepoPath::new(raw)?)?;
            let field = format!("{}.path", source.field);
            Some(Folder { field, node, path })
        })
        .collect()
}

/// The revisions of this repository that the sources of an application name, and the patterns of a set.
pub(crate) fn revisions<'n>(root: &'n Node, origin: Option<&str>) -> Vec<&'n Node> {
    let sources = sources(root, origin).into_iter().filter(|source| source.is_ours);
    let of_sources = sources.filter_map(|source| Some(plain(source.node.get("targetRevision"))?.0));
    let mut all: Vec<&Node> = of_sources.collect();
    for pattern in patterns(root, origin) {
        // The patterns of one generator have one revision.
        let revision = plain(pattern.revision).map(|(node, _)| node);
        all.extend(revision.filter(|node| all.last().is_none_or(|last| last.range != node.range)));
    }
    all
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
                    found.push(Pattern {
                        node,
                        is_for_folders,
                        revision: git.get("revision"),
                    });
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
    let is_here = |source: &&Source<'_>| source.is_ours && here.is_at(source.node.get("targetRevision"));
    let full = |raw: &str| -> Option<RepoPath> {
        if let Some((name, path)) = raw.strip_prefix('$').and_then(|raw| raw.split_once('/')) {
            let named = all.iter().find(|source| source.name == Some(name));
            return named.filter(is_here).and_then(|_| RepoPath::new(path));
        }
        if !is_here(&source) {
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
            let path = own::below(here.folder, full(raw)?)?;
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
    use super::{Here, links, patterns, revisions};
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
                Destination::Unknown => "?",
                _ => "no",
            };
            format!("{} {} {state}", link.field, link.raw)
        };
        let folder = RepoPath::root();
        let here = Here {
            origin: ORIGIN,
            branch: Some("trunk"),
            folder: &folder,
        };
        let all = links(&tree, FileId(0), data, here);
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
    fn what_another_revision_holds_is_not_known() {
        for (revision, state) in [
            ("HEAD", "no"),
            ("refs/heads/trunk", "no"),
            ("v1.2.0", "?"),
            ("5e388de9", "?"),
            ("release", "?"),
        ] {
            let text = format!(
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source: {{repoURL: https://git.example.org/a/ops, path: \
                 charts/gone, targetRevision: {revision}}}\n"
            );
            assert_eq!(found(&text), [format!("spec.source.path charts/gone {state}")]);
        }
    }

    #[test]
    fn sets_of_applications_look_for_folders() {
        let text = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  generators:\n  - matrix:\n      generators:\n      \
                    - git:\n          repoURL: git@git.example.org:a/ops\n          revision: v2\n          directories:\n          - path: apps/*\n          \
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
        assert_eq!(texts(revisions(&document.data[0], ORIGIN)), ["v1", "v2"]);
        assert!(found(text).is_empty());
    }
}
