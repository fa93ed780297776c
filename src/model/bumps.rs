//! Whether somebody set the date of a review and did nothing else: versions of a record in, facts out. It judges nothing, and
//! does not know where the versions lie.

use crate::model::head::Head;
use crate::model::locate::Page;
use crate::model::read::Reader;
use crate::model::record::{Record, RecordId};
use crate::model::review::Bump;
use crate::model::story::Blobs;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::syntax::reader;
use crate::text::history::{History, Log, Touch};
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::{FileId, Range};
use crate::text::tree::{Content, File, Tree};

/// How many versions of a record are read: a date that was not set in the last so many is old.
const VERSIONS: usize = 50;

/// The records whose date was set last by a commit that changed nothing else in them, in their order. The workspace must
/// have its history; without one there are none.
pub fn bumps(workspace: &Workspace, blobs: &dyn Blobs) -> Vec<Bump> {
    let Some(log) = workspace.history.log() else {
        return Vec::new();
    };
    let records = workspace.iter().filter(|(_, record)| record.reviewed().is_some());
    records
        .filter_map(|(id, record)| bump(workspace, (id, record), (log, blobs)))
        .collect()
}

fn bump(workspace: &Workspace, (id, record): (RecordId, &Record), (log, blobs): (&Log, &dyn Blobs)) -> Option<Bump> {
    for touch in log.of(workspace.path_of(record)).iter().take(VERSIONS) {
        // The version with which it began has nothing to compare with.
        let (before, after) = (touch.before.as_deref()?, touch.blob.as_deref()?);
        if before == after {
            continue;
        }
        let version = |blob: &str| Version::read(workspace, (record, touch), blobs.text(blob)?);
        let (before, after) = (version(before)?, version(after)?);
        if before.date == after.date {
            continue;
        }
        return (before.rest == after.rest).then_some(Bump {
            record: id,
            commit: touch.commit,
            before: before.raw,
        });
    }
    None
}

/// What became of a record since its last review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The commits that touched it since, as indices into the commits of the log, the newest first. Where the record does not
    /// say when it was reviewed, those that are known at all.
    pub commits: Vec<u32>,
    /// Its text as it was reviewed; `None` where that is not known.
    pub reviewed: Option<String>,
    /// True where more versions are there than were looked at.
    pub is_cut: bool,
}

/// What became of a record since its last review: since the commit that set the date which it states now. The workspace must
/// have its history; without one nothing is known.
pub fn since(workspace: &Workspace, id: RecordId, blobs: &dyn Blobs) -> Since {
    let record = workspace.record(id);
    let touches = workspace
        .history
        .log()
        .map_or(&[][..], |log| log.of(workspace.path_of(record)));
    let mut since = Since {
        is_cut: touches.len() > VERSIONS,
        ..Since::default()
    };
    let today = record.reviewed().map(|found| found.value.date());
    let date_of = |touch: &Touch, blob: Option<&str>| {
        let text = blobs.text(blob?)?;
        let date = Version::read(workspace, (record, touch), text.clone()).map(|version| version.date);
        Some((date, text))
    };
    for touch in touches.iter().take(VERSIONS) {
        let Some((after, text)) = date_of(touch, touch.blob.as_deref()) else {
            break;
        };
        if today.is_none() {
            since.commits.push(touch.commit);
            continue;
        }
        // Nothing of the date is committed yet: what was committed last is what was reviewed.
        if after != today {
            since.reviewed = since.reviewed.or(Some(text));
            break;
        }
        let before = date_of(touch, touch.before.as_deref()).and_then(|(date, _)| date);
        since.reviewed = Some(text);
        if before != today {
            break;
        }
        since.commits.push(touch.commit);
    }
    since
}

/// One version of a record: its date, and everything else.
struct Version {
    date: Date,
    raw: String,
    rest: String,
}

impl Version {
    fn read(workspace: &Workspace, (record, touch): (&Record, &Touch), text: String) -> Option<Version> {
        let content = Content::Text(Source::new(text.as_str()));
        let path: RepoPath = touch.path.clone();
        let documents = [reader::read(&path, &content)];
        let tree = Tree::new(vec![File { path, content }]);
        let file = FileId(0);
        let head = Head::of(&documents[0], &text);
        let page = Page {
            tree: &tree,
            documents: &documents,
            file,
            part: record.part,
            head: &head,
        };
        let reader = Reader {
            kind: workspace.kind_of(record),
            set: workspace.set_of(record),
            history: &History::NotAsked,
        };
        let found = reader.read(page);
        let reviewed = found.reviewed()?;
        // The day of the next review moves with that of the last.
        let next = found.review_by();
        let mut out: Vec<Range> = next.iter().chain([&reviewed]).map(|found| found.span.range).collect();
        out.sort_by_key(|range| range.start);
        let (mut rest, mut at) = (String::new(), 0);
        for range in out.into_iter().map(Range::as_usize) {
            rest.push_str(text.get(at..range.start.max(at))?);
            at = range.end.max(at);
        }
        rest.push_str(text.get(at..)?);
        Some(Version {
            date: reviewed.value.date(),
            raw: reviewed.raw.clone(),
            rest: rest
                .lines()
                .map(str::trim_end)
                .collect::<Vec<_>>()
                .join("\n")
                .trim_end()
                .to_owned(),
        })
    }
}
