//! Which links a text has, and where they lead: by their form, and by the rules of the site that is made of the text.

use crate::workspaces;
use opsrepo::lint;
use opsrepo::rules;

/// `rule message` of every finding about links.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let workspace = workspaces::of_files(files);
    let report = lint::run::run(&workspace, rules::ALL);
    let links = report
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("link/"));
    links
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect()
}

#[test]
fn every_form_of_a_link_is_checked() {
    for (form, count) in [
        ("[x](no.md)", 1),
        ("[x](<no.md>)", 1),
        ("[x](<a no.md>)", 1),
        ("[x](a%20no.md)", 1),
        ("[x](no.md \"title\")", 1),
        ("[x](no.md?raw=1#a)", 1),
        ("[x][r]\n\n[r]: no.md", 1),
        ("[r]\n\n[r]: <no.md> 't'", 1),
        ("[x][]\n\n[x]: no.md", 1),
        ("![x](no.png)", 1),
        ("[![x](no.png)](no.md)", 2),
        ("<a href=\"no.md\">x</a>", 1),
        ("<img src='no.png'>", 1),
        ("<div>\n<a href=no.md>x</a>\n</div>", 1),
        ("> - [x](no.md)", 1),
        ("| a |\n|---|\n| [x](no.md) |", 1),
        (
            "[x](a%20b.md) [x](<a b.md>) [x](a%20b.md?raw=1) [x](./sub/../a%20b.md#t)",
            0,
        ),
        ("[x](#none)", 1),
        ("# T\n\n[x](#t) [x](#T)", 0),
        ("<a id=\"here\"></a> [x](#here)", 0),
        ("## T {#own}\n\n[x](#own)", 0),
        ("`[x](no.md)`", 0),
        ("```\n[x](no.md)\n```", 0),
        ("    [x](no.md)", 0),
        ("<!-- [x](no.md) -->", 0),
        ("[x]({{ site.url }}/no.md)", 0),
        ("[x](<%= no %>.md)", 0),
        ("\\[x](no.md)", 0),
        ("<https://example.org/no.md> https://example.org/no.md", 0),
        ("[x](mailto:a@example.org) [x](tel:+1)", 0),
    ] {
        let found = findings(&[
            ("page.md", &format!("{form}\n")),
            ("a b.md", "# T\n"),
            ("sub/x.md", "# X\n"),
        ]);
        assert_eq!(found.len(), count, "{form}: {found:?}");
    }
}

#[test]
fn a_site_makes_some_addresses_and_no_others() {
    let hugo = [
        ("hugo.toml", "baseURL = \"https://runbooks.outage.dev/ops/\"\n"),
        ("content/_index.md", "# All\n"),
        ("content/disk/_index.md", "# Disk\n"),
        (
            "content/disk/full.md",
            "---\naliases: [/ops-old/full]\n---\n# Full\n\n## What's next?\n",
        ),
    ];
    let with = |text: &str| {
        let mut files = hugo.to_vec();
        files.push(("content/disk/slow.md", text));
        findings(&files)
    };
    for well in [
        "[x](../full/) [x](full.md) [x](/ops/disk/full/) [x](/ops/disk/full/#whats-next)",
        "[x]({{< ref \"full.md\" >}}) [x]({{< relref \"/disk/full\" >}}) [x]({{% ref \"full#whats-next\" %}})",
        "[x]({{< ref \"disk\" >}}) [x](/elsewhere/) [x](/ops/tags/x/) [x](https://runbooks.outage.dev/ops/disk/full/)",
        "[x](https://runbooks.outage.dev/ops/disk/no/) [x](https://runbooks.outage.dev/other)",
        "`{{</* ref \"no.md\" */>}}`",
    ] {
        assert_eq!(with(well), [""; 0], "{well}");
    }
    for (bad, expected) in [
        (
            "[x](../full.html)",
            "link/broken the link `../full.html` leads to `content/full.html`, which does not exist",
        ),
        (
            "[x](/ops/disk/no/)",
            "link/broken the link `/ops/disk/no/` leads to `content/disk/no`, which does not exist",
        ),
        (
            "[x]({{< ref \"no.md\" >}})",
            "link/broken the link `no.md` leads to `content/disk/no.md`, which does not exist",
        ),
        (
            "[x]({{< ref \"full.md#no\" >}})",
            "link/anchor no heading or anchor `#no` in `content/disk/full.md`",
        ),
        (
            "[x](../full/#no)",
            "link/anchor no heading or anchor `#no` in `content/disk/full.md`",
        ),
    ] {
        assert_eq!(with(bad), [expected], "{bad}");
    }
}

