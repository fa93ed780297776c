//! What a notification adds to the record of an open incident, one thing after the other on its sheet: what is known of its
//! alerts, the alerts and services and runbooks that it names, lines, and its end.

use crate::model::incidents::episode::{Episode, MORE};
use crate::model::locate::value_of;
use crate::model::locator::Locator;
use crate::model::time::Moment;
use crate::syntax::document::ProblemKind;
use crate::syntax::node::Node;
use crate::text::edit::Edit;
use crate::text::source::Source;
use crate::write::data::{Content, Data};
use crate::write::fields::{self, Item};
use crate::write::incident::course::News;
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::{log, telling, times};
use crate::write::insert::insert;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status;

/// Where what is known of the alerts stands.
const MEMORY: &str = "fingerprints";

/// Times that lie before the end of an incident.
const BEFORE_THE_END: [&str; 5] = ["started", "detected", "declared", "acknowledged", "mitigated"];

/// Fails where nobody can tell what a change would do to the file.
pub(super) fn refuse_torn(sheet: &Sheet<'_>) -> Result<(), Refusal> {
    let torn = |kind: ProblemKind| !matches!(kind, ProblemKind::DuplicateKey);
    match sheet.own().problems.iter().find(|problem| torn(problem.kind)) {
        None => Ok(()),
        Some(problem) => {
            let place = Source::new(sheet.text(sheet.file())).position(problem.range.start);
            Err(Refusal::new(
                format!("{}:{place}: {}", sheet.path(), problem.message),
                "mend that first: nobody can tell what a change would do to such a file",
            ))
        }
    }
}

/// The values of a key of the front matter: of a list its items, else the one.
pub(super) fn items(sheet: &Sheet<'_>, key: &str) -> Vec<String> {
    nodes(sheet, key).iter().filter_map(Node::scalar).collect()
}

fn nodes<'s>(sheet: &'s Sheet<'_>, key: &str) -> &'s [Node] {
    let root = sheet.own().data.get(sheet.part());
    match root.and_then(|root| value_of(root, key)) {
        None => &[],
        Some(node) => match node.items() {
            [] => std::slice::from_ref(node),
            items => items,
        },
    }
}

/// What a record says under `fingerprints` because of what is new and was not there before.
pub(super) fn fingerprints(news: &News<'_>) -> Vec<String> {
    let fresh = news.episodes.iter().filter(|(is_known, _)| is_known.is_none());
    let more = news.has_more.then(|| MORE.to_owned());
    fresh.map(|(_, episode)| episode.to_string()).chain(more).collect()
}

/// Keeps what is known of the alerts.
pub(super) fn remember(sheet: &mut Sheet<'_>, news: &News<'_>) -> Result<(), Refusal> {
    let changed = news.episodes.iter().filter(|(is_known, _)| is_known.is_some());
    let data = Data::of(
        sheet.own(),
        sheet.part(),
        sheet.text(sheet.file()),
        sheet.line_end(sheet.file()),
    );
    let is_of = |node: &&Node, episode: &Episode| {
        let known = node.scalar().and_then(|text| Episode::parse(&text));
        known.is_some_and(|known| known.fingerprint == episode.fingerprint)
    };
    let edits = changed.filter_map(|(_, episode)| {
        let node = nodes(sheet, MEMORY).iter().find(|node| is_of(node, episode))?;
        Some(data.replace(node, &episode.to_string()))
    });
    let edits: Vec<Edit> = edits.collect();
    sheet.apply_as_is(sheet.file(), &edits)?;
    let fresh = fingerprints(news);
    let place = Locator::FrontMatter(vec![MEMORY.to_owned()]);
    match fresh.is_empty() || insert(sheet, &place, &Content::List(&fresh))? {
        true => Ok(()),
        false => Err(Refusal::new(
            format!(
                "{} has no front matter that could say which alerts it is about",
                sheet.path()
            ),
            "give it one; nothing was written",
        )),
    }
}

/// Names the alerts that are new, and the services and runbooks that they are about.
pub(super) fn name(sheet: &mut Sheet<'_>, news: &News<'_>) -> Result<(), Refusal> {
    if news.alerts.is_empty() {
        return Ok(());
    }
    let workspace = sheet.workspace;
    let alerts = || news.alerts.iter().copied();
    let runbooks = telling::runbooks(workspace, alerts());
    let services = telling::services(workspace, alerts(), &runbooks);
    let runbooks = runbooks.iter().map(|id| workspace.record(*id).id.clone()).collect();
    for (field, names) in [
        ("alerts", telling::names(alerts())),
        ("services", services),
        ("runbooks", runbooks),
    ] {
        let known = items(sheet, field);
        let references = sheet.record().references.iter();
        let named: Vec<&str> = references
            .filter(|reference| &*reference.field == field)
            .map(|reference| reference.raw.as_str())
            .collect();
        let is_new = |name: &String| !known.contains(name) && !named.contains(&name.as_str());
        let fresh: Vec<Item> = names.into_iter().filter(is_new).map(Item::Word).collect();
        fields::add(sheet, field, &fresh)?;
    }
    Ok(())
}

/// Adds a line to the timeline.
pub(super) fn add(sheet: &mut Sheet<'_>, entry: &Entry) -> Result<(), Refusal> {
    log::add(sheet, entry)
}

/// Says that it is over since `end`, or since the last thing that is known to have happened before.
pub(super) fn resolve(sheet: &mut Sheet<'_>, end: &Moment) -> Result<(), Refusal> {
    let record = sheet.record();
    let times = BEFORE_THE_END.iter().filter_map(|field| record.time(field));
    let later = times.filter(|time| end.minutes_until(time) > 0);
    let last = later.max_by_key(|time| time.unix_seconds()).unwrap_or(end).clone();
    let at = record.time("resolved").cloned().unwrap_or(last);
    status::say(sheet, "resolved", None, None)?;
    times::stamp(sheet, "resolved", &at)?;
    log::add(
        sheet,
        &Entry {
            at,
            sort: Some(Sort::Status),
            text: "Resolved: no alert of the group fires any more".to_owned(),
            evidence: None,
        },
    )
}
