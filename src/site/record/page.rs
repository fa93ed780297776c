//! The page of a record: what it says, where that stands, who points at it, and how it came to be.

use crate::model::record::{Record, RecordId};
use crate::site::chip::{Chip, chip};
use crate::site::configs::listing::{Listing, listing};
use crate::site::excerpt::excerpt;
use crate::site::frame::{Beside, Frame, Room, beside, frame};
use crate::site::panel::Panel;
use crate::site::plan::{Plan, capital, message};
use crate::site::prose::body::{self, Body, Entry};
use crate::site::record::account;
use crate::site::record::facts::{Row, rows};
use crate::site::record::history::{Story, story, story_of};
use crate::site::record::makers::panels;
use crate::site::record::ways::{Ways, ways};
use crate::site::review::{Review, review};
use crate::site::urls::{CHECKS, Subject, fixed, href};
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range};
use crate::text::width::cut;
use serde::Serialize;

/// Columns of what the head of a page says that it is about.
const DESCRIPTION: usize = 200;

/// The context of `record.html` and `page.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    /// What sort of page it is: `Decision 0007`, or the folder of a page that is no record.
    eyebrow: String,
    title: String,
    title_anchor: String,
    path: String,
    view: String,
    ways: Ways,
    chip: Option<Chip>,
    review: Option<Review>,
    /// The page for its review; empty where there is none.
    account: String,
    facts: Vec<Row>,
    panels: Vec<Panel>,
    body: String,
    listing: Option<Listing>,
    contents: Vec<Entry>,
    backlinks: Vec<Group>,
    findings: Vec<Remark>,
    checks: String,
    story: Story,
    beside: Option<Beside>,
}

/// Backlinks of one sort.
#[derive(Serialize)]
struct Group {
    label: String,
    items: Vec<Pointer>,
}

/// One backlink.
#[derive(Serialize)]
struct Pointer {
    #[serde(skip)]
    from: Subject,
    text: String,
    href: String,
    relation: String,
}

/// One finding about the page's file.
#[derive(Serialize)]
struct Remark {
    severity: String,
    /// Safe HTML.
    message: String,
    line: u32,
    rule: &'static str,
    /// The rule's page; empty where there is none.
    page: String,
}

/// A page and the files that it shows.
pub(crate) struct Made {
    /// What its template is filled with.
    pub page: Page,
    /// Files that must lie beside it.
    pub assets: Vec<FileId>,
}

/// Makes the page of a record.
pub(crate) fn make(plan: &Plan, id: RecordId) -> Made {
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    let at = plan.record_at(id);
    let eyebrow = match plan.number(record) {
        "" => capital(&kind.name),
        number => format!("{} {number}", capital(&kind.name)),
    };
    let mut made = skeleton(plan, record.file, (&at, Room::Kind(record.kind)), record.name());
    made.page.eyebrow = eyebrow;
    made.page.chip = chip(&record.status, kind);
    made.page.review = review(plan.workspace, record);
    if account::has_pages(kind) {
        made.page.account = href(&at, &account::address(&at));
    }
    made.page.facts = rows(plan, record, &at);
    made.page.panels = panels(plan, id, &at);
    made.page.listing = listing(plan, record, &at);
    made.page.backlinks = backlinks(plan, Subject::Record(id), &at);
    tell_once(&mut made.page);
    made.page.beside = Some(beside(plan, &at, id));
    made.page.story = story_of(plan, id);
    made.page.frame.description = description(plan, record, &kind.name);
    fill_head(&mut made, plan, Subject::Record(id), &at);
    made
}

/// Everything that a record's page and another page have in common.
pub(crate) fn skeleton(plan: &Plan, file: FileId, (at, room): (&RepoPath, Room), title: &str) -> Made {
    let workspace = plan.workspace;
    let path = workspace.tree.path(file);
    let Body {
        html,
        contents,
        title_anchor,
        assets,
    } = body::write(plan, file, at, own_title(plan, file, title));
    let page = Page {
        frame: frame(plan, at, room, title),
        eyebrow: path.parent().to_string(),
        title: title.to_owned(),
        title_anchor,
        path: path.to_string(),
        view: plan.on_forge(file),
        ways: Ways::default(),
        chip: None,
        review: None,
        account: String::new(),
        facts: Vec::new(),
        panels: Vec::new(),
        body: html,
        listing: None,
        contents,
        backlinks: Vec::new(),
        findings: remarks(plan, file, at),
        checks: href(at, &fixed(CHECKS)),
        story: Story::default(),
        beside: None,
    };
    Made { page, assets }
}

