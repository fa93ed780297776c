//! Habits of writing: how files open, what they import, how long things are, which words do not occur.

use crate::tidy::assert_none;
use crate::tidy::sources::{self, Source, block, is_word, words};
use std::process::Command;

const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 70;
const PARAMETERS: usize = 4;

/// Files that are longer, and how long they may be. To be emptied, never filled.
const LONG_FILES: &[(&str, usize)] = &[];
/// `file function` that are longer, and how long they may be. To be emptied, never filled.
const LONG_FUNCTIONS: &[(&str, usize)] = &[];
/// `file function` that take more, and how many they may take. To be emptied, never filled.
const MANY_PARAMETERS: &[(&str, usize)] = &[];
/// The wildcard that a library asks for.
const WILDCARDS: [&str; 1] = ["use rayon::prelude::*;"];

/// Hosts of package registries, in two halves so that this file names none.
const REGISTRIES: [(&str, &str); 11] = [
    ("crates", ".io"),
    ("npmjs", ".com"),
    ("npmjs", ".org"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("rubygems", ".org"),
    ("packagist", ".org"),
    ("nuget", ".org"),
    ("proxy.golang", ".org"),
    ("repo1.maven", ".org"),
    ("repo.maven.apache", ".org"),
];

#[test]
fn files_open_with_what_they_are() {
    let findings = sources::all()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.finding(0, "does not open with `//!`"))
        .collect();
    assert_none(
        findings,
        "A file opens with `//!`: what it is, and what it must not know.",
    );
}

#[test]
fn imports_say_what_they_need() {
    let mut findings = Vec::new();
    for source in sources::all() {
        for at in words(&source.code, "use") {
            let statement = source.code[at..].split(';').next().unwrap_or("");
            let line = source.code[..at].rsplit('\n').next().unwrap_or("").trim();
            let is_import = line.is_empty() || line.starts_with("pub");
            let is_product = source.product[at..].starts_with("use");
            if !is_import {
                continue;
            }
            if line.starts_with("pub") {
                findings.push(source.finding(at, "re-exports: name the thing where it lives"));
            }
            if statement.trim_start_matches("use").trim_start().starts_with("super") && is_product {
                findings.push(source.finding(at, "imports from `super`: write `crate::room::file::Thing`"));
            }
            if statement.contains('*') && !WILDCARDS.contains(&format!("{statement};").as_str()) {
                findings.push(source.finding(at, "imports with `*`: name what is needed"));
            }
        }
    }
    assert_none(
        findings,
        "An import names its things in full, so that a line says what a file needs.",
    );
}

#[test]
fn files_are_short() {
    let found = sources::all().into_iter().map(|source| {
        let lines = source.text.lines().count();
        (source.path.clone(), format!("{}:1", source.path), lines)
    });
    let findings = over(found.collect(), LINES_OF_A_FILE, LONG_FILES);
    assert_none(
        findings,
        "A file holds one thing. Split it by what its parts know (LONG_FILES in tidy/habits.rs).",
    );
}

#[test]
fn functions_are_short_and_take_little() {
    let (mut lengths, mut counts) = (Vec::new(), Vec::new());
    for source in sources::all() {
        for function in functions(&source) {
            let place = format!("{}:{}: fn {}", source.path, function.line, function.name);
            let name = format!("{} {}", source.path, function.name);
            lengths.push((name.clone(), place.clone(), function.lines));
            counts.push((name, place, function.parameters));
        }
    }
    let mut findings = over(lengths, LINES_OF_A_FUNCTION, LONG_FUNCTIONS);
    findings.extend(over(counts, PARAMETERS, MANY_PARAMETERS));
    assert_none(
        findings,
        "A function fits a screen and takes at most four things besides itself (lists of exceptions in tidy/habits.rs).",
    );
}

/// What is over its limit, and exceptions that are no longer needed. `found`: name, place, size.
fn over(found: Vec<(String, String, usize)>, limit: usize, exceptions: &[(&str, usize)]) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, place, size) in &found {
        let allowed = exceptions
            .iter()
            .find(|(known, _)| known == name)
            .map_or(limit, |(_, most)| *most);
        if *size > allowed {
            findings.push(format!("{place}: {size}, at most {allowed}"));
        }
    }
    for (known, _) in exceptions {
        let needed = found.iter().any(|(name, _, size)| name == known && *size > limit);
        if !needed {
            findings.push(format!(
                "{known}: the exception is no longer needed: take it off the list"
            ));
        }
    }
    findings
}

