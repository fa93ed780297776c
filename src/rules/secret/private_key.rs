//! `secret/private-key`: A private key that anybody can read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::secrets;
use crate::text::search::Needle;
use crate::text::span::{FileId, Range, Span};
use rayon::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    name: "secret/private-key",
    severity: Some(Severity::Error),
    summary: "A private key that anybody can read.",
    page: include_str!("../../../docs/rules/secret/private-key.md"),
    check,
};

/// How the first line of every private key ends (RFC 7468, and OpenSSH's own form).
const HEAD: &str = "PRIVATE KEY-----";

/// How it begins.
const BEGIN: &str = "-----BEGIN ";

/// The least letters of a key's body: an Ed25519 key has 64.
const SHORTEST: usize = 60;

fn check(workspace: &Workspace, findings: &mut Findings) {
    let head = Needle::new(HEAD);
    let files: Vec<FileId> = workspace.tree.iter().map(|(id, _)| id).collect();
    let found: Vec<(FileId, Key)> = files
        .par_iter()
        .filter(|&&id| head.is_in(workspace.tree.text(id)) && !secrets::is_fixture(workspace.tree.path(id)))
        .flat_map_iter(|&id| keys(workspace.tree.text(id)).into_iter().map(move |key| (id, key)))
        .collect();
    for (file, key) in found {
        let place = secrets::place(workspace, Span::new(file, key.head), &[key.body]);
        findings
            .add(place, "a private key stands here in the open")
            .help("make a new key, keep it in a vault or sealed, and let nobody trust this one: the history keeps it");
    }
}

/// A key: its first line, and what must not be shown.
struct Key {
    head: Range,
    body: Range,
}

fn keys(text: &str) -> Vec<Key> {
    let heads = text.match_indices(HEAD);
    heads
        .filter_map(|(at, _)| {
            let start = text[..at].rfind(BEGIN)?;
            let label = &text[start + BEGIN.len()..at];
            let body = at + HEAD.len();
            let end = body + text[body..].find("-----END")?;
            let is_label = label.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
            (is_label && !label.contains("ENCRYPTED") && is_key(&text[body..end])).then(|| Key {
                head: Range::new(start, body),
                body: Range::new(body, end),
            })
        })
        .collect()
}

/// True for the body of a real key: base64 and nothing else, in one of the ways in which other texts quote lines. A key
/// that is locked by a password has headers, and a picture of one has dots.
fn is_key(body: &str) -> bool {
    let body = body.replace("\\n", "").replace("\\r", "");
    let mut letters = 0;
    let mut seen = [false; 128];
    for byte in body.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'=' => {
                letters += 1;
                seen[usize::from(byte)] = true;
            }
            // `+` also joins the strings of a program.
            b'+' | b'"' | b'\'' | b',' | b'\\' | b'>' | b'#' => {}
            _ if byte.is_ascii_whitespace() => {}
            _ => return false,
        }
    }
    letters >= SHORTEST && seen.iter().filter(|seen| **seen).count() >= 16
}

#[cfg(test)]
mod tests {
    use super::keys;

    const BODY: &str = "MC4CAQAwBQYDK2VwBCIEIGv7XkZq3nR9uPtT0aLwS5hJ1dEoYbcMiQ8VxHgNfzKs";

    fn count(label: &str, body: &str) -> usize {
        keys(&format!(
            "x\n-----BEGIN {label}PRIVATE KEY-----\n{body}\n-----END {label}PRIVATE KEY-----\n"
        ))
        .len()
    }

    #[test]
    fn keys_have_a_body() {
        assert_eq!(count("", BODY), 1);
        assert_eq!(count("OPENSSH ", &BODY.replace("d", "\n    d")), 1, "indented");
        assert_eq!(count("", "..."), 0);
        assert_eq!(count("", "MIIEpAIBAAKCAQEA...\n"), 0);
        assert_eq!(count("", &"x".repeat(90)), 0);
        assert_eq!(count("ENCRYPTED ", BODY), 0);
        assert_eq!(count("RSA ", &format!("Proc-Type: 4,ENCRYPTED\n\n{BODY}")), 0);
        assert_eq!(keys(&format!("-----BEGIN PRIVATE KEY-----\n{BODY}")).len(), 0, "no end");
        assert_eq!(keys("grep 'PRIVATE KEY-----'").len(), 0);
    }
}
