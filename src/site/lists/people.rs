//! The page of the people: who is named in records and as what, which teams there are, and who answers for which files.
//! It shows no address of mail.

use crate::model::owners::name::Name;
use crate::model::owners::people::plain;
use crate::model::ownership::FIELD;
use crate::model::record::RecordId;
use crate::site::frame::{Frame, Item, Room, frame, item};
use crate::site::person::without_addresses;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{PEOPLE, Subject, fixed};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Records that are named beside somebody.
const RECORDS: usize = 10;
/// Rows of the lists of owners that are shown.
const ROWS: usize = 200;

/// The context of `people.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    people: Vec<Person>,
    teams: Vec<Team>,
    owned: Vec<Owned>,
    /// Rows of `owned` that are left out.
    more: usize,
    /// Who is declared in the settings and named nowhere else here.
    others: Vec<String>,
}

#[derive(Serialize)]
struct Person {
    name: String,
    roles: Vec<String>,
    records: Vec<Item>,
    total: usize,
    more: usize,
}

/// A team and who is in it.
#[derive(Serialize)]
struct Team {
    name: String,
    members: Vec<String>,
}

/// Who answers for some files.
#[derive(Serialize)]
struct Owned {
    what: String,
    who: Vec<String>,
    /// `approves`, `reviews`, `owns`.
    how: &'static str,
    source: String,
    /// The source on the forge; empty where there is none.
    href: String,
}

/// What is gathered of one person.
#[derive(Default)]
struct Named {
    name: String,
    roles: BTreeSet<String>,
    records: BTreeSet<RecordId>,
}

/// The page, where anybody is named.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    match plan.names_people {
        true => vec![Sheet::new(fixed(PEOPLE), move || {
            press.fill("people.html", &make(plan))
        })],
        false => Vec::new(),
    }
}

fn make(plan: &Plan) -> Page {
    let at = fixed(PEOPLE);
    let named = named(plan);
    let known = plan.workspace.settings.people.known.iter();
    let others: BTreeMap<String, String> = known
        .map(|said| without_addresses(&said.text))
        .map(|name| (plain(&name), name))
        .filter(|(key, _)| !key.is_empty() && !named.contains_key(key))
        .collect();
    let mut owned = owned(plan);
    let more = owned.len().saturating_sub(ROWS);
    owned.truncate(ROWS);
    Page {
        frame: frame(plan, &at, Room::People, "People"),
        people: named.into_values().map(|named| person(plan, &at, named)).collect(),
        teams: teams(plan),
        owned,
        more,
        others: others.into_values().collect(),
    }
}

/// Everybody whom records name, by the name as it is compared.
fn named(plan: &Plan) -> BTreeMap<String, Named> {
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    for (id, record) in plan.workspace.iter() {
        let people = record.people.iter().map(|person| (&*person.role, &*person.name));
        let owner = record.text(FIELD).map(|name| (FIELD, name));
        for (role, name) in people.chain(owner) {
            let name = without_addresses(name);
            let key = plain(&name);
            if key.is_empty() {
                continue;
            }
            let entry = found.entry(key).or_default();
            if entry.name.is_empty() {
                entry.name = name;
            }
            entry.roles.insert(role.replace(['-', '_'], " "));
            entry.records.insert(id);
        }
    }
    found
}

fn person(plan: &Plan, at: &RepoPath, named: Named) -> Person {
    let total = named.records.len();
    let shown = named.records.iter().take(RECORDS);
    Person {
        name: named.name,
        roles: named.roles.into_iter().collect(),
        records: shown
            .map(|&id| Item {
                text: plan.name(Subject::Record(id)),
                ..item(plan, at, id)
            })
            .collect(),
        total,
        more: total.saturating_sub(RECORDS),
    }
}

fn teams(plan: &Plan) -> Vec<Team> {
    let aliases = plan.workspace.owners.aliases.iter();
    aliases
        .flat_map(|aliases| aliases.groups.values())
        .map(|(alias, members)| Team {
            name: without_addresses(&alias.text),
            members: names(members),
        })
        .collect()
}

/// What `OWNERS` files and `CODEOWNERS` say, in their order.
fn owned(plan: &Plan) -> Vec<Owned> {
    let owners = &plan.workspace.owners;
    let row = |file: FileId, (what, who, how): (String, &[Name], &'static str)| Owned {
        what,
        who: names(who),
        how,
        source: plan.workspace.tree.path(file).to_string(),
        href: plan.on_forge(file),
    };
    let mut rows = Vec::new();
    for list in &owners.lists {
        let folder = match list.folder.as_str() {
            "" => "everything".to_owned(),
            folder => format!("{folder}/"),
        };
        for part in &list.parts {
            let what = match part.filter.as_deref() {
                Some(filter) => format!("{folder}, paths like {filter}"),
                None => folder.clone(),
            };
            rows.push(row(list.file, (what.clone(), &part.approvers, "approves")));
            rows.push(row(list.file, (what, &part.reviewers, "reviews")));
        }
    }
    if let Some(code) = &owners.code {
        let lines = code.lines.iter().filter(|line| !line.is_exception);
        rows.extend(lines.map(|line| row(code.file, (line.pattern.clone(), &line.owners, "owns"))));
    }
    rows.retain(|row| !row.who.is_empty());
    rows
}

fn names(names: &[Name]) -> Vec<String> {
    let shown = names.iter().map(|name| without_addresses(&name.text));
    shown.filter(|name| !name.is_empty()).collect()
}
