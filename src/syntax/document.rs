//! One parsed file: its data, its markup, and what is wrong with it.

use crate::syntax::markup::Markup;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::Range;

/// The language of a file, from its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// JSON, or JSON with comments where the name says so.
    Json,
    /// TOML.
    Toml,
    /// Markdown, also inside ERB pages.
    Markdown,
    /// AsciiDoc.
    AsciiDoc,
    /// Anything else: never read.
    Other,
}

/// A parsed file. Parsing never fails; what could not be read is in `problems`.
#[derive(Clone, Debug)]
pub struct Document {
    /// The language.
    pub format: Format,
    /// The values of a data file (a YAML stream may hold several), or the one value of a front matter.
    pub data: Vec<Node>,
    /// The front matter block with its fences, where there is one.
    pub front_matter: Option<Range>,
    /// The parts of a marked-up text.
    pub markup: Option<Markup>,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

/// A fact about a file that is not as its format wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What sort of problem.
    pub kind: ProblemKind,
    /// Where.
    pub range: Range,
    /// What was found, what was expected.
    pub message: String,
    /// A second place that matters (the first of two equal keys), and what it is.
    pub related: Option<(Range, String)>,
}

/// The sorts of problems. Rules decide what each is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The text does not follow its format's grammar.
    Syntax,
    /// A key stands twice in one mapping.
    DuplicateKey,
    /// Aliases that expand to more than the limit.
    AliasBomb,
    /// Front matter that opens and never ends.
    FrontMatter,
    /// Git's conflict markers.
    ConflictMarkers,
    /// Nested deeper than the limit.
    TooDeep,
    /// A format that opsrepo reads, but the bytes are not UTF-8 text.
    NotText,
    /// Larger than opsrepo reads.
    TooLarge,
    /// The system did not let it be read.
    Unreadable,
}

/// The language that a file name announces. `.md.erb` and `.html.md.erb` are Markdown; templates
/// (`.tpl`, `.j2`, `.yaml.erb`) are [`Format::Other`].
pub fn format_of(path: &RepoPath) -> Format {
    let name = path.name().to_ascii_lowercase();
    let name = name
        .strip_suffix(".md.erb")
        .map_or(name.clone(), |stem| format!("{stem}.md"));
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("md" | "markdown" | "mdown" | "mkd") => Format::Markdown,
        Some("yaml" | "yml") => Format::Yaml,
        Some("json" | "jsonc") => Format::Json,
        Some("toml") => Format::Toml,
        Some("adoc" | "asciidoc" | "asc") => Format::AsciiDoc,
        _ => match name.as_str() {
            // Prow's files are YAML without an extension.
            "owners" | "owners_aliases" | "kustomization" => Format::Yaml,
            _ => Format::Other,
        },
    }
}
