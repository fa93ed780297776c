//! The style sheet and the scripts that every page uses: parts, put together in order. A theme may replace each.
//!
//! A part is a file in `css/` or `js/` and one line here. No page needs a script to be read.

use crate::site::theme::Theme;
use crate::site::urls::{EARLY, SCRIPT, STYLE};

/// The name of a part, as a theme calls it, and its text.
type Part = (&'static str, &'static str);

macro_rules! part {
    ($name:literal) => {
        ($name, include_str!($name))
    };
}

/// Parts of the style sheet, in the order in which they hold.
const STYLES: &[Part] = &[
    part!("css/tokens.css"),
    part!("css/base.css"),
    part!("css/chips.css"),
    part!("css/top.css"),
    part!("css/lists.css"),
    part!("css/home.css"),
    part!("css/folk.css"),
    part!("css/record.css"),
    part!("css/prose.css"),
    part!("css/code.css"),
    part!("css/source.css"),
    part!("css/below.css"),
    part!("css/search.css"),
    part!("css/graph.css"),
    part!("css/drawn.css"),
    part!("css/timeline.css"),
    part!("css/filter.css"),
    part!("css/charts.css"),
    part!("css/incidents.css"),
    part!("css/panels.css"),
    part!("css/runbooks.css"),
    part!("css/services.css"),
    // What holds for small screens, paper and forced colours comes last.
    part!("css/narrow.css"),
    part!("css/modes.css"),
];

/// Parts of the script that runs when a page stands.
const SCRIPTS: &[Part] = &[
    part!("js/theme_switch.js"),
    part!("js/search.js"),
    part!("js/filter.js"),
    part!("js/copy.js"),
    part!("js/sections.js"),
];

/// The script that runs before a page is drawn: it puts the reader's choice of light or dark in place.
const EARLIEST: &[Part] = &[part!("js/early.js")];

/// Files that go with every site, and what a theme adds to each: name and text.
pub(crate) fn files(theme: &Theme) -> Vec<(&'static str, String)> {
    vec![
        (STYLE, file(STYLE, (STYLES, "theme.css"), theme)),
        (SCRIPT, file(SCRIPT, (SCRIPTS, "theme.js"), theme)),
        (EARLY, file(EARLY, (EARLIEST, ""), theme)),
    ]
}

/// The names of the parts, for those who look for what a theme replaces.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let parts = [STYLES, SCRIPTS, EARLIEST].into_iter().flatten();
    let whole = [STYLE, SCRIPT, EARLY, "theme.css", "theme.js"];
    parts.map(|(name, _)| *name).chain(whole)
}

/// True for a style sheet or a script of a theme that is no part of opsrepo's own: a copy of it lies in the site.
pub(crate) fn is_copied(name: &str) -> bool {
    !name.ends_with(".html") && !names().any(|known| known == name)
}

fn file(whole: &str, (parts, added): (&[Part], &str), theme: &Theme) -> String {
    if let Some(text) = theme.text(whole) {
        return text.to_owned();
    }
    let mut out = String::new();
    let theirs = theme.text(added).into_iter();
    for text in parts
        .iter()
        .map(|(name, text)| theme.text(name).unwrap_or(text))
        .chain(theirs)
    {
        out.push_str(text);
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}
