//! What a comment says first, on one line: its first sentence that is neither a quotation, nor an order to a robot, nor code.

use crate::syntax::markdown::plain_text;
use crate::text::escape::steers;

/// A sentence in a timeline has at most so many characters.
const LONGEST: usize = 200;

/// The first sentence of a Markdown text, as plain text; empty where there is none.
pub(super) fn first(text: &str) -> String {
    let mut said = String::new();
    let mut fence = false;
    let mut comment = false;
    for line in text.lines().take(400) {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fence = !fence;
            continue;
        }
        comment = comment || line.starts_with("<!--");
        if comment {
            comment = !line.contains("-->");
            continue;
        }
        let is_end = line.is_empty() || is_rule(line);
        if is_end && !said.is_empty() {
            break;
        }
        // A quotation is somebody else's; `/close` is an order.
        let is_idle = line.starts_with('>') || line.starts_with('/') || line.starts_with('|') || is_end;
        if fence || is_idle {
            continue;
        }
        let marks = line.trim_start_matches(['#', '-', '*', '+']);
        let line = if marks.starts_with(' ') {
            marks.trim_start()
        } else {
            line
        };
        if !said.is_empty() {
            said.push(' ');
        }
        // Nobody needs more of it than is shown.
        said.extend(line.chars().take(4 * LONGEST));
        if said.len() > 8 * LONGEST {
            break;
        }
    }
    // Behind a word, what begins like a block of HTML is text with tags in it.
    let plain = plain_text(&format!("x {said}"));
    shortened(plain.strip_prefix('x').unwrap_or(&plain), LONGEST)
}

/// A text up to the end of its first sentence, and no longer than so many characters.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let shown: String = text
        .chars()
        // A mark of bytes within a text is nothing that anybody sees.
        .filter(|&c| !steers(c) && c != '\u{feff}')
        .collect();
    let text = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let ends = [". ", "! ", "? "].iter().flat_map(|mark| text.match_indices(mark));
    let ends = ends
        .map(|(at, _)| at)
        .filter(|at| is_end(&text[..*at], &text[at + 2..]));
    let text = ends.min().map_or(text.as_str(), |at| &text[..at + 1]);
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some((at, _)) => {
            let cut = &text[..at];
            let end = cut.rfind(' ').filter(|end| *end > longest / 2).unwrap_or(at);
            format!("{} …", cut[..end].trim_end())
        }
    }
}

/// `e.g. this`, `3. that` and `Dr. Who` end no sentence.
fn is_end(before: &str, after: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    let is_short = [
        "dr", "mr", "mrs", "ms", "st", "vs", "etc", "approx", "ca", "no", "fig", "cf",
    ];
    let is_abbreviated = is_short.contains(&word.to_lowercase().as_str()) || word.contains('.');
    let is_counted = word.bytes().all(|byte| byte.is_ascii_digit());
    !is_abbreviated && !is_counted && !after.starts_with(char::is_lowercase)
}

fn is_rule(line: &str) -> bool {
    line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, first};

    #[test]
    fn the_first_sentence() {
        for (text, expected) in [
            ("We drained the node. Now we wait.", "We drained the node."),
            (
                "> quoted\n\n**Update**: back\nto normal!\n\nMore",
                "Update: back to normal!",
            ),
            ("A fix is out. We watch it.", "A fix is out."),
            ("Mr. X waits for 1. Then 2.", "Mr. X waits for 1. Then 2."),
            ("/close\n\nDone e.g. by hand. Yes.", "Done e.g. by hand."),
            ("```\ncode\n```\n- See [the pod](x.md)", "See the pod"),
            ("<!-- template\n text -->\n## Fixed\n", "Fixed"),
            ("<script>alert(1)</script>", "alert(1)"),
            ("\n\n", ""),
        ] {
            assert_eq!(first(text), expected, "{text}");
        }
        let long = first(&"word ".repeat(100_000));
        assert!(long.chars().count() <= LONGEST + 2 && long.ends_with(" …"), "{long}");
        assert!(first(&"é".repeat(100_000)).chars().count() <= LONGEST + 2);
    }
}
