//! Where the links of the corpora lead by the rules of their sites. The code must not know any of it.

use crate::corpus::checkout::workspace;
use opsrepo::model::links::{Destination, Link};
use opsrepo::model::workspace::Workspace;
use std::collections::BTreeSet;

/// The relative links that a reader of files alone would call broken: no file and no folder has that name.
fn naive<'a>(workspace: &'a Workspace, folder: &str) -> Vec<&'a Link> {
    let is_relative = |link: &&Link| {
        let path = link.raw.split(['?', '#']).next().unwrap_or_default();
        let page = workspace.tree.path(link.span.file);
        let exists = page
            .parent()
            .join(path)
            .is_some_and(|path| workspace.tree.find(&path).is_some() || workspace.tree.is_folder(&path));
        let is_local = !link.raw.contains(':') && !link.raw.starts_with(['/', '#']);
        page.as_str().starts_with(folder) && is_local && !exists
    };
    workspace.links.iter().filter(is_relative).collect()
}

/// How many links lead somewhere, and how many do not.
fn counted(links: &[&Link]) -> (usize, usize) {
    let broken = |link: &&&Link| matches!(link.target, Destination::Missing(_) | Destination::Outside);
    let broken = links.iter().filter(broken).count();
    (links.len() - broken, broken)
}

#[test]
fn moj_reads_html_as_middleman_makes_it() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let all = naive(&found, "source/");
    let html: Vec<&Link> = all.iter().copied().filter(|link| link.raw.contains(".html")).collect();
    assert_eq!(counted(&html), (13, 0), "relative links to `x.html`");
    assert_eq!(counted(&all), (66, 0), "all relative links that no file answers to");
}

#[test]
fn moj_is_read_under_its_own_address() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let host = "https://runbooks.cloud-platform.service.justice.gov.uk";
    let all: Vec<&Link> = found.links.iter().filter(|link| link.raw.starts_with(host)).collect();
    assert_eq!(counted(&all), (18, 9), "addresses of the site");
    let is_gone = |link: &&&Link| matches!(link.target, Destination::Missing(_));
    let gone: BTreeSet<&str> = all
        .iter()
        .filter(is_gone)
        .filter_map(|link| link.raw[host.len()..].split(['#', '?']).next())
        .collect();
    assert_eq!(gone.into_iter().collect::<Vec<_>>(), ["/incident-log.html"]);
}
