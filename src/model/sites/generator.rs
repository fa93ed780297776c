//! The site generators whose rules are known: of which files they make pages, and at which addresses. It knows no files.
//!
//! Sources, all read as of 2026:
//! - Middleman: the template engines' endings are taken from a file's name one by one, `x.html.md.erb` is `x.html`
//! - Hugo: "URL management", "Page bundles", and the shortcodes `ref` and `relref` of its documentation
//! - MkDocs: `use_directory_urls` and `docs_dir` in "Configuration"
//! - Jupyter Book: documents are named without their endings, and published as `x.html`
//! - Docusaurus: "Create a doc" (`id`, `slug`, number prefixes) and "Blog"

/// A site generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generator {
    Docusaurus,
    Hugo,
    JupyterBook,
    Middleman,
    MkDocs,
    /// Only what `opsrepo.toml` says is known.
    Own,
}

/// The names that `preset` may have; the last is no generator.
pub(crate) const PRESETS: [(&str, Option<Generator>); 6] = [
    ("middleman", Some(Generator::Middleman)),
    ("hugo", Some(Generator::Hugo)),
    ("mkdocs", Some(Generator::MkDocs)),
    ("jupyter-book", Some(Generator::JupyterBook)),
    ("docusaurus", Some(Generator::Docusaurus)),
    ("none", None),
];

impl Generator {
    /// Where the pages lie, as seen from the folder of the settings.
    pub(crate) fn root(self) -> &'static str {
        match self {
            Generator::Middleman => "source",
            Generator::Hugo => "content",
            Generator::MkDocs => "docs",
            Generator::JupyterBook | Generator::Docusaurus | Generator::Own => "",
        }
    }

    /// The endings of the files that pages are made of, no ending before a longer one that ends with it.
    pub(crate) fn sources(self) -> &'static [&'static str] {
        match self {
            Generator::Middleman => &[
                ".html.md.erb",
                ".html.markdown.erb",
                ".html.adoc",
                ".html.erb",
                ".html.haml",
                ".html.slim",
                ".html.md",
                ".html.markdown",
                ".md.erb",
                ".md",
                ".html",
            ],
            Generator::Hugo => &[".md", ".markdown", ".adoc", ".asciidoc", ".org", ".rst", ".html"],
            Generator::MkDocs => &[".md", ".markdown", ".mdown", ".ipynb", ".html"],
            Generator::JupyterBook => &[".md", ".ipynb", ".rst", ".html"],
            Generator::Docusaurus => &[".md", ".mdx", ".tsx", ".jsx", ".js", ".html"],
            Generator::Own => &[".md", ".html"],
        }
    }

    /// The file names without ending that answer for their folder, in lower case.
    pub(crate) fn indexes(self) -> &'static [&'static str] {
        match self {
            Generator::Middleman | Generator::JupyterBook => &["index"],
            Generator::Hugo => &["_index", "index"],
            Generator::MkDocs | Generator::Docusaurus | Generator::Own => &["index", "readme"],
        }
    }

    /// A page's address by the path of its file: one that answers for its folder has the folder's.
    pub(crate) fn own(self, stem: &str) -> String {
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let is_index = self.indexes().contains(&name.to_lowercase().as_str());
        (if is_index { folder } else { stem }).to_owned()
    }

    /// Folders beside the pages whose files are published as they are, as seen from the folder of the settings.
    pub(crate) fn statics(self) -> &'static [&'static str] {
        match self {
            Generator::Hugo => &["static", "assets"],
            Generator::Docusaurus => &["static"],
            _ => &[],
        }
    }

    /// Whether a page is published as `x.html`, if nothing else is said.
    pub(crate) fn has_html(self) -> bool {
        matches!(self, Generator::Middleman | Generator::JupyterBook | Generator::Own)
    }

    /// Whether a page has a folder of its own as its address, so that relative links start there.
    pub(crate) fn has_folders(self) -> bool {
        matches!(self, Generator::Hugo | Generator::MkDocs | Generator::Docusaurus)
    }

    /// Whether the letters' case of an address does not count.
    pub(crate) fn is_caseless(self) -> bool {
        self == Generator::Hugo
    }
}

#[cfg(test)]
mod tests {
    use super::PRESETS;

    #[test]
    fn longer_endings_come_first() {
        for (name, generator) in PRESETS {
            let sources = generator.map_or(&[][..], |generator| generator.sources());
            for (at, ending) in sources.iter().enumerate() {
                let hidden = sources[at + 1..].iter().find(|later| later.ends_with(ending));
                assert_eq!(hidden, None, "{name}: {ending}");
            }
        }
    }
}
