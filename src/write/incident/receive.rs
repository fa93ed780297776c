//! From a notification of Alertmanager to the incident of its group: drafted, extended, or resolved.
//!
//! All that is known of a group between two notifications stands in its record: `source` says which group, `fingerprints`
//! which of its alerts fired since when. So a notification that comes twice, or after a restart, changes nothing, and what
//! people change of the text stays as they have it.

use crate::model::incidents::notification::{FiredAlert, Notification, State};
use crate::model::incidents::severity::Scale;
use crate::model::kind_names::INCIDENT;
use crate::model::record::RecordId;
use crate::model::sets::RecordSet;
use crate::model::standing::Standing;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::write::complete;
use crate::write::incident::course::{Course, News};
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::extended::{self, items};
use crate::write::incident::opened::{self, Opening};
use crate::write::incident::telling;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::shelf::{choose_set, lone_set};

/// An incident that came from a group of alerts, as its file is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its file.
    pub path: RepoPath,
    /// All of it.
    pub text: String,
}

/// What a notification is seen in.
pub struct Frame<'a> {
    /// Now, in seconds since 1970: the end of an alert that says no end.
    pub now: i64,
    /// In which times are written.
    pub zone: &'a Zone,
    /// The record set for new incidents, where there are several.
    pub set: Option<&'a str>,
    /// Paths that are taken although the workspace does not know them.
    pub is_taken: &'a dyn Fn(&RepoPath) -> bool,
    /// What somebody says who asks for the incident; `None` where nobody does, but Alertmanager tells of it.
    pub wish: Option<Wish<'a>>,
}

/// What somebody says of an incident that is drafted of alerts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// Its title; what the alerts tell where there is none.
    pub title: Option<&'a str>,
    /// How bad it is; empty for what the alerts tell.
    pub severity: &'a str,
    /// The services that it is about; empty for what the alerts tell.
    pub services: &'a [String],
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A draft was written.
    Opened,
    /// An open incident says more.
    Extended,
    /// All its alerts are over, and so is it.
    Resolved,
    /// Nothing is new.
    Nothing,
}

/// What a notification leads to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Of one file, or none.
    pub changes: Changes,
    /// What was done.
    pub done: Done,
    /// The file of the incident; `None` where there is none.
    pub path: Option<RepoPath>,
    /// In a few words, for people.
    pub said: String,
}

/// The longest title that somebody may wish for, in characters.
const TITLE: usize = 300;

/// Thinks out what a notification changes. `held` are all incidents whose `source` is that of its group.
///
/// Refused where nothing can be written now: the file of the incident is torn, or nobody knows where incidents are kept.
pub fn receive(
    workspace: &Workspace,
    held: &[Held],
    notification: &Notification,
    frame: &Frame<'_>,
) -> Result<Outcome, Refusal> {
    let kind = workspace.kinds.iter().position(|kind| kind.name == INCIDENT);
    let kind = kind.ok_or_else(|| Refusal::new("there is no kind `incident` here", "see `opsrepo sets`"))?;
    let set = choose_set(workspace, kind, frame.set)?;
    let mut incidents = held
        .iter()
        .map(|held| Incident::read(workspace, held, (kind, set)))
        .collect::<Result<Vec<_>, _>>()?;
    incidents.sort_by_key(|incident| (incident.began(), incident.sheet.path().clone()));
    let open = incidents.iter().rposition(|incident| incident.is_open);
    let over: Vec<&Incident<'_>> = incidents.iter().filter(|incident| !incident.is_open).collect();
    let is_old = |alert: &FiredAlert| over.iter().any(|incident| incident.course.covers(alert));
    let alerts: Vec<&FiredAlert> = notification.alerts.iter().filter(|alert| !is_old(alert)).collect();
    match open {
        Some(at) => {
            let incident = incidents.swap_remove(at);
            extend(incident, alerts, (notification, frame))
        }
        None => {
            let last = over.last().copied();
            let ended = last.and_then(|incident| incident.ended());
            // What began before the last incident was over belonged to it, unless somebody ended it while its alerts fired,
            // and this one was never heard of.
            let was_cut = over.iter().all(|incident| !incident.course.has_more)
                && last.is_some_and(|incident| incident.course.over().is_none());
            let is_unheard = |alert: &FiredAlert| {
                let mut heard = over.iter().map(|incident| incident.course.last(&alert.fingerprint));
                was_cut && alert.state == State::Firing && heard.all(|known| known.is_none())
            };
            let is_new = |alert: &&FiredAlert| ended.is_none_or(|ended| alert.started > ended) || is_unheard(alert);
            let alerts: Vec<&FiredAlert> = alerts.into_iter().filter(is_new).collect();
            open_new((workspace, (kind, set)), (alerts, last), (notification, frame))
        }
    }
}

