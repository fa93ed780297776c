//! Pages whose files moved: what answers at their old addresses, what they are called for ever, and how one goes on from them.

use crate::site::{Site, render};
use crate::site::{assert_harmless, dangling, made, page, values};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::site::theme::Theme;
use opsrepo::text::history::{Change, Commit, History, Log, Touch};
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};
use serde_json::Value;

const SETTINGS: &str = "[site]\nbase-url = \"https://ops.example.org/cloud\"\n";

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

/// A site whose files had these paths, each line the newest first, with one commit between any two. A line that is the
/// nth begins before all that follow it.
fn lived(lines: &[&[&str]], settings: &str, origin: Option<&str>) -> Site {
    let mut log = Log::default();
    let total: usize = lines.iter().map(|line| line.len()).sum();
    for number in 0..total {
        log.commits.push(Commit {
            id: format!("{number:040}"),
            author: "Ada".to_owned(),
            email: "ada@example.org".to_owned(),
            date: format!("2026-03-{:02}T10:00:00+01:00", total - number),
            subject: "Move <it>".to_owned(),
            helpers: Vec::new(),
            request: None,
            merge: None,
        });
    }
    let mut next = total as u32;
    let mut files = vec![File::text(path("opsrepo.toml"), settings)];
    for (number, line) in lines.iter().enumerate() {
        next -= line.len() as u32;
        let touches = line.iter().enumerate().map(|(at, name)| Touch {
            commit: next + at as u32,
            path: path(name),
            change: match line.get(at + 1) {
                Some(from) => Change::Renamed {
                    from: path(from),
                    similarity: 90,
                },
                None => Change::Added,
            },
            before: None,
            blob: None,
        });
        log.files.insert(path(line[0]), touches.collect());
        let text = format!(
            "---\nstatus: accepted\n---\n# {}. Of \"a\" & {number}\n\nText.\n",
            number + 1
        );
        files.push(File::text(path(line[0]), text));
    }
    let context = Context {
        as_of: Date::new(2026, 11, 1).unwrap(),
        now: None,
        origin: origin.map(str::to_owned),
        default_branch: Some("main".to_owned()),
        former_branch: None,
        folder: RepoPath::root(),
    };
    let workspace = Workspace::build(Tree::new(files), opsrepo::kinds::all(), context, History::Known(log));
    let report = opsrepo::lint::run::run(&workspace, opsrepo::rules::ALL);
    let site = render(&workspace, &report, &Theme::default()).unwrap();
    let again = render(&workspace, &report, &Theme::default()).unwrap();
    assert!(texts(&site) == texts(&again), "not the same twice");
    // The page that is shown in place of any other says where it is from the top of the host.
    let lost: Vec<String> = dangling(&site)
        .into_iter()
        .filter(|each| !each.starts_with("404"))
        .collect();
    assert_eq!(lost, Vec::<String>::new());
    assert_harmless(&site);
    site
}

fn texts(site: &Site) -> Vec<(String, String)> {
    let files = site.tree.files().iter();
    files
        .map(|file| (file.path.to_string(), file.source().unwrap().text().to_owned()))
        .collect()
}

fn has(site: &Site, at: &str) -> bool {
    site.tree.files().iter().any(|file| file.path.as_str() == at)
}

fn json(site: &Site, at: &str) -> Value {
    let file = site.tree.files().iter().find(|file| file.path.as_str() == at);
    serde_json::from_str(file.unwrap_or_else(|| panic!("no {at}")).source().unwrap().text()).unwrap()
}

#[test]
fn a_chain_of_moves_leads_to_the_last() {
    let site = lived(
        &[
            &["decisions/0001-c.md", "decisions/0001-b.md", "docs/adr/0001-a.md"],
            &["docs/notes/new.md", "docs/old.md"],
        ],
        SETTINGS,
        None,
    );
    for (at, to) in [
        ("decisions/0001-b.html", "0001-c.html"),
        ("decisions/0001-a.html", "0001-c.html"),
        ("pages/docs/adr/0001-a.html", "../../../decisions/0001-c.html"),
        ("pages/docs/old.html", "notes/new.html"),
    ] {
        let html = page(&site, at);
        let refresh = format!("<meta http-equiv=\"refresh\" content=\"0; url={to}\">");
        assert!(html.contains(&refresh) && html.contains("noindex"), "{at}: {html}");
        let whole = RepoPath::new(at).unwrap().parent().join(to).unwrap();
        let canonical = format!("<link rel=\"canonical\" href=\"https://ops.example.org/cloud/{whole}\">");
        assert!(html.contains(&canonical), "{at}: {html}");
        assert!(values(html, "href").any(|href| href == to), "{at} shows no link");
    }
    assert!(page(&site, "decisions/0001-b.html").contains("Of &quot;a&quot; &amp; 0</a>"));
    // Programs find the record under each of its names, and the map of the site has none of the old ones.
    let now = json(&site, "api/v1/decisions/0001-c.json");
    assert_eq!(now, json(&site, "api/v1/decisions/0001-a.json"));
    assert_eq!(
        now["permanentId"],
        "https://ops.example.org/cloud/decisions/0001-a.html"
    );
    let map = site
        .tree
        .files()
        .iter()
        .find(|file| file.path.as_str() == "sitemap.xml")
        .unwrap();
    let map = map.source().unwrap().text();
    assert!(map.contains("0001-c.html") && !map.contains("0001-a.html"), "{map}");
}

