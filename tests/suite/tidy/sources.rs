//! The sources as text: what is code in a file, and what is comment, literal or test.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// One Rust file.
pub(crate) struct Source {
    /// Its path from the package's root, with `/`.
    pub(crate) path: String,
    /// The text as it is.
    pub(crate) text: String,
    /// The same bytes, with a blank for each one in comments and literals. Line ends stay.
    pub(crate) code: String,
    /// The same again without test modules; all blank for a file that is compiled for tests only.
    pub(crate) product: String,
}

impl Source {
    /// The 1-based line of a byte.
    pub(crate) fn line(&self, at: usize) -> usize {
        1 + self.text[..at].matches('\n').count()
    }

    /// `path:line: message`.
    pub(crate) fn finding(&self, at: usize, message: &str) -> String {
        format!("{}:{}: {message}", self.path, self.line(at))
    }
}

/// The package's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `src`, sorted by path.
pub(crate) fn all() -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&root().join("src"), &mut paths);
    paths.sort();
    let mut sources: Vec<Source> = paths.iter().map(|path| read(path)).collect();
    let for_tests: Vec<String> = sources.iter().flat_map(test_files).collect();
    for source in sources.iter_mut().filter(|source| for_tests.contains(&source.path)) {
        source.product = blank(&source.product);
    }
    sources
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().is_some_and(|ending| ending == "rs") {
            true => out.push(path),
            false if path.is_dir() => collect(&path, out),
            false => {}
        }
    }
}

fn read(path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap();
    let code = code(&text);
    let product = without_tests(&code);
    let path = path.strip_prefix(root()).unwrap();
    let parts: Vec<&str> = path.iter().map(|part| part.to_str().unwrap()).collect();
    Source {
        path: parts.join("/"),
        text,
        code,
        product,
    }
}

/// The files that `#[cfg(test)] mod x;` names.
fn test_files(source: &Source) -> Vec<String> {
    let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let marks = source.code.match_indices("#[cfg(test)]");
    marks
        .filter_map(|(at, mark)| {
            let rest = source.code[at + mark.len()..].trim_start().strip_prefix("mod ")?;
            let (name, _) = rest.split_once(';')?;
            name.bytes().all(is_word).then(|| format!("{folder}/{name}.rs"))
        })
        .collect()
}

/// Blanks comments and literals.
pub(crate) fn code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = skipped(bytes, at);
        for byte in &mut out[at..end] {
            *byte = if *byte == b'\n' { b'\n' } else { b' ' };
        }
        at = end.max(at + 1);
    }
    String::from_utf8(out).unwrap()
}

/// Where the comment or literal that starts at `at` ends; `at` itself where none starts.
fn skipped(bytes: &[u8], at: usize) -> usize {
    let find = |from: usize, end: &[u8]| {
        let found = bytes[from..].windows(end.len()).position(|window| window == end);
        found.map_or(bytes.len(), |found| from + found)
    };
    let starts_word = at == 0 || !is_word(bytes[at - 1]);
    match bytes[at] {
        b'/' if bytes[at..].starts_with(b"//") => find(at, b"\n"),
        b'/' if bytes[at..].starts_with(b"/*") => (find(at + 2, b"*/") + 2).min(bytes.len()),
        b'"' => closing(bytes, at + 1, b'"'),
        b'r' if starts_word => raw(bytes, at).unwrap_or(at),
        b'b' if starts_word && bytes.get(at + 1) == Some(&b'r') => raw(bytes, at + 1).unwrap_or(at),
        b'\'' => character(bytes, at),
        byte if !byte.is_ascii() => at + 1,
        _ => at,
    }
}

fn closing(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// `r"…"`, `r#"…"#`.
fn raw(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|&&byte| byte == b'#').count();
    let start = at + 1 + hashes;
    (bytes.get(start) == Some(&b'"')).then_some(())?;
    let end = [&b"\""[..], &b"#".repeat(hashes)].concat();
    let found = bytes[start + 1..].windows(end.len()).position(|window| window == end)?;
    Some(start + 1 + found + end.len())
}

