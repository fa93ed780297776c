//! A record's own name inside its files: its heading, its title, its id in front matter.

use crate::model::fact::Found;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::syntax::node::Node;
use crate::text::span::{Range, Span};
use crate::text::template::heading_text;
use crate::write::edits::Edits;
use crate::write::name::{Name, Renamed, behind_mark};
use crate::write::place::Place;
use crate::write::scalar;

/// Keys under which front matter repeats what the file is called.
const SELF_KEYS: [&str; 5] = ["id", "number", "adr", "slug", "doc-id"];

/// Headings that are parts of a record, never its title.
const SECTIONS: [&str; 9] = [
    "status",
    "date",
    "context",
    "context and problem statement",
    "decision",
    "decision outcome",
    "consequences",
    "summary",
    "links",
];

/// True for a record whose first heading is only that of a section: it has none of its own.
pub(crate) fn is_section((workspace, id): (&Workspace, RecordId)) -> bool {
    let record = workspace.record(id);
    let markup = workspace.document(record.file).markup.as_ref();
    let title = markup.and_then(|markup| markup.title());
    let is_one = title.is_some_and(|heading| {
        let text = heading.text.trim().trim_end_matches(':').to_lowercase();
        heading.level > 1 && SECTIONS.contains(&text.as_str())
    });
    is_one
        && !record
            .title
            .locator()
            .is_some_and(|locator| locator.starts_with("front-matter:"))
}

/// Edits what a record says of its own name.
pub(crate) fn rename((workspace, id): (&Workspace, RecordId), renamed: &Renamed, edits: &mut Edits) {
    let record = workspace.record(id);
    let tree = &workspace.tree;
    let document = workspace.document(record.file);
    if let Some(new) = heading((workspace, id), renamed)
        && let Some(title) = document.markup.as_ref().and_then(|markup| markup.title())
    {
        edits.put(tree, Span::new(record.file, title.text_range), new);
    }
    if let Some(found) = record
        .title
        .found()
        .filter(|found| renamed.retitles() && is_data(found))
    {
        let new = scalar::written(tree.slice(found.span), &renamed.new.title);
        edits.put(tree, found.span, new);
    }
    let data = match &document.markup {
        Some(_) => document.data.first(),
        None => document.data.get(record.part),
    };
    for entry in data.map_or(&[][..], Node::entries) {
        let key = entry.key.to_lowercase();
        let span = Span::new(record.file, entry.value.range);
        let Some(value) = entry.value.scalar() else { continue };
        if key == "title" && renamed.retitles() && value.trim() == renamed.old.title {
            edits.put(tree, span, scalar::written(tree.slice(span), &renamed.new.title));
        } else if key == "title"
            && let Some(new) = renamed.relabel(value.trim(), Place::Data)
        {
            edits.put(tree, span, scalar::written(tree.slice(span), &new));
        } else if SELF_KEYS.contains(&key.as_str())
            && document.markup.is_some()
            && let Some(new) = renamed.respell(tree.slice(span))
        {
            edits.put(tree, span, new);
        }
    }
    beside((workspace, record), renamed, edits);
}

/// Edits the number in the file beside a Kubernetes enhancement proposal that holds its data.
fn beside((workspace, record): (&Workspace, &Record), renamed: &Renamed, edits: &mut Edits) {
    let path = workspace.path_of(record).parent().join("kep.yaml");
    let Some(file) = path.and_then(|path| workspace.tree.find(&path)) else {
        return;
    };
    let number = workspace
        .document(file)
        .data
        .first()
        .and_then(|data| data.get("kep-number"));
    let span = number.map(|number| Span::new(file, number.range));
    if let Some((span, new)) = span.and_then(|span| Some((span, renamed.respell(workspace.tree.slice(span))?))) {
        edits.put(&workspace.tree, span, new);
    }
}

fn is_data(found: &Found<String>) -> bool {
    found.locator.starts_with("front-matter:") || found.locator.starts_with("sidecar:")
}

/// The title's heading as it is written, under the new name; `None` where it stays.
pub(crate) fn heading((workspace, id): (&Workspace, RecordId), renamed: &Renamed) -> Option<String> {
    let record = workspace.record(id);
    let document = workspace.document(record.file);
    let heading = document.markup.as_ref()?.title()?;
    if is_section((workspace, id)) {
        return None;
    }
    let (place, text) = inside_link(heading.text_range, workspace.tree.text(record.file));
    let number = renamed.number_at_start(text).or_else(|| renamed.number_inside(text));
    let is_title = record.title.locator() == Some("heading");
    let behind = number.as_ref().map_or(0, |number| number.end);
    let name = if behind > 0 { behind_mark(&text[behind..]) } else { text };
    let between = &text[behind..text.len() - name.len()];
    let head = match &number {
        Some(number) => format!(
            "{}{}{between}",
            &text[..number.start],
            renamed.new_number(&text[number.clone()])?
        ),
        None => first_number((workspace, id), renamed).unwrap_or_default(),
    };
    let title = match (renamed.retitles() && is_title, document.format == Format::Markdown) {
        (true, true) => heading_text(&renamed.new.title),
        (true, false) => renamed.new.title.clone(),
        (false, _) if number.is_none() && head.is_empty() => return None,
        (false, _) => name.to_owned(),
    };
    let whole = heading.text_range.of(workspace.tree.text(record.file));
    let start = (place.start - heading.text_range.start) as usize;
    let new = format!("{}{head}{title}{}", &whole[..start], &whole[start + place.len()..]);
    (new != whole).then_some(new)
}

/// What stands before the title of a record that had no number, where others of its set have theirs in the heading.
fn first_number((workspace, id): (&Workspace, RecordId), renamed: &Renamed) -> Option<String> {
    if renamed.old.number.is_some() || renamed.new.number.is_none() {
        return None;
    }
    let set = workspace.record(id).set;
    let counted =
        |record: &&Record| record.set == set && record.number.as_ref().is_some_and(|number| number.digits < 8);
    let like = workspace.records.iter().rev().find(counted)?;
    let heading = workspace.document(like.file).markup.as_ref()?.title()?;
    let text = heading.text_range.of(workspace.tree.text(like.file));
    let name = Renamed {
        old: Name::of(workspace, like),
        new: renamed.new.clone(),
    };
    let place = name.number_at_start(text)?;
    let title = behind_mark(&text[place.end..]);
    let number = name.new_number(&text[place.clone()])?;
    Some(format!(
        "{}{number}{}",
        &text[..place.start],
        &text[place.end..text.len() - title.len()]
    ))
}

/// A heading that is only a link has its name in the link's label.
fn inside_link(heading: Range, text: &str) -> (Range, &str) {
    let whole = heading.of(text);
    let label = whole.strip_prefix('[').and_then(|rest| Some(&rest[..rest.find("](")?]));
    match label.filter(|label| whole.ends_with(')') && !label.contains(']')) {
        Some(label) => {
            let start = heading.start as usize + 1;
            (Range::new(start, start + label.len()), label)
        }
        None => (heading, whole),
    }
}
