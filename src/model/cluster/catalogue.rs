//! Folders of schemas for Kubernetes kinds: how their files are called, and which of several versions is meant.
//!
//! Layouts: kubeval's and kubeconform's stores (`v1.18.0-standalone-strict/deployment-apps-v1.json`), and catalogues of
//! custom resources (`argoproj.io/application_v1alpha1.json`). It knows names, not what stands in the files.

use crate::model::settings::Kubernetes;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The folders in which schemas may lie: the one that was named, and of its versions the one that was asked for, else
/// `master`, else the highest.
pub(crate) fn folders(tree: &Tree, named: &RepoPath, settings: &Kubernetes) -> Vec<RepoPath> {
    let from = match named.as_str() {
        "" => 0,
        name => name.len() + 1,
    };
    let below: BTreeSet<&str> = tree
        .below(named)
        .filter_map(|(_, file)| {
            file.path
                .as_str()
                .get(from..)?
                .split_once('/')
                .map(|(folder, _)| folder)
        })
        .collect();
    let rank = |name: &&str| {
        let (version, sort) = name.split_once('-').unwrap_or((name, ""));
        let is_asked = settings
            .version
            .as_deref()
            .is_some_and(|asked| version.trim_start_matches('v') == asked.trim_start_matches('v'));
        let is_strict = sort.ends_with("strict");
        let numbers: Vec<u64> = version
            .trim_start_matches('v')
            .split('.')
            .map(|part| part.parse().unwrap_or(0))
            .collect();
        (
            is_asked,
            version == "master",
            numbers,
            is_strict == settings.strict,
            Reverse(sort.len()),
        )
    };
    let versions = below.into_iter().filter(|name| is_version(name));
    let best = versions.max_by_key(rank).and_then(|name| named.join(name));
    // A name that says a version is asked first: beside it may lie catalogues.
    best.into_iter().chain([named.clone()]).collect()
}

/// The schema of a kind in the first of the folders that has one.
pub(crate) fn find(tree: &Tree, folders: &[RepoPath], kind: (&str, &str, &str)) -> Option<FileId> {
    let names = names(kind);
    let mut paths = folders
        .iter()
        .flat_map(|folder| names.iter().filter_map(|name| folder.join(name)));
    paths.find_map(|path| tree.find(&path))
}

/// How the file of a kind (group, version, kind) may be called, from the folder that holds it.
fn names((group, version, kind): (&str, &str, &str)) -> Vec<String> {
    let kind = kind.to_ascii_lowercase();
    if group.is_empty() {
        return vec![format!("{kind}-{version}.json"), format!("core/{kind}_{version}.json")];
    }
    let short = group.split('.').next().unwrap_or(group);
    vec![
        format!("{group}/{kind}_{version}.json"),
        format!("{kind}-{short}-{version}.json"),
        format!("{kind}-{group}-{version}.json"),
        format!("{kind}_{version}.json"),
    ]
}

/// `master-standalone`, `v1.18.0-standalone-strict`, `v1.31.0`, `master-local`.
fn is_version(name: &str) -> bool {
    let version = name.split('-').next().unwrap_or(name);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    version == "master"
        || version
            .strip_prefix('v')
            .is_some_and(|rest| rest.contains('.') && rest.split('.').all(is_number))
}

#[cfg(test)]
mod tests {
    use super::{find, folders};
    use crate::model::settings::Kubernetes;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn found(paths: &[&str], settings: &Kubernetes, kind: (&str, &str, &str)) -> Option<String> {
        let path = |text: &&str| RepoPath::new(text).unwrap();
        let tree = Tree::new(paths.iter().map(|text| File::text(path(text), "{}")).collect());
        let folders = folders(&tree, &RepoPath::new("s").unwrap(), settings);
        find(&tree, &folders, kind).map(|file| tree.path(file).to_string())
    }

    #[test]
    fn every_layout_is_known() {
        let (default, apps) = (Kubernetes::default(), ("apps", "v1", "Deployment"));
        for path in [
            "s/deployment-apps-v1.json",
            "s/master-standalone-strict/deployment-apps-v1.json",
            "s/v1.18.0/deployment-apps-v1.json",
            "s/apps/deployment_v1.json",
        ] {
            assert_eq!(found(&[path], &default, apps).as_deref(), Some(path));
        }
        let argo = ("argoproj.io", "v1alpha1", "Application");
        for path in [
            "s/argoproj.io/application_v1alpha1.json",
            "s/application-argoproj-v1alpha1.json",
        ] {
            assert_eq!(found(&[path], &default, argo).as_deref(), Some(path));
        }
        assert_eq!(
            found(&["s/pod-v1.json"], &default, ("", "v1", "Pod")).as_deref(),
            Some("s/pod-v1.json")
        );
        assert_eq!(found(&["t/pod-v1.json"], &default, ("", "v1", "Pod")), None);
    }

    #[test]
    fn the_version_that_was_asked_for_counts() {
        let all = [
            "s/v1.9.0-standalone/pod-v1.json",
            "s/v1.30.0-standalone/pod-v1.json",
            "s/v1.30.0-standalone-strict/pod-v1.json",
        ];
        let pick = |version: Option<&str>, strict| {
            let settings = Kubernetes {
                version: version.map(str::to_owned),
                strict,
                ..Kubernetes::default()
            };
            found(&all, &settings, ("", "v1", "Pod"))
        };
        assert_eq!(pick(None, false).as_deref(), Some(all[1]));
        assert_eq!(pick(None, true).as_deref(), Some(all[2]));
        assert_eq!(pick(Some("1.9.0"), true).as_deref(), Some(all[0]));
    }
}
