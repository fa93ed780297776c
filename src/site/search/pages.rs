//! The page of the search, and the list of all records from A to Z for readers without scripts and for sites without a
//! search.

use crate::site::frame::{Frame, Item, Room, frame, item};
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{LETTERS, SEARCH, fixed, href};
use crate::text::fold::fold;
use serde::Serialize;
use std::collections::BTreeMap;

/// The context of `search.html`.
#[derive(Serialize)]
struct Page {
    frame: Frame,
    /// Address of the list from A to Z.
    letters: String,
}

/// The context of `a-z.html`.
#[derive(Serialize)]
struct Letters {
    frame: Frame,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    /// The letter; empty for titles that begin with none.
    letter: String,
    items: Vec<Item>,
}

/// Both pages; without a search only the list.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let search = move || {
        let at = fixed(SEARCH);
        let page = Page {
            frame: frame(plan, &at, Room::Home, "Search"),
            letters: href(&at, &fixed(LETTERS)),
        };
        press.fill("search.html", &page)
    };
    let letters = move || press.fill("a-z.html", &letters(plan));
    let mut sheets = vec![Sheet::new(fixed(LETTERS), letters)];
    if plan.has_search() {
        sheets.push(Sheet::new(fixed(SEARCH), search));
    }
    sheets
}

/// All records by the first letter of their titles; what begins with none comes first.
fn letters(plan: &Plan) -> Letters {
    let at = fixed(LETTERS);
    let mut named: Vec<_> = plan
        .workspace
        .iter()
        .map(|(id, record)| (fold(record.name()), id))
        .collect();
    named.sort();
    let mut groups: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for (name, id) in named {
        let first = name.chars().next().filter(|first| first.is_alphabetic());
        let letter = first.map_or_else(String::new, |first| first.to_uppercase().collect());
        groups.entry(letter).or_default().push(item(plan, &at, id));
    }
    Letters {
        frame: frame(plan, &at, Room::Letters, "A to Z"),
        groups: groups
            .into_iter()
            .map(|(letter, items)| Group { letter, items })
            .collect(),
    }
}
