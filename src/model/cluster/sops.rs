//! Files that sops has encrypted: which of their values must be encrypted, and which of those are not.
//!
//! Source: the README of sops, "Encrypting only parts of a file" and "Creating a new file" (`.sops.yaml`). Only the form of
//! a value is looked at; nothing is ever decrypted, and no value is kept.

use crate::syntax::node::{Node, Value};
use crate::syntax::schema_pattern::Pattern;
use crate::text::path::RepoPath;
use crate::text::span::Range;

/// How an encrypted value begins.
const ENCRYPTED: &str = "ENC[";

/// The suffix that leaves a key out where the metadata say nothing.
const UNENCRYPTED: &str = "_unencrypted";

/// What the metadata of a file say about which values are encrypted.
struct Scope {
    unencrypted_suffix: Option<String>,
    encrypted_suffix: Option<String>,
    unencrypted_regex: Option<Pattern>,
    encrypted_regex: Option<Pattern>,
}

/// True for a value that sops has written.
pub(crate) fn is_sealed(root: &Node) -> bool {
    metadata(root).is_some()
}

/// The places of the keys whose values are to be encrypted and are not, in their order. Empty where that cannot be known.
pub(crate) fn exposed(root: &Node) -> Vec<(String, Range)> {
    let mut found = Vec::new();
    if let Some(scope) = metadata(root).and_then(Scope::new) {
        for entry in root.entries().iter().filter(|entry| entry.key != "sops") {
            let mut path = vec![&*entry.key];
            walk(&entry.value, &scope, (&mut path, entry.key_range), &mut found);
        }
    }
    found
}

/// The places of the lines of a `.env` or `.ini` file that sops has written whose values are not encrypted. `None` where
/// sops did not write it.
pub(crate) fn exposed_lines(text: &str) -> Option<Vec<(String, Range)>> {
    let is_dotenv = text.lines().any(|line| line.starts_with("sops_mac="));
    let is_ini = text.lines().any(|line| line.trim() == "[sops]");
    if !is_dotenv && !is_ini {
        return None;
    }
    let (mut at, mut in_metadata, mut found) = (0, false, Vec::new());
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.starts_with('[') {
            in_metadata = line == "[sops]";
        }
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let is_note = line.starts_with(['#', ';']) || key.starts_with("sops_") || key.trim_end().ends_with(UNENCRYPTED);
        let value = value.trim();
        if !is_note && !in_metadata && !value.is_empty() && !value.starts_with(ENCRYPTED) {
            let key = key.trim_end();
            found.push((key.to_owned(), Range::new(start, start + key.len())));
        }
    }
    Some(found)
}

/// What `.sops.yaml` says of one sort of files.
pub(crate) struct CreationRule {
    /// Which files, by their path from the folder of the settings.
    pub(crate) path: Pattern,
    /// The place of the expression.
    pub(crate) range: Range,
}

/// The rules of a `.sops.yaml` up to the first that is for all files: what follows it is never asked. An expression that
/// cannot be read ends them too.
pub(crate) fn creation_rules(root: &Node) -> Vec<CreationRule> {
    let rules = root.get("creation_rules").map_or(&[][..], Node::items);
    let read = |rule: &Node| {
        let node = rule.get("path_regex")?;
        Some(CreationRule {
            path: Pattern::new(node.as_str()?)?,
            range: node.range,
        })
    };
    rules.iter().map_while(read).collect()
}

/// True for sops' own settings.
pub(crate) fn is_settings(path: &RepoPath) -> bool {
    path.name() == ".sops.yaml"
}

fn metadata(root: &Node) -> Option<&Node> {
    let metadata = root.get("sops")?;
    (metadata.get("mac").is_some() || metadata.get("version").is_some() && metadata.get("lastmodified").is_some())
        .then_some(metadata)
}

impl Scope {
    fn new(metadata: &Node) -> Option<Self> {
        let text = |key: &str| metadata.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
        // Comments in the file then decide, which nodes do not have.
        if text("unencrypted_comment_regex")
            .or(text("encrypted_comment_regex"))
            .is_some()
        {
            return None;
        }
        let pattern = |key: &str| match text(key) {
            Some(written) => Pattern::new(written).map(Some),
            None => Some(None),
        };
        let (unencrypted_regex, encrypted_regex) = (pattern("unencrypted_regex")?, pattern("encrypted_regex")?);
        let encrypted_suffix = text("encrypted_suffix").map(str::to_owned);
        let is_silent = unencrypted_regex.is_none() && encrypted_regex.is_none() && encrypted_suffix.is_none();
        let unencrypted_suffix = text("unencrypted_suffix").or(is_silent.then_some(UNENCRYPTED));
        Some(Scope {
            unencrypted_suffix: unencrypted_suffix.map(str::to_owned),
            encrypted_suffix,
            unencrypted_regex,
            encrypted_regex,
        })
    }

