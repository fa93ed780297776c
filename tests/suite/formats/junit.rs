//! JUnit's XML has no standard; this is what the readers of it have in common, as far as opsrepo uses it.

use crate::cli::{opsrepo, repository};
use crate::formats::{hostile, printed};
use roxmltree::{Document, Node};

/// What an element is: its name, the attributes it must have, those it may have besides, and the elements in it.
struct Element(
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

const ELEMENTS: [Element; 5] = [
    Element(
        "testsuites",
        &["name", "tests", "failures", "errors"],
        &["time"],
        &["testsuite"],
    ),
    Element(
        "testsuite",
        &["name", "tests", "failures", "errors", "skipped"],
        &[],
        &["testcase"],
    ),
    Element(
        "testcase",
        &["name", "classname"],
        &["file", "line"],
        &["failure", "system-out"],
    ),
    Element("failure", &["type", "message"], &[], &[]),
    Element("system-out", &[], &[], &[]),
];

#[track_caller]
fn check(node: Node) {
    let name = node.tag_name().name();
    let Element(_, needed, more, inside) = ELEMENTS
        .iter()
        .find(|Element(known, ..)| *known == name)
        .unwrap_or_else(|| panic!("<{name}> is no element of JUnit"));
    for needed in *needed {
        assert!(node.attribute(*needed).is_some(), "<{name}> has no {needed}");
    }
    for attribute in node.attributes() {
        let known = needed.contains(&attribute.name()) || more.contains(&attribute.name());
        assert!(known, "<{name}> has {}", attribute.name());
    }
    for child in node.children().filter(Node::is_element) {
        assert!(
            inside.contains(&child.tag_name().name()),
            "<{}> in <{name}>",
            child.tag_name().name()
        );
        check(child);
    }
    if ["testsuites", "testsuite"].contains(&name) {
        let count = |tag: &str| {
            node.descendants()
                .filter(|inner| inner.has_tag_name(tag))
                .count()
                .to_string()
        };
        assert_eq!(node.attribute("tests"), Some(count("testcase").as_str()));
        assert_eq!(node.attribute("failures"), Some(count("failure").as_str()));
    }
}

#[test]
fn the_structure_is_junit_s() {
    let text = printed(&hostile(), "junit");
    let document = Document::parse(&text).unwrap();
    assert!(document.root_element().has_tag_name("testsuites"));
    check(document.root_element());
    let evil = document.descendants().filter(|node| node.has_tag_name("failure"));
    let messages: Vec<&str> = evil.filter_map(|node| node.attribute("message")).collect();
    assert!(messages.iter().any(|message| message.contains("]]")), "{messages:?}");
}

#[test]
fn a_clean_run_has_cases_that_pass() {
    let here = repository(&[]);
    let text = opsrepo(here.path(), &["validate", "--format", "junit"]).ends(0).out;
    let document = Document::parse(&text).unwrap();
    check(document.root_element());
    let root = document.root_element();
    assert_eq!(root.attribute("failures"), Some("0"));
    assert!(
        root.attribute("tests").unwrap().parse::<usize>().unwrap() > 10,
        "{text}"
    );
}
