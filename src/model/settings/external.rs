//! Reading `[external]` of `opsrepo.toml`: how links to other hosts are checked.
//!
//! Whether private networks are visited is no setting: a repository must not decide that for the machine that checks it.

use crate::model::settings::reader::Reader;
use crate::syntax::node::{Node, Value};
use std::ops::RangeInclusive;

impl Reader {
    pub(super) fn external(&mut self, table: &Node) {
        for entry in self.known(table, &["exclude", "timeout", "accept", "cache-days"]) {
            let value = &entry.value;
            match &*entry.key {
                "exclude" => self.settings.external.exclude = self.globs(value),
                "timeout" => {
                    let seconds = self.number(value, 1..=120);
                    self.settings.external.timeout = seconds.unwrap_or(self.settings.external.timeout);
                }
                "cache-days" => {
                    let days = self.number(value, 0..=365);
                    self.settings.external.cache_days = days.unwrap_or(self.settings.external.cache_days);
                }
                _ => {
                    if !matches!(value.value, Value::List(_)) {
                        let message = format!("expected a list of numbers, found {}", value.type_name());
                        self.problem(value.range, message, None);
                        continue;
                    }
                    let statuses = value.items().iter().filter_map(|item| self.number(item, 100..=599));
                    let statuses: Vec<u16> = statuses.filter_map(|status| u16::try_from(status).ok()).collect();
                    self.settings.external.accept = statuses;
                }
            }
        }
    }

    /// A whole number within bounds.
    fn number(&mut self, node: &Node, bounds: RangeInclusive<u32>) -> Option<u32> {
        let number = node.scalar().filter(|_| node.as_str().is_none());
        let number = number
            .and_then(|text| text.parse().ok())
            .filter(|number| bounds.contains(number));
        if number.is_none() {
            let message = format!("expected a number from {} to {}", bounds.start(), bounds.end());
            self.problem(node.range, message, None);
        }
        number
    }
}
