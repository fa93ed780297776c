//! Which incidents of the past are like one: they hurt the same services, woke people by the same alerts, were mended by the
//! same runbooks, or are told in the same words.
//!
//! What few incidents have says more than what all have: a thing in `df` of `n` incidents weighs `ln((n + 1) / df)`, words
//! by the cosine of their weights (TF-IDF, of which the rarity counts once, so that no chance word outweighs the title). The parts are put together as independent hints are: `1 - (1-a)(1-b)…`, so that a
//! score lies between 0 and 1.

use crate::model::incidents::episode;
use crate::model::incidents::words;
use crate::model::record::{RecordId, Target};
use crate::model::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};

/// Incidents that are looked at for one thing; further ones say little. Those nearest in the log come first.
const POSTINGS: usize = 256;
/// Incidents that are compared in full with one.
const COMPARED: usize = 64;
/// Words by which candidates are found.
const TELLING: usize = 48;
/// Words that are named.
const NAMED: usize = 6;
/// A score below which nothing is near.
const LEAST: f64 = 0.06;

/// What two incidents may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// One names the other.
    Named,
    /// An alert of the same group, as Alertmanager knows it.
    Fingerprint,
    /// The name of an alert.
    Alert,
    /// A runbook.
    Runbook,
    /// A service.
    Service,
    /// A tag.
    Tag,
    /// A word.
    Word,
}

impl Sort {
    /// All, in the order in which they are told.
    pub const ALL: [Sort; 7] = [
        Sort::Named,
        Sort::Fingerprint,
        Sort::Alert,
        Sort::Runbook,
        Sort::Service,
        Sort::Tag,
        Sort::Word,
    ];

    /// What sharing all of it is worth.
    fn worth(self) -> f64 {
        match self {
            Sort::Named | Sort::Fingerprint => 0.8,
            Sort::Alert => 0.6,
            Sort::Runbook => 0.5,
            Sort::Tag => 0.4,
            Sort::Service => 0.35,
            Sort::Word => 1.0,
        }
    }

    /// The word for several of it.
    pub fn plural(self) -> &'static str {
        match self {
            Sort::Named => "named",
            Sort::Fingerprint => "fingerprints",
            Sort::Alert => "alerts",
            Sort::Runbook => "runbooks",
            Sort::Service => "services",
            Sort::Tag => "tags",
            Sort::Word => "words",
        }
    }
}

/// An incident that is like another.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The incident.
    pub record: RecordId,
    /// How like it is, from 0 to 1.
    pub score: f64,
    /// What both have, what says most first.
    pub shared: Vec<(Sort, Vec<String>)>,
}

/// The incidents of a repository, ready to be compared. Made once, in one pass.
pub struct Log {
    records: Vec<RecordId>,
    /// What each has: terms with their weights, sorted by term.
    sheets: Vec<Vec<(u32, f64)>>,
    /// The length of each sheet by sort.
    norms: Vec<[f64; 7]>,
    terms: Vec<Term>,
}

struct Term {
    sort: Sort,
    shown: String,
    /// Who has it, in the order of the log.
    postings: Vec<u32>,
    rarity: f64,
}

impl Log {
    /// The incidents of the kind of this name.
    pub fn of(workspace: &Workspace, kind: &str) -> Log {
        let records: Vec<RecordId> = workspace.of_kind(kind).map(|(id, _)| id).collect();
        let ties = ties(workspace, &records);
        let mut known: BTreeMap<(Sort, String), u32> = BTreeMap::new();
        let mut terms: Vec<Term> = Vec::new();
        let mut sheets = Vec::with_capacity(records.len());
        for (at, &id) in records.iter().enumerate() {
            let mut sheet = Vec::new();
            for (sort, key, weight, shown) in has(workspace, id, &ties) {
                let term = *known.entry((sort, key)).or_insert_with(|| {
                    terms.push(Term {
                        sort,
                        shown,
                        postings: Vec::new(),
                        rarity: 0.0,
                    });
                    (terms.len() - 1) as u32
                });
                terms[term as usize].postings.push(at as u32);
                sheet.push((term, weight));
            }
            sheet.sort_by_key(|(term, _)| *term);
            sheets.push(sheet);
        }
        let all = (records.len() + 1) as f64;
        for term in &mut terms {
            term.rarity = (all / term.postings.len() as f64).ln();
        }
        let mut norms = Vec::with_capacity(sheets.len());
        for sheet in &mut sheets {
            let mut squares = [0.0; 7];
            for (term, weight) in sheet {
                let term = &terms[*term as usize];
                *weight *= term.rarity.sqrt();
                squares[term.sort as usize] += *weight * *weight;
            }
            norms.push(squares.map(f64::sqrt));
        }
        Log {
            records,
            sheets,
            norms,
            terms,
        }
    }

