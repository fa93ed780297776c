//! What is wrong with the steps and inputs of runbooks, told once for all rules about them. It knows no rule.

use crate::lint::{Findings, Severity};
use crate::model::kind_names::RUNBOOK;
use crate::model::runbook::plan::plan;
use crate::model::runbook::remarks::{self, Source};
use crate::model::runbook::{About, Weight};
use crate::model::workspace::Workspace;

/// States the problems of all runbooks that are about one of these things. What keeps nothing from being run is a warning.
pub(crate) fn state(workspace: &Workspace, about: &[About], findings: &mut Findings) {
    for (_, record) in workspace.of_kind(RUNBOOK) {
        let problems = plan(workspace, record).problems;
        for problem in problems.into_iter().filter(|problem| about.contains(&problem.about)) {
            let finding = findings.add(problem.span, problem.message);
            if let Some(help) = problem.help {
                finding.help(help);
            }
            if let Some((span, message)) = problem.related {
                finding.related(span, message);
            }
            if problem.weight == Weight::Doubt {
                finding.at_most(Severity::Warning);
            }
        }
    }
}

/// States what one of those who read the steps said, where they were asked.
pub(crate) fn tell(workspace: &Workspace, source: Source, findings: &mut Findings) {
    // They are asked only where somebody wants it.
    findings.may_differ();
    for remark in workspace.remarks.iter().flatten() {
        if remark.source != source {
            continue;
        }
        let finding = findings.add(remark.span, remark.message.clone());
        if let Some(help) = &remark.help {
            finding.help(help.clone());
        }
        if remark.weight == remarks::Weight::Slight {
            finding.at_most(Severity::Hint);
        }
    }
}
