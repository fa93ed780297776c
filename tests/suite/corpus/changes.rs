//! Changes to real records, whatever their dialect: a status that moves on is no changed text, a changed word is one.

use crate::corpus::{NAMES, checkout};
use opsrepo::lint::{self, Rule};
use opsrepo::model::before::{Earlier, compare};
use opsrepo::model::record::Record;
use opsrepo::model::workspace::Workspace;
use opsrepo::text::edit::{self, Edit};
use opsrepo::text::history::History;
use opsrepo::text::span::Range;
use opsrepo::text::tree::{File, Tree};
use opsrepo::{kinds, rules};
use std::collections::BTreeSet;

/// The records whose text stands still, after an edit of each; and those of them whose text `decision/frozen` finds changed.
fn frozen(
    workspace: &Workspace,
    change: fn(&Workspace, &Record) -> Option<Edit>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut files: Vec<File> = workspace.tree.files().to_vec();
    let mut all = BTreeSet::new();
    for record in &workspace.records {
        let kind = workspace.kind_of(record);
        let stands = record
            .status
            .value()
            .is_some_and(|status| kind.lifecycle.is_frozen(&status.word));
        let Some(edit) = change(workspace, record).filter(|_| stands) else {
            continue;
        };
        let file = &mut files[record.file.index()];
        let Some(source) = file.source() else { continue };
        *file = File::text(file.path.clone(), edit::apply(source.text(), &[edit]).unwrap());
        all.insert(file.path.to_string());
    }
    // Where nothing was edited, there is nothing to find: `no_change_brings_nothing` says so of whole repositories.
    if all.is_empty() {
        return (all, BTreeSet::new());
    }
    let mut after = Workspace::build(
        Tree::new(files),
        kinds::all(),
        workspace.context.clone(),
        History::NotAsked,
    );
    let earlier = Earlier {
        revision: "main".to_owned(),
        commit: String::new(),
        base: workspace.tree.clone(),
        added: Tree::default(),
    };
    compare(&mut after, earlier, &kinds::all());
    let rule: &Rule = rules::find("decision/frozen").unwrap();
    let report = lint::run::run(&after, &[Rule { ..*rule }]);
    let found = report
        .findings
        .iter()
        .map(|finding| finding.place.path(&after).to_owned());
    (all, found.collect())
}

/// What a hand would write where the status stands.
fn supersede(_: &Workspace, record: &Record) -> Option<Edit> {
    let span = record.status.span().filter(|span| span.file == record.file)?;
    let locator = record.status.locator().unwrap_or_default();
    let is_data = locator.starts_with("front-matter") || locator.starts_with("attribute");
    Some(Edit {
        range: span.range,
        text: match is_data {
            true => "superseded".to_owned(),
            false => "Superseded by [9999. Another](9999-another.md)".to_owned(),
        },
    })
}

/// One more word at the end of the first plain paragraph of the text.
fn reword(workspace: &Workspace, record: &Record) -> Option<Edit> {
    let markup = workspace.document(record.file).markup.as_ref()?;
    let text = workspace.tree.text(record.file);
    let status = record.status.span()?;
    // Below the second heading the text begins; what stands before may be facts.
    let mut chapters = markup.headings.iter().filter(|heading| heading.level <= 2);
    let start = chapters.nth(1)?.range.end;
    let is_plain = |range: &&Range| {
        let is_apart = range.end <= status.range.start || status.range.end <= range.start;
        is_apart && range.start > start && range.len() > 60 && !range.of(text).contains(['[', '<', '{', '|', ':'])
    };
    let paragraph = markup.paragraphs.iter().find(is_plain)?;
    let at = paragraph.start as usize + paragraph.of(text).rfind(' ')?;
    Some(Edit {
        range: Range::at(at),
        text: " never".to_owned(),
    })
}

#[test]
fn a_status_may_move_on_in_every_dialect() {
    for name in NAMES {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        let (_, found) = frozen(&workspace, supersede);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn a_word_may_not_change_in_any_dialect() {
    for name in NAMES {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        let (all, found) = frozen(&workspace, reword);
        println!("{name}: {} of {}", found.len(), all.len());
        let missed: Vec<&String> = all.difference(&found).collect();
        assert!(missed.is_empty(), "{name}: {missed:?}");
    }
}
