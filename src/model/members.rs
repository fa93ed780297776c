//! Which files are records: the sets that `opsrepo.toml` names, those that are discovered, and the records read from them.

use crate::model::attached::{Kept, is_evidence, keeps_evidence};
use crate::model::discover;
use crate::model::evidence::Ground;
use crate::model::glob::{self, Globs};
use crate::model::head::Head;
use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::locate::Page;
use crate::model::read::Reader;
use crate::model::record::Record;
use crate::model::sets::RecordSet;
use crate::model::settings::{SetSetting, Settings};
use crate::model::stays::{Place, Stays, place};
use crate::syntax::document::Document;
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use rayon::prelude::*;
use std::collections::HashSet;

/// The configured sets, and discovered ones of the kinds for which none is configured.
pub(crate) fn record_sets(ground: Ground<'_>, settings: &Settings, kinds: &[Kind]) -> Vec<RecordSet> {
    let kind_of = |setting: &SetSetting| kinds.iter().position(|kind| kind.name == setting.kind);
    let mut sets = Vec::new();
    for setting in settings.sets.iter().filter(|setting| setting.is_enabled) {
        if let Some(kind) = kind_of(setting) {
            sets.push(configured(ground, setting, (kind, &kinds[kind])));
        }
    }
    let open: Vec<usize> = (0..kinds.len())
        .filter(|&kind| !settings.sets.iter().any(|s| s.is_enabled && kind_of(s) == Some(kind)))
        .collect();
    let off = |set: &RecordSet| settings.sets.iter().any(|s| !s.is_enabled && s.name == set.name);
    let taken: std::collections::HashSet<_> = sets.iter().flat_map(|set| set.members.clone()).collect();
    for mut set in discover::discover(ground, kinds, &open) {
        set.members.retain(|member| !taken.contains(member));
        if !off(&set) && !set.members.is_empty() {
            sets.push(set);
        }
    }
    let excluded = Globs::of(&settings.exclude);
    let kept = Kept::of(&sets, kinds, ground.tree);
    for set in &mut sets {
        let is_one = |path: &RepoPath| !(excluded.matches(path) || set.configured.is_none() && kept.has(path));
        set.members.retain(|(file, _)| is_one(ground.tree.path(*file)));
    }
    // A set that somebody wrote down stays, so that they see that it is empty.
    sets.retain(|set| set.configured.is_some() || !set.members.is_empty());
    sets.sort_by(|a, b| (a.kind, &a.folder, &a.name).cmp(&(b.kind, &b.folder, &b.name)));
    sets
}

fn configured(ground: Ground<'_>, setting: &SetSetting, (kind, row): (usize, &Kind)) -> RecordSet {
    let (files, exclude) = (Globs::of(&setting.files), Globs::of(&setting.exclude));
    let patterns = || setting.files.iter().map(|glob| glob::folder_of(&glob.pattern));
    let is_kept = |path: &RepoPath| keeps_evidence(row) && patterns().any(|folder| is_evidence(path, &folder));
    let mut members = Vec::new();
    for (id, file) in ground.tree.iter() {
        if !files.matches(&file.path) || exclude.matches(&file.path) || is_kept(&file.path) {
            continue;
        }
        let document = &ground.documents[id.index()];
        let parts = if document.markup.is_some() {
            1
        } else {
            document.data.len().max(1)
        };
        let shows = |part: usize| {
            let mut groups = setting.having.iter();
            setting.having.is_empty() || groups.any(|marks| marks.iter().all(|mark| ground.shows(id, part, mark)))
        };
        // Without marks a file is one record, whatever else its stream holds.
        let parts = if setting.having.is_empty() { 1 } else { parts };
        members.extend((0..parts).filter(|&part| shows(part)).map(|part| (id, part)));
    }
    RecordSet {
        name: setting.name.clone(),
        kind,
        folder: match members.as_slice() {
            [] => patterns().next().unwrap_or_else(RepoPath::root),
            members => {
                let paths = || members.iter().map(|(file, _)| ground.tree.path(*file));
                let common = discover::common_folder(paths());
                // A lone record that is a folder: what holds it holds the set.
                let is_own = |path: &RepoPath| path.parent() == common && identity::carrier(path) != path.stem();
                let outer = patterns().find(|folder| common.parent() == *folder);
                outer.filter(|_| paths().any(is_own)).unwrap_or(common)
            }
        },
        files: setting.files.iter().map(|glob| glob.pattern.clone()).collect(),
        exclude: setting.exclude.iter().map(|glob| glob.pattern.clone()).collect(),
        having: setting.having.clone(),
        members,
        schema: setting.schema.clone(),
        reason: "configured in opsrepo.toml".to_owned(),
        configured: Some(setting.span),
    }
}

/// Reads the records of the sets, but for those that stay as they are.
pub(crate) fn read_records(
    tree: &Tree,
    documents: &[Document],
    kinds: &[Kind],
    (sets, history, stays): (&[RecordSet], &History, Stays),
) -> Vec<Record> {
    // Records are large: those that stay are not moved, but for the room that the others need among them.
    let mut records = stays.among((sets, kinds));
    let known: HashSet<Place> = records.iter().map(place).collect();
    let places = sets.iter().enumerate();
    let places = places.flat_map(|(at, set)| set.members.iter().map(move |&(file, part)| (at, file, part)));
    let unread: Vec<Place> = places.filter(|place| !known.contains(place)).collect();
    let read = |(set, file, part): Place| {
        let reader = Reader {
            kind: &kinds[sets[set].kind],
            set: &sets[set],
            history,
        };
        let head = Head::of(&documents[file.index()], tree.text(file));
        let page = Page {
            tree,
            documents,
            file,
            part,
            head: &head,
        };
        Record {
            set,
            ..reader.read(page)
        }
    };
    let fresh: Vec<Record> = unread.into_par_iter().map(read).collect();
    match records.is_empty() {
        true => records = fresh,
        false => records.extend(fresh),
    }
    // Files are sorted by path, so file ids sort like paths.
    records.sort_by(|a, b| (a.set, &a.number, a.file, a.part).cmp(&(b.set, &b.number, b.file, b.part)));
    records
}
