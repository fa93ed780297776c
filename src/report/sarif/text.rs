//! A SARIF `message`: a text in which nothing is a link.

use serde::Serialize;

/// An object with a `text`: a message, a description, the content that a fix puts in.
#[derive(Serialize)]
pub(super) struct Text {
    pub(super) text: String,
}

impl Text {
    /// A message. In SARIF `[text](target)` is a link in it; what a repository wrote must not become one.
    pub(super) fn message(said: &str) -> Text {
        if !said.contains("](") {
            return Text { text: said.to_owned() };
        }
        let mut text = String::with_capacity(said.len() + 8);
        for c in said.chars() {
            if matches!(c, '\\' | '[' | ']') {
                text.push('\\');
            }
            text.push(c);
        }
        Text { text }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::sarif::text::Text;

    #[test]
    fn a_message_holds_no_link() {
        for (said, text) in [
            ("a [b] c", "a [b] c"),
            ("[x](http://e.org)", "\\[x\\](http://e.org)"),
            ("[x\\](1)", "\\[x\\\\\\](1)"),
        ] {
            assert_eq!(Text::message(said).text, text);
        }
    }
}
