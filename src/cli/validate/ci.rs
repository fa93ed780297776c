//! What a CI service tells its jobs about the branch that a change is to be merged into.
//!
//! It is handed a way to ask for a variable; it reads no environment itself.

/// Where a change is to go, by what a CI service says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Destination {
    /// The variable that says so.
    pub(in crate::cli) variable: &'static str,
    /// What it says, as a revision of Git: a branch without `refs/heads/`, or a commit.
    pub(in crate::cli) revision: String,
}

/// A variable of one service.
struct Row {
    /// Holds the target branch, or a commit of it.
    variable: &'static str,
    /// Must hold something too, where the first is also set in runs that merge nothing.
    only_with: Option<&'static str>,
}

const fn row(variable: &'static str) -> Row {
    Row {
        variable,
        only_with: None,
    }
}

const fn row_with(variable: &'static str, only_with: &'static str) -> Row {
    Row {
        variable,
        only_with: Some(only_with),
    }
}

/// The variables, in the order in which they are tried; each as its service documents it.
const ROWS: [Row; 13] = [
    // GitHub Actions, Forgejo and Gitea: empty in runs that are for no pull request.
    row("GITHUB_BASE_REF"),
    // GitLab: only the commit is sure to be there.
    row("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
    row("CI_MERGE_REQUEST_DIFF_BASE_SHA"),
    // Azure Pipelines: `refs/heads/main`.
    row("SYSTEM_PULLREQUEST_TARGETBRANCH"),
    row("BITBUCKET_PR_DESTINATION_BRANCH"),
    row("BITBUCKET_PR_DESTINATION_COMMIT"),
    // Jenkins, multibranch pipelines.
    row("CHANGE_TARGET"),
    row("BUILDKITE_PULL_REQUEST_BASE_BRANCH"),
    // Woodpecker, then Drone.
    row("CI_COMMIT_TARGET_BRANCH"),
    row_with("DRONE_TARGET_BRANCH", "DRONE_PULL_REQUEST"),
    row_with("TRAVIS_BRANCH", "TRAVIS_PULL_REQUEST_SHA"),
    // Prow: its local branch of that name holds the change already, so only the commit tells the two apart.
    row_with("PULL_BASE_SHA", "PULL_NUMBER"),
    row("CIRRUS_BASE_SHA"),
];

/// Everything that is said about the target, the best first; nothing outside of CI.
pub(in crate::cli) fn destinations(look: impl Fn(&str) -> Option<String>) -> Vec<Destination> {
    let said = |name: &str| look(name).filter(|value| !value.trim().is_empty());
    let rows = ROWS
        .iter()
        .filter(|row| row.only_with.is_none_or(|name| said(name).is_some()));
    rows.filter_map(|row| {
        let value = said(row.variable)?;
        let name = value.trim();
        Some(Destination {
            variable: row.variable,
            revision: name.strip_prefix("refs/heads/").unwrap_or(name).to_owned(),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::destinations;

    fn found(variables: &[(&str, &str)]) -> Vec<String> {
        let look = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        destinations(look).into_iter().map(|found| found.revision).collect()
    }

    #[test]
    fn only_merge_runs_have_a_target() {
        assert_eq!(found(&[("GITHUB_BASE_REF", "main")]), ["main"]);
        assert!(found(&[("GITHUB_BASE_REF", ""), ("GITHUB_REF_NAME", "main")]).is_empty());
        assert_eq!(found(&[("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/a/b")]), ["a/b"]);
        assert!(found(&[("DRONE_TARGET_BRANCH", "main")]).is_empty());
        assert_eq!(
            found(&[
                ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
                ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "abc")
            ]),
            ["main", "abc"]
        );
    }
}
