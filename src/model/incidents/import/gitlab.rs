//! GitLab's issues: what `glab issue list --output json` prints, which is what its REST API answers
//! (<https://docs.gitlab.com/api/issues/>). An issue of the type `incident` needs no label.

use crate::model::incidents::import::address;
use crate::model::incidents::import::draft::{Problem, Reading};
use crate::model::incidents::import::forge::{self, Comment, Issue};
use crate::model::incidents::import::item::{Item, start_of};
use crate::model::incidents::import::wanted::Wanted;
use crate::syntax::node::{Node, Value};

const ADVICE: &str = "take what `glab issue list --output json` prints as it is";

/// Reads a list of issues.
pub(super) fn read(items: &[&Node], wanted: &Wanted) -> Reading {
    let mut reading = Reading::default();
    for node in items {
        let item = Item::new(node);
        let labels = item.names(&["labels"]);
        let is_incident = item
            .text(&["issue_type", "type"])
            .is_some_and(|kind| kind.eq_ignore_ascii_case("incident"));
        match is_incident || forge::is_wanted(&labels, wanted) {
            true => reading.take(issue(item, labels).map(|issue| forge::draft(issue, wanted))),
            false => reading.leave_out(&format!("issues without the label `{}`", wanted.label)),
        }
    }
    reading
}

fn issue(item: Item<'_>, labels: Vec<String>) -> Result<Issue, Problem> {
    let number = item.needed(&["iid"], ADVICE)?;
    let url = item.needed(&["web_url"], ADVICE)?;
    let (url, project, home) = place(&url).ok_or_else(|| {
        item.problem("the `web_url` of an issue is not like https://gitlab.com/GROUP/PROJECT/-/issues/12".to_owned())
    })?;
    let is_closed = item
        .text(&["state"])
        .is_some_and(|state| state.eq_ignore_ascii_case("closed"));
    let end = item.time(&["closed_at"])?;
    let closed = match (is_closed, end) {
        (false, _) => None,
        (true, Some(end)) => Some((end, None)),
        (true, None) => return Err(forge::no_end(start_of(item.node), "closed_at")),
    };
    let created = item.needed_time(&["created_at"], ADVICE)?;
    if let Some(problem) = closed
        .as_ref()
        .and_then(|(end, _)| forge::backwards(item, (&created, end)))
    {
        return Err(problem);
    }
    Ok(Issue {
        source: format!(
            "gitlab:{project}#{}",
            number.chars().filter(char::is_ascii_digit).take(18).collect::<String>()
        ),
        base: format!("{home}/-/blob/HEAD/"),
        title: item.needed(&["title"], ADVICE)?,
        body: item.text(&["description"]).unwrap_or_default(),
        labels,
        severity: item.text(&["severity"]),
        author: item.login(&["author"]),
        assignee: item.login(&["assignees", "assignee"]),
        created,
        closed,
        comments: notes(item, &url)?,
        url,
    })
}

/// The address of an issue, the project in it, and the address of the project.
fn place(url: &str) -> Option<(String, String, String)> {
    let url = address::web(url)?;
    let path = address::path(&url);
    let (project, _) = path
        .split_once("/-/issues/")
        .or_else(|| path.split_once("/issues/"))
        .or_else(|| path.split_once("/-/work_items/"))?;
    let is_named = project.contains('/') && project.split('/').all(address::is_name);
    let home = &url[..url.find(project)? + project.len()];
    is_named.then(|| (url.clone(), project.to_owned(), home.to_owned()))
}

/// Notes of people, where they were asked for: they are a list of their own.
fn notes(item: Item<'_>, url: &str) -> Result<Vec<Comment>, Problem> {
    let mut comments = Vec::new();
    for node in item.items(&["notes", "Notes"]) {
        let note = Item::new(node);
        let is_system = node
            .get("system")
            .is_some_and(|system| system.value == Value::Bool(true));
        let id = note
            .text(&["id"])
            .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
        if let (false, Some(at)) = (is_system, note.time(&["created_at"])?) {
            comments.push(Comment {
                at,
                text: note.text(&["body"]).unwrap_or_default(),
                url: id.map(|id| format!("{url}#note_{id}")),
            });
        }
    }
    // The newest stands first there.
    comments.reverse();
    Ok(comments)
}
