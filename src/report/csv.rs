//! Tables for spreadsheets and programs: RFC 4180. It knows no record.

use crate::text::escape::{picture, steers};
use std::io::{self, Write};

/// Writes rows of cells, the names of the columns first. Lines end in CR LF, as the format wants it; a cell is quoted
/// where it must be. What would steer a terminal is made visible.
///
/// CSV is opened in spreadsheets, which take a text that begins with `=`, `+`, `-` or `@` for a formula: such a text gets
/// a `'` in front, which they do not show. Programs that want each byte take JSON.
pub fn write(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        out.write_all(cells.join(",").as_bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    let visible = text.chars().map(|c| match c {
        '\n' | '\r' | '\t' => c,
        c if steers(c) => picture(c),
        c => c,
    });
    let shown: String = guard.chars().chain(visible).collect();
    match shown.contains(['"', ',', '\n', '\r']) || shown.trim() != shown {
        true => format!("\"{}\"", shown.replace('"', "\"\"")),
        false => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, write};

    #[test]
    fn cells_are_quoted_and_no_formula() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a, \"b\"", "\"a, \"\"b\"\"\""),
            ("a\r\nb", "\"a\r\nb\""),
            (" a", "\" a\""),
            ("=1+1", "'=1+1"),
            ("@ada, +x", "\"'@ada, +x\""),
            ("\u{1b}[2J", "␛[2J"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }

    #[test]
    fn rows_end_as_the_format_has_it() {
        let mut out = Vec::new();
        write(
            &mut out,
            &[
                vec!["a".to_owned(), "b".to_owned()],
                vec![String::new(), "c".to_owned()],
            ],
        )
        .unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,b\r\n,c\r\n");
    }
}
