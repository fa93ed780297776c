//! The places in which a log states a field: those of its newest records first, then those of its own forms. It changes
//! nothing.

use crate::model::discover::is_form;
use crate::model::head::Head;
use crate::model::kind::{Field, Kind, Shape};
use crate::model::locate::{Page, same_label, value_of};
use crate::model::locator::Locator;
use crate::model::record::Record;
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::text::span::FileId;
use std::cmp::Reverse;

/// Records that are looked at, from the newest on.
const NEWEST: usize = 20;

/// The locators of a field, those first that this log uses, and how many these are.
pub(super) fn ordered(workspace: &Workspace, set: &RecordSet, field: &Field) -> (Vec<Locator>, usize) {
    let mut used: Vec<Locator> = Vec::new();
    let is_ours = |record: &&Record| workspace.sets[record.set].name == set.name && record.kind == set.kind;
    for record in workspace.records.iter().rev().filter(is_ours).take(NEWEST) {
        let head = Head::of(workspace.document(record.file), workspace.tree.text(record.file));
        let page = Page {
            tree: &workspace.tree,
            documents: &workspace.documents,
            file: record.file,
            part: record.part,
            head: &head,
        };
        let here = field.locators.iter().filter(|named| has(page, &named.locator));
        add(&mut used, here.map(|named| &named.locator));
    }
    for form in forms(workspace, set) {
        let here = field
            .locators
            .iter()
            .filter(|named| names(workspace, form, &named.locator));
        add(&mut used, here.map(|named| &named.locator));
    }
    let count = used.len();
    let mut rest: Vec<&Locator> = field.locators.iter().map(|named| &named.locator).collect();
    let kind = workspace.kinds[set.kind].name.as_str();
    rest.sort_by_key(|locator| Reverse(users(workspace, kind, locator)));
    add(&mut used, rest.into_iter());
    (used, count)
}

/// The key of a front matter under which this log states a field; `None` where nothing says which.
pub(super) fn key(workspace: &Workspace, set: &RecordSet, field: &Field) -> Option<String> {
    let (used, count) = ordered(workspace, set, field);
    used.iter().take(count).find_map(|locator| match locator {
        Locator::FrontMatter(keys) => match keys.as_slice() {
            [key] => Some(key.clone()),
            _ => None,
        },
        _ => None,
    })
}

/// True when the records of a set name other records in single values (`superseded-by: 0008`) and not in lists: under the
/// key of a locator, or under other keys where none has that.
pub(super) fn is_single(workspace: &Workspace, set: &RecordSet, (kind, locator): (&Kind, &Locator)) -> bool {
    let references = |field: &&Field| matches!(field.shape, Shape::References(_));
    let fields = kind.fields.iter().filter(references);
    let others = fields.flat_map(|field| &field.locators).map(|named| &named.locator);
    let own = forms_of(workspace, set, [locator].into_iter());
    let (single, lists) = match own {
        (0, 0) => forms_of(workspace, set, others),
        own => own,
    };
    single > lists
}

/// How many values of front matters under these locators are single ones, and how many are lists; those without any
/// content are neither.
fn forms_of<'l>(workspace: &Workspace, set: &RecordSet, locators: impl Iterator<Item = &'l Locator>) -> (usize, usize) {
    let mut keys: Vec<&str> = locators.filter_map(front_key).collect();
    keys.sort_unstable();
    keys.dedup();
    let is_ours = |record: &&Record| workspace.sets[record.set].name == set.name && record.kind == set.kind;
    let (mut single, mut lists) = (0, 0);
    for record in workspace.records.iter().filter(is_ours) {
        let data = workspace.document(record.file).data.get(record.part);
        let values = data
            .into_iter()
            .flat_map(|data| keys.iter().filter_map(|key| value_of(data, key)));
        for value in values {
            lists += usize::from(!value.items().is_empty());
            single += usize::from(value.scalar().is_some_and(|text| !text.trim().is_empty()));
        }
    }
    (single, lists)
}

fn front_key(locator: &Locator) -> Option<&str> {
    match locator {
        Locator::FrontMatter(keys) => match keys.as_slice() {
            [key] => Some(key),
            _ => None,
        },
        _ => None,
    }
}

fn add<'l>(used: &mut Vec<Locator>, more: impl Iterator<Item = &'l Locator>) {
    for locator in more {
        if !used.contains(locator) {
            used.push(locator.clone());
        }
    }
}

fn has(page: Page<'_>, locator: &Locator) -> bool {
    match locator {
        // A key without a value says how the log calls it, too.
        Locator::FrontMatter(keys) => match (keys.as_slice(), page.document().data.get(page.part)) {
            ([key], Some(data)) => value_of(data, key).is_some(),
            _ => false,
        },
        _ => page.look(locator).is_some(),
    }
}

/// The blank forms in the folder of a set.
fn forms<'w>(workspace: &'w Workspace, set: &'w RecordSet) -> impl Iterator<Item = FileId> + 'w {
    let files = workspace.tree.iter();
    let ours = files.filter(|(_, file)| file.path.is_under(&set.folder) && is_form(&file.path));
    ours.map(|(id, _)| id)
}

/// True when the front matter of a form has a key, be it as a comment: forms often keep what is optional in one.
fn names(workspace: &Workspace, form: FileId, locator: &Locator) -> bool {
    let Locator::FrontMatter(keys) = locator else {
        return false;
    };
    let ([key], Some(front)) = (keys.as_slice(), workspace.document(form).front_matter) else {
        return false;
    };
    let mut lines = front.of(workspace.tree.text(form)).lines();
    lines.any(|line| {
        let line = line.trim_start_matches(['#', ' ', '\t']);
        line.split_once(':')
            .is_some_and(|(written, _)| same_label(written.trim(), key))
    })
}

/// How many records of a kind have the key of a locator.
pub(super) fn users(workspace: &Workspace, kind: &str, locator: &Locator) -> usize {
    let Locator::FrontMatter(keys) = locator else { return 0 };
    let [key] = keys.as_slice() else { return 0 };
    let records = workspace.of_kind(kind);
    let has = |record: &Record| {
        let data = &workspace.document(record.file).data;
        data.get(record.part).is_some_and(|node| value_of(node, key).is_some())
    };
    records.filter(|(_, record)| has(record)).count()
}
