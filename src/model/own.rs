//! The repository's own addresses on the web: which of its files a URL shows. It knows no files and fetches nothing.
//!
//! Forms, where `PLACE` is what `origin` names (host, owner and name):
//! - GitHub: `PLACE/blob/BRANCH/path`, `tree`, `raw`, `edit`, `blame`; `raw.githubusercontent.com/OWNER/NAME/BRANCH/path`
//! - GitLab: `PLACE/-/blob/BRANCH/path`, `tree`, `raw`, `edit`, `blame`; before version 12 without the dash
//! - Gitea and Forgejo: `PLACE/src/branch/BRANCH/path`, `raw`, `blame`; `PLACE/_edit/BRANCH/path`

use crate::text::escape::percent_encode;
use crate::text::path::RepoPath;
use std::ops::Range;

/// What GitHub serves the plain text of files from.
const RAW_HOST: &str = "raw.githubusercontent.com";

/// What a forge writes between a repository's address and a branch.
const WAYS: [&str; 15] = [
    "/blob/",
    "/tree/",
    "/raw/",
    "/edit/",
    "/blame/",
    "/-/blob/",
    "/-/tree/",
    "/-/raw/",
    "/-/edit/",
    "/-/blame/",
    "/src/branch/",
    "/raw/branch/",
    "/blame/branch/",
    "/_edit/",
    "/raw/refs/heads/",
];

/// Knows the URLs of one repository.
pub(crate) struct Own<'a> {
    /// Host without user and port, owner and name, in lower case: of each address that it goes by.
    places: Vec<(String, String)>,
    branch: Option<&'a str>,
    former: Option<&'a str>,
    folder: &'a RepoPath,
}

/// Where a URL of the repository's own leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The bytes of the URL that are the path, still encoded, without slashes around it.
    pub(crate) range: Range<usize>,
    /// Whether the branch is known to be the one that others merge into; else what is missing here may exist there.
    pub(crate) is_default: bool,
}

impl<'a> Own<'a> {
    /// The repository that goes by these addresses, as `origin` and as the settings have it, with the default branch and
    /// the name that it had before; `folder` is the root of the workspace as seen from the top of the repository. `None`
    /// where none is an address of a forge.
    pub(crate) fn new<'n>(
        addresses: impl IntoIterator<Item = &'n str>,
        (branch, former): (Option<&'a str>, Option<&'a str>),
        folder: &'a RepoPath,
    ) -> Option<Self> {
        let is_place = |(host, name): &(String, String)| !host.is_empty() && name.contains('/');
        let mut places: Vec<_> = addresses.into_iter().map(place).filter(is_place).collect();
        places.dedup();
        (!places.is_empty()).then_some(Own {
            places,
            branch,
            former,
            folder,
        })
    }

    /// The part of `url` that is a path of this repository; `None` for what is another repository, another branch, a
    /// tag, a commit, or no file.
    pub(crate) fn shown(&self, url: &str) -> Option<Shown> {
        let start = ["https://", "http://"]
            .iter()
            .find(|scheme| starts_with(url, scheme))?
            .len();
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let address = url.get(start..end)?;
        let rests = self.places.iter().flat_map(|place| rests(place, address));
        rests.flatten().find_map(|rest| {
            let (skipped, is_default) = self.behind_branch(rest)?;
            let path = &rest[skipped..];
            let from = end - path.trim_start_matches('/').len();
            let to = end - (path.len() - path.trim_end_matches('/').len()).min(end - from);
            Some(Shown {
                range: from..to,
                is_default,
            })
        })
    }

    /// A path below the root of the workspace, for a decoded path of the repository; `None` where it lies outside.
    pub(crate) fn inside(&self, path: &str) -> Option<RepoPath> {
        below(self.folder, RepoPath::new(path)?)
    }

    /// A path below the root of the workspace as URLs of the repository write it.
    pub(crate) fn written(&self, path: &RepoPath) -> String {
        let mut out = String::new();
        let full = self.folder.join(path.as_str());
        percent_encode(full.as_ref().unwrap_or(path).as_str(), &mut out);
        out
    }

    /// How many bytes the name of the default branch takes at the start of `rest`, and whether it is surely that.
    fn behind_branch(&self, rest: &str) -> Option<(usize, bool)> {
        let begins = |name: &str| {
            let behind = rest.strip_prefix(name)?;
            (behind.is_empty() || behind.starts_with('/')).then_some(name.len())
        };
        match self.branch {
            Some(branch) => [branch, "HEAD"]
                .into_iter()
                .chain(self.former)
                .find_map(begins)
                .map(|length| (length, true)),
            None => ["HEAD", "main", "master"]
                .iter()
                .find_map(|name| begins(name))
                .map(|length| (length, false)),
        }
    }
}

