//! Which records come nearest to a name that leads to none: by letters, and by number. It judges nothing, and which name was
//! asked for is the business of its callers.

use crate::model::identity;
use crate::model::record::Record;
use crate::text::path::RepoPath;
use crate::text::similar;

/// Digits of a number that is a day: no other day is its neighbour.
const DAY: u8 = 8;

/// How many are offered.
const OFFERED: usize = 3;

/// What a record is called.
pub(crate) struct Known<'a> {
    /// Its id, which is what is offered.
    id: &'a str,
    /// Its file's or folder's name, in lower case.
    carrier: String,
    /// The same without the number.
    slug: String,
    /// Its title, in lower case.
    title: String,
    number: Option<u64>,
}

impl<'a> Known<'a> {
    pub(crate) fn of(record: &'a Record, path: &RepoPath) -> Known<'a> {
        let carrier = identity::carrier(path).to_lowercase();
        let slug = identity::number(&carrier).map(|(_, slug)| slug.to_owned());
        Known {
            id: &record.id,
            slug: slug.unwrap_or_else(|| carrier.clone()),
            carrier,
            title: record
                .title
                .value()
                .map(|title| title.to_lowercase())
                .unwrap_or_default(),
            number: record.number.as_ref().map(|number| number.value),
        }
    }
}

/// The ids that come nearest to `wanted`, best first: those whose names are spelt almost so, then those of the number that
/// stands in it, or else of its neighbours; last the one whose digits are almost these.
pub(crate) fn nearest(wanted: &str, known: &[&Known<'_>]) -> Vec<String> {
    let raw = wanted.trim();
    let wanted = identity::normalise(raw);
    let mut found: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        if found.len() < OFFERED && !found.iter().any(|known| known == id) {
            found.push(id.to_owned());
        }
    };
    // A number is no slip of another, nor is a letter.
    let is_word = wanted.len() > 2 && !wanted.bytes().all(|b| b.is_ascii_digit());
    let spelt = identity::number(&wanted);
    let slug = spelt.as_ref().map_or(wanted.as_str(), |(_, slug)| slug);
    let names: Vec<[&str; 4]> = known
        .iter()
        .map(|one| [one.id, &one.carrier, &one.slug, &one.title])
        .collect();
    for (at, text) in [&wanted, &wanted, slug, slug].into_iter().enumerate() {
        let all = names
            .iter()
            .map(|names| names[at])
            .filter(|_| is_word && text.len() > 2);
        let near = similar::nearest(text, all);
        if let Some(place) = near.and_then(|near| names.iter().position(|names| names[at] == near)) {
            add(known[place].id);
        }
    }
    let number = spelt.map(|(number, _)| number).filter(|number| number.digits < DAY);
    if let Some(number) = number {
        neighbours(number.value, known).into_iter().for_each(&mut add);
    }
    if let Some(near) = similar::nearest(raw, known.iter().map(|one| one.id)).filter(|_| !is_word) {
        add(near);
    }
    found
}

/// The ids of the records with this number; where there are none, those with the nearest one below and above.
fn neighbours<'a>(number: u64, known: &[&Known<'a>]) -> Vec<&'a str> {
    let all = || known.iter().filter_map(|one| Some((one.number?, one.id)));
    let at = |wanted: u64| all().filter(move |(number, _)| *number == wanted).map(|(_, id)| id);
    let is_number = |other: &u64| *other < 10u64.pow(u32::from(DAY) - 1);
    let numbers = || all().map(|(number, _)| number).filter(is_number);
    let sides = [
        numbers().filter(|other| *other == number).min(),
        numbers().filter(|other| *other < number).max(),
        numbers().filter(|other| *other > number).min(),
    ];
    let sides = match sides {
        [Some(same), ..] => vec![same],
        [None, below, above] => below.into_iter().chain(above).collect(),
    };
    sides.into_iter().flat_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::{Known, nearest};

    #[test]
    fn letters_and_numbers_lead_to_what_is_near() {
        let one = |id: &'static str, slug: &str, number: u64| Known {
            id,
            carrier: format!("{id}-{slug}"),
            slug: slug.to_owned(),
            title: slug.replace('-', " "),
            number: Some(number),
        };
        let known = [
            one("0007", "use-git", 7),
            one("0008", "hoist", 8),
            one("0031", "more", 31),
            one("0033", "others", 33),
        ];
        let known: Vec<&Known<'_>> = known.iter().collect();
        for (wanted, ids) in [
            ("0008-hsit", &["0008"][..]),
            ("use-gti", &["0007"]),
            ("0012-use-gti", &["0007", "0008", "0031"]),
            ("Use gti", &["0007"]),
            ("032", &["0031", "0033"]),
            ("ADR-55", &["0033"]),
            ("nothing-of-this", &[]),
            ("", &[]),
        ] {
            assert_eq!(nearest(wanted, &known), ids, "{wanted}");
        }
    }
}
