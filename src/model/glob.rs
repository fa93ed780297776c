//! Globs over repository paths. The only home of the glob library.

use crate::model::settings::Glob;
use crate::text::path::RepoPath;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Several globs, any of which may match. `*` does not cross `/`, `**` does.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// Compiles patterns; a pattern that cannot be read is left out, for [`problem`] says so.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            if let Ok(glob) = compile(pattern) {
                builder.add(glob);
            }
        }
        Globs(builder.build().unwrap_or_else(|_| GlobSet::empty()))
    }

    /// Compiles globs from the settings.
    pub fn of(globs: &[Glob]) -> Self {
        Globs::new(globs.iter().map(|glob| glob.pattern.as_str()))
    }

    /// Whether a path matches.
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.matches_text(path.as_str())
    }

    /// Whether a text with the form of a path matches, as addresses are.
    pub fn matches_text(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Globs that answer with a rank: several of them may stand for one line of a list.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    set: GlobSet,
    ranks: Vec<usize>,
}

impl Ranked {
    /// Compiles ranks with their patterns, in rising order; a pattern that cannot be read is left out.
    pub(crate) fn new(patterns: impl IntoIterator<Item = (usize, String)>) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut ranks = Vec::new();
        for (rank, pattern) in patterns {
            if let Ok(glob) = compile(&pattern) {
                builder.add(glob);
                ranks.push(rank);
            }
        }
        match builder.build() {
            Ok(set) => Ranked { set, ranks },
            Err(_) => Ranked {
                set: GlobSet::empty(),
                ranks: Vec::new(),
            },
        }
    }

    /// The ranks of the globs that match a path, in rising order; a rank may come twice.
    pub(crate) fn matching(&self, path: &RepoPath) -> Vec<usize> {
        let matching = self.set.matches(path.as_str());
        matching.into_iter().map(|at| self.ranks[at]).collect()
    }
}

/// The pattern that everything below a folder matches, whatever characters are in its name.
pub fn below(folder: &RepoPath) -> String {
    format!("{}/**", globset::escape(folder.as_str()))
}

/// The globs that match none of the paths, in their order. All of them must be readable, as those of the settings are.
pub fn without_match<'a, 'p>(globs: &[&'a Glob], paths: impl Iterator<Item = &'p RepoPath>) -> Vec<&'a Glob> {
    let all = Globs::new(globs.iter().map(|glob| glob.pattern.as_str()));
    let mut is_used = vec![false; globs.len()];
    let mut matching = Vec::new();
    for path in paths {
        all.0.matches_into(path.as_str(), &mut matching);
        matching.iter().for_each(|&at| is_used[at] = true);
        if is_used.iter().all(|is_used| *is_used) {
            break;
        }
    }
    let unused = globs.iter().zip(is_used).filter(|(_, is_used)| !is_used);
    unused.map(|(glob, _)| *glob).collect()
}

/// The folder in which everything lies that a pattern can match: its parts before the first that holds a wildcard.
pub fn folder_of(pattern: &str) -> RepoPath {
    let folders = pattern
        .trim_start_matches("./")
        .rsplit_once('/')
        .map_or("", |(folders, _)| folders);
    let fixed: Vec<&str> = folders
        .split('/')
        .take_while(|part| !part.contains(['*', '?', '[', '{']))
        .collect();
    RepoPath::new(&fixed.join("/")).unwrap_or_else(RepoPath::root)
}

/// What is wrong with a pattern, if anything.
pub fn problem(pattern: &str) -> Option<String> {
    compile(pattern).err().map(|error| error.kind().to_string())
}

fn compile(pattern: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(pattern.trim_start_matches("./"))
        .literal_separator(true)
        .build()
}

#[cfg(test)]
mod tests {
    use super::{Globs, below, folder_of, problem};
    use crate::text::path::RepoPath;

    #[test]
    fn a_pattern_has_a_folder() {
        for (pattern, folder) in [
            ("docs/adr/*.md", "docs/adr"),
            ("docs/**/x.md", "docs"),
            ("*.md", ""),
            ("{a,b}/x", ""),
        ] {
            assert_eq!(folder_of(pattern).as_str(), folder, "{pattern}");
        }
    }

    #[test]
    fn stars_stop_at_slashes() {
        let globs = Globs::new(["adr/*.md", "docs/**/x.yaml"]);
        let matches = |path| RepoPath::new(path).is_some_and(|path| globs.matches(&path));
        assert!(matches("adr/0001-x.md") && matches("docs/x.yaml") && matches("docs/a/b/x.yaml"));
        assert!(!matches("adr/old/0001-x.md") && !matches("x.yaml"));
        assert!(problem("a/[").is_some() && problem("a/*").is_none());
    }

    #[test]
    fn everything_below_a_folder() {
        let path = |path| RepoPath::new(path).unwrap_or_else(RepoPath::root);
        let pattern = below(&path("examples/a[1]"));
        let globs = Globs::new([pattern.as_str()]);
        assert!(globs.matches(&path("examples/a[1]/adr/1.md")) && !globs.matches(&path("examples/a1/adr/1.md")));
    }
}
