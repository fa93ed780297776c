//! "Did you mean": the nearest of some known words. The only home of the string-distance library.

/// Slips that are forgiven in even the longest word.
const SLIPS: usize = 4;

/// Characters of the longest text that is compared: longer ones are no words.
const LONGEST: usize = 400;

/// The candidate that is most like `wanted`, if any is near enough to be a slip of the hand: at most a third of its
/// letters differ. Case is ignored. Of equally near ones the first wins.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(wanted, candidates)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The nearest candidate, if nothing else can be meant: no other is as near, and its digits are the same, since another
/// number is another thing.
pub fn certain<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    let mut is_alone = true;
    for (distance, candidate) in near(wanted, candidates) {
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, known)) if distance == least => is_alone &= known == candidate,
            _ => (best, is_alone) = (Some((distance, candidate)), true),
        }
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    best.map(|(_, candidate)| candidate)
        .filter(|candidate| is_alone && digits(candidate) == digits(wanted))
}

/// True where two words differ by no more than a slip of the hand for every four letters: `vpa` is another thing than `hpa`.
pub fn is_slip(wanted: &str, candidate: &str) -> bool {
    let letters = wanted.chars().count();
    let (wanted, candidate) = (wanted.to_lowercase(), candidate.to_lowercase());
    let is_short = letters.max(candidate.len()) <= LONGEST;
    wanted == candidate || is_short && 4 * strsim::damerau_levenshtein(&wanted, &candidate) <= letters
}

/// The candidates that are near enough, with their distances.
fn near<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    candidates.into_iter().filter_map(move |candidate| {
        // Comparing costs the product of both lengths; words whose lengths differ by more than the slips are not near.
        if length > LONGEST || candidate.len() > 4 * LONGEST || candidate.chars().count().abs_diff(length) > SLIPS + 1 {
            return None;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase());
        let is_near = distance <= (candidate.chars().count() / 3).clamp(1, SLIPS) && !wanted.is_empty();
        is_near.then_some((distance, candidate))
    })
}

#[cfg(test)]
mod tests {
    use super::{certain, is_slip, nearest};

    #[test]
    fn a_short_word_is_another_word() {
        for (wanted, candidate, expected) in [
            ("hpa", "vpa", false),
            ("README", "readme", true),
            ("room", "rooms", true),
            ("prod", "proxy", false),
            ("restart-the-pod", "restart-the-pods", true),
        ] {
            assert_eq!(is_slip(wanted, candidate), expected, "{wanted} {candidate}");
        }
    }

    #[test]
    fn texts_without_end_are_not_compared() {
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str(), "a"]), None);
        assert_eq!(nearest("abc", std::iter::repeat_n(long.as_str(), 1000)), None);
    }

    #[test]
    fn only_near_words_are_suggested() {
        let words = ["status", "severity", "services"];
        assert_eq!(nearest("staus", words), Some("status"));
        assert_eq!(nearest("Service", words), Some("services"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn another_number_or_an_equal_rival_is_not_certain() {
        assert_eq!(certain("mitigaton", ["mitigation", "meaning"]), Some("mitigation"));
        assert_eq!(certain("mitigaton", ["mitigation", "mitigation"]), Some("mitigation"));
        assert_eq!(certain("disk-ful", ["disk-fuel", "disk-full"]), None);
        assert_eq!(certain("step-2", ["step-1"]), None);
    }
}
