//! Pages that a theme adds: a template, and every record to tell of.

use crate::site::frame::{Frame, Item, Room, frame, item};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::theme::{COPIES, Theme};
use crate::site::urls::{FILES, fixed, href};
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::BTreeMap;

/// The context of `pages/NAME.html` of a theme.
#[derive(Serialize)]
struct Extra {
    frame: Frame,
    /// The kinds that have records, each with all of them.
    kinds: Vec<Kind>,
}

/// A kind and its records.
#[derive(Serialize)]
struct Kind {
    /// Its name, as `decision`.
    name: String,
    /// What many are called, as `Decisions`.
    label: String,
    /// The list of its records.
    href: String,
    /// Its records, in the order of the lists.
    records: Vec<Item>,
}

/// A template of the theme's folder `pages` whose page would stand where something else does.
pub(crate) struct Clash<'p> {
    /// Its path inside the theme.
    pub template: &'p str,
    /// The address that it would have.
    pub at: RepoPath,
    /// What is in the way.
    pub by: Taken<'p>,
}

/// Who has an address.
#[derive(Clone, Copy)]
pub(crate) enum Taken<'p> {
    /// A page of the site, by its place among the others.
    Page(usize),
    /// Another template of the theme.
    Theme(&'p str),
    /// A folder that is for copies of files.
    Copies,
    /// A page at the address of a folder above.
    Above,
}

/// A page for each template in the theme's folder `pages`, at an address that none of `others` has; and those that have
/// none.
pub(crate) fn sheets<'p>(
    (plan, press): (&'p Plan<'p>, &'p Press),
    theme: &'p Theme,
    others: &[Sheet<'p>],
) -> (Vec<Sheet<'p>>, Vec<Clash<'p>>) {
    let (mut sheets, mut clashes) = (Vec::new(), Vec::new());
    if theme.pages().next().is_none() {
        return (sheets, clashes);
    }
    // Where letters' case does not count, an address that differs in it alone is the same.
    let folded = |at: &RepoPath| at.as_str().to_lowercase();
    let others = others.iter().enumerate();
    let mut taken: BTreeMap<String, Taken> = others.map(|(at, sheet)| (folded(&sheet.at), Taken::Page(at))).collect();
    for (name, template) in theme.pages() {
        let at = fixed(&format!("{name}.html"));
        let own = folded(&at);
        let is_below_page = own.match_indices('/').any(|(end, _)| taken.contains_key(&own[..end]));
        let by = match own.split_once('/') {
            Some((FILES | COPIES, _)) => Some(Taken::Copies),
            Some(_) if is_below_page => Some(Taken::Above),
            _ => taken.get(&own).copied(),
        };
        if let Some(by) = by {
            clashes.push(Clash { template, at, by });
            continue;
        }
        taken.insert(own, Taken::Theme(template));
        sheets.push(Sheet::new(at.clone(), move || {
            let name = name.rsplit('/').next().unwrap_or(name);
            let title = capital(&name.replace('-', " "));
            press.fill(template, &made(plan, &at, &title))
        }));
    }
    (sheets, clashes)
}

fn made(plan: &Plan, at: &RepoPath, title: &str) -> Extra {
    let all = plan.by_kind.iter().zip(&plan.workspace.kinds).enumerate();
    let kinds = all
        .filter(|(_, (ids, _))| !ids.is_empty())
        .map(|(index, (ids, kind))| Kind {
            name: kind.name.clone(),
            label: capital(&kind.plural),
            href: href(at, &plan.addresses.index(index)),
            records: ids.iter().map(|&id| item(plan, at, id)).collect(),
        });
    Extra {
        kinds: kinds.collect(),
        frame: frame(plan, at, Room::Home, title),
    }
}
