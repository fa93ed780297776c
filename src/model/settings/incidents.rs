//! Reading `[incidents]` of `opsrepo.toml`: how bad incidents may be, and how soon they are reviewed.

use crate::model::length::Interval;
use crate::model::settings::reader::Reader;
use crate::model::settings::scale::{IncidentSetting, USUAL, fold};
use crate::model::settings::values::Complaint;
use crate::syntax::node::Node;
use crate::text::similar;

impl Reader {
    pub(super) fn incidents(&mut self, table: &Node) {
        let mut setting = IncidentSetting::default();
        for entry in self.known(table, &["severities", "review-within"]) {
            match &*entry.key {
                "severities" => setting.severities = self.severities(&entry.value),
                _ => setting.review_within = Some(self.review_within(&entry.value)),
            }
        }
        if let Some(within) = table.get("review-within") {
            self.judge_severities(&setting, within);
        }
        self.settings.incidents = setting;
    }

    /// The words of a scale; the same twice is one too many.
    fn severities(&mut self, node: &Node) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for (word, range) in self.texts(node) {
            if word.trim().is_empty() || words.iter().any(|known| fold(known) == fold(&word)) {
                let help = "each severity is a word that stands here once, the worst first".to_owned();
                self.problem(range, format!("`{word}` is no new severity"), Some(help));
                continue;
            }
            words.push(word);
        }
        words
    }

    fn review_within(&mut self, table: &Node) -> Vec<(String, Interval)> {
        let mut found = Vec::new();
        for entry in self.entries(table) {
            let text = self.judged(&entry.value, interval);
            if let Some(interval) = text.and_then(|text| Interval::parse(&text)) {
                found.push((entry.key.to_string(), interval));
            }
        }
        found
    }

    /// A time to review for a severity that there is not means nothing.
    fn judge_severities(&mut self, setting: &IncidentSetting, within: &Node) {
        let known: Vec<&str> = match setting.severities[..] {
            [] => USUAL.to_vec(),
            _ => setting.severities.iter().map(String::as_str).collect(),
        };
        for entry in within.entries() {
            if known.iter().any(|word| fold(word) == fold(&entry.key)) {
                continue;
            }
            let help = match similar::nearest(&entry.key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are: {}; `severities` names others", known.join(", ")),
            };
            self.problem(
                entry.key_range,
                format!("`{}` is no severity here", entry.key),
                Some(help),
            );
        }
    }
}

fn interval(text: &str) -> Result<(), Complaint> {
    Interval::parse(text).is_some().then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no interval"),
        help: "write it as `5 days` or `2 weeks`".to_owned(),
    })
}
