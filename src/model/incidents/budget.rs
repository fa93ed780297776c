//! How much of what services may be down is used up: their objectives, as service records state them, against what incidents
//! say.

use crate::model::incidents::downtime::by_service;
use crate::model::incidents::hurt::{Hurt, Hurts};
use crate::model::incidents::union::{Total, WHOLE};
use crate::model::incidents::window::Window;
use crate::model::kind_names::SERVICE;
use crate::model::length::Duration;
use crate::model::locate::value_of;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;

/// What an objective measures, where it says so in one word.
const AVAILABILITY: &str = "availability";

/// Beginnings of words by which a name tells that it is about being there at all.
const NAMES: [&str; 2] = ["availab", "uptime"];

/// What users may expect of a service: an item of `slo`.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// What is measured, in words.
    pub name: String,
    /// What is measured, in one word; `None` where it says none.
    pub indicator: Option<String>,
    /// The share that must be good, in percent.
    pub percent: f64,
    /// The time over which it is counted, in minutes; `None` where it says none, or nothing that can be read.
    pub window: Option<i64>,
}

/// What a service may be down, and was.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// The service.
    pub service: RecordId,
    /// What was promised.
    pub objective: Objective,
    /// The time over which it is counted: the last minutes of the whole window.
    pub window: Window,
    /// Millionths of a minute that it may be down in that time.
    pub allowed: i64,
    /// Millionths of a minute that it was, each minute weighed by the share that was hurt.
    pub spent: i64,
}

impl Objective {
    /// True for one that downtime speaks about: its indicator is `availability`, or, where it has none, its name says so.
    pub fn is_of_availability(&self) -> bool {
        match &self.indicator {
            Some(word) => word.eq_ignore_ascii_case(AVAILABILITY),
            None => {
                let name = self.name.to_lowercase();
                let mut words = name.split(|c: char| !c.is_alphanumeric());
                words.any(|word| NAMES.iter().any(|start| word.starts_with(start)))
            }
        }
    }
}

/// The objectives of a service, in the order of its file; those without a readable share are left out.
pub fn objectives(workspace: &Workspace, record: &Record) -> Vec<Objective> {
    let root = workspace.document(record.file).data.get(record.part);
    let items = root.and_then(|root| value_of(root, "slo")).map_or(&[][..], Node::items);
    items.iter().filter_map(objective).collect()
}

fn objective(item: &Node) -> Option<Objective> {
    let text = |key: &str| value_of(item, key).and_then(Node::scalar);
    let percent = text("objective")?;
    let percent = percent.trim().trim_end_matches('%').trim_end().parse::<f64>().ok()?;
    Some(Objective {
        name: text("name").unwrap_or_default().trim().to_owned(),
        indicator: text("indicator").map(|word| word.trim().to_owned()),
        percent: Some(percent).filter(|percent| *percent > 0.0 && *percent <= 100.0)?,
        window: text("window")
            .and_then(|text| Duration::parse(&text))
            .map(|length| length.minutes)
            .filter(|minutes| *minutes > 0),
    })
}

/// The budgets of all objectives that are about availability, at the end of a window; where an objective says no window
/// of its own, over the whole of it. By the ids of the services, then in the order of their files.
pub fn budgets(workspace: &Workspace, hurts: &Hurts, window: Window) -> Vec<Budget> {
    let all: Vec<&Hurt> = hurts.hurts.iter().collect();
    let hurt = by_service(&all);
    let mut found = Vec::new();
    for (id, record) in workspace.of_kind(SERVICE) {
        let objectives = objectives(workspace, record).into_iter();
        for objective in objectives.filter(Objective::is_of_availability) {
            let from = objective
                .window
                .map_or(window.from, |minutes| window.until.saturating_sub(minutes));
            let window = Window { from, ..window };
            let stretches = hurt.get(record.id.as_str()).into_iter().flatten();
            let inside = stretches.filter_map(|s| s.within(window.from, window.until));
            let bad = ((100.0 - objective.percent) / 100.0 * f64::from(WHOLE)).round() as i64;
            found.push(Budget {
                service: id,
                objective,
                window,
                allowed: window.length().saturating_mul(bad),
                spent: Total::of(inside).lost,
            });
        }
    }
    found.sort_by(|a, b| workspace.record(a.service).id.cmp(&workspace.record(b.service).id));
    found
}
