//! What a record is called: its number, its id, and the spellings by which people refer to it.

use crate::model::call::{FOLDER_FILES, PREFIXES, calls, plain};
use crate::model::record::Number;
use crate::model::time::Date;
use crate::text::path::RepoPath;

/// Folders that tell a status, not an area in which numbers start again.
const STATUS_FOLDERS: [&str; 10] = [
    "accepted",
    "archive",
    "archived",
    "deprecated",
    "draft",
    "drafts",
    "proposed",
    "rejected",
    "retired",
    "superseded",
];

/// What a report is called in a folder of its own that a date names: `2024-01-02-x/postmortem.md`.
const REPORTS: [&str; 6] = [
    "postmortem",
    "post-mortem",
    "incident",
    "incident-report",
    "report",
    "review",
];

/// The name that carries a record's number: the file's, or the folder's for `<slug>/README.md` and for the report in a
/// folder that a date names.
pub fn carrier(path: &RepoPath) -> String {
    let stem = path.stem();
    let is_one_of = |names: &[&str]| names.iter().any(|name| stem.eq_ignore_ascii_case(name));
    let (stands_for_folder, is_report) = (is_one_of(&FOLDER_FILES), is_one_of(&REPORTS));
    if !stands_for_folder && !is_report {
        return stem.to_owned();
    }
    let folder = path.parent();
    let is_named = !folder.name().is_empty() && (stands_for_folder || leading_date(folder.name()).is_some());
    match is_named {
        true => folder.name().to_owned(),
        false => stem.to_owned(),
    }
}

/// What a record is called where its content does not say: its carrier. Kustomizations are called by their folder's whole
/// path, for half of them lie in a `base`.
pub fn id_of(path: &RepoPath) -> String {
    match path.stem().eq_ignore_ascii_case("kustomization") && !path.parent().as_str().is_empty() {
        true => path.parent().to_string(),
        false => carrier(path),
    }
}

/// A title where the content has none.
pub fn title_of(path: &RepoPath) -> String {
    let id = id_of(path);
    if id.contains('/') { id } else { words(&id) }
}

/// The number in a name, and what follows it: `0004a-ancestry` → 4a, `ancestry`.
///
/// Digits count when they stand first, or behind a short prefix (`ADR007`, `ODH-ADR-Operator-0007-x`, `scs-0001-v1`).
/// `YYYYMMDD-slug` is a number of eight digits; `YYYY-MM-DD` is none.
pub fn number(name: &str) -> Option<(Number, &str)> {
    if leading_date(name).is_some() && !name.bytes().take(8).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let bytes = name.as_bytes();
    let mut at = 0;
    let mut words: Vec<&str> = Vec::new();
    loop {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        if at > start {
            return finish(name, start, at).filter(|(number, _)| prefix_is_short(&words, number.digits));
        }
        while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
            at += 1;
        }
        if at == start || words.len() > 4 {
            return None;
        }
        words.push(&name[start..at]);
        while at < bytes.len() && matches!(bytes[at], b'-' | b'_' | b' ') {
            at += 1;
        }
    }
}

/// The area that a record's numbers are counted in: folders below its set's, but for those that tell a status, and the
/// prefix of its name.
pub fn area(set: &RepoPath, path: &RepoPath, prefix: &str) -> String {
    let depth = set.parts().count();
    let folders = path.parent();
    let mut parts: Vec<&str> = folders
        .parts()
        .skip(depth)
        .filter(|folder| !STATUS_FOLDERS.contains(&folder.to_lowercase().as_str()))
        .collect();
    if carrier(path) == folders.name() {
        parts.pop();
    }
    if !prefix.is_empty() {
        parts.push(prefix);
    }
    parts.join("/")
}

/// The date with which a name starts: `2024-07-25-x`, `20240725-x`, `2024_07_25`.
pub fn leading_date(name: &str) -> Option<Date> {
    // `0012-10-12-x` is the twelfth record, not a day in antiquity.
    let is_day = |date: &Date| date.year() >= 1900;
    let dashed = name
        .get(..10)
        .filter(|head| head.bytes().filter(|b| matches!(b, b'-' | b'_')).count() == 2);
    if let Some(date) = dashed.and_then(|head| Date::parse(&head.replace('_', "-"))) {
        let digits = name
            .get(..4)
            .is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
        return digits.then_some(date).filter(is_day);
    }
    let head = name.get(..8).filter(|head| head.bytes().all(|b| b.is_ascii_digit()))?;
    let more = name[8..].starts_with(|c: char| c.is_ascii_digit());
    Date::parse(head).filter(|date| !more && is_day(date))
}

/// The date that the path of a record tells: in its name, or in folders for year, month and day (`2024/01/02/x.md`,
/// `2024/01/02-x.md`, `2024-01/02-x.md`).
pub fn dated(path: &RepoPath) -> Option<Date> {
    leading_date(&carrier(path)).or_else(|| in_folders(path))
}

