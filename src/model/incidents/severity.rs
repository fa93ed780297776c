//! How bad incidents are: the scale of a repository, and which of its words a record means. It judges nothing.

use crate::model::length::Interval;
use crate::model::settings::Settings;
use crate::model::settings::scale::{USUAL, fold};

/// Other words for the usual scale, as [`fold`] leaves them.
const SPELLINGS: [(&str, usize); 30] = [
    ("s1", 0),
    ("p1", 0),
    ("1", 0),
    ("severity1", 0),
    ("priority1", 0),
    ("critical", 0),
    ("blocker", 0),
    ("s2", 1),
    ("p2", 1),
    ("2", 1),
    ("severity2", 1),
    ("priority2", 1),
    ("major", 1),
    ("high", 1),
    ("s3", 2),
    ("p3", 2),
    ("3", 2),
    ("severity3", 2),
    ("priority3", 2),
    ("minor", 2),
    ("medium", 2),
    ("moderate", 2),
    ("s4", 3),
    ("p4", 3),
    ("4", 3),
    ("severity4", 3),
    ("priority4", 3),
    ("low", 3),
    ("trivial", 3),
    ("none", 3),
];

/// After how many days the worst and the second worst are reviewed where the settings say nothing: while people still know
/// what they saw, with a working week for the worst.
const REVIEW_DAYS: [i32; 2] = [5, 10];

/// The severities of a repository.
#[derive(Clone, Copy, Debug)]
pub struct Scale<'s>(&'s Settings);

impl<'s> Scale<'s> {
    /// What the settings say, else the usual one.
    pub fn of(settings: &'s Settings) -> Self {
        Scale(settings)
    }

    /// Whether the settings name it.
    pub fn is_declared(self) -> bool {
        !self.0.incidents.severities.is_empty()
    }

    /// Its words, worst first.
    pub fn words(self) -> Vec<&'s str> {
        match self.0.incidents.severities[..] {
            [] => USUAL.to_vec(),
            _ => self.0.incidents.severities.iter().map(String::as_str).collect(),
        }
    }

    /// The place on the scale that a record means, 0 for the worst: by the word, in whatever case and with or without a
    /// hyphen; a remark may follow. Of the usual scale other spellings are known too.
    pub fn place(self, text: &str) -> Option<usize> {
        let words = self.words();
        let first = text.trim().split([' ', ',', ';', '(']).next().unwrap_or("");
        let two = text.trim().split(' ').take(2).collect::<String>();
        [text, &two, first].into_iter().map(fold).find_map(|plain| {
            let is_plain = |word: &&str| fold(word) == plain;
            let own = words.iter().position(is_plain);
            own.or_else(|| {
                let known = SPELLINGS.iter().find(|(spelling, _)| *spelling == plain);
                known.map(|(_, place)| *place).filter(|_| !self.is_declared())
            })
        })
    }

    /// How soon after it was resolved an incident of this place is reviewed; `None` for one that need not be.
    pub fn review_within(self, place: usize) -> Option<Interval> {
        let Some(within) = &self.0.incidents.review_within else {
            let days = *REVIEW_DAYS.get(place)?;
            return Some(Interval { months: 0, days });
        };
        let word = fold(self.words().get(place)?);
        within
            .iter()
            .find(|(name, _)| fold(name) == word)
            .map(|(_, interval)| *interval)
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use crate::model::length::Interval;
    use crate::model::settings::Settings;

    #[test]
    fn knows_a_severity_however_it_is_written() {
        let usual = Settings::default();
        for (text, place) in [
            ("sev1", Some(0)),
            ("SEV-2", Some(1)),
            ("Sev 3", Some(2)),
            ("P1 (all users)", Some(0)),
            ("Major, one region", Some(1)),
            ("low", Some(3)),
            ("sev5", None),
            ("huge", None),
            ("", None),
        ] {
            assert_eq!(Scale::of(&usual).place(text), place, "{text}");
        }
        let mut own = Settings::default();
        own.incidents.severities = vec!["Red".to_owned(), "Amber".to_owned()];
        let scale = Scale::of(&own);
        assert_eq!((scale.place("amber"), scale.place("sev1")), (Some(1), None));
        assert_eq!(scale.review_within(0), Some(Interval { months: 0, days: 5 }));
        own.incidents.review_within = Some(vec![("amber".to_owned(), Interval { months: 0, days: 3 })]);
        let scale = Scale::of(&own);
        assert_eq!(scale.review_within(0), None);
        assert_eq!(scale.review_within(1).map(|within| within.days), Some(3));
    }
}
