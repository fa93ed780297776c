//! From names to records: who is meant by `supersedes: 7`, `[ADR-0003](0003-x.md)` or `service: ingress`.

use crate::model::call;
use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::near::{self, Known};
use crate::model::own::Own;
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::model::targets;
use crate::syntax::document::Document;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use rayon::prelude::*;
use std::collections::HashMap;

/// How many broken references are given suggestions.
const SUGGESTIONS: usize = 200;

/// All records by the spellings of their names.
pub(crate) struct Index<'a> {
    tree: &'a Tree,
    documents: &'a [Document],
    records: &'a [Record],
    /// Per kind: spelling → records, in order.
    names: Vec<HashMap<String, Vec<RecordId>>>,
    /// Per kind: title in lower case → records, in order.
    titles: Vec<HashMap<String, Vec<RecordId>>>,
    kinds: HashMap<&'a str, usize>,
    files: HashMap<FileId, RecordId>,
    /// The repository's own addresses on the web, where it has some.
    own: Option<Own<'a>>,
}

impl<'a> Index<'a> {
    /// The same, where records may name each other by the repository's own addresses on the web.
    pub(crate) fn with_own(mut self, own: Option<Own<'a>>) -> Self {
        self.own = own;
        self
    }

    pub(crate) fn new(tree: &'a Tree, documents: &'a [Document], kinds: &'a [Kind], records: &'a [Record]) -> Self {
        let mut names = vec![HashMap::new(); kinds.len()];
        let mut titles = vec![HashMap::new(); kinds.len()];
        let mut files = HashMap::new();
        for (at, record) in records.iter().enumerate() {
            let id = RecordId(at as u32);
            files.entry(record.file).or_insert(id);
            for spelling in identity::spellings(&record.id, tree.path(record.file), record.number.as_ref()) {
                let known: &mut Vec<RecordId> = names[record.kind].entry(spelling).or_default();
                known.push(id);
            }
            if let Some(title) = record.title.value() {
                let known: &mut Vec<RecordId> = titles[record.kind].entry(title.to_lowercase()).or_default();
                known.push(id);
            }
        }
        Index {
            own: None,
            tree,
            documents,
            records,
            names,
            titles,
            kinds: kinds
                .iter()
                .enumerate()
                .map(|(at, kind)| (kind.name.as_str(), at))
                .collect(),
            files,
        }
    }

    /// The targets of all references, in the order of records and their references.
    pub(crate) fn targets(&self) -> Vec<Vec<Target>> {
        let of = |record: &Record| -> Vec<Target> {
            let references = record.references.iter();
            references.map(|reference| self.target(record, reference)).collect()
        };
        let mut targets: Vec<Vec<Target>> = self.records.par_iter().map(of).collect();
        self.suggest(&mut targets);
        targets
    }

