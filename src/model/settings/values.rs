//! What single values of `opsrepo.toml`, and the file itself, may look like. It judges their form alone: it has no database
//! of zones or languages, and does not know the rest of the tree.

use crate::model::glob;
use crate::model::locator::Locator;
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::tree::Content;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What was found and what was expected.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The areas of the IANA time zone database.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
    "Etc",
];

/// The commands that are no kinds: a kind of such a name could never be called.
pub(crate) const COMMANDS: [&str; 15] = [
    "validate",
    "init",
    "render",
    "serve",
    "sets",
    "list",
    "search",
    "rules",
    "explain",
    "policy",
    "schema",
    "trace",
    "man",
    "completions",
    "help",
];

const LOCATOR_HELP: &str = "write `front-matter:KEY`, `section:NAME`, `bullet:LABEL`, `line:LABEL`, `bold-line:LABEL`, \
     `table:LABEL`, `attribute:NAME`, `relation:WORD`, `sidecar:FILE#/POINTER`, `heading`, `file-name`, `file-date` or `dir-name`";

/// The address of a site, as `https://ops.example.org/cloud/`. Fails with what is wrong with it.
pub fn web_address(text: &str) -> Result<(), Complaint> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', ':', '?', '#']));
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    (has_host && is_plain).then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no web address"),
        help: "write the whole address, as https://ops.example.org/cloud/".to_owned(),
    })
}

/// The address under which a site is published. Fails with what is wrong with it.
pub fn base_url(text: &str) -> Result<(), Complaint> {
    web_address(text)?;
    (!text.contains(['?', '#'])).then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no folder of a web server"),
        help: "leave out what begins with `?` or `#`: addresses of pages are put behind it".to_owned(),
    })
}

/// Words that people read. Fails where there are none.
pub(crate) fn words(text: &str) -> Result<(), Complaint> {
    (!text.trim().is_empty()).then_some(()).ok_or_else(|| Complaint {
        message: "there is nothing in these quotes".to_owned(),
        help: "write what is to be shown, or leave the line out".to_owned(),
    })
}

/// Where a repository is hosted: a web address, or what `git remote` says. Fails with what is wrong with it.
pub(crate) fn repository(text: &str) -> Result<(), Complaint> {
    let is_remote = ["ssh://", "git://"].iter().any(|scheme| text.starts_with(scheme));
    // As `git@host:owner/name`.
    let is_short = text.split_once(':').is_some_and(|(host, path)| {
        let is_host = host.contains(['@', '.']) && !host.contains('/');
        is_host && path.contains('/') && !path.starts_with("//")
    });
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let is_one = web_address(text).is_ok() || is_plain && (is_remote || is_short);
    is_one.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no address of a repository"),
        help: "write it as https://git.example.org/team/ops, or as `git remote -v` says".to_owned(),
    })
}

/// True for what leads out of the repository: a web address, or one of mail.
pub(crate) fn is_elsewhere(text: &str) -> bool {
    web_address(text).is_ok() || text.strip_prefix("mailto:").is_some_and(|to| to.contains('@'))
}

/// The IANA name of a time zone: `UTC`, or an area and places in it.
pub(crate) fn time_zone(text: &str) -> Result<(), Complaint> {
    let is_part = |part: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
        !part.is_empty() && part.chars().all(known)
    };
    let (area, place) = text.split_once('/').unwrap_or((text, ""));
    let is_one = text == "UTC" || (AREAS.contains(&area) && place.split('/').all(is_part));
    is_one.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no time zone"),
        help: match similar::nearest(area, AREAS) {
            Some(near) if near != area && !place.is_empty() => format!("did you mean `{near}/{place}`?"),
            _ => "write an area and a place, as `Europe/Amsterdam`, or `UTC`".to_owned(),
        },
    })
}

/// A BCP 47 tag by its form: a language of two or three letters, then subtags of up to eight letters or digits.
pub(crate) fn language(text: &str) -> Result<(), Complaint> {
    let mut parts = text.split('-');
    let is_language = |part: &str| matches!(part.len(), 2..=3) && part.chars().all(|c| c.is_ascii_alphabetic());
    let is_subtag = |part: &str| matches!(part.len(), 1..=8) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let is_tag = parts.next().is_some_and(is_language) && parts.all(is_subtag);
    is_tag.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no language tag"),
        help: "write it as `en` or `pt-BR`".to_owned(),
    })
}

