//! `opsrepo KIND search`, and `opsrepo search` over all kinds.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::filter::{Filter, only_known_options};
use crate::cli::record::{Verb, always, kinds_of, list, status_look};
use crate::cli::table::short;
use crate::cli::terminal::{Look, Terminal};
use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::model::search::{self, Hit, Line, Query};
use crate::model::workspace::Workspace;
use crate::report::json;
use crate::report::records::status_word;
use crate::report::search::view;
use crate::text::span::Span;
use crate::text::width::columns;
use anyhow::bail;
use clap::Args as _;
use std::io;
use std::ops::Range;

/// Hits that are printed for people unless more are asked for.
const SHOWN: usize = 20;
/// Columns of a line where nobody says how wide the terminal is.
const WIDTH: usize = 120;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "search",
    is_for: always,
    command: |kind, command| {
        only_known_options(Args::augment_args(command), kind)
            .about(format!("Search the {} for words", kind.plural))
            .after_long_help(examples(&format!("{} ", kind.name)))
    },
    run: |(kind, matches), global, terminal| {
        let kinds = [kind.to_owned()];
        print((&kinds, &options(matches)?), global, terminal)
    },
};

pub(in crate::cli) const EXAMPLES: &str = "\
Examples:
  opsrepo search certificate                    every record of every kind
  opsrepo search sign in --kind incident        both words, in any order
  opsrepo search \"object storage\"               a phrase
  opsrepo search ceph --format json             for programs

`opsrepo schema search` describes the JSON.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Words that must all occur; several words in quotes are a phrase. Case and accents do not count
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// How many hits are printed at most [default: 20, all with --format json]
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// How the hits are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    #[command(flatten)]
    filter: Filter,
}

/// The options of `opsrepo search`.
#[derive(clap::Args)]
pub struct AllArgs {
    /// Only records of this kind. May be given several times
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    #[command(flatten)]
    args: Args,
}

fn examples(kind: &str) -> String {
    format!(
        "Examples:\n  opsrepo {kind}search certificate\n  opsrepo {kind}search sign in      both words, in any order\n  \
         opsrepo {kind}search \"sign in\"    the phrase\n  opsrepo {kind}search dns --since 2026 --format json\n\n\
         What stands in the title comes first, then in headings, then in the text; whole words before parts of words."
    )
}

/// Searches all kinds, or some.
pub(in crate::cli) fn run(args: &AllArgs, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    print((&args.kind, &args.args), global, terminal)
}

