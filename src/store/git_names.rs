//! How a repository calls itself and its user: remote, branches, name. It must not know why it is asked.

use crate::store::facts::User;
use crate::store::git::Repository;

impl Repository {
    /// The URL of the remote `origin`, as it is configured.
    pub fn origin(&self) -> Option<String> {
        let remote = self.inner.find_remote("origin").ok()?;
        remote.url().ok().map(str::to_owned)
    }

    /// The branch that others merge into: what `origin/HEAD` points at, else `main` or `master` where one of them exists.
    pub fn default_branch(&self) -> Option<String> {
        let head = self.inner.find_reference("refs/remotes/origin/HEAD").ok();
        let named = head.as_ref().and_then(|head| head.symbolic_target().ok().flatten());
        if let Some(branch) = named.and_then(|target| target.strip_prefix("refs/remotes/origin/")) {
            return Some(branch.to_owned());
        }
        let exists = |name: &str| self.inner.find_reference(name).is_ok();
        ["main", "master"]
            .into_iter()
            .find(|name| exists(&format!("refs/remotes/origin/{name}")) || exists(&format!("refs/heads/{name}")))
            .map(str::to_owned)
    }

    /// The name that the default branch surely had, if any: the other of `main` and `master`, where no branch has that
    /// name any more. Forges lead on from it. `None` where not all branches of `origin` were fetched.
    pub fn former_branch(&self) -> Option<String> {
        let former = match self.default_branch()?.as_str() {
            "main" => "master",
            "master" => "main",
            _ => return None,
        };
        let remote = self.inner.find_remote("origin").ok()?;
        let fetched = remote.fetch_refspecs().ok()?;
        let is_whole = fetched
            .iter()
            .flatten()
            .flatten()
            .any(|spec| spec.contains("refs/heads/*"));
        let is_free = ["refs/remotes/origin/", "refs/heads/"]
            .iter()
            .all(|place| self.inner.find_reference(&format!("{place}{former}")).is_err());
        (is_whole && is_free && !self.is_shallow()).then(|| former.to_owned())
    }

    /// The names of the branches of `origin`, of the local branches and of the tags, sorted and each once. `None` where not
    /// all were fetched: with one branch of `origin`, or in a shallow clone, the others may well exist.
    pub fn revisions(&self) -> Option<Vec<String>> {
        if self.is_shallow() {
            return None;
        }
        let mut names = Vec::new();
        let mut remote = 0;
        for reference in self.inner.references_glob("refs/*").ok()?.flatten() {
            let Ok(name) = reference.name() else { continue };
            let branch = name.strip_prefix("refs/remotes/origin/").filter(|name| *name != "HEAD");
            remote += usize::from(branch.is_some());
            let local = || name.strip_prefix("refs/heads/").or(name.strip_prefix("refs/tags/"));
            names.extend(branch.or_else(local).map(str::to_owned));
        }
        names.sort();
        names.dedup();
        (remote > 1).then_some(names)
    }

    /// Who writes here.
    pub fn user(&self) -> User {
        let config = self.inner.config().and_then(|mut config| config.snapshot());
        let get = |key: &str| {
            let value = config.as_ref().ok()?.get_string(key).ok()?;
            (!value.trim().is_empty()).then_some(value)
        };
        User {
            name: get("user.name"),
            email: get("user.email"),
        }
    }
}
