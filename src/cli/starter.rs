//! The starter cloud, exactly as it lies in `examples/starter`. A test compares the two.

use crate::model::forge::Flavour;

/// The workflow of GitHub.
const GITHUB: &str = ".github/workflows/opsrepo.yml";
/// The pipeline of GitLab.
const GITLAB: &str = ".gitlab-ci.yml";

/// The files for a repository on a forge: of the workflows only the one that runs there; all where that is not known.
pub(super) fn files(forge: Option<Flavour>) -> Vec<(&'static str, &'static str)> {
    let runs = |path: &str| match path {
        GITHUB => forge.is_none_or(|forge| forge == Flavour::GitHub),
        GITLAB => forge.is_none_or(|forge| forge == Flavour::GitLab),
        _ => true,
    };
    FILES.iter().copied().filter(|(path, _)| runs(path)).collect()
}

/// Every file of the starter: its path and its text.
const FILES: &[(&str, &str)] = &[
    (
        ".github/ISSUE_TEMPLATE/config-change.yml",
        include_str!("../../examples/starter/.github/ISSUE_TEMPLATE/config-change.yml"),
    ),
    (
        ".github/ISSUE_TEMPLATE/config.yml",
        include_str!("../../examples/starter/.github/ISSUE_TEMPLATE/config.yml"),
    ),
    (
        ".github/ISSUE_TEMPLATE/decision.yml",
        include_str!("../../examples/starter/.github/ISSUE_TEMPLATE/decision.yml"),
    ),
    (
        ".github/ISSUE_TEMPLATE/incident.yml",
        include_str!("../../examples/starter/.github/ISSUE_TEMPLATE/incident.yml"),
    ),
    (
        GITHUB,
        include_str!("../../examples/starter/.github/workflows/opsrepo.yml"),
    ),
    (".gitignore", include_str!("../../examples/starter/.gitignore")),
    (GITLAB, include_str!("../../examples/starter/.gitlab-ci.yml")),
    ("CODEOWNERS", include_str!("../../examples/starter/CODEOWNERS")),
    (
        "CONTRIBUTING.md",
        include_str!("../../examples/starter/CONTRIBUTING.md"),
    ),
    ("LICENSE", include_str!("../../examples/starter/LICENSE")),
    ("README.md", include_str!("../../examples/starter/README.md")),
    (
        "configs/website.yaml",
        include_str!("../../examples/starter/configs/website.yaml"),
    ),
    (
        "decisions/0001-record-decisions-in-the-open.md",
        include_str!("../../examples/starter/decisions/0001-record-decisions-in-the-open.md"),
    ),
    (
        "incidents/.gitattributes",
        include_str!("../../examples/starter/incidents/.gitattributes"),
    ),
    (
        "incidents/README.md",
        include_str!("../../examples/starter/incidents/README.md"),
    ),
    ("opsrepo.toml", include_str!("../../examples/starter/opsrepo.toml")),
    (
        "runbooks/website-down.md",
        include_str!("../../examples/starter/runbooks/website-down.md"),
    ),
    (
        "schemas/website.schema.json",
        include_str!("../../examples/starter/schemas/website.schema.json"),
    ),
    (
        "services/website.yaml",
        include_str!("../../examples/starter/services/website.yaml"),
    ),
];

/// The name of the starter's cloud, in all of its files.
pub(super) const NAME: &str = "Example Cloud";

#[cfg(test)]
mod tests {
    use super::{FILES, GITHUB, GITLAB, NAME, files};
    use crate::model::forge::Flavour;
    use std::collections::BTreeMap;
    use std::path::Path;

    fn collect(folder: &Path, root: &Path, out: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                out.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn is_exactly_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/starter");
        let mut on_disk = BTreeMap::new();
        collect(&root, &root, &mut on_disk);
        let embedded: BTreeMap<String, String> = FILES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        assert_eq!(embedded.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
        assert!(embedded == on_disk);
        assert!(embedded["opsrepo.toml"].contains(NAME));
    }

    #[test]
    fn only_the_workflow_of_the_forge_is_written() {
        for (forge, here) in [
            (None, [true, true]),
            (Some(Flavour::GitHub), [true, false]),
            (Some(Flavour::GitLab), [false, true]),
            (Some(Flavour::Gitea), [false, false]),
        ] {
            let files = files(forge);
            let has = |path: &str| files.iter().any(|(name, _)| *name == path);
            assert_eq!([has(GITHUB), has(GITLAB)], here, "{forge:?}");
            assert!(has("README.md"));
        }
    }

    #[test]
    fn workflows_are_pinned_and_see_the_whole_history() {
        let text = |path: &str| FILES.iter().find(|(name, _)| *name == path).unwrap().1;
        let version = env!("CARGO_PKG_VERSION");
        for path in [GITHUB, GITLAB] {
            assert!(text(path).contains(&format!("OPSREPO: \"{version}\"")), "{path}");
        }
        let github = text(GITHUB);
        for (_, used) in github.split("uses: ").skip(1).map(|rest| rest.split_once('@').unwrap()) {
            let id = used.split_whitespace().next().unwrap();
            assert!(id.len() == 40 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
        }
        let count = |what: &str| github.matches(what).count();
        assert_eq!(count("actions/checkout@"), count("fetch-depth: 0"));
        assert_eq!(count("actions/checkout@"), count("persist-credentials: false"));
        assert!(github.contains("\npermissions: {}\n") && !github.contains("contents: write"));
        assert!(text(GITLAB).contains("GIT_DEPTH: \"0\""));
    }
}