/// A character literal; a lifetime is none.
fn character(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at + 1) == Some(&b'\\') {
        return closing(bytes, at + 3, b'\'');
    }
    let width = (1..5).find(|width| bytes.get(at + 1 + width).is_none_or(|byte| byte & 0xC0 != 0x80));
    let end = at + 1 + width.unwrap_or(1);
    if bytes.get(end) == Some(&b'\'') { end + 1 } else { at }
}

fn is_module(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.strip_prefix("pub(crate) ").unwrap_or(rest).starts_with("mod ")
}

fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    for (at, mark) in code.match_indices("#[cfg(test)]") {
        let rest = &code[at + mark.len()..];
        let skipped = rest.len() - rest.trim_start().len();
        let Some(open) = rest.find('{').filter(|_| is_module(rest)) else {
            continue;
        };
        if rest[skipped..open].contains(';') {
            continue;
        }
        let end = block(code, at + mark.len() + open).end;
        out.replace_range(at..end, &blank(&code[at..end]));
    }
    out
}

/// From an opening brace to one past its closing one.
pub(crate) fn block(code: &str, open: usize) -> Range<usize> {
    let mut depth = 0usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return open..at + 1;
        }
    }
    open..code.len()
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// Part of a name.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Where `word` stands as a word of its own.
pub(crate) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let before = at.checked_sub(1).map(|before| code.as_bytes()[before]);
        let after = code.as_bytes().get(at + word.len());
        !before.is_some_and(is_word) && !after.copied().is_some_and(is_word)
    })
}

/// Every path that starts with `crate::`, groups written out: `(offset, ["model", "time", "Date"])`.
pub(crate) fn own_paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut out = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let is_own = at == 0 || !matches!(code.as_bytes()[at - 1], b'$' | b':') && !is_word(code.as_bytes()[at - 1]);
        if is_own {
            let mut rest = &code[at + start.len()..];
            expand(&mut rest, Vec::new(), &mut |path| out.push((at, path)));
        }
    }
    out
}

/// Reads `a::b`, `a::{b, c::d}` and moves `rest` behind it.
fn expand(rest: &mut &str, mut path: Vec<String>, found: &mut dyn FnMut(Vec<String>)) {
    loop {
        *rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('{') {
            *rest = inside;
            while !rest.trim_start().is_empty() && !rest.trim_start().starts_with('}') {
                let before = rest.len();
                expand(rest, path.clone(), found);
                *rest = rest.trim_start().trim_start_matches(',');
                if rest.len() == before {
                    break;
                }
            }
            *rest = rest.trim_start().strip_prefix('}').unwrap_or(rest);
            return;
        }
        let end = rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len());
        if end > 0 {
            path.push(rest[..end].to_owned());
        }
        *rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(more) if !more.starts_with('<') => *rest = more,
            _ => break,
        }
    }
    // `x as y` within a group.
    if let Some(renamed) = rest.trim_start().strip_prefix("as ") {
        *rest = renamed
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    }
    found(path);
}

#[test]
fn code_is_told_from_literals() {
    let text = "a('x', 'b', \"// no\", r#\"\"{\"#) // y\n/* z */ b<'c>('\\'', b'{')";
    assert_eq!(
        code(text),
        "a(   ,    ,        ,        )     \n        b<'c>(    , b   )"
    );
    let paths: Vec<String> = own_paths("use crate::a::{b, c::{D, e}}; crate::f::g(1)")
        .into_iter()
        .map(|(_, path)| path.join("/"))
        .collect();
    assert_eq!(paths, ["a/b", "a/c/D", "a/c/e", "f/g"]);
    assert_eq!(
        without_tests("x #[cfg(test)]\nmod tests { { } } y").trim_end(),
        format!("x{}\n{}y", " ".repeat(13), " ".repeat(18)).as_str()
    );
}
