//! Incidents where people keep them: in folders and files that dates name.

use crate::workspaces;

#[test]
fn incidents_in_dated_folders_have_their_date_and_title() {
    let text = |title: &str| format!("# {title}\n\nIt happened.\n");
    for paths in [
        [
            "incidents/2026-03-04-logins/README.md",
            "incidents/2026-04-05-names/README.md",
        ],
        ["incidents/2026/03/04/logins.md", "incidents/2026/04/05/names.md"],
        ["incidents/2026/03/04-logins.md", "incidents/2026/04/05-names.md"],
        ["incidents/2026-03/04-logins.md", "incidents/2026-04/05-names.md"],
        [
            "postmortems/2026-03-04/postmortem.md",
            "postmortems/2026-04-05/postmortem.md",
        ],
        [
            "postmortems/2026-03-04-logins/report.md",
            "postmortems/2026-04-05-names/report.md",
        ],
        ["docs/postmortems/20260304.md", "docs/postmortems/20260405.md"],
        ["incidents/2026-03-04.md", "incidents/2026-04-05/index.md"],
        [
            "docs/incidents/2026/2026-03-04-logins/README.md",
            "docs/incidents/2026/2026-04-05-names/README.md",
        ],
        ["outages/2026_03_04_logins.md", "outages/2026_04_05_names.md"],
    ] {
        let (one, other) = (text("Logins fail"), text("Names fail"));
        let workspace = workspaces::of_files(&[(paths[0], &one), (paths[1], &other)]);
        let found: Vec<(String, String)> = workspace
            .of_kind("incident")
            .map(|(_, record)| {
                let date = record.date.value().map(ToString::to_string).unwrap_or_default();
                (date, record.name().to_owned())
            })
            .collect();
        let expected = [("2026-03-04", "Logins fail"), ("2026-04-05", "Names fail")];
        assert_eq!(
            found,
            expected.map(|(date, title)| (date.to_owned(), title.to_owned())),
            "{paths:?}"
        );
    }
}

#[test]
fn what_lies_beside_a_report_is_none() {
    let workspace = workspaces::of_files(&[
        ("incidents/README.md", "# Incidents\n\nWhat went wrong.\n"),
        (
            "incidents/2026-03-04-logins/postmortem.md",
            "# Logins fail\n\nThey did.\n",
        ),
        ("incidents/2026-03-04-logins/notes.md", "# Notes\n\nSome.\n"),
        ("incidents/2026-03-04-logins/graphs/readme.txt", "x"),
    ]);
    let found: Vec<&str> = workspace
        .of_kind("incident")
        .map(|(_, record)| record.id.as_str())
        .collect();
    assert_eq!(found, ["2026-03-04-logins"]);
}
