//! What the variables of the environment say about keeping and fetching things. It reads none of them itself.

use std::path::PathBuf;

/// What of the process's surroundings matters here.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings {
    /// Where programs of this user keep what they can get again.
    pub(super) cache: Option<PathBuf>,
    /// Whether somebody else makes the connections.
    pub(super) has_proxy: bool,
}

impl Surroundings {
    /// From the variables of the environment.
    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Surroundings {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        // Source: the XDG Base Directory specification; a path that is not absolute does not count.
        let given = set("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute());
        let usual = || set("HOME").map(|home| PathBuf::from(home).join(".cache"));
        let local = || set("LOCALAPPDATA").map(PathBuf::from);
        let proxies = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
        Surroundings {
            cache: given.or_else(usual).or_else(local),
            has_proxy: proxies.iter().any(|name| set(name).is_some()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Surroundings;
    use std::path::PathBuf;

    #[test]
    fn the_surroundings_are_read_by_their_names() {
        let of = |list: &[(&str, &str)]| {
            let variable = |name: &str| {
                list.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            Surroundings::of(variable)
        };
        let home = of(&[("HOME", "/h"), ("XDG_CACHE_HOME", "not/absolute")]);
        assert_eq!((home.cache, home.has_proxy), (Some(PathBuf::from("/h/.cache")), false));
        let given = of(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c"), ("https_proxy", "p:1")]);
        assert_eq!((given.cache, given.has_proxy), (Some(PathBuf::from("/c")), true));
    }
}
