//! What the parsers could not read, as findings. It does not know which rule asks.

use crate::lint::Findings;
use crate::model::cluster::{charts, sealed};
use crate::model::hints;
use crate::model::workspace::Workspace;
use crate::rules::templates;
use crate::syntax::document::{Document, Format, Problem, ProblemKind};
use crate::text::span::{FileId, Span};

/// States every problem of one sort, in every file.
pub(crate) fn report(workspace: &Workspace, findings: &mut Findings, kind: ProblemKind) {
    for (file, document) in broken(workspace) {
        // A key in bytes is as good as one in letters.
        let is_no_text = document.format == Format::Other && hints::may_hold_secrets(workspace.tree.path(file));
        let is_fine = is_no_text && matches!(kind, ProblemKind::NotText | ProblemKind::TooLarge);
        for problem in document
            .problems
            .iter()
            .filter(|problem| problem.kind == kind && !is_fine)
        {
            state(findings, file, problem);
        }
    }
}

/// States what stands twice in a mapping. A template says the same key once per branch.
pub(crate) fn report_duplicates(workspace: &Workspace, findings: &mut Findings) {
    for (file, document) in broken(workspace) {
        if has_conflict(document) {
            continue;
        }
        let found: Vec<&Problem> = select(document, |kind| kind == ProblemKind::DuplicateKey);
        if !found.is_empty() && !is_template(workspace, file, found[0]) {
            found.into_iter().for_each(|problem| state(findings, file, problem));
        }
    }
}

/// States what breaks the grammar of files in these formats. A file that is a template is not expected to follow the
/// grammar, and a file with conflict markers cannot.
pub(crate) fn report_grammar(workspace: &Workspace, findings: &mut Findings, formats: &[Format]) {
    for (file, document) in broken(workspace) {
        if !formats.contains(&document.format) || has_conflict(document) {
            continue;
        }
        let found = select(document, |kind| {
            matches!(
                kind,
                ProblemKind::Syntax | ProblemKind::FrontMatter | ProblemKind::TooDeep
            )
        });
        if !found.is_empty() && !is_template(workspace, file, found[0]) {
            found.into_iter().for_each(|problem| state(findings, file, problem));
        }
    }
}

fn broken(workspace: &Workspace) -> impl Iterator<Item = (FileId, &Document)> {
    workspace
        .documents
        .iter()
        .enumerate()
        .filter(|(_, document)| !document.problems.is_empty())
        .map(|(i, document)| (FileId(i as u32), document))
}

fn select(document: &Document, wanted: fn(ProblemKind) -> bool) -> Vec<&Problem> {
    document
        .problems
        .iter()
        .filter(|problem| wanted(problem.kind))
        .collect()
}

fn has_conflict(document: &Document) -> bool {
    document
        .problems
        .iter()
        .any(|problem| problem.kind == ProblemKind::ConflictMarkers)
}

fn is_template(workspace: &Workspace, file: FileId, first: &Problem) -> bool {
    // A vault is no YAML, and where it is torn, what is shown may be what it hides.
    workspace.tree.text(file).starts_with(sealed::VAULT)
        || charts::is_template(&workspace.tree, workspace.tree.path(file))
        || templates::is_marked(workspace.tree.text(file), first.range.start as usize)
}

fn state(findings: &mut Findings, file: FileId, problem: &Problem) {
    let finding = findings.add(Span::new(file, problem.range), problem.message.clone());
    if let Some((range, message)) = &problem.related {
        finding.related(Span::new(file, *range), message.clone());
    }
    if let Some(help) = help(problem.kind) {
        finding.help(help);
    }
}

/// What to do about a sort of problem, where its message does not say it already.
fn help(kind: ProblemKind) -> Option<&'static str> {
    match kind {
        ProblemKind::AliasBomb => Some("write the values out where they are needed, without aliases of aliases"),
        ProblemKind::FrontMatter => Some("write the line that ends it above the text"),
        ProblemKind::ConflictMarkers => {
            Some("keep what is right of both sides and take out the lines with the markers")
        }
        ProblemKind::TooDeep => Some("write it flatter: no tool reads this"),
        ProblemKind::NotText => Some("save it as UTF-8, or name it in `exclude` under `[files]` in opsrepo.toml"),
        ProblemKind::TooLarge => Some("name it in `exclude` under `[files]` in opsrepo.toml"),
        ProblemKind::Unreadable => {
            Some("let it be read (`chmod +r`), or name it in `exclude` under `[files]` in opsrepo.toml")
        }
        ProblemKind::Syntax | ProblemKind::DuplicateKey => None,
    }
}
