//! The services: their catalogue, and what the page of each shows.

use crate::site::{dangling, example, made, page, rendered};
use opsrepo::site::theme::Theme;

#[test]
fn a_service_shows_what_it_hangs_together_with_and_what_belongs_to_it() {
    let site = rendered(example(), &Theme::default());
    let sign_in = page(&site, "services/identity.html");
    for expected in [
        "<title>This page: Sign-in, production</title>",
        "<title>Ingress, production</title>",
        "What users may expect",
        "99.9 % of 365 days",
        "<a href=\"../incidents/2026-02-14-sign-in-certificate-expired.html\">",
        "<a href=\"../runbooks/sign-in-fails.html\">",
    ] {
        assert!(sign_in.contains(expected), "{expected}");
    }
    // The picture's lines stand beside it in words as well.
    assert!(sign_in.contains("Sign-in depends on <a href=\"ingress.html\">Ingress</a>"));
    // What a panel lists is not told again below.
    assert!(!sign_in.contains("names it under services"));
}

#[test]
fn the_catalogue_counts_and_draws() {
    let site = rendered(example(), &Theme::default());
    let list = page(&site, "services/index.html");
    assert!(list.contains("<th scope=\"col\" class=\"number\">Runbooks</th>"));
    assert!(!list.contains(">Open incidents</th>"), "a column of nothing");
    assert!(list.contains("<svg") && list.contains("marker-end"));
    let open = "---\nstatus: open\nservices: [a]\nseverity: sev1\n---\n# Down\n";
    let site = made(&[
        ("services/a.yaml", "name: a\nowner: x\ndepends-on: [b]\n"),
        ("services/b.yaml", "name: b\nowner: x\n"),
        ("incidents/2026-10-01-down.md", open),
    ]);
    let list = page(&site, "services/index.html");
    assert!(list.contains(">Open incidents</th>") && list.contains("<strong class=\"late\">1</strong>"));
}

#[test]
fn services_stand_by_their_system_and_alone_where_nothing_is_known() {
    let entity = |name: &str, system: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: service\n  \
             system: {system}\n"
        )
    };
    let (a, b, c) = (entity("a", "pay"), entity("b", "system:pay"), entity("c", "ship"));
    let site = made(&[("x/a.yaml", &a), ("x/b.yaml", &b), ("x/c.yaml", &c)]);
    let list = page(&site, "services/index.html");
    assert_eq!(list.matches("<h2>").count(), 2, "{list}");
    assert!(list.contains("<h2>pay <span class=\"count\">2</span></h2>"), "{list}");
    assert!(!list.contains("<svg xmlns"), "no picture of boxes without lines");
    let lonely = page(&site, "services/a.html");
    assert!(
        !lonely.contains("class=\"panel\""),
        "nothing is shown where there is nothing to show"
    );
}

#[test]
fn a_hostile_name_stays_text_in_the_picture() {
    let site = made(&[
        (
            "services/a.yaml",
            "name: a\ntitle: \"<script>alert(1)</script>\"\nowner: x\ndepends-on: [b]\n",
        ),
        ("services/b.yaml", "name: b\ntitle: '\" onload=\"x'\nowner: x\n"),
    ]);
    for at in ["services/index.html", "services/b.html"] {
        let text = page(&site, at);
        assert!(!text.contains("<script>alert") && !text.contains("\" onload="), "{at}");
        assert!(text.contains("&lt;script&gt;alert(1)"), "{at}");
    }
}

#[test]
fn entities_of_a_backstage_catalogue_hang_together() {
    let entity = |kind: &str, name: &str, spec: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\nspec:\n  system: mail\n{spec}"
        )
    };
    let site = made(&[
        (
            "a/one.yaml",
            &entity(
                "Component",
                "web",
                "  dependsOn: [resource:default/store, component:gone]\n",
            ),
        ),
        (
            "a/two.yaml",
            &entity("Component", "api", "  providesApis: [mail-api]\n"),
        ),
        ("a/three.yaml", &entity("API", "mail-api", "")),
        ("a/four.yaml", &entity("Resource", "store", "  owner: group:keepers\n")),
    ]);
    let list = page(&site, "services/index.html");
    for told in [
        "What depends on what",
        "data-type=\"resource\"",
        "data-owner=\"keepers\"",
        ">keepers<",
    ] {
        assert!(list.contains(told), "{told}: {list}");
    }
    let lines = list.split("The same as a list").nth(1).unwrap();
    assert_eq!(lines.matches("depends on").count(), 2, "{lines}");
    assert_eq!(dangling(&site), Vec::<String>::new());
}
