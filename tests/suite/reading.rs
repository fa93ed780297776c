//! How records are read that nobody would call well-formed: small trees, one oddity each. The oddities are real; the
//! texts are made up.

use crate::workspaces::of_files;
use opsrepo::model::links::Destination;
use opsrepo::model::workspace::Workspace;

/// The only record of the workspace.
fn title(workspace: &Workspace) -> &str {
    assert_eq!(workspace.records.len(), 1);
    workspace.records[0].name()
}

#[test]
fn titles_are_what_the_reader_sees() {
    let cases = [
        ("adr/0001-x.md", "# 1. Use *dashes*\n", "Use dashes"),
        ("adr/ODH-ADR-DR-0001-x.md", "# ODH-ADR-DR-0001: Registry\n", "Registry"),
        ("runbooks/x.md", "# 3. Restart it\n", "3. Restart it"),
        // The heading is filled when the site is built.
        (
            "runbooks/x.html.md.erb",
            "---\ntitle: Restart\n---\n\n# <%= page.title %>\n",
            "Restart",
        ),
        // Data is no markup, and "None" is a title.
        ("services/x.yaml", "owner: ada\ntitle: 'a *b* `c`'\n", "a *b* `c`"),
        ("services/x.yaml", "owner: ada\ntitle: 'None'\n", "None"),
    ];
    for (path, text, wanted) in cases {
        assert_eq!(title(&of_files(&[(path, text)])), wanted, "{path}");
    }
}

#[test]
fn a_label_is_the_whole_label() {
    let records = |text| of_files(&[("adr/guide.md", text)]).records.len();
    assert_eq!(records("# Guide\n\n- **Status:** accepted\n"), 1);
    assert_eq!(records("# Guide\n\n- Status\n  - accepted\n"), 1);
    assert_eq!(records("# Guide\n\n- **Status reporting:** every minute\n"), 0);
}

