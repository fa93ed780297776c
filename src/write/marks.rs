//! The marks in a Markdown file between which an index stands, and what they say about it. It knows no records.

use crate::model::column::{self, Column};
use crate::model::kind::Kind;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::span::{FileId, Range, Span};
use crate::write::refusal::Refusal;

/// How an index looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// A list or a table; `None` for a table.
    pub style: Option<Style>,
    /// Of a table, `None` for id, title, status and date.
    pub columns: Option<Vec<Column>>,
    /// The one record set that it shows; `None` for those below the file's folder, or all where there are none.
    pub set: Option<String>,
}

/// Shapes of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A table.
    Table,
    /// A list of links.
    List,
}

/// Two marks and how they are set.
pub(crate) struct Block {
    /// The mark before it.
    pub(crate) begin: Range,
    /// The mark behind it.
    pub(crate) end: Range,
    /// What the first mark says.
    pub(crate) look: Look,
}

/// Marks between which nothing can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The mark.
    pub span: Span,
    /// What is wrong with it.
    pub what: String,
    /// What to do.
    pub help: &'static str,
}

impl Torn {
    pub(crate) fn refusal(self, workspace: &Workspace) -> Refusal {
        let (path, place) = (workspace.tree.path(self.span.file), workspace.tree.position(self.span));
        Refusal::new(format!("{path}:{place}: {}", self.what), self.help)
    }
}

/// The indexes of a kind in a file. Only what the format takes for a comment is a mark, so that an example in a fence is
/// none.
pub(crate) fn blocks(workspace: &Workspace, file: FileId, kind: &Kind) -> Result<Vec<Block>, Torn> {
    let document = workspace.document(file);
    let Some(markup) = document.markup.as_ref().filter(|_| document.format == Format::Markdown) else {
        return Ok(Vec::new());
    };
    let text = workspace.tree.text(file);
    let wrong = |range: Range, what: &str, help: &'static str| Torn {
        span: Span::new(file, range),
        what: what.to_owned(),
        help,
    };
    let mut blocks = Vec::new();
    let mut open: Option<(Range, Look)> = None;
    for &comment in &markup.comments {
        let Some(rest) = mark(comment.of(text), &kind.name) else {
            continue;
        };
        match (rest.split_once(' ').unwrap_or((rest, "")), open.take()) {
            (("begin", settings), None) => {
                let look = Look::parse(settings).map_err(|what| wrong(comment, &what, SETTINGS))?;
                open = Some((comment, look));
            }
            (("end", _), Some((begin, look))) => blocks.push(Block {
                begin,
                end: comment,
                look,
            }),
            (("end", _), None) => return Err(wrong(comment, "an index ends that did not begin", MARKS)),
            (("begin", _), Some(_)) => return Err(wrong(comment, "an index begins inside of another", MARKS)),
            ((word, _), _) => {
                return Err(wrong(comment, &format!("`{word}` is neither `begin` nor `end`"), MARKS));
            }
        }
    }
    match open {
        Some((begin, _)) => Err(wrong(begin, "the index that begins here does not end", MARKS)),
        None => Ok(blocks),
    }
}

const MARKS: &str =
    "an index stands between `<!-- opsrepo: index KIND begin -->` and `<!-- opsrepo: index KIND end -->`";
const SETTINGS: &str = "known are style=table, style=list, columns=id,title,status,date and, as the last, set=NAME";

/// What a comment says behind `opsrepo: index KIND `, if it is a mark of this kind.
fn mark<'a>(comment: &'a str, kind: &str) -> Option<&'a str> {
    let inner = comment.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let rest = inner.strip_prefix("opsrepo:")?.trim_start().strip_prefix("index")?;
    let rest = rest.strip_prefix(' ')?.trim_start().strip_prefix(kind)?;
    rest.strip_prefix(' ').map(str::trim_start)
}

impl Look {
    fn parse(settings: &str) -> Result<Look, String> {
        let mut look = Look::default();
        let mut rest = settings.trim();
        while !rest.is_empty() {
            if let Some(set) = rest.strip_prefix("set=") {
                look.set = Some(set.trim().to_owned());
                break;
            }
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            match word.split_once('=') {
                Some(("style", "table")) => look.style = Some(Style::Table),
                Some(("style", "list")) => look.style = Some(Style::List),
                Some(("columns", names)) => {
                    let columns = column::parse_list(names);
                    look.columns = Some(columns.map_err(|name| format!("there is no column `{name}`"))?);
                }
                _ => return Err(format!("`{word}` says nothing about an index")),
            }
            rest = after.trim_start();
        }
        Ok(look)
    }

    /// As it stands in a mark, each part with a space in front.
    pub(crate) fn written(&self) -> String {
        let style = self.style.map_or("", |style| match style {
            Style::Table => " style=table",
            Style::List => " style=list",
        });
        let names = |columns: &Vec<Column>| columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",");
        let columns = self
            .columns
            .as_ref()
            .map_or(String::new(), |columns| format!(" columns={}", names(columns)));
        let set = self.set.as_ref().map_or(String::new(), |set| format!(" set={set}"));
        format!("{style}{columns}{set}")
    }

    /// This look, with what `other` says in place of its own.
    pub(crate) fn with(&self, other: &Look) -> Look {
        Look {
            style: other.style.or(self.style),
            columns: other.columns.clone().or_else(|| self.columns.clone()),
            set: other.set.clone().or_else(|| self.set.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Look, Style, mark};
    use crate::model::column::Column;

    #[test]
    fn marks_are_told_from_other_comments() {
        for (comment, rest) in [
            ("<!-- opsrepo: index decision begin -->", Some("begin")),
            ("<!--opsrepo:index  decision  end-->", Some("end")),
            (
                "<!-- opsrepo: index decision begin style=list -->",
                Some("begin style=list"),
            ),
            ("<!-- opsrepo: index decisions begin -->", None),
            ("<!-- opsrepo: allow link/broken -->", None),
            ("<!-- index -->", None),
        ] {
            assert_eq!(mark(comment, "decision"), rest, "{comment}");
        }
    }

    #[test]
    fn looks_are_read_as_they_are_written() {
        let look = Look {
            style: Some(Style::List),
            columns: Some(vec![Column::Id, Column::Title]),
            set: Some("docs adr".to_owned()),
        };
        assert_eq!(look.written(), " style=list columns=id,title set=docs adr");
        assert_eq!(Look::parse(&look.written()), Ok(look));
        assert_eq!(Look::parse(""), Ok(Look::default()));
        assert_eq!(
            Look::parse("columns=id,nope"),
            Err("there is no column `nope`".to_owned())
        );
        assert!(Look::parse("colour=red").is_err());
    }
}
