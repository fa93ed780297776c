//! "Did you mean": the nearest of some known words. The only home of the string-distance library.

/// The candidate that is most like `wanted`, if any is near enough to be a slip of the hand: at most a third of its
/// letters differ. Case is ignored. Of equally near ones the first wins.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).clamp(1, 4) && !wanted.is_empty())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_near_words_are_suggested() {
        let words = ["status", "severity", "services"];
        assert_eq!(nearest("staus", words), Some("status"));
        assert_eq!(nearest("Service", words), Some("services"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
    }
}
