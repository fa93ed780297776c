//! Finding rules in data: every list of `groups` with `rules`, at any depth, also in texts that are data themselves.
//!
//! A file is looked into only where its text holds the key of a query, which nearly none does.

use crate::model::alerts::{Alert, Alerts, Expression, Language, Pair, Recording, Scope, lines};
use crate::syntax::document::{Document, Format, ProblemKind};
use crate::syntax::embedded::Map;
use crate::syntax::node::Node;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::search::Needle;
use crate::text::source::Source;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::{Content, Tree};
use rayon::prelude::*;

/// How deep a list of groups may stand: values of charts nest it a few levels down.
const DEEPEST: usize = 12;

/// Programs whose rules have the same shape and other queries, by a word of `apiVersion` or `kind`.
const OTHERS: [&str; 3] = ["loki", "victoriametrics", "logging"];

/// The rules of every file.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Alerts {
    // Every rule has one.
    let key = Needle::new("expr");
    let ids: Vec<FileId> = tree.iter().map(|(id, _)| id).collect();
    let found: Vec<Alerts> = ids
        .par_iter()
        .filter(|&&id| is_data(&documents[id.index()]) && key.is_in(tree.text(id)))
        .map(|&id| of_file(id, tree.text(id), &documents[id.index()]))
        .collect();
    found.into_iter().fold(Alerts::default(), |mut all, found| {
        all.alerts.extend(found.alerts);
        all.recordings.extend(found.recordings);
        all
    })
}

/// Rules stand in data, and in templates of data, which have no format of their own.
fn is_data(document: &Document) -> bool {
    matches!(document.format, Format::Yaml | Format::Json | Format::Other)
}

/// True for files of rules and templates of data whose names announce no format that is read elsewhere: `x.rules`,
/// `x.yaml.tpl`, `x.yml.j2`.
pub(crate) fn is_one(path: &RepoPath) -> bool {
    const TEMPLATES: [&str; 6] = ["tpl", "tmpl", "gotmpl", "j2", "jinja2", "erb"];
    let name = path.name();
    match name.rsplit_once('.') {
        Some((_, "rules")) => true,
        Some((stem, ending)) => {
            TEMPLATES.contains(&ending) && [".yaml", ".yml", ".rules"].iter().any(|end| stem.ends_with(end))
        }
        None => false,
    }
}

fn of_file(file: FileId, text: &str, document: &Document) -> Alerts {
    if document.format == Format::Other {
        // Rules are YAML, whatever the name of their file.
        let path = RepoPath::new("rules.yaml").unwrap_or_else(RepoPath::root);
        return of_data(file, text, &reader::read(&path, &Content::Text(Source::new(text))));
    }
    of_data(file, text, document)
}

fn of_data(file: FileId, text: &str, document: &Document) -> Alerts {
    let mut reader = Reader {
        file,
        lists: 0,
        language: Language::PromQl,
        found: Alerts::default(),
    };
    let map = Map::identity(text);
    for root in &document.data {
        reader.language = language(root);
        reader.walk((text, &map), root, 0);
    }
    let is_torn = document.problems.iter().any(|found| found.kind == ProblemKind::Syntax);
    let is_template = document.format != Format::Json && (document.data.is_empty() || is_torn);
    if is_template && reader.found.alerts.is_empty() {
        reader.found.alerts = lines::read(file, text);
    }
    reader.found
}