/// What may be branch and path in an address without scheme: one text for each form that it may have.
fn rests<'u>((known, name): &(String, String), address: &'u str) -> [Option<&'u str>; WAYS.len() + 1] {
    let mut rests = [None; WAYS.len() + 1];
    let Some((host, path)) = address.split_once('/') else {
        return rests;
    };
    let Some(rest) = without(path, name) else {
        return rests;
    };
    let host = host.split(':').next().unwrap_or(host);
    if host.eq_ignore_ascii_case(known) {
        for (at, way) in WAYS.iter().enumerate() {
            rests[at] = rest.strip_prefix(way);
        }
    } else if known == "github.com" && host.eq_ignore_ascii_case(RAW_HOST) {
        let rest = rest.strip_prefix('/');
        rests[WAYS.len()] = rest.map(|rest| rest.strip_prefix("refs/heads/").unwrap_or(rest));
    }
    rests
}

/// A path as seen from `folder`; `None` where it lies outside.
pub(crate) fn below(folder: &RepoPath, path: RepoPath) -> Option<RepoPath> {
    match folder.as_str() {
        "" => Some(path),
        name if path.as_str() == name => Some(RepoPath::root()),
        name => RepoPath::new(path.as_str().strip_prefix(name)?.strip_prefix('/')?),
    }
}

/// Whether two addresses name one repository: scheme, user, port, `.git` and case aside.
pub(crate) fn same_repository(a: &str, b: &str) -> bool {
    !a.is_empty() && !b.is_empty() && place(a) == place(b)
}

/// Host and name of a repository's address as people write it, in lower case: `https://host/o/r.git`,
/// `ssh://git@host:22/o/r`, `git@host:o/r`.
fn place(url: &str) -> (String, String) {
    let url = url.trim().trim_end_matches('/');
    let url = url.strip_suffix(".git").unwrap_or(url);
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) if !scheme.is_empty() || !host.contains(':') => (host, path),
        _ => rest.split_once(':').unwrap_or((rest, "")),
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    // A port belongs to the way there, not to the name.
    let host = host.split(':').next().unwrap_or(host);
    (host.to_lowercase(), path.trim_start_matches('/').to_lowercase())
}

/// True for a fragment that names lines, as forges do: `L3`, `L3-L7`, `L3C1-L7C2`, `L3-7`, `lines-3`.
pub(crate) fn is_lines(fragment: &str) -> bool {
    let rest = fragment.strip_prefix("lines-").or_else(|| fragment.strip_prefix('L'));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || "LC-:".contains(c))
    })
}

