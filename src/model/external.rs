//! What other hosts answered to the links that lead to them. It is handed the answers; nothing is fetched here.

use crate::model::glob::Globs;
use crate::model::links::{Destination, Link, Origin};
use crate::model::settings::ExternalSetting;
use crate::model::targets::is_template;
use std::collections::{BTreeMap, BTreeSet};

/// What one address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it said.
    pub outcome: Outcome,
    /// Where it has moved to for good, and answers well.
    pub moved: Option<String>,
}

/// What an address said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A status of HTTP.
    Status(u16),
    /// Nothing, and why.
    Silent(String),
}

/// The answers, by address without fragment.
pub type Answers = BTreeMap<String, Answer>;

/// Hosts and ends of hosts that exist on no network, for examples (RFC 2606, RFC 6761).
const EXAMPLES: [&str; 7] = [
    "example",
    "example.com",
    "example.net",
    "example.org",
    "invalid",
    "localhost",
    "test",
];

/// The address that a link leads to on the web, without fragment; `None` for what leads nowhere there.
pub fn address(link: &Link) -> Option<&str> {
    let is_text = matches!(link.origin, Origin::Text | Origin::Image | Origin::Alert);
    let is_open = matches!(link.target, Destination::External | Destination::Missing(_));
    let url = link.raw.split('#').next()?.trim();
    let scheme = url.find("://").map(|at| &url[..at])?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (is_text && is_open && is_web && !is_template(url) && !is_example(url)).then_some(url)
}

/// All addresses to ask, without those that settings leave out.
pub fn wanted(links: &[Link], setting: &ExternalSetting) -> BTreeSet<String> {
    let excluded = Globs::of(&setting.exclude);
    let urls = links.iter().filter_map(address);
    urls.filter(|url| !excluded.matches_text(url))
        .map(str::to_owned)
        .collect()
}

fn is_example(url: &str) -> bool {
    let rest = url.find("://").map_or(url, |at| &url[at + 3..]);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default().to_lowercase();
    EXAMPLES.iter().any(|name| {
        let before = host.strip_suffix(name);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::model::links::{Destination, Link, Origin};
    use crate::text::span::{FileId, Range, Span};

    #[test]
    fn only_addresses_of_others_are_asked() {
        for (raw, expected) in [
            ("https://x.org/a?b#c", Some("https://x.org/a?b")),
            ("HTTP://x.org", Some("HTTP://x.org")),
            ("https://docs.example.com/a", None),
            ("https://myexample.com/a", Some("https://myexample.com/a")),
            ("https://x.org/{{ name }}", None),
            ("mailto:a@x.org", None),
            ("//x.org/a", None),
        ] {
            let link = Link {
                origin: Origin::Text,
                field: String::new(),
                raw: raw.to_owned(),
                span: Span::new(FileId(0), Range::at(0)),
                target: Destination::External,
            };
            assert_eq!(address(&link), expected, "{raw}");
        }
    }
}
