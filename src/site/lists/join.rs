//! The page of how to take part: to read the rules of the house, to propose, to edit, to report, to ask for access.
//!
//! It says what the repository holds and what its forge offers, and promises nothing else.

use crate::model::owners::code;
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::Plan;
use crate::site::plan::forms::{Form, all};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{JOIN, PEOPLE, fixed, href};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use serde::Serialize;

/// Folders in which forges look for such files; the first that has one counts.
const FOLDERS: [&str; 5] = ["", ".github", ".gitlab", ".gitea", "docs"];

/// Names of files that say how to take part, as they are compared, and what each is about.
const GUIDES: [(&str, &str); 7] = [
    ("contributing", "how to propose a change"),
    ("code-of-conduct", "how people treat each other here"),
    ("governance", "who decides, and how"),
    ("support", "where to ask for help"),
    ("owners", "who approves and who reviews"),
    ("owners-aliases", "who the names of groups stand for"),
    ("codeowners", "who is asked about which files"),
];

/// The name of the file that says how weaknesses are reported, as it is compared.
const SECURITY: &str = "security";

/// Folders of the forms of discussions: who keeps one has discussions.
const DISCUSSIONS: &str = ".github/DISCUSSION_TEMPLATE";

/// The context of `join.html`.
#[derive(Serialize)]
struct Page {
    frame: Frame,
    guides: Vec<Paper>,
    security: Option<Paper>,
    forms: Vec<Paper>,
    /// The repository on its forge; empty where there is none, as are the other addresses there.
    clone: String,
    /// The folder in which the commands run, below that in which one stands; empty where there is nothing to enter.
    folder: String,
    requests: String,
    request_word: &'static str,
    issue: String,
    discussions: String,
    people: String,
}

/// A file of the repository.
#[derive(Serialize)]
struct Paper {
    title: String,
    about: String,
    path: String,
    /// Its page, or the file on the forge; empty where there is neither.
    href: String,
    /// Where it is filled in on the forge; empty where there is no such place.
    form: String,
}

/// The page.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    vec![Sheet::new(fixed(JOIN), move || press.fill("join.html", &make(plan)))]
}

fn make(plan: &Plan) -> Page {
    let at = fixed(JOIN);
    let forge = plan.forge.as_ref();
    let below = &plan.workspace.context.folder;
    let home = forge.map(|forge| forge.home()).unwrap_or_default();
    let paper = |&(name, about): &(&str, &str)| Some(paper(plan, &at, (find(plan, name)?, about)));
    let talks = plan
        .workspace
        .tree
        .iter()
        .any(|(_, file)| is_in(&file.path, DISCUSSIONS));
    let discussions = forge.filter(|_| talks).and_then(|forge| forge.discussions());
    Page {
        frame: frame(plan, &at, Room::Join, "Take part"),
        guides: GUIDES.iter().filter_map(paper).collect(),
        security: paper(&(SECURITY, "how to report a weakness; never in public")),
        forms: forms(plan, &at),
        folder: match home.rsplit('/').next().unwrap_or_default() {
            "" => String::new(),
            name if below.as_str().is_empty() => name.to_owned(),
            // What a shell would read as more than a name is left to the reader.
            name if is_plain(below.as_str()) => format!("{name}/{below}"),
            name => name.to_owned(),
        },
        clone: home.to_owned(),
        requests: forge.map(|forge| forge.requests()).unwrap_or_default(),
        request_word: forge.map_or("", |forge| forge.request_word()),
        issue: forge.map(|forge| forge.new_issue()).unwrap_or_default(),
        discussions: discussions.unwrap_or_default(),
        people: match plan.names_people {
            true => href(&at, &fixed(PEOPLE)),
            false => String::new(),
        },
    }
}

fn is_plain(path: &str) -> bool {
    path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b)) && !path.starts_with('-')
}

fn is_in(path: &RepoPath, folder: &str) -> bool {
    path.parent().as_str().eq_ignore_ascii_case(folder)
}

/// The file of a name, whatever its letters' case and its ending, in the first folder that has one.
fn find(plan: &Plan, name: &str) -> Option<FileId> {
    let is_it = |path: &RepoPath| path.stem().to_lowercase().replace(['_', ' '], "-") == name;
    // The one that counts may lie elsewhere than where one would look first.
    let code = plan.workspace.owners.code.as_ref();
    if let Some(code) = code.filter(|_| name.eq_ignore_ascii_case(code::FILE)) {
        return Some(code.file);
    }
    let mut found: Vec<(usize, FileId)> = Vec::new();
    for (id, file) in plan.workspace.tree.iter().filter(|(_, file)| is_it(&file.path)) {
        let parent = file.path.parent();
        let place = FOLDERS.iter().position(|folder| parent.as_str() == *folder);
        found.extend(place.map(|place| (place, id)));
    }
    found.into_iter().min().map(|(_, id)| id)
}

fn paper(plan: &Plan, at: &RepoPath, (file, about): (FileId, &str)) -> Paper {
    let path = plan.workspace.tree.path(file);
    Paper {
        title: match plan.title_of(file) {
            title if title == path.as_str() => path.name().to_owned(),
            title => title,
        },
        about: about.to_owned(),
        href: plan.file_href(at, file),
        path: path.to_string(),
        form: String::new(),
    }
}

/// The forms in which something is reported, by path.
fn forms(plan: &Plan, at: &RepoPath) -> Vec<Paper> {
    let forge = plan.forge.as_ref();
    let form = |form: Form| {
        let paper = paper(plan, at, (form.file, &form.about));
        Paper {
            title: form.name.unwrap_or(paper.title),
            form: forge
                .map(|forge| forge.issue_form(plan.workspace.tree.path(form.file)))
                .unwrap_or_default(),
            ..paper
        }
    };
    all(plan.workspace).into_iter().map(form).collect()
}
