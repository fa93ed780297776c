//! The search: its index holds every record, its files stay small, and its script reckons as the index does.

use crate::site::Site;
use crate::site::{assert_harmless, dangling, example, made, page, rendered};
use opsrepo::site::theme::Theme;
use serde_json::Value;
use std::process::Command;

fn file<'a>(site: &'a Site, path: &str) -> &'a str {
    let found = site.tree.files().iter().find(|file| file.path.as_str() == path);
    found.unwrap_or_else(|| panic!("no {path}")).source().unwrap().text()
}

fn json(site: &Site, path: &str) -> Value {
    serde_json::from_str(file(site, path)).unwrap()
}

/// Every document is in the shards under each word of its title.
fn assert_found(site: &Site) {
    let meta = json(site, "search/meta.json");
    let number = |name: &str| meta[name].as_u64().unwrap() as usize;
    let shards: Vec<Value> = (0..number("shards"))
        .map(|at| json(site, &format!("search/terms-{at:02x}.json")))
        .collect();
    let mut seen = 0;
    for at in 0..number("documents").div_ceil(number("together")) {
        for doc in json(site, &format!("search/docs-{at}.json")).as_array().unwrap() {
            file(site, doc["url"].as_str().unwrap());
            let title = doc["title"].as_str().unwrap().to_ascii_lowercase();
            for word in title
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.is_ascii() && !word.is_empty())
            {
                let list = shards.iter().find_map(|shard| shard.get(word)?.as_array());
                let list = list.unwrap_or_else(|| panic!("no {word}"));
                let ids: Vec<u64> = list.iter().step_by(2).filter_map(Value::as_u64).collect();
                assert!(ids.len() >= 1500 || ids.contains(&seen), "{word} of {title}");
            }
            seen += 1;
        }
    }
    assert_eq!(seen as usize, number("documents"));
}

#[test]
fn every_record_is_found_by_the_words_of_its_title() {
    let site = rendered(example(), &Theme::default());
    assert_found(&site);
    assert_eq!(dangling(&site), Vec::<String>::new());
    assert_harmless(&site);
    assert!(page(&site, "search/a-z.html").contains("../decisions/"));
    assert!(page(&site, "decisions/index.html").contains("data-root=\"../\""));
}

#[test]
fn no_file_of_the_index_is_large() {
    let names: Vec<(String, String)> = (1..=900)
        .map(|n| {
            let words: String = (0..200).map(|k| format!("w{} ", (n * 37 + k * 101) % 5000)).collect();
            let text = format!("# {n}. Title {n}\n\n## Status\n\nAccepted\n\n## Context\n\n{words}\n");
            (format!("docs/adr/{n:04}-x.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = made(&files);
    assert_found(&site);
    for file in site
        .tree
        .files()
        .iter()
        .filter(|file| file.path.as_str().starts_with("search/terms-"))
    {
        let length = file.source().unwrap().text().len();
        assert!(length < 40_000, "{}: {length}", file.path);
    }
}

#[test]
fn the_script_reckons_as_the_index_does() {
    let script = format!("{}/src/site/assets/js/search.js", env!("CARGO_MANIFEST_DIR"));
    let program = "require(process.argv[1]); const s = globalThis.opsrepoSearch;
        console.log(JSON.stringify([s.tokens('Über-Ceph, Straße v1.2'), s.shardOf('foobar', 1000),
        s.distance('ceph', 'cepf', 1), s.distance('ceph', 'storage', 2), s.meant('storge', ['ceph', 'storage']),
        s.meant('cep', ['ceph', 'cep', 'x'])]))";
    let Ok(run) = Command::new("node").args(["-e", program, &script]).output() else {
        eprintln!("skipped: node is not installed");
        return;
    };
    let expected =
        "[[\"uber\",\"ceph\",\"strasse\",\"v1\",\"2\"],720,1,3,[[\"storage\",1]],[[\"cep\",4],[\"ceph\",2]]]";
    assert_eq!(
        String::from_utf8_lossy(&run.stdout).trim(),
        expected,
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}
