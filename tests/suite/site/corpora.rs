//! The sites of real repositories: no link of a page and no anchor leads to nothing, and nothing in them is more than text.

use crate::corpus::checkout;
use crate::site::render;
use crate::site::{assert_harmless, dangling};
use opsrepo::site::theme::Theme;

fn assert_holds_together(name: &'static str) {
    let Some(workspace) = checkout::workspace(name) else {
        return;
    };
    let report = opsrepo::lint::run::run(&workspace, opsrepo::rules::ALL);
    let site = render(&workspace, &report, &Theme::default()).unwrap();
    assert_harmless(&site);
    let dangling = dangling(&site);
    assert!(
        dangling.is_empty(),
        "{name}: {}\n{}",
        dangling.len(),
        dangling.join("\n")
    );
}

#[test]
fn moj_cloud_platform_holds_together() {
    assert_holds_together("moj-cloud-platform");
}

#[test]
fn mybinder_holds_together() {
    assert_holds_together("mybinder");
}

#[test]
fn operate_first_apps_holds_together() {
    assert_holds_together("operate-first-apps");
}

#[test]
fn operate_first_blueprint_holds_together() {
    assert_holds_together("operate-first-blueprint");
}
