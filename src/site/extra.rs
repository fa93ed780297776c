//! Pages that a theme adds: a template, and every record to tell of.

use crate::site::frame::{Frame, Item, Room, frame, item};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::theme::Theme;
use crate::site::urls::{fixed, href};
use serde::Serialize;

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

/// A page for each template in the theme's folder `pages`; at the root of the site, where no page of a record ever stands.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press, theme: &'p Theme) -> Vec<Sheet<'p>> {
    let free = theme.pages().filter(|(name, _)| !["index", "404"].contains(name));
    free.map(|(name, template)| {
        let at = fixed(&format!("{name}.html"));
        Sheet::new(at.clone(), move || {
            let frame = frame(plan, &at, Room::Home, &capital(&name.replace('-', " ")));
            let all = plan.by_kind.iter().zip(&plan.workspace.kinds).enumerate();
            let kinds = all
                .filter(|(_, (ids, _))| !ids.is_empty())
                .map(|(index, (ids, kind))| Kind {
                    name: kind.name.clone(),
                    label: capital(&kind.plural),
                    href: href(&at, &plan.addresses.index(index)),
                    records: ids.iter().map(|&id| item(plan, &at, id)).collect(),
                })
                .collect();
            press.fill(template, &Extra { frame, kinds })
        })
    })
    .collect()
}
