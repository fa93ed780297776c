//! The page that a server shows where there is none.

use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{LOST, fixed};
use serde::Serialize;

/// The context of `404.html`.
#[derive(Serialize)]
struct Lost {
    frame: Frame,
}

/// The page.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let at = fixed(LOST);
    vec![Sheet::new(at.clone(), move || {
        let frame = frame(plan, &at, Room::Home, "Not found");
        let frame = match &plan.workspace.settings.site.base_url {
            Some(base_url) => frame.anywhere(base_url),
            None => frame,
        };
        let mut frame = frame;
        // It stands in place of pages that are none, so it has no address of its own.
        frame.head.canonical.clear();
        frame.head.is_hidden = true;
        press.fill("404.html", &Lost { frame })
    })]
}
