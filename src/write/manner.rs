//! File names made of titles, in the manner of the file names that are there. It knows no records.

use crate::text::template::slug;

/// The slug of a title in the manner of the old one: what joins its words, and whether it has capitals.
pub(crate) fn styled(old: &str, title: &str) -> String {
    let plain = slug(title);
    let joint = ['-', '_', ' ']
        .into_iter()
        .find(|joint| old.contains(*joint))
        .unwrap_or('-');
    let title: String = title.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    let has_capitals = old.chars().any(char::is_uppercase);
    let all_capital = old
        .split(joint)
        .filter(|word| !word.is_empty())
        .all(|word| is_capital(&word));
    if !has_capitals || words.is_empty() {
        return plain.replace('-', &joint.to_string());
    }
    let cased = words.iter().take(plain.split('-').count()).map(|word| {
        let mut chars = word.chars();
        let first = chars.next();
        match all_capital {
            true => first.into_iter().flat_map(char::to_uppercase).chain(chars).collect(),
            false => (*word).to_owned(),
        }
    });
    cased.collect::<Vec<String>>().join(&joint.to_string())
}

#[cfg(test)]
mod tests {
    use super::styled;

    #[test]
    fn slugs_keep_their_manner() {
        let table = [
            ("use-dashes", "Use the Dots", "use-the-dots"),
            ("choose_project_language", "Use the Dots", "use_the_dots"),
            ("Use-AWS-hosted", "Use the Dots", "Use-the-Dots"),
            ("Use-Concourse-CI", "use the dots", "Use-The-Dots"),
            ("Title with spaces", "It's / Dots", "Its Dots"),
            ("", "Use dots", "use-dots"),
        ];
        for (old, title, expected) in table {
            assert_eq!(styled(old, title), expected, "{old}");
        }
    }
}
