//! What a repository changes about the look of its site. It knows neither templates nor pages.

/// A theme: files that take the place of opsrepo's own.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Name and text of each. `*.html` is a template, any other takes the place of opsrepo's own file.
    pub files: Vec<(String, String)>,
}
