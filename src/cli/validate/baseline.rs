//! The file of a baseline: where it lies, how it is written and how it is read.
//!
//! It is JSON, sorted, with one finding on each line: two branches that each add one are merged by Git without a word.

use crate::cli::args::Global;
use crate::cli::load::Ground;
use crate::lint::baseline::{Baseline, Entry};
use crate::lint::key::Key;
use crate::model::workspace::Workspace;
use crate::store::{worktree, writer};
use crate::syntax::node::{Node, Value};
use crate::syntax::reader;
use crate::text::escape::json_escaped;
use crate::text::path::RepoPath;
use crate::text::span::Range;
use crate::text::tree::File;
use anyhow::{Context, anyhow, bail};
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The name of a baseline where nobody gives one. It is not looked for: a file that makes errors go away must be named.
const NAME: &str = "opsrepo-baseline.json";

/// The key with which such a file begins; its value is the version of what follows.
const HEAD: &str = "opsrepo-baseline";

/// The version that is written, and the only one that is read.
const VERSION: i64 = 1;

/// Where a baseline lies.
pub(super) struct Place {
    /// On disk.
    pub(super) file: PathBuf,
    /// How it is spoken of.
    pub(super) shown: String,
    /// In the repository, where `opsrepo.toml` names it.
    of_settings: Option<RepoPath>,
}

/// The baseline that is to be read: what the user names, else what the settings name.
pub(super) fn wanted(
    named: Option<&Path>,
    workspace: &Workspace,
    (ground, global): (&Ground, &Global),
) -> Option<Place> {
    if let Some(file) = named {
        return Some(Place::of_user(file, global));
    }
    let path = workspace.settings.baseline.clone()?;
    Some(Place {
        file: ground.root.join(path.as_str()),
        shown: path.to_string(),
        of_settings: Some(path),
    })
}

impl Place {
    /// A file that the user names, as seen from the folder that `-C` names.
    pub(super) fn of_user(file: &Path, global: &Global) -> Place {
        Place {
            file: global.dir.join(file),
            shown: file.display().to_string(),
            of_settings: None,
        }
    }

    /// The file that is written where nobody names one.
    pub(super) fn usual(ground: &Ground) -> Place {
        Place {
            file: ground.root.join(NAME),
            shown: NAME.to_owned(),
            of_settings: None,
        }
    }

    /// Its name, where it is a file that lies there.
    pub(super) fn lying(self) -> Option<String> {
        self.file.is_file().then_some(self.shown)
    }

    /// Reads it. One that the settings name is read from what is being looked at, be it the disk or a commit.
    pub(super) fn read(&self, ground: &Ground) -> anyhow::Result<Baseline> {
        let text = match &self.of_settings {
            None if self.file.is_dir() => bail!("--baseline names a folder: {}\nname the file in it", self.shown),
            Some(path) => ground
                .bytes(path)
                .and_then(|bytes| String::from_utf8(bytes).map_err(|_| anyhow!("{path} is not UTF-8 text"))),
            None => worktree::read_text(&self.file),
        };
        let text = text.with_context(|| {
            let (why, file) = match self.of_settings {
                Some(_) => ("opsrepo.toml names a baseline", String::new()),
                None => ("--baseline names a file", format!("={}", self.shown)),
            };
            format!("{why} that cannot be read\n`opsrepo validate --write-baseline{file}` writes it")
        })?;
        parse(&text).map_err(|problem| problem.at(&self.shown, &text))
    }

    /// Fails where it cannot be written: in the place of a folder, in a folder that is not there, over a file that is
    /// something else. Asked before the run, which may take long and mend.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let shown = &self.shown;
        if self.file.is_dir() {
            bail!("cannot write {shown}: it is a folder\n--write-baseline takes the name of a file");
        }
        let above = self.file.parent().filter(|above| !above.as_os_str().is_empty());
        if let Some(above) = above.filter(|above| !above.is_dir()) {
            bail!(
                "cannot write {shown}: there is no folder {}\nmake it before",
                Path::new(shown).parent().unwrap_or(above).display()
            );
        }
        let is_file = self
            .file
            .metadata()
            .is_ok_and(|facts| facts.is_file() && facts.len() > 0);
        if is_file && !is_one(&self.file) {
            bail!(
                "{} is there already and is no baseline; opsrepo does not overwrite it\n\
                 name another file: --write-baseline=FILE",
                self.shown
            );
        }
        Ok(())
    }

    /// Writes it, whole or not at all, where [`Place::check`] finds nothing wrong.
    pub(super) fn write(&self, baseline: &Baseline) -> anyhow::Result<()> {
        self.check()?;
        writer::replace(&self.file, written(baseline)?.as_bytes())
    }
}

/// True for a file that says of itself that it is a baseline.
pub(super) fn is_one(file: &Path) -> bool {
    worktree::read_text(file).is_ok_and(|text| text.contains(HEAD))
}

/// One finding, as it is written.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    rule: &'a str,
    key: String,
    message: &'a str,
}

fn written(baseline: &Baseline) -> anyhow::Result<String> {
    let mut text = format!("{{\n  \"{HEAD}\": {VERSION},\n  \"findings\": [");
    for (at, entry) in baseline.entries.iter().enumerate() {
        let line = serde_json::to_string(&Line {
            path: &entry.path,
            rule: &entry.rule,
            key: entry.key.to_string(),
            message: &entry.message,
        })?;
        let comma = if at == 0 { "" } else { "," };
        write!(text, "{comma}\n    {}", json_escaped(&line))?;
    }
    text.push_str(if baseline.entries.is_empty() {
        "]\n}\n"
    } else {
        "\n  ]\n}\n"
    });
    Ok(text)
}

