//! Paragraphs that say what they are. It knows one paragraph's text and no lines.

/// How the box of a paragraph begins that says what it is (`NOTE: text`), and what it says. Source: "Admonitions" in the
/// documentation of AsciiDoc.
pub(super) fn labelled(text: &str) -> (&'static str, &str) {
    let boxes = [
        ("NOTE: ", "<div class=\"alert note\"><p class=\"label\">Note</p>\n"),
        ("TIP: ", "<div class=\"alert tip\"><p class=\"label\">Tip</p>\n"),
        (
            "IMPORTANT: ",
            "<div class=\"alert important\"><p class=\"label\">Important</p>\n",
        ),
        (
            "WARNING: ",
            "<div class=\"alert warning\"><p class=\"label\">Warning</p>\n",
        ),
        (
            "CAUTION: ",
            "<div class=\"alert caution\"><p class=\"label\">Caution</p>\n",
        ),
    ];
    let found = boxes
        .into_iter()
        .find_map(|(sign, start)| Some((start, text.strip_prefix(sign)?)));
    found.unwrap_or(("", text))
}

#[cfg(test)]
mod tests {
    use super::labelled;

    #[test]
    fn only_a_paragraph_that_says_so_is_a_box() {
        for (text, class, rest) in [
            ("NOTE: a\nb", "alert note", "a\nb"),
            ("WARNING: x", "alert warning", "x"),
            ("NOTE:x", "", "NOTE:x"),
            ("a NOTE: b", "", "a NOTE: b"),
        ] {
            let (start, found) = labelled(text);
            assert_eq!(found, rest);
            assert!(start.contains(class), "{start}");
            assert_eq!(start.is_empty(), class.is_empty());
        }
    }
}
