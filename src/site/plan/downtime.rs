//! What is counted of all incidents: which ones count, how long services were down, what is left of their budgets. Looked up
//! once for all pages that tell of it. It knows records, no pages.

use crate::model::incidents::budget::{Budget, budgets};
use crate::model::incidents::downtime::Downtime;
use crate::model::incidents::hurt::{Hurts, Maintenance, Terms, is_counted};
use crate::model::incidents::window::{Asked, Window, now_of};
use crate::model::kind_names::INCIDENT;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;

/// How long services were down over the whole time of which there are incidents; announced work is none of it.
pub(crate) struct Down {
    /// The incidents that count: no false alarms, none that is another one already.
    pub counted: Vec<RecordId>,
    /// The stretches, and what is not counted.
    pub hurts: Hurts,
    /// Together; `None` where there is no time to count over, or nothing was down.
    pub downtime: Option<Downtime>,
    /// What services may be down, and were.
    pub budgets: Vec<Budget>,
}

impl Down {
    /// Counts, up to the day that is looked at.
    pub(crate) fn of(workspace: &Workspace) -> Down {
        let all = workspace.of_kind(INCIDENT);
        let counted: Vec<RecordId> = all.filter(|(_, record)| is_counted(record)).map(|(id, _)| id).collect();
        let now = now_of(workspace);
        let terms = Terms {
            now,
            maintenance: Maintenance::Left,
        };
        let hurts = Hurts::of(workspace, &counted, terms);
        let asked = Asked {
            since: None,
            until: None,
            by: None,
            now,
        };
        let window = Window::of(workspace, (&counted, &hurts), asked);
        let was_down = window.filter(|_| !hurts.hurts.is_empty());
        Down {
            downtime: was_down.map(|window| Downtime::of(workspace, &hurts, (window, None))),
            budgets: window.map_or_else(Vec::new, |window| budgets(workspace, &hurts, window)),
            counted,
            hurts,
        }
    }
}