    /// Whether the value at the end of these keys is to be encrypted; as sops, the later setting decides.
    fn holds(&self, path: &[&str]) -> bool {
        let any = |test: &dyn Fn(&str) -> bool| path.iter().any(|key| test(key));
        let mut holds = true;
        if let Some(suffix) = &self.unencrypted_suffix {
            holds &= !any(&|key| key.ends_with(suffix.as_str()));
        }
        if let Some(suffix) = &self.encrypted_suffix {
            holds = any(&|key| key.ends_with(suffix.as_str()));
        }
        if let Some(pattern) = &self.unencrypted_regex {
            holds &= !any(&|key| pattern.is_in(key));
        }
        if let Some(pattern) = &self.encrypted_regex {
            holds = any(&|key| pattern.is_in(key));
        }
        holds
    }
}

fn walk<'n>(node: &'n Node, scope: &Scope, (path, key): (&mut Vec<&'n str>, Range), found: &mut Vec<(String, Range)>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                path.push(&entry.key);
                walk(&entry.value, scope, (path, entry.key_range), found);
                path.pop();
            }
        }
        Value::List(items) => {
            for item in items {
                walk(item, scope, (path, key), found);
            }
        }
        Value::Null => {}
        Value::Text(text) if text.is_empty() || text.starts_with(ENCRYPTED) => {}
        _ if scope.holds(path) => {
            let name = path.last().copied().unwrap_or_default().to_owned();
            if found.last().is_none_or(|(_, last)| *last != key) {
                found.push((name, key));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{creation_rules, exposed, exposed_lines, is_sealed};
    use crate::syntax::yaml::tests::parse;

    fn keys(body: &str, metadata: &str) -> Vec<String> {
        let text = format!("{body}sops:\n  mac: ENC[x]\n{metadata}");
        let document = parse(&text);
        assert!(is_sealed(&document.data[0]));
        exposed(&document.data[0]).into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn every_value_counts_where_nothing_is_said() {
        let body = "a: ENC[x]\nb: ['ENC[x]', plain, open]\nc: {d: 5, e_unencrypted: open}\nf: ''\ng:\n";
        assert_eq!(keys(body, ""), ["b", "d"]);
    }

    #[test]
    fn the_metadata_say_what_is_left_out() {
        let body = "kind: Secret\ndata: {k: plain}\nstringData: {k: 'ENC[x]'}\nd_open: {x: y}\n";
        for (metadata, expected) in [
            ("  encrypted_regex: ^(data|stringData)$\n", vec!["k"]),
            ("  unencrypted_regex: ^(kind|d_open)$\n", vec!["k"]),
            ("  encrypted_suffix: _open\n", vec!["x"]),
            ("  unencrypted_suffix: _open\n", vec!["kind", "k"]),
            ("  encrypted_regex: (\n", vec![]),
            ("  encrypted_comment_regex: sealed\n", vec![]),
        ] {
            assert_eq!(keys(body, metadata), expected, "{metadata}");
        }
    }

    #[test]
    fn lines_are_read_where_sops_wrote_them() {
        let lines = |text| exposed_lines(text).map(|found| found.into_iter().map(|(key, _)| key).collect::<Vec<_>>());
        assert_eq!(lines("A=1\n"), None);
        let dotenv = "A=ENC[x]\nB=plain\n# C=1\nD_unencrypted=1\nE=\nsops_version=3\nsops_mac=ENC[x]\n";
        assert_eq!(lines(dotenv), Some(vec!["B".to_owned()]));
        let ini = "[a]\nx = ENC[x]\ny = plain\n[sops]\nmac = ENC[x]\nversion = 3\n";
        assert_eq!(lines(ini), Some(vec!["y".to_owned()]));
    }

    #[test]
    fn rules_end_at_the_one_for_all_files() {
        let text = "creation_rules:\n- path_regex: a\\.yaml$\n  pgp: x\n- pgp: y\n- path_regex: b\n";
        let rules = creation_rules(&parse(text).data[0]);
        assert_eq!(rules.len(), 1);
        assert!(rules[0].path.is_in("x/a.yaml") && !rules[0].path.is_in("a-yaml"));
    }
}
