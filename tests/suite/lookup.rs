//! Whom a name means that somebody types: every usual spelling, a part of a name, or the candidates.

use crate::workspaces::of_files;
use opsrepo::model::lookup::{Miss, find};

#[test]
fn records_are_found_by_any_usual_spelling() {
    let workspace = of_files(&[
        (
            "adr/0001-use-dashes.md",
            "# 1. Use dashes in names\n\n## Status\n\nAccepted\n",
        ),
        (
            "adr/0002-use-dashes-everywhere.md",
            "# 2. Dashes everywhere\n\n## Status\n\nAccepted\n",
        ),
        ("adr/0003-logging.md", "# 3. How we log\n\n## Status\n\nAccepted\n"),
        ("adr/0003-metrics.md", "# 3. How we measure\n\n## Status\n\nAccepted\n"),
        ("adr/0004a-tracing.md", "# 4. How we trace\n\n## Status\n\nAccepted\n"),
        (
            "adr/operator/ODH-ADR-Operator-0001-auth.md",
            "# Auth\n\n## Status\n\nAccepted\n",
        ),
        (
            "adr/automl/ODH-ADR-0001-automl.md",
            "# AutoML\n\n## Status\n\nAccepted\n",
        ),
    ]);
    let asked = |wanted: &str| match find(&workspace, Some("decision"), wanted) {
        Ok(id) => workspace.path_of(workspace.record(id)).name().to_owned(),
        Err(Miss::Several(ids)) => {
            let names = ids.iter().map(|id| workspace.record(*id).id.as_str());
            format!("{}: {}", ids.len(), names.collect::<Vec<_>>().join(" "))
        }
        Err(Miss::Nothing(near)) => format!("near {}", near.join(" ")),
    };
    let cases = [
        ("2", "0002-use-dashes-everywhere.md"),
        ("0002", "0002-use-dashes-everywhere.md"),
        ("ADR-2", "0002-use-dashes-everywhere.md"),
        ("adr2", "0002-use-dashes-everywhere.md"),
        ("#2", "0002-use-dashes-everywhere.md"),
        ("0002-use-dashes-everywhere", "0002-use-dashes-everywhere.md"),
        ("0002-use-dashes-everywhere.md", "0002-use-dashes-everywhere.md"),
        ("./adr/0002-use-dashes-everywhere.md", "0002-use-dashes-everywhere.md"),
        ("use-dashes", "0001-use-dashes.md"),
        ("everywhere", "0002-use-dashes-everywhere.md"),
        ("use dashes in", "0001-use-dashes.md"),
        ("dashes", "2: 0002 0001"),
        ("4a", "0004a-tracing.md"),
        ("trac", "0004a-tracing.md"),
        ("metrics", "0003-metrics.md"),
        ("3", "2: 0003 0003"),
        ("Operator-0001", "ODH-ADR-Operator-0001-auth.md"),
        ("ODH-ADR-Operator-0001", "ODH-ADR-Operator-0001-auth.md"),
        ("operator/1", "ODH-ADR-Operator-0001-auth.md"),
        ("automl/0001", "ODH-ADR-0001-automl.md"),
        ("loging", "near 0003"),
        ("0033", "near 0004a 0003"),
        ("0002-evrywhere", "near 0002"),
        ("2. Use dashes", "0002-use-dashes-everywhere.md"),
        ("", "near "),
    ];

    for (wanted, found) in cases {
        assert_eq!(asked(wanted), found, "{wanted}");
    }
    assert!(matches!(find(&workspace, Some("runbook"), "2"), Err(Miss::Nothing(_))));
}
