//! What `[incidents]` of `opsrepo.toml` says, as data. It knows neither reader nor records.

use crate::model::length::Interval;

/// `[incidents]`: how bad incidents may be, and how soon they are reviewed.
#[derive(Clone, Debug, Default)]
pub struct IncidentSetting {
    /// `severities`: the words of the scale, worst first; empty where nothing is said.
    pub severities: Vec<String>,
    /// `review-within`: severity and how soon after it was resolved; `None` where nothing is said.
    pub review_within: Option<Vec<(String, Interval)>>,
}

/// The scale where nothing is said, worst first.
pub const USUAL: [&str; 4] = ["sev1", "sev2", "sev3", "sev4"];

/// A severity as it is compared: in lower case, letters and digits only.
pub(crate) fn fold(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
