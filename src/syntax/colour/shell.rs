//! The colours of a shell's language: commands, options, variables, quotes, remarks, and documents in place (`<<EOF`).

use crate::syntax::colour::piece::{Class, Pieces, end_of_line, end_of_quote};

/// Words behind which a command begins.
const OPENING: [&str; 7] = ["if", "then", "else", "elif", "while", "until", "do"];
/// Words that end or head something; no command follows.
const OTHER: [&str; 7] = ["fi", "done", "esac", "for", "case", "select", "function"];
/// Commands whose first argument is a command.
const WRAPPERS: [&str; 6] = ["sudo", "exec", "time", "nohup", "command", "eval"];

/// What stands at the beginning.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// A command.
    Command,
    /// The arguments of one.
    Argument,
}

/// Colours the bytes of a text from one to another.
pub(super) fn scan(text: &str, (from, to): (usize, usize), place: Place, out: &mut Pieces) {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: from,
        to,
        out,
        place,
        is_loop: false,
        depth: 0,
        glued: usize::MAX,
        markers: Vec::new(),
        is_torn: false,
    };
    while scanner.at < to {
        scanner.step();
    }
}

struct Scanner<'a, 't> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    to: usize,
    out: &'a mut Pieces<'t>,
    place: Place,
    /// Between `for` or `case` and its `in`.
    is_loop: bool,
    /// How deep in `( )`.
    depth: usize,
    /// Where the value of `NAME=` goes on.
    glued: usize,
    /// Documents in place that begin on the next line.
    markers: Vec<&'a str>,
    /// A document in place was never closed: no other is looked for.
    is_torn: bool,
}