    /// Names the nearest ids for the first references that lead to nothing. Each is compared with every record of its
    /// kind, so there is an end to it: where hundreds are broken, nobody reads the suggestions.
    fn suggest(&self, targets: &mut [Vec<Target>]) {
        let found = self
            .records
            .iter()
            .zip(targets)
            .flat_map(|(record, targets)| record.references.iter().zip(targets));
        let broken = found.filter(|(_, target)| matches!(target, Target::Nothing(_)));
        // The names are gathered when the first of them is needed.
        let mut known: Vec<(usize, Known<'_>)> = Vec::new();
        for (reference, target) in broken.take(SUGGESTIONS) {
            let Some(kind) = reference.kind.as_deref().and_then(|name| self.kinds.get(name)) else {
                continue;
            };
            if known.is_empty() {
                let of = |record: &'a Record| (record.kind, Known::of(record, self.tree.path(record.file)));
                known = self.records.iter().map(of).collect();
            }
            let of_kind: Vec<&Known<'_>> = known.iter().filter(|(of, _)| of == kind).map(|(_, one)| one).collect();
            let raw = reference.raw.trim();
            let wanted = link_target(raw).map_or(raw, |link| link.split(['#', '?']).next().unwrap_or(link));
            *target = Target::Nothing(near::nearest(wanted, &of_kind));
        }
    }

    fn target(&self, record: &Record, reference: &Reference) -> Target {
        let raw = reference.raw.trim();
        if let Some(link) = link_target(raw) {
            return self.by_link(record, link);
        }
        if targets::is_elsewhere(raw) {
            return Target::Elsewhere;
        }
        let Some(kind) = reference.kind.as_deref().and_then(|name| self.kinds.get(name)) else {
            return Target::Elsewhere;
        };
        match self.named(record, *kind, raw) {
            // Where no record of the kind is kept here, they are kept elsewhere.
            Target::Nothing(_) if self.names[*kind].is_empty() => Target::Elsewhere,
            // Nor are the first words of a sentence a name: `superseded by events`.
            Target::Nothing(_)
                if reference.locator.starts_with("relation:") && !raw.bytes().any(|b| b.is_ascii_digit()) =>
            {
                Target::Elsewhere
            }
            target => target,
        }
    }

    fn by_link(&self, record: &Record, link: &str) -> Target {
        match targets::destination((self.tree, self.documents), (record.file, self.own.as_ref()), link) {
            destination if destination.file().is_some() => {
                let target = destination.file().and_then(|file| self.files.get(&file));
                target.map_or(Target::Elsewhere, |id| Target::Record(*id))
            }
            destination if destination.is_broken() => Target::Nothing(Vec::new()),
            _ => Target::Elsewhere,
        }
    }

    fn named(&self, record: &Record, kind: usize, raw: &str) -> Target {
        let by_path = RepoPath::new(raw)
            .and_then(|path| self.tree.find(&path))
            .and_then(|file| self.files.get(&file));
        if let Some(id) = by_path {
            return Target::Record(*id);
        }
        let calls = call::calls(raw);
        let by_name = calls.iter().find_map(|name| self.names[kind].get(name));
        let by_title = || self.titles[kind].get(raw.trim_matches(['"', '\'', '*', '.']).to_lowercase().as_str());
        if let Some(found) = by_name.or_else(by_title) {
            return self.nearest(record, found);
        }
        // `ADR-0007: Use dashes` names what its id names.
        match call::leading_call(raw).filter(|call| call.len() < raw.len()) {
            Some(id) => match self.named(record, kind, id) {
                Target::Nothing(_) if !id.starts_with(|c: char| c.is_alphabetic()) => Target::Elsewhere,
                target => target,
            },
            // A sentence is no name.
            None if raw.contains(char::is_whitespace) && call::leading_call(raw).is_none() => Target::Elsewhere,
            None => Target::Nothing(Vec::new()),
        }
    }

    /// Of several the nearest count: of the same area, then of the same set. Never one among equals.
    fn nearest(&self, record: &Record, found: &[RecordId]) -> Target {
        let area = |id: &RecordId| self.record(*id).number.as_ref().map(|number| number.area.as_str());
        let own_area = record.number.as_ref().map(|number| number.area.as_str());
        let is_near = |id: &&RecordId| self.record(**id).set == record.set;
        let same_set: Vec<RecordId> = found.iter().filter(is_near).copied().collect();
        let same_area: Vec<RecordId> = same_set.iter().copied().filter(|id| area(id) == own_area).collect();
        let nearest = [same_area.as_slice(), same_set.as_slice(), found]
            .into_iter()
            .find(|ids| !ids.is_empty());
        match nearest.unwrap_or(&[]) {
            [] => Target::Nothing(Vec::new()),
            [one] => Target::Record(*one),
            several => Target::Ambiguous(several.to_vec()),
        }
    }

    fn record(&self, id: RecordId) -> &Record {
        &self.records[id.index()]
    }
}

/// The target of a text that is one Markdown or AsciiDoc link.
fn link_target(raw: &str) -> Option<&str> {
    if let Some(at) = raw.find("](") {
        let rest = &raw[at + 2..];
        return Some(rest[..rest.find(')')?].trim_matches(['<', '>', ' ']));
    }
    let rest = raw.strip_prefix("xref:").or_else(|| raw.strip_prefix("link:"))?;
    Some(&rest[..rest.find('[')?])
}
