//! `settings/invalid`: Something in `opsrepo.toml` that opsrepo does not understand.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::settings::{FILE, Settings};
use crate::model::workspace::Workspace;
use crate::rules::chosen;
use crate::rules::lifecycles;
use crate::rules::shown;
use crate::rules::words::quote;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::{FileId, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "settings/invalid",
    severity: Some(Severity::Error),
    summary: "Something in `opsrepo.toml` that opsrepo does not understand.",
    page: include_str!("../../../docs/rules/settings/invalid.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let settings = &workspace.settings;
    if let Some(why) = &settings.unread {
        findings
            .add(
                Place::Path(FILE.to_owned()),
                format!("the settings were not read: {why}"),
            )
            .help("without them, opsrepo goes by what it finds");
    }
    // What a torn file lacks may stand in the part that could not be read.
    let Some(place) = settings.place.filter(|_| !settings.is_torn) else {
        return;
    };
    for problem in &settings.problems {
        let finding = findings.add(Span::new(place.file, problem.range), problem.message.clone());
        if let Some(help) = &problem.help {
            finding.help(help.clone());
        }
    }
    check_kinds(workspace, findings);
    check_own_kinds(workspace, place.file, findings);
    shown::check(workspace, place.file, findings);
    lifecycles::check(workspace, findings);
    check_levels(settings, findings);
}

/// The names of all kinds.
fn known(workspace: &Workspace) -> impl Iterator<Item = &str> {
    workspace.kinds.iter().map(|kind| kind.name.as_str())
}

/// The files that `[kinds.NAME]` names, and the kinds that its references lead to.
fn check_own_kinds(workspace: &Workspace, file: FileId, findings: &mut Findings) {
    let root = workspace.document(file).data.first();
    let kinds = root.and_then(|root| root.get("kinds")).map_or(&[][..], Node::entries);
    for kind in kinds {
        for (key, what) in [("form", "form"), ("schema", "JSON Schema")] {
            let Some((node, path)) = kind.value.get(key).and_then(|node| Some((node, node.as_str()?))) else {
                continue;
            };
            let found = RepoPath::new(path).and_then(|path| workspace.tree.find(&path));
            if found.is_none() {
                let message = format!("there is no file {}, where the {what} should be", quote(path));
                findings
                    .add(Span::new(file, node.range), message)
                    .help("paths start at the root of the repository");
            }
        }
        let references = kind.value.get("references").map_or(&[][..], Node::entries);
        for reference in references {
            let Some(name) = reference.value.as_str() else { continue };
            if !known(workspace).any(|known| known == name) {
                let place = Span::new(file, reference.value.range);
                let finding = findings.add(place, format!("no kind is called {}", quote(name)));
                finding.help(match similar::nearest(name, known(workspace)) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("there are: {}", known(workspace).collect::<Vec<_>>().join(", ")),
                });
            }
        }
    }
}

fn check_kinds(workspace: &Workspace, findings: &mut Findings) {
    let known = || known(workspace);
    for set in &workspace.settings.sets {
        if set.kind.is_empty() || known().any(|name| name == set.kind) {
            continue;
        }
        let finding = findings.add(set.kind_span, format!("no kind is called `{}`", set.kind));
        match similar::nearest(&set.kind, known()) {
            Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
            None => finding.help(format!(
                "there are: {}; `[kinds.{}]` would make one of your own",
                known().collect::<Vec<_>>().join(", "),
                set.kind
            )),
        };
    }
}

fn check_levels(settings: &Settings, findings: &mut Findings) {
    let of_files = settings.overrides.iter().flat_map(|found| &found.rules);
    for (name, level) in settings.rules.iter().chain(of_files) {
        if let Some(help) = chosen::unknown(name) {
            findings
                .add(level.key, format!("no rule is called {}", quote(name)))
                .help(help);
        } else if Severity::parse(&level.word).is_none() {
            findings
                .add(level.span, format!("{} is no level", quote(&level.word)))
                .help("use `off`, `hint`, `warning` or `error`");
        }
    }
    for rule in settings.allow.iter().flat_map(|allow| &allow.rules) {
        if let Some(help) = chosen::unknown(&rule.text) {
            findings
                .add(rule.span, format!("no rule is called {}", quote(&rule.text)))
                .help(help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::Place;
    use crate::lint::run::run;
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::tree::{Content, File, Tree};

    fn messages(path: &str, content: Content) -> Vec<String> {
        let path = RepoPath::new(path).unwrap();
        let context = Context::on(Date::new(2026, 1, 1).unwrap());
        let tree = Tree::new(vec![File { path, content }]);
        let workspace = Workspace::build(tree, Vec::new(), context, History::NotAsked);
        let found = run(&workspace, &[RULE]).findings.into_iter();
        found
            .map(|finding| match finding.place {
                Place::Path(path) => format!("{path}: {}", finding.message),
                Place::Span(_) => finding.message,
            })
            .collect()
    }

    #[test]
    fn settings_that_cannot_be_read_are_told() {
        let limit = Content::TooLarge { length: 9, limit: 8 };
        for (path, content, why) in [
            ("opsrepo.toml", Content::NotUtf8(3), "it is not UTF-8"),
            ("opsrepo.toml", Content::Binary(3), "it is no text"),
            ("opsrepo.toml", Content::Sealed(3), "it is encrypted by git-crypt"),
            ("opsrepo.toml", limit, "it has 9 bytes, and at most 8 are read"),
            ("opsrepo.toml", Content::Unreadable("no".to_owned()), "no"),
            (
                "opsrepo.toml",
                Content::Link("/x".to_owned()),
                "it is a symbolic link to `/x`, which is not followed",
            ),
            ("opsrepo.toml/x.md", Content::Other(1), "it is a folder"),
        ] {
            assert_eq!(
                messages(path, content),
                [format!("opsrepo.toml: the settings were not read: {why}")]
            );
        }
    }

    #[test]
    fn a_torn_file_has_no_problems_but_what_tore_it() {
        let text = |text: &str| File::text(RepoPath::root(), text).content;
        assert_eq!(messages("opsrepo.toml", text("colud = 1\n")), ["unknown key `colud`"]);
        let torn = "colud = \n[sets.a]\nkind = \"x\"\n[rules]\n\"a/b\" = \"off\"\n";
        assert_eq!(messages("opsrepo.toml", text(torn)), Vec::<String>::new());
    }
}
