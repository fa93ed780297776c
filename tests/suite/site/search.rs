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
                let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                let word = if is_number { word.trim_start_matches('0') } else { word };
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
fn a_site_without_a_search_leads_to_its_list() {
    let site = made(&[
        ("opsrepo.toml", "[site]\nsearch = false\n"),
        ("docs/adr/0001-use-ceph.md", "# 1. Use Ceph\n\n## Status\n\nAccepted\n"),
    ]);
    let paths = site.tree.files().iter().map(|file| file.path.as_str());
    let left: Vec<&str> = paths.filter(|path| path.starts_with("search/")).collect();
    assert_eq!(left, ["search/a-z.html"]);
    let list = page(&site, "decisions/index.html");
    assert!(!list.contains("role=\"search\""), "no field");
    assert!(list.contains("<a href=\"../search/a-z.html\">A to Z</a>"), "{list}");
    assert_eq!(dangling(&site), Vec::<String>::new());
    let empty = made(&[("opsrepo.toml", "[site]\nsearch = false\n"), ("README.md", "# X\n")]);
    assert!(!page(&empty, "index.html").contains("A to Z"), "no record, no list");
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
        s.meant('cep', ['ceph', 'cep', 'x']), s.meant('restarts', ['restart', 'restarting', 'rest']), s.tokens('0012-a 00'),
        s.distance('ceph', 'cpeh', 1), s.meant('cpeh', ['cepa', 'ceph'])]))";
    let Ok(run) = Command::new("node").args(["-e", program, &script]).output() else {
        eprintln!("skipped: node is not installed");
        return;
    };
    let expected = "[[\"uber\",\"ceph\",\"strasse\",\"v1\",\"2\"],720,1,3,[[\"storage\",1]],[[\"cep\",4],[\"ceph\",2]],\
         [[\"restart\",3],[\"restarting\",3]],[\"12\",\"a\",\"0\"],1,[[\"ceph\",1]]]";
    assert_eq!(
        String::from_utf8_lossy(&run.stdout).trim(),
        expected,
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn words_of_one_stem_find_each_other() {
    let families = "restart restarts restarted restarting|policy policies|database databases|status statuses|log logs logging|\
                    migrate migrated migrating migration|deploy deploys deployed deployment|certificate certificates|node nodes|\
                    cache caches cached caching|stop stops stopped stopping|retry retries retried|class classes|key keys|\
                    access accesses|alert alerts alerting alerted|release releases releasing|control controls controlled";
    let script = format!("{}/src/site/assets/js/search.js", env!("CARGO_MANIFEST_DIR"));
    let program = "require(process.argv[1]); const { stem } = globalThis.opsrepoSearch;
        for (const family of process.argv[2].split('|')) console.log([...new Set(family.split(' ').map(stem))].join(' '))";
    let Ok(run) = Command::new("node").args(["-e", program, &script, families]).output() else {
        eprintln!("skipped: node is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let stems: Vec<&str> = said.lines().collect();
    assert_eq!(stems.len(), families.split('|').count());
    for (at, stem) in stems.iter().enumerate() {
        assert!(!stem.contains(' ') && !stem.is_empty(), "{stem}");
        assert_eq!(
            stems.iter().position(|other| other == stem),
            Some(at),
            "{stem} is of two families"
        );
    }
}

/// What the script finds in a site, by title, the best first; `None` where there is no Node.
fn found(site: &Site, words: &[&str]) -> Option<Vec<Vec<String>>> {
    let folder = tempfile::tempdir().unwrap();
    for file in site
        .tree
        .files()
        .iter()
        .filter(|file| file.path.as_str().starts_with("search/"))
    {
        std::fs::write(folder.path().join(file.path.name()), file.source().unwrap().text()).unwrap();
    }
    let program = "const [script, folder, ...words] = process.argv.slice(1); require(script);
        const read = (name) => require('fs').readFileSync(`${folder}/${name}`, 'utf8');
        const get = async (name, how) => (how === 'json' ? JSON.parse(read(name)) : read(name));
        const titled = (id) => JSON.parse(read(`docs-${Math.floor(id / 200)}.json`))[id % 200].title;
        const asked = words.map((text) => globalThis.opsrepoSearch.find(text, get));
        Promise.all(asked).then((all) => console.log(JSON.stringify(all.map(({ ids, lacking }) => [String(lacking), ...ids.map(titled)]))))";
    let script = format!("{}/src/site/assets/js/search.js", env!("CARGO_MANIFEST_DIR"));
    let run = Command::new("node")
        .args(["-e", program, &script])
        .arg(folder.path())
        .args(words)
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    Some(serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{}", String::from_utf8_lossy(&run.stderr))))
}

#[test]
fn the_best_find_comes_first() {
    let decision = |title: &str, text: &str| format!("# {title}\n\n## Status\n\nAccepted\n\n## Context\n\n{text}\n");
    let site = made(&[
        (
            "docs/adr/0002-ceph-for-storage.md",
            &decision("2. Use Ceph for the storage", "See 12, and prometheus alerts."),
        ),
        (
            "docs/adr/0012-backups.md",
            &decision("12. Restarting needs no hand", "A backup is made. Policies hold."),
        ),
        (
            "docs/adr/0013-rotate.md",
            &decision("13. Rotate certificates", "After a restart, the policy is read."),
        ),
        (
            "services/ceph.yaml",
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ceph\nspec:\n  owner: storage\n",
        ),
        ("notes/postgres-upgrade.md", "# How it went\n\nNothing was lost.\n"),
    ]);
    let asked = [
        ("12", "Restarting needs no hand"),
        ("0012", "Restarting needs no hand"),
        ("ceph", "ceph"),
        ("restarts", "Restarting needs no hand"),
        ("certificate", "Rotate certificates"),
        ("certifciates", "Rotate certificates"),
        ("ceph storage", "Use Ceph for the storage"),
        ("postgres-upgrade.md", "How it went"),
        ("alert", "Use Ceph for the storage"),
    ];
    let Some(finds) = found(&site, &asked.map(|(words, _)| words)) else {
        eprintln!("skipped: node is not installed");
        return;
    };
    for ((words, best), finds) in asked.iter().zip(&finds) {
        assert_eq!(
            (finds[0].as_str(), finds.get(1).map(String::as_str)),
            ("0", Some(*best)),
            "{words}: {finds:?}"
        );
    }
    let finds = found(&site, &["ceph storage unheardof", "qqqqqqq"]).unwrap();
    assert_eq!(
        (finds[0][0].as_str(), finds[0][1].as_str()),
        ("1", "Use Ceph for the storage")
    );
    assert_eq!(finds[1], ["1"]);
}
