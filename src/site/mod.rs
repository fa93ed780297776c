//! The site: a repository as pages that people read. Pure: a workspace and its findings in, the sheets of a site out.
//!
//! A page is a file here with its template in `templates/`. This room knows neither disk nor Git nor the rules; it is
//! handed what was found. Text of records reaches a page escaped, or through [`sanitise`]; never as a template.

mod assets;
mod blocks;
mod chip;
mod configs;
pub mod confined;
mod decisions;
mod excerpt;
mod extra;
mod facets;
pub mod faults;
mod frame;
mod incidents;
mod lists;
mod machine;
mod network;
mod panel;
mod person;
mod picture;
pub mod plan;
pub mod press;
mod prose;
mod record;
mod review;
mod runbooks;
mod search;
mod services;
pub mod sheet;
pub mod slips;
mod steps;
pub mod theme;
pub mod trial;
pub(crate) mod urls;
mod variables;
mod words;

use crate::lint::Report;
use crate::model::workspace::Workspace;
use crate::site::extra::{Clash, Taken};
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::slips::Slip;
use crate::site::theme::Theme;
use crate::site::urls::{Addresses, fixed};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use std::collections::BTreeSet;

/// A family of pages: says which there are. Making them is left to their sheets.
type Family = for<'p> fn(&'p Plan<'p>, &'p Press) -> Vec<Sheet<'p>>;

/// Every family. A new page is a file in one of the folders and, where it is of no family yet, a line here.
const FAMILIES: &[Family] = &[
    record::sheets,
    record::account::sheets,
    configs::list::sheets,
    decisions::sheets,
    lists::home::sheets,
    incidents::sheets,
    lists::pages::sheets,
    lists::changes::sheets,
    lists::people::sheets,
    lists::join::sheets,
    lists::checks::sheets,
    lists::rule::sheets,
    lists::lost::sheets,
    machine::api::sheets,
    machine::feeds::sheets,
    machine::index::sheets,
    machine::raw::sheets,
    machine::state::sheets,
    search::index::sheets,
    search::pages::sheets,
    runbooks::sheets,
    services::sheets,
];

/// Everything that pages look up, made once.
pub fn plan<'a>(workspace: &'a Workspace, report: &'a Report) -> Plan<'a> {
    Plan::new(workspace, report)
}

/// The template of the page that a site without a search does not have.
const SEARCH_PAGE: &str = "search.html";

/// The files of the site in the order of their addresses, none of them made yet, and the pages of the theme that are left
/// out since their addresses are taken. No two files have the same address, also where letters' case does not count.
pub fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press, theme: &'p Theme) -> (Vec<Sheet<'p>>, Vec<Slip>) {
    let mut sheets: Vec<Sheet> = FAMILIES.iter().flat_map(|family| family(plan, press)).collect();
    sheets.extend(lists::index::sheets((plan, press), &sheets));
    let (extra, clashes) = extra::sheets((plan, press), theme, &sheets);
    let mut slips: Vec<Slip> = clashes.iter().map(|clash| slip(plan, theme, clash)).collect();
    if !plan.has_search() && theme.text(SEARCH_PAGE).is_some() {
        let why = "`search = false` under `[site]` leaves out the page that it would be filled for";
        slips.push(Slip::of(theme, SEARCH_PAGE, why));
    }
    sheets.extend(extra);
    sheets.extend(machine::sitemap::sheets(plan, &sheets));
    sheets.extend(lists::moved::sheets((plan, press), &sheets));
    for (name, text) in assets::files(theme) {
        sheets.push(Sheet::new(fixed(name), move || Ok(Printed::from(text.clone()))));
    }
    sheets.sort_by(|a, b| a.at.cmp(&b.at));
    debug_assert_eq!(twice(&sheets), Vec::<String>::new(), "addresses are unique");
    (sheets, slips)
}

/// Addresses that several files have, where letters' case does not count.
fn twice(sheets: &[Sheet]) -> Vec<String> {
    let mut names: Vec<String> = sheets.iter().map(|sheet| sheet.at.as_str().to_lowercase()).collect();
    names.sort_unstable();
    let twice = names.windows(2).filter(|pair| pair[0] == pair[1]);
    twice.map(|pair| pair[0].clone()).collect()
}

