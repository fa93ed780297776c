//! The site: a repository as pages that people read. Pure: a workspace and its findings in, a tree of files out.
//!
//! A page is a file here with its template in `templates/`. This room knows neither disk nor Git nor the rules; it is
//! handed what was found. Text of records reaches a page escaped, or through [`sanitise`]; never as a template.

mod account;
mod body;
mod checks;
mod chip;
mod facts;
mod frame;
mod history;
mod home;
mod index;
mod page;
mod plan;
mod record;
mod review;
mod rule;
mod sanitise;
mod urls;

use crate::lint::Report;
use crate::model::incidents::account::Ledger;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::site::frame::{Frame, Room};
use crate::site::plan::Plan;
use crate::site::record::Made;
use crate::site::urls::{Addresses, STYLE, fixed};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::template::Templates;
use crate::text::tree::{File, Tree};
use anyhow::Context as _;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// The templates and the style sheet that opsrepo brings. A theme may replace each by its name and add others that they
/// include.
const OWN: [(&str, &str); 12] = [
    ("base.html", include_str!("templates/base.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("home.html", include_str!("templates/home.html")),
    ("index.html", include_str!("templates/index.html")),
    ("record.html", include_str!("templates/record.html")),
    ("review.html", include_str!("templates/review.html")),
    ("page.html", include_str!("templates/page.html")),
    ("pages.html", include_str!("templates/pages.html")),
    ("checks.html", include_str!("templates/checks.html")),
    ("rule.html", include_str!("templates/rule.html")),
    ("404.html", include_str!("templates/404.html")),
    (STYLE, include_str!("templates/style.css")),
];

/// What a repository changes about the look of its site.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Files of the theme: name and text. `*.html` is a template, `style.css` the style sheet.
    pub files: Vec<(String, String)>,
}

/// A rendered site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its pages and its style sheet.
    pub tree: Tree,
    /// Files of the repository that pages show, and where in the site their copies belong; sorted, each once.
    pub assets: Vec<(RepoPath, RepoPath)>,
}

/// Renders the whole site. Same input, same bytes. Fails only where a template of the theme cannot be used: the error
/// names the template and the line.
pub fn render(workspace: &Workspace, report: &Report, theme: &Theme) -> anyhow::Result<Site> {
    let templates = templates(theme)?;
    let plan = Plan::new(workspace, report);
    let press = Press { templates };
    let records: Vec<(File, Vec<FileId>)> = (0..workspace.records.len())
        .into_par_iter()
        .map(|index| {
            let id = RecordId(index as u32);
            press.print_with_assets(plan.record_at(id), "record.html", record::make(&plan, id))
        })
        .collect::<anyhow::Result<_>>()?;
    let files: Vec<(FileId, &RepoPath)> = plan.addresses.pages().collect();
    let pages: Vec<(File, Vec<FileId>)> = files
        .into_par_iter()
        .map(|(file, at)| press.print_with_assets(at.clone(), "page.html", page::make(&plan, file, at)))
        .collect::<anyhow::Result<_>>()?;
    let reviews = review_pages(&plan, &press)?;
    let mut shown = BTreeSet::new();
    let mut out = fixed_pages(&plan, &press)?;
    for (file, assets) in records.into_iter().chain(pages).chain(reviews) {
        out.push(file);
        shown.extend(assets);
    }
    let style = theme.files.iter().rev().find(|(name, _)| name == STYLE);
    let style = style.map_or(OWN[OWN.len() - 1].1, |(_, text)| text.as_str());
    out.push(File::text(fixed(STYLE), style));
    let assets = shown
        .into_iter()
        .map(|file| workspace.tree.path(file))
        .map(|path| (path.clone(), Addresses::asset(path)))
        .collect();
    Ok(Site {
        tree: Tree::new(out),
        assets,
    })
}

/// The pages for the reviews of incidents.
fn review_pages(plan: &Plan, press: &Press) -> anyhow::Result<Vec<(File, Vec<FileId>)>> {
    let mut out = Vec::new();
    for (kind, row) in plan.workspace.kinds.iter().enumerate() {
        let ids = &plan.by_kind[kind];
        if ids.is_empty() || !account::has_pages(row) {
            continue;
        }
        let ledger = Ledger::of(plan.workspace, &row.name);
        let pages = ids.par_iter().map(|&id| {
            let made = account::make(plan, &ledger, id);
            Ok((press.print(made.at, "review.html", &made.page)?, made.assets))
        });
        out.extend(pages.collect::<anyhow::Result<Vec<_>>>()?);
    }
    Ok(out)
}

/// The pages of which there is one each.
fn fixed_pages(plan: &Plan, press: &Press) -> anyhow::Result<Vec<File>> {
    let mut out = Vec::new();
    let (at, home) = home::make(plan);
    out.push(press.print(at, "home.html", &home)?);
    for kind in 0..plan.workspace.kinds.len() {
        if !plan.by_kind[kind].is_empty() {
            let (at, index) = index::make(plan, kind);
            out.push(press.print(at, "index.html", &index)?);
        }
    }
    if plan.addresses.pages().next().is_some() {
        let (at, list) = page::list(plan);
        out.push(press.print(at, "pages.html", &list)?);
    }
    let (at, checks) = checks::make(plan);
    out.push(press.print(at, "checks.html", &checks)?);
    for about in &plan.report.about {
        let (at, page) = rule::make(plan, about);
        out.push(press.print(at, "rule.html", &page)?);
    }
    let at = fixed("404.html");
    let frame = frame::frame(plan, &at, Room::Home, "Not found");
    let lost = Lost {
        frame: match &plan.workspace.settings.site.base_url {
            Some(base_url) => frame.anywhere(base_url),
            None => frame,
        },
    };
    out.push(press.print(at, "404.html", &lost)?);
    Ok(out)
}

/// The context of `404.html`.
#[derive(Serialize)]
struct Lost {
    frame: Frame,
}

struct Press {
    templates: Templates,
}

impl Press {
    fn print(&self, at: RepoPath, template: &str, page: &impl Serialize) -> anyhow::Result<File> {
        let text = self.templates.fill(template, page);
        let text = text.with_context(|| format!("rendering {at}"))?;
        Ok(File::text(at, text))
    }

    fn print_with_assets(&self, at: RepoPath, template: &str, made: Made) -> anyhow::Result<(File, Vec<FileId>)> {
        Ok((self.print(at, template, &made.page)?, made.assets))
    }
}

fn templates(theme: &Theme) -> anyhow::Result<Templates> {
    let mut templates = Templates::new();
    let own = OWN.iter().map(|&(name, text)| (name, text));
    let users = theme.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    for (name, text) in own.chain(users).filter(|(name, _)| name.ends_with(".html")) {
        templates.add(name, text).context("reading the site's templates")?;
    }
    Ok(templates)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

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
        let style = super::OWN[super::OWN.len() - 1].1;
        let looks: Vec<BTreeMap<&str, &str>> = style
            .match_indices(":root {")
            .map(|(at, _)| style[at..].split_once('}').unwrap().0)
            .map(|block| {
                let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--"));
                lines
                    .filter_map(|line| line.trim_end_matches(';').split_once(": #"))
                    .collect()
            })
            .filter(|look: &BTreeMap<&str, &str>| look.contains_key("good"))
            .collect();
        assert_eq!(looks.len(), 2, "light and dark");
        let mut pairs = vec![("bad", "paper"), ("faint", "over-wash"), ("soft", "over-wash")];
        for ground in ["paper", "raised"] {
            pairs.extend(["ink", "soft", "faint", "accent"].map(|text| (text, ground)));
        }
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
