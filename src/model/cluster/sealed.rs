//! Other ways to seal: SealedSecret, age, git-crypt, ansible-vault. Which files are sealed, and which only say so.
//!
//! Sources: the README of sealed-secrets; the specification age-encryption.org/v1; gitattributes(5) with git-crypt's
//! `filter=git-crypt`; Ansible's guide "Protecting sensitive data with Ansible vault". Nothing is decrypted.

use crate::model::glob::Globs;
use crate::syntax::document::{Document, Format};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::search::Needle;
use crate::text::span::{FileId, Range};
use crate::text::tree::{Content, Tree};

/// How a file that ansible-vault has encrypted, or a value in one, begins.
pub(crate) const VAULT: &str = "$ANSIBLE_VAULT;";

/// How a file that age has encrypted begins: the bytes themselves, or armoured.
const AGE: [&str; 2] = ["age-encryption.org/v1", "-----BEGIN AGE ENCRYPTED FILE-----"];

/// The shortest text that sealing gives: an RSA block of 1024 bits in base64.
const SHORTEST: usize = 170;

/// The keys of a SealedSecret's `encryptedData` whose values are not encrypted.
pub(crate) fn exposed_in_sealed_secret(root: &Node) -> Vec<(String, Range)> {
    let data = root.get("spec").and_then(|spec| spec.get("encryptedData"));
    let entries = data.map_or(&[][..], Node::entries).iter();
    let is_open = |node: &Node| node.as_str().is_some_and(|text| !text.is_empty() && !is_blob(text));
    entries
        .filter(|entry| is_open(&entry.value))
        .map(|entry| (entry.key.to_string(), entry.key_range))
        .collect()
}

fn is_blob(text: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=') || c.is_whitespace();
    text.len() >= SHORTEST && text.chars().all(is_base64)
}

/// True for a file that is named as age's, holds text, and does not begin as age's do.
pub(crate) fn is_open_age(path: &RepoPath, text: &str) -> bool {
    path.extension() == Some("age") && !text.trim().is_empty() && !AGE.iter().any(|start| text.starts_with(start))
}

/// The first line of a vault that is none of its code: vault files are hexadecimal behind their first line.
pub(crate) fn open_line_of_vault(text: &str) -> Option<Range> {
    let rest = text.strip_prefix(VAULT)?;
    let mut at = VAULT.len() + rest.find('\n')? + 1;
    for line in text[at..].split_inclusive('\n') {
        let content = line.trim();
        if !content.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(Range::at(at));
        }
        at += line.len();
    }
    None
}

/// Where a YAML text tags a value as a vault's that is none.
pub(crate) fn open_vault_values(document: &Document, text: &str) -> Vec<Range> {
    const TAG: &str = "!vault";
    if document.format != Format::Yaml || !document.problems.is_empty() || !Needle::new(TAG).is_in(text) {
        return Vec::new();
    }
    let is_tag = |at: usize| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..at].trim_start();
        // `key: !vault |`, and nothing that only speaks of one.
        (before.ends_with(": ") || before.ends_with("- ")) && !before.starts_with('#') && !before.contains(['"', '\''])
    };
    let is_sealed = |at: usize| {
        let value = text[at + TAG.len()..].trim_start_matches(|c: char| c != '\n' && c != '$');
        value.trim_start().starts_with(VAULT)
    };
    let marks = text.match_indices(TAG).map(|(at, _)| at);
    let blocks = marks.filter(|&at| text[at + TAG.len()..].trim_start().starts_with(['|', '>', '"', '\'']));
    blocks
        .filter(|&at| is_tag(at) && !is_sealed(at))
        .map(|at| Range::new(at, at + TAG.len()))
        .collect()
}

/// The files that `.gitattributes` gives to git-crypt and that are plain, where others are sealed: in an unlocked checkout
/// all of them are plain, and nothing is known.
pub(crate) fn plain_beside_git_crypt(tree: &Tree) -> Vec<FileId> {
    let mut asked = Vec::new();
    for (file, entry) in tree.iter().filter(|(_, entry)| entry.path.name() == ".gitattributes") {
        asked.extend(Attributes::read(&entry.path.parent(), tree.text(file)));
    }
    if asked.is_empty()
        || !tree
            .files()
            .iter()
            .any(|file| matches!(file.content, Content::Sealed(_)))
    {
        return Vec::new();
    }
    let is_plain = |content: &Content| match content {
        Content::Text(source) => !source.text().is_empty(),
        Content::NotUtf8(_) => true,
        _ => false,
    };
    let last = |path: &RepoPath| asked.iter().rev().find(|line| line.matches(path));
    tree.iter()
        .filter(|(_, file)| is_plain(&file.content) && last(&file.path).is_some_and(|line| line.is_sealed))
        .map(|(id, _)| id)
        .collect()
}

