//! Alerts in templates, by their lines: a template is data only once something has filled it in.
//!
//! All that is read is `- alert: Name` and the labels and annotations of one line below it. Expressions are left alone.

use crate::model::alerts::{Alert, Pair, Scope};
use crate::text::span::{FileId, Range, Span};

/// The keys under a rule that are worth something alone.
const KEYS: [&str; 4] = ["runbook", "playbook", "sop", "dashboard"];

/// The alerts of a text, in its order.
pub(super) fn read(file: FileId, text: &str) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = Vec::new();
    let mut indent = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = line.trim_start();
        let depth = line.len() - body.len();
        // What steers the template, and comments, stand at any depth.
        if body.is_empty() || body.starts_with(['{', '<', '#']) {
            continue;
        }
        let item = body.strip_prefix("- ").map(str::trim_start);
        if depth < indent || (item.is_some() && depth <= indent) {
            indent = usize::MAX;
        }
        let Some((key, value, value_at)) = pair(item.unwrap_or(body)) else {
            continue;
        };
        let value_at = start + (line.len() - item.unwrap_or(body).len()) + value_at;
        let span = Span::new(file, Range::new(value_at, value_at + value.len()));
        if item.is_some() && key == "alert" {
            indent = depth;
            alerts.push(alert(value, span));
        } else if let Some(alert) = alerts.last_mut().filter(|_| indent != usize::MAX) {
            let found = Pair {
                key: key.to_owned(),
                text: value.to_owned(),
                span,
            };
            let word = key.to_ascii_lowercase();
            if key == "severity" {
                alert.labels.push(found);
            } else if KEYS.iter().any(|known| word.starts_with(known)) {
                alert.annotations.push(found);
            }
        }
    }
    alerts
}

fn alert(name: &str, span: Span) -> Alert {
    Alert {
        name: name.to_owned(),
        span,
        group: String::new(),
        scope: Scope {
            file: span.file,
            list: 0,
        },
        expression: None,
        pending: None,
        labels: Vec::new(),
        annotations: Vec::new(),
        runbook: None,
        has_page_elsewhere: false,
    }
}

/// The key and the value of a line, and where the value starts in it; a value that is a block of its own is none.
fn pair(line: &str) -> Option<(&str, &str, usize)> {
    let (key, rest) = line.split_once(": ")?;
    let is_plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let value = rest.trim();
    let inner = value
        .strip_prefix(['"', '\''])
        .and_then(|inner| inner.strip_suffix(['"', '\'']));
    let value = inner.unwrap_or_else(|| value.split(" #").next().unwrap_or(value).trim_end());
    let at = line.len() - rest.len() + rest.find(value)?;
    (is_plain && !value.is_empty() && !value.starts_with(['|', '>'])).then_some((key, value, at))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::text::span::FileId;

    #[test]
    fn templates_have_alerts_too() {
        let text = "{{- if .Values.rules }}\ngroups:\n- name: g\n  rules:\n  {{- range .x }}\n  - alert: Down\n    expr: up{a=\"{{ . }}\"} == 0\n    labels:\n      severity: page # soon\n    annotations:\n      runbook_url: \"https://x.org/{{ .y }}\"\n  - alert: Slow\n    annotations:\n      summary: slow\n  - record: x\n    runbook_url: not of an alert\n{{- end }}\n";
        let found = read(FileId(0), text);
        let names: Vec<&str> = found.iter().map(|alert| alert.span.range.of(text)).collect();
        assert_eq!(names, ["Down", "Slow"]);
        assert_eq!(found[0].severity().unwrap().span.range.of(text), "page");
        let link = found[0].runbook_link().unwrap();
        assert_eq!(link.span.range.of(text), "https://x.org/{{ .y }}");
        assert!(found[1].runbook_link().is_none());
    }
}