#[test]
fn relations_stand_between_links() {
    let workspace = of_files(&[
        (
            "adr/0001-superseded-idea.md",
            "# Idea\n\n* Status: superseded by [two](0002-new.md)\n",
        ),
        (
            "adr/0002-new.md",
            "# New\n\n* Status: accepted\n\n## Links\n\n* Supersedes [superseded-idea](0001-superseded-idea.md)\n",
        ),
    ]);
    let fields = |at: usize| {
        let references = workspace.records[at].references.iter();
        references.map(|reference| reference.field.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((fields(0), fields(1)), (vec!["superseded-by"], vec!["supersedes"]));
}

#[test]
fn a_record_of_which_a_part_is_superseded_is_amended() {
    let record =
        |status: &str| format!("# X\n\n## Status\n\n{status}\n\n## Context\n\nSection 1 is superseded by 3.\n");
    for (status, word, field) in [
        (
            "Accepted\n\nSection 3 is superseded by [2](0002-y.md)",
            "accepted",
            "amended-by",
        ),
        ("Partially superseded by ADR-2", "accepted", "amended-by"),
        ("Superseded in part by [2](0002-y.md).", "accepted", "amended-by"),
        ("Superseded by [2](0002-y.md)", "superseded", "superseded-by"),
    ] {
        let workspace = of_files(&[
            ("adr/0001-x.md", &record(status)),
            ("adr/0002-y.md", &record("Accepted")),
        ]);
        let read = &workspace.records[0];
        let fields: Vec<&str> = read
            .references
            .iter()
            .map(|reference| reference.field.as_str())
            .collect();
        let found = read.status.value().map(|status| status.word.as_str());
        assert_eq!((found, fields), (Some(word), vec![field]), "{status}");
    }
}

#[test]
fn an_anchor_of_asciidoc_may_come_from_elsewhere() {
    let workspace = of_files(&[
        ("a.adoc", "= A\n\n<<nowhere>>\n\n== B\n\n<<_b>>\n"),
        ("b.md", "# B\n\n[x](#nowhere)\n"),
    ]);
    let is_broken = |path: &str| {
        let mut links = workspace
            .links
            .iter()
            .filter(|link| workspace.tree.path(link.span.file).as_str() == path);
        links.any(|link| link.target.is_broken())
    };
    assert!(!is_broken("a.adoc") && is_broken("b.md"));
    assert!(workspace.links.iter().any(|link| link.target == Destination::Unknown));
}

/// The links of one file: what is written, and the path that is missing, the file that is there, or what else it is.
fn leads(files: &[(&str, &str)], from: &str) -> Vec<String> {
    let workspace = of_files(files);
    let links = workspace.links.iter();
    let own = links.filter(|link| workspace.tree.path(link.span.file).as_str() == from);
    own.map(|link| match &link.target {
        Destination::Missing(path) => format!("{} !{path}", link.raw),
        other => match other.file() {
            Some(file) => format!("{} {}", link.raw, workspace.tree.path(file)),
            None => format!("{} {other:?}", link.raw),
        },
    })
    .collect()
}

#[test]
fn antora_names_pages_from_the_top_of_their_module() {
    let text = "xref:adr/a.adoc[] xref:adr/no.adoc[] xref:old.adoc[] <<adr/a.adoc#x,A>> xref:o::a.adoc[] xref:adr/no[]\n\n\
                include::partial$p.adoc[]\ninclude::partial$no.adoc[]\ninclude::{x}/no.adoc[]\ninclude::no.adoc[opts=optional]\n";
    let files = [
        ("docs/antora.yml", "name: d\n"),
        ("docs/modules/m/nav.adoc", "* xref:adr/a.adoc[]\n* xref:adr/no.adoc[]\n"),
        ("docs/modules/m/pages/adr/a.adoc", "= A\n:page-aliases: old.adoc\n"),
        ("docs/modules/m/pages/b.adoc", text),
        (
            "docs/modules/m/partials/p.adoc",
            "xref:adr/a.adoc[] xref:adr/no.adoc[]\n",
        ),
        (
            "docs/modules/m/partials/q.adoc",
            "xref:adr/a.adoc[] xref:adr/no.adoc[]\n",
        ),
    ];
    let (there, gone) = (
        "adr/a.adoc docs/modules/m/pages/adr/a.adoc",
        "adr/no.adoc !docs/modules/m/pages/adr/no.adoc",
    );
    assert_eq!(leads(&files, "docs/modules/m/nav.adoc"), [there, gone]);
    assert_eq!(leads(&files, "docs/modules/m/partials/p.adoc"), [there, gone]);
    let alone = leads(&files, "docs/modules/m/partials/q.adoc");
    assert_eq!(
        alone,
        [there, "adr/no.adoc Unknown"],
        "nobody knows which module includes it"
    );
    assert_eq!(
        leads(&files, "docs/modules/m/pages/b.adoc"),
        [
            there,
            gone,
            "old.adoc docs/modules/m/pages/adr/a.adoc",
            "adr/a.adoc#x docs/modules/m/pages/adr/a.adoc",
            "o::a.adoc External",
            "adr/no Unknown",
            "partial$p.adoc docs/modules/m/partials/p.adoc",
            "partial$no.adoc !docs/modules/m/partials/no.adoc",
            "{x}/no.adoc Unknown",
            "no.adoc Unknown",
        ]
    );
}

#[test]
fn asciidoc_without_antora_is_read_where_it_lies() {
    let text = "xref:b.adoc[] xref:no.adoc#x[] xref:m:no.adoc[]\n\ninclude::b.adoc[]\ninclude::no.txt[]\n\n\
                ifdef::x[]\nxref:no.adoc[]\nendif::[]\n";
    let files = [
        ("a/a.adoc", text),
        ("a/b.adoc", "xref:no.adoc[]\n"),
        ("modules/m/c.adoc", "xref:no.adoc[]\n"),
    ];
    assert_eq!(
        leads(&files, "a/a.adoc"),
        [
            "b.adoc a/b.adoc",
            "no.adoc#x !a/no.adoc",
            "m:no.adoc Unknown",
            "b.adoc a/b.adoc",
            "no.txt !a/no.txt",
            "no.adoc Unknown",
        ]
    );
    // A text that others include may be seen from their folders.
    assert_eq!(leads(&files, "a/b.adoc"), ["no.adoc Unknown"]);
    assert_eq!(leads(&files, "modules/m/c.adoc"), ["no.adoc !modules/m/no.adoc"]);
}

#[test]
fn a_patch_is_named_by_its_path() {
    let text = "resources: [a.yaml]\npatches:\n- path: p.yaml\n- patch: |-\n    x: 1\n- q.yaml\n";
    let workspace = of_files(&[("kustomization.yaml", text)]);
    let raw: Vec<&str> = workspace.links.iter().map(|link| link.raw.as_str()).collect();
    assert_eq!(raw, ["a.yaml", "p.yaml"], "a bare text is no patch since kustomize 3");
}

#[test]
fn a_published_page_sees_the_site_and_not_the_folders() {
    let page = "# X\n\n![up](../../images/a.png) [beside](b.html) [nothing](../../images/b.png)\n";
    let links = |path: &str| {
        let workspace = of_files(&[
            (path, page),
            ("docs/source/images/a.png", ""),
            ("docs/source/b.html.md.erb", "# B\n"),
            ("docs/source/guide/b.html.md.erb", "# B\n"),
        ]);
        let mut links = workspace.links.iter().filter(|link| {
            let from = workspace.tree.path(link.span.file);
            from.as_str() == path
        });
        (0..3)
            .map(|_| links.next().unwrap().target.is_broken())
            .collect::<Vec<_>>()
    };
    // A browser does not climb above the top of the site, which is the folder `source`.
    assert_eq!(links("docs/source/guide/x.html.md.erb"), [false, false, true]);
    // An index page may be published at its folder's address, so that its links start one folder higher.
    assert_eq!(links("docs/source/guide/more/index.html.md.erb"), [false, false, true]);
    // Plain Markdown is read where it lies.
    assert_eq!(links("docs/source/guide/x.md"), [true, false, true]);
}
