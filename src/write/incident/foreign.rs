//! Markdown that people wrote elsewhere, made fit to stand inside a record: it brings no headings, no HTML, no comments, no
//! code that never ends, and its links lead where they led. What cannot be made fit so stands there as a block of text.
//!
//! It knows no record and no forge.

use crate::syntax::document::Document;
use crate::syntax::markup::{Link, LinkKind, Markup};
use crate::syntax::reader;
use crate::text::edit::{Edit, apply};
use crate::text::escape::{picture, steers};
use crate::text::markdown;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::Range;
use crate::text::tree::Content;

/// More bytes of one text are not taken over.
const LONGEST: usize = 64 * 1024;

/// A text as it can stand under a heading; `base` is the address against which its relative links resolve.
pub(super) fn fit(text: &str, base: Option<&str>) -> String {
    let text = plain(text);
    let text = cut(text.trim());
    let text = without_html(&text);
    let linked = relinked(&text, base);
    match is_fit(&linked) {
        true => linked,
        false => fenced(&text),
    }
}

/// Line ends of one sort, and nothing that steers a reader.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().map(|c| if steers(c) { picture(c) } else { c }).collect()
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line = text[..end].rfind('\n').unwrap_or(end);
    format!("{}\n\n(The rest was cut off.)", text[..line].trim_end())
}

/// The text without comments, with every `<` outside of code that could open a tag escaped, and with its last fence closed.
fn without_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<String> = None;
    let mut in_comment = false;
    for line in text.lines() {
        let mark = fence_mark(line).filter(|_| !in_comment);
        match (&fence, mark) {
            (Some(open), _) => {
                let is_end = line.trim().starts_with(open.as_str()) && line.trim().chars().all(|c| open.starts_with(c));
                out.push_str(line);
                if is_end {
                    fence = None;
                }
            }
            (None, Some(mark)) => {
                out.push_str(line);
                fence = Some(mark);
            }
            (None, None) => escape_line(line, &mut in_comment, &mut out),
        }
        out.push('\n');
    }
    if let Some(open) = fence {
        out.push_str(&open);
        out.push('\n');
    }
    out.trim().to_owned()
}

/// The marks with which a line opens a block of code.
fn fence_mark(line: &str) -> Option<String> {
    let text = line.trim_start();
    let c = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = text.chars().take_while(|other| *other == c).count();
    let info = &text[count..];
    (count >= 3 && !(c == '`' && info.contains('`'))).then(|| c.to_string().repeat(count))
}

