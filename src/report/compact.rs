//! JSON without spaces, written as it comes: for reports of many findings, which nobody reads as they are.

use crate::text::escape::json_escaped;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Writes a value and a line end. Nothing in it can steer a terminal.
pub(super) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut out = out;
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Harmless))?;
    out.write_all(b"\n")
}

struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        writer.write_all(json_escaped(fragment).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_text_comes_back_and_steers_nothing() {
        let text = "a\"b\\\u{1b}\u{9b}\u{202e}é\u{1f600}\n";
        let mut out = Vec::new();
        super::write(&mut out, &serde_json::json!({ text: [text] })).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(
            !written.trim_end().contains(['\u{1b}', '\u{9b}', '\u{202e}', '\n', ' ']),
            "{written}"
        );
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, serde_json::json!({ text: [text] }));
    }
}
