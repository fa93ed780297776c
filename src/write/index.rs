//! Indexes of records in Markdown files: what stands between two marks is written anew, every other byte stays.
//!
//! ```text
//! <!-- opsrepo: index decision begin columns=id,title,status,date -->
//! <!-- opsrepo: index decision end -->
//! ```
//!
//! An index says only what the records say. A date from the history would differ between two clones of one commit.

use crate::model::column::{self, Column};
use crate::model::glob::Globs;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::markdown;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::{FileId, Range, Span};
use crate::write::marks::{Block, Look, Style, Torn, blocks};
use crate::write::refusal::Refusal;

/// What every mark of an index says.
pub const MARK: &str = "opsrepo: index";

/// Names of files that stand for their folder, in the order in which they are taken.
const FOLDER_FILES: [&str; 3] = ["readme.md", "index.md", "_index.md"];

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The file; `None` for every file that has an index of the kind, or the page of the log's folder.
    pub file: Option<RepoPath>,
    /// What is to look otherwise than the marks say.
    pub look: Look,
    /// Whether marks are put at the end of the file where it has none.
    pub start: Start,
}

/// What is done where a file has no marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// It is refused.
    Never,
    /// They are added, and the file is made where there is none.
    Add,
}

/// The changes that bring the indexes of a kind up to date, and the files that have one. No changes: all are.
pub fn refresh(workspace: &Workspace, kind: &Kind, wish: &Wish) -> Result<(Changes, Vec<RepoPath>), Refusal> {
    let mut changes = Changes::default();
    let mut files = Vec::new();
    // What the settings leave out is somebody else's, unless it is named.
    let excluded = Globs::of(&workspace.settings.exclude);
    for (id, file) in workspace.tree.iter() {
        let is_wanted = match &wish.file {
            Some(wanted) => *wanted == file.path,
            None => !excluded.matches(&file.path),
        };
        if !is_wanted {
            continue;
        }
        let blocks = blocks(workspace, id, kind).map_err(|torn| torn.refusal(workspace))?;
        if !blocks.is_empty() {
            files.push(file.path.clone());
        }
        for block in blocks {
            renew(&block, (workspace, kind), (id, &wish.look), &mut changes);
        }
    }
    if files.is_empty() {
        let path = begin(workspace, kind, wish, &mut changes)?;
        files.push(path);
    }
    Ok((changes, files))
}

/// The indexes of a kind in a file that are out of date: the mark before each, and what brings it up to date.
pub fn stale(workspace: &Workspace, kind: &Kind, file: FileId) -> Result<Vec<(Span, Changes)>, Torn> {
    let mut found = Vec::new();
    for block in blocks(workspace, file, kind)? {
        let mut changes = Changes::default();
        renew(&block, (workspace, kind), (file, &Look::default()), &mut changes);
        if !changes.is_empty() {
            found.push((Span::new(file, block.begin), changes));
        }
    }
    Ok(found)
}

/// Notes what has to change between two marks.
fn renew(block: &Block, (workspace, kind): (&Workspace, &Kind), (file, asked): (FileId, &Look), changes: &mut Changes) {
    let (path, text) = (workspace.tree.path(file), workspace.tree.text(file));
    let line_end = workspace.tree.file(file).source().map_or("\n", Source::line_end);
    let look = block.look.with(asked);
    if look != block.look {
        let text_of_mark = format!("<!-- opsrepo: index {} begin{} -->", kind.name, look.written());
        let edit = Edit {
            range: block.begin,
            text: text_of_mark,
        };
        changes.edit(path, text, edit);
    }
    let inner = Range::new(block.begin.end as usize, block.end.start as usize);
    let wanted = format!(
        "{line_end}{line_end}{}{line_end}",
        body((workspace, kind), (path, &look), line_end)
    );
    // A formatter may have been here; what it changed is not out of date.
    if !markdown::is_same(inner.of(text), &wanted) {
        let edit = Edit {
            range: inner,
            text: wanted,
        };
        changes.edit(path, text, edit);
    }
}

/// The lines of an index in the file at `path`.
fn body((workspace, kind): (&Workspace, &Kind), (path, look): (&RepoPath, &Look), line_end: &str) -> String {
    let folder = path.parent();
    let records = records(workspace, kind, (&folder, look.set.as_deref()));
    if records.is_empty() {
        return format!("There are no {} yet.{line_end}", kind.plural);
    }
    if look.style == Some(Style::List) {
        let line = |record: &&Record| {
            let target = workspace.path_of(record).relative_to(&folder);
            format!("* {}{line_end}", markdown::link(&list_text(record), &target))
        };
        return records.iter().map(line).collect();
    }
    let usual = [Column::Id, Column::Title, Column::Status, Column::Date];
    let has_status = |column: &Column| *column != Column::Status || !kind.statuses.is_empty();
    let columns = look.columns.clone();
    let columns = columns.unwrap_or_else(|| usual.into_iter().filter(has_status).collect());
    let head = columns.iter().map(|column| column.head().to_owned()).collect();
    let rows = records
        .iter()
        .map(|record| column::markdown_row((workspace, record), &columns, &folder));
    markdown::table(&std::iter::once(head).chain(rows).collect::<Vec<_>>(), line_end)
}

