//! Too many findings of one rule in one file: some are told, the rest is counted.

use crate::lint::{Diagnostic, Report};
use crate::model::workspace::Workspace;
use std::collections::HashMap;

/// Findings of one rule in one file that are told. Nobody reads the next one, and a file may have a million.
pub const MOST: usize = 100;

/// Leaves out what is too much. The first finding that is left out stays, and says how many it stands for: so every format
/// tells it.
pub fn cap(workspace: &Workspace, report: &mut Report) {
    if report.findings.len() <= MOST {
        return;
    }
    let mut counts: HashMap<(String, &str), usize> = HashMap::new();
    let name = |found: &Diagnostic| (found.place.path(workspace).to_owned(), found.rule);
    for found in &report.findings {
        *counts.entry(name(found)).or_default() += 1;
    }
    counts.retain(|_, count| *count > MOST);
    if counts.is_empty() {
        return;
    }
    let mut told: HashMap<(String, &str), usize> = HashMap::new();
    let capped = &mut report.capped;
    report.findings.retain_mut(|found| {
        let name = name(found);
        let Some(&count) = counts.get(&name) else { return true };
        let told = told.entry(name).or_default();
        *told += 1;
        match *told {
            told if told <= MOST => true,
            told if told == MOST + 1 => {
                stand_for(found, count - MOST);
                true
            }
            _ => {
                *capped.entry(found.severity).or_default() += 1;
                false
            }
        }
    });
}

fn stand_for(found: &mut Diagnostic, count: usize) {
    found.message = match count {
        1 => format!("1 more finding of `{}` in this file", found.rule),
        count => format!("{count} more findings of `{}` in this file, from here on", found.rule),
    };
    found.help = Some(format!("mend some of the {MOST} before, and the next are told"));
    found.related.clear();
    found.fix = None;
}

#[cfg(test)]
mod tests {
    use super::{MOST, cap};
    use crate::lint::Severity;
    use crate::lint::every_x::{EVERY_X, workspace};
    use crate::lint::run::run;

    #[test]
    fn a_hundred_are_told_and_all_are_counted() {
        for (of_a, of_b, told) in [(100, 1, 101), (101, 0, 101), (10_000, 150, 202)] {
            let workspace = workspace(&[("a.txt", &"x\n".repeat(of_a)), ("b.txt", &"x\n".repeat(of_b))]);
            let mut report = run(&workspace, &[EVERY_X]);
            cap(&workspace, &mut report);
            assert_eq!(report.findings.len(), told);
            assert_eq!(report.count(Severity::Error), of_a + of_b);
            if of_a > MOST {
                let message = format!("{} more finding", of_a - MOST);
                assert!(
                    report.findings[MOST].message.starts_with(&message),
                    "{}",
                    report.findings[MOST].message
                );
            }
        }
    }
}
