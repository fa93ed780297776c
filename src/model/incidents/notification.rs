//! What Alertmanager says to a webhook, read into facts: its JSON of version 4.
//!
//! Fields and their meaning: the documentation of Prometheus, "Configuration", `<webhook_config>`. Later versions of
//! Alertmanager add keys, so keys that are not known are no problem. Everything in it was written by somebody else: nothing
//! here is fit to be shown or to become a name as it is.

use crate::model::incidents::part::{Fault, Part};
use crate::syntax::document::{Document, ProblemKind};
use crate::syntax::reader;
use crate::text::hash::fnv1a;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::tree::Content;
use std::collections::BTreeMap;
use std::fmt;

/// The version that is read.
pub const VERSION: &str = "4";

/// The longest text that is taken for a notification, in bytes. Ten thousand alerts as they are have about 6 MB, and
/// Alertmanager never sends again what is too long: so there is room for five times that.
pub const LONGEST: u64 = 32_000_000;

/// How the `source` of an incident begins that came from an alert; its group follows.
pub const SOURCE: &str = "alertmanager:";

/// What a record takes a fingerprint as; Alertmanager's own have 16 digits.
const FINGERPRINT_LENGTH: usize = 64;

/// One notification: what is known of a group of alerts at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// `groupKey`: what the group is known by, as long as the configuration stays.
    pub group_key: String,
    /// `status` of the group: it fires as long as one of its alerts does.
    pub state: State,
    /// `receiver`: the name of the receiver in Alertmanager's configuration.
    pub receiver: String,
    /// `groupLabels`.
    pub group_labels: Labels,
    /// `commonLabels`: those that all its alerts have.
    pub common_labels: Labels,
    /// `commonAnnotations`.
    pub common_annotations: Labels,
    /// `externalURL`: where Alertmanager can be seen.
    pub external_url: String,
    /// `truncatedAlerts`: how many more alerts the group has that were left out (`max_alerts`).
    pub truncated: u64,
    /// `alerts`, in the order of the text.
    pub alerts: Vec<FiredAlert>,
}

/// An alert of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiredAlert {
    /// `status`.
    pub state: State,
    /// `labels`.
    pub labels: Labels,
    /// `annotations`.
    pub annotations: Labels,
    /// `startsAt`, in seconds since 1970: since when it fires.
    pub started: i64,
    /// `endsAt`, in seconds since 1970; `None` where it says the year 1, which means that it has not ended.
    pub ended: Option<i64>,
    /// `generatorURL`: the query behind it.
    pub generator_url: String,
    /// `fingerprint`, or where none is given one made of the labels. Letters and digits, at most 64.
    pub fingerprint: String,
}

/// Names and values, sorted by name.
pub type Labels = BTreeMap<String, String>;

/// Whether something fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// `firing`.
    Firing,
    /// `resolved`.
    Resolved,
}

/// Why a text is no notification: where, what was found, what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The byte, from 0.
    pub byte: u32,
    /// A sentence.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {} (byte {}): {}",
            self.line, self.column, self.byte, self.message
        )
    }
}

impl std::error::Error for Unreadable {}

impl Notification {
    /// Reads a text. How long it may be is for the caller to say; how deep it nests is bounded.
    pub fn read(text: &str) -> Result<Notification, Unreadable> {
        let path = RepoPath::root()
            .join("notification.json")
            .unwrap_or_else(RepoPath::root);
        let source = Source::new(text);
        let document = reader::read(&path, &Content::Text(source.clone()));
        notification(&document).map_err(|fault| {
            let place = source.position(fault.at);
            Unreadable {
                line: place.line,
                column: place.column,
                byte: fault.at,
                message: fault.message,
            }
        })
    }

    /// What the incident of this group says as its `source`: the same for every notification of the group.
    pub fn source(&self) -> String {
        format!("{SOURCE}{:016x}", fnv1a(self.group_key.as_bytes()))
    }

    /// The alerts that fire now.
    pub fn firing(&self) -> impl Iterator<Item = &FiredAlert> {
        self.alerts.iter().filter(|alert| alert.state == State::Firing)
    }
}

impl FiredAlert {
    /// `alertname`: the rule that raised it; empty where it has none.
    pub fn name(&self) -> &str {
        self.labels.get("alertname").map_or("", String::as_str)
    }

