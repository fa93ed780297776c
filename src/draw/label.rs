//! What stands in a box: words, cut to its width.

use crate::text::width::{columns, cut, wrapped};

/// A title in at most two lines of so many columns. A name of one long word is broken behind one of its marks.
pub(crate) fn lines(title: &str, most: usize) -> Vec<String> {
    let title = title.trim();
    if columns(title) <= most || title.contains(char::is_whitespace) {
        return wrapped(title, most, 2);
    }
    let marks = title.match_indices(['-', '_', '.', '/', ':']).map(|(at, _)| at + 1);
    let mut fitting = marks.filter(|&at| at < title.len() && columns(&title[..at]) <= most);
    match fitting.next_back() {
        Some(at) => vec![title[..at].to_owned(), cut(&title[at..], most)],
        None => vec![cut(title, most)],
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn long_names_break_behind_a_mark() {
        for (title, expected) in [
            ("short", &["short"][..]),
            ("a title of several words", &["a title of several", "words"]),
            (
                "cloud-platform-terraform-ingress-controller",
                &["cloud-platform-", "terraform-ingress-cont…"],
            ),
            ("abcdefghijklmnopqrstuvwxyz", &["abcdefghijklmnopqrstuv…"]),
        ] {
            assert_eq!(lines(title, 23), expected);
        }
    }
}