#[test]
fn some_words_do_not_occur() {
    let words_and_reasons = [
        ("todo!", "unfinished"),
        ("unimplemented!", "unfinished"),
        ("dbg!", "left over"),
        ("#[ignore", "a test that does not run proves nothing"),
        ("println!", "the library never prints; write to what you are handed"),
        ("print!", "the library never prints; write to what you are handed"),
        (
            "contains_id(",
            "in a release it says yes to options that a command does not have; put a mark on the command",
        ),
    ];
    let mut findings = Vec::new();
    for source in sources::all() {
        for (word, reason) in words_and_reasons {
            // Tests may print why they are skipped.
            let code = if word.starts_with("print") {
                &source.product
            } else {
                &source.code
            };
            // `eprintln!` ends with `println!` and is meant as well; `print!` must not match twice.
            let hits = code
                .match_indices(word)
                .filter(|(at, _)| word != "print!" || !code[..*at].ends_with(|c: char| is_word(c as u8) && c != 'e'));
            findings.extend(hits.map(|(at, _)| source.finding(at, &format!("`{word}`: {reason}"))));
        }
        findings.extend(words(&source.code, "unsafe").map(|at| source.finding(at, "`unsafe`")));
    }
    assert_none(findings, "These words do not stand in the sources.");
}

#[test]
fn no_file_names_a_package_registry() {
    let root = sources::root();
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output();
    let Some(listed) = listed.ok().filter(|output| output.status.success()) else {
        println!("skipped: Git does not say which files are committed");
        return;
    };
    let mut findings = Vec::new();
    for path in String::from_utf8_lossy(&listed.stdout)
        .split('\0')
        .filter(|path| !path.is_empty())
    {
        let Ok(text) = std::fs::read_to_string(root.join(path)) else {
            continue;
        };
        if path == "Cargo.lock" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            let host = REGISTRIES
                .iter()
                .map(|(a, b)| format!("{a}{b}"))
                .find(|host| lower.contains(host));
            findings.extend(host.map(|host| format!("{path}:{}: {host}", index + 1)));
        }
    }
    assert_none(findings, "No file of the project names the host of a package registry.");
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
    parameters: usize,
}

/// The functions of a file that have a body, tests aside.
fn functions(source: &Source) -> Vec<Function> {
    let code = &source.product;
    let found = words(code, "fn").filter_map(|at| {
        let rest = &code[at + 2..];
        let name = rest.trim_start();
        let name = &name[..name.bytes().position(|byte| !is_word(byte))?];
        if name.is_empty() {
            return None;
        }
        let open = at + code[at..].find('(')?;
        let (parameters, end) = parameters(code, open);
        let body = end + code[end..].find(['{', ';'])?;
        let lines = match code.as_bytes()[body] {
            b'{' => code[at..block(code, body).end].matches('\n').count() + 1,
            _ => return None,
        };
        Some(Function {
            name: name.to_owned(),
            line: source.line(at),
            lines,
            parameters,
        })
    });
    found.collect()
}

/// How many parameters besides `self` stand in the brackets that open at `open`, and where these end.
fn parameters(code: &str, open: usize) -> (usize, usize) {
    let mut depth = 0usize;
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for (at, c) in code[open..].char_indices() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if before == '-' => {}
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let is_other = |part: &&String| {
                let name = part
                    .split(':')
                    .next()
                    .unwrap_or("")
                    .trim_start_matches(['&', '('])
                    .trim();
                !part.trim().is_empty() && name.rsplit(' ').next() != Some("self")
            };
            return (parts.iter().filter(is_other).count(), open + at + 1);
        }
        if c == ',' && depth == 1 {
            parts.push(String::new());
        } else if at > 0 {
            let last = parts.len() - 1;
            parts[last].push(c);
        }
        before = c;
    }
    (0, code.len())
}

#[test]
fn parameters_are_counted() {
    for (code, count) in [
        ("()", 0),
        ("(&self)", 0),
        ("(&'a mut self, a: B)", 1),
        ("(self: Box<Self>, a: HashMap<B, C>, f: impl Fn(A, B) -> C,)", 2),
        ("((a, b): (A, B), c: &[D])", 2),
    ] {
        assert_eq!(parameters(code, 0).0, count, "{code}");
    }
}

#[test]
fn exceptions_shrink() {
    let found = vec![
        ("a".to_owned(), "a:1".to_owned(), 5),
        ("b".to_owned(), "b:1".to_owned(), 9),
    ];
    assert_eq!(over(found.clone(), 4, &[("a", 5), ("b", 9)]), Vec::<String>::new());
    assert_eq!(over(found.clone(), 4, &[("a", 5)]), ["b:1: 9, at most 4"]);
    assert_eq!(over(found, 9, &[("a", 5)]).len(), 1);
}
