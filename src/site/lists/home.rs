//! The first page: what this cloud is, and what is going on.

use crate::lint::Severity;
use crate::model::kind_names::INCIDENT;
use crate::model::record::Record;
use crate::model::standing::Standing;
use crate::site::frame::{Frame, Item, Room, frame, item};
use crate::site::lists::deed::{Deed, latest as latest_changes};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::review::review;
use crate::site::sheet::Sheet;
use crate::site::urls::{CHANGES as CHANGED, CHECKS, HOME, JOIN, fixed, href, href_to};
use crate::syntax::markdown::plain_text;
use crate::text::path::RepoPath;
use crate::text::width::cut;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Columns of what it says of itself.
const SUMMARY: usize = 400;
/// Records that a list of the first page shows.
const LATEST: usize = 5;
/// Changes that it shows, and records that it names of each.
const CHANGES: usize = 6;
const TOUCHED: usize = 3;

/// The context of `home.html`.
#[derive(Serialize)]
pub(crate) struct Home {
    frame: Frame,
    summary: String,
    readme: String,
    /// What the only kind that has records holds; empty where there are several, which are shown as cards.
    about: String,
    kinds: Vec<Card>,
    /// True where the repository has incidents, and each says whether it is over.
    has_incidents: bool,
    /// Incidents that are not over.
    open: Vec<Dated>,
    open_total: usize,
    latest: Vec<Latest>,
    changes: Vec<Change>,
    /// The page of all changes.
    all_changes: String,
    /// The page of how to take part.
    join: String,
    overdue: Vec<Overdue>,
    overdue_total: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    files: usize,
    rules: usize,
    checks: String,
    /// The rules that found most.
    found: Vec<Found>,
    as_of: String,
}

/// A rule and how much it found.
#[derive(Serialize)]
struct Found {
    rule: &'static str,
    href: String,
    count: usize,
}

/// A kind and how many records it has.
#[derive(Serialize)]
struct Card {
    label: String,
    summary: String,
    href: String,
    count: usize,
}

/// The latest records of a kind.
#[derive(Serialize)]
struct Latest {
    label: String,
    href: String,
    items: Vec<Dated>,
}

#[derive(Serialize)]
struct Dated {
    date: String,
    item: Item,
}

#[derive(Serialize)]
struct Change {
    date: String,
    deed: Deed,
}

#[derive(Serialize)]
struct Overdue {
    due: String,
    item: Item,
}

/// The page.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    vec![Sheet::new(fixed(HOME), move || {
        let (_, page) = make(plan);
        press.fill("home.html", &page)
    })]
}

/// Makes the first page.
pub(crate) fn make(plan: &Plan) -> (RepoPath, Home) {
    let at = fixed(HOME);
    let overdue = overdue(plan, &at);
    let frame = frame(plan, &at, Room::Home, "");
    let front = plan.addresses.front_page(&RepoPath::root());
    let readme = front.and_then(|file| plan.addresses.subject(file));
    let kinds = cards(plan, &at);
    let summary = summary(plan);
    let open = open(plan, &at);
    let home = Home {
        about: match kinds.as_slice() {
            [only] if summary.is_empty() => only.summary.clone(),
            _ => String::new(),
        },
        summary,
        has_incidents: open.is_some(),
        open_total: open.as_ref().map_or(0, Vec::len),
        open: open.into_iter().flatten().take(LATEST).collect(),
        all_changes: href(&at, &fixed(CHANGED)),
        join: href(&at, &fixed(JOIN)),
        readme: readme.map(|subject| plan.href(&at, subject)).unwrap_or_default(),
        kinds,
        latest: latest(plan, &at),
        changes: changes(plan, &at),
        overdue_total: overdue.len(),
        overdue: overdue.into_iter().take(LATEST + 1).collect(),
        errors: plan.report.count(Severity::Error),
        warnings: plan.report.count(Severity::Warning),
        hints: plan.report.count(Severity::Hint),
        files: plan.report.files,
        rules: plan.report.rules,
        checks: href(&at, &fixed(CHECKS)),
        found: found(plan, &at),
        as_of: plan.workspace.context.as_of.to_string(),
        frame,
    };
    (at, home)
}

