//! The colours of YAML, line by line; templates in `{{ }}` are passed over.

use crate::syntax::colour::piece::{Class, Pieces, end_of_line, end_of_quote};

/// Colours a text.
pub(super) fn scan(text: &str, out: &mut Pieces) {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        out,
        block: None,
        quote: None,
        depth: 0,
        column: 0,
    };
    let mut at = 0;
    while at < text.len() {
        let end = end_of_line(text, at);
        scanner.line(at, end);
        at = end + 1;
    }
}

struct Scanner<'a, 't> {
    text: &'a str,
    bytes: &'a [u8],
    out: &'a mut Pieces<'t>,
    /// In a block of text below a key of this column.
    block: Option<usize>,
    /// In a quoted text that began on an earlier line.
    quote: Option<u8>,
    /// How deep in `[ ]` and `{ }`.
    depth: usize,
    /// Where the last key of the line stands.
    column: usize,
}

impl Scanner<'_, '_> {
    fn line(&mut self, start: usize, end: usize) {
        let indent = self.bytes[start..end].iter().take_while(|&&byte| byte == b' ').count();
        let mut at = start + indent;
        if let Some(parent) = self.block {
            if at >= end || self.bytes[at] == b'\r' || indent >= parent {
                self.out.push(at, end, Class::Text);
                return;
            }
            self.block = None;
        }
        if let Some(mark) = self.quote {
            let close = self.close(at, end, mark);
            self.out.push(at, close.unwrap_or(end), Class::Text);
            if let Some(close) = close {
                self.quote = None;
                self.rest(close, (start, end), Place::Behind);
            }
            return;
        }
        let head = self.text.get(start..end).unwrap_or("");
        if self.depth == 0 && (head.starts_with("---") || head.starts_with("...")) {
            at = start + 3;
            self.out.push(start, at, Class::Head);
        } else if self.depth == 0 && head.starts_with('%') {
            self.out.push(start, end, Class::Head);
            return;
        }
        self.column = indent;
        self.rest(at, (start, end), Place::Fresh);
    }

