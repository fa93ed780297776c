//! What the issues of all forges have in common: a title with brackets, a text that a form made, labels, comments, and two
//! times, of which the second says when somebody closed it. It does not know how a forge writes them down.

use crate::model::incidents::import::draft::{Draft, Event, Problem, Stage};
use crate::model::incidents::import::form;
use crate::model::incidents::import::item::{Item, start_of};
use crate::model::incidents::import::names;
use crate::model::incidents::import::sentence;
use crate::model::incidents::import::wanted::Wanted;
use crate::model::incidents::import::words;
use crate::model::time::Moment;
use crate::text::span::Range;

/// Labels that become words to find the record by.
const TAGS: usize = 20;

/// Comments that are read of one issue.
const COMMENTS: usize = 1000;

/// An issue, read.
pub(super) struct Issue {
    pub(super) source: String,
    pub(super) url: String,
    pub(super) base: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) labels: Vec<String>,
    /// A word for its weight, where the forge has a field for it.
    pub(super) severity: Option<String>,
    pub(super) author: Option<String>,
    pub(super) assignee: Option<String>,
    pub(super) created: Moment,
    /// When it was closed, and how the forge calls the reason.
    pub(super) closed: Option<(Moment, Option<String>)>,
    pub(super) comments: Vec<Comment>,
}

/// A comment, read.
pub(super) struct Comment {
    pub(super) at: Moment,
    pub(super) text: String,
    pub(super) url: Option<String>,
}

/// Whether the labels make it an incident.
pub(super) fn is_wanted(labels: &[String], wanted: &Wanted) -> bool {
    labels.iter().any(|label| label.eq_ignore_ascii_case(&wanted.label))
}

/// The problem of a closed issue of which nobody knows since when.
pub(super) fn no_end(range: Range, key: &str) -> Problem {
    Problem {
        range,
        message: format!("a closed issue has no `{key}`: have the dump written with it"),
    }
}

/// The problem of what was over before it began.
pub(super) fn backwards(item: Item<'_>, (started, ended): (&Moment, &Moment)) -> Option<Problem> {
    let message = || {
        let (end, start) = (ended.to_the_minute(), started.to_the_minute());
        format!("it ends ({end}) before it begins ({start}): one of the two is wrong")
    };
    (started.minutes_until(ended) < 0).then(|| Problem {
        range: start_of(item.node),
        message: message(),
    })
}

/// The incident that an issue tells of.
pub(super) fn draft(issue: Issue, wanted: &Wanted) -> Draft {
    let headline = names::headline(&issue.title, &wanted.scale);
    let mut draft = Draft {
        source: issue.source,
        base: Some(issue.base),
        title: headline.title,
        owner: issue.assignee,
        severity: weight(&issue.labels, issue.severity.as_deref(), wanted).or(headline.severity),
        stage: match issue.closed {
            Some(_) => Stage::Resolved,
            None => Stage::Open,
        },
        ..Draft::default()
    };
    draft.add_services(headline.names);
    label(&mut draft, &issue.labels, wanted);
    form::read(&mut draft, &issue.body, wanted);
    if let Some((end, _)) = &issue.closed {
        draft.set_time("resolved", Some(end.clone()));
    }
    draft.set_time("started", Some(issue.created.clone()));
    draft.set_time("declared", Some(issue.created.clone()));
    if issue.closed.is_none() {
        // A form says that it is over, and nobody has closed it.
        draft.times.retain(|(name, _)| *name != "resolved");
    }
    let by = issue.author.map_or(String::new(), |name| format!(" by {name}"));
    draft.timeline.push(Event {
        at: issue.created,
        kind: "status",
        text: format!("Reported{by}."),
        url: Some(issue.url.clone()),
    });
    for comment in issue.comments.into_iter().take(COMMENTS) {
        let text = sentence::first(&comment.text);
        if !text.is_empty() {
            draft.timeline.push(Event {
                at: comment.at,
                kind: "update",
                text,
                url: comment.url,
            });
        }
    }
    if let Some((at, reason)) = issue.closed {
        let reason = reason.map(|reason| reason.to_lowercase().replace('_', " "));
        let reason = reason.filter(|reason| reason != "completed" && !reason.is_empty());
        let reason = reason.map_or(String::new(), |reason| format!(" as {reason}"));
        draft.timeline.push(Event {
            at,
            kind: "status",
            text: format!("Issue closed{reason}."),
            url: None,
        });
    }
    draft.url = Some(issue.url);
    draft
}

/// What the labels, or a field of the forge, say about the weight.
fn weight(labels: &[String], field: Option<&str>, wanted: &Wanted) -> Option<String> {
    let about = labels.iter().filter(|label| words::is_weight_label(label));
    let own = labels
        .iter()
        .filter(|label| wanted.scale.iter().any(|word| word.eq_ignore_ascii_case(label)));
    let mut said = own
        .chain(about)
        .filter_map(|label| words::on_scale(label, &wanted.scale));
    said.next().or_else(|| words::on_scale(field?, &wanted.scale))
}

/// Labels that name a service, and those by which a record may be found.
fn label(draft: &mut Draft, labels: &[String], wanted: &Wanted) {
    for label in labels {
        let label = label.trim();
        let is_said = label.eq_ignore_ascii_case(&wanted.label) || words::is_weight_label(label);
        if is_said || wanted.scale.iter().any(|word| word.eq_ignore_ascii_case(label)) {
            continue;
        }
        let (head, name) = label.split_once(['/', ':', '=']).unwrap_or(("", label));
        let name = name
            .trim_start_matches(':')
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim();
        if matches!(head.trim(), "service" | "services" | "component" | "cluster") && !name.is_empty() {
            draft.add_services([name.to_owned()]);
        } else if draft.tags.len() < TAGS && !label.is_empty() && !draft.tags.iter().any(|tag| tag == label) {
            draft.tags.push(label.to_owned());
        }
    }
}