/// One line of a `.gitattributes` that sets or unsets a filter.
struct Attributes {
    globs: Globs,
    is_sealed: bool,
}

impl Attributes {
    fn read(folder: &RepoPath, text: &str) -> Vec<Attributes> {
        if !text.contains("git-crypt") {
            return Vec::new();
        }
        let start = match folder.as_str() {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                let pattern = words.next()?;
                let filter = words.find(|word| word.trim_start_matches(['-', '!']).starts_with("filter"))?;
                // Without a slash inside, a pattern is for names in every folder below.
                let below = match pattern.trim_end_matches('/').contains('/') {
                    true => "",
                    false => "**/",
                };
                let glob = format!("{start}{below}{}", pattern.trim_start_matches('/'));
                Some(Attributes {
                    globs: Globs::new([glob.as_str()]),
                    is_sealed: filter.starts_with("filter=git-crypt"),
                })
            })
            .collect()
    }

    fn matches(&self, path: &RepoPath) -> bool {
        self.globs.matches(path) && path.name() != ".gitattributes"
    }
}

#[cfg(test)]
mod tests {
    use super::{exposed_in_sealed_secret, is_open_age, open_line_of_vault, open_vault_values, plain_beside_git_crypt};
    use crate::syntax::yaml::tests::parse;
    use crate::text::path::RepoPath;
    use crate::text::tree::{Content, File, Tree};

    #[test]
    fn sealed_secrets_hold_blobs() {
        let blob = "AgBy".repeat(60);
        let text = format!("spec:\n  encryptedData:\n    a: {blob}\n    b: hunter2\n    c: ''\n");
        let keys = exposed_in_sealed_secret(&parse(&text).data[0]);
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].0, "b");
    }

    #[test]
    fn vaults_are_hexadecimal() {
        assert_eq!(open_line_of_vault("$ANSIBLE_VAULT;1.1;AES256\n6162\n6364\n"), None);
        assert_eq!(open_line_of_vault("a: 1\n"), None);
        assert!(open_line_of_vault("$ANSIBLE_VAULT;1.1;AES256\n6162\npassword: x\n").is_some());
        let open = |text: &str| open_vault_values(&parse(text), text).len();
        assert_eq!(open("a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n"), 0);
        assert_eq!(open("a: !vault |\n  hunter2\n"), 1);
        assert_eq!(open("# a: !vault | x\nb: say !vault | x\n"), 0);
    }

    #[test]
    fn age_files_begin_as_such() {
        let path = RepoPath::new("a.age").unwrap();
        assert!(is_open_age(&path, "password: x\n"));
        assert!(!is_open_age(&path, "age-encryption.org/v1\n-> X25519 x\n") && !is_open_age(&path, "\n"));
    }

    #[test]
    fn git_crypt_counts_where_something_is_sealed() {
        let file = |path: &str, text: &str| File::text(RepoPath::new(path).unwrap(), text);
        let attributes = file(
            ".gitattributes",
            "secrets/** filter=git-crypt diff=git-crypt\nsecrets/*.md !filter\n",
        );
        let sealed = File {
            path: RepoPath::new("secrets/b.yaml").unwrap(),
            content: Content::Sealed(9),
        };
        let plain = || {
            vec![
                attributes.clone(),
                file("secrets/a.yaml", "a: 1\n"),
                file("secrets/r.md", "x"),
            ]
        };
        let names = |tree: &Tree| -> Vec<String> {
            let found = plain_beside_git_crypt(tree);
            found.into_iter().map(|file| tree.path(file).to_string()).collect()
        };
        assert!(names(&Tree::new(plain())).is_empty(), "an unlocked checkout");
        let mut both = plain();
        both.push(sealed);
        assert_eq!(names(&Tree::new(both)), ["secrets/a.yaml"]);
    }
}