/// The number, as adr-tools' lists have it, and the title.
fn list_text(record: &Record) -> String {
    let counted = record.number.as_ref().filter(|number| number.digits < 8);
    match counted {
        Some(found) => {
            let letter = found.letter.map_or(String::new(), String::from);
            format!("{}{letter}. {}", found.value, record.name())
        }
        None => record.name().to_owned(),
    }
}

/// The records of an index: of one set, of the sets below the folder, or all.
fn records<'a>(workspace: &'a Workspace, kind: &'a Kind, (folder, set): (&RepoPath, Option<&str>)) -> Vec<&'a Record> {
    let all = || workspace.of_kind(&kind.name).map(|(_, record)| record);
    let is_of_set = |record: &&Record| match set {
        Some(set) => workspace.set_of(record).name == set,
        None => workspace.set_of(record).folder.is_under(folder),
    };
    let chosen: Vec<&Record> = all().filter(is_of_set).collect();
    match chosen.is_empty() && set.is_none() {
        true => all().collect(),
        false => chosen,
    }
}

/// Puts marks and a first index at the end of the file that is meant.
fn begin(workspace: &Workspace, kind: &Kind, wish: &Wish, changes: &mut Changes) -> Result<RepoPath, Refusal> {
    let path = match &wish.file {
        Some(path) => path.clone(),
        None => page_of_log(workspace, kind, wish.look.set.as_deref())?,
    };
    if wish.start == Start::Never {
        return Err(no_marks(workspace, kind, &path));
    }
    let block = |line_end: &str| {
        let (name, settings) = (&kind.name, wish.look.written());
        let body = body((workspace, kind), (&path, &wish.look), line_end);
        format!(
            "<!-- opsrepo: index {name} begin{settings} -->{line_end}{line_end}{body}{line_end}\
             <!-- opsrepo: index {name} end -->{line_end}"
        )
    };
    let Some(file) = workspace.tree.find(&path) else {
        let mut head = kind.plural.clone();
        if let Some(first) = head.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        changes.create(path.clone(), format!("# {head}\n\n{}", block("\n")));
        return Ok(path);
    };
    let Some(source) = workspace
        .tree
        .file(file)
        .source()
        .filter(|_| is_markdown(workspace, file))
    else {
        return Err(Refusal::new(
            format!("{path} is no Markdown that can be read"),
            "an index stands in a Markdown file",
        ));
    };
    let (text, line_end) = (source.text(), source.line_end());
    let gap = match text {
        "" => "",
        text if !text.ends_with('\n') => &line_end.repeat(2),
        text if text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        _ => line_end,
    };
    let edit = Edit {
        range: Range::at(text.len()),
        text: format!("{gap}{}", block(line_end)),
    };
    changes.edit(&path, text, edit);
    Ok(path)
}

fn is_markdown(workspace: &Workspace, file: FileId) -> bool {
    workspace.document(file).format == Format::Markdown
}

fn no_marks(workspace: &Workspace, kind: &Kind, path: &RepoPath) -> Refusal {
    let what = match workspace.tree.find(path) {
        Some(_) => format!("{path} has no index of {}", kind.plural),
        None => format!("there is no index of {}, and no {path}", kind.plural),
    };
    let name = &kind.name;
    Refusal::new(
        what,
        format!(
            "`opsrepo {name} index --init {path}` adds one at its end; or put these two lines where it shall stand:\n\
             <!-- opsrepo: index {name} begin -->\n<!-- opsrepo: index {name} end -->"
        ),
    )
}

/// The page of the folder in which the log lies.
fn page_of_log(workspace: &Workspace, kind: &Kind, set: Option<&str>) -> Result<RepoPath, Refusal> {
    let is_of_kind = |at: usize| workspace.kinds[at].name == kind.name;
    let sets = workspace.sets.iter().filter(|other| is_of_kind(other.kind));
    let sets: Vec<_> = sets.filter(|other| set.is_none_or(|set| other.name == set)).collect();
    let folder = match sets[..] {
        [one] => one.folder.clone(),
        [] => {
            return Err(Refusal::new(
                format!("there are no {}", kind.plural),
                "`opsrepo sets` shows what was found",
            ));
        }
        _ => {
            return Err(Refusal::new(
                format!(
                    "the {} lie in {} places, and none has an index",
                    kind.plural,
                    sets.len()
                ),
                format!("name the file: opsrepo {} index --init FILE", kind.name),
            ));
        }
    };
    let beside: Vec<&RepoPath> = workspace
        .tree
        .below(&folder)
        .map(|(_, file)| &file.path)
        .filter(|path| path.parent() == folder)
        .collect();
    let named = |name: &&str| beside.iter().find(|path| path.name().eq_ignore_ascii_case(name));
    let found = FOLDER_FILES.iter().find_map(named).map(|path| (*path).clone());
    found.or_else(|| folder.join("README.md")).ok_or_else(|| {
        Refusal::new(
            "no file was found for the index",
            format!("name it: opsrepo {} index FILE", kind.name),
        )
    })
}
