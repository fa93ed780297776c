//! The rules of a run: what SARIF calls reporting descriptors. It must not know what was found.

use crate::lint::{About, Severity};
use crate::report::sarif::text::Text;
use serde::Serialize;

/// Characters that GitHub keeps of a description.
const DESCRIPTION: usize = 1000;

/// The head of a page under which it says in a few sentences what the rule does.
const DOES: &str = "## What it does\n";

/// A SARIF `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifRule {
    id: &'static str,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<&'static str>,
    /// GitHub's word for the level, by which it sorts.
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

/// A rule as its page describes it.
pub(super) fn rule(about: &About) -> SarifRule {
    let (area, _) = about.name.split_once('/').unwrap_or((about.name, ""));
    let does = about.page.split_once(DOES).map_or("", |(_, rest)| rest);
    let does = does.split("\n## ").next().unwrap_or_default();
    let description: String = does.split_whitespace().collect::<Vec<_>>().join(" ");
    let description = match description.is_empty() {
        true => about.summary.to_owned(),
        false => description.chars().take(DESCRIPTION).collect(),
    };
    // SARIF wants a text wherever there is Markdown; a page reads well as it is.
    let page = if about.page.is_empty() {
        about.summary
    } else {
        about.page
    };
    SarifRule {
        id: about.name,
        name: pascal_case(about.name),
        short_description: Text {
            text: about.summary.to_owned(),
        },
        full_description: Text { text: description },
        help: Help {
            text: page,
            markdown: page,
        },
        default_configuration: Configuration {
            enabled: about.severity.is_some(),
            level: about.severity.map_or("none", level),
        },
        properties: Properties {
            tags: vec![area],
            severity: match about.severity {
                Some(Severity::Error) => "error",
                Some(Severity::Warning) => "warning",
                Some(Severity::Hint) | None => "recommendation",
            },
        },
    }
}

/// SARIF's word for a level.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// `link/broken-anchor` → `LinkBrokenAnchor`.
fn pascal_case(name: &str) -> String {
    let words = name.split(['/', '-']);
    words
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::{About, Severity};
    use crate::report::sarif::rules::rule;

    #[test]
    fn a_rule_is_described_by_its_page() {
        let about = About {
            name: "link/broken-anchor",
            severity: Some(Severity::Warning),
            summary: "A link to nothing.",
            page: "# link/broken-anchor\n\n## What it does\n\nReports a link\nthat leads nowhere.\n\n## Why\n\nx\n",
        };
        let value = serde_json::to_value(rule(&about)).unwrap();
        assert_eq!(value["name"], "LinkBrokenAnchor");
        assert_eq!(value["fullDescription"]["text"], "Reports a link that leads nowhere.");
        assert_eq!(value["help"]["markdown"], about.page);
        assert_eq!(
            value["defaultConfiguration"],
            serde_json::json!({"enabled": true, "level": "warning"})
        );
        let off = About {
            severity: None,
            page: "",
            ..about
        };
        let value = serde_json::to_value(rule(&off)).unwrap();
        assert_eq!(value["defaultConfiguration"]["enabled"], false);
        assert_eq!(value["fullDescription"]["text"], "A link to nothing.");
    }
}