/// Why a file is no baseline that can be read.
#[derive(Debug, PartialEq)]
struct Problem {
    range: Range,
    message: String,
    hint: &'static str,
}

const WRITE_AGAIN: &str = "`opsrepo validate --write-baseline=FILE` writes one";

impl Problem {
    fn new(range: Range, message: impl Into<String>) -> Problem {
        Problem {
            range,
            message: message.into(),
            hint: WRITE_AGAIN,
        }
    }

    fn at(self, shown: &str, text: &str) -> anyhow::Error {
        let place = crate::text::source::Source::new(text).position(self.range.start);
        anyhow!(
            "{shown}:{}:{}: {}\n{}",
            place.line,
            place.column,
            self.message,
            self.hint
        )
    }
}

fn parse(text: &str) -> Result<Baseline, Problem> {
    let Some(path) = RepoPath::new(NAME) else {
        return Ok(Baseline::default());
    };
    let document = reader::read(&path, &File::text(path.clone(), text).content);
    if let Some(problem) = document.problems.first() {
        return Err(Problem::new(
            problem.range,
            format!("this is no baseline: {}", problem.message),
        ));
    }
    let root = document.data.first();
    let head = root.and_then(|root| root.get(HEAD));
    let (Some(root), Some(head)) = (root, head) else {
        return Err(Problem::new(
            Range::at(0),
            format!("this is no baseline: it has no `{HEAD}`"),
        ));
    };
    if head.value != Value::Int(VERSION) {
        let found = head.scalar().unwrap_or_else(|| head.type_name().to_owned());
        return Err(Problem {
            range: head.range,
            message: format!("this baseline is of version {found}, and this opsrepo knows version {VERSION}"),
            hint: "write it anew with `--write-baseline`, or take the opsrepo that wrote it",
        });
    }
    let findings = root.get("findings");
    let Some(findings) = findings.filter(|findings| matches!(findings.value, Value::List(_))) else {
        let range = findings.map_or(root.range, |findings| findings.range);
        return Err(Problem::new(range, "this baseline has no list of `findings`"));
    };
    let mut entries = findings
        .items()
        .iter()
        .map(entry)
        .collect::<Result<Vec<Entry>, Problem>>()?;
    entries.sort();
    Ok(Baseline { entries })
}

fn entry(node: &Node) -> Result<Entry, Problem> {
    let text = |name: &str| node.get(name).and_then(Node::as_str);
    let Some(key) = text("key").and_then(Key::parse) else {
        let range = node.get("key").map_or(node.range, |key| key.range);
        return Err(Problem::new(
            range,
            "a finding is known by its `key`, 32 digits of hexadecimal",
        ));
    };
    let said = |name: &str| text(name).unwrap_or_default().to_owned();
    Ok(Entry {
        path: said("path"),
        rule: said("rule"),
        key,
        message: said("message"),
    })
}

#[cfg(test)]
mod tests {
    use super::{parse, written};
    use crate::lint::baseline::{Baseline, Entry};
    use crate::lint::key::Key;

    fn entry(path: &str, message: &str) -> Entry {
        Entry {
            path: path.to_owned(),
            rule: "link/broken".to_owned(),
            key: Key::parse("0123456789abcdef0123456789abcdef").unwrap(),
            message: message.to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let two = vec![entry("a.md", "no \"x\"\u{202e}\n\u{1b}"), entry("b.md", "ö")];
        for entries in [Vec::new(), two] {
            let baseline = Baseline { entries };
            let text = written(&baseline).unwrap();
            assert_eq!(
                text.lines().count(),
                4 + baseline.entries.len() + usize::from(!baseline.entries.is_empty())
            );
            assert!(!text.contains(['\u{202e}', '\u{1b}']), "{text}");
            assert_eq!(parse(&text), Ok(baseline));
        }
    }

    #[test]
    fn what_is_no_baseline_is_pointed_at() {
        for (text, at, says) in [
            ("", 0, "this is no baseline"),
            ("[]", 0, "it has no `opsrepo-baseline`"),
            ("{\"opsrepo-baseline\": 2, \"findings\": []}", 21, "of version 2"),
            ("{\"opsrepo-baseline\": \"x\"}", 21, "of version x"),
            ("{\"opsrepo-baseline\": 1}", 0, "no list of `findings`"),
            (
                "{\"opsrepo-baseline\": 1, \"findings\": {}}",
                36,
                "no list of `findings`",
            ),
            (
                "{\"opsrepo-baseline\": 1, \"findings\": [{\"key\": \"x\"}]}",
                45,
                "known by its `key`",
            ),
            ("{\"opsrepo-baseline\": 1, \"findings\": [3]}", 37, "known by its `key`"),
        ] {
            let problem = parse(text).unwrap_err();
            assert_eq!(problem.range.start, at, "{text}: {problem:?}");
            assert!(problem.message.contains(says), "{text}: {problem:?}");
        }
        assert!(parse("{\"opsrepo-baseline\": 1, \"findings\": [").is_err());
    }
}
