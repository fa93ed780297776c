//! `nav/missing`: An entry of a navigation file that names no page.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::nav::book::{Book, Entry};
use crate::model::workspace::Workspace;
use crate::rules::moves::Moves;
use crate::rules::words::quote;
use crate::rules::{fixes, words};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "nav/missing",
    severity: Some(Severity::Error),
    summary: "An entry of a navigation file that names no page.",
    page: include_str!("../../../docs/rules/nav/missing.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut moves = Moves::new(workspace);
    for book in &workspace.books {
        let mut unlisted = None;
        for (entry, missing) in book.missing() {
            let message = match entry.raw == missing.as_str() {
                true => format!("the entry names {}, which does not exist", quote(&entry.raw)),
                false => format!("the entry names {}, and `{missing}` does not exist", quote(&entry.raw)),
            };
            let finding = findings.add(entry.span, message);
            let moved = moves
                .target(missing)
                .filter(|found| workspace.tree.find(&found.to).is_some());
            if let Some(found) = moved {
                let commit = words::commit(found.commit);
                finding.help(format!("it is now `{}` (moved in {commit})", found.to));
                finding.fix(redirect(workspace, book, entry, &found.to));
                continue;
            }
            let named = unlisted.get_or_insert_with(|| by_name(workspace, book));
            if let Some(Some(page)) = named.get(with_ending(missing).as_str()) {
                let page = workspace.tree.path(*page);
                let written = written(book, entry, page);
                finding.help(format!("did you mean `{written}`, which no entry names?"));
                finding.fix(redirect(workspace, book, entry, page));
            } else if let Some(commit) = moves.deleted(missing) {
                finding.help(format!("it was deleted in {}", words::commit(commit)));
            } else {
                finding.help("write the page, or take the entry out");
            }
        }
    }
}

/// The pages that no entry names, by their own names; `None` where several have one, or several missing entries want it.
fn by_name<'a>(workspace: &'a Workspace, book: &Book) -> BTreeMap<&'a str, Option<FileId>> {
    let mut named = BTreeMap::new();
    for &page in &book.unlisted {
        let name = workspace.tree.path(page).name();
        named
            .entry(name)
            .and_modify(|known| *known = None)
            .or_insert(Some(page));
    }
    let mut wanted = BTreeMap::new();
    for (_, missing) in book.missing() {
        *wanted.entry(with_ending(missing)).or_insert(0) += 1;
    }
    for (name, page) in &mut named {
        *page = page.filter(|_| wanted.get(*name) == Some(&1));
    }
    // Every folder has its own; none of them stands for another.
    named.retain(|name, _| !["index.md", "readme.md"].contains(&name.to_ascii_lowercase().as_str()));
    named
}

fn with_ending(missing: &RepoPath) -> String {
    match missing.extension() {
        Some(_) => missing.name().to_owned(),
        None => format!("{}.md", missing.name()),
    }
}

/// A page as the entry writes it: as seen from the book's folder, with an ending where it had one.
fn written(book: &Book, entry: &Entry, page: &RepoPath) -> String {
    let path = page.relative_to(&book.folder);
    let has_ending = page
        .extension()
        .is_some_and(|ending| entry.raw.ends_with(&format!(".{ending}")));
    match path.rsplit_once('.') {
        Some((bare, ending)) if !has_ending && !bare.ends_with('/') && !entry.raw.contains(&format!(".{ending}")) => {
            bare.to_owned()
        }
        _ => path,
    }
}

fn redirect(workspace: &Workspace, book: &Book, entry: &Entry, page: &RepoPath) -> Option<Fix> {
    let text = written(book, entry, page);
    // What a plain scalar cannot hold is for people to quote.
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "/._- ".contains(c)) && !text.starts_with(['-', ' ']);
    let title = format!("write {}", quote(&text));
    let fix = || fixes::replace(workspace, (entry.span, &entry.raw), text, title);
    is_plain.then(fix).flatten()
}
