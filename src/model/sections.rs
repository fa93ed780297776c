//! The parts of a record that a reader tells apart: the sections of a text, the keys of data. Lines, no judgement.

use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::text::span::{Range, Span};

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading without markup, its key, or what it is in brackets.
    pub name: String,
    /// 1 for what stands on top; the level of a heading.
    pub level: u8,
    /// Its first line, 1-based.
    pub first: u32,
    /// Its last line: what stands below a heading of its own is another section.
    pub last: u32,
}

/// What a front matter is called.
const FRONT_MATTER: &str = "(front matter)";
/// What a text without a heading above it is called.
const BEGINNING: &str = "(beginning)";

/// The sections of a record, in the order of the file.
pub fn sections(workspace: &Workspace, record: &Record) -> Vec<Section> {
    let document = workspace.document(record.file);
    let text = workspace.tree.text(record.file);
    let mut starts: Vec<(usize, u8, String)> = Vec::new();
    let mut end = text.trim_end().len();
    if let Some(markup) = &document.markup {
        if let Some(range) = document.front_matter {
            starts.push((range.start as usize, 1, FRONT_MATTER.to_owned()));
        }
        let first = markup
            .headings
            .first()
            .map_or(end, |heading| heading.range.start as usize);
        let body = markup.body.start as usize;
        let before = Range::new(body, first).of(text);
        if !before.trim().is_empty() {
            let blank = before.len() - before.trim_start().len();
            starts.push((body + blank, 1, BEGINNING.to_owned()));
        }
        let headings = markup.headings.iter();
        starts.extend(headings.map(|heading| {
            (
                heading.range.start as usize,
                heading.level,
                heading.text.trim().to_owned(),
            )
        }));
    } else if let Some(node) = document.data.get(record.part) {
        end = end.min(node.range.end as usize);
        let keys = node
            .entries()
            .iter()
            .filter(|entry| node.range.contains(entry.key_range));
        starts.extend(keys.map(|entry| (entry.key_range.start as usize, 1, entry.key.to_string())));
    }
    let line = |at: usize| workspace.tree.position(Span::new(record.file, Range::at(at))).line;
    let mut sections: Vec<Section> = Vec::new();
    for (at, level, name) in starts {
        let first = line(at);
        if let Some(above) = sections.last_mut() {
            above.last = above.last.min(first.saturating_sub(1)).max(above.first);
        }
        sections.push(Section {
            name,
            level,
            first,
            last: line(end.max(at)),
        });
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::sections;
    use crate::kinds;
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn of(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::new(vec![File::text(RepoPath::new(path).unwrap(), text)]);
        let context = Context::on(Date::parse("2026-01-01").unwrap());
        let workspace = Workspace::build(tree, kinds::all(), context, History::NotAsked);
        let found = sections(&workspace, &workspace.records[0]).into_iter();
        found
            .map(|section| {
                format!(
                    "{}{}:{}-{}",
                    "#".repeat(section.level.into()),
                    section.name,
                    section.first,
                    section.last
                )
            })
            .collect()
    }

    #[test]
    fn sections_cover_the_text() {
        assert_eq!(
            of(
                "adr/0001-x.md",
                "---\nstatus: accepted\n---\n\n# X\n\n## Context\na\n\n### Why *so*\nb\n\n## Decision\nc\n\n"
            ),
            [
                "#(front matter):1-4",
                "#X:5-6",
                "##Context:7-9",
                "###Why so:10-12",
                "##Decision:13-14"
            ]
        );
        assert_eq!(
            of("adr/0001-x.md", "\nStatus: accepted\n\n# X"),
            ["#(beginning):2-3", "#X:4-4"]
        );
        assert_eq!(of("adr/0001-x.md", "# X\n# Y\n# Z"), ["#X:1-1", "#Y:2-2", "#Z:3-3"]);
        assert_eq!(
            of(
                "services/x.yaml",
                "# about\nname: x\nowner: a\ndescription: |\n  a\n  b\n"
            ),
            ["#name:2-2", "#owner:3-3", "#description:4-6"]
        );
    }
}
