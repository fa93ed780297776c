//! What `validate` writes for other programs: held against their schemas, with repositories that mean harm.

mod any;
mod junit;
mod outputs;
mod schemas;

use crate::cli::{git, opsrepo, repository};
use tempfile::TempDir;

/// What somebody may write who wants to break out of a format: each stands in a file's name and in a link.
const HOSTILE: [&str; 9] = [
    "%0A%0D::error::x",
    "x,line=7,title=y::z",
    "]]><script>&amp;'\"",
    "\u{1b}[31m\u{9b}2J\u{7}",
    "\u{202e}gnp.exe\u{2066}\u{200f}",
    "##[add-mask]e",
    "\u{ffff}\u{fffe}\u{feff}\u{1f600}",
    "[x](http:e.org) \\](1)",
    "'; $(touch pwned) `id` ${{ github.token }}",
];

/// A repository with a finding for each of [`HOSTILE`], one without a place, one that is endless, and some with a fix.
fn hostile() -> TempDir {
    let mut files: Vec<(String, String)> = HOSTILE
        .iter()
        .map(|evil| {
            let target: String = evil.chars().filter(|c| !matches!(c, '<' | '>' | '\\')).collect();
            (
                format!("docs/{evil}.md"),
                format!("# {evil}\n\n\u{1f600} [x](<./no {target}.md>)\n"),
            )
        })
        .collect();
    files.push(("docs/two\n::error::lines\r.md".to_owned(), "[x](none.md)\n".to_owned()));
    files.push((
        "long.md".to_owned(),
        format!("[x](<{}.md>)\n", "./ö]]::".repeat(20_000)),
    ));
    files.push((
        "README.md".to_owned(),
        "See [it](decisions/0001-use-gti.md).\n".to_owned(),
    ));
    files.push(("opsrepo.toml".to_owned(), "\u{feff}nme = \"\u{202e}\"\n".to_owned()));
    let named: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let here = repository(&named);
    git(here.path(), &["rm", "-q", "LICENSE"]).ends(0);
    here
}

/// What is printed in a format.
fn printed(here: &TempDir, format: &str) -> String {
    opsrepo(here.path(), &["validate", "--format", format, "--color", "always"])
        .ends(1)
        .out
}

#[test]
fn no_format_steers_a_terminal() {
    let here = hostile();
    for format in opsrepo::report::FORMATS {
        let text = match format.name {
            // Its own colours are what `--color` asks for.
            "text" => opsrepo(here.path(), &["validate"]).ends(1).out,
            name => printed(&here, name),
        };
        let steers = |c: &char| opsrepo::text::escape::steers(*c);
        assert_eq!(text.chars().find(steers), None, "{}", format.name);
        assert!(!text.contains("\r"), "{}", format.name);
        // SARIF tells every rule's page as well, escaped.
        let pages: usize = opsrepo::rules::ALL.iter().map(|rule| rule.page.len()).sum();
        let most = 300_000 + if format.name == "sarif" { 2 * pages } else { 0 };
        assert!(
            text.len() > 1000 && text.len() < most,
            "{}: {} of {most}",
            format.name,
            text.len()
        );
    }
}

#[test]
fn a_line_of_the_short_form_is_a_finding() {
    let here = hostile();
    let json: serde_json::Value = serde_json::from_str(&printed(&here, "json")).unwrap();
    let short = printed(&here, "short");
    assert_eq!(short.lines().count(), json["findings"].as_array().unwrap().len());
    assert!(
        short
            .lines()
            .all(|line| line.contains(": error ") || line.contains(": warning ") || line.contains(": hint ")),
        "{short}"
    );
}

#[test]
fn a_command_of_github_is_a_finding() {
    let here = hostile();
    let text = printed(&here, "github");
    let (commands, last): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("::"));
    assert_eq!(last.len(), 1, "one line counts: {last:?}");
    let mut levels = Vec::new();
    for command in commands {
        let (head, message) = command[2..].split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&level), "{command}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(
                ["file", "line", "endLine", "col", "endColumn", "title"].contains(&name),
                "{command}"
            );
            assert!(!value.contains(':'), "{command}");
        }
        assert!(!message.is_empty(), "{command}");
        levels.push(level);
    }
    let sorted =
        levels.is_sorted_by_key(|level| ["error", "warning", "notice"].iter().position(|known| known == level));
    assert!(sorted, "errors come first: {levels:?}");
}
