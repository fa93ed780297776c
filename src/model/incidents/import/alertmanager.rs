//! Saved notifications of Alertmanager: one, or a list of them.

use crate::model::incidents::import::draft::{Problem, Reading};
use crate::model::incidents::notification::Notification;
use crate::syntax::node::Node;
use crate::text::span::Range;

/// Reads notifications that stand in a text.
pub(super) fn read(text: &str, items: &[&Node]) -> Reading {
    let mut reading = Reading::default();
    for node in items {
        match Notification::read(node.range.of(text)) {
            Ok(notification) => reading.notifications.push(notification),
            Err(fault) => reading.problems.push(Problem {
                range: Range::at((node.range.start + fault.byte) as usize),
                message: fault.message,
            }),
        }
    }
    reading
}

/// True for what is a notification.
pub(super) fn is_one(node: &Node) -> bool {
    node.get("alerts").is_some() && (node.get("groupKey").is_some() || node.get("receiver").is_some())
}