/// Searches the records of the kinds of these names.
fn print((names, args): (&[String], &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let query = query(&args.words);
    if query.is_empty() {
        bail!("there is nothing to search for\nname a word: opsrepo search WORD");
    }
    let workspace = load::find(global)?.workspace(global, terminal, Past::Leave)?;
    let kinds = kinds_of(&workspace, names)?;
    let selection = args.filter.selection(&workspace, &kinds)?;
    let ids = selection.of(&workspace);
    if ids.is_empty() {
        if args.format == Form::Json {
            json::write_value(terminal.out(), &ids.iter().map(|id| id.0).collect::<Vec<_>>())?;
        }
        list::say_none(&workspace, (&kinds, &selection), terminal);
        return Ok(Exit::Clean);
    }
    let mut hits = search::find(&workspace, &ids, &query);
    let total = hits.len();
    let limit = args.limit.or((args.format == Form::Text).then_some(SHOWN));
    hits.truncate(limit.unwrap_or(total));
    if args.format == Form::Json {
        let views: Vec<_> = hits.iter().map(|hit| view(&workspace, hit, &query)).collect();
        json::write_value(terminal.out(), &views)?;
    } else {
        for hit in &hits {
            print_hit((&workspace, hit), (&query, names), terminal)?;
        }
    }
    match total - hits.len() {
        _ if total == 0 => say_nothing((&workspace, &ids), (&query, &kinds), terminal),
        0 => {}
        more => terminal.note(&format!("{more} more; --limit {total} shows all")),
    }
    Ok(Exit::Clean)
}

/// A shell takes the quotes off a phrase: an argument of several words is one.
fn query(words: &[String]) -> Query {
    let quoted = words
        .iter()
        .map(|word| match word.contains(char::is_whitespace) && !word.contains('"') {
            true => format!("\"{word}\""),
            false => word.clone(),
        });
    Query::parse(&quoted.collect::<Vec<_>>().join(" "))
}

/// The name of a record, below it the place, and the line beside or below that.
fn print_hit(
    (workspace, hit): (&Workspace, &Hit),
    (query, kinds): (&Query, &[String]),
    terminal: &mut Terminal,
) -> io::Result<()> {
    let record = workspace.record(hit.id);
    let kind = workspace.kind_of(record);
    let id = match kinds {
        // Everybody knows what they asked for.
        [_] => short(&record.id),
        _ => format!("{} {}", kind.name, short(&record.id)),
    };
    let name = short(record.name());
    let mut head = terminal.paint(Look::Strong, &id);
    head.push_str("  ");
    head.push_str(&marked(&name, &query.marks(&name), terminal));
    if let Some(word) = status_word(&record.status) {
        head.push_str("  ");
        head.push_str(&terminal.paint(status_look(kind, &record.status), word));
    }
    writeln!(terminal.out(), "{head}")?;
    let path = workspace.path_of(record).as_str();
    let Some(line) = &hit.line else {
        let path = terminal.paint(Look::Faint, path);
        return writeln!(terminal.out(), "  {path}");
    };
    let first = line.marks.first().copied().unwrap_or(line.range);
    let place = format!("{path}:{}", workspace.tree.position(Span::new(record.file, first)));
    let shown_place = terminal.paint(Look::Faint, &place);
    if line.is_title {
        return writeln!(terminal.out(), "  {shown_place}");
    }
    let width = terminal.width().unwrap_or(WIDTH).max(40);
    let (text, marks) = window(workspace.tree.text(record.file), line, width - 4);
    let text_width = columns(&text);
    let text = marked(&text, &marks, terminal);
    match columns(&place) + text_width + 4 <= width {
        true => writeln!(terminal.out(), "  {shown_place}  {text}"),
        false => writeln!(terminal.out(), "  {shown_place}\n    {text}"),
    }
}

/// The part of a line around its first mark that takes about `room` columns, and the marks in it.
fn window(source: &str, line: &Line, room: usize) -> (String, Vec<Range<usize>>) {
    let text = line.range.of(source);
    let from = line.range.start;
    let marks = line.marks.iter().map(|mark| {
        let offset = |at: u32| (at.saturating_sub(from) as usize).min(text.len());
        offset(mark.start)..offset(mark.end)
    });
    let marks: Vec<Range<usize>> = marks.collect();
    let first = marks.first().map_or(0, |mark| mark.start);
    // A third of the room for what stands before.
    let mut start = text[..first].char_indices().rev().nth(room / 3).map_or(0, |(at, _)| at);
    let fits = |start: usize, end: usize| columns(&text[start..end]) <= room;
    if text.len() <= room * 4 && fits(0, text.len()) {
        start = 0;
    }
    let ends = text[start..].char_indices().map(|(at, c)| start + at + c.len_utf8());
    let end = ends.take(room).last().unwrap_or(text.len());
    let (before, after) = (
        if start > 0 { "…" } else { "" },
        if end < text.len() { "…" } else { "" },
    );
    let shifted = marks.into_iter().filter(|mark| mark.end <= end && mark.start >= start);
    let shifted = shifted.map(|mark| mark.start - start + before.len()..mark.end - start + before.len());
    (format!("{before}{}{after}", &text[start..end]), shifted.collect())
}

/// A text with its marks in colour.
fn marked(text: &str, marks: &[Range<usize>], terminal: &Terminal) -> String {
    let mut out = String::new();
    let mut done = 0;
    for mark in marks {
        out.push_str(&terminal.paint(Look::Plain, &text[done..mark.start]));
        out.push_str(&terminal.paint(Look::Found, &text[mark.clone()]));
        done = mark.end;
    }
    out.push_str(&terminal.paint(Look::Plain, &text[done..]));
    out
}

fn say_nothing(
    (workspace, ids): (&Workspace, &[RecordId]),
    (query, kinds): (&Query, &[&Kind]),
    terminal: &mut Terminal,
) {
    let none = list::none_of((kinds, ids.len()), ("holds", "hold"));
    let nothing = search::nothing(workspace, ids, query);
    let absent: Vec<String> = nothing
        .terms
        .iter()
        .filter(|(_, count, _)| *count == 0)
        .map(|(term, _, _)| format!("`{term}`"))
        .collect();
    if absent.is_empty() {
        let each: Vec<String> = nothing
            .terms
            .iter()
            .map(|(term, count, _)| format!("`{term}` in {count}"))
            .collect();
        terminal.note(&format!("{none} all of it: {}", each.join(", ")));
        return;
    }
    terminal.note(&format!("{none} {}", absent.join(" or ")));
    for (_, _, near) in &nothing.terms {
        if let Some(near) = near {
            terminal.hint(&format!("did you mean `{near}`?"));
        }
    }
    let phrase = nothing
        .terms
        .iter()
        .find(|(term, count, _)| *count == 0 && term.contains(' '));
    if let Some((phrase, _, _)) = phrase {
        terminal.hint(&format!("without quotes, the words of `{phrase}` may stand apart"));
    }
}