/// The date of a file whose folder alone says it: `2024-01-02/notes.md`.
pub fn of_folder(path: &RepoPath) -> Option<Date> {
    leading_date(path.parent().name())
}

fn in_folders(path: &RepoPath) -> Option<Date> {
    // Most paths have no digit where a day would stand.
    let parts: Vec<&str> = path.as_str().rsplit('/').take(4).collect();
    let [name, folders @ ..] = parts.as_slice() else {
        return None;
    };
    let day_first = name
        .get(..2)
        .filter(|_| !name[2..].starts_with(|c: char| c.is_ascii_digit()));
    let (year, month, day) = match (day_first.filter(|day| is_digits(day)), folders) {
        (_, [day, month, year]) if is_digits(day) && is_digits(month) && year.len() == 4 => (*year, *month, *day),
        (Some(day), [month, year, ..]) if is_digits(month) && year.len() == 4 => (*year, *month, day),
        (Some(day), [month, ..]) => {
            let (year, month) = month.split_once(['-', '_'])?;
            (year, month, day)
        }
        _ => return None,
    };
    let is_plain = year.len() == 4 && is_digits(year) && month.len() == 2 && is_digits(month) && day.len() == 2;
    let date = is_plain.then(|| Date::parse(&format!("{year}-{month}-{day}")))?;
    date.filter(|date| date.year() >= 1900)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a name without its number or date: `0007-use-dashes` → `Use dashes`.
pub fn words(name: &str) -> String {
    let rest = match number(name) {
        Some((_, rest)) => rest,
        None if leading_date(name).is_some() => name.get(10..).unwrap_or(""),
        None => name,
    };
    let text: Vec<&str> = rest.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let text = if text.is_empty() {
        name.to_owned()
    } else {
        text.join(" ")
    };
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}

/// The spellings under which a record can be called, as [`crate::model::call`] brings them to one form: its id, its file name, its slug,
/// its number with letter and without padding, alone and behind its area (`operator-7`).
pub fn spellings(id: &str, path: &RepoPath, number: Option<&Number>) -> Vec<String> {
    let carrier = carrier(path).to_lowercase();
    let mut names = vec![id.to_lowercase(), plain(id), plain(&carrier)];
    if let Some((_, slug)) = self::number(&carrier) {
        names.push(plain(slug));
    } else if leading_date(&carrier).is_some() {
        let slug = carrier.get(10..).unwrap_or("");
        names.push(plain(slug.trim_start_matches(['-', '_', ' '])));
    }
    if let Some(number) = number {
        let letter = number.letter.map_or(String::new(), String::from);
        let short = format!("{}{letter}", number.value);
        // `operator/ODH-ADR-Operator`: each folder, and what the name says behind its "ADR".
        for area in number.area.split('/').filter(|_| number.digits < 8) {
            names.push(plain(&format!("{area}-{short}")));
        }
        names.push(short);
    }
    names.push(carrier);
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

/// The last of [`calls`]: the name without a folder.
pub fn normalise(raw: &str) -> String {
    calls(raw).pop().unwrap_or_default()
}

fn prefix_is_short(words: &[&str], digits: u8) -> bool {
    let known = |word: &&str| PREFIXES.contains(&word.to_lowercase().as_str());
    match words {
        [] => true,
        words if words.iter().any(known) => true,
        [word] => word.len() <= 5 && digits >= 3,
        _ => false,
    }
}

fn finish(name: &str, start: usize, end: usize) -> Option<(Number, &str)> {
    let rest = &name[end..];
    let letter = rest
        .chars()
        .next()
        .filter(|c| c.is_ascii_lowercase() && rest[1..].chars().next().is_none_or(|next| !next.is_alphanumeric()));
    let rest = &rest[letter.map_or(0, char::len_utf8)..];
    if rest.starts_with(|c: char| c.is_alphanumeric()) || end - start > 8 {
        return None;
    }
    let number = Number {
        area: name[..start].trim_end_matches(['-', '_', ' ']).to_owned(),
        value: name[start..end].parse().ok()?,
        letter,
        digits: (end - start) as u8,
    };
    Some((number, rest.trim_start_matches(['-', '_', ' ', '.'])))
}

#[cfg(test)]
mod tests {
    use super::{area, carrier, dated, id_of, leading_date, normalise, number, of_folder, spellings, words};
    use crate::model::record::Number;
    use crate::text::path::RepoPath;

    fn read(name: &str) -> Option<(String, u64, Option<char>, u8)> {
        number(name).map(|(n, _)| (n.area, n.value, n.letter, n.digits))
    }

    #[test]
    fn numbers_stand_first_or_behind_a_prefix() {
        let plain = |value, digits| Some((String::new(), value, None, digits));
        assert_eq!(read("0007-use-dashes"), plain(7, 4));
        assert_eq!(read("000-Record"), plain(0, 3));
        assert_eq!(read("00012 Title with spaces"), plain(12, 5));
        assert_eq!(read("20200924-use-madr"), plain(20_200_924, 8));
        assert_eq!(read("0004a-ancestry"), Some((String::new(), 4, Some('a'), 4)));
        assert_eq!(read("ADR007-reuse"), Some(("ADR".to_owned(), 7, None, 3)));
        assert_eq!(
            read("ODH-ADR-Operator-0007-auth-crd"),
            Some(("ODH-ADR-Operator".to_owned(), 7, None, 4))
        );
        assert_eq!(read("scs-0001-v1-x"), Some(("scs".to_owned(), 1, None, 4)));
        for name in [
            "ADRx-choose",
            "use-oauth-2",
            "2024-07-25-x",
            "adr_with_a_WeIrd-filename",
            "3scale-upgrade",
            "",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn areas_restart_numbers_and_statuses_do_not() {
        let at = |set: &str, path: &str, prefix: &str| {
            area(&RepoPath::new(set).unwrap(), &RepoPath::new(path).unwrap(), prefix)
        };
        assert_eq!(at("adr", "adr/automl/ODH-ADR-0001-x.md", "ODH-ADR"), "automl/ODH-ADR");
        assert_eq!(at("adr", "adr/deprecated/ADR006-x.adoc", "ADR"), "ADR");
        assert_eq!(at("adr", "adr/0001-x/README.md", ""), "");
    }

    #[test]
    fn names_become_words_and_dates() {
        assert_eq!(words("0007-use-dashes"), "Use dashes");
        assert_eq!(words("2020-02-12"), "2020-02-12");
        assert_eq!(
            leading_date("2024-07-25-x").map(|d| d.to_string()).as_deref(),
            Some("2024-07-25")
        );
        assert_eq!(
            leading_date("20240725-x").map(|d| d.to_string()).as_deref(),
            Some("2024-07-25")
        );
        assert_eq!(leading_date("0007-use"), None);
        for (path, date, folder) in [
            ("incidents/2026-03-04-x/README.md", "2026-03-04", "2026-03-04"),
            ("incidents/2026/03/04/x.md", "2026-03-04", ""),
            ("incidents/2026/03/04-x.md", "2026-03-04", ""),
            ("incidents/2026-03/04_x.md", "2026-03-04", ""),
            ("postmortems/2024-01-02/postmortem.md", "2024-01-02", "2024-01-02"),
            ("postmortems/2024-01-02/notes.md", "", "2024-01-02"),
            ("incidents/20240102.md", "2024-01-02", ""),
            ("docs/2026/13/04/x.md", "", ""),
            ("docs/v1/03/04-x.md", "", ""),
            ("docs/2026/03/0412-x.md", "", ""),
            ("docs/é/é.md", "", ""),
            ("x.md", "", ""),
        ] {
            let path = RepoPath::new(path).unwrap();
            let shown = |date: Option<crate::model::time::Date>| date.map(|date| date.to_string()).unwrap_or_default();
            assert_eq!(
                (shown(dated(&path)).as_str(), shown(of_folder(&path)).as_str()),
                (date, folder),
                "{path}"
            );
        }
        assert_eq!(read("0012-10-12-x"), Some((String::new(), 12, None, 4)));
    }

    #[test]
    fn a_record_answers_to_all_its_names() {
        let names = |path: &str| {
            let path = RepoPath::new(path).unwrap();
            let found = number(&carrier(&path)).map(|(found, _)| found);
            let area = found
                .as_ref()
                .map(|found| area(&RepoPath::new("adr").unwrap(), &path, &found.area));
            let found = found.map(|found| Number {
                area: area.unwrap_or_default(),
                ..found
            });
            spellings(&id_of(&path), &path, found.as_ref())
        };
        let cases: [(&str, &[&str]); 6] = [
            ("adr/0007-use-dashes.md", &["7", "0007-use-dashes", "use-dashes"]),
            ("adr/0004a-ancestry.md", &["4a", "ancestry"]),
            ("adr/ADR007-reuse.adoc", &["7", "adr007-reuse", "reuse"]),
            (
                "adr/operator/ODH-ADR-Operator-0007-auth.md",
                &["7", "operator-7", "auth", "odh-adr-operator-0007-auth"],
            ),
            ("adr/automl/ODH-ADR-0001-x.md", &["1", "automl-1"]),
            (
                "adr/20200924-use-madr.md",
                &["20200924", "use-madr", "20200924-use-madr"],
            ),
        ];
        for (path, wanted) in cases {
            let found = names(path);
            for name in wanted {
                assert!(found.iter().any(|known| known == name), "{path}: {name} in {found:?}");
            }
        }
    }

    #[test]
    fn people_name_records_in_many_ways() {
        for raw in ["7", "0007", "ADR-7", "ADR007", "adr 0007", "#7", "[ADR-0007]"] {
            assert_eq!(normalise(raw), "7", "{raw}");
        }
        assert_eq!(normalise("0004a"), "4a");
        assert_eq!(normalise("docs/adr/0007-use-dashes.md"), "0007-use-dashes");
        assert_eq!(normalise("0000"), "0");
    }
}