fn language(root: &Node) -> Language {
    let word = |key: &str| {
        root.get(key)
            .and_then(Node::as_str)
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let words = [word("apiVersion"), word("kind")];
    let is_other = OTHERS.iter().any(|other| words.iter().any(|word| word.contains(other)));
    match is_other || words[1].starts_with("vm") {
        true => Language::Other,
        false => Language::PromQl,
    }
}

/// Collects the rules of one file.
struct Reader {
    file: FileId,
    lists: u32,
    language: Language,
    found: Alerts,
}

/// A text, and where it stands in its file.
type Text<'a> = (&'a str, &'a Map);

impl Reader {
    fn walk(&mut self, text: Text, node: &Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Some(value) = node.as_str() {
            self.embedded(text, (node, value), depth);
        }
        for item in node.items() {
            self.walk(text, item, depth + 1);
        }
        for entry in node.entries() {
            let is_list = &*entry.key == "groups" && entry.value.items().iter().any(is_group);
            match is_list {
                true => self.list(text, &entry.value),
                false => self.walk(text, &entry.value, depth + 1),
            }
        }
    }

    /// A text that is a file of its own.
    fn embedded(&mut self, (text, map): Text, (node, value): (&Node, &str), depth: usize) {
        let is_one = value.contains("groups") && value.contains("rules") && value.contains('\n');
        let Some(path) = RepoPath::new("rules.yaml").filter(|_| is_one) else {
            return;
        };
        // What is not even read as data in its own file is no data here.
        let document = reader::read(&path, &Content::Text(Source::new(value)));
        let inner = Map::of(text, node).within(map);
        for root in &document.data {
            if root.as_str().is_none() {
                self.walk((value, &inner), root, depth + 1);
            }
        }
    }

    fn list(&mut self, text: Text, groups: &Node) {
        for group in groups.items() {
            let name = group.get("name").and_then(Node::scalar).unwrap_or_default();
            for rule in group.get("rules").map_or(&[][..], Node::items) {
                self.rule(text, &name, rule);
            }
        }
        self.lists += 1;
    }

    fn rule(&mut self, text: Text, group: &str, rule: &Node) {
        let name = |key: &str| Some((rule.get(key)?, rule.get(key)?.scalar()?));
        let expression = rule.get("expr").and_then(|node| self.expression(text, node));
        if let Some((node, name)) = name("alert") {
            let alert = Alert {
                name,
                span: self.place(text, node),
                group: group.to_owned(),
                scope: Scope {
                    file: self.file,
                    list: self.lists,
                },
                expression,
                pending: rule.get("for").and_then(Node::scalar),
                labels: self.pairs(text, rule.get("labels")),
                annotations: self.pairs(text, rule.get("annotations")),
                runbook: None,
                has_page_elsewhere: false,
            };
            self.found.alerts.push(alert);
        } else if let Some((_, name)) = name("record") {
            self.found.recordings.push(Recording { name, expression });
        }
    }

    fn expression(&self, (text, map): Text, node: &Node) -> Option<Expression> {
        Some(Expression {
            text: node.scalar()?,
            language: self.language,
            file: self.file,
            map: Map::of(text, node).within(map),
        })
    }

    fn pairs(&self, text: Text, map: Option<&Node>) -> Vec<Pair> {
        let entries = map.map_or(&[][..], Node::entries).iter();
        let pair = |entry: &crate::syntax::node::Entry| {
            Some(Pair {
                key: entry.key.to_string(),
                text: entry.value.scalar()?.trim().to_owned(),
                span: self.place(text, &entry.value),
            })
        };
        entries.filter_map(pair).collect()
    }

    /// Where the words of a value stand.
    fn place(&self, (text, map): Text, node: &Node) -> Span {
        let value = node.as_str().unwrap_or_default();
        let inner = Range::from(crate::text::span::trim(value, 0..value.len()));
        let own = Map::of(text, node).within(map);
        Span::new(self.file, own.range(inner))
    }
}

fn is_group(node: &Node) -> bool {
    let is_rule = |rule: &Node| rule.get("alert").is_some() || rule.get("record").is_some();
    node.get("rules").is_some_and(|rules| rules.items().iter().any(is_rule))
}

#[cfg(test)]
mod tests {
    use super::of_file;
    use crate::model::alerts::{Alerts, Language};
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::span::{FileId, Range};
    use crate::text::tree::Content;

    fn read(path: &str, text: &str) -> Alerts {
        let path = RepoPath::new(path).unwrap();
        let document = reader::read(&path, &Content::Text(Source::new(text)));
        of_file(FileId(0), text, &document)
    }

    const RULES: &str = "groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: |\n      up ==\n        0\n    labels: {severity: page}\n    annotations:\n      runbook_url: >-\n        https://x.org/a#b\n  - record: a:b\n    expr: sum(up)\n";

    #[test]
    fn rules_are_found_wherever_groups_stand() {
        let nested: String = RULES.lines().map(|line| format!("    {line}\n")).collect();
        let object = format!("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  x:\n{nested}");
        let map = format!("kind: ConfigMap\ndata:\n  rules.yaml: |\n{nested}");
        for text in [RULES, &object, &map] {
            let found = read("x.yaml", text);
            assert_eq!((found.alerts.len(), found.recordings.len()), (1, 1), "{text}");
            let alert = &found.alerts[0];
            assert_eq!((alert.name.as_str(), alert.group.as_str()), ("Down", "g"));
            assert_eq!(alert.span.range.of(text), "Down");
            assert_eq!(alert.severity().unwrap().span.range.of(text), "page");
            let link = alert.runbook_link().unwrap();
            assert_eq!(
                (link.text.as_str(), link.span.range.of(text)),
                ("https://x.org/a#b", "https://x.org/a#b")
            );
            let expression = alert.expression.as_ref().unwrap();
            let at = expression.text.find('0').unwrap();
            assert_eq!(expression.span(Range::new(at, at + 1)).range.of(text), "0");
            assert_eq!(expression.language, Language::PromQl);
        }
    }

    #[test]
    fn other_files_hold_none() {
        let json = r#"{"groups": [{"name": "g", "rules": [{"alert": "Down", "expr": "up == 0"}]}]}"#;
        assert_eq!(read("x.json", json).alerts.len(), 1);
        assert_eq!(read("x.rules", RULES).alerts.len(), 1);
        assert_eq!(
            read("x.yaml.j2", &format!("{{% if x %}}\n{RULES}{{% endif %}}\n"))
                .alerts
                .len(),
            1
        );
        for text in ["alert: true\n", "groups: [a, b]\nalert: x\n", "rules:\n- alert: x\n"] {
            assert_eq!(read("x.yaml", text).alerts.len(), 0, "{text}");
        }
        let loki = RULES.replacen("groups", "apiVersion: loki.grafana.com/v1\ngroups", 1);
        let found = read("x.yaml", &loki);
        assert_eq!(found.alerts[0].expression.as_ref().unwrap().language, Language::Other);
    }
}
