//! The files of the index: words with where they stand, the vocabulary, and what is shown of each find.
//!
//! Everything is bounded: words of one text, places of one word, words of the vocabulary. It knows no templates.

use crate::model::record::RecordId;
use crate::site::chip::chip;
use crate::site::excerpt::excerpt;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{HOME, Subject, fixed, href};
use crate::text::fold::fold;
use crate::text::hash::fnv1a_32;
use crate::text::path::RepoPath;
use crate::text::width::cut;
use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Documents of one file.
const TOGETHER: usize = 200;
/// Documents whose words make about one shard.
const PER_SHARD: usize = 12;
/// Different words of one text that are kept.
const WORDS: usize = 250;
/// Documents that are kept of one word, the best ones.
const PLACES: usize = 1500;
/// Words of the vocabulary, the most frequent ones.
const VOCABULARY: usize = 30_000;
/// Characters of a text that a find shows.
const SHOWN: usize = 300;
/// Characters of the longest word.
const LONGEST: usize = 40;
/// What a word is worth as a record's number, in its title (as the only word of these: twice as much), in the name of its
/// file, among its services, as a folder, and in its text.
const WORTH: Worth = Worth {
    id: 10,
    title: 8,
    file: 6,
    service: 4,
    folder: 2,
    text: 1,
};

/// What words are worth by where they stand.
struct Worth {
    id: u32,
    title: u32,
    file: u32,
    service: u32,
    folder: u32,
    text: u32,
}

/// What is shown of a find.
#[derive(Serialize)]
struct Doc {
    title: String,
    /// From the root of the site.
    url: String,
    kind: String,
    id: String,
    status: String,
    tone: &'static str,
    services: Vec<String>,
    date: String,
    text: String,
}

#[derive(Serialize)]
struct Meta {
    documents: usize,
    together: usize,
    /// So many places of a word are kept at most.
    places: usize,
    shards: usize,
    kinds: BTreeSet<String>,
    statuses: BTreeSet<String>,
    services: BTreeSet<String>,
}

/// All of the index.
struct Index {
    docs: Vec<Doc>,
    shards: Vec<BTreeMap<Box<str>, Vec<u32>>>,
    words: String,
}

/// The words of a document and what they are worth, in no order. Some millions of words are counted, for which the hasher of
/// the standard library takes a tenth of a render; the order of its tables reaches no file.
type Words = Vec<(Box<str>, u32)>;

/// Prints one file of the index.
type Print = Box<dyn Fn(&Index) -> anyhow::Result<String> + Send + Sync>;

/// The files of the index, where there is a search; it is made when the first of them is asked for.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, _press: &'p Press) -> Vec<Sheet<'p>> {
    if !plan.has_search() {
        return Vec::new();
    }
    let subjects = Arc::new(plan.addresses.subjects().collect::<Vec<Subject>>());
    let count = subjects.len();
    let shards = shard_count(count);
    let index: Arc<OnceLock<Index>> = Arc::default();
    let sheet = |at: String, print: Print| {
        let (index, subjects) = (Arc::clone(&index), Arc::clone(&subjects));
        Sheet::new(fixed(&at), move || {
            print(index.get_or_init(|| build(plan, &subjects))).map(Printed::from)
        })
    };
    let mut sheets = vec![
        sheet(
            "search/meta.json".to_owned(),
            Box::new(move |index| meta(index, shards)),
        ),
        sheet("search/words.txt".to_owned(), Box::new(|index| Ok(index.words.clone()))),
    ];
    for at in 0..shards {
        let print = move |index: &Index| Ok(serde_json::to_string(&index.shards[at])?);
        sheets.push(sheet(format!("search/terms-{at:02x}.json"), Box::new(print)));
    }
    for at in 0..count.div_ceil(TOGETHER) {
        let print = move |index: &Index| {
            let to = index.docs.len().min((at + 1) * TOGETHER);
            Ok(serde_json::to_string(&index.docs[at * TOGETHER..to])?)
        };
        sheets.push(sheet(format!("search/docs-{at}.json"), Box::new(print)));
    }
    sheets
}

fn meta(index: &Index, shards: usize) -> anyhow::Result<String> {
    let docs = &index.docs;
    let words = |word: fn(&Doc) -> &String| docs.iter().map(word).filter(|word| !word.is_empty()).cloned().collect();
    Ok(serde_json::to_string(&Meta {
        documents: docs.len(),
        together: TOGETHER,
        places: PLACES,
        shards,
        kinds: words(|doc| &doc.kind),
        statuses: words(|doc| &doc.status),
        services: docs.iter().flat_map(|doc| doc.services.iter().cloned()).collect(),
    })?)
}

fn shard_count(documents: usize) -> usize {
    documents.div_ceil(PER_SHARD).max(1)
}

/// The shard of a word: FNV-1a with 32 bits, which a script reckons too.
fn shard_of(word: &str, shards: usize) -> usize {
    fnv1a_32(word.as_bytes()) as usize % shards
}

/// The words of a folded text; numbers without the zeros before them.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    let bare = |word| match str::trim_start_matches(word, '0') {
        "" => "0",
        bare if word.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => word,
    };
    let short = |word: &str| match word.len() {
        ..=LONGEST => word.len(),
        _ => word.char_indices().nth(LONGEST).map_or(word.len(), |(end, _)| end),
    };
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(bare);
    words.map(move |word| &word[..short(word)])
}

