//! What a repository changes about the look of its site. It knows neither templates nor pages.
//!
//! A theme is a folder. `NAME.html` takes the place of opsrepo's template of that name, `css/NAME.css` and `js/NAME.js` of
//! that part of the style sheet or script, `theme.css` and `theme.js` are added behind all parts, `pages/NAME.html` becomes a
//! page of its own, and every other file is copied into the folder `theme` of the site.

use crate::text::path::RepoPath;

/// The folder of the repository in which the theme lies where nobody says another.
pub const FOLDER: &str = ".opsrepo/theme";

/// The folder of the site with what is copied.
pub(crate) const COPIES: &str = "theme";

/// Endings of the files of a theme that are read as text; all others are copied as they are.
pub const TEXTS: [&str; 3] = ["html", "css", "js"];

/// A theme: files that take the place of opsrepo's own, or are added to them.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Where it lies in the repository, for messages; empty where there is none.
    pub folder: String,
    /// Path inside the theme and text of each `.html`, `.css` and `.js` file.
    pub files: Vec<(String, String)>,
    /// Path inside the theme, and in the repository, of every other file.
    pub others: Vec<(String, RepoPath)>,
    /// Path inside the theme of each file that is left out, and why.
    pub left: Vec<(String, String)>,
}

impl Theme {
    /// The text of one of its files.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let found = self.files.iter().rev().find(|(theirs, _)| theirs == name);
        found.map(|(_, text)| text.as_str())
    }

    /// The pages that it adds: the name of the page, and that of its template.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.files.iter().map(|(name, _)| name.as_str());
        names.filter_map(|name| Some((name.strip_prefix("pages/")?.strip_suffix(".html")?, name)))
    }

    /// Where a file that is copied stands in the site.
    pub(crate) fn copied(name: &str) -> String {
        format!("{COPIES}/{name}")
    }
}
