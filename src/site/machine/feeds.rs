//! Atom feeds (RFC 4287): of all records, of each kind, and of what refers to each service.
//!
//! The newest comes first; a record of which no day is known is in no feed.

use crate::model::kind_names::SERVICE;
use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::site::excerpt::excerpt;
use crate::site::machine::root::{identity, link, with_ending};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{HOME, Subject, fixed};
use crate::text::escape::escape;
use crate::text::path::RepoPath;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Entries of a feed.
const MOST: usize = 50;
/// Columns of the beginning of a text that an entry shows.
const SUMMARY: usize = 300;

/// When a record last changed: seconds since 1970, and as RFC 3339 writes it.
type Updated = (i64, String);

/// All days, looked up once, and the newest records.
struct Calendar {
    /// By record.
    updated: Vec<Option<Updated>>,
    all: Vec<RecordId>,
    by_kind: Vec<Vec<RecordId>>,
}

/// What a feed is about.
#[derive(Clone, Copy)]
enum About {
    All,
    Kind(usize),
    Service(RecordId),
}

/// All feeds.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, _: &'p Press) -> Vec<Sheet<'p>> {
    let mut feeds = vec![(of_all(), About::All)];
    for (kind, ids) in plan.by_kind.iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
        feeds.push((of_kind(plan, kind), About::Kind(kind)));
        let services = ids
            .iter()
            .filter_map(|&id| Some((of_service(plan, id)?, About::Service(id))));
        feeds.extend(services);
    }
    // Made when the first feed asks for it, for all of them.
    let calendar: Arc<OnceLock<Calendar>> = Arc::default();
    let sheet = |(at, about): (RepoPath, About)| {
        let calendar = Arc::clone(&calendar);
        Sheet::new(at.clone(), move || {
            let calendar = calendar.get_or_init(|| Calendar::of(plan));
            Ok(Printed::from(feed(plan, calendar, (&at, about))))
        })
    };
    feeds.into_iter().map(sheet).collect()
}

/// Where the feed of everything stands.
pub(crate) fn of_all() -> RepoPath {
    fixed("feeds/all.xml")
}

/// Where the feed of a kind stands.
pub(crate) fn of_kind(plan: &Plan, kind: usize) -> RepoPath {
    fixed(&format!("feeds/{}.xml", plan.addresses.index(kind).parent()))
}

/// Where the feed of a record stands, if it is of the kind that has such.
pub(crate) fn of_service(plan: &Plan, id: RecordId) -> Option<RepoPath> {
    let kind = plan.workspace.kind_of(plan.workspace.record(id));
    let page = plan.record_at(id);
    (kind.name == SERVICE).then(|| fixed(&format!("feeds/{}", with_ending(&page, "xml"))))
}

impl Calendar {
    fn of(plan: &Plan) -> Self {
        let records = plan.workspace.iter().map(|(_, record)| updated(plan, record));
        let mut calendar = Calendar {
            updated: records.collect(),
            all: Vec::new(),
            by_kind: Vec::new(),
        };
        calendar.by_kind = plan.by_kind.iter().map(|ids| calendar.newest(ids.clone())).collect();
        // What is among the newest of all is among the newest of its kind.
        calendar.all = calendar.newest(calendar.by_kind.concat());
        calendar
    }

    fn of_record(&self, id: RecordId) -> Option<&Updated> {
        self.updated.get(id.index())?.as_ref()
    }

    /// Those with a day, newest first, no more than a feed holds.
    fn newest(&self, mut ids: Vec<RecordId>) -> Vec<RecordId> {
        ids.retain(|&id| self.of_record(id).is_some());
        ids.sort_by_key(|&id| (std::cmp::Reverse(self.of_record(id).map(|(seconds, _)| *seconds)), id));
        ids.truncate(MOST);
        ids
    }
}

/// When the history last touched a record's file, else the day that the record gives.
fn updated(plan: &Plan, record: &Record) -> Option<Updated> {
    let change = plan
        .last_change(plan.workspace.path_of(record))
        .map(|(_, commit)| commit.date.clone());
    let date = || {
        record
            .date
            .value()
            .map(|date| midnight(date.year(), date.month(), date.day()))
    };
    change.and_then(placed).or_else(|| placed(date()?))
}

fn placed(text: String) -> Option<Updated> {
    Some((Moment::parse(&text)?.unix_seconds()?, text))
}