/// An incident of the group.
struct Incident<'w> {
    sheet: Sheet<'w>,
    course: Course,
    is_open: bool,
}

impl<'w> Incident<'w> {
    fn read(workspace: &'w Workspace, held: &Held, (kind, set): (usize, Option<&RecordSet>)) -> Result<Self, Refusal> {
        let known = workspace.tree.find(&held.path);
        let known = known.and_then(|file| workspace.records.iter().find(|record| record.file == file));
        let set = known.map(|record| workspace.set_of(record)).or(set);
        let set = set.cloned().unwrap_or_else(|| lone_set(kind, &held.path));
        let file = [(held.path.clone(), held.text.clone())];
        let sheet = Sheet::draft(workspace, &file, set);
        let sheet = sheet.ok_or_else(|| Refusal::new(format!("{} is gone", held.path), "try again"))?;
        extended::refuse_torn(&sheet)?;
        let words = items(&sheet, "fingerprints");
        Ok(Incident {
            course: Course::read(words.iter().map(String::as_str)),
            is_open: Standing::of(sheet.kind, &sheet.record().status) != Standing::Over,
            sheet,
        })
    }

    fn time(&self, field: &str) -> Option<i64> {
        self.sheet.record().time(field)?.unix_seconds()
    }

    fn began(&self) -> Option<i64> {
        self.time("started")
    }

    /// When it was over, as far as it says so.
    fn ended(&self) -> Option<i64> {
        self.time("resolved").or_else(|| self.time("closed"))
    }
}

