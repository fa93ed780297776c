//! What is counted of all incidents: which ones count, how long services were down, what is left of their budgets.

use crate::model::incidents::budget::{Budget, budgets};
use crate::model::incidents::downtime::Downtime;
use crate::model::incidents::hurt::{Hurts, Maintenance, Terms, is_counted};
use crate::model::incidents::window::{Asked, Window, now_of};
use crate::model::record::RecordId;
use crate::site::plan::Plan;

/// How long services were down.
pub(crate) struct Down {
    /// The stretches, and what is not counted.
    pub hurts: Hurts,
    /// Together; `None` where there is no time to count over.
    pub downtime: Option<Downtime>,
    /// What services may be down, and were.
    pub budgets: Vec<Budget>,
}

/// The incidents that count: no false alarms, none that is another one already.
pub(crate) fn that_count(plan: &Plan, kind: usize) -> Vec<RecordId> {
    let all = plan.by_kind[kind].iter().copied();
    all.filter(|&id| is_counted(plan.workspace.record(id))).collect()
}

/// How long services were down over the whole time of which there are incidents; announced work is none of it.
pub(crate) fn downtime(plan: &Plan, kind: usize) -> Down {
    let workspace = plan.workspace;
    let ids = that_count(plan, kind);
    let now = now_of(workspace);
    let terms = Terms {
        now,
        maintenance: Maintenance::Left,
    };
    let hurts = Hurts::of(workspace, &ids, terms);
    let asked = Asked {
        since: None,
        until: None,
        by: None,
        now,
    };
    let window = Window::of(workspace, (&ids, &hurts), asked);
    let window = window.filter(|_| !hurts.hurts.is_empty());
    Down {
        downtime: window.map(|window| Downtime::of(workspace, &hurts, (window, None))),
        budgets: window.map_or_else(Vec::new, |window| budgets(workspace, &hurts, window)),
        hurts,
    }
}
