//! Atom feeds (RFC 4287): of all records, of each kind, and of what refers to each service.
//!
//! The newest comes first; a record of which no day is known is in no feed.

use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::site::machine::root::{address, base, link};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::record::history::last_change;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{Subject, fixed};
use crate::text::escape::{escape, percent_encode};
use crate::text::path::RepoPath;
use crate::text::template::slug;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Entries of a feed.
const MOST: usize = 50;
/// The kind whose records each have a feed of what refers to them.
const SERVICE: &str = "service";

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
    let mut feeds = vec![(fixed("feeds/all.xml"), About::All)];
    for (kind, ids) in plan.by_kind.iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
        let folder = plan.addresses.index(kind).parent();
        feeds.push((fixed(&format!("feeds/{folder}.xml")), About::Kind(kind)));
        if plan.workspace.kinds[kind].name == SERVICE {
            let at = |id: RecordId| fixed(&format!("feeds/{folder}/{}.xml", plan.record_at(id).stem()));
            feeds.extend(ids.iter().map(|&id| (at(id), About::Service(id))));
        }
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
    let change = last_change(plan, plan.workspace.path_of(record)).map(|(_, commit)| commit.date.clone());
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
        About::All => (site.clone(), fixed("index.html"), calendar.all.clone()),
        About::Kind(kind) => {
            let name = capital(&plan.workspace.kinds[kind].plural);
            let ids = calendar.by_kind[kind].clone();
            (format!("{name} · {site}"), plan.addresses.index(kind), ids)
        }
        About::Service(id) => {
            let who = plan.backlinks(Subject::Record(id)).iter();
            let ids: BTreeSet<RecordId> = who
                .filter_map(|link| match link.from {
                    Subject::Record(from) => Some(from),
                    Subject::Page(_) => None,
                })
                .collect();
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
    element(&mut out, "id", &identity(plan, at));
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
    element(out, "id", &identity(plan, &page));
    element(out, "title", &plan.label(record));
    element(out, "updated", updated);
    anchor(out, "alternate", &link(plan, at, &page));
    out.push_str("<category term=\"");
    xml(&kind.name, out);
    out.push_str("\"/>\n");
    let status = record.status.value().map(|status| format!(", {}", status.word));
    let summary = format!("{}{}", capital(&kind.name), status.unwrap_or_default());
    element(out, "summary", &summary);
    out.push_str("</entry>\n");
}

/// What stays when a title or a text changes: the address in full; where the site does not say where it is published, one
/// below the repository's own; else a tag (RFC 4151) with the name of the cloud.
fn identity(plan: &Plan, at: &RepoPath) -> String {
    if base(plan).is_some() {
        return address(plan, at);
    }
    let mut path = String::new();
    percent_encode(at.as_str(), &mut path);
    match &plan.forge {
        Some(forge) => format!("{}#{path}", forge.home()),
        None => {
            let mut name = String::new();
            percent_encode(&slug(&plan.title()), &mut name);
            format!("tag:opsrepo.invalid,2026:{name}/{path}")
        }
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>"));
    xml(text, out);
    out.push_str(&format!("</{name}>\n"));
}

fn anchor(out: &mut String, relation: &str, to: &str) {
    out.push_str(&format!("<link rel=\"{relation}\" href=\""));
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
