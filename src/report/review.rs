//! The account of an incident as Markdown: what a meeting that reviews it goes through. Whatever the record holds stays text.

use crate::model::incidents::account::{Account, Block, Cell, Piece};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::markdown::{heading, inline, link, table};
use crate::text::path::RepoPath;
use std::io::{self, Write};

/// Writes the account of an incident. Its links hold in a file in `folder`.
pub fn write(
    out: &mut dyn Write,
    workspace: &Workspace,
    (id, account): (RecordId, &Account),
    folder: &RepoPath,
) -> io::Result<()> {
    let page = Page { workspace, folder };
    let record = workspace.record(id);
    writeln!(out, "# Review: {}", heading(record.name()))?;
    for part in &account.parts {
        write!(out, "\n## {}\n\n", part.title)?;
        for (at, block) in part.blocks.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            page.block(out, block)?;
        }
    }
    Ok(())
}

struct Page<'w> {
    workspace: &'w Workspace,
    folder: &'w RepoPath,
}

impl Page<'_> {
    fn block(&self, out: &mut dyn Write, block: &Block) -> io::Result<()> {
        match block {
            Block::Text(cell) => writeln!(out, "{}", begun(self.cell(cell).trim_start().to_owned())),
            Block::List(items) => self.items(out, ("-", items)),
            Block::Checks(items) => self.items(out, ("- [ ]", items)),
            Block::Table(head, rows) => {
                let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
                let rows = rows.iter().map(|row| row.iter().map(|cell| self.cell(cell)).collect());
                let rows: Vec<Vec<String>> = [head].into_iter().chain(rows).collect();
                write!(out, "{}", table(&rows, "\n"))
            }
        }
    }

    fn items(&self, out: &mut dyn Write, (sign, items): (&str, &[Cell])) -> io::Result<()> {
        for item in items {
            writeln!(out, "{sign} {}", begun(self.cell(item).trim_start().to_owned()))?;
        }
        Ok(())
    }

    fn cell(&self, cell: &Cell) -> String {
        let mut out = String::new();
        for piece in cell {
            match piece {
                // The space at the ends of a piece parts it from the next.
                Piece::Text(text) => {
                    let lead = if text.starts_with(' ') { " " } else { "" };
                    let end = if text.len() > 1 && text.ends_with(' ') { " " } else { "" };
                    out.push_str(&format!("{lead}{}{end}", inline(text)));
                }
                Piece::Strong(text) => out.push_str(&format!("**{}**", inline(text))),
                Piece::Record(id) => {
                    let record = self.workspace.record(*id);
                    let path = self.workspace.path_of(record);
                    out.push_str(&link(record.name(), &path.relative_to(self.folder)));
                }
                Piece::File(file, name) => {
                    let path = self.workspace.tree.path(*file);
                    out.push_str(&link(name, &path.relative_to(self.folder)));
                }
                Piece::Web(address, name) => out.push_str(&format!("[{}]({})", inline(name), address_of(address))),
            }
        }
        out
    }
}

/// An address as the destination of a link: what would end it is percent-encoded.
fn address_of(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '|' | '`' | '*' | '[' | ']' | '"' | '\'' => {
                out.push_str(&format!("%{:02X}", c as u32))
            }
            c if c.is_control() || c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line that begins no heading, list, quote or rule of its own.
fn begun(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line[digits..].chars().next() {
        Some('.' | ')') if (1..=9).contains(&digits) => digits,
        Some('#' | '-' | '+' | '=' | '>' | ':') if digits == 0 => 0,
        _ => return line,
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

#[cfg(test)]
mod tests {
    use super::{address_of, begun};

    #[test]
    fn a_line_stays_a_line() {
        for (line, written) in [
            ("# x", "\\# x"),
            ("- x", "\\- x"),
            ("--- x", "\\--- x"),
            ("1. x", "1\\. x"),
            ("12) x", "12\\) x"),
            ("1 x", "1 x"),
            ("2026-01-01 x", "2026-01-01 x"),
            ("", ""),
            ("é", "é"),
        ] {
            assert_eq!(begun(line.to_owned()), written);
        }
        assert_eq!(address_of("https://x.example/a(b)|c"), "https://x.example/a%28b%29%7Cc");
    }
}