fn midnight(year: i16, month: i8, day: i8) -> String {
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

fn feed(plan: &Plan, calendar: &Calendar, (at, about): (&RepoPath, About)) -> String {
    let site = plan.title();
    let (title, page, ids) = match about {
        About::All => (site.clone(), fixed(HOME), calendar.all.clone()),
        About::Kind(kind) => {
            let name = capital(&plan.workspace.kinds[kind].plural);
            let ids = calendar.by_kind[kind].clone();
            (format!("{name} · {site}"), plan.addresses.index(kind), ids)
        }
        About::Service(id) => {
            let who = plan.backlinks(Subject::Record(id)).iter();
            let others = who.filter_map(|link| match link.from {
                Subject::Record(from) => Some(from),
                Subject::Page(_) => None,
            });
            let ids: BTreeSet<RecordId> = others.chain([id]).collect();
            let name = plan.workspace.record(id).name();
            let ids = calendar.newest(ids.into_iter().collect());
            (format!("{name} · {site}"), plan.record_at(id), ids)
        }
    };
    let as_of = plan.workspace.context.as_of;
    let newest = ids.first().and_then(|&id| calendar.of_record(id));
    let newest = newest.map_or_else(
        || midnight(as_of.year(), as_of.month(), as_of.day()),
        |(_, at)| at.clone(),
    );
    let mut out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n".to_owned();
    element(&mut out, "id", &identity(plan, at.as_str()));
    element(&mut out, "title", &title);
    element(&mut out, "updated", &newest);
    // Entries without an author have that of their feed; people are named on the pages.
    out.push_str("<author>");
    element(&mut out, "name", &site);
    out.push_str("</author>\n");
    anchor(&mut out, "self", &link(plan, at, at));
    anchor(&mut out, "alternate", &link(plan, at, &page));
    for id in ids {
        if let Some((_, updated)) = calendar.of_record(id) {
            entry(&mut out, plan, (at, id, updated));
        }
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, plan: &Plan, (at, id, updated): (&RepoPath, RecordId, &str)) {
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    let page = plan.record_at(id);
    out.push_str("<entry>\n");
    element(out, "id", &identity(plan, plan.former.name(id)));
    element(out, "title", &plan.label(record));
    element(out, "updated", updated);
    if let Some(created) = created(plan, record) {
        element(out, "published", &created);
    }
    anchor(out, "alternate", &link(plan, at, &page));
    out.push_str("<category term=\"");
    xml(&kind.name, out);
    out.push_str("\"/>\n");
    element(out, "summary", &summary(plan, record));
    out.push_str("</entry>\n");
}

/// What it is, where it stands, what was done to it last, and how it begins.
fn summary(plan: &Plan, record: &Record) -> String {
    let kind = plan.workspace.kind_of(record);
    let status = record.status.value().map(|status| format!(", {}", status.word));
    let mut out = format!("{}{}.", capital(&kind.name), status.unwrap_or_default());
    if let Some((_, commit)) = plan.last_change(plan.workspace.path_of(record)) {
        out.push_str(&format!(" Last change: {}.", commit.subject.trim_end_matches('.')));
    }
    let text = excerpt(plan, record.file, SUMMARY);
    if !text.is_empty() {
        out.push(' ');
        out.push_str(&text);
    }
    out
}

/// When a record came to the repository, where the history knows it.
fn created(plan: &Plan, record: &Record) -> Option<String> {
    let log = plan.workspace.history.log()?;
    let commit = log.created(plan.workspace.path_of(record))?;
    placed(commit.date.clone()).map(|(_, text)| text)
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>"));
    xml(text, out);
    out.push_str(&format!("</{name}>\n"));
}

fn anchor(out: &mut String, relation: &str, to: &str) {
    let format = match relation {
        "self" => "application/atom+xml",
        _ => "text/html",
    };
    out.push_str(&format!("<link rel=\"{relation}\" type=\"{format}\" href=\""));
    xml(to, out);
    out.push_str("\"/>\n");
}

/// As HTML is escaped; two characters that HTML bears are none of XML.
fn xml(text: &str, out: &mut String) {
    match text.contains(['\u{fffe}', '\u{ffff}']) {
        true => escape(&text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"), out),
        false => escape(text, out),
    }
}