/// The name of a kind, which becomes a command and part of addresses.
pub(crate) fn kind_name(text: &str) -> Result<(), Complaint> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_name = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain);
    is_name.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` cannot be the name of a kind"),
        help: "use lower-case letters, digits and `-`: the name is a command, as `opsrepo decision list`".to_owned(),
    })?;
    (!COMMANDS.contains(&text)).then_some(()).ok_or_else(|| Complaint {
        message: format!("a kind cannot be called `{text}`: `opsrepo {text}` is a command already"),
        help: "give the kind another name".to_owned(),
    })
}

/// A glob that can match something.
pub(crate) fn glob(text: &str) -> Result<(), Complaint> {
    if let Some(why) = glob::problem(text) {
        return Err(Complaint {
            message: format!("`{text}` is no glob: {why}"),
            help: "`*` is any part of a name, `**` any folders, `?` one letter, `[ab]` one of these".to_owned(),
        });
    }
    (!text.is_empty() && !leaves_root(text))
        .then_some(())
        .ok_or_else(|| Complaint {
            message: format!("`{text}` matches nothing, ever"),
            help: "paths start at the root of the repository, as `decisions/*.md`".to_owned(),
        })
}

/// The path of a file below the root.
pub(crate) fn path(text: &str) -> Result<(), Complaint> {
    (RepoPath::new(text).is_some()).then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` leaves the repository"),
        help: "paths start at the root of the repository, as `schemas/x.schema.json`".to_owned(),
    })
}

/// A locator.
pub(crate) fn locator(text: &str) -> Result<(), Complaint> {
    (Locator::parse(text).is_some()).then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no locator"),
        help: LOCATOR_HELP.to_owned(),
    })
}

/// Why a settings file with this content was not read; `None` where it is text.
pub(crate) fn why_unread(content: &Content) -> Option<String> {
    Some(match content {
        Content::Text(_) => return None,
        Content::Bytes(_) | Content::Other(_) | Content::Binary(_) => "it is no text".to_owned(),
        Content::NotUtf8(_) => "it is not UTF-8".to_owned(),
        Content::Sealed(_) => "it is encrypted by git-crypt".to_owned(),
        Content::TooLarge { length, limit } => format!("it has {length} bytes, and at most {limit} are read"),
        Content::Unreadable(why) => why.clone(),
        Content::Link(target) => format!("it is a symbolic link to `{target}`, which is not followed"),
    })
}

/// Any text at all.
pub(crate) fn anything(_: &str) -> Result<(), Complaint> {
    Ok(())
}

/// True for a pattern that begins at the root of the disk, or that goes up: no path of a tree does.
fn leaves_root(pattern: &str) -> bool {
    pattern.starts_with('/') || pattern.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::{Complaint, base_url, glob, kind_name, language, repository, time_zone, web_address, words};

    fn holds(judge: fn(&str) -> Result<(), Complaint>, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(judge(text), Ok(()), "{text}");
        }
        for text in bad {
            assert!(judge(text).is_err(), "{text}");
        }
    }

    #[test]
    fn addresses_of_sites_and_repositories_are_told_from_others() {
        for (text, is_site, is_repository) in [
            ("https://ops.example.org/cloud/", true, true),
            ("https://ops.example.org/?a", false, true),
            ("https://ops.example.org/#a", false, true),
            ("git@git.example.org:team/ops.git", false, true),
            ("git.example.org:team/ops", false, true),
            ("ssh://git@git.example.org/team/ops", false, true),
            ("git.example.org/team/ops", false, false),
            ("javascript:alert(1)/x", false, false),
            ("../ops", false, false),
        ] {
            assert_eq!(base_url(text).is_ok(), is_site, "{text}");
            assert_eq!(repository(text).is_ok(), is_repository, "{text}");
        }
        assert!(words(" x").is_ok() && words(" ").is_err() && words("").is_err());
    }

    #[test]
    fn values_are_judged_by_their_form() {
        holds(
            web_address,
            &["https://ops.example.org/", "http://localhost:8080/a"],
            &["not a url", "https://", "https:///x", "ops.example.org", "https://a b"],
        );
        holds(
            time_zone,
            &[
                "UTC",
                "Europe/Lisbon",
                "America/Argentina/Buenos_Aires",
                "Etc/GMT+5",
                "America/Port-au-Prince",
            ],
            &[
                "Mars/Base",
                "Europe",
                "Europe/",
                "europe/lisbon",
                "Europe//Lisbon",
                "Europe/Li sbon",
                "+01:00",
                "",
            ],
        );
        holds(
            language,
            &["en", "pt-BR", "zh-Hans-CN", "de-x-ops"],
            &["", "english", "e", "en_GB", "en-", "en-abcdefghi"],
        );
        holds(
            kind_name,
            &["decision", "change", "policy-2"],
            &["validate", "help", "my kind", "Change", "2nd", ""],
        );
        holds(
            glob,
            &["a/*.md", "./a/*", "**", "a/..b/*", "a..b"],
            &["../x/*.md", "/abs/*", "a/../b", "a/[", ""],
        );
    }

    #[test]
    fn a_slip_in_a_zone_is_suggested() {
        assert_eq!(
            time_zone("Europ/Lisbon").unwrap_err().help,
            "did you mean `Europe/Lisbon`?"
        );
    }
}