/// What follows `start`, whose letters are lower case, in a text of any case.
fn without<'u>(text: &'u str, start: &str) -> Option<&'u str> {
    starts_with(text, start).then(|| &text[start.len()..])
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::{Own, is_lines, same_repository};
    use crate::text::path::RepoPath;

    #[test]
    fn knows_its_own_repository() {
        let own = "https://github.com/operate-first/apps.git";
        for other in [
            "https://github.com/Operate-First/apps",
            "git@github.com:operate-first/apps.git",
            "ssh://git@github.com/operate-first/apps/",
            "ssh://git@github.com:22/operate-first/apps/",
            "https://user:token@github.com/operate-first/apps",
        ] {
            assert!(same_repository(own, other), "{other}");
        }
        assert!(!same_repository(own, "https://github.com/operate-first/other") && !same_repository("", ""));
    }

    #[test]
    fn knows_its_own_files() {
        for (origin, url, path) in [
            (
                "git@github.com:o/r.git",
                "https://github.com/o/r/blob/main/a/b.md",
                "a/b.md",
            ),
            ("https://github.com/O/R", "http://GitHub.com/o/r/tree/main/a/", "a"),
            (
                "https://github.com/o/r",
                "https://github.com/O/r/blob/HEAD/a%20b.md?plain=1#L1",
                "a%20b.md",
            ),
            ("https://github.com/o/r", "https://github.com/o/r/tree/main", ""),
            (
                "https://github.com/o/r",
                "https://github.com/o/r/raw/main//a.png",
                "a.png",
            ),
            (
                "https://github.com/o/r",
                "https://raw.githubusercontent.com/o/r/main/a.sh",
                "a.sh",
            ),
            (
                "https://github.com/o/r",
                "https://raw.githubusercontent.com/o/r/refs/heads/main/a.sh",
                "a.sh",
            ),
            (
                "https://gitlab.org/g/s/r.git",
                "https://gitlab.org/g/s/r/-/blob/main/a.md#x",
                "a.md",
            ),
            (
                "https://git.local:8443/o/r",
                "https://git.local:8443/o/r/-/raw/main/a.md",
                "a.md",
            ),
            (
                "ssh://git@code.org:2222/o/r",
                "https://code.org/o/r/src/branch/main/a.md",
                "a.md",
            ),
            (
                "https://github.com/o/r",
                "https://github.com/o/r/edit/main/a.md",
                "a.md",
            ),
            (
                "https://github.com/o/r",
                "https://github.com/o/r/blame/main/a.md#L3",
                "a.md",
            ),
            (
                "https://gitlab.org/g/r",
                "https://gitlab.org/g/r/-/edit/main/a%20b.md",
                "a%20b.md",
            ),
            (
                "https://gitlab.org/g/r",
                "https://gitlab.org/g/r/-/blame/main/a.md",
                "a.md",
            ),
            ("https://code.org/o/r", "https://code.org/o/r/_edit/main/a.md", "a.md"),
            (
                "https://code.org/o/r",
                "https://code.org/o/r/blame/branch/main/a.md",
                "a.md",
            ),
        ] {
            let root = RepoPath::root();
            let own = Own::new([origin], (Some("main"), None), &root).unwrap();
            let shown = own.shown(url).unwrap_or_else(|| panic!("{url}"));
            assert!(shown.is_default, "{url}");
            assert_eq!(&url[shown.range], path, "{url}");
        }
    }

    #[test]
    fn judges_no_other_address() {
        let root = RepoPath::root();
        let own = Own::new(["https://github.com/o/r"], (Some("main"), None), &root).unwrap();
        for url in [
            "https://github.com/o/r",
            "https://github.com/o/r/issues/1",
            "https://github.com/o/r/edit/other/a.md",
            "https://github.com/o/r/commits/main/a.md",
            "https://github.com/o/r/blob/master/a.md",
            "https://github.com/o/r/blob/main2/a.md",
            "https://github.com/o/r/blob/v1.0/a.md",
            "https://github.com/o/r2/blob/main/a.md",
            "https://github.com/x/r/blob/main/a.md",
            "https://example.org/o/r/blob/main/a.md",
            "https://raw.githubusercontent.com/o/r2/main/a.md",
            "mailto:o@github.com",
            "https://gîthub.com/o/r/blob/main/a.md",
        ] {
            assert_eq!(own.shown(url), None, "{url}");
        }
        assert!(Own::new(["/srv/git"], (None, None), &root).is_none());
    }

    #[test]
    fn a_repository_goes_by_more_than_one_address() {
        let root = RepoPath::root();
        let addresses = ["/srv/git", "git@mirror.org:x/r.git", "https://github.com/o/r"];
        let own = Own::new(addresses, (Some("main"), None), &root).unwrap();
        let is_own = |url: &str| own.shown(url).is_some();
        assert!(is_own("https://mirror.org/x/r/blob/main/a") && is_own("https://github.com/o/r/blob/main/a"));
        assert!(!is_own("https://mirror.org/o/r/blob/main/a"));
    }

    #[test]
    fn an_unknown_branch_is_not_sure() {
        let root = RepoPath::root();
        let own = Own::new(["https://github.com/o/r"], (None, None), &root).unwrap();
        let is_default = |url: &str| own.shown(url).map(|shown| shown.is_default);
        assert_eq!(is_default("https://github.com/o/r/blob/master/a"), Some(false));
        assert_eq!(is_default("https://github.com/o/r/blob/dev/a"), None);
    }

    #[test]
    fn a_root_below_the_top_has_paths_of_its_own() {
        let folder = RepoPath::new("clouds/a").unwrap();
        let own = Own::new(["https://github.com/o/r"], (None, None), &folder).unwrap();
        assert_eq!(own.inside("clouds/a/x y.md"), RepoPath::new("x y.md"));
        assert_eq!((own.inside("clouds/ab"), own.inside("x.md")), (None, None));
        assert_eq!(own.written(&RepoPath::new("x y.md").unwrap()), "clouds/a/x%20y.md");
    }

    #[test]
    fn tells_lines_from_headings() {
        assert!(
            ["L3", "L3-L7", "L3C1-L7C2", "L3-7", "lines-3:7"]
                .iter()
                .all(|text| is_lines(text))
        );
        assert!(["L", "L3a", "lines", "links", "3"].iter().all(|text| !is_lines(text)));
    }
}
