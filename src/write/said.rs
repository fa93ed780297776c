//! How the records of a log write a status: the word, and the sign before it. It changes nothing.

use crate::model::locator::Locator;
use crate::write::sheet::Sheet;
use crate::write::wording;
use std::collections::BTreeMap;

/// How another record of the kind writes its status.
pub(super) fn usual_raw(sheet: &Sheet<'_>) -> Option<String> {
    let mut records = sheet.workspace.of_kind(&sheet.kind.name);
    records.find_map(|(_, record)| record.status.found().map(|found| found.raw.clone()))
}

/// Kubernetes' enhancement proposals have words of their own.
const PROPOSALS: [(&str, &str); 3] = [
    ("proposed", "provisional"),
    ("accepted", "implementable"),
    ("superseded", "replaced"),
];

/// The word as the data file of this name spells it.
pub(super) fn beside<'s>(word: &'s str, name: &str) -> &'s str {
    let is_it = |(own, _): &&(&str, &str)| *own == word && name == "kep.yaml";
    PROPOSALS.iter().find(is_it).map_or(word, |(_, theirs)| theirs)
}

/// The word as this log spells it: the canonical one, unless nobody here uses it and most who mean it say another.
pub(super) fn spelling(sheet: &Sheet<'_>, word: &str, locator: &Locator) -> String {
    if let Locator::Sidecar(name, _) = locator {
        return beside(word, name).to_owned();
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for raw in raws(sheet, word) {
        *counts.entry(wording::spelling(raw, &sheet.kind.statuses)).or_default() += 1;
    }
    match counts.contains_key(word) {
        true => word.to_owned(),
        false => {
            // A historic misspelling is read, and not passed on.
            let misspelt = ["superceded", "superseeded"];
            let good = counts
                .into_iter()
                .filter(|(spelling, _)| !misspelt.contains(&spelling.as_str()));
            let most = good.max_by_key(|(spelling, count)| (*count, std::cmp::Reverse(spelling.clone())));
            most.map_or_else(|| word.to_owned(), |(spelling, _)| spelling)
        }
    }
}

/// The sign that this log puts before a status where it puts one.
pub(super) fn sign(sheet: &Sheet<'_>, word: &str) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sign in raws(sheet, word).filter_map(wording::sign) {
        *counts.entry(sign).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(sign, count)| (*count, std::cmp::Reverse(sign.clone())))
        .map(|(sign, _)| sign)
}

/// The sign before a status that is said for the first time: where more records have one than have none.
pub(super) fn usual_sign(sheet: &Sheet<'_>, word: &str) -> Option<String> {
    let all = raws(sheet, word).count();
    let signed = raws(sheet, word).filter_map(wording::sign).count();
    sign(sheet, word).filter(|_| signed * 2 > all)
}

/// How the records of the kind write a status.
pub(super) fn raws<'s>(sheet: &'s Sheet<'_>, word: &'s str) -> impl Iterator<Item = &'s str> {
    let records = sheet.workspace.of_kind(&sheet.kind.name);
    let found = records.filter_map(|(_, record)| record.status.found());
    found
        .filter(move |found| found.value.word == word)
        .map(|found| found.raw.as_str())
}
