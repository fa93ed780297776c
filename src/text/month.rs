//! The names of the months, in English.

const NAMES: [(&str, &str); 12] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];

/// The name of a month in short and in full, by its number from 1 on; nothing for what is no month.
pub fn month(number: usize) -> (&'static str, &'static str) {
    NAMES.get(number.wrapping_sub(1)).copied().unwrap_or(("", ""))
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn there_are_twelve() {
        assert_eq!([0, 3, 13].map(month), [("", ""), ("Mar", "March"), ("", "")]);
    }
}
