//! What files would like to be called as pages, and who gets which name where several want the same. It knows paths alone.

use crate::text::hash::fnv1a_32;
use crate::text::path::RepoPath;
use crate::text::template::slug;
use std::collections::{BTreeMap, BTreeSet};

/// Stems of the front page of a folder, in lower case: where there are several, the one that people look for first.
const FRONT_PAGES: [&str; 3] = ["readme", "index", "_index"];

/// What a file would like to be called: at first, and when that is taken.
pub(super) struct Wish {
    pub(super) first: String,
    second: String,
    identity: String,
}

impl Wish {
    /// One of several records of a file is called after the file and itself.
    pub(super) fn add(&mut self, part: &str) {
        for name in [&mut self.first, &mut self.second] {
            name.push('-');
            name.push_str(part);
        }
    }
}

pub(super) fn wish_of_record(folder: &str, path: &RepoPath, part: usize) -> Wish {
    let parent = path.parent();
    let stem = stem(path);
    let (short, long) = match front_rank(&stem).is_some() {
        true => (slug(parent.name()), slug(parent.as_str())),
        false => (slug(&stem), slug(&format!("{}-{stem}", parent.name()))),
    };
    Wish {
        first: format!("{folder}/{short}"),
        second: format!("{folder}/{long}"),
        identity: format!("{path}#{part}"),
    }
}

pub(super) fn wish_of_page(folder: &str, path: &RepoPath) -> Wish {
    let mut parts: Vec<String> = path.parent().parts().map(slug).collect();
    parts.insert(0, folder.to_owned());
    let stem = stem(path);
    parts.push(slug(if front_rank(&stem).is_some() { "readme" } else { &stem }));
    let first = parts.join("/");
    Wish {
        second: first.clone(),
        first,
        identity: path.to_string(),
    }
}

/// How well a stem is known as that of the front page of its folder; `None` where it is none.
pub(super) fn front_rank(stem: &str) -> Option<usize> {
    FRONT_PAGES.iter().position(|known| stem.eq_ignore_ascii_case(known))
}

/// The name without the endings that tell its format; dots inside a name stay.
pub(super) fn stem(path: &RepoPath) -> String {
    let mut stem = path.name();
    for ending in [
        ".erb",
        ".md",
        ".markdown",
        ".html",
        ".adoc",
        ".asciidoc",
        ".yaml",
        ".yml",
        ".json",
        ".toml",
    ] {
        stem = stem
            .strip_suffix(ending)
            .filter(|rest| !rest.is_empty())
            .unwrap_or(stem);
    }
    stem.to_owned()
}

/// Gives each its first wish where nobody else has it, else its second, else the first with a mark of its path.
pub(super) fn settle(wishes: Vec<Wish>) -> Vec<String> {
    let count = |wish: fn(&Wish) -> &String| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for each in &wishes {
            *counts.entry(wish(each)).or_default() += 1;
        }
        counts
    };
    let (firsts, seconds) = (count(|wish| &wish.first), count(|wish| &wish.second));
    let is_free = |name: &str| name.rsplit('/').next() != Some("index");
    let mut taken = BTreeSet::new();
    let mut settled = Vec::with_capacity(wishes.len());
    for wish in &wishes {
        let name = if firsts.get(wish.first.as_str()) == Some(&1) && is_free(&wish.first) {
            wish.first.clone()
        } else if seconds.get(wish.second.as_str()) == Some(&1)
            && !firsts.contains_key(wish.second.as_str())
            && is_free(&wish.second)
        {
            wish.second.clone()
        } else {
            format!("{}-{}", wish.first, mark(&wish.identity))
        };
        let mut unique = name.clone();
        let mut again = 1;
        while !taken.insert(unique.clone()) {
            again += 1;
            unique = format!("{name}-{again}");
        }
        settled.push(unique);
    }
    settled
}

/// Six hexadecimal digits of a text (FNV-1a).
fn mark(text: &str) -> String {
    format!("{:06x}", fnv1a_32(text.as_bytes()) & 0x00ff_ffff)
}

#[cfg(test)]
mod tests {
    use super::{Wish, settle, stem};
    use crate::text::path::RepoPath;

    #[test]
    fn every_address_is_its_own() {
        let wish = |first: &str, second: &str, identity: &str| Wish {
            first: first.to_owned(),
            second: second.to_owned(),
            identity: identity.to_owned(),
        };
        let settled = settle(vec![
            wish("d/0001-a", "d/x-0001-a", "x/0001-a.md"),
            wish("d/0001-a", "d/y-0001-a", "y/0001-a.md"),
            wish("d/0002-b", "d/z-0002-b", "z/0002-B.md"),
            wish("d/0002-b", "d/z-0002-b", "z/0002-b.md"),
            wish("d/index", "d/index", "d/index.md"),
        ]);
        assert_eq!(settled[..2], ["d/x-0001-a", "d/y-0001-a"]);
        assert_ne!(settled[2], settled[3]);
        assert_ne!(settled[4], "d/index");
    }

    #[test]
    fn dots_inside_names_stay() {
        let path = |path: &str| RepoPath::new(path).unwrap();
        assert_eq!(stem(&path("a/v1.2-upgrade.html.md.erb")), "v1.2-upgrade");
        assert_eq!(stem(&path(".md")), ".md");
    }
}
