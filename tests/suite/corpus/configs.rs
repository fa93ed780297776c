//! What is said of the configs of a real cloud, with the store of schemas that it kept for its own checks.

use crate::cli::opsrepo;
use crate::corpus::checkout::folder;

/// The store holds no `_definitions.json`, to which most schemas refer: that part is not checked, and said once. The other
/// figures were compared with those of another validator: they differ only in patches, in what sops has sealed, and in
/// objects that a patch completes.
#[test]
fn apps_follows_its_own_store_but_for_one_object() {
    let (Some(apps), Some(store)) = (folder("operate-first-apps"), folder("operate-first-schema-store")) else {
        return;
    };
    let schemas = store.join("schemas");
    let schemas = schemas.to_str().unwrap();
    let run = opsrepo(
        &apps,
        &["validate", "-v", "--base", "none", "--kubernetes-schemas", schemas],
    )
    .ends(1);
    let all = format!("{}{}", run.out, run.err);
    for (part, expected) in [
        (" is checked against ", 106),
        (" is checked against nothing", 14),
        ("hint[kubernetes/unknown-kind]", 14),
        ("warning[kubernetes/unusable-schema]", 1),
        ("error[kubernetes/mismatch]", 19),
        ("error[secret/plain]", 7),
        ("error[secret/private-key]", 0),
        ("[secret/not-encrypted]", 0),
        ("hint[kustomize/unused]", 4),
    ] {
        assert_eq!(all.matches(part).count(), expected, "{part}");
    }
}
