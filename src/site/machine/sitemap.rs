//! The map of the site for search engines (sitemaps.org, protocol 0.9). Only a site that says where it is published has
//! one: the protocol knows no relative addresses.

use crate::site::machine::root::{address, base};
use crate::site::plan::Plan;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{LOST, fixed};
use crate::text::escape::escape;
use crate::text::path::RepoPath;
use std::collections::BTreeMap;

/// Addresses in one file: the most that the protocol allows.
const MOST: usize = 50_000;

const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The map of these sheets: one file, or a list of files where there are too many addresses for one.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, others: &[Sheet<'p>]) -> Vec<Sheet<'p>> {
    if base(plan).is_none() {
        return Vec::new();
    }
    let is_page = |at: &RepoPath| at.as_str().ends_with(".html") && at.as_str() != LOST;
    let mut pages: Vec<RepoPath> = others.iter().map(|sheet| sheet.at.clone()).filter(is_page).collect();
    pages.sort();
    let days = days(plan);
    let mut parts: Vec<String> = pages
        .chunks(MOST)
        .map(|part| {
            let lines = part.iter().map(|at| (address(plan, at), days.get(at).copied()));
            listed("urlset", "url", lines)
        })
        .collect();
    let whole = match parts.len() {
        0 | 1 => parts
            .pop()
            .unwrap_or_else(|| listed("urlset", "url", std::iter::empty())),
        count => {
            let names = (1..=count).map(|number| (address(plan, &part_at(number)), None));
            listed("sitemapindex", "sitemap", names)
        }
    };
    let parts = parts
        .into_iter()
        .enumerate()
        .map(|(index, text)| (part_at(index + 1), text));
    let all = std::iter::once((fixed("sitemap.xml"), whole)).chain(parts);
    all.map(|(at, text)| Sheet::new(at, move || Ok(Printed::from(text.clone()))))
        .collect()
}

fn part_at(number: usize) -> RepoPath {
    fixed(&format!("sitemap-{number}.xml"))
}

/// When the files behind pages last changed, by the address of the page.
fn days<'p>(plan: &'p Plan<'p>) -> BTreeMap<RepoPath, &'p str> {
    let dated = plan.addresses.subjects().filter_map(|subject| {
        let path = plan.workspace.tree.path(subject.file(plan.workspace));
        let (_, commit) = plan.last_change(path)?;
        Some((plan.addresses.of(subject), commit.date.as_str()))
    });
    dated.collect()
}

fn listed<'p>(list: &str, item: &str, lines: impl Iterator<Item = (String, Option<&'p str>)>) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{list} xmlns=\"{SPACE}\">\n");
    for (address, day) in lines {
        out.push_str(&format!("<{item}><loc>"));
        escape(&address, &mut out);
        out.push_str("</loc>");
        if let Some(day) = day {
            out.push_str("<lastmod>");
            escape(day, &mut out);
            out.push_str("</lastmod>");
        }
        out.push_str(&format!("</{item}>\n"));
    }
    out.push_str(&format!("</{list}>\n"));
    out
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn addresses_and_days_are_escaped() {
        let text = listed(
            "urlset",
            "url",
            [("https://a/?b&c".to_owned(), Some("2026-01-02"))].into_iter(),
        );
        assert!(
            text.contains("<loc>https://a/?b&amp;c</loc><lastmod>2026-01-02</lastmod>"),
            "{text}"
        );
    }
}