    /// The rest of a line.
    fn rest(&mut self, from: usize, (start, end): (usize, usize), place: Place) {
        let (mut at, mut place) = (from, place);
        while at < end {
            let byte = self.bytes[at];
            if byte == b'#' && (at == start || self.bytes[at - 1].is_ascii_whitespace()) {
                self.out.push(at, end, Class::Comment);
                return;
            }
            (at, place) = match byte {
                b' ' | b'\t' | b'\r' => (at + 1, place),
                b'{' if self.is(at + 1, end, b"{") => (self.template(at, end), Place::Behind),
                b'[' | b'{' if place == Place::Fresh => {
                    self.depth += 1;
                    (at + 1, Place::Fresh)
                }
                b']' | b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    (at + 1, Place::Behind)
                }
                b',' if self.depth > 0 => (at + 1, Place::Fresh),
                b':' if place == Place::Behind => (at + 1, Place::Fresh),
                _ if place == Place::Behind => (at + 1, Place::Behind),
                _ => self.fresh(at, (start, end)),
            };
        }
    }

    /// A value or a key begins here.
    fn fresh(&mut self, at: usize, (start, end): (usize, usize)) -> (usize, Place) {
        let is_last = self.is(at + 1, end, b" \t\r") || at + 1 == end;
        match self.bytes[at] {
            b'-' | b'?' if is_last && self.depth == 0 => {
                self.column = at - start + 1;
                (at + 1, Place::Fresh)
            }
            b'&' | b'*' | b'!' => {
                let stops: &[u8] = if self.depth > 0 { b" \t\r,]}" } else { b" \t\r" };
                let stop = self.until(at, end, stops);
                self.out.push(at, stop, Class::Name);
                (stop.max(at + 1), Place::Fresh)
            }
            b'|' | b'>' if self.depth == 0 => {
                self.block = Some(self.column.max(1));
                (self.until(at, end, b" \t\r"), Place::Behind)
            }
            mark @ (b'"' | b'\'') => self.quoted(at, end, mark),
            _ => self.plain(at, (start, end)),
        }
    }

    fn quoted(&mut self, at: usize, end: usize, mark: u8) -> (usize, Place) {
        let Some(close) = self.close(at + 1, end, mark) else {
            self.quote = Some(mark);
            self.out.push(at, end, Class::Text);
            return (end, Place::Behind);
        };
        let colon = close + self.bytes[close..end].iter().take_while(|&&byte| byte == b' ').count();
        let is_key = self.is(colon, end, b":");
        self.out.push(at, close, if is_key { Class::Key } else { Class::Text });
        (close, Place::Behind)
    }

    /// Where a quoted text ends on this line; two single quotes in it are one that is written.
    fn close(&self, at: usize, end: usize, mark: u8) -> Option<usize> {
        let mut close = end_of_quote(self.text, (at, end), mark)?;
        while mark == b'\'' && self.is(close, end, b"'") {
            close = end_of_quote(self.text, (close + 1, end), mark)?;
        }
        Some(close)
    }

    fn plain(&mut self, at: usize, (start, end): (usize, usize)) -> (usize, Place) {
        let mut stop = at;
        let mut may_close = true;
        while stop < end {
            let is_end = match self.bytes[stop] {
                b':' => {
                    stop + 1 == end
                        || self.is(stop + 1, end, b" \t\r")
                        || self.depth > 0 && self.is(stop + 1, end, b"[{")
                }
                b',' | b']' | b'}' => self.depth > 0,
                b'#' => self.bytes[stop.saturating_sub(1)] == b' ',
                b'{' if may_close && self.is(stop + 1, end, b"{") => {
                    let close = self.closing(stop, end);
                    may_close = close.is_some();
                    stop = close.map_or(stop, |close| close - 1);
                    false
                }
                _ => false,
            };
            if is_end {
                break;
            }
            stop += 1;
        }
        let stop = stop.min(end);
        if self.is(stop, end, b":") {
            self.column = (at - start + 1).max(self.column);
            self.out.push(at, stop, Class::Key);
            return (stop + 1, Place::Fresh);
        }
        let value = self.text.get(at..stop).unwrap_or("").trim_end();
        if is_value(value) {
            self.out.push(at, at + value.len(), Class::Value);
        }
        (stop.max(at + 1), Place::Behind)
    }

    /// `{{ … }}` of a template that is filled before this is YAML.
    fn template(&mut self, at: usize, end: usize) -> usize {
        let close = self.closing(at, end).unwrap_or(end);
        self.out.push(at, close, Class::Name);
        close
    }

    fn closing(&self, at: usize, end: usize) -> Option<usize> {
        let found = self.text.get(at..end)?.find("}}")?;
        Some(at + found + 2)
    }

    fn is(&self, at: usize, end: usize, any: &[u8]) -> bool {
        at < end && any.contains(&self.bytes[at])
    }

    fn until(&self, at: usize, end: usize, any: &[u8]) -> usize {
        let length = self.bytes[at..end].iter().position(|byte| any.contains(byte));
        length.map_or(end, |length| at + length)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A key or a value may begin.
    Fresh,
    /// Behind a value.
    Behind,
}

fn is_value(text: &str) -> bool {
    let word = ["true", "false", "null", "~", "yes", "no", "on", "off"];
    if word.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return true;
    }
    let digits = text.trim_start_matches(['+', '-', '.']);
    let is_hex = digits.starts_with("0x");
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".:_+-eETZ".contains(&byte) || is_hex && byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use crate::syntax::colour::tests::shown;

    #[test]
    fn yaml_has_keys_and_values() {
        for (text, expected) in [
            ("a: b c # d\n", &["k:a", "c:# d"][..]),
            ("- a.b/c: 1\n  d: true", &["k:a.b/c", "v:1", "k:d", "v:true"]),
            ("a: http://e.org:80/#x", &["k:a"]),
            ("\"a b\": 'c''d'", &["k:\"a b\"", "s:'c''d'"]),
            ("a: {b: 1, c: [d, \"e\"]}", &["k:a", "k:b", "v:1", "k:c", "s:\"e\""]),
            ("a: |\n  b: c\n\n  d\ne: f", &["k:a", "s:b: c\n\n  d", "k:e"]),
            (
                "- a: >-\n    b\n  c: 2026-01-02",
                &["k:a", "s:b", "k:c", "v:2026-01-02"],
            ),
            ("a: \"b\n  c\"\nd: e", &["k:a", "s:\"b\n  c\"", "k:d"]),
            ("a: &x !!str b\nc: *x", &["k:a", "n:&x !!str", "k:c", "n:*x"]),
            (
                "---\na: {{ .Values.b }}\n{{- if c }}\n",
                &["h:---", "k:a", "n:{{ .Values.b }}\n{{- if c }}"],
            ),
            ("a: don't\nb: \"x\"", &["k:a", "k:b", "s:\"x\""]),
            ("- |\n  a: b\n- c", &["s:a: b"]),
            ("a: 1.2.x\nb: 3d", &["k:a", "k:b"]),
        ] {
            assert_eq!(shown("yaml", text), expected, "{text}");
        }
    }
}
