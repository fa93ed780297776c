//! The cells of an AsciiDoc table. Best effort: spans and repeated cells count as one cell.

use crate::syntax::markup::Table;
use crate::text::span::{Range, trim};

/// A byte range in a text.
type Bytes = std::ops::Range<usize>;

/// Reads the cells between the `|===` lines; `style` is what stands in the brackets above the table. The table's own range is
/// left to the caller.
pub(super) fn read(text: &str, inner: Bytes, style: &str) -> Table {
    let body = &text[inner.clone()];
    let cells = cells(text, inner.clone());
    let first_line = body.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let first = inner.start + body.len() - body.trim_start().len();
    let in_first = cells
        .iter()
        .filter(|cell| (cell.start as usize) <= first + first_line.len())
        .count();
    let columns = columns(style).unwrap_or(in_first).max(1);
    let mut lines = body.lines();
    let followed_by_blank = lines.next().is_some_and(|line| line.contains('|'))
        && lines.next().is_some_and(|line| line.trim().is_empty())
        && in_first == columns;
    let has_header = style.contains("header") || (followed_by_blank && !style.contains("noheader"));
    let mut rows: Vec<Vec<Range>> = cells.chunks(columns).map(<[Range]>::to_vec).collect();
    let header = match has_header && !rows.is_empty() {
        true => rows.remove(0),
        false => Vec::new(),
    };
    Table {
        header,
        rows,
        range: inner.into(),
    }
}

fn cells(text: &str, inner: Bytes) -> Vec<Range> {
    let bytes = text.as_bytes();
    let bars = inner
        .clone()
        .filter(|&at| bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\'));
    let mut cells = Vec::new();
    let mut open: Option<usize> = None;
    for bar in bars {
        if let Some(start) = open {
            cells.push(trim(text, start..start + without_spec(&text[start..bar]).len()).into());
        }
        open = Some(bar + 1);
    }
    if let Some(start) = open {
        cells.push(trim(text, start..inner.end).into());
    }
    cells
}

/// What a cell holds, without the format of the next one: `2+|`, `a|`, `.2+^|`.
fn without_spec(cell: &str) -> &str {
    let start = cell.rfind(char::is_whitespace).map_or(cell.len(), |at| at + 1);
    let spec = cell.get(start..).unwrap_or("");
    let is_spec = !spec.is_empty()
        && spec
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".+*<>^aehlmdsv".contains(&byte))
        && spec.bytes().filter(u8::is_ascii_alphabetic).count() <= 1
        && (spec.len() == 1 && !spec.as_bytes()[0].is_ascii_digit() || spec.contains(['+', '*', '<', '>', '^']));
    if is_spec { &cell[..start] } else { cell }
}

/// The number of columns that `cols="1,2"`, `cols=3*` names.
fn columns(style: &str) -> Option<usize> {
    let value = &style[style.find("cols=")? + 5..];
    let value = match value.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split(['"', '\'']).next()?,
        None => value.split(',').next()?,
    };
    let of = |column: &str| match column.trim().split_once('*') {
        Some((times, _)) => times.trim().parse().unwrap_or(1usize).clamp(1, 1000),
        None => 1,
    };
    Some(
        value
            .split([',', ';'])
            .filter(|column| !column.trim().is_empty())
            .map(of)
            .sum(),
    )
}

#[cfg(test)]
mod tests {
    use super::read;

    fn rows(text: &str, style: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let table = read(text, 0..text.len(), style);
        let texts = |cells: &Vec<crate::text::span::Range>| cells.iter().map(|c| c.of(text).to_owned()).collect();
        (texts(&table.header), table.rows.iter().map(texts).collect())
    }

    #[test]
    fn cells_become_rows() {
        let (header, body) = rows("|Term|Meaning\n\n|a\n|b c\nd\n\n2+|e a|f\\|g\n", "cols=\"1,2\"");
        assert_eq!(header, ["Term", "Meaning"]);
        assert_eq!(body, [["a", "b c\nd"], ["e", "f\\|g"]]);
        let (header, body) = rows("| a | b\n| c |\n", "");
        assert!(header.is_empty());
        assert_eq!(body, [["a", "b"], ["c", ""]]);
    }
}
