//! The site of the example cloud holds together, and the text of a hostile record comes out harmless.

use crate::site::{Site, render};
use crate::site::{assert_harmless, dangling, example, made, page, pages, rendered, values};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::site::theme::Theme;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::Tree;
use std::collections::BTreeSet;

#[test]
fn the_example_cloud_holds_together() {
    let site = rendered(example(), &Theme::default());
    let again = rendered(example(), &Theme::default());
    let bytes = |site: &Site| -> Vec<(String, String)> {
        let files = site.tree.files().iter();
        files
            .map(|file| (file.path.to_string(), file.source().unwrap().text().to_owned()))
            .collect()
    };
    assert_eq!(bytes(&site), bytes(&again));
    assert_eq!(dangling(&site), Vec::<String>::new());
    assert_harmless(&site);
    let text: String = pages(&site).map(|(_, html)| html).collect();
    assert!(
        !text.contains("secret@") && !text.contains("user:"),
        "the password of the remote is on a page"
    );
    let home = page(&site, "index.html");
    assert!(home.contains("Harbour Cloud") && home.contains("decisions/index.html"));
}

#[test]
fn a_record_shows_its_facts_its_friends_and_what_is_broken() {
    let site = made(&[
        (
            "docs/adr/0001-use-git.md",
            "# 1. Use Git\n\n## Status\n\nAccepted\n\n## Context\n\nSee [that](gone.md) and [two](0002-use-more.md#context).\n",
        ),
        (
            "docs/adr/0002-use-more.md",
            "# 2. Use more\n\n## Status\n\nProposed\n\n## Context\n\nx ![p](p.png) [s](../../run.sh)\n",
        ),
        ("docs/adr/p.png", ""),
        ("run.sh", ""),
        ("README.md", "# Ops\n\n[first](docs/adr/0001-use-git.md)\n"),
    ]);
    let first = page(&site, "decisions/0001-use-git.html");
    assert!(
        first.contains("<span class=\"broken\" title=\"there is no docs/adr/gone.md in this repository\">that</span>")
    );
    assert!(first.contains("<a href=\"0002-use-more.html#context\">two</a>"));
    assert!(first.contains("<span class=\"chip good\""), "no chip");
    assert!(first.contains("Unknown. This clone has no history."));
    assert!(
        first.contains("title=\"docs/adr/0001-use-git.md:5"),
        "no source of the status"
    );
    assert!(first.contains("../pages/readme.html"), "no backlink");
    let second = page(&site, "decisions/0002-use-more.html");
    assert!(second.contains("<img src=\"../files/docs/adr/p.png\""));
    assert!(second.contains("https://github.com/harbour/ops/blob/main/run.sh"));
    assert_eq!(site.assets.len(), 1);
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn every_rule_has_its_page_and_many_records_are_shown_by_folder() {
    let site = made(&[(
        "docs/adr/0001-x.md",
        "# 1. X\n\n## Status\n\nAccepted\n\n[g](gone.md)\n",
    )]);
    let checks = page(&site, "checks/index.html");
    assert!(checks.contains("<a href=\"rules/link/broken.html\">link/broken</a>"));
    for rule in opsrepo::rules::ALL {
        let text = page(&site, &format!("checks/rules/{}.html", rule.name));
        assert!(
            text.contains(&format!("<h1>{}</h1>", rule.name)) && text.contains("<pre"),
            "{}",
            rule.name
        );
    }
    let record = page(&site, "decisions/0001-x.html");
    assert!(record.contains("../checks/rules/link/broken.html"));
    assert_eq!(dangling(&site), Vec::<String>::new());
    let text = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: a\n";
    let names: Vec<String> = (0..70)
        .map(|n| format!("{}/x{n}/a.yaml", if n < 5 { "few" } else { "many" }))
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text)).collect();
    let site = made(&files);
    let configs = page(&site, "configs/index.html");
    assert!(configs.contains("<h2>few <span class=\"count\">5</span></h2>"));
    assert!(configs.contains("<h2>many <span class=\"count\">65</span></h2></summary>"));
    assert!(configs.contains("<li>Application <span class=\"quiet\">70</span></li>"));
}

