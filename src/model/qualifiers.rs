//! What a status says besides its word, without the relations that are told as such. It knows no file.

use crate::model::fact::Fact;
use crate::model::record::Record;
use crate::model::relation::mentions;
use crate::model::status_links::links;
use crate::syntax::markdown::plain_text;
use std::collections::BTreeSet;

/// Words that join a relation and the records that it names.
const JOINTS: [&str; 8] = ["by", "and", "or", "also", "to", "adr", "adrs", "the"];

/// Takes those qualifiers away that say nothing but relations which were read from the same place: `Amends 5. Help
/// comments`. What says more stays whole.
pub(crate) fn prune(record: &mut Record) {
    let Fact::Known(found) = &mut record.status else {
        return;
    };
    if found.value.qualifiers.is_empty() {
        return;
    }
    let references = record.references.iter().filter(|reference| {
        let (place, status) = (reference.span, found.span);
        place.file == status.file && status.range.contains(place.range)
    });
    let named: BTreeSet<String> = references.flat_map(|reference| names(&reference.raw)).collect();
    if !named.is_empty() {
        found.value.qualifiers.retain(|said| !is_relation(said, &named));
    }
}

fn is_relation(said: &str, named: &BTreeSet<String>) -> bool {
    let mut rest = said.to_lowercase();
    let found = mentions(&rest);
    let is_succession = words(&rest).next().is_some_and(|first| first == "by");
    if found.is_empty() && !is_succession {
        return false;
    }
    for mention in found.iter().rev() {
        rest.replace_range(mention.start..mention.end, " ");
    }
    let is_told = |word: &String| named.contains(word) || JOINTS.contains(&word.as_str());
    words(&rest).all(|word| is_told(&word)) && words(&rest).any(|word| named.contains(&word))
}

/// The words by which a reference names its record: those of its link, where it has one.
fn names(raw: &str) -> Vec<String> {
    match links(raw).as_slice() {
        [] => words(raw).chain(words(&plain_text(raw))).collect(),
        links => {
            let named = links
                .iter()
                .flat_map(|link| [plain_text(&link.text), link.target.clone()]);
            named.flat_map(|name| words(&name).collect::<Vec<_>>()).collect()
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}
