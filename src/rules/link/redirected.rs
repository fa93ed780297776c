//! `link/redirected`: A link to an address that has moved for good.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::external;
use crate::model::links::Link;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "link/redirected",
    severity: Some(Severity::Hint),
    summary: "A link to an address that has moved for good.",
    page: include_str!("../../../docs/rules/link/redirected.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let Some(answers) = &workspace.external else { return };
    for link in &workspace.links {
        let moved = external::address(link).and_then(|url| Some((url, answers.get(url)?.moved.as_deref()?)));
        let Some((url, to)) = moved else { continue };
        let finding = findings.add(link.span, format!("the address has moved for good to {}", quote(to)));
        finding.fix(fix(workspace, link, (url, to)));
    }
}

/// Writes the new address, with the fragment of the old one. What would end the link's syntax stays for people.
fn fix(workspace: &Workspace, link: &Link, (url, to): (&str, &str)) -> Option<Fix> {
    let is_plain = to
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'(' | b')' | b'"' | b'\'' | b'|'));
    let rest = link.raw.trim().strip_prefix(url)?;
    let target = format!("{to}{rest}");
    let title = format!("point the link to {}", quote(&target));
    is_plain.then(|| fixes::replace(workspace, (link.span, &link.raw), target, title))?
}
