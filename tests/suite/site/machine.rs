//! What machines read of the site: JSON that parses, XML that is well formed, addresses that lead somewhere.

use crate::site::Site;
use crate::site::{decoded, example, made, rendered};
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

/// What is wrong with a file of the site in the eyes of the schema that the site itself holds. Keys that it does not know
/// are wrong here: whoever adds one describes it.
fn misfits(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    let errors = schema.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn strict(value: &mut Value) {
    if let Value::Object(map) = value {
        if map.contains_key("properties") {
            map.entry("additionalProperties").or_insert(false.into());
        }
        map.values_mut().for_each(strict);
    } else if let Value::Array(values) = value {
        values.iter_mut().for_each(strict);
    }
}

#[test]
fn every_file_of_the_api_fits_its_schema() {
    for site in [rendered(example(), &Theme::default()), hostile("")] {
        let mut schema = json(&site, "api/v1/schema.json");
        jsonschema::meta::validate(&schema).unwrap();
        strict(&mut schema);
        let of = |shape: &str| {
            let mut schema = schema.clone();
            schema["oneOf"] = serde_json::json!([{ "$ref": format!("#/$defs/{shape}") }]);
            jsonschema::validator_for(&schema).unwrap()
        };
        let [index, list, record, state, any] = ["index", "list", "record", "state", ""].map(|shape| match shape {
            "" => jsonschema::validator_for(&schema).unwrap(),
            shape => of(shape),
        });
        let mut seen = 0;
        let files = site.tree.files().iter().map(|file| file.path.as_str());
        for path in files.filter(|path| path.starts_with("api/") || *path == "status.json") {
            let validator = match path {
                "api/v1/schema.json" => continue,
                "api/v1/index.json" => &index,
                "status.json" => &state,
                path if path.ends_with("/index.json") => &list,
                _ => &record,
            };
            let value = json(&site, path);
            assert_eq!(misfits(validator, &value), Vec::<String>::new(), "{path}");
            assert!(any.is_valid(&value), "{path} is of one shape only");
            seen += 1;
        }
        assert!(seen > 5);
        // It would notice.
        assert!(!record.is_valid(&json(&site, "status.json")));
    }
}

/// An element's children of a name.
fn children<'a>(node: roxmltree::Node<'a, 'a>, name: &'a str) -> Vec<roxmltree::Node<'a, 'a>> {
    node.children()
        .filter(|child| child.tag_name().name() == name)
        .collect()
}

/// What RFC 4287 asks of a feed, as far as this site's are concerned.
fn assert_feed(path: &str, xml: &str) {
    let document = roxmltree::Document::parse(xml).unwrap();
    let feed = document.root_element();
    assert_eq!(
        feed.tag_name().namespace(),
        Some("http://www.w3.org/2005/Atom"),
        "{path}"
    );
    let once = |node: roxmltree::Node, name: &str| {
        let found: Vec<String> = node
            .children()
            .filter(|child| child.tag_name().name() == name)
            .map(|child| child.text().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(found.len(), 1, "{path}: {name}");
        assert!(!found[0].is_empty(), "{path}: {name} is empty");
        found[0].clone()
    };
    let is_moment = |text: &str| {
        let is_zoned = text.ends_with('Z') || matches!(text.as_bytes().get(text.len() - 6), Some(b'+' | b'-'));
        text.len() >= 20 && text.as_bytes()[10] == b'T' && is_zoned
    };
    let is_absolute = |id: &str| id.starts_with("https://") || id.starts_with("tag:");
    let newest = once(feed, "updated");
    assert!(is_moment(&newest) && is_absolute(&once(feed, "id")), "{path}");
    once(feed, "title");
    assert!(!children(feed, "author").is_empty(), "{path}: nobody wrote it");
    let relations: Vec<&str> = children(feed, "link")
        .iter()
        .filter_map(|link| link.attribute("rel"))
        .collect();
    assert_eq!(relations, ["self", "alternate"], "{path}");
    let mut ids = BTreeSet::new();
    for entry in children(feed, "entry") {
        let id = once(entry, "id");
        assert!(is_absolute(&id) && ids.insert(id.clone()), "{path}: {id}");
        assert!(is_moment(&once(entry, "updated")), "{path}");
        once(entry, "title");
        once(entry, "summary");
        // Without content there must be a link to the page.
        assert_eq!(children(entry, "link")[0].attribute("rel"), Some("alternate"), "{path}");
    }
}

#[test]
fn every_feed_is_one() {
    for site in [rendered(example(), &Theme::default()), hostile("")] {
        let feeds = site.tree.files().iter().map(|file| file.path.as_str());
        let feeds: Vec<&str> = feeds.filter(|path| path.starts_with("feeds/")).collect();
        assert!(
            feeds.contains(&"feeds/all.xml") && feeds.contains(&"feeds/decisions.xml"),
            "{feeds:?}"
        );
        for feed in feeds {
            assert_feed(feed, text(&site, feed));
        }
    }
    let site = rendered(example(), &Theme::default());
    let tells = text(&site, "feeds/services/ceph.xml");
    assert!(
        tells.contains("services/ceph.html") && tells.contains("decisions/"),
        "{tells}"
    );
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
            if (path.starts_with("api/") && *path != "api/v1/schema.json") || *path == "status.json" {
                let value = json(&site, path);
                assert_eq!(value["schemaVersion"], 1, "{path}");
                let mut targets = Vec::new();
                for key in ["page", "json", "raw", "feed", "schema"] {
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