    /// The annotation that leads to a runbook, under any of the names that people give it.
    pub fn runbook_link(&self) -> Option<&str> {
        let stated = |(key, text): &(&String, &String)| is_runbook_key(key) && !text.trim().is_empty();
        self.annotations.iter().find(stated).map(|(_, text)| text.trim())
    }
}

/// True for the name of an annotation that leads to a runbook: `runbook_url`, `runbook`, `playbookUrl`, `sop_link`.
pub fn is_runbook_key(key: &str) -> bool {
    const NAMES: [&str; 3] = ["runbook", "playbook", "sop"];
    let name: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    let known = |start: &&str| matches!(name.strip_prefix(*start), Some("" | "url" | "uri" | "link"));
    NAMES.iter().any(known)
}

fn notification(document: &Document) -> Result<Notification, Fault> {
    let is_fatal = |kind: ProblemKind| !matches!(kind, ProblemKind::DuplicateKey);
    if let Some(problem) = document.problems.iter().find(|problem| is_fatal(problem.kind)) {
        return Err(Fault {
            at: problem.range.start,
            message: problem.message.clone(),
        });
    }
    let Some(node) = document.data.first() else {
        return Err(Fault {
            at: 0,
            message: "there is nothing: expected a notification of Alertmanager as JSON".to_owned(),
        });
    };
    let root = Part::root(node);
    root.check_map("a notification of Alertmanager")?;
    let version = root.text("version")?;
    if version != VERSION {
        let shown: String = version.chars().filter(|c| !c.is_control()).take(20).collect();
        return Err(root.fault_at(
            "version",
            format!("version `{shown}` is not known: opsrepo reads version {VERSION} of Alertmanager's webhook"),
        ));
    }
    let group_key = root.text("groupKey")?;
    if group_key.is_empty() {
        return Err(root.fault_at(
            "groupKey",
            "`groupKey` is empty: expected the key of the group".to_owned(),
        ));
    }
    let alerts = root.list("alerts")?;
    Ok(Notification {
        group_key,
        state: state(&root)?,
        receiver: root.text_or_nothing("receiver")?,
        group_labels: root.labels("groupLabels")?,
        common_labels: root.labels("commonLabels")?,
        common_annotations: root.labels("commonAnnotations")?,
        external_url: root.text_or_nothing("externalURL")?,
        truncated: root.count("truncatedAlerts")?,
        alerts: alerts.iter().map(alert).collect::<Result<_, _>>()?,
    })
}

fn alert(part: &Part<'_>) -> Result<FiredAlert, Fault> {
    part.check_map("an alert")?;
    let labels = part.labels("labels")?;
    let stated = part.text_or_nothing("fingerprint")?;
    let started = part.time("startsAt")?;
    Ok(FiredAlert {
        state: state(part)?,
        annotations: part.labels("annotations")?,
        started: started.ok_or_else(|| {
            part.fault_at(
                "startsAt",
                format!(
                    "`{}` is the year 1: expected the time since when the alert fires",
                    part.path("startsAt")
                ),
            )
        })?,
        ended: match part.known("endsAt") {
            Some(_) => part.time("endsAt")?,
            None => None,
        },
        generator_url: part.text_or_nothing("generatorURL")?,
        fingerprint: fingerprint(&stated, &labels),
        labels,
    })
}

fn state(part: &Part<'_>) -> Result<State, Fault> {
    match part.text("status")?.as_str() {
        "firing" => Ok(State::Firing),
        "resolved" => Ok(State::Resolved),
        _ => {
            let path = part.path("status");
            let message = format!("`{path}` is another word, expected `firing` or `resolved`");
            Err(part.fault_at("status", message))
        }
    }
}

