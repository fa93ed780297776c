//! Tables for spreadsheets and programs: RFC 4180. It knows no record.

use crate::text::escape::{picture, steers};
use std::io::{self, Write};

/// Writes rows of cells, the names of the columns first. Lines end in CR LF, as the format wants it; a cell is quoted
/// where it must be. What would steer a terminal is made visible.
pub fn write(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        out.write_all(cells.join(",").as_bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn quoted(cell: &str) -> String {
    let visible = |c: char| {
        if steers(c) && !matches!(c, '\n' | '\r' | '\t') {
            picture(c)
        } else {
            c
        }
    };
    let cell: String = cell.chars().map(visible).collect();
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn cells_stay_cells() {
        let rows = [
            vec!["a".to_owned(), "b, \"c\"".to_owned()],
            vec!["d\ne".to_owned(), "\u{1b}[2J".to_owned()],
        ];
        let mut out = Vec::new();
        write(&mut out, &rows).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a,\"b, \"\"c\"\"\"\r\n\"d\ne\",␛[2J\r\n"
        );
    }
}
