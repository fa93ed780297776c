//! How files for machines name other files of the site: from its root, or in full where it says where it is published.

use crate::site::plan::Plan;
use crate::site::urls::href;
use crate::text::escape::percent_encode;
use crate::text::path::RepoPath;

/// Where the site is published, with a slash at its end; `None` where it does not say so.
pub(crate) fn base(plan: &Plan) -> Option<String> {
    let written = plan.workspace.settings.site.base_url.as_deref()?;
    let plain = written.split(['?', '#']).next().unwrap_or(written);
    Some(format!("{}/", plain.trim_end_matches('/')))
}

/// The address of a file: in full, else from the root of the site.
pub(crate) fn address(plan: &Plan, to: &RepoPath) -> String {
    let mut out = base(plan).unwrap_or_default();
    percent_encode(to.as_str(), &mut out);
    out
}

/// The address of a file as the file at `from` writes it where only links count: in full, else relative to `from`.
pub(crate) fn link(plan: &Plan, from: &RepoPath, to: &RepoPath) -> String {
    match base(plan) {
        Some(_) => address(plan, to),
        None => href(from, to),
    }
}

/// The address of a page with another ending: `decisions/1.html` → `decisions/1.md`.
pub(crate) fn with_ending(page: &RepoPath, ending: &str) -> String {
    let stem = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    format!("{stem}.{ending}")
}