fn build(plan: &Plan, subjects: &[Subject]) -> Index {
    let made: Vec<(Doc, Words)> = subjects.par_iter().map(|&subject| doc(plan, subject)).collect();
    let mut places: HashMap<Box<str>, Vec<(u32, u32)>, RandomState> = HashMap::default();
    let mut docs = Vec::with_capacity(made.len());
    for (at, (doc, words)) in (0u32..).zip(made) {
        for (word, worth) in words {
            places.entry(word).or_default().push((at, worth));
        }
        docs.push(doc);
    }
    let count = shard_count(docs.len());
    let mut shards = vec![BTreeMap::new(); count];
    let mut known: Vec<(usize, Box<str>)> = Vec::with_capacity(places.len());
    for (word, mut found) in places {
        known.push((found.len(), word.clone()));
        found.sort_by_key(|&(at, worth)| (Reverse(worth), at));
        found.truncate(PLACES);
        let flat = found.into_iter().flat_map(|(at, worth)| [at, worth]).collect();
        shards[shard_of(&word, count)].insert(word, flat);
    }
    known.sort_unstable_by(|(count, word), (other, next)| (other, word).cmp(&(count, next)));
    let kept: BTreeSet<Box<str>> = known.into_iter().take(VOCABULARY).map(|(_, word)| word).collect();
    let mut words = String::new();
    for word in &kept {
        words.push_str(word);
        words.push('\n');
    }
    Index { docs, shards, words }
}

/// What is shown of a subject, and the worth of its words.
fn doc(plan: &Plan, subject: Subject) -> (Doc, Words) {
    let mut doc = match subject {
        Subject::Record(id) => of_record(plan, id),
        Subject::Page(file) => Doc {
            title: plan.title_of(file),
            kind: "page".to_owned(),
            text: excerpt(plan, file, SHOWN),
            ..blank()
        },
    };
    doc.url = href(&fixed(HOME), &plan.addresses.of(subject));
    let file = subject.file(plan.workspace);
    let text = match plan.workspace.document(file).markup.as_ref() {
        Some(markup) => fold(markup.body.of(plan.workspace.tree.text(file))),
        None => fold(&doc.text),
    };
    let called = called(&doc, plan.workspace.tree.path(file));
    let mut worth: HashMap<&str, u32, RandomState> = HashMap::with_capacity_and_hasher(WORDS, RandomState::default());
    for (text, each) in &called {
        for word in words(text) {
            let most = worth.entry(word).or_insert(*each);
            *most = (*most).max(*each);
        }
    }
    let full = worth.len() + WORDS;
    for word in words(&text) {
        if worth.len() >= full {
            break;
        }
        worth.entry(word).or_insert(WORTH.text);
    }
    let owned = worth.into_iter().map(|(word, worth)| (word.into(), worth));
    (doc, owned.collect())
}

/// By what a document is called, folded, and what each word of it is worth.
fn called(doc: &Doc, path: &RepoPath) -> [(String, u32); 5] {
    // The fewer words, the more is said by each.
    let spread = |worth: u32, text: String| {
        let each = worth + worth / (words(&text).count() as u32).max(1);
        (text, each)
    };
    [
        spread(WORTH.id, fold(&doc.id)),
        spread(WORTH.title, fold(&doc.title)),
        (fold(path.name()), WORTH.file),
        (fold(&doc.services.join(" ")), WORTH.service),
        (fold(path.parent().as_str()), WORTH.folder),
    ]
}

fn of_record(plan: &Plan, id: RecordId) -> Doc {
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    let chip = chip(&record.status, kind);
    let text = excerpt(plan, record.file, SHOWN);
    Doc {
        title: record.name().to_owned(),
        kind: kind.name.clone(),
        id: record.id.clone(),
        tone: chip.as_ref().map_or("", |chip| chip.tone),
        status: chip.map(|chip| chip.word).unwrap_or_default(),
        services: record
            .refers_once("services")
            .map(|service| service.raw.clone())
            .collect(),
        date: record.date.value().map(ToString::to_string).unwrap_or_default(),
        text: match record.text("summary") {
            Some(summary) if text.is_empty() => cut(summary, SHOWN),
            _ => text,
        },
        ..blank()
    }
}

fn blank() -> Doc {
    Doc {
        title: String::new(),
        url: String::new(),
        kind: String::new(),
        id: String::new(),
        status: String::new(),
        tone: "",
        services: Vec::new(),
        date: String::new(),
        text: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, shard_of, words};

    #[test]
    fn words_are_folded_and_find_their_shard() {
        let words = |text: &str| words(&fold(text)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words("Über-Ceph, v1.2"), ["uber", "ceph", "v1", "2"]);
        assert_eq!(words("0012-use 00 0x7"), ["12", "use", "0", "0x7"]);
        assert_eq!(words(&"ж".repeat(50)), ["ж".repeat(40)]);
        assert_eq!(words(&"a".repeat(50)), ["a".repeat(40)]);
        assert!((0..9).all(|n| shard_of(&n.to_string(), 3) < 3));
    }
}