fn escape_line(line: &str, in_comment: &mut bool, out: &mut String) {
    let mut rest = line;
    loop {
        if *in_comment {
            match rest.find("-->") {
                Some(end) => rest = &rest[end + 3..],
                None => return,
            }
            *in_comment = false;
        }
        let Some(at) = rest.find(['<', '`', '\\', '{']) else {
            break;
        };
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            *in_comment = true;
            rest = after;
        } else if rest.starts_with('`') {
            // Code on one line stays as it is.
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let end = code_end(rest, ticks).unwrap_or(ticks);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if rest.starts_with('\\') {
            let end = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if rest.starts_with('{') {
            // Two braces are a blank to fill, or an order to a generator of sites.
            let is_blank = rest.starts_with("{{") || rest.starts_with("{%") || rest.starts_with("{#");
            out.push_str(if is_blank { "{\\" } else { "{" });
            rest = &rest[1..];
        } else {
            let is_address = rest.starts_with("<http://") || rest.starts_with("<https://");
            let is_link = is_address && rest.find('>').is_some_and(|end| !rest[1..end].contains([' ', '<']));
            // A program of ERB is one with a backslash before it, too.
            out.push_str(match (is_link, rest.starts_with("<%")) {
                (true, _) => "<",
                (_, true) => "&lt;",
                _ => "\\<",
            });
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
}

/// Where code that opens with so many ticks ends, ticks included.
fn code_end(text: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    while let Some(next) = text[at..].find('`') {
        let start = at + next;
        let run = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        if run == ticks {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

/// Headings as bold lines, and links that lead where they led.
fn relinked(text: &str, base: Option<&str>) -> String {
    let mut text = text.to_owned();
    // What stands in a heading is seen only once the heading is none.
    for _ in 0..3 {
        let document = parsed(&text);
        let Some(markup) = &document.markup else { break };
        let edits = edits(&text, markup, base);
        match apply(&text, &edits) {
            Ok(changed) if changed != text => text = changed,
            _ => break,
        }
    }
    text
}

fn edits(text: &str, markup: &Markup, base: Option<&str>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut done = 0;
    for heading in &markup.headings {
        let words = heading.text_range.of(text).replace("**", "");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if heading.range.start < done {
            continue;
        }
        done = heading.range.end;
        edits.push(Edit {
            range: heading.range,
            text: if words.is_empty() {
                String::new()
            } else {
                format!("**{words}**")
            },
        });
    }
    let is_free = |edits: &[Edit], range: Range| {
        let touches = |edit: &Edit| edit.range.start < range.end && range.start < edit.range.end || edit.range == range;
        !edits.iter().any(touches)
    };
    let headings = edits.len();
    let mut links: Vec<&Link> = markup.links.iter().collect();
    links.sort_by_key(|link| (link.target_range, link.range));
    let mut end = 0;
    for link in links {
        let Some(edit) = link_edit(text, link, base) else {
            continue;
        };
        if edit.range.start >= end && is_free(&edits[..headings], edit.range) {
            end = edit.range.end.max(edit.range.start + 1);
            edits.push(edit);
        }
    }
    edits
}

/// The edit that lets a link lead where it led, or makes it text.
fn link_edit(text: &str, link: &Link, base: Option<&str>) -> Option<Edit> {
    let target = link.target.trim();
    let is_safe = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| starts_with(target, scheme));
    if is_safe || link.kind == LinkKind::Autolink {
        return None;
    }
    let found = base.and_then(|base| joined(base, target));
    Some(match found {
        Some(address) => Edit {
            range: link.target_range,
            text: address,
        },
        None => Edit {
            range: link.range,
            text: markdown::inline(link.range.of(text)),
        },
    })
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// An address relative to another, as browsers join them; `None` for one with another scheme.
fn joined(base: &str, target: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split('/').next()?;
    let clean: String = encoded(target);
    if let Some(other) = target.strip_prefix("//") {
        return Some(format!("{scheme}://{}", encoded(other)));
    }
    let first = target.split(['/', '?', '#']).next().unwrap_or_default();
    if first.contains(':') || target.is_empty() {
        return None;
    }
    if target.starts_with('#') {
        return Some(format!("{}{clean}", base.split('#').next()?));
    }
    let path = rest[host.len()..].split(['?', '#']).next()?;
    let folder = match target.starts_with('/') {
        true => "",
        false => path.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let (way, tail) = clean
        .find(['?', '#'])
        .map_or((clean.as_str(), ""), |at| clean.split_at(at));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in way.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("{scheme}://{host}/{}{tail}", parts.join("/")))
}

/// An address that ends no link.
fn encoded(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        if c.is_whitespace() || c.is_control() || "<>()\\\"`[]".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// True where nothing of the text would reach out of its section.
fn is_fit(text: &str) -> bool {
    // As it will stand: between other sections.
    let whole = format!("# A\n\n## B\n\n{text}\n\n## C\n\nd\n");
    let document = parsed(&whole);
    let Some(markup) = &document.markup else { return false };
    let leads_on = |link: &Link| {
        let target = link.target.trim();
        ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| starts_with(target, scheme))
            && link.kind != LinkKind::Html
    };
    document.problems.is_empty()
        && markup.headings.len() == 3
        && markup.headings.last().is_some_and(|last| last.text == "C")
        && markup.links.iter().all(leads_on)
        && markup.comments.is_empty()
        && markup.anchors.is_empty()
}

/// The text as a block in which nothing means anything.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    // Indented, for the marks of a conflict are seen at the start of a line, in code too.
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("  {line}").trim_end().to_owned())
        .collect();
    format!("{fence}text\n{}\n{fence}", lines.join("\n"))
}

fn parsed(text: &str) -> Document {
    let name = RepoPath::new("text.md").unwrap_or_else(RepoPath::root);
    reader::read(&name, &Content::Text(Source::new(text)))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fenced, fit, is_fit, joined};

    #[test]
    fn text_stays_inside_of_its_section() {
        for (text, expected) in [
            ("plain *text*", "plain *text*"),
            ("# Title\n\nx", "**Title**\n\nx"),
            ("Title\n===\nx", "**Title**\nx"),
            ("> ## Q\n> x", "> **Q**\n> x"),
            ("a <script>alert(1)</script>", "a \\<script>alert(1)\\</script>"),
            ("a <!-- hidden\nstill --> b", "a \n b"),
            ("`<b>` and <https://e.org/x>", "`<b>` and <https://e.org/x>"),
            ("```\n<b>\n# no", "```\n<b>\n# no\n```"),
            (
                "[x](../wiki) ![y](/up/a b.png)",
                "[x](https://git.example.org/o/r/wiki) ![y](/up/a b.png)",
            ),
            ("[x](#part)", "[x](https://git.example.org/o/r/issues/1#part)"),
            ("[x](javascript:alert)", "\\[x\\](javascript:alert)"),
            (
                "[x][y]\n\n[y]: docs/a.md",
                "[x][y]\n\n[y]: https://git.example.org/o/r/issues/docs/a.md",
            ),
            ("{{ x }} {% y %} {z}", "{\\{ x }} {\\% y %} {z}"),
            ("a\u{1b}[2J\u{0}", "a␛[2J␀"),
        ] {
            let fitted = fit(text, Some("https://git.example.org/o/r/issues/1"));
            assert_eq!(fitted, expected, "{text}");
            assert!(is_fit(&fitted), "{fitted}");
        }
    }

    #[test]
    fn without_a_base_a_link_is_text() {
        assert_eq!(fit("see [x](a.md)", None), "see \\[x\\](a.md)");
    }

    #[test]
    fn a_block_holds_what_nothing_else_does() {
        let shown = fenced("a\n````\n# b\n<b>\n<<<<<<< x\n>>>>>>> y");
        assert!(shown.starts_with("`````text\n  a\n") && is_fit(&shown), "{shown}");
    }

    #[test]
    fn long_texts_are_cut_at_a_line() {
        let shown = fit(&"line of text\n".repeat(20_000), None);
        assert!(shown.len() <= LONGEST + 40 && shown.ends_with("text\n\n(The rest was cut off.)"));
        assert!(fit(&"é".repeat(100_000), None).len() < 2 * LONGEST);
    }

    #[test]
    fn addresses_join_as_in_browsers() {
        for (target, expected) in [
            ("../blob/main/x.md", "https://h/o/r/blob/main/x.md"),
            ("/x/../../y", "https://h/y"),
            ("a b", "https://h/o/r/issues/a%20b"),
            ("//other/z", "https://other/z"),
            ("?q#f", "https://h/o/r/issues?q#f"),
        ] {
            assert_eq!(
                joined("https://h/o/r/issues/1", target).as_deref(),
                Some(expected),
                "{target}"
            );
        }
        assert_eq!(joined("https://h", "data:text/html,x"), None);
    }
}