    /// The incidents that are most like this one, the nearest first.
    pub fn near(&self, id: RecordId, limit: usize) -> Vec<Near> {
        let Ok(own) = self.records.binary_search(&id) else {
            return Vec::new();
        };
        let mut near: Vec<Near> = self
            .candidates(own)
            .into_iter()
            .map(|other| self.compare(own, other))
            .filter(|near| near.score >= LEAST)
            .collect();
        near.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.record.cmp(&a.record)));
        near.truncate(limit);
        near
    }

    /// Those that share what says most with one.
    fn candidates(&self, own: usize) -> Vec<usize> {
        let mut telling = self.sheets[own].clone();
        telling.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut words = 0;
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for (term, weight) in telling {
            let row = &self.terms[term as usize];
            words += usize::from(row.sort == Sort::Word);
            let is_common = row.postings.len() > POSTINGS;
            if row.sort == Sort::Word && (words > TELLING || is_common) {
                continue;
            }
            let at = row.postings.partition_point(|&other| (other as usize) < own);
            let from = if is_common { at.saturating_sub(POSTINGS / 2) } else { 0 };
            for &other in row.postings[from..].iter().take(POSTINGS) {
                let other = other as usize;
                let length = self.norms[own][row.sort as usize] * self.norms[other][row.sort as usize];
                let worth = weight * row.rarity.sqrt() * row.sort.worth() / length.max(f64::MIN_POSITIVE);
                if other != own {
                    *scores.entry(other).or_default() += worth;
                }
            }
        }
        let mut found: Vec<(usize, f64)> = scores.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        found.truncate(COMPARED);
        found.into_iter().map(|(other, _)| other).collect()
    }

    fn compare(&self, own: usize, other: usize) -> Near {
        let mut sums = [0.0; 7];
        let mut rarest = [0.0_f64; 7];
        let mut shared: Vec<(Sort, f64, u32)> = Vec::new();
        let (mut a, mut b) = (self.sheets[own].iter().peekable(), self.sheets[other].iter().peekable());
        while let (Some(&&(one, x)), Some(&&(two, y))) = (a.peek(), b.peek()) {
            if one == two {
                let term = &self.terms[one as usize];
                sums[term.sort as usize] += x * y;
                rarest[term.sort as usize] = rarest[term.sort as usize].max(term.rarity);
                shared.push((term.sort, x * y, one));
            }
            if one <= two {
                a.next();
            }
            if two <= one {
                b.next();
            }
        }
        let most = ((self.records.len() + 1) as f64).ln();
        let mut left = 1.0;
        for sort in Sort::ALL {
            let at = sort as usize;
            let length = self.norms[own][at] * self.norms[other][at];
            if length > 0.0 {
                // Sharing what all have is worth half of sharing what nobody else has. Words have that in their weights.
                let rarity = if sort == Sort::Word {
                    1.0
                } else {
                    0.5 + 0.5 * rarest[at] / most
                };
                left *= 1.0 - (sort.worth() * rarity * sums[at] / length).clamp(0.0, 1.0);
            }
        }
        shared.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let told = shared.chunk_by(|a, b| a.0 == b.0).map(|chunk| {
            let shown = chunk
                .iter()
                .map(|(_, _, term)| self.terms[*term as usize].shown.clone());
            (chunk[0].0, shown.take(NAMED).collect())
        });
        Near {
            record: self.records[other],
            score: 1.0 - left,
            shared: told.collect(),
        }
    }
}

/// What an incident has: its sort, the form in which it is compared, its weight, and how it is shown. Each once.
fn has(workspace: &Workspace, id: RecordId, ties: &Ties) -> Vec<(Sort, String, f64, String)> {
    let record = workspace.record(id);
    let mut found = BTreeMap::new();
    for (sort, field) in [
        (Sort::Alert, "alerts"),
        (Sort::Fingerprint, "fingerprints"),
        (Sort::Tag, "tags"),
    ] {
        for word in record.list(field) {
            let text = match sort {
                Sort::Fingerprint => episode::fingerprint_of(&word.text),
                _ => Some(word.text.as_str()),
            };
            let key = text.map(|text| ((sort, text.to_lowercase()), (1.0, text.to_owned())));
            found.extend(key);
        }
    }
    for (sort, field) in [(Sort::Service, "services"), (Sort::Runbook, "runbooks")] {
        for reference in record.refers(field) {
            let name = match reference.target {
                Target::Record(to) => workspace.record(to).id.clone(),
                _ => reference.raw.clone(),
            };
            found.insert((sort, name.to_lowercase()), (1.0, name));
        }
    }
    for other in ties.get(&id).into_iter().flatten() {
        let pair = format!("{} {}", id.min(*other).0, id.max(*other).0);
        found.insert((Sort::Named, pair), (1.0, "one names the other".to_owned()));
    }
    for (word, (count, shown)) in words::of(workspace, record) {
        found.insert((Sort::Word, word), ((1.0 + count).ln(), shown));
    }
    let found = found.into_iter();
    found
        .map(|((sort, key), (weight, shown))| (sort, key, weight, shown))
        .collect()
}

/// Which incidents name each other, in both directions.
type Ties = BTreeMap<RecordId, BTreeSet<RecordId>>;

fn ties(workspace: &Workspace, records: &[RecordId]) -> Ties {
    let mut ties = Ties::new();
    for &id in records {
        let record = workspace.record(id);
        for reference in ["relates", "duplicate-of"]
            .iter()
            .flat_map(|field| record.refers(field))
        {
            if let Target::Record(to) = reference.target {
                ties.entry(id).or_default().insert(to);
                ties.entry(to).or_default().insert(id);
            }
        }
    }
    ties
}
