//! What machines read of the site: JSON that parses, XML that is well formed, addresses that lead somewhere.

use crate::site::{decoded, example, made, rendered};
use opsrepo::site::Site;
use opsrepo::site::theme::Theme;
use serde_json::Value;
use std::collections::BTreeSet;

const HOSTILE: &str = "---\nstatus: accepted\ndate: 2026-01-02\n---\n# </title>]]>&amp; \"x\" ](javascript:y) \u{202e}\u{ffff}\u{1}\n\nSee [two](0002-b.md).\n";
const SECOND: &str = "---\nstatus: accepted\ndate: 2026-03-02\nsupersedes: [\"0001\", \"0099\"]\n---\n# B\n";

fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    let found = site.tree.files().iter().find(|file| file.path.as_str() == path);
    found.unwrap_or_else(|| panic!("no {path}")).source().unwrap().text()
}

fn json(site: &Site, path: &str) -> Value {
    serde_json::from_str(text(site, path)).unwrap()
}

fn hostile(settings: &str) -> Site {
    made(&[
        ("docs/adr/0001-a.md", HOSTILE),
        ("docs/adr/0002-b.md", SECOND),
        ("docs/adr/0003-c.md", "# 3. C\n\n## Status\n\nProposed\n"),
        ("services/pay/service.yaml", "name: pay\n"),
        ("opsrepo.toml", settings),
    ])
}

/// All of a tag's texts in a file.
fn texts(xml: &str, tag: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let all = document
        .descendants()
        .filter(|node| node.has_tag_name(tag) || node.tag_name().name() == tag);
    all.filter_map(|node| node.text().map(str::to_owned)).collect()
}

/// Every string under a key, however deep.
fn under(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                if let (true, Some(text)) = (name == key, value.as_str()) {
                    found.push(text.to_owned());
                }
                under(value, key, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| under(value, key, found)),
        _ => {}
    }
}

#[test]
fn every_file_for_machines_can_be_read_and_leads_somewhere() {
    for site in [rendered(example(), &Theme::default()), hostile("")] {
        let files: Vec<&str> = site.tree.files().iter().map(|file| file.path.as_str()).collect();
        let known: BTreeSet<String> = files.iter().map(|path| path.to_lowercase()).collect();
        assert_eq!(known.len(), files.len(), "an address is given twice");
        for path in &files {
            if path.starts_with("api/") || *path == "status.json" {
                let value = json(&site, path);
                assert_eq!(value["schemaVersion"], 1, "{path}");
                let mut targets = Vec::new();
                for key in ["page", "json", "raw"] {
                    under(&value, key, &mut targets);
                }
                for target in targets {
                    // The example says where it is published.
                    let target = target.trim_start_matches("https://ops.harbour.example/");
                    assert!(files.contains(&decoded(target).as_str()), "{path}: {target}");
                }
            }
            if path.ends_with(".xml") || path.ends_with(".svg") {
                roxmltree::Document::parse(text(&site, path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
        let pages = |folder: &str, ending: &str| {
            let all = files
                .iter()
                .filter(|path| path.starts_with(folder) && path.ends_with(ending));
            all.filter(|path| !path.ends_with("index.html") && !path.ends_with("index.json"))
                .count()
        };
        assert_eq!(pages("decisions/", ".html"), pages("api/v1/decisions/", ".json"));
        assert!(pages("decisions/", ".html") > 0);
    }
}

#[test]
fn a_record_is_told_with_its_friends_and_what_is_broken() {
    let site = hostile("");
    let second = json(&site, "api/v1/decisions/0002-b.json");
    assert_eq!(
        (&second["status"], &second["date"]),
        (&"accepted".into(), &"2026-03-02".into())
    );
    let states = second["references"].as_array().unwrap().iter();
    let states: Vec<(&str, bool)> = states
        .map(|each| (each["state"].as_str().unwrap(), each["isBroken"].as_bool().unwrap()))
        .collect();
    assert_eq!(states, [("record", false), ("broken", true)]);
    let first = json(&site, "api/v1/decisions/0001-a.json");
    assert_eq!(first["backlinks"][0]["relation"], "supersedes");
    assert_eq!(first["backlinks"][0]["record"]["json"], "api/v1/decisions/0002-b.json");
    assert_eq!(text(&site, first["raw"].as_str().unwrap()), HOSTILE);
    let list = text(&site, "llms.txt");
    assert!(
        list.contains("(decisions/0002-b.md): accepted") && list.contains("\\](javascript:y)"),
        "{list}"
    );
}

#[test]
fn feeds_hold_the_newest_first_and_nothing_without_a_day() {
    let site = hostile("");
    for feed in ["feeds/all.xml", "feeds/decisions.xml"] {
        let days = texts(text(&site, feed), "updated");
        assert_eq!(
            days,
            ["2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "2026-01-02T00:00:00Z"],
            "{feed}"
        );
    }
    let many: Vec<(String, String)> = (1..=60)
        .map(|n| {
            (
                format!("docs/adr/{n:04}-x.md"),
                format!("---\nstatus: accepted\ndate: 2026-01-02\n---\n# {n}. X\n"),
            )
        })
        .collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let ids = texts(text(&made(&many), "feeds/decisions.xml"), "id");
    assert_eq!(ids.len(), 51);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 51, "an id is given twice");
    assert!(text(&hostile(""), "feeds/all.xml").contains("href=\"../decisions/0002-b.html\""));
}

#[test]
fn a_site_that_says_where_it_is_published_has_whole_addresses_and_a_map() {
    let quiet = hostile("");
    assert!(
        quiet
            .tree
            .files()
            .iter()
            .all(|file| !file.path.as_str().starts_with("sitemap"))
    );
    let site = hostile("[site]\nbase-url = \"https://ops.example.org/cloud\"\n");
    let places = texts(text(&site, "sitemap.xml"), "loc");
    let whole = "https://ops.example.org/cloud/decisions/0002-b.html".to_owned();
    assert!(places.contains(&whole) && !places.iter().any(|place| place.ends_with("/404.html")));
    assert_eq!(json(&site, "api/v1/decisions/0002-b.json")["page"], whole.as_str());
    assert!(texts(text(&site, "feeds/all.xml"), "id").contains(&whole));
}