#[test]
fn only_a_plain_slip_is_mended() {
    for (written, there, is_mended) in [
        ("runbok.md", "runbook.md", true),
        ("Runbook.md", "runbook.md", true),
        ("hpa.md", "vpa.md", false),
        ("a.md", "b.md", false),
        ("pagge.md", "x.md", false),
    ] {
        let page = format!("[x]({written})\n");
        let workspace = workspaces::of_files(&[("page.md", page.as_str()), (there, "# B\n")]);
        let report = lint::run::run(&workspace, rules::ALL);
        let found = report.findings.iter().find(|finding| finding.rule == "link/broken");
        let fix = found.and_then(|finding| finding.fix.as_ref());
        assert_eq!(fix.is_some(), is_mended, "{written} {there}: {found:?}");
    }
}

#[test]
fn settings_say_what_is_not_found() {
    let files = |settings: &'static str| {
        findings(&[
            ("opsrepo.toml", settings),
            ("book/pages/a.txt", "# A\n"),
            ("book/pages/b.md", "[x](a.html) [x](/handbook/c.html) [x](c)\n"),
            ("book/pages/c.md", "# C\n"),
        ])
    };
    let missing = "link/broken the link `a.html` leads to `book/pages/a.html`, which does not exist";
    assert_eq!(files(""), [missing]);
    let site = "[[links]]\nfolder = \"book\"\nroot = \"pages\"\nbase = \"handbook\"\n";
    assert_eq!(files(site), [missing]);
    let site =
        "[[links]]\nfolder = \"book\"\nroot = \"pages\"\nhtml-from = [\".txt\", \"md\"]\nextensionless = false\n";
    assert_eq!(
        files(site),
        ["link/broken the link `c` leads to `book/pages/c`, which does not exist"]
    );
}

#[test]
fn roles_and_directives_of_myst_are_links() {
    let page = "# A\n\nSee {doc}`b`, {doc}`The end <../end>`, {doc}`/book/b`, {doc}`other:b` and {download}`it <f.zip>`.\n\n\
                ```{image} ../pics/p.png\n```\n\n:::{figure} ../pics/q.png\n:::\n\n```{include} ../part.txt\n```\n\nNo `` {doc}`x` ``.\n";
    let gone = "# B\n\nSee {doc}`gone` and {doc}`Old <zz>`.\n\n```{literalinclude} none.py\n```\n\n```{image} ../pics/no.png\n```\n";
    let files = [
        ("docs/conf.py", "extensions = ['myst_parser']\n"),
        ("docs/book/a.md", page),
        ("docs/book/b.md", "# B\n"),
        ("docs/book/f.zip", "x"),
        ("docs/end.ipynb", "{}"),
        ("docs/part.txt", "x\n"),
        ("docs/pics/p.png", "x"),
        ("docs/pics/q.png", "x"),
        ("elsewhere/c.md", "{doc}`gone`\n"),
    ];
    assert_eq!(findings(&files), [""; 0]);
    let mut broken = files.to_vec();
    broken.push(("docs/book/g.md", gone));
    assert_eq!(
        findings(&broken),
        [
            "link/broken the link `gone` leads to `docs/book/gone`, which does not exist",
            "link/broken the link `zz` leads to `docs/book/zz`, which does not exist",
            "link/broken the link `none.py` leads to `docs/book/none.py`, which does not exist",
            "link/broken the image `../pics/no.png` leads to `docs/pics/no.png`, which does not exist",
        ]
    );
    // What a program writes, and what is seen from the text that includes it, nobody knows.
    let unknown = [
        ("docs/conf.py", "extensions = ['sphinx.ext.autosummary']\n"),
        ("docs/a.md", "{doc}`api/x`\n\n```{include} parts/p.md\n```\n"),
        ("docs/parts/p.md", "{doc}`b`\n"),
    ];
    assert_eq!(findings(&unknown), [""; 0]);
}
