//! The first page: what this cloud is, and what is going on.

use crate::lint::Severity;
use crate::model::record::RecordId;
use crate::site::frame::{Frame, Item, Room, frame, item};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::record::history::{day, last_change};
use crate::site::record::review::review;
use crate::site::sheet::Sheet;
use crate::site::urls::{CHECKS, HOME, Subject, fixed, href, href_to};
use crate::syntax::markdown::plain_text;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Records that a list of the first page shows.
const LATEST: usize = 5;
/// Changes that it shows.
const CHANGES: usize = 8;

/// The context of `home.html`.
#[derive(Serialize)]
pub(crate) struct Home {
    frame: Frame,
    summary: String,
    readme: String,
    kinds: Vec<Card>,
    latest: Vec<Latest>,
    changes: Vec<Change>,
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
    author: String,
    subject: String,
    kind: String,
    item: Item,
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
    let readme = RepoPath::new("README.md")
        .and_then(|path| plan.workspace.tree.find(&path))
        .and_then(|file| plan.addresses.subject(file));
    let home = Home {
        summary: summary(plan),
        readme: readme
            .map(|subject| crate::site::prose::body::to_subject(plan, &at, subject))
            .unwrap_or_default(),
        kinds: cards(plan, &at),
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

/// `[cloud] summary`, else the first paragraph of the README that is more than badges.
fn summary(plan: &Plan) -> String {
    let workspace = plan.workspace;
    if let Some(summary) = &workspace.settings.summary {
        return summary.clone();
    }
    let readme = RepoPath::new("README.md").and_then(|path| workspace.tree.find(&path));
    let markup = readme.and_then(|file| Some((file, workspace.document(file).markup.as_ref()?)));
    let Some((file, markup)) = markup else {
        return String::new();
    };
    let text = workspace.tree.text(file);
    let paragraphs = markup.paragraphs.iter().map(|range| range.of(text));
    paragraphs
        .filter(|paragraph| !paragraph.starts_with(['[', '!', '<', '|']))
        .map(|paragraph| plain_text(paragraph).split_whitespace().collect::<Vec<_>>().join(" "))
        .find(|paragraph| paragraph.chars().count() > 40)
        .map(|paragraph| match paragraph.char_indices().nth(400) {
            Some((cut, _)) => format!("{}…", paragraph[..cut].trim_end()),
            None => paragraph,
        })
        .unwrap_or_default()
}

/// The rules that found most, the worst first.
fn found(plan: &Plan, at: &RepoPath) -> Vec<Found> {
    let mut counts: BTreeMap<(Reverse<Severity>, &'static str), usize> = BTreeMap::new();
    for finding in &plan.report.findings {
        *counts.entry((Reverse(finding.severity), finding.rule)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&((severity, rule), count)| (severity, Reverse(count), rule));
    let rows = counts.into_iter().take(LATEST + 1);
    rows.map(|((_, rule), count)| Found {
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

/// The records that changed last, by the history.
fn changes(plan: &Plan, at: &RepoPath) -> Vec<Change> {
    let mut changed: Vec<(u32, RecordId)> = plan
        .workspace
        .iter()
        .filter_map(|(id, record)| Some((last_change(plan, plan.workspace.path_of(record))?.0, id)))
        .collect();
    changed.sort_unstable();
    changed
        .into_iter()
        .take(CHANGES)
        .filter_map(|(_, id)| {
            let record = plan.workspace.record(id);
            let (_, commit) = last_change(plan, plan.workspace.path_of(record))?;
            Some(Change {
                date: day(&commit.date).to_owned(),
                author: commit.author.clone(),
                subject: commit.subject.clone(),
                kind: plan.workspace.kind_of(record).name.clone(),
                item: Item {
                    text: plan.name(Subject::Record(id)),
                    ..item(plan, at, id)
                },
            })
        })
        .collect()
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
