//! GitHub's issues: what `gh issue list --json …` prints, and what its REST API answers
//! (<https://docs.github.com/en/rest/issues/issues>).

use crate::model::incidents::import::address;
use crate::model::incidents::import::draft::{Problem, Reading};
use crate::model::incidents::import::forge::{self, Comment, Issue};
use crate::model::incidents::import::item::{Item, start_of};
use crate::model::incidents::import::wanted::Wanted;
use crate::syntax::node::{Node, Value};

/// What is to be asked of `gh` where something is missing.
const ADVICE: &str = "ask for `--json number,title,body,state,createdAt,closedAt,labels,url,author,comments,assignees`";

/// Reads a list of issues.
pub(super) fn read(items: &[&Node], wanted: &Wanted) -> Reading {
    let mut reading = Reading::default();
    for node in items {
        let item = Item::new(node);
        let address = item.text(&["url", "html_url"]).unwrap_or_default();
        let labels = item.names(&["labels"]);
        if node.get("pull_request").is_some() || address.contains("/pull/") {
            reading.leave_out("pull requests");
        } else if !forge::is_wanted(&labels, wanted) {
            reading.leave_out(&format!("issues without the label `{}`", wanted.label));
        } else {
            reading.take(issue(item, labels).map(|issue| forge::draft(issue, wanted)));
        }
    }
    reading
}

fn issue(item: Item<'_>, labels: Vec<String>) -> Result<Issue, Problem> {
    let number = item.needed(&["number"], ADVICE)?;
    // The address of the API, which stands under `url` there, is none for people.
    let url = match item.text(&["html_url"]) {
        Some(url) => url,
        None => item.needed(&["url"], ADVICE)?,
    };
    let (url, repository) = place(&url).ok_or_else(|| {
        item.problem("the `url` of an issue is not like https://github.com/OWNER/REPOSITORY/issues/12".to_owned())
    })?;
    let is_closed = item
        .text(&["state"])
        .is_some_and(|state| state.eq_ignore_ascii_case("closed"));
    let end = item.time(&["closedAt", "closed_at"])?;
    let closed = match (is_closed, end) {
        (false, _) => None,
        (true, Some(end)) => Some((end, item.text(&["stateReason", "state_reason"]))),
        (true, None) => return Err(forge::no_end(start_of(item.node), "closedAt")),
    };
    let created = item.needed_time(&["createdAt", "created_at"], ADVICE)?;
    if let Some(problem) = closed
        .as_ref()
        .and_then(|(end, _)| forge::backwards(item, (&created, end)))
    {
        return Err(problem);
    }
    Ok(Issue {
        source: format!("github:{repository}#{}", digits(&number)),
        base: url.clone(),
        url,
        title: item.needed(&["title"], ADVICE)?,
        body: item.text(&["body"]).unwrap_or_default(),
        labels,
        severity: None,
        author: item.login(&["author", "user"]),
        assignee: item.login(&["assignees", "assignee"]),
        created,
        closed,
        comments: comments(item)?,
    })
}

/// The address of an issue, and the repository in it.
fn place(url: &str) -> Option<(String, String)> {
    let url = address::web(url)?;
    let parts: Vec<&str> = address::path(&url).split('/').collect();
    let [.., owner, repository, "issues", _] = parts[..] else {
        return None;
    };
    let is_named = address::is_name(owner) && address::is_name(repository);
    let repository = format!("{owner}/{repository}");
    is_named.then_some((url, repository))
}

/// Comments where they are listed; the REST API only counts them.
fn comments(item: Item<'_>) -> Result<Vec<Comment>, Problem> {
    let mut comments = Vec::new();
    for node in item.items(&["comments"]) {
        let comment = Item::new(node);
        let is_hidden = node
            .get("isMinimized")
            .is_some_and(|hidden| hidden.value == Value::Bool(true));
        if let (false, Some(at)) = (is_hidden, comment.time(&["createdAt", "created_at"])?) {
            comments.push(Comment {
                at,
                text: comment.text(&["body"]).unwrap_or_default(),
                url: comment.text(&["html_url", "url"]).and_then(|url| address::web(&url)),
            });
        }
    }
    Ok(comments)
}

/// Only what can be a number: it becomes a part of a name.
fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).take(18).collect()
}
