//! The actions of an incident: what is to be done so that it does not come again. Added, and set to done. It must not know
//! who asks.

use crate::model::incidents::lists::{self, Action};
use crate::model::record::RecordId;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::write::incident::entry::is_address;
use crate::write::incident::items::{self, worded};
use crate::write::mappings::Pair;
use crate::write::refusal::Refusal;
use crate::write::status;

/// The key in the front matter.
const KEY: &str = "actions";

/// An action that shall be kept.
#[derive(Clone, Debug)]
pub struct NewAction {
    /// The work.
    pub text: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Date>,
    /// Where it is followed: a number, or an address.
    pub issue: Option<String>,
}

/// The record with one more action, which is open.
pub fn add(workspace: &Workspace, id: RecordId, action: &NewAction) -> Result<Changes, Refusal> {
    let mut pairs = vec![Pair::text("text", &worded("action", &action.text)?)];
    if let Some(owner) = &action.owner {
        pairs.push(Pair::text("owner", &worded("owner", owner)?));
    }
    pairs.extend(action.due.map(|due| Pair::text("due", &due.to_string())));
    if let Some(issue) = &action.issue {
        pairs.push(self::issue(issue)?);
    }
    pairs.push(Pair::text("state", "open"));
    let mut sheet = status::sheet(workspace, id)?;
    items::add(&mut sheet, (KEY, &[]), &pairs)?;
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// The record in which the action at a position, counted from 1, has this state; as it is where it has it already.
pub fn settle(workspace: &Workspace, id: RecordId, (position, state): (usize, &str)) -> Result<Changes, Refusal> {
    let mut changes = Changes::default();
    let actions = lists::actions(workspace, workspace.record(id));
    let at = position.wrapping_sub(1);
    if actions
        .get(at)
        .and_then(|action| action.state.value())
        .is_some_and(|known| known == state)
    {
        return Ok(changes);
    }
    let mut sheet = status::sheet(workspace, id)?;
    items::set(&mut sheet, (KEY, at), &Pair::text("state", state))?;
    sheet.finish(&mut changes);
    Ok(changes)
}

/// The position, counted from 1, of the action that is meant by a position or by words that no other open one has.
pub fn find(workspace: &Workspace, id: RecordId, wanted: &str) -> Result<usize, Refusal> {
    let record = workspace.record(id);
    let actions = lists::actions(workspace, record);
    let path = workspace.path_of(record);
    let listed = |chosen: &[usize]| chosen.iter().map(|&at| line(at + 1, &actions[at])).collect::<Vec<_>>();
    let all: Vec<usize> = (0..actions.len()).collect();
    if let Ok(position) = wanted.trim().parse::<usize>() {
        let is_there = (1..=actions.len()).contains(&position);
        return is_there.then_some(position).ok_or_else(|| match actions.len() {
            0 => Refusal::new(format!("{path} has no actions"), "`action add \"TEXT\"` writes one"),
            _ => Refusal::new(format!("{path} has no action {position}"), "it has:").listing(listed(&all).into_iter()),
        });
    }
    let found: Vec<usize> = all
        .iter()
        .copied()
        .filter(|&at| answers(&actions[at], wanted))
        .collect();
    let open: Vec<usize> = found.iter().copied().filter(|&at| actions[at].is_open()).collect();
    match (found.as_slice(), open.as_slice()) {
        ([one], _) | (_, [one]) => Ok(one + 1),
        ([], _) if actions.is_empty() => Err(Refusal::new(
            format!("{path} has no actions"),
            "`action add \"TEXT\"` writes one",
        )),
        ([], _) => Err(Refusal::new(
            format!("no action of {path} says `{}`", wanted.escape_debug()),
            "it has:",
        )
        .listing(listed(&all).into_iter())),
        (several, _) => Err(Refusal::new(
            format!("several actions of {path} say `{}`", wanted.escape_debug()),
            "name one by its number:",
        )
        .listing(listed(several).into_iter())),
    }
}

/// True for an action whose text has these words, or that stands at this position.
pub fn answers(action: &Action, wanted: &str) -> bool {
    let text = action.text.value().map_or(String::new(), |text| text.to_lowercase());
    let wanted = wanted.to_lowercase();
    let mut words = wanted.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| text.contains(word))
}

/// An action for people: `2  open  Renew it by machine`.
pub fn line(position: usize, action: &Action) -> String {
    let state = action.state.value().map_or("open", String::as_str);
    let text = action.text.value().map_or("(no text)", String::as_str);
    let owner = action.owner.value().map_or(String::new(), |owner| format!(", {owner}"));
    let due = action.due.value().map_or(String::new(), |due| format!(", due {due}"));
    format!("{position}  {state}  {text}{owner}{due}")
}

fn issue(text: &str) -> Result<Pair, Refusal> {
    let text = text.trim();
    let number = text.strip_prefix('#').unwrap_or(text);
    let is_number = number.len() < 16 && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    match is_number && !number.is_empty() {
        true => Ok(Pair::number("issue", number)),
        false if is_address(text) => Ok(Pair::text("issue", text)),
        false => Err(Refusal::new(
            format!("`{}` is no issue", text.escape_debug()),
            "give its number, or its address: --issue 214, --issue https://…",
        )),
    }
}