/// Says why a page of the theme is left out, and what to do.
fn slip(plan: &Plan, theme: &Theme, clash: &Clash) -> Slip {
    let why = match clash.by {
        Taken::Page(at) => {
            // Which template makes that page is known by whoever makes it.
            let press = Press::of_contexts();
            let made = FAMILIES.iter().flat_map(|family| family(plan, &press)).nth(at);
            let told = made.and_then(|sheet| Some((sheet.at.clone(), template_of(&sheet)?)));
            match told {
                Some((at, template)) => {
                    format!("the site has {at} already, which the template {template} of the theme would change")
                }
                None => "the site has a page there already".to_owned(),
            }
        }
        Taken::Theme(other) => format!("{other} is that page already, where letters' case does not count"),
        Taken::Copies => format!("{} would stand among copies of files", clash.at),
        Taken::Above => format!("{} would stand in a page of the site", clash.at),
    };
    let what = format!("this page is left out: {why}; choose another name for a page of its own");
    Slip::of(theme, clash.template, what)
}

/// The template that a sheet of a press of contexts tells of.
fn template_of(sheet: &Sheet) -> Option<String> {
    let told: serde_json::Value = serde_json::from_str(&sheet.print().ok()?.text).ok()?;
    Some(told.get("template")?.as_str()?.to_owned())
}

/// The files of the repository of which copies lie in the site, and where, sorted: what the theme brings, what every page
/// shows, and what is `shown` besides.
pub fn copies(plan: &Plan, theme: &Theme, mut shown: BTreeSet<FileId>) -> Vec<(RepoPath, RepoPath)> {
    shown.extend(frame::shown(plan));
    let copied = |(name, path): &(String, RepoPath)| (path.clone(), fixed(&Theme::copied(name)));
    let loose = theme.files.iter().filter(|(name, _)| assets::is_copied(name));
    let loose = loose.map(|(name, _)| copied(&(name.clone(), fixed(&format!("{}/{name}", theme.folder)))));
    let mut copies: Vec<(RepoPath, RepoPath)> = shown
        .into_iter()
        .map(|file| plan.workspace.tree.path(file))
        .map(|path| (path.clone(), Addresses::asset(path)))
        .chain(theme.others.iter().map(copied))
        .chain(loose)
        .collect();
    copies.sort();
    copies
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::site::assets;
    use crate::site::theme::Theme;

    /// The relative luminance of `#rrggbb`, as WCAG 2 defines it.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |part: f64| match part {
            low if low <= 0.04045 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    }

    #[test]
    fn every_text_stands_out_from_its_ground() {
        let style = &assets::files(&Theme::default())[0].1;
        let look = |side: usize| -> BTreeMap<&str, &str> {
            let tokens = style.lines().filter_map(|line| line.trim().strip_prefix("--"));
            let pairs = tokens.filter_map(|token| token.strip_suffix(");")?.split_once(": light-dark(#"));
            pairs
                .filter_map(|(name, pair)| Some((name, pair.split(", #").nth(side)?)))
                .collect()
        };
        let looks = [look(0), look(1)];
        assert!(looks.iter().all(|look| look.contains_key("good")), "light and dark");
        let mut pairs = vec![("bad", "paper"), ("faint", "over-wash"), ("soft", "over-wash")];
        for ground in ["paper", "raised"] {
            pairs.extend(["ink", "soft", "faint", "accent"].map(|text| (text, ground)));
        }
        for text in ["code-key", "code-text", "code-value", "code-word", "code-name"] {
            pairs.extend(["raised", "accent-wash", "busy-wash", "bad-wash", "over-wash"].map(|ground| (text, ground)));
        }
        pairs.extend(["accent-wash", "busy-wash", "bad-wash"].map(|ground| ("faint", ground)));
        for wash in ["accent-wash", "good-wash", "busy-wash", "bad-wash", "over-wash"] {
            pairs.extend([(wash.trim_end_matches("-wash"), wash), ("ink", wash), ("accent", wash)]);
        }
        for look in &looks {
            for (text, ground) in &pairs {
                let light = |name: &str| luminance(&format!("#{}", look[name]));
                let (one, other) = (light(text), light(ground));
                let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
            }
        }
    }
}
