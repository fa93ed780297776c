//! Who wrote each line of one file, from the user's own `git blame`. It must not know what the lines say.

use crate::store::git::Repository;
use crate::store::log_parser::commit_of;
use crate::store::process::{git, stream};
use crate::text::history::Commit;
use crate::text::path::RepoPath;
use std::collections::HashMap;
use std::io::BufRead;

/// Who wrote each line.
#[derive(Clone, Debug, Default)]
pub struct Blame {
    /// The commits, in the order in which their lines come; not complete: no people, no merges.
    pub commits: Vec<Commit>,
    /// Per commit when it was committed, in seconds since 1970.
    pub times: Vec<i64>,
    /// Per line of the file the commit that wrote it, as an index; `None` where it is not committed, or was written
    /// before a shallow clone begins.
    pub lines: Vec<Option<u32>>,
    /// True when lines are older than what a shallow clone holds.
    pub is_cut: bool,
    /// Per commit whether what came before it is not known.
    boundaries: Vec<bool>,
}

impl Blame {
    /// The lines of the first commit of a shallow clone may be older.
    fn forget_boundaries(&mut self) {
        for line in &mut self.lines {
            if line.is_some_and(|at| self.boundaries[at as usize]) {
                *line = None;
                self.is_cut = true;
            }
        }
    }
}

/// Blames the file as it lies on disk, or as it was in the commit `at`. `path` is relative to `folder`. Moves of lines
/// within the file are followed. The error is a sentence for the user.
pub fn blame(
    repository: &Repository,
    (folder, path): (&RepoPath, &RepoPath),
    at: Option<&str>,
) -> Result<Blame, String> {
    let start = match at {
        Some(at) => Some(repository.commit(at).map_err(|error| format!("{error:#}"))?),
        None => None,
    };
    let full = match folder.as_str() {
        "" => path.to_string(),
        folder => format!("{folder}/{path}"),
    };
    let mut command = git(repository);
    command.args([
        "-c",
        "blame.ignoreRevsFile=",
        "blame",
        "--porcelain",
        "-M",
        "--encoding=UTF-8",
    ]);
    command.args(start.as_deref()).arg("--").arg(full);
    let mut blame = stream(&mut command, parse)?;
    if repository.is_shallow() {
        blame.forget_boundaries();
    }
    Ok(blame)
}

/// Reads the format that git-blame(1) calls porcelain: a head per line (`id was is [count]`), facts about a commit where
/// it is met first, and the line itself behind a tab.
fn parse(mut pipe: impl BufRead) -> std::io::Result<Blame> {
    let mut blame = Blame::default();
    let mut known: HashMap<String, Option<u32>> = HashMap::new();
    let (mut bytes, mut id, mut facts) = (Vec::new(), String::new(), Facts::default());
    loop {
        bytes.clear();
        if pipe.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(blame);
        }
        if bytes[0] == b'\t' {
            if !known.contains_key(&id) {
                let is_open = id.bytes().all(|byte| byte == b'0');
                let index = (!is_open).then_some(blame.commits.len() as u32);
                if index.is_some() {
                    blame.times.push(facts.committed);
                    blame.boundaries.push(facts.is_boundary);
                    blame.commits.push(std::mem::take(&mut facts).commit(id.clone()));
                }
                known.insert(id.clone(), index);
            }
            blame.lines.push(known.get(&id).copied().flatten());
            (id, facts) = (String::new(), Facts::default());
            continue;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_end_matches(['\n', '\r']);
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            _ if id.is_empty() => id = word.to_owned(),
            "author" => facts.author = rest.to_owned(),
            "author-mail" => facts.email = rest.trim_matches(['<', '>']).to_owned(),
            "author-time" => facts.seconds = rest.parse().unwrap_or(0),
            "author-tz" => facts.zone = rest.to_owned(),
            "committer-time" => facts.committed = rest.parse().unwrap_or(0),
            "summary" => facts.summary = rest.to_owned(),
            "boundary" => facts.is_boundary = true,
            _ => {}
        }
    }
}

#[derive(Default)]
struct Facts {
    author: String,
    email: String,
    seconds: i64,
    zone: String,
    committed: i64,
    summary: String,
    is_boundary: bool,
}

impl Facts {
    fn commit(self, id: String) -> Commit {
        let sign = if self.zone.starts_with('-') { -1 } else { 1 };
        let digits: i32 = self.zone.trim_start_matches(['+', '-']).parse().unwrap_or(0);
        let minutes = sign * (digits / 100 * 60 + digits % 100);
        let date = crate::store::facts::rfc3339(self.seconds, minutes);
        commit_of((id, &self.summary), (self.author, self.email), date)
    }
}

#[cfg(test)]
mod tests {
    use super::blame;
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn each_line_has_its_commit() {
        let scratch = Scratch::repository();
        scratch
            .write("d/a.md", "one\n\ttwo\nthree\n")
            .commit(1, "add (#3)")
            .write("d/a.md", "one\n\t2\nthree\n")
            .commit(2, "edit");
        scratch.write("d/a.md", "one\n\t2\nthree\nfour\n");
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let (folder, path) = (RepoPath::new("d").unwrap(), RepoPath::new("a.md").unwrap());
        let found = blame(&repository, (&folder, &path), None).unwrap();
        let subjects: Vec<&str> = found
            .lines
            .iter()
            .map(|line| line.map_or("", |at| found.commits[at as usize].subject.as_str()))
            .collect();
        assert_eq!(subjects, ["add (#3)", "edit", "add (#3)", ""]);
        assert_eq!(found.commits[0].date, "2024-01-01T10:01:00+02:00");
        assert_eq!(
            blame(&repository, (&folder, &path), Some("HEAD")).unwrap().lines.len(),
            3
        );
        let none = RepoPath::new("none.md").unwrap();
        assert!(blame(&repository, (&folder, &none), None).is_err());
    }
}
