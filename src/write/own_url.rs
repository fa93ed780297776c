//! Addresses of a repository's own files on its forge: GitHub's, GitLab's and Gitea's ways to write them.

use std::ops::Range;

/// What stands between a repository's address and the branch.
const WAYS: [&str; 9] = [
    "/blob/",
    "/tree/",
    "/edit/",
    "/raw/",
    "/-/blob/",
    "/-/tree/",
    "/-/edit/",
    "/src/branch/",
    "/_edit/",
];

/// Where in `url` the path of a file stands, if the address is one of the repository at `origin`, at `branch` or HEAD.
pub(crate) fn path_in(url: &str, origin: &str, branch: &str) -> Option<Range<usize>> {
    let home = name(origin)?;
    let start = url.find("://")? + 3;
    let rest = url.get(start..)?;
    let head = rest.get(..home.len()).filter(|head| head.eq_ignore_ascii_case(&home))?;
    let rest = &rest[head.len()..];
    let path = WAYS.iter().find_map(|way| {
        let rest = rest.strip_prefix(way)?;
        [branch, "HEAD"]
            .iter()
            .find_map(|branch| rest.strip_prefix(branch)?.strip_prefix('/'))
    })?;
    let start = url.len() - path.len();
    let length = path.find(['?', '#']).unwrap_or(path.len());
    (length > 0).then(|| start..start + length)
}

/// `host/owner/name` of a remote: scheme, user, port and `.git` aside.
fn name(origin: &str) -> Option<String> {
    let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let (host, path) = rest.split_once(['/', ':'])?;
    let path = match path.split_once('/') {
        Some((port, path)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => path,
        _ => path,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    (host.contains('.') && path.contains('/')).then(|| format!("{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::path_in;

    #[test]
    fn only_the_own_repository_counts() {
        let table = [
            ("https://github.com/o/r/blob/main/adr/x.md?a#b", "adr/x.md"),
            ("https://GitHub.com/O/R/tree/HEAD/adr", "adr"),
            ("https://github.com/o/r/blob/v1/adr/x.md", ""),
            ("https://github.com/o/rr/blob/main/adr/x.md", ""),
            ("https://example.org/o/r/blob/main/adr/x.md", ""),
        ];
        for origin in [
            "https://github.com/o/r.git",
            "git@github.com:o/r",
            "ssh://git@github.com:22/o/r",
        ] {
            for (url, expected) in table {
                let found = path_in(url, origin, "main").map_or("", |place| &url[place]);
                assert_eq!(found, expected, "{origin} {url}");
            }
        }
    }
}