#[test]
fn addresses_do_not_collide() {
    let text = "# A\n\n## Status\n\nAccepted\n";
    let site = made(&[
        ("a/adr/0001-x.md", text),
        ("a/adr/0001-X.md", text),
        ("b/adr/0001-x.md", text),
        ("b/adr/0001-y.md", text),
        ("README.md", "# R\n"),
        ("readme.md", "# r\n"),
    ]);
    let names: BTreeSet<String> = site
        .tree
        .files()
        .iter()
        .map(|file| file.path.as_str().to_lowercase())
        .collect();
    assert_eq!(names.len(), site.tree.files().len());
    assert_eq!(
        pages(&site)
            .filter(|(path, _)| path.starts_with("decisions/0001"))
            .count(),
        4
    );
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn a_kind_of_the_users_own_takes_no_folder_of_the_site() {
    let plain = rendered(example(), &Theme::default());
    let kinds = ["configs", "decisions", "incidents", "runbooks", "services"];
    let tops = plain
        .tree
        .files()
        .iter()
        .filter_map(|file| file.path.as_str().split_once('/'));
    let folders: BTreeSet<&str> = tops.map(|(top, _)| top).filter(|top| !kinds.contains(top)).collect();
    assert!(folders.contains("pages") && folders.contains("api"), "{folders:?}");
    let mut settings = String::new();
    let mut files = Vec::new();
    for folder in &folders {
        settings.push_str(&format!(
            "[kinds.my-{folder}]\nplural = \"{folder}\"\nfolder = \"{folder}\"\n"
        ));
        files.push((format!("{folder}/0001-x.md"), "# X\n\n## Status\n\nAccepted\n"));
    }
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    all.push(("opsrepo.toml", &settings));
    let site = made(&all);
    for folder in folders {
        let at = format!("kind-{folder}/0001-x.html");
        assert!(
            pages(&site).any(|(path, _)| path == at),
            "the site has a folder {folder} of its own"
        );
    }
}

#[test]
fn hostile_records_come_out_harmless() {
    let body = r#"
<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>
[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) ![d](javascript:alert(1)) <javascript:alert(1)>
[e]( <java
script:alert(1)> "t\" onmouseover=alert(1) x=\"") [f](x"onclick=alert(1).md) [g]: javascript:alert(1)
<a href="javascript:alert(1)" onclick=alert(1) style="color:red">x</a> <a href=" &#106;avascript:alert(1)">y</a>
<a href="/-opsrepo-/javascript:alert(1)">z</a> </main></body></html><style>*{display:none}</style>
<form action="https://evil.example"><input name=q autofocus onfocus=alert(1)></form><base href="https://evil.example/">
<iframe srcdoc="<script>alert(1)</script>"></iframe><math><mtext><table><mglyph><style><img src=x onerror=alert(1)>
{{ 7 * 123457 }} {% include "base.html" %}

```js"><script>alert(1)</script>
</code></pre><script>alert(1)</script>
```

# </title><script>alert(2)</script>

| a"><script> | b |
|-|:-:|
| <script>x</script> | <b onclick=1>y</b> |
"#;
    let title = "---\ntitle: '</title><script>alert(3)</script>\"'\nstatus: '<script>alert(4)</script>'\ndate: '\"><img src=x onerror=1>'\ndeciders: ['<b onclick=1>x</b>']\n---\n";
    let site = made(&[
        (
            "adr/0001-a\"><script>alert(5)<.md",
            &format!("{title}\n# <img src=x onerror=alert(1)>\n{body}"),
        ),
        (
            "adr/0002-b'onclick='x.md",
            &format!("# `</h1><script>`\n\n## Status\n\nAccepted <script>\n{body}"),
        ),
        (
            "adr/0003-c.adoc",
            &format!(
                "= </title><script>x</script>\n:status: <script>\n\n== Context\n{body}\nlink:javascript:alert(1)[x] <<x\"onclick=1,y>>\n"
            ),
        ),
        (
            "services/s.yaml",
            "name: </pre><script>alert(1)</script>\nowner: '\" onclick=1'\nsummary: <script>\n",
        ),
        ("docs/<b>/\"x\".md", body),
        (
            "opsrepo.toml",
            "[cloud]\nname = \"</title><script>alert(1)</script>\"\nsummary = \"<script>\"\n[site]\nrepository = \"javascript:alert(1)//a.b/c/d\"\nlanguage = \"\\\"><script>\"\n",
        ),
    ]);
    assert!(pages(&site).count() > 8);
    assert_harmless(&site);
    assert_eq!(dangling(&site), Vec::<String>::new());
    let text: String = pages(&site).map(|(_, html)| html).collect();
    assert!(!text.contains("864199"), "a record was read as a template");
}

#[test]
fn a_theme_overrides_by_name_and_its_errors_name_the_line() {
    let theme = |name: &str, text: &str| Theme {
        folder: ".opsrepo/theme".to_owned(),
        files: vec![(name.to_owned(), text.to_owned())],
        ..Theme::default()
    };
    let site = rendered(
        example(),
        &theme("404.html", "<p>{{ frame.site }} has no such page</p>\n"),
    );
    assert!(page(&site, "404.html").starts_with("<p>Harbour Cloud"));
    let site = rendered(example(), &theme("style.css", "body{}"));
    let style = site.tree.files().iter().find(|file| file.path.as_str() == "style.css");
    assert_eq!(
        style.and_then(|file| file.source()).map(|source| source.text()),
        Some("body{}")
    );
    let workspace = Workspace::build(
        Tree::default(),
        opsrepo::kinds::all(),
        Context {
            as_of: Date::new(2026, 11, 1).unwrap(),
            now: None,
            origin: None,
            default_branch: None,
            former_branch: None,
            folder: RepoPath::root(),
        },
        History::NotAsked,
    );
    let report = opsrepo::lint::run::run(&workspace, &[]);
    let error = render(&workspace, &report, &theme("home.html", "x\n{{ nothing }}\n")).unwrap_err();
    let told = format!("{error:#}");
    assert!(told.contains(".opsrepo/theme/home.html:2:4: "), "{told}");
    assert!(
        told.contains("`nothing` is undefined\nthere are: ") && told.contains(", frame, "),
        "{told}"
    );
}

#[test]
fn addresses_of_its_own_stay_as_they_are_written_unless_they_lead_nowhere() {
    let own = "https://github.com/harbour/ops/blob/main";
    let text = format!("# Guide\n\n[a]({own}/x.md#L3) [b]({own}/x.md) [c]({own}/gone.md)\n");
    let site = made(&[("docs/guide.md", &text), ("x.md", "# X\n")]);
    let html = page(&site, "pages/docs/guide.html");
    assert!(html.contains(&format!("href=\"{own}/x.md#L3\"")) && html.contains(&format!("href=\"{own}/x.md\"")));
    assert!(
        !html.contains("gone.md\"") && html.contains("there is no gone.md in this repository"),
        "{html}"
    );
}

#[test]
fn a_folder_has_one_front_page_wherever_it_is_asked_for() {
    let said = "The harbour keeps its ships in order, and this says how.";
    let site = made(&[
        ("Readme.adoc", &format!("= Harbour\n\n{said}\n")),
        ("index.md", "# Not this\n"),
        (
            "docs/a.md",
            "# A\n\n[one](one/) [two](two) [three](three) [root](../)\n",
        ),
        ("docs/one/index.md", "# Index\n"),
        ("docs/one/README.markdown", "# Readme\n"),
        ("docs/two/_index.md", "# Two\n"),
        ("docs/three/README.adoc", "= Three\n"),
        ("docs/three/README.md", "# Three\n"),
    ]);
    let home = page(&site, "index.html");
    for part in ["<h1>Harbour</h1>", said, "href=\"pages/readme"] {
        assert!(home.contains(part), "{part} in {home}");
    }
    assert!(!home.contains("Not this"), "{home}");
    let leads: Vec<String> = values(page(&site, "pages/docs/a.html"), "href").collect();
    let of = |path: &str| {
        let found = pages(&site).find(|(_, html)| html.contains(&format!(">{path}<")));
        found.map(|(at, _)| at.to_owned()).unwrap()
    };
    for path in [
        "docs/one/README.markdown",
        "docs/two/_index.md",
        "docs/three/README.md",
        "Readme.adoc",
    ] {
        let to = of(path);
        let to = to
            .strip_prefix("pages/docs/")
            .map_or(format!("../{}", to.trim_start_matches("pages/")), str::to_owned);
        assert!(leads.contains(&to), "{path} at {to}: {leads:?}");
    }
}
