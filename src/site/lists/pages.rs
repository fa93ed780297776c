//! Pages that are no records: README, guides, notes. And the list of them.

use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::record::page::{Made, fill_page, skeleton};
use crate::site::sheet::Sheet;
use crate::site::urls::{PAGES, fixed, href};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use serde::Serialize;

/// The context of `pages.html`.
#[derive(Serialize)]
pub(crate) struct List {
    frame: Frame,
    folders: Vec<Folder>,
}

#[derive(Serialize)]
struct Folder {
    name: String,
    pages: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    title: String,
    href: String,
    path: String,
}

/// A page for every marked-up file that is no record, and the list of them.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let mut sheets: Vec<Sheet> = plan
        .addresses
        .pages()
        .map(|(file, at)| {
            Sheet::new(at.clone(), move || {
                let made = make(plan, file, at);
                press.fill_with("page.html", (&made.page, made.assets))
            })
        })
        .collect();
    if !sheets.is_empty() {
        sheets.push(Sheet::new(fixed(&format!("{PAGES}/index.html")), move || {
            let (_, list) = list(plan);
            press.fill("pages.html", &list)
        }));
    }
    sheets
}

/// Makes the page of a marked-up file that is no record.
pub(crate) fn make(plan: &Plan, file: FileId, at: &RepoPath) -> Made {
    let title = plan.title_of(file);
    let mut made = skeleton(plan, file, (at, Room::Pages), &title);
    fill_page(&mut made, plan, file, at);
    made
}

/// Makes the list of all such pages, by folder.
pub(crate) fn list(plan: &Plan) -> (RepoPath, List) {
    let at = fixed(&format!("{PAGES}/index.html"));
    let mut folders: Vec<Folder> = Vec::new();
    let mut all: Vec<(RepoPath, FileId, &RepoPath)> = plan
        .addresses
        .pages()
        .map(|(file, page)| (plan.workspace.tree.path(file).parent(), file, page))
        .collect();
    all.sort();
    for (folder, file, page) in all {
        let line = Line {
            title: plan.title_of(file),
            href: href(&at, page),
            path: plan.workspace.tree.path(file).name().to_owned(),
        };
        match folders.last_mut().filter(|last| last.name == folder.as_str()) {
            Some(last) => last.pages.push(line),
            None => folders.push(Folder {
                name: folder.to_string(),
                pages: vec![line],
            }),
        }
    }
    let frame = frame(plan, &at, Room::Pages, "Pages");
    (at, List { frame, folders })
}
