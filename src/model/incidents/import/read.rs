//! From a text to the incidents in it: which format it has is told from its content.

use crate::model::incidents::import::draft::{Problem, Reading};
use crate::model::incidents::import::wanted::Wanted;
use crate::model::incidents::import::{alertmanager, github, gitlab, outages, statuspage};
use crate::syntax::document::Document;
use crate::syntax::node::{Node, Value};
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::Range;
use crate::text::tree::Content;

/// A format of a dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Notifications of Alertmanager.
    Alertmanager,
    /// GitHub's issues.
    Github,
    /// GitLab's issues.
    Gitlab,
    /// Incidents of Statuspage.
    Statuspage,
    /// A list that people keep.
    Outages,
}

impl Origin {
    /// All, with the words by which they are asked for.
    pub const ALL: [(&'static str, Origin); 5] = [
        ("alertmanager", Origin::Alertmanager),
        ("github", Origin::Github),
        ("gitlab", Origin::Gitlab),
        ("outages", Origin::Outages),
        ("statuspage", Origin::Statuspage),
    ];
}

/// Reads a text. Where no format is named, the content tells it; where it does not, the text is refused.
pub fn read(text: &str, origin: Option<Origin>, wanted: &Wanted) -> Reading {
    let document = parsed(text);
    if let Some(problem) = document.problems.first() {
        return refused(problem.range, problem.message.clone());
    }
    let Some(root) = document.data.first().filter(|root| !root.is_null()) else {
        return refused(Range::at(0), "there is nothing in it".to_owned());
    };
    let items = items(root);
    let Some(origin) = origin.or_else(|| told(root, &items)) else {
        return match items.is_empty() && is_list(root) {
            true => Reading::default(),
            false => refused(
                Range::at(root.range.start as usize),
                "nothing here tells what it is: expected issues of GitHub or GitLab, incidents of Statuspage, notifications of \
                 Alertmanager, or a list of outages with `title` and `start`"
                    .to_owned(),
            ),
        };
    };
    let body = document.front_matter.map_or("", |fences| &text[fences.end as usize..]);
    match origin {
        Origin::Alertmanager => alertmanager::read(text, &items),
        Origin::Github => github::read(&items, wanted),
        Origin::Gitlab => gitlab::read(&items, wanted),
        Origin::Statuspage => statuspage::read(&items, wanted),
        Origin::Outages => outages::read(&items, body, wanted),
    }
}

/// JSON where it begins as JSON does, a page where it is a front matter that ends, else YAML.
fn parsed(text: &str) -> Document {
    let name = match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('{' | '[') => "dump.json",
        Some('-') if is_page(text) => "dump.md",
        _ => "dump.yaml",
    };
    let name = RepoPath::new(name).unwrap_or_else(RepoPath::root);
    reader::read(&name, &Content::Text(Source::new(text)))
}

/// True for a front matter with a text behind it.
fn is_page(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let is_open = lines.next().is_some_and(|line| line.trim_end() == "---");
    let mut rest = lines.skip_while(|line| line.trim_end() != "---");
    is_open && rest.next().is_some() && !rest.any(|line| line.trim_end() == "---")
}

/// The things in a dump: the items of its list, of its lists in a list (as a forge's pages are put together), of the list
/// under a key, or the one thing that it is.
fn items(root: &Node) -> Vec<&Node> {
    match &root.value {
        Value::List(items) => items
            .iter()
            .flat_map(|item| match &item.value {
                Value::List(inner) => inner.iter().collect(),
                _ => vec![item],
            })
            .collect(),
        Value::Map(_) => {
            let keys = [
                "incidents",
                "scheduled_maintenances",
                "outages",
                "issues",
                "items",
                "events",
                "downtimes",
            ];
            let held: Vec<&Node> = keys
                .iter()
                .filter_map(|key| root.get(key))
                .flat_map(Node::items)
                .collect();
            let is_list = keys
                .iter()
                .any(|key| root.get(key).is_some_and(|node| matches!(node.value, Value::List(_))));
            if is_list { held } else { vec![root] }
        }
        _ => Vec::new(),
    }
}

fn is_list(root: &Node) -> bool {
    matches!(root.value, Value::List(_) | Value::Map(_))
}

/// The format, from the keys of the first thing.
fn told(root: &Node, items: &[&Node]) -> Option<Origin> {
    let first = items.iter().find(|item| !item.entries().is_empty())?;
    let has = |key: &str| first.get(key).is_some();
    let any = |keys: &[&str]| keys.iter().any(|key| has(key));
    if alertmanager::is_one(first) {
        return Some(Origin::Alertmanager);
    }
    if statuspage::is_one(first) || root.get("page").is_some() && has("created_at") {
        return Some(Origin::Statuspage);
    }
    if has("iid") || has("web_url") {
        return Some(Origin::Gitlab);
    }
    if has("number") && any(&["createdAt", "created_at", "html_url", "labels"]) || has("html_url") && has("title") {
        return Some(Origin::Github);
    }
    (any(outages::TITLE) && any(outages::START)).then_some(Origin::Outages)
}

fn refused(range: Range, message: String) -> Reading {
    Reading {
        refusal: Some(Problem { range, message }),
        ..Reading::default()
    }
}
