//! The runbooks: their list by service and by alert, and the steps on the page of each.

use crate::site::{example, made, page, rendered};
use opsrepo::site::theme::Theme;

const STEPS: &str = "---
services: [web]
alerts: [WebDown]
reviewed: 2020-01-01
review-every: 6 months
inputs:
  - name: host
    description: Where it <runs>
    default: a.example
---
# Web is down

<b>Read first.</b>

```sh check name=look timeout=30s
ping {{ host }}
```

```sh act name=clear needs=look
kubectl delete pod web
```

```console
$ not a step
```
";

#[test]
fn steps_are_marked_where_they_stand() {
    let site = made(&[
        ("runbooks/web.md", STEPS),
        ("services/web.yaml", "name: web\nowner: x\n"),
    ]);
    let text = page(&site, "runbooks/web.html");
    for expected in [
        "<p class=\"step check\" id=\"step:look\"><span class=\"chip over\">check</span>",
        "<p class=\"step act\" id=\"step:clear\"><span class=\"chip busy\">act</span>",
        "<a href=\"#step%3Aclear\">clear</a>",
        "after look",
        "at most 30 s",
        "look twice: <code>delete</code>",
        "Where it &lt;runs&gt;",
        "<code>a.example</code>",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert_eq!(
        text.matches("class=\"step ").count(),
        2,
        "a session at a prompt is no step"
    );
    assert!(
        text.find("id=\"step:look\"") < text.find("language-sh"),
        "a mark stands before its block"
    );
}

#[test]
fn a_mark_is_made_for_steps_alone() {
    let site = made(&[("docs/x.md", "# X\n\n```sh check name=look\nls\n```\n")]);
    assert!(!page(&site, "pages/docs/x.html").contains("class=\"step "));
    let plain = made(&[("runbooks/x.md", "# X\n\nText.\n")]);
    assert!(!page(&plain, "runbooks/x.html").contains("class=\"panel\""));
}

#[test]
fn runbooks_are_found_by_alert_and_by_service() {
    let rules = "groups:\n- name: g\n  rules:\n  - alert: WebDown\n    expr: up == 0\n    labels: {severity: wake}\n  \
                 - alert: Alone\n    expr: up == 1\n    labels: {severity: wake}\n";
    let site = made(&[
        ("runbooks/web.md", STEPS),
        ("services/web.yaml", "name: web\ntitle: The web\nowner: x\n"),
        ("configs/rules.yaml", rules),
    ]);
    let list = page(&site, "runbooks/index.html");
    for expected in [
        "<a href=\"../services/web.html\">The web</a>",
        "<span class=\"name\">Alone</span>",
        "<span class=\"late\">no runbook</span>",
        "<a href=\"web.html\">Web is down</a>",
        "1 of 2 alerting rules",
        "review was due",
    ] {
        assert!(list.contains(expected), "{expected}\n{list}");
    }
    assert!(page(&site, "runbooks/web.html").contains("Alerts that lead here"));
    assert!(page(&site, "services/web.html").contains("review was due 2020-07-01"));
}

#[test]
fn runbooks_of_which_nothing_is_known_stand_by_folder() {
    let paths = ["a/one", "a/two", "b/three", "b/four"].map(|name| format!("runbooks/{name}.md"));
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "# Same\n\nText.\n")).collect();
    let site = made(&files);
    let list = page(&site, "runbooks/index.html");
    assert_eq!(list.matches("<h2>").count(), 2, "{list}");
    assert!(
        list.contains("class=\"az names\"") && !list.contains("<table"),
        "{list}"
    );
    assert!(
        list.contains("<span class=\"path\">runbooks/b/four.md</span>"),
        "titles do not tell them apart"
    );
}

#[test]
fn the_example_lists_every_alert_with_its_runbook() {
    let site = rendered(example(), &Theme::default());
    let list = page(&site, "runbooks/index.html");
    assert!(list.contains("<span class=\"name\">GpuQueueStuck</span>") && list.contains("gpu-queue-stuck.html"));
}
