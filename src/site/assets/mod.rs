//! The style sheet and the scripts that every page uses: parts, put together in order. A theme may replace each whole.
//!
//! A part is a file in `css/` or `js/` and one line here. No page needs a script to be read.

/// Parts of the style sheet, in the order in which they hold.
const STYLE: &[&str] = &[
    include_str!("css/tokens.css"),
    include_str!("css/base.css"),
    include_str!("css/chips.css"),
    include_str!("css/top.css"),
    include_str!("css/lists.css"),
    include_str!("css/home.css"),
    include_str!("css/folk.css"),
    include_str!("css/record.css"),
    include_str!("css/prose.css"),
    include_str!("css/below.css"),
    include_str!("css/charts.css"),
    include_str!("css/incidents.css"),
    include_str!("css/search.css"),
    // What holds for small screens, paper and forced colours comes last.
    include_str!("css/narrow.css"),
    include_str!("css/modes.css"),
];

/// Parts of the script that runs when a page stands.
const SCRIPT: &[&str] = &[
    include_str!("js/theme_switch.js"),
    include_str!("js/search.js"),
    // More parts, one a line.
];

/// The script that runs before a page is drawn: it puts the reader's choice of light or dark in place.
const EARLY: &str = include_str!("js/early.js");

/// Files that go with every site: name and text.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    vec![
        (crate::site::urls::STYLE, STYLE.concat()),
        (crate::site::urls::SCRIPT, SCRIPT.concat()),
        (crate::site::urls::EARLY, EARLY.to_owned()),
    ]
}