/// `[cloud] summary`, else the first paragraph of the repository's front page that is more than badges.
fn summary(plan: &Plan) -> String {
    let workspace = plan.workspace;
    if let Some(summary) = &workspace.settings.summary {
        return summary.clone();
    }
    let front = plan.addresses.front_page(&RepoPath::root());
    let markup = front.and_then(|file| Some((file, workspace.document(file).markup.as_ref()?)));
    let Some((file, markup)) = markup else {
        return String::new();
    };
    let text = workspace.tree.text(file);
    let paragraphs = markup.paragraphs.iter().map(|range| range.of(text));
    paragraphs
        .filter(|paragraph| !paragraph.starts_with(['[', '!', '<', '|']))
        .map(|paragraph| plain_text(paragraph).split_whitespace().collect::<Vec<_>>().join(" "))
        .find(|paragraph| paragraph.chars().count() > 40)
        .map(|paragraph| cut(&paragraph, SUMMARY))
        .unwrap_or_default()
}

/// The rules that found most, the worst first.
fn found(plan: &Plan, at: &RepoPath) -> Vec<Found> {
    let mut counts: BTreeMap<&'static str, (Severity, usize)> = BTreeMap::new();
    for finding in &plan.report.findings {
        let (worst, count) = counts.entry(finding.rule).or_insert((finding.severity, 0));
        *worst = finding.severity.max(*worst);
        *count += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(rule, (severity, count))| (Reverse(severity), Reverse(count), rule));
    let rows = counts.into_iter().take(LATEST + 1);
    rows.map(|(rule, (_, count))| Found {
        rule,
        href: href_to(at, &fixed(CHECKS), rule),
        count,
    })
    .collect()
}

fn cards(plan: &Plan, at: &RepoPath) -> Vec<Card> {
    let kinds = plan.workspace.kinds.iter().enumerate();
    kinds
        .filter(|(kind, _)| !plan.by_kind[*kind].is_empty())
        .map(|(kind, row)| Card {
            label: capital(if plan.by_kind[kind].len() == 1 {
                &row.name
            } else {
                &row.plural
            }),
            summary: row.summary.clone(),
            href: href(at, &plan.addresses.index(kind)),
            count: plan.by_kind[kind].len(),
        })
        .collect()
}

/// The latest records of every kind whose records have dates.
fn latest(plan: &Plan, at: &RepoPath) -> Vec<Latest> {
    let mut lists = Vec::new();
    for (kind, ids) in plan.by_kind.iter().enumerate() {
        let mut dated: Vec<_> = ids
            .iter()
            .filter_map(|&id| Some((*plan.workspace.record(id).date.value()?, id)))
            .collect();
        dated.sort_by(|a, b| b.cmp(a));
        if dated.is_empty() {
            continue;
        }
        lists.push(Latest {
            label: format!("Latest {}", plan.workspace.kinds[kind].plural),
            href: href(at, &plan.addresses.index(kind)),
            items: dated
                .into_iter()
                .take(LATEST)
                .map(|(date, id)| Dated {
                    date: date.to_string(),
                    item: item(plan, at, id),
                })
                .collect(),
        });
    }
    lists
}

/// The incidents that are not over; `None` where there are no incidents, or where it is not known of each.
fn open(plan: &Plan, at: &RepoPath) -> Option<Vec<Dated>> {
    let mut incidents = plan.workspace.of_kind(INCIDENT).peekable();
    incidents.peek()?;
    let standing = |record: &Record| Standing::of(plan.workspace.kind_of(record), &record.status);
    let is_open = |record: &Record| standing(record).is_lasting();
    let mut all = plan.workspace.of_kind(INCIDENT);
    let is_told = all.all(|(_, record)| is_open(record) || standing(record) == Standing::Over);
    let mut open: Vec<Dated> = incidents
        .filter(|(_, record)| is_open(record))
        .map(|(id, record)| Dated {
            date: record.date.value().map(ToString::to_string).unwrap_or_default(),
            item: item(plan, at, id),
        })
        .collect();
    // Of incidents that say nothing of their status nobody knows whether they are over.
    if open.is_empty() && !is_told {
        return None;
    }
    open.sort_by(|a, b| (&b.date, &a.item.href).cmp(&(&a.date, &b.item.href)));
    Some(open)
}

/// The latest commits that touched records.
fn changes(plan: &Plan, at: &RepoPath) -> Vec<Change> {
    let latest = latest_changes(plan, at, (CHANGES, TOUCHED)).into_iter();
    latest.map(|(date, deed)| Change { date, deed }).collect()
}

fn overdue(plan: &Plan, at: &RepoPath) -> Vec<Overdue> {
    let mut overdue: Vec<Overdue> = plan
        .workspace
        .iter()
        .filter_map(|(id, record)| {
            let review = review(plan.workspace, record).filter(|review| review.is_past)?;
            Some(Overdue {
                due: review.due,
                item: item(plan, at, id),
            })
        })
        .collect();
    overdue.sort_by(|a, b| (&a.due, &a.item.href).cmp(&(&b.due, &b.item.href)));
    overdue
}
