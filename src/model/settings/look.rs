//! What `[site]` of `opsrepo.toml` says, as a value. It knows no reader.

/// `[site]`.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Title of the site.
    pub title: Option<String>,
    /// Where it is published, with a sub-path if there is one.
    pub base_url: Option<String>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// URL of the repository, where it is not what `origin` says.
    pub repository: Option<String>,
    /// Path of its logo.
    pub logo: Option<String>,
    /// IANA name of the zone in which pages tell when an incident was what; where it is not said, each time has its own.
    pub timezone: Option<String>,
    /// True where `search = false` leaves out the search.
    pub has_no_search: bool,
    /// `[[site.nav]]`: more entries of the header, in the order of the file.
    pub nav: Vec<NavSetting>,
}

/// `[[site.nav]]`: an entry of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavSetting {
    /// What it is called.
    pub label: String,
    /// Where it leads: a path from the root of the repository, with a `#fragment` or not, or a web address.
    pub to: String,
}
