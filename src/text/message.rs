//! What a commit's message says beside its story: who else took part, and which pull or merge request it came through.
//!
//! Messages are free text, written by people and by forges. Nothing here fails; what is not there is not made up.

use crate::text::history::{Helper, Request, Role};

/// Trailers that name somebody, in lower case. The keys are customs: of Git itself (`Signed-off-by`), of the forges
/// (`Co-authored-by`, `Approved-by`) and of the Linux kernel.
const ROLES: [(&str, Role); 7] = [
    ("co-authored-by", Role::CoAuthor),
    ("co-developed-by", Role::CoAuthor),
    ("reviewed-by", Role::Reviewer),
    ("acked-by", Role::Reviewer),
    ("approved-by", Role::Reviewer),
    ("accepted-by", Role::Reviewer),
    ("signed-off-by", Role::SignOff),
];

/// How forges begin the subject of a merge, up to the number.
const MERGES: [(&str, char); 5] = [
    ("Merge pull request #", '#'),
    ("Merged PR ", '#'),
    ("Auto merge of #", '#'),
    ("Merge #", '#'),
    ("Merge !", '!'),
];

/// Marks before a number inside a subject or a body, and the sign of the number.
const INSIDE: [(&str, char); 2] = [("(pull request #", '#'), ("See merge request ", '!')];

/// Everybody whom the trailers of a message name, in its order, each once per role.
///
/// A squashed commit carries the messages of all its commits, so trailers are looked for in every line and not only at
/// the end.
pub fn helpers(message: &str) -> Vec<Helper> {
    let mut found: Vec<Helper> = Vec::new();
    for line in message.lines() {
        let Some((key, value)) = line.trim_start_matches(['*', ' ']).split_once(':') else {
            continue;
        };
        let Some((_, role)) = ROLES
            .iter()
            .find(|(known, _)| key.trim_end().eq_ignore_ascii_case(known))
        else {
            continue;
        };
        let Some((name, email)) = person(value) else { continue };
        let is_known =
            |helper: &Helper| helper.role == *role && is_same((&helper.name, &helper.email), (&name, &email));
        if !found.iter().any(is_known) {
            let role = *role;
            found.push(Helper { name, email, role });
        }
    }
    found
}

/// The request that a message names: as the forges write it when they merge (`Merge pull request #105 from`,
/// `See merge request group/name!12`) or squash (`A title (#105)`).
pub fn request(message: &str) -> Option<Request> {
    let subject = message.lines().next().unwrap_or("").trim();
    let begun = MERGES
        .iter()
        .find_map(|(start, mark)| Some((number(subject.strip_prefix(start)?)?, *mark)));
    let squashed = || {
        let inner = subject.strip_suffix(')')?.rsplit_once('(')?.1;
        let mark = inner.chars().next().filter(|mark| matches!(mark, '#' | '!'))?;
        let digits = &inner[1..];
        (number(digits)?.to_string().len() == digits.len()).then_some((number(digits)?, mark))
    };
    // `Merge pull request 'A title' (#105) from branch into main` is how Gitea writes it.
    let quoted = || {
        let rest = subject.strip_prefix("Merge pull request '")?;
        Some((number(rest.rsplit_once("' (#")?.1)?, '#'))
    };
    let inside = || {
        message.lines().find_map(|line| {
            let at = |(start, mark): &(&str, char)| {
                let rest = &line[line.find(start)? + start.len()..];
                let digits = match mark {
                    '!' => rest.split_whitespace().next()?.rsplit_once('!')?.1,
                    _ => rest,
                };
                Some((number(digits)?, *mark))
            };
            INSIDE.iter().find_map(at)
        })
    };
    let (number, mark) = begun.or_else(quoted).or_else(squashed).or_else(inside)?;
    Some(Request { number, mark })
}

/// True when two names or addresses are those of one person: addresses decide where both are known.
pub fn is_same((name, email): (&str, &str), (other, address): (&str, &str)) -> bool {
    let is_address = !email.is_empty() && email.eq_ignore_ascii_case(address);
    is_address || (!name.is_empty() && name.to_lowercase() == other.to_lowercase())
}

/// `Ada Lovelace <ada@example.org>`; the address may be missing.
fn person(text: &str) -> Option<(String, String)> {
    let (name, rest) = text.split_once('<').unwrap_or((text, ""));
    let email = rest.split('>').next().unwrap_or("").trim();
    let name = match name.trim() {
        "" => email,
        name => name,
    };
    (!name.is_empty()).then(|| (name.to_owned(), email.to_owned()))
}

/// The number with which a text starts: a request's, so at most ten digits and not 0.
fn number(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=10)
        .contains(&end)
        .then(|| text[..end].parse().ok())
        .flatten()
        .filter(|&number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::{helpers, request};

    #[test]
    fn requests_are_read_from_all_forges() {
        let cases = [
            ("Move userstories to apps repo as docs. (#105)\n\n* body (#7)", "#105"),
            ("A title (!12)", "!12"),
            ("Revert \"x (#1)\" (#2)", "#2"),
            ("Merge pull request #105 from a/b\n\nTitle", "#105"),
            ("Merge pull request 'A (b' (#9) from c into main", "#9"),
            (
                "Merge branch 'x' into 'main'\n\nTitle\n\nSee merge request group/sub/name!12",
                "!12",
            ),
            ("Merged in branch (pull request #3)", "#3"),
            ("Merged PR 44: title", "#44"),
            ("Auto merge of #123 - a:b, r=c", "#123"),
            ("Fix (#3) again", ""),
            ("x (#)", ""),
            ("x (#0)", ""),
            ("x (#1a)", ""),
            ("x (#99999999999999999999)", ""),
            ("Merge branch 'main' into x", ""),
            ("ü(é", ""),
            ("", ""),
        ];
        for (message, wanted) in cases {
            let got = request(message).map_or(String::new(), |found| found.to_string());
            assert_eq!(got, wanted, "{message}");
        }
    }

    #[test]
    fn trailers_name_people_once() {
        let message = "Title\n\n* first\n\nSigned-off-by: Ada <ada@example.org>\n\nCo-Authored-By: Bo <b@x>\n  \
                       co-authored-by: bo <B@X>\nReviewed-by:   <c@x>\nAcked-by: Di\nReviewed-by:\nTested-by: E <e@x>\n> \
                       Reviewed-by: F <f@x>\nhttps://x: y";
        let got: Vec<String> = helpers(message)
            .iter()
            .map(|helper| format!("{:?} {} {}", helper.role, helper.name, helper.email))
            .collect();
        assert_eq!(
            got,
            [
                "SignOff Ada ada@example.org",
                "CoAuthor Bo b@x",
                "Reviewer c@x c@x",
                "Reviewer Di "
            ]
        );
    }
}
