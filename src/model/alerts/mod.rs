//! The rules of Prometheus that a repository holds: what raises an alert, and what is recorded.
//!
//! They are found wherever `groups` of `rules` stand in data (rule files, `PrometheusRule` objects, values of charts), also
//! in strings of data (`ConfigMap`s), and by their lines in templates, which are no data yet. Fields and their meaning: the
//! documentation of Prometheus, "alerting rules" and "recording rules".

pub mod coverage;
pub(crate) mod join;
mod lines;
pub(crate) mod read;
pub mod torn;

use crate::model::incidents::notification::is_runbook_key;
use crate::model::record::RecordId;
use crate::syntax::embedded::Map;
use crate::text::span::{FileId, Range, Span};

/// All of them, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    /// What raises an alert.
    pub alerts: Vec<Alert>,
    /// What is recorded.
    pub recordings: Vec<Recording>,
}

/// A rule that raises an alert.
#[derive(Clone, Debug)]
pub struct Alert {
    /// `alert`: its name.
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    /// The name of its group; empty where that is not known.
    pub group: String,
    /// Which list of groups it stands in. Each list of a file is loaded on its own.
    pub scope: Scope,
    /// `expr`.
    pub expression: Option<Expression>,
    /// `for`, as it is written.
    pub pending: Option<String>,
    /// `labels`, in the order of the file.
    pub labels: Vec<Pair>,
    /// `annotations`, in the order of the file.
    pub annotations: Vec<Pair>,
    /// The record that says what to do when it fires: what its annotation leads to, else the one that bears its name.
    pub runbook: Option<RecordId>,
    /// Whether a page of a sibling repository bears its name.
    pub has_page_elsewhere: bool,
}

/// A rule that records a series.
#[derive(Clone, Debug)]
pub struct Recording {
    /// `record`: the name of the series.
    pub name: String,
    /// `expr`.
    pub expression: Option<Expression>,
}

/// The list of groups that a rule stands in: the file, and which of its lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The file.
    pub file: FileId,
    /// The list, counted from 0.
    pub list: u32,
}

/// A query.
#[derive(Clone, Debug)]
pub struct Expression {
    /// As the value reads.
    pub text: String,
    /// Its language.
    pub language: Language,
    file: FileId,
    map: Map,
}

/// What a query is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// PromQL.
    PromQl,
    /// The language of another program, whose rules have the same shape.
    Other,
}

/// A label or an annotation.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// The value.
    pub text: String,
    /// Where the value is written, without quotes where that can be told.
    pub span: Span,
}

/// The label that says how bad it is.
const SEVERITY: &str = "severity";

/// Severities with which nobody is called.
const SILENT: [&str; 4] = ["none", "info", "informational", "debug"];

impl Alert {
    /// How bad it is when it fires, as its label says.
    pub fn severity(&self) -> Option<&Pair> {
        self.labels.iter().find(|label| label.key == SEVERITY)
    }

    /// The annotation that leads to a runbook, under any of the names that people give it.
    pub fn runbook_link(&self) -> Option<&Pair> {
        self.annotations
            .iter()
            .find(|pair| is_runbook_key(&pair.key) && !pair.text.is_empty())
    }

    /// Whether anything says where to read on: an annotation for a runbook, one for documentation with an address, or a text
    /// that speaks of a runbook.
    pub fn points_somewhere(&self) -> bool {
        const NAMES: [&str; 8] = ["action", "doc", "guide", "help", "link", "resolution", "url", "wiki"];
        let speaks = |pair: &Pair| {
            let (key, text) = (pair.key.to_ascii_lowercase(), pair.text.to_ascii_lowercase());
            let is_address = text.contains("://");
            let is_dashboard = key.contains("dashboard") || key.contains("grafana");
            (is_address && !is_dashboard && NAMES.iter().any(|name| key.contains(name)))
                || text.contains("runbook")
                || text.contains("playbook")
        };
        self.runbook_link().is_some() || self.annotations.iter().any(speaks)
    }

    /// Whether anything says what to do when it fires: a record, a page elsewhere, or its own annotations.
    pub fn is_explained(&self) -> bool {
        self.runbook.is_some() || self.points_somewhere() || self.has_page_elsewhere
    }

    /// Whether somebody is called when it fires. A heartbeat fires always.
    pub fn calls(&self) -> bool {
        let is_silent = |word: &str| SILENT.iter().any(|silent| word.eq_ignore_ascii_case(silent));
        let is_heartbeat = self
            .expression
            .as_ref()
            .is_some_and(|query| query.text.trim() == "vector(1)");
        !is_heartbeat && !self.severity().is_some_and(|label| is_silent(&label.text))
    }

    /// The annotations that lead to a dashboard.
    pub fn dashboard_links(&self) -> impl Iterator<Item = &Pair> {
        self.annotations.iter().filter(|pair| {
            let key = pair.key.to_ascii_lowercase();
            key.contains("dashboard") || key.contains("grafana")
        })
    }
}

impl Expression {
    /// The place of a part of its text.
    pub fn span(&self, part: Range) -> Span {
        Span::new(self.file, self.map.range(part))
    }
}