#[test]
fn a_page_of_today_stands_where_one_stood_before() {
    // The second decision took the file name that the first gave up.
    let site = lived(
        &[
            &["decisions/0001-b.md", "decisions/0001-a.md"],
            &["decisions/0001-a.md"],
        ],
        SETTINGS,
        None,
    );
    assert!(!page(&site, "decisions/0001-a.html").contains("http-equiv=\"refresh\""));
    let names: Vec<Value> = ["a", "b"]
        .iter()
        .map(|name| json(&site, &format!("api/v1/decisions/0001-{name}.json"))["permanentId"].clone())
        .collect();
    // The elder keeps the name that both began with.
    assert_eq!(names[1], "https://ops.example.org/cloud/decisions/0001-a.html");
    assert_ne!(names[0], names[1]);
}

#[test]
fn who_left_an_address_last_is_found_there() {
    let site = lived(
        &[
            &["decisions/0001-b.md", "decisions/x.md"],
            &["decisions/0002-c.md", "decisions/x.md"],
        ],
        "",
        None,
    );
    assert!(page(&site, "decisions/x.html").contains("url=0002-c.html"));
}

#[test]
fn the_review_of_an_incident_moves_with_it() {
    let site = lived(&[&["incidents/2026-03-02-b.md", "incidents/2026-03-02-a.md"]], "", None);
    let html = page(&site, "incidents/2026-03-02-a/review/index.html");
    assert!(html.contains("url=../../2026-03-02-b/review/index.html"), "{html}");
}

#[test]
fn without_a_history_nothing_moved() {
    let site = made(&[("decisions/0001-a.md", "# 1. A\n")]);
    assert!(
        !site
            .tree
            .files()
            .iter()
            .any(|file| { file.source().unwrap().text().contains("http-equiv=\"refresh\"") })
    );
}

#[test]
fn the_ways_on_are_those_of_the_forge() {
    let line: &[&str] = &["decisions/0001-a.md"];
    let ways = |origin| page(&lived(&[line], SETTINGS, origin), "decisions/0001-a.html").to_owned();
    for (origin, edit, discuss) in [
        (
            "https://github.com/o/r",
            "/edit/main/decisions/0001-a.md",
            "/issues/new?title=Decision%200001",
        ),
        (
            "https://gitlab.com/o/r",
            "/-/edit/main/decisions/0001-a.md",
            "/-/issues/new?issue%5Btitle%5D=Decision%200001",
        ),
        (
            "https://codeberg.org/o/r",
            "/_edit/main/decisions/0001-a.md",
            "/issues/new?title=Decision%200001",
        ),
    ] {
        let html = ways(Some(origin));
        let targets: Vec<String> = values(&html, "href").collect();
        let has = |way: &str| {
            targets
                .iter()
                .any(|target| target.starts_with(&format!("{origin}{way}")))
        };
        assert!(has(edit) && has(discuss), "{origin}: {targets:?}");
        assert!(
            targets
                .iter()
                .any(|to| to.contains("https%3A//ops.example.org/cloud/decisions/0001-a.html"))
        );
        assert!(!html.contains("Report a problem"), "there is no form");
    }
    let html = ways(None);
    assert!(!html.contains("Discuss") && !html.contains("Edit or propose"));
    for own in ["0001-a.md", "../api/v1/decisions/0001-a.json"] {
        assert!(
            values(&html, "href").filter(|href| href == own).count() == 2,
            "{own}: in the head, and to be seen"
        );
    }
}

#[test]
fn a_report_goes_into_the_form_that_sounds_like_it() {
    let site = made(&[
        (".github/ISSUE_TEMPLATE/decision.yml", "name: A decision\n"),
        (
            ".github/ISSUE_TEMPLATE/incident.yml",
            "name: Something \"is\" broken\ntitle: \"Incident: \"\n",
        ),
        ("decisions/0001-a.md", "# 1. Pay\n"),
        ("sub/.github/ISSUE_TEMPLATE/outage.yml", "name: Elsewhere\n"),
    ]);
    let html = page(&site, "decisions/0001-a.html");
    let form =
        "https://github.com/harbour/ops/issues/new?template=incident.yml&title=Incident%3A%20Decision%200001%3A%20Pay";
    assert!(values(html, "href").any(|href| href == form), "{html}");
    assert!(html.contains("title=\"Something &quot;is&quot; broken\""));
}

#[test]
fn the_head_tells_programs_where_everything_is() {
    let site = lived(&[&["decisions/0001-a.md"]], SETTINGS, None);
    let html = page(&site, "decisions/0001-a.html");
    for wanted in [
        "<link rel=\"canonical\" href=\"https://ops.example.org/cloud/decisions/0001-a.html\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:title\" content=\"Of &quot;a&quot; &amp; 0\">",
        "type=\"application/atom+xml\" title=\"Decisions\" href=\"../feeds/decisions.xml\"",
        "type=\"application/json\" href=\"../api/v1/decisions/0001-a.json\"",
        "type=\"text/markdown\" href=\"0001-a.md\"",
    ] {
        assert!(html.contains(wanted), "{wanted}: {html}");
    }
    let lost = page(&site, "404.html");
    assert!(!lost.contains("rel=\"canonical\"") && lost.contains("href=\"/cloud/feeds/all.xml\""));
    assert!(has(&site, "feeds/all.xml") && has(&site, "api/v1/schema.json"));
    let quiet = lived(&[&["decisions/0001-a.md"]], "", None);
    assert!(!page(&quiet, "decisions/0001-a.html").contains("canonical"));
}
