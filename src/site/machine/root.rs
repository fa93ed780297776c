//! How files for machines name other files of the site: from its root, or in full where it says where it is published.

use crate::site::plan::Plan;
use crate::site::urls::href;
use crate::text::escape::percent_encode;
use crate::text::path::RepoPath;
use crate::text::template::slug;

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

/// What a name of the site is to the world, and stays when a title or a text changes: the address in full; where the site does not
/// say where it is published, one below the repository's own; else a tag (RFC 4151) with the name of the cloud.
pub(crate) fn identity(plan: &Plan, name: &str) -> String {
    let mut path = base(plan).unwrap_or_default();
    percent_encode(name, &mut path);
    if base(plan).is_some() {
        return path;
    }
    match &plan.forge {
        Some(forge) => format!("{}#{path}", forge.home()),
        None => {
            let mut name = String::new();
            percent_encode(&slug(&plan.title()), &mut name);
            format!("tag:opsrepo.invalid,2026:{name}/{path}")
        }
    }
}