/// Adds to an incident that is open.
fn extend(
    mut incident: Incident<'_>,
    alerts: Vec<&FiredAlert>,
    (notification, frame): (&Notification, &Frame<'_>),
) -> Result<Outcome, Refusal> {
    let path = incident.sheet.path().clone();
    let news = incident.course.take(alerts, (notification.truncated, frame.now));
    if news.is_empty() {
        return Ok(Outcome {
            changes: Changes::default(),
            done: Done::Nothing,
            path: Some(path),
            said: "nothing new".to_owned(),
        });
    }
    let end = incident.course.over().filter(|_| is_over(notification));
    let sheet = &mut incident.sheet;
    extended::remember(sheet, &news)?;
    extended::name(sheet, &news)?;
    for (at, text) in &news.lines {
        extended::add(sheet, &entry((*at, Sort::Alert, text), frame.zone)?)?;
    }
    if let Some(end) = end {
        extended::resolve(sheet, &moment(end, frame.zone)?)?;
    }
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(Outcome {
        changes,
        done: if end.is_some() { Done::Resolved } else { Done::Extended },
        path: Some(path),
        said: said(&news),
    })
}

/// Drafts an incident, where something fires that is new.
fn open_new(
    (workspace, (kind, set)): (&Workspace, (usize, Option<&RecordSet>)),
    (alerts, last): (Vec<&FiredAlert>, Option<&Incident<'_>>),
    (notification, frame): (&Notification, &Frame<'_>),
) -> Result<Outcome, Refusal> {
    let fires = |alert: &&FiredAlert| alert.state == State::Firing || frame.wish.is_some();
    let Some(first) = alerts.iter().copied().filter(fires).map(|alert| alert.started).min() else {
        return Ok(nothing(last, notification));
    };
    let mut course = Course::default();
    let news = course.take(alerts, (notification.truncated, frame.now));
    let first = news.alerts.iter().map(|alert| alert.started).min().unwrap_or(first);
    let started = moment(first, frame.zone)?;
    let wish = frame.wish.unwrap_or_default();
    complete::known_services(workspace, wish.services)?;
    let firing = || news.alerts.iter().copied().filter(fires);
    let runbooks = telling::runbooks(workspace, news.alerts.iter().copied());
    let services = match wish.services {
        [] => telling::services(workspace, news.alerts.iter().copied(), &runbooks),
        wished => wished.to_vec(),
    };
    let title = match wish.title {
        Some(title) => telling::one_line(title, TITLE),
        None => telling::title(&telling::names(firing()), &services),
    };
    let (severity, remark) = match wish.severity {
        "" => telling::severity(firing(), Scale::of(&workspace.settings)),
        wished => (wished.to_owned(), ""),
    };
    let path = opened::path(
        workspace,
        (&workspace.kinds[kind], set),
        (&title, &started),
        frame.is_taken,
    )?;
    let text = opened::text(&Opening {
        title: &title,
        severity: &severity,
        remark,
        services: &services,
        runbooks: &ids(workspace, &runbooks),
        started: &started.to_the_minute(),
        relates: last.map_or("", |incident| incident.sheet.record().id.as_str()),
        source: &notification.source(),
        alerts: &telling::names(news.alerts.iter().copied()),
        fingerprints: &extended::fingerprints(&news),
        lines: &lines(&news, frame.zone)?,
    })?;
    let text = match course.over().filter(|_| is_over(notification)) {
        None => text,
        Some(end) => {
            let set = set.cloned().unwrap_or_else(|| lone_set(kind, &path));
            ended(workspace, (&path, text), set, &moment(end, frame.zone)?)?
        }
    };
    let mut changes = Changes::default();
    changes.create(path.clone(), text);
    Ok(Outcome {
        changes,
        done: Done::Opened,
        path: Some(path),
        said: said(&news),
    })
}

/// What is done where nothing fires that is new.
fn nothing(last: Option<&Incident<'_>>, notification: &Notification) -> Outcome {
    Outcome {
        changes: Changes::default(),
        done: Done::Nothing,
        path: last.map(|incident| incident.sheet.path().clone()),
        said: match (last, notification.state) {
            (None, State::Resolved) => "nothing new: what is over opens no incident".to_owned(),
            _ => "nothing new".to_owned(),
        },
    }
}

/// The text of a draft that is over already.
fn ended(
    workspace: &Workspace,
    (path, text): (&RepoPath, String),
    set: RecordSet,
    end: &Moment,
) -> Result<String, Refusal> {
    let sheet = Sheet::draft(workspace, &[(path.clone(), text)], set);
    let mut sheet = sheet.ok_or_else(|| Refusal::new("the draft cannot be read", "nothing was written"))?;
    extended::resolve(&mut sheet, end)?;
    Ok(sheet.text(sheet.file()).to_owned())
}

/// The first entries of a timeline, sorted, as Markdown.
fn lines(news: &News<'_>, zone: &Zone) -> Result<Vec<String>, Refusal> {
    let mut lines: Vec<&(i64, String)> = news.lines.iter().collect();
    lines.sort_by_key(|(at, _)| *at);
    let line = |(at, text): &(i64, String)| {
        let entry = entry((*at, Sort::Alert, text), zone)?;
        Ok(format!("{} {}", entry.at.to_the_minute(), entry.said()?))
    };
    lines.into_iter().map(line).collect()
}

fn ids(workspace: &Workspace, records: &[RecordId]) -> Vec<String> {
    records.iter().map(|id| workspace.record(*id).id.clone()).collect()
}

/// Whether all alerts of a group are over. Of alerts that were left out nobody knows.
fn is_over(notification: &Notification) -> bool {
    let mut alerts = notification.alerts.iter();
    let all_over = alerts.all(|alert| alert.state == State::Resolved);
    all_over && notification.state == State::Resolved && notification.truncated == 0
}

/// `2 alerts fire, 1 is over`.
fn said(news: &News<'_>) -> String {
    let fired = match news.fired {
        0 => None,
        1 => Some("1 alert fires".to_owned()),
        count => Some(format!("{count} alerts fire")),
    };
    let over = match news.over {
        0 => None,
        1 => Some("1 is over".to_owned()),
        count => Some(format!("{count} are over")),
    };
    let more = news.has_more.then(|| "there are more than are listed".to_owned());
    let parts = [fired, over, more].into_iter().flatten();
    parts.collect::<Vec<_>>().join(", ")
}

fn entry((at, sort, text): (i64, Sort, &str), zone: &Zone) -> Result<Entry, Refusal> {
    Ok(Entry {
        at: moment(at, zone)?,
        sort: Some(sort),
        text: text.to_owned(),
        evidence: None,
    })
}

fn moment(seconds: i64, zone: &Zone) -> Result<Moment, Refusal> {
    let moment = Moment::from_unix(seconds, zone);
    moment.ok_or_else(|| Refusal::new("a time lies outside of the calendar", "nothing was written"))
}
