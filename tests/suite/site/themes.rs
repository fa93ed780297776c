//! Themes and settings of a site that are not what they were meant to be: each slip is told, where it stands, once.

use crate::cli::{folder, opsrepo};
use crate::site::{dangling, made};
use std::collections::BTreeSet;
use std::path::Path;

const RECORD: &str = "---\nstatus: accepted\ndate: 2026-01-05\n---\n\n# Use DNS\n\nNames.\n";

fn cloud(files: &[(&str, &str)]) -> tempfile::TempDir {
    folder(
        &[
            &[("README.md", "# A cloud\n"), ("decisions/0001-use-dns.md", RECORD)],
            files,
        ]
        .concat(),
    )
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_page_of_a_search_that_is_not_there_is_told() {
    let cloud = cloud(&[
        ("opsrepo.toml", "[site]\nsearch = false\n"),
        (".opsrepo/theme/search.html", "{% extends \"opsrepo/search.html\" %}"),
    ]);
    let told =
        ".opsrepo/theme/search.html: `search = false` under `[site]` leaves out the page that it would be filled for";
    opsrepo(cloud.path(), &["render", "--check"])
        .ends(1)
        .says(&[told, "1 theme slip in "]);
    opsrepo(cloud.path(), &["render", "--out", "out"]).ends(0).says(&[told]);
}

#[test]
fn a_page_whose_address_is_taken_is_told_and_takes_nothing() {
    let page = "{% extends \"base.html\" %}{% block main %}mine{% endblock %}";
    let cloud = cloud(&[
        (".opsrepo/theme/pages/index.html", page),
        (".opsrepo/theme/pages/decisions/0001-use-dns.html", page),
        (".opsrepo/theme/pages/Search/Index.html", page),
        (".opsrepo/theme/pages/404.html", page),
        (".opsrepo/theme/pages/files/a.html", page),
        (".opsrepo/theme/pages/index.html.d/a.html", page),
        (".opsrepo/theme/pages/Glance.html", page),
        (".opsrepo/theme/pages/glance.html", page),
    ]);
    let root = cloud.path();
    let taken = [
        "pages/404.html: this page is left out: the site has 404.html already, which the template 404.html",
        "pages/Search/Index.html: this page is left out: the site has search/index.html already",
        "pages/decisions/0001-use-dns.html: this page is left out: the site has decisions/0001-use-dns.html already, which \
         the template record.html",
        "pages/files/a.html: this page is left out: files/a.html would stand among copies",
        "pages/glance.html: this page is left out: pages/Glance.html is that page already",
        "pages/index.html: this page is left out: the site has index.html already, which the template home.html",
        "choose another name",
    ];
    opsrepo(root, &["render", "--out", "out"]).ends(0).says(&taken);
    opsrepo(root, &["render", "--check"])
        .ends(1)
        .says(&taken)
        .says(&["6 theme slips in "]);
    let out = root.join("out");
    for own in [
        "index.html",
        "404.html",
        "decisions/0001-use-dns.html",
        "search/index.html",
    ] {
        assert!(!text(&out.join(own)).contains("mine"), "{own}");
    }
    assert!(text(&out.join("Glance.html")).contains("mine"));
    assert!(text(&out.join("index.html.d/a.html")).contains("mine"));
    assert!(!out.join("files/a.html").exists() && !out.join("glance.html").exists());
}

#[test]
fn kinds_that_are_called_alike_have_folders_of_their_own() {
    let record = "# One\n\nText.\n";
    let site = made(&[
        (
            "opsrepo.toml",
            "[kinds.choice]\nplural = \"decisions\"\n[sets.choices]\nkind = \"choice\"\nfiles = [\"choices/*.md\"]\n\
             [kinds.option]\nplural = \"kind choice\"\n[sets.options]\nkind = \"option\"\nfiles = [\"options/*.md\"]\n",
        ),
        ("choices/one.md", record),
        ("options/one.md", record),
        ("decisions/0001-use-dns.md", RECORD),
    ]);
    let files = site.tree.files().iter().map(|file| file.path.as_str().to_lowercase());
    let names: BTreeSet<String> = files.collect();
    assert_eq!(names.len(), site.tree.files().len());
    assert!(
        names.contains("kind-choice/index.html")
            && names.contains("kind-option/index.html")
            && names.contains("decisions/index.html"),
        "{names:?}"
    );
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn settings_that_name_nothing_are_told_where_they_stand() {
    let cloud = cloud(&[(
        "opsrepo.toml",
        "[site]\nlogo = \"README.md\"\ntimezone = \"Mars\"\nrepository = \"github.com/a/b\"\n[[site.nav]]\nlabel = \"A\"\n\
         to = \"readme.md#x\"\n[[site.nav]]\nlabel = \"B\"\nto = \"decisions\"\n[[site.nav]]\nlabel = \"C\"\nto = \"README.md\"\n",
    )]);
    let root = cloud.path();
    let said = opsrepo(root, &["render", "--check"]).ends(1).says(&[
        "opsrepo.toml:2:8: `README.md` is no picture, where the logo should be",
        "opsrepo.toml:3:12: `Mars` is no time zone",
        "opsrepo.toml:4:14: `github.com/a/b` is no address of a repository",
        "opsrepo.toml:7:6: there is no file `readme.md`, where the page should be; did you mean `README.md`?",
        "opsrepo.toml:10:6: `decisions` is a folder, where a file for the page should be",
        "5 broken settings in ",
    ]);
    assert!(!said.out.contains("opsrepo.toml:13"), "{}", said.out);
    opsrepo(root, &["render", "--out", "out"])
        .ends(0)
        .says(&["note: 5 things in opsrepo.toml are wrong and left out"]);
    for (address, code) in [
        ("git@git.example.org:team/ops.git", 0),
        ("ssh://git@a.b/c/d", 0),
        ("ops", 1),
    ] {
        std::fs::write(
            root.join("opsrepo.toml"),
            format!("[site]\nrepository = \"{address}\"\n"),
        )
        .unwrap();
        opsrepo(root, &["render", "--check"]).ends(code);
    }
}

#[test]
fn a_fault_of_many_pages_is_one_line() {
    let base =
        |foot: &str| format!("{{% extends \"opsrepo/base.html\" %}}\n{{% block foot %}}\n{foot}{{% endblock %}}\n");
    let theme = ".opsrepo/theme/base.html";
    let cloud = cloud(&[(theme, "")]);
    let root = cloud.path();
    for (foot, line) in [
        (
            base("{{ nothing }}"),
            "base.html:3:4: undefined value: `nothing` is undefined; there are: frame (404.html and ",
        ),
        (
            base("{% for s in frame.sections %}\n{{ s.lable }}{% endfor %}"),
            "base.html:4:4: undefined value: `s.lable` is undefined; `s` has: count, href, is_current, label; did you mean \
             `label`? (404.html and ",
        ),
        (
            base("{% include \"foot.html\" %}"),
            "foot.html:2:4: undefined value: `frame.tilte` is undefined; `frame` has: context, ",
        ),
    ] {
        std::fs::write(root.join(theme), foot).unwrap();
        std::fs::write(root.join(".opsrepo/theme/foot.html"), "\n{{ frame.tilte }}\n").unwrap();
        let said = opsrepo(root, &["render", "--check"]).ends(1).says(&[
            line,
            " more pages cannot be made)",
            "1 template fault",
        ]);
        assert_eq!(
            said.out.lines().filter(|line| line.contains("undefined value")).count(),
            1,
            "{}",
            said.out
        );
        opsrepo(root, &["render", "--out", "out"])
            .ends(2)
            .says(&["hint: 404.html and ", " more pages cannot be made"]);
    }
    // Of templates that cannot be read all are told, and no number of files is made up.
    std::fs::write(root.join(theme), "{% if").unwrap();
    std::fs::write(root.join(".opsrepo/theme/foot.html"), "{{").unwrap();
    opsrepo(root, &["render", "--check"]).ends(1).says(&[
        "base.html:1:4: syntax error",
        "foot.html:1:",
        "(the site cannot be made)",
        "2 template faults; nothing was written",
    ]);
}

#[test]
fn a_style_sheet_that_a_template_names_is_copied() {
    let base = "{% extends \"opsrepo/base.html\" %}\n{% block head %}<link rel=\"stylesheet\" \
                href=\"{{ frame.root }}theme/print.css\">{% endblock %}\n";
    let cloud = cloud(&[
        (".opsrepo/theme/base.html", base),
        (".opsrepo/theme/print.css", "p { color: red }"),
    ]);
    let root = cloud.path();
    opsrepo(root, &["render", "--check"]).ends(0);
    opsrepo(root, &["render", "--out", "out"]).ends(0);
    assert_eq!(text(&root.join("out/theme/print.css")), "p { color: red }");
    assert!(text(&root.join("out/decisions/index.html")).contains("href=\"../theme/print.css\""));
    opsrepo(root, &["render", "--out", "x", "--base-url", "https://a.b/?c"])
        .ends(2)
        .says(&["leave out what begins with `?` or `#`"]);
    std::fs::write(
        root.join("opsrepo.toml"),
        "[site]\ntitle = \" \"\n[[site.nav]]\nlabel = \"\"\nto = \"README.md\"\n",
    )
    .unwrap();
    opsrepo(root, &["render", "--check"]).ends(1).says(&[
        "opsrepo.toml:2:9: there is nothing in these quotes",
        "opsrepo.toml:4:9: there is nothing in these quotes",
    ]);
}

#[test]
fn blocks_that_are_never_shown_are_told() {
    let cloud = cloud(&[(
        ".opsrepo/theme/base.html",
        "{% extends \"opsrepo/base.html\" %}\n{% block food %}x{% endblock %}\n",
    )]);
    let root = cloud.path();
    let told =
        ".opsrepo/theme/base.html:2:10: no template that this one extends has a block `food`; did you mean `foot`?";
    opsrepo(root, &["render", "--check"])
        .ends(1)
        .says(&[told, "1 theme slip in "]);
    opsrepo(root, &["render", "--out", "out"]).ends(0).says(&[told]);
}

#[test]
#[cfg(unix)]
fn links_in_a_theme_are_read_inside_the_repository_only() {
    let cloud = cloud(&[("docs/home.html", "mine"), (".opsrepo/theme/a.png", "")]);
    let root = cloud.path();
    let theme = root.join(".opsrepo/theme");
    for (to, name) in [
        ("../../docs/home.html", "home.html"),
        ("/etc/passwd", "base.html"),
        ("gone", "b.png"),
    ] {
        std::os::unix::fs::symlink(to, theme.join(name)).unwrap();
    }
    opsrepo(root, &["render", "--out", "out"]).ends(0).says(&[
        "theme/base.html: it is left out: it is a symbolic link to `/etc/passwd`, which is not followed",
        "theme/b.png: it is left out: it is a symbolic link to `gone`, which is not followed",
    ]);
    assert_eq!(text(&root.join("out/index.html")), "mine");
    assert!(root.join("out/theme/a.png").is_file() && !root.join("out/theme/b.png").exists());
    std::os::unix::fs::symlink(".opsrepo/theme", root.join("look")).unwrap();
    for (theme, why) in [
        (
            "look",
            "the theme look is a symbolic link to .opsrepo/theme, which is not followed",
        ),
        ("../x", "`../x` is no folder inside the repository"),
        ("/etc", "`/etc` is no folder inside the repository"),
        ("gone", "there is no folder gone in the repository for a theme"),
        ("README.md", "the theme README.md is a file"),
    ] {
        opsrepo(root, &["render", "--out", "x", "--theme", theme])
            .ends(2)
            .says(&[why]);
    }
    opsrepo(root, &["render", "--check", "--theme", "./.opsrepo/theme/"]).says(&["base.html: it is left out"]);
    assert!(!root.join("x").exists());
}

#[test]
fn a_page_is_named_as_a_browser_has_it() {
    let cloud = cloud(&[]);
    for (page, template) in [
        ("decisions", "decisions.html"),
        ("/decisions/", "decisions.html"),
        ("decisions/index.html", "decisions.html"),
        ("decisions/0001-use-dns", "record.html"),
        ("/decisions/0001-use-dns.html", "record.html"),
        ("/", "home.html"),
    ] {
        let said = opsrepo(cloud.path(), &["render", "--context", page]).ends(0);
        assert!(said.out.contains(&format!("\"template\": \"{template}\"")), "{page}");
    }
    opsrepo(cloud.path(), &["render", "--context", "decision"])
        .ends(2)
        .says(&["no page `decision`; did you mean `decisions/`?"]);
}
