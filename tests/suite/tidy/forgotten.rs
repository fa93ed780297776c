//! Things that were begun and not joined to the rest: files without a `mod`, rules without a page, kinds without a schema.

use crate::tidy::assert_none;
use crate::tidy::sources::{self, Source, is_word, words};
use opsrepo::model::kind::Mark;
use opsrepo::model::locator::Locator;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_file_is_a_module() {
    let sources = sources::all();
    let mut reached: BTreeSet<String> = ["src/lib.rs", "src/main.rs"].map(str::to_owned).into();
    let mut open: Vec<String> = reached.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let Some(source) = sources.iter().find(|source| source.path == path) else {
            continue;
        };
        for file in modules(source) {
            if reached.insert(file.clone()) {
                open.push(file);
            }
        }
    }
    let findings = sources
        .iter()
        .filter(|source| !reached.contains(&source.path))
        .map(|source| source.finding(0, "no `mod` line leads here"))
        .collect();
    assert_none(findings, "Name the file in the `mod.rs` of its folder, or delete it.");
}

/// The files that the `mod x;` lines of a file may mean.
fn modules(source: &Source) -> Vec<String> {
    let (folder, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
    let folder = match name {
        "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
        name => format!("{folder}/{}", name.trim_end_matches(".rs")),
    };
    let names = words(&source.code, "mod").filter_map(|at| {
        let (name, _) = source.code[at + 3..].trim_start().split_once(';')?;
        name.bytes().all(is_word).then_some(name)
    });
    names
        .map(str::to_owned)
        .chain(rules(source))
        .flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")])
        .collect()
}

/// The files that the table of rules declares: `area { name … }`.
fn rules(source: &Source) -> Vec<String> {
    let table = source.code.split_once("\nrules! {").map_or("", |(_, table)| table);
    let mut area = "";
    let mut names = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        match line.strip_suffix('{') {
            Some(name) => area = name.trim(),
            None if !line.is_empty() && line.bytes().all(is_word) => names.push(format!("{area}/{line}")),
            None => {}
        }
    }
    names
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let root = sources::root();
    if !root.join("src/rules").exists() {
        println!("skipped: there is no src/rules");
        return;
    }
    let mut rules = BTreeSet::new();
    for source in sources::all()
        .iter()
        .filter(|source| source.path.starts_with("src/rules/"))
    {
        for (at, start) in source.text.match_indices("name: \"") {
            let name = source.text[at + start.len()..].split('"').next().unwrap_or("");
            // Rows only: a name in a test module is blank in the product.
            if name.contains('/') && source.product[at..].starts_with("name:") {
                rules.insert(name.to_owned());
            }
        }
    }
    let pages = pages(&root.join("docs/rules"));
    let mut findings: Vec<String> = rules
        .difference(&pages)
        .map(|name| format!("docs/rules/{name}.md: the rule has no page"))
        .collect();
    findings.extend(
        pages
            .difference(&rules)
            .map(|name| format!("docs/rules/{name}.md: no rule has this name")),
    );
    if rules.is_empty() {
        findings.push("src/rules: no row says `name: \"area/name\"`".to_owned());
    }
    assert_none(
        findings,
        "A rule `area/name` has its page in docs/rules/area/name.md, and no page is without its rule.",
    );
}

/// `area/name` for each page in a folder per area.
fn pages(folder: &Path) -> BTreeSet<String> {
    let mut pages = BTreeSet::new();
    for area in folder
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
    {
        for page in area.path().read_dir().unwrap().flatten() {
            let (area, page) = (area.file_name(), page.file_name());
            if let Some(name) = page.to_str().and_then(|name| name.strip_suffix(".md")) {
                pages.insert(format!("{}/{name}", area.to_str().unwrap()));
            }
        }
    }
    pages
}

#[test]
fn every_kind_has_its_schema_and_form() {
    let mut findings = Vec::new();
    for kind in opsrepo::kinds::all() {
        let path = format!("schemas/{}.schema.json", kind.name);
        match std::fs::read_to_string(sources::root().join(&path)) {
            Ok(text) if text == kind.schema => {}
            Ok(_) => findings.push(format!("{path}: not the schema that the kind carries")),
            Err(error) => findings.push(format!("{path}: {error}")),
        }
        if kind.form.template.trim().is_empty() {
            findings.push(format!("src/kinds/{}.rs: no blank form", kind.name));
        }
        for field in kind.fields.iter().filter(|field| field.locators.is_empty()) {
            findings.push(format!("src/kinds/{}.rs: `{}` has no locator", kind.name, field.name));
        }
    }
    assert_none(
        findings,
        "A kind is a row, its schema in schemas/, and its blank form beside it.",
    );
}

#[test]
fn every_locator_and_mark_of_a_kind_is_one() {
    let (mut findings, mut locators, mut marks) = (Vec::new(), 0, 0);
    for source in sources::all()
        .iter()
        .filter(|source| source.path.starts_with("src/kinds/"))
    {
        for (at, literal, is_mark) in literals(source) {
            let is_known = match is_mark {
                true => Mark::parse(&literal).is_some(),
                false => Locator::parse(&literal).is_some(),
            };
            if !is_known {
                let what = if is_mark { "mark" } else { "locator" };
                findings.push(source.finding(at, &format!("`{literal}` is no {what}")));
            }
            *(if is_mark { &mut marks } else { &mut locators }) += 1;
        }
    }
    assert_none(
        findings,
        "The forms of locators stand in src/model/locator.rs, those of marks in src/model/kind.rs.",
    );
    let carried: usize = opsrepo::kinds::all()
        .iter()
        .flat_map(|kind| &kind.fields)
        .map(|field| field.locators.len())
        .sum();
    assert_eq!(
        locators, carried,
        "locators that are written in src/kinds, and locators that the kinds carry"
    );
    assert!(marks > 0);
}

/// The literals of a kind's row that are locators (in a list that a field is given) or marks (in `marks(&[…])`).
fn literals(source: &Source) -> Vec<(usize, String, bool)> {
    let mut out = Vec::new();
    for (open, _) in source.product.match_indices("&[") {
        let before = source.product[..open].trim_end();
        let is_mark = before.ends_with("marks(");
        let statement = before.rsplit([';', '}']).next().unwrap_or("");
        let call = before.rsplit(['(']).next().unwrap_or("");
        let is_names = before.ends_with("names(");
        let is_spellings = ["living(", "finished("]
            .iter()
            .any(|call| statement.rfind(call).is_some_and(|at| !statement[at..].contains(')')));
        if is_names || is_spellings || call.contains(':') && !is_mark && call.contains("fn ") {
            continue;
        }
        let close = source.product[open..]
            .find(']')
            .map_or(source.product.len(), |at| open + at);
        let mut at = open;
        while let Some(start) = source.text[at..close].find('"').map(|found| at + found + 1) {
            let end = start + source.text[start..].find('"').unwrap_or(0);
            out.push((start, source.text[start..end].to_owned(), is_mark));
            at = end + 1;
        }
    }
    out
}
