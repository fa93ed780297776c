//! The page of a rule: what it looks for, why, and examples. The rules come with the report; their texts are Markdown.

use crate::lint::About;
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::prose::sanitise::{clean, is_safe};
use crate::site::sheet::Sheet;
use crate::site::urls::{CHECKS, fixed, href, href_to, rule_page};
use crate::syntax::markdown::parse;
use crate::syntax::markdown::to_html::markdown;
use crate::syntax::markup::LinkKind;
use crate::syntax::to_html::{LinkTo, Source};
use crate::text::escape::is_absolute;
use crate::text::path::RepoPath;
use crate::text::span::Range;
use serde::Serialize;
use std::collections::BTreeMap;

/// The context of `rule.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    name: &'static str,
    summary: &'static str,
    /// Safe HTML.
    body: String,
    /// The page of the findings; with the rule's part where it has any.
    checks: String,
    count: usize,
}

/// A page for every rule of the run.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let rules = plan.report.about.iter();
    rules
        .map(|about| {
            Sheet::new(rule_page(about.name), move || {
                let (_, page) = make(plan, about);
                press.fill("rule.html", &page)
            })
        })
        .collect()
}

/// Makes the page of a rule.
pub(crate) fn make(plan: &Plan, rule: &About) -> (RepoPath, Page) {
    let at = rule_page(rule.name);
    let count = plan.report.findings.iter().filter(|found| found.rule == rule.name);
    let count = count.count();
    let checks = match count {
        0 => href(&at, &fixed(CHECKS)),
        _ => href_to(&at, &fixed(CHECKS), rule.name),
    };
    let mut frame = frame(plan, &at, Room::Checks, rule.name);
    frame.description = rule.summary.to_owned();
    let page = Page {
        frame,
        name: rule.name,
        summary: rule.summary,
        body: body(plan, &at, rule.page),
        checks,
        count,
    };
    (at, page)
}

fn body(plan: &Plan, at: &RepoPath, text: &str) -> String {
    let markup = parse(text, Range::new(0, text.len()));
    let source = Source {
        text,
        body: markup.body,
        headings: &markup.headings,
        anchors: &markup.anchors,
        marks: &[],
        without: markup.headings.first().filter(|h| h.level == 1).map(|h| h.range),
    };
    let written = markdown(&source, &|target, _: LinkKind| link(plan, at, target));
    match written.has_raw {
        true => clean(&written.text, BTreeMap::new()),
        false => written.text,
    }
}

/// A rule's text refers to another's by its file, `../area/name.md`; other files of ours are not on this site.
fn link(plan: &Plan, at: &RepoPath, target: &str) -> LinkTo {
    if is_absolute(target) {
        return match is_safe(target) {
            true => LinkTo::Url(target.to_owned()),
            false => LinkTo::Text,
        };
    }
    let page = target.split('#').next().unwrap_or("");
    let page = at.parent().join(page);
    let name = page.as_ref().and_then(|page| {
        let name = page.as_str().strip_prefix("checks/rules/")?;
        name.strip_suffix(".md")
    });
    match name.map(|name| plan.rule_href(at, name)).filter(|to| !to.is_empty()) {
        Some(to) => LinkTo::Url(to),
        None => LinkTo::Text,
    }
}
