//! What the repository's own policies say, as findings. It does not know how they were asked.

use crate::lint::Findings;
use crate::model::verdicts::Weight;
use crate::model::workspace::Workspace;

/// States every result of one weight.
pub(crate) fn report(workspace: &Workspace, findings: &mut Findings, weight: Weight) {
    let found = workspace
        .verdicts
        .found
        .iter()
        .filter(|verdict| verdict.weight == weight);
    for verdict in found {
        let position = workspace.tree.position(verdict.written);
        let path = workspace.tree.path(verdict.written.file);
        findings
            .add(verdict.span, verdict.message.clone())
            .help(format!("the policy is `{}`, {path}:{}", verdict.rule, position.line));
    }
}
