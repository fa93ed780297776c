//! The target of a link under a new name, in the form in which it was written: relative or not, encoded or not, with its
//! query and fragment. It knows no documents.

use crate::text::path::RepoPath;
use std::fmt::Write;

/// A target as it is written, and the folder that it is seen from, before and afterwards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    /// The bytes between its brackets or quotes.
    pub(crate) text: &'a str,
    /// Whether it stands in angle brackets, where blanks need no encoding.
    pub(crate) is_angled: bool,
    /// The folders of the file that holds it: before and afterwards.
    pub(crate) folders: (&'a RepoPath, &'a RepoPath),
}

impl Written<'_> {
    /// The path part as written, and the query and fragment behind it.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.text
            .split_at(self.text.find(['?', '#']).unwrap_or(self.text.len()))
    }

    /// The path that is written, seen from the root; `None` where it leaves that.
    pub(crate) fn place(&self) -> Option<RepoPath> {
        self.folders.0.join(&decode(self.parts().0))
    }

    /// The path part for a place that is now `to`, and was what [`Written::place`] says.
    pub(crate) fn to(&self, to: &RepoPath) -> Option<String> {
        let (path, _) = self.parts();
        let place = self.place()?;
        let decoded = decode(path);
        if decoded.starts_with('/') {
            return Some(format!("/{}", self.encoded(to.as_str())));
        }
        let is_dotted = decoded.starts_with("./");
        let plain = decoded.trim_start_matches("./");
        let tail = if plain.len() > 1 && plain.ends_with('/') {
            "/"
        } else {
            ""
        };
        let is_usual = plain.trim_end_matches('/') == place.relative_to(self.folders.0);
        let stays = self.folders.0 == self.folders.1 && to.parent() == place.parent();
        if !is_usual && stays {
            // A way of its own (`../adr/x.md` seen from `adr`): only its last step changes.
            let head = path.trim_end_matches('/').rfind('/').map_or("", |at| &path[..=at]);
            return Some(format!("{head}{}{tail}", self.encoded(to.name())));
        }
        let way = match to.relative_to(self.folders.1) {
            way if way.is_empty() => ".".to_owned(),
            way => way,
        };
        let dot = if is_dotted && !way.starts_with('.') { "./" } else { "" };
        Some(format!("{dot}{}{tail}", self.encoded(&way)))
    }

    /// Steps that were written already keep their bytes; new ones are encoded where the place asks for it.
    fn encoded(&self, path: &str) -> String {
        let written: Vec<(&str, String)> = self.parts().0.split('/').map(|step| (step, decode(step))).collect();
        let steps = path.split('/').map(|step| {
            let known = written.iter().find(|(_, decoded)| decoded == step);
            known.map_or_else(|| self.encode(step), |(raw, _)| (*raw).to_owned())
        });
        steps.collect::<Vec<_>>().join("/")
    }

    fn encode(&self, step: &str) -> String {
        let all = self.text.contains('%');
        let mut out = String::with_capacity(step.len());
        for c in step.chars() {
            let must = match c {
                '<' | '>' | '%' | '?' | '#' => true,
                c if c.is_control() => true,
                '(' | ')' | '[' | ']' | '"' | '\'' | '\\' | '|' | '&' | '`' => !self.is_angled,
                c if c.is_whitespace() => !self.is_angled,
                c => all && !c.is_ascii(),
            };
            if !must {
                out.push(c);
                continue;
            }
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    }
}

/// Resolves percent-encoding; a text that would not be UTF-8 stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let code = text
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.filter(|_| byte == b'%').unwrap_or(byte));
        at += if byte == b'%' && code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Written;
    use crate::text::path::RepoPath;

    #[test]
    fn the_form_stays() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        // As written; the folder before and afterwards; the target afterwards; as it is written then.
        let table = [
            ("0007-x.md", "adr", "adr", "adr/0009-x.md", "0009-x.md"),
            ("./0007-x.md?a#b", "adr", "adr", "adr/0009-x.md", "./0009-x.md"),
            ("../adr/0007-x.md", "adr", "adr", "adr/0009-x.md", "../adr/0009-x.md"),
            ("/adr/0007-x.md", "docs", "docs", "adr/0009-x.md", "/adr/0009-x.md"),
            ("a%20b/0007-x.md", "", "", "a b/0009-x y.md", "a%20b/0009-x%20y.md"),
            ("a b/0007.md", "", "", "a b/c (d).md", "a b/c%20%28d%29.md"),
            ("x.md", "adr", "adr", "old/x.md", "../old/x.md"),
            (
                "../img/a.png",
                "docs/adr",
                "docs/adr/old",
                "docs/img/a.png",
                "../../img/a.png",
            ),
            ("./img/a.png", "adr", "adr/old", "adr/img/a.png", "../img/a.png"),
            ("0007-x/", "adr", "adr", "adr/0009-x", "0009-x/"),
            ("../adr", "adr/a", "b", "adr", "../adr"),
        ];
        for (text, before, after, to, expected) in table {
            let written = Written {
                text,
                is_angled: false,
                folders: (&path(before), &path(after)),
            };
            assert_eq!(written.to(&path(to)).as_deref(), Some(expected), "{text}");
        }
        let angled = Written {
            text: "a b.md",
            is_angled: true,
            folders: (&path("adr"), &path("adr")),
        };
        assert_eq!(angled.to(&path("adr/c (d).md")).as_deref(), Some("c (d).md"));
    }
}
