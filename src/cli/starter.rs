//! The starter cloud, exactly as it lies in `examples/starter`. A test compares the two.

/// Every file of the starter: its path and its text.
pub(super) const FILES: &[(&str, &str)] = &[
    (
        ".github/CODEOWNERS",
        include_str!("../../examples/starter/.github/CODEOWNERS"),
    ),
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
        ".github/workflows/opsrepo.yml",
        include_str!("../../examples/starter/.github/workflows/opsrepo.yml"),
    ),
    (".gitignore", include_str!("../../examples/starter/.gitignore")),
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
    use super::{FILES, NAME};
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
}