/// The heading that says what the page's title says, if the text begins with it.
fn own_title(plan: &Plan, file: FileId, title: &str) -> Option<Range> {
    let markup = plan.workspace.document(file).markup.as_ref()?;
    let first = markup.headings.first()?;
    (first.level == 1 && first.text.trim().ends_with(title.trim())).then_some(first.range)
}

/// Who points at a page that is no record, and its history.
pub(crate) fn fill_page(made: &mut Made, plan: &Plan, file: FileId, at: &RepoPath) {
    made.page.backlinks = backlinks(plan, Subject::Page(file), at);
    made.page.story = story(plan, file);
    made.page.frame.description = excerpt(plan, file, DESCRIPTION);
    fill_head(made, plan, Subject::Page(file), at);
}

fn fill_head(made: &mut Made, plan: &Plan, subject: Subject, at: &RepoPath) {
    made.page.frame.head.of_subject(plan, subject, at);
    made.page.ways = ways(plan, subject);
}

fn backlinks(plan: &Plan, subject: Subject, at: &RepoPath) -> Vec<Group> {
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for link in plan.backlinks(subject) {
        let (order, label) = match link.from {
            Subject::Record(id) => {
                let kind = plan.workspace.record(id).kind;
                (kind, capital(&plan.workspace.kinds[kind].plural))
            }
            Subject::Page(_) => (usize::MAX, "Pages".to_owned()),
        };
        let pointer = Pointer {
            from: link.from,
            text: plan.name(link.from),
            href: plan.href(at, link.from),
            relation: in_words(&link.relation),
        };
        match groups.iter_mut().find(|(known, _)| *known == order) {
            Some((_, group)) => group.items.push(pointer),
            None => groups.push((
                order,
                Group {
                    label,
                    items: vec![pointer],
                },
            )),
        }
    }
    groups.sort_by_key(|(order, _)| *order);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// What a panel shows need not be told again below.
fn tell_once(page: &mut Page) {
    let is_told = |from: Subject| match from {
        Subject::Record(id) => page.panels.iter().any(|panel| panel.told.contains(&id)),
        Subject::Page(_) => false,
    };
    for group in &mut page.backlinks {
        group.items.retain(|pointer| !is_told(pointer.from));
    }
    page.backlinks.retain(|group| !group.items.is_empty());
}

/// What a field of the one who points says of the one who is pointed at: `supersedes` → "supersedes it".
fn in_words(field: &str) -> String {
    let words = field.replace(['-', '_'], " ");
    match words.as_str() {
        "" => String::new(),
        "related" | "related to" | "relates to" | "see also" => "is related to it".to_owned(),
        // A verb in the third person takes it as it is: supersedes, amends, uses, implements.
        "supersedes" | "amends" | "clarifies" | "replaces" | "extends" | "implements" | "refines" | "obsoletes"
        | "uses" => {
            format!("{words} it")
        }
        // Such a verb with its particle does as well: depends on, superseded by.
        _ if words.starts_with("depends ") => format!("{words} it"),
        _ if words.ends_with("ed by") => format!("is {words} it"),
        _ => format!("names it under {words}"),
    }
}

fn remarks(plan: &Plan, file: FileId, at: &RepoPath) -> Vec<Remark> {
    plan.findings(file)
        .map(|finding| Remark {
            severity: finding.severity.to_string(),
            message: message(&finding.message),
            line: finding.place.position(plan.workspace).map_or(1, |at| at.line),
            rule: finding.rule,
            page: plan.rule_href(at, finding.rule),
        })
        .collect()
}

fn description(plan: &Plan, record: &Record, kind: &str) -> String {
    let status = record.status.value().map(|status| format!(", {}", status.word));
    let date = record.date.value().map(|date| format!(", {date}"));
    let what = format!(
        "{} of {}{}{}",
        capital(kind),
        plan.title(),
        status.unwrap_or_default(),
        date.unwrap_or_default()
    );
    match excerpt(plan, record.file, DESCRIPTION) {
        text if text.is_empty() => what,
        text => cut(&format!("{what}. {text}"), DESCRIPTION),
    }
}
