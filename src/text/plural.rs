//! Numbers and names in sentences: how many there are of something, and the first of several. Words are English.

use std::fmt;

/// A number and what is counted: `1 incident`, `4 incidents`.
pub fn counted<N: fmt::Display + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    match number == N::from(1) {
        true => format!("1 {noun}"),
        false => format!("{number} {noun}s"),
    }
}

/// So many names, and how many more there are: `a, b and 4 more`. One more takes no more room than to say that there is one.
pub fn some<'n>(names: impl IntoIterator<Item = &'n str>, most: usize) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.len() > most + 1 {
        true => format!("{} and {} more", names[..most].join(", "), names.len() - most),
        false => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, some};

    #[test]
    fn one_is_not_several() {
        let told = [0_usize, 1, 2].map(|number| counted(number, "day"));
        assert_eq!(told, ["0 days", "1 day", "2 days"]);
    }

    #[test]
    fn nobody_is_told_that_there_is_one_more() {
        let names = ["a", "b", "c", "d"];
        let told: Vec<String> = (0..=4).map(|count| some(names[..count].iter().copied(), 2)).collect();
        assert_eq!(told, ["", "a", "a, b", "a, b, c", "a, b and 2 more"]);
    }
}
