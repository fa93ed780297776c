//! The arrow of a flowchart: `-->`, `-.->`, `==>`, `~~~`, with a text in it or behind it.

use crate::syntax::mermaid::chart::Stroke;
use crate::syntax::mermaid::words::plain;

/// An arrow as it is written, without its ends.
pub(super) struct Arrow {
    pub(super) stroke: Stroke,
    pub(super) heads: (bool, bool),
    pub(super) label: String,
    /// Its bytes.
    pub(super) len: usize,
}

/// Reads the arrow that a text begins with; nothing where there is none.
pub(super) fn read(text: &str) -> Option<Arrow> {
    let back = text.starts_with(['<', 'x', 'o']);
    let mut at = usize::from(back);
    let rest = &text[at..];
    if rest.starts_with("~~~") && !back {
        let len = rest.len() - rest.trim_start_matches('~').len();
        return Some(Arrow {
            stroke: Stroke::Hidden,
            heads: (false, false),
            label: String::new(),
            len,
        });
    }
    let stroke = [("-.", Stroke::Dashed), ("==", Stroke::Thick), ("--", Stroke::Plain)];
    let (_, stroke) = stroke.into_iter().find(|(sign, _)| rest.starts_with(sign))?;
    let line = shaft(rest, stroke);
    at += line;
    let is_whole = match stroke {
        Stroke::Dashed => rest[..line].ends_with('-') && line > 1,
        _ => line > 2,
    };
    let mut head = head(&text[at..]);
    let mut label = String::new();
    if head == 0 && !is_whole {
        // `-- text -->`: the text ends where the same stroke goes on.
        let sign = match stroke {
            Stroke::Dashed => ".-",
            Stroke::Thick => "==",
            _ => "--",
        };
        let inner = text[at..].split(['\n', ';']).next()?;
        let end = inner.find(sign)?;
        label = plain(&inner[..end]);
        at += end;
        at += text[at..].len() - text[at..].trim_start_matches(['-', '.', '=']).len();
        head = self::head(&text[at..]);
    }
    at += head;
    let behind = text[at..].trim_start_matches([' ', '\t']);
    if let Some(inner) = behind.strip_prefix('|') {
        let end = inner.split('\n').next()?.find('|')?;
        label = plain(&inner[..end]);
        at = text.len() - inner.len() + end + 1;
    }
    Some(Arrow {
        stroke,
        heads: (back, head > 0),
        label,
        len: at,
    })
}

/// The length of an arrow's line up to its text or its head.
fn shaft(rest: &str, stroke: Stroke) -> usize {
    let run = |text: &str, sign: char| text.len() - text.trim_start_matches(sign).len();
    match stroke {
        Stroke::Dashed => {
            let dots = 1 + run(&rest[1..], '.');
            dots + run(&rest[dots..], '-')
        }
        Stroke::Thick => run(rest, '='),
        _ => run(rest, '-'),
    }
}

/// The length of a head: one of `>`, `x` and `o`, of which the letters need a gap behind them.
fn head(rest: &str) -> usize {
    let mut chars = rest.chars();
    match chars.next() {
        Some('>') => 1,
        Some('x' | 'o') => usize::from(chars.next().is_none_or(|c| c.is_whitespace() || c == '|')),
        _ => 0,
    }
}
