//! What was read of the decisions of each corpus, counted.

use crate::corpus::checkout::workspace;
use opsrepo::model::fact::Fact;
use opsrepo::model::record::{Record, Target};
use opsrepo::model::workspace::Workspace;
use std::fmt::Write;

/// Every corpus with decisions, and what is known of them. Resolved are relations that lead to one record, dangling those
/// that lead to none or to several; the rest lead elsewhere.
const TABLE: &str = "
corpus                  records  status read absent unknown  dates read absent unknown  refs resolved dangling elsewhere
adr-tools                     9            9      0       0           9      0       0              2        0         0
arachne                      17           17      0       0           0     17       0              0        0         0
brighter                     92           92      0       0          92      0       0              0        0         0
govuk-aws                    38           37      0       1          38      0       0              3        0         0
log4brains                   32           23      9       0          32      0       0              4        0         0
madr                         19            1     18       0           0     19       0              0        0         0
moj-cloud-platform           49           43      4       2          49      0       0              1        0         0
opendatahub                  44           42      1       1          43      0       1              0        0         2
operate-first-blueprint      22           16      6       0          13      9       0              0        0         0
stackable                    37           37      0       0          35      1       1              1        0         0
tams                         56           56      0       0           0     56       0              3        0         0
";

#[test]
fn the_table_of_what_was_read() {
    let mut found = TABLE.lines().take(2).fold(String::new(), |all, line| all + line + "\n");
    let mut is_whole = true;
    for name in super::NAMES {
        match workspace(name) {
            Some(workspace) => found.push_str(&line(name, &workspace)),
            None => is_whole = false,
        }
    }
    println!("{found}");
    assert!(!is_whole || found == TABLE, "the table is now:\n{found}");
}

fn line(name: &str, workspace: &Workspace) -> String {
    let records: Vec<&Record> = workspace.of_kind("decision").map(|(_, record)| record).collect();
    if records.is_empty() {
        return String::new();
    }
    let status = counts(records.iter().map(|record| sort(&record.status)));
    let date = counts(records.iter().map(|record| sort(&record.date)));
    let references = records.iter().flat_map(|record| &record.references);
    let relations = counts(
        references
            .filter(|found| found.kind.as_deref() == Some("decision"))
            .map(|found| match found.target {
                Target::Record(_) => 0,
                Target::Ambiguous(_) | Target::Nothing(_) => 1,
                Target::Elsewhere | Target::Pending => 2,
            }),
    );
    let mut line = String::new();
    writeln!(
        line,
        "{name:<23} {:>7} {:>12} {:>6} {:>7} {:>11} {:>6} {:>7} {:>14} {:>8} {:>9}",
        records.len(),
        status[0],
        status[1],
        status[2],
        date[0],
        date[1],
        date[2],
        relations[0],
        relations[1],
        relations[2],
    )
    .unwrap();
    line
}

/// 0 for a known fact, 1 for an absent one, 2 for one that was not understood.
fn sort<T>(fact: &Fact<T>) -> usize {
    match fact {
        Fact::Known(_) => 0,
        Fact::Absent => 1,
        Fact::Unrecognised(_) => 2,
    }
}

fn counts(sorts: impl Iterator<Item = usize>) -> [usize; 3] {
    sorts.fold([0; 3], |mut counts, sort| {
        counts[sort] += 1;
        counts
    })
}
