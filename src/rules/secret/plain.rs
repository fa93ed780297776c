//! `secret/plain`: A Kubernetes Secret whose data anybody can read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::objects::Object;
use crate::model::cluster::sops;
use crate::model::workspace::Workspace;
use crate::rules::words::either;
use crate::rules::{credentials, secrets};
use crate::syntax::node::{Entry, Node};
use crate::text::base64;
use crate::text::plural::counted;
use crate::text::span::{Range, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "secret/plain",
    severity: Some(Severity::Error),
    summary: "A Kubernetes Secret whose data anybody can read.",
    page: include_str!("../../../docs/rules/secret/plain.md"),
    check,
};

/// How many keys a message names.
const NAMED: usize = 4;

fn check(workspace: &Workspace, findings: &mut Findings) {
    for object in &workspace.objects {
        if object.kind != "Secret" || object.api_version != "v1" {
            continue;
        }
        let path = workspace.tree.path(object.file);
        let node = object.node(&workspace.documents);
        // What holds what sops left open is for `secret/not-encrypted` to say.
        if let Some(node) = node.filter(|node| !sops::is_sealed(node) && !secrets::is_fixture(path)) {
            judge(workspace, findings, (object, node));
        }
    }
}

fn judge(workspace: &Workspace, findings: &mut Findings, (object, node): (&Object, &Node)) {
    let open = |field: &str, reads: fn(&str) -> Option<String>| -> Vec<&Entry> {
        let entries = node.get(field).map_or(&[][..], Node::entries).iter();
        let is_open = |entry: &&Entry| {
            let text = entry.value.scalar().and_then(|text| reads(&text));
            text.is_some_and(|text| credentials::gives_access(&entry.key, &text))
        };
        entries.filter(is_open).collect()
    };
    let mut entries = open("data", base64::text);
    entries.extend(open("stringData", |text| Some(text.to_owned())));
    if entries.is_empty() {
        return;
    }
    let Some(kind) = node.get("kind") else { return };
    let values: Vec<Range> = entries.iter().map(|entry| entry.value.range).collect();
    let place = secrets::place(workspace, Span::new(object.file, kind.range), &values);
    let keys: Vec<&str> = entries.iter().map(|entry| &*entry.key).take(NAMED).collect();
    let rest = match entries.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {}", counted(more, "other")),
    };
    let name = object
        .name
        .as_deref()
        .map_or(String::new(), |name| format!(" `{name}`"));
    let keys = either(&keys).replace(" or ", ", ");
    findings
        .add(place, format!("the Secret{name} holds {keys}{rest} in the open"))
        .help(
            "seal it (sops, SealedSecret) or take it from a vault (ExternalSecret), and change what it gives access to",
        );
}