/// The stated fingerprint where it can be one, else the hash of what is stated, or of the labels.
fn fingerprint(stated: &str, labels: &Labels) -> String {
    let is_plain = stated.bytes().all(|byte| byte.is_ascii_alphanumeric()) && stated.len() <= FINGERPRINT_LENGTH;
    match stated {
        "" => {
            let pairs = labels.iter().map(|(name, value)| format!("{name}\u{ff}{value}\u{ff}"));
            format!("{:016x}", fnv1a(pairs.collect::<String>().as_bytes()))
        }
        stated if is_plain => stated.to_owned(),
        stated => format!("{:016x}", fnv1a(stated.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Notification, State};

    const TEXT: &str = r#"{"version": "4", "groupKey": "{}:{alertname=\"Down\"}", "truncatedAlerts": 2, "status": "firing",
 "receiver": "opsrepo", "groupLabels": {"alertname": "Down"}, "commonLabels": null, "routeLabels": {"new": 1},
 "externalURL": "http://a:9093", "alerts": [
  {"status": "resolved", "labels": {"alertname": "Down", "instance": "a"}, "annotations": {"runbookUrl": " x.md "},
   "startsAt": "2026-03-04T14:05:10.123456789+01:00", "endsAt": "2026-03-04T13:06:00Z", "fingerprint": "a4c9"},
  {"status": "firing", "labels": {"alertname": "Down"}, "startsAt": "2026-03-04T13:05:10Z",
   "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "", "fingerprint": "../x"}]}"#;

    #[test]
    fn a_notification_is_read_with_keys_that_nobody_knows() {
        let read = Notification::read(TEXT).unwrap();
        assert_eq!((read.state, read.truncated, read.alerts.len()), (State::Firing, 2, 2));
        let [first, second] = &read.alerts[..] else { panic!() };
        assert_eq!((first.name(), first.runbook_link()), ("Down", Some("x.md")));
        assert_eq!((first.started, first.ended), (1_772_629_510, Some(1_772_629_560)));
        assert_eq!((second.started, second.ended), (first.started, None));
        assert_eq!(first.fingerprint, "a4c9");
        assert!(second.fingerprint.len() == 16 && second.fingerprint != first.fingerprint);
        assert_eq!(read.source().len(), "alertmanager:".len() + 16);
        assert_eq!(read.firing().count(), 1);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let says = |text: &str| Notification::read(text).unwrap_err().to_string();
        for (from, to, expected) in [
            (
                "\"4\"",
                "\"5\"",
                "line 1, column 13 (byte 12): version `5` is not known",
            ),
            (
                "\"4\"",
                "4",
                "line 1, column 13 (byte 12): `version` is an integer, expected a string",
            ),
            (
                "\"version\"",
                "\"versio\"",
                "line 1, column 1 (byte 0): there is no `version`",
            ),
            (
                "\"firing\",",
                "\"on\",",
                "`status` is another word, expected `firing` or `resolved`",
            ),
            (
                "2,",
                "-2,",
                "`truncatedAlerts` is an integer, expected a whole number from 0",
            ),
            (
                "null",
                "[]",
                "`commonLabels` is a list, expected a mapping of names to strings",
            ),
            (
                "\"a\"}",
                "1}",
                "a value of `alerts[0].labels` is an integer, expected a string",
            ),
            ("0001-01-01", "soon", "line 7, column 14"),
            (
                "2026-03-04T13:05:10Z",
                "0001-01-01T00:00:00Z",
                "`alerts[1].startsAt` is the year 1",
            ),
            (
                "2026-03-04T13:05:10Z",
                "2026-03-04T13:05:10",
                "`alerts[1].startsAt` is no time",
            ),
            (
                "\"alerts\": [",
                "\"alerts\": {}, \"x\": [",
                "`alerts` is a mapping, expected a list",
            ),
        ] {
            let said = says(&TEXT.replacen(from, to, 1));
            assert!(said.contains(expected), "{from} → {to}: {said}");
        }
        assert!(says("").contains("byte 0"), "{}", says(""));
        assert!(says("[]").contains("found a list, expected a notification of Alertmanager"));
        assert!(says(&TEXT.replace('\n', "\u{1}")).contains("byte"));
        let deep = TEXT.replacen("{\"new\": 1}", &("[".repeat(5000) + &"]".repeat(5000)), 1);
        assert!(says(&deep).contains("deeper than"), "{}", says(&deep));
    }

    #[test]
    fn no_cut_off_text_is_taken_for_a_whole_one() {
        for end in 0..TEXT.len() {
            assert!(Notification::read(&TEXT[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn ten_thousand_alerts_are_read() {
        let alert = r#"{"status": "firing", "labels": {}, "startsAt": "2026-03-04T13:05:10Z"},"#;
        let many = alert.repeat(10_000);
        let text = format!(
            r#"{{"version": "4", "groupKey": "x", "status": "firing", "alerts": [{}]}}"#,
            many.trim_end_matches(',')
        );
        assert_eq!(Notification::read(&text).unwrap().alerts.len(), 10_000);
    }
}
