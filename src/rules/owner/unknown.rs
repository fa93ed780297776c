//! `owner/unknown`: An owner whom no list of people knows.

use crate::lint::{Findings, Rule, Severity};
use crate::model::owners::name::Name;
use crate::model::owners::people;
use crate::model::ownership;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::words::quote;
use crate::text::similar;
use crate::text::span::{FileId, Span};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "owner/unknown",
    severity: Some(Severity::Warning),
    summary: "An owner whom no list of people knows.",
    page: include_str!("../../../docs/rules/owner/unknown.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let known = Known::new(workspace);
    if !workspace.owners.people.is_empty() {
        stated(workspace, &known, findings);
    }
    let owners = &workspace.owners;
    let parts = owners.lists.iter().flat_map(|list| &list.parts);
    for name in parts.flat_map(|part| part.approvers.iter().chain(&part.reviewers)) {
        // A login that no list has may well exist: only a slip of an alias is sure to be one.
        let is_slip =
            || similar::certain(&people::plain(&name.text), known.aliases.iter().map(String::as_str)).is_some();
        if (owners.people.is_declared || is_slip()) && !known.knows(&name.text) {
            known.report(workspace, name, findings);
        }
    }
    if owners.people.is_declared {
        let members = owners.aliases.iter().flat_map(|aliases| aliases.groups.values());
        let members = members.flat_map(|(_, members)| members);
        let code = owners.code.iter().flat_map(|code| &code.lines);
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        for name in members.chain(code.flat_map(|line| &line.owners)) {
            if !known.of_lists(&name.text) && seen.insert(name.span) {
                known.report(workspace, name, findings);
            }
        }
    }
}

/// What the records and the front matters of other files say.
fn stated(workspace: &Workspace, known: &Known, findings: &mut Findings) {
    let mut files: BTreeSet<FileId> = BTreeSet::new();
    let mut names: Vec<Name> = Vec::new();
    for record in &workspace.records {
        files.insert(record.file);
        let owners = ownership::stated(record);
        names.extend(owners.map(|owner| Name {
            text: owner.name.to_owned(),
            span: owner.span,
        }));
    }
    for (file, _) in workspace.tree.iter().filter(|(file, _)| !files.contains(file)) {
        let document = workspace.document(file);
        let data = document.data.first().filter(|_| document.front_matter.is_some());
        let nodes = data.into_iter().flat_map(ownership::names_in);
        names.extend(nodes.filter_map(|node| {
            Some(Name {
                text: node.as_str()?.to_owned(),
                span: Span::new(file, node.range),
            })
        }));
    }
    names.retain(|name| is_name(&name.text) && !known.knows(&name.text));
    names.iter().for_each(|name| known.report(workspace, name, findings));
}

/// What is no placeholder, no template and no address.
fn is_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric();
    text.contains(is_letter)
        && !["://", "{{", "<%", "<"].iter().any(|mark| text.contains(mark))
        && !["n/a", "none", "tbd", "todo", "unowned"].contains(&text.to_lowercase().as_str())
}

/// Everybody who is known by name, from all lists.
struct Known<'a> {
    workspace: &'a Workspace,
    /// The aliases, as names are compared.
    aliases: BTreeSet<String>,
    /// Those whom the aliases stand for, and those whom `OWNERS` name.
    listed: BTreeSet<String>,
}

impl<'a> Known<'a> {
    fn new(workspace: &'a Workspace) -> Self {
        let owners = &workspace.owners;
        let groups = || owners.aliases.iter().flat_map(|aliases| aliases.groups.values());
        let members = groups().flat_map(|(_, members)| members);
        Known {
            workspace,
            aliases: groups().map(|(name, _)| people::plain(&name.text)).collect(),
            listed: members.map(|name| people::plain(&name.text)).collect(),
        }
    }

    fn of_lists(&self, name: &str) -> bool {
        self.workspace.owners.people.knows(name)
    }

    fn knows(&self, name: &str) -> bool {
        let plain = people::plain(name);
        self.of_lists(name) || self.aliases.contains(&plain) || self.listed.contains(&plain)
    }

    fn report(&self, workspace: &Workspace, name: &Name, findings: &mut Findings) {
        let plain = people::plain(&name.text);
        let names = self.workspace.owners.people.names();
        let all = names.chain(self.aliases.iter().map(String::as_str));
        let near = similar::certain(&plain, all);
        let finding = findings.add(name.span, format!("no list of people knows {}", quote(&name.text)));
        match near {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?"));
                let fix = fixes::replace(
                    workspace,
                    (name.span, &plain),
                    near.to_owned(),
                    format!("write `{near}`"),
                );
                finding.fix(fix);
            }
            None => {
                finding.help("mend the name, or add it to the list");
            }
        }
    }
}
