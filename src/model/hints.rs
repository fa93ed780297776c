//! Settings of other tools for decisions, as hints where records are: adr-tools' `.adr-dir`, log4brains' `.log4brains.yml`
//! and the `adrs.toml` of adrs (Rust).
//!
//! It states what these files name and judges nothing. Sources: adr-tools reads the folder from the first line of
//! `.adr-dir`; log4brains takes `project.adrFolder` and `project.packages[].adrFolder`; adrs takes `adr_dir` and falls
//! back to `doc/adr`. All are relative to the folder in which the settings lie, and all three look into that folder
//! only, not below it.

use crate::model::alerts;
use crate::model::kind::Kind;
use crate::model::kind_names::DECISION;
use crate::syntax::document::{Document, Format, format_of};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::{Content, Tree};

/// The settings of adr-tools: one line.
const ADR_TOOLS: &str = ".adr-dir";

/// Who answers for which files, as forges read it.
const OWNERS: &str = "CODEOWNERS";

/// The ending of policies in Rego.
pub(crate) const POLICY: &str = "rego";

/// A folder that another tool's settings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The folder as it is written.
    pub raw: String,
    /// Where it is written.
    pub span: Span,
    /// The folder; `None` where it lies outside of the root.
    pub folder: Option<RepoPath>,
    /// The name that the tool gives to what is kept there: a project's or a package's.
    pub name: Option<String>,
}

/// Names and extensions of files without a format that may hold what must be sealed, or say what is.
const SECRETIVE: [&str; 11] = [
    "age",
    "env",
    "gitattributes",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
    "ini",
    "key",
    "pem",
    "ppk",
];

/// Whether the text of a file is asked for: of the formats that opsrepo reads, of settings, lists and policies that have no
/// format, and of files that may hold secrets.
pub fn is_read(path: &RepoPath) -> bool {
    format_of(path) != Format::Other
        || [ADR_TOOLS, OWNERS].contains(&path.name())
        || may_hold_secrets(path)
        || alerts::read::is_one(path)
        || path.extension() == Some(POLICY)
}

/// True for a file without a format that may hold what must be sealed. It may be no text: a key is bytes too.
pub(crate) fn may_hold_secrets(path: &RepoPath) -> bool {
    let name = path.name();
    let extension = name.rsplit('.').next().unwrap_or(name);
    SECRETIVE.contains(&extension) || name.starts_with(".env.")
}

/// True for the kind whose records the hints lead to.
pub(crate) fn is_for(kind: &Kind) -> bool {
    kind.name == DECISION
}

/// All hints, in the order of the files.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (file, entry) in tree.iter() {
        let base = entry.path.parent();
        match (entry.path.name(), &entry.content) {
            (ADR_TOOLS, Content::Text(source)) => hints.extend(first_line(source.text(), file, &base)),
            (".log4brains.yml" | ".log4brains.yaml", _) => {
                let project = documents[file.index()]
                    .data
                    .first()
                    .and_then(|data| data.get("project"));
                hints.extend(project.into_iter().flat_map(|project| of_project(project, file, &base)));
            }
            ("adrs.toml" | ".adrs.toml", _) => {
                let data = documents[file.index()].data.first();
                hints.extend(data.and_then(|data| of_node(data.get("adr_dir")?, file, &base)));
            }
            _ => {}
        }
    }
    hints
}

/// `.adr-dir`: its first line that says something.
fn first_line(text: &str, file: FileId, base: &RepoPath) -> Option<Hint> {
    let body = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - body.len();
    let line = body.lines().next().unwrap_or("").trim_end();
    let span = Span::new(file, Range::new(start, start + line.len()));
    (!line.is_empty()).then(|| hint(line, span, base))
}

/// The project of log4brains, then its packages.
fn of_project(project: &Node, file: FileId, base: &RepoPath) -> Vec<Hint> {
    let packages = project.get("packages").map_or(&[][..], Node::items);
    let places = std::iter::once(project).chain(packages);
    places
        .filter_map(|place| {
            let found = of_node(place.get("adrFolder")?, file, base)?;
            let name = place.get("name").and_then(Node::scalar);
            Some(Hint { name, ..found })
        })
        .collect()
}

fn of_node(node: &Node, file: FileId, base: &RepoPath) -> Option<Hint> {
    let raw = node.as_str().filter(|raw| !raw.trim().is_empty())?;
    Some(hint(raw, Span::new(file, node.range), base))
}

fn hint(raw: &str, span: Span, base: &RepoPath) -> Hint {
    let is_absolute = raw.starts_with('/') || raw.get(1..3).is_some_and(|rest| rest == ":\\" || rest == ":/");
    let folder = (!is_absolute)
        .then(|| base.join(&raw.trim().replace('\\', "/")))
        .flatten();
    Hint {
        raw: raw.to_owned(),
        span,
        folder,
        name: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_read, read};
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn folders(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::new(vec![File::text(RepoPath::new(path).unwrap(), text)]);
        let documents: Vec<_> = tree
            .files()
            .iter()
            .map(|file| reader::read(&file.path, &file.content))
            .collect();
        let shown = |hint: super::Hint| match hint.folder {
            Some(folder) => format!("{folder}={}", hint.name.unwrap_or_default()),
            None => format!("outside: {}", hint.raw),
        };
        let hints = read(&tree, &documents);
        for hint in &hints {
            assert!(tree.slice(hint.span).contains(&hint.raw), "{hint:?}");
        }
        hints.into_iter().map(shown).collect()
    }

    #[test]
    fn settings_name_folders() {
        let brains = "project:\n  name: cloud\n  adrFolder: ./docs/why\n  packages:\n    - name: api\n      \
                      adrFolder: ./packages/api/why\n    - name: no folder\n    - 7\n";
        let cases: [(&str, &str, &[&str]); 12] = [
            (".adr-dir", "docs/why\n", &["docs/why="]),
            (".adr-dir", "\u{feff}\r\n  ./docs/why  \r\nmore\r\n", &["docs/why="]),
            ("app/.adr-dir", "why", &["app/why="]),
            (".adr-dir", ".", &["="]),
            (".adr-dir", " \n", &[]),
            (".adr-dir", "../../etc", &["outside: ../../etc"]),
            (".adr-dir", "/etc", &["outside: /etc"]),
            (".adr-dir", "C:\\adr", &["outside: C:\\adr"]),
            (".log4brains.yml", brains, &["docs/why=cloud", "packages/api/why=api"]),
            (".log4brains.yml", "project: 7\n", &[]),
            ("adrs.toml", "adr_dir = \"why\"\nmode = \"ng\"\n", &["why="]),
            ("adrs.toml", "adr_dir = 7\n", &[]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(folders(path, text), expected, "{path} {text:?}");
        }
    }

    #[test]
    fn only_what_is_needed_is_read() {
        for (path, expected) in [
            (".adr-dir", true),
            ("a/.adr-dir", true),
            ("a/.gitattributes", true),
            ("tls.key", true),
            ("keys.rs", false),
            ("a.md", true),
            ("policy/a.rego", true),
            ("a.png", false),
            (".github/CODEOWNERS", true),
            ("a/CODEOWNERS", true),
        ] {
            assert_eq!(is_read(&RepoPath::new(path).unwrap()), expected, "{path}");
        }
    }
}