impl<'a> Scanner<'a, '_> {
    fn step(&mut self) {
        let at = self.at;
        match self.bytes[at] {
            b'\n' => {
                self.at += 1;
                (self.place, self.is_loop) = (Place::Command, false);
                self.documents();
            }
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\\' => self.at = self.boundary(at + 2),
            b'#' if at == 0 || self.bytes[at - 1].is_ascii_whitespace() || self.bytes[at - 1] == b';' => {
                let end = end_of_line(self.text, at).min(self.to);
                self.token(end, Class::Comment);
            }
            mark @ (b'"' | b'\'') => {
                let end = end_of_quote(self.text, (at + 1, self.to), mark).unwrap_or(self.to);
                self.argument(end, Class::Text);
            }
            b'$' if self.next(1) == b'(' => {
                self.at += 1;
            }
            b'$' => self.variable(),
            b'(' => {
                self.depth += 1;
                self.command();
            }
            b')' => {
                self.depth = self.depth.saturating_sub(1);
                self.at += 1;
                self.place = Place::Argument;
            }
            b'|' | b';' | b'&' | b'`' => self.command(),
            b'<' | b'>' => self.arrow(),
            b'{' | b'}' | b'!' | b']' if self.is_alone() => self.at += 1,
            b'[' if self.is_alone() => {
                self.at += 1;
                self.place = Place::Argument;
            }
            _ => self.word(),
        }
    }

    /// A sign behind which a command begins.
    fn command(&mut self) {
        self.at += 1;
        self.place = Place::Command;
    }

    fn token(&mut self, end: usize, class: Class) {
        self.out.push(self.at, end, class);
        self.at = end;
    }

    /// A token that is an argument, unless it is the value of `NAME=`.
    fn argument(&mut self, end: usize, class: Class) {
        match self.glued == self.at {
            true => self.glued = end,
            false => self.place = Place::Argument,
        }
        self.token(end, class);
    }

    fn variable(&mut self) {
        let at = self.at;
        let end = match self.next(1) {
            b'{' => self.until(at + 2, b"}\n").saturating_add(1).min(self.to),
            byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                at + 1 + self.bytes[at + 1..self.to].iter().take_while(|byte| name(byte)).count()
            }
            b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'0'..=b'9' => at + 2,
            _ => {
                self.at += 1;
                return;
            }
        };
        self.argument(end, Class::Name);
    }

    fn arrow(&mut self) {
        let (at, rest) = (self.at, &self.bytes[self.at..self.to]);
        if rest.starts_with(b"<<<") {
            self.at += 3;
        } else if rest.starts_with(b"<<") {
            self.marker();
        } else if let Some(end) = self.placeholder() {
            self.argument(end, Class::Name);
        } else {
            self.at += 1;
            let signs = self.bytes[self.at..self.to]
                .iter()
                .take_while(|byte| b">&|".contains(byte));
            self.at = at + 1 + signs.count();
        }
    }

    /// The end of `<name>`, which people write where a name belongs.
    fn placeholder(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..self.to];
        let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_. /:".contains(byte);
        let length = rest.iter().skip(1).take(60).take_while(|byte| inner(byte)).count();
        let is_whole = rest.get(length + 1) == Some(&b'>') && rest[1].is_ascii_alphabetic() && rest[length] != b' ';
        is_whole.then_some(self.at + length + 2)
    }

    /// `<<EOF`, `<<-'EOF'`.
    fn marker(&mut self) {
        let mut start = self.at + 2;
        start += usize::from(self.next(2) == b'-');
        let blanks = self.bytes[start..self.to].iter().take_while(|&&byte| byte == b' ');
        start += blanks.count();
        let is_quoted = start < self.to && b"'\"".contains(&self.bytes[start]);
        start += usize::from(is_quoted);
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let end = start
            + self.bytes[start.min(self.to)..self.to]
                .iter()
                .take_while(|byte| name(byte))
                .count();
        if let Some(name) = self.text.get(start..end).filter(|name| !name.is_empty()) {
            self.markers.push(name);
        }
        self.at = (end + usize::from(is_quoted)).clamp(self.at + 2, self.to.max(self.at + 2));
        self.at = self.boundary(self.at);
    }

    /// The documents in place whose markers stood on the line before.
    fn documents(&mut self) {
        for marker in std::mem::take(&mut self.markers) {
            let mut line = self.at;
            while line < self.to && !self.is_torn {
                let end = end_of_line(self.text, line).min(self.to);
                if self.text.get(line..end).is_some_and(|text| text.trim() == marker) {
                    self.out.push(self.at, line, Class::Text);
                    self.at = end;
                    break;
                }
                line = end + 1;
            }
            self.is_torn |= line >= self.to;
        }
    }

    fn word(&mut self) {
        let at = self.at;
        let end = self.until(at + 1, b" \t\r\n|;&()<>'\"`$\\");
        let end = self.boundary(end);
        let word = self.text.get(at..end).unwrap_or("");
        if self.glued == at {
            (self.at, self.glued) = (end, end);
            return;
        }
        if self.place == Place::Argument {
            if self.is_loop && matches!(word, "in" | "do") {
                self.is_loop = false;
                return self.token(end, Class::Word);
            }
            let is_free =
                at == 0 || !b"\"'$}`".contains(&self.bytes[at - 1]) && !self.bytes[at - 1].is_ascii_alphanumeric();
            if word.len() > 1 && word.starts_with('-') && is_free {
                let key = word.find('=').map_or(end, |length| at + length);
                self.out.push(at, key, Class::Key);
            }
            self.at = end;
            return;
        }
        self.first(word, end);
    }

    /// A word where a command may stand.
    fn first(&mut self, word: &str, end: usize) {
        let at = self.at;
        let name = word.split('=').next().unwrap_or("").trim_end_matches('+');
        let is_name = |name: &str| {
            let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            !name.is_empty() && name.bytes().all(is_letter) && !name.as_bytes()[0].is_ascii_digit()
        };
        if word.contains('=') && is_name(name) {
            self.out.push(at, at + name.len(), Class::Key);
            (self.at, self.glued) = (end, end);
        } else if OPENING.contains(&word) {
            self.token(end, Class::Word);
        } else if OTHER.contains(&word) {
            self.is_loop = matches!(word, "for" | "case" | "select");
            self.place = Place::Argument;
            self.token(end, Class::Word);
        } else if end < self.to && self.bytes[end] == b')' && self.depth == 0 {
            // A case of `case`.
            self.at = end + 1;
        } else {
            self.out.push(at, end, Class::Name);
            self.at = end;
            if !WRAPPERS.contains(&word) {
                self.place = Place::Argument;
            }
        }
    }

    fn is_alone(&self) -> bool {
        self.at + 1 >= self.to || self.bytes[self.at + 1].is_ascii_whitespace() || self.bytes[self.at + 1] == b'['
    }

    fn next(&self, by: usize) -> u8 {
        self.bytes[..self.to].get(self.at + by).copied().unwrap_or(b' ')
    }

    fn until(&self, at: usize, any: &[u8]) -> usize {
        let rest = self.bytes.get(at..self.to).unwrap_or(&[]);
        rest.iter()
            .position(|byte| any.contains(byte))
            .map_or(self.to, |length| at + length)
    }

    /// The nearest beginning of a letter, from a byte on.
    fn boundary(&self, at: usize) -> usize {
        (at.min(self.to)..self.to)
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(self.to)
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::colour::tests::shown;

    #[test]
    fn commands_have_options_variables_and_quotes() {
        for (text, expected) in [
            (
                "kubectl get pods -n \"$NS\" | wc -l # x",
                &["n:kubectl", "k:-n", "s:\"$NS\"", "n:wc", "k:-l", "c:# x"][..],
            ),
            (
                "A=1 B=\"x\" run ${C:-d} --e=f",
                &["k:A", "k:B", "s:\"x\"", "n:run ${C:-d}", "k:--e"],
            ),
            (
                "for p in a b; do echo $p; done",
                &["w:for", "w:in", "w:do", "n:echo $p", "w:done"],
            ),
            ("oc delete pod <pod-name> && x", &["n:oc", "n:<pod-name>", "n:x"]),
            ("cat <<EOF > f\na: $b\nEOF\nls", &["n:cat", "s:a: $b\n", "n:ls"]),
            ("cat <<EOF\nls", &["n:cat", "n:ls"]),
            (
                "x=$(date +%s)\nsudo rm -rf a#b",
                &["k:x", "n:date", "n:sudo rm", "k:-rf"],
            ),
            (
                "case $1 in\n  up) go ;;\nesac",
                &["w:case", "n:$1", "w:in", "n:go", "w:esac"],
            ),
            ("a \\\n  -b 2>&1", &["n:a", "k:-b"]),
            ("if [ -f x ]; then y; fi", &["w:if", "k:-f", "w:then", "n:y", "w:fi"]),
        ] {
            assert_eq!(shown("sh", text), expected, "{text}");
        }
    }
}
