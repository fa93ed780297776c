//! Names in a documentation that Antora builds, and in the lists that stand beside texts.

use crate::naming::{Place, nygard};

const NAV: &str = "* xref:adr/0007-use-dashes.adoc[]\n* xref:index.adoc[]\n";
const PARTIAL: &str =
    "See xref:dev:adr/0007-use-dashes.adoc#_why[7. Use dashes] or xref:none:adr/0007-use-dashes.adoc[].\n";

fn docs() -> Place {
    Place::with(&[
        ("docs/antora.yml", "name: docs\n"),
        ("docs/modules/dev/nav.adoc", NAV),
        ("docs/modules/ROOT/partials/news.adoc", PARTIAL),
        (
            "docs/modules/dev/pages/index.adoc",
            "= Index\n\ninclude::page$adr/0007-use-dashes.adoc[]\n",
        ),
        (
            "docs/modules/dev/pages/adr/0007-use-dashes.adoc",
            "= 7. Use dashes\n\n* Status: accepted\n\nxref:index.adoc[] xref:./0008-x.adoc[]\n",
        ),
        (
            "docs/modules/dev/pages/adr/0008-x.adoc",
            "= 8. X\n\n* Status: accepted\n",
        ),
    ])
}

#[test]
fn names_of_pages_follow_in_every_module() {
    let place = docs();
    place.opsrepo(&["decision", "renumber", "7", "9"]).ends(0);
    assert_eq!(place.read("docs/modules/dev/nav.adoc"), NAV.replace("0007", "0009"));
    let news = "See xref:dev:adr/0009-use-dashes.adoc#_why[9. Use dashes] or xref:none:adr/0007-use-dashes.adoc[].\n";
    assert_eq!(place.read("docs/modules/ROOT/partials/news.adoc"), news);
    assert!(
        place
            .read("docs/modules/dev/pages/index.adoc")
            .contains("page$adr/0009-use-dashes.adoc[]")
    );
}

#[test]
fn a_page_in_another_folder_or_module_is_named_anew() {
    let place = docs();
    let page = |place: &Place, path: &str| place.read(&format!("docs/modules/{path}/0007-use-dashes.adoc"));
    place
        .opsrepo(&["decision", "move", "7", "docs/modules/dev/pages/adr/old"])
        .ends(0);
    assert!(
        place
            .read("docs/modules/dev/nav.adoc")
            .contains("xref:adr/old/0007-use-dashes.adoc[]")
    );
    assert!(page(&place, "dev/pages/adr/old").contains("xref:index.adoc[] xref:../0008-x.adoc[]"));
    let place = docs();
    place
        .opsrepo(&["decision", "move", "7", "docs/modules/ROOT/pages/adr"])
        .ends(0);
    assert!(
        place
            .read("docs/modules/dev/nav.adoc")
            .contains("xref:ROOT:adr/0007-use-dashes.adoc[]")
    );
    assert!(
        place
            .read("docs/modules/ROOT/partials/news.adoc")
            .contains("xref:ROOT:adr/0007-use-dashes.adoc#_why[")
    );
    assert!(page(&place, "ROOT/pages/adr").contains("xref:dev:index.adoc[]"));
}

#[test]
fn what_moved_is_told_and_mended() {
    let place = docs();
    place.git(&[
        "mv",
        "docs/modules/dev/pages/adr/0007-use-dashes.adoc",
        "docs/modules/dev/pages/adr/0007-dots.adoc",
    ]);
    place.commit("Move");
    place.opsrepo(&["validate"]).ends(1).says(&[
        "which is now `docs/modules/dev/pages/adr/0007-dots.adoc`",
        "point the link to `adr/0007-dots.adoc`",
    ]);
}

#[test]
fn tooltips_and_owners_follow() {
    let page = "[x](adr/0007-use-dashes.md \"Use dashes\") [y](<adr/0007-use-dashes.md> '7. Use dashes') \
                [z](adr/0007-use-dashes.md \"why\") [w]\n\n[w]: adr/0007-use-dashes.md (Use dashes)\n";
    let place = Place::with(&[
        ("adr/0007-use-dashes.md", &nygard(7, "Use dashes", "Accepted")),
        ("page.md", page),
        (
            ".github/CODEOWNERS",
            "/adr/ @a\n/adr/0007-use-dashes.md @ada # 0007-use-dashes\n",
        ),
    ]);
    place.opsrepo(&["decision", "rename", "7", "Use dots"]).ends(0);
    let new = page.replace("Use dashes", "Use dots").replace("use-dashes", "use-dots");
    assert_eq!(place.read("page.md"), new);
    let owners = "/adr/ @a\n/adr/0007-use-dots.md @ada # 0007-use-dashes\n";
    assert_eq!(place.read(".github/CODEOWNERS"), owners);
    place.opsrepo(&["decision", "renumber", "7", "9"]).ends(0);
    assert!(place.read("page.md").contains("(<adr/0009-use-dots.md> '9. Use dots')"));
}
