//! The decisions of a site: the timeline that is their list, what it can be picked by, and what stands beside each.

use crate::site::{dangling, example, made, page, pages, rendered, values};
use opsrepo::site::theme::Theme;

fn decision(number: u32, rest: &str) -> (String, String) {
    let path = format!("decisions/{number:04}-choice-{number}.md");
    (
        path,
        format!("# Choice {number}\n\n{rest}\n\n## Decision\n\nWe choose.\n"),
    )
}

fn cloud() -> Vec<(String, String)> {
    vec![
        decision(1, "Status: superseded by [0003](0003-choice-3.md)\n\nDate: 2024-02-01"),
        decision(2, "Status: accepted\n\nDate: 2025-05-01\n\nTags: storage, q&a"),
        decision(3, "Status: accepted\n\nDate: 2025-01-01"),
        decision(4, "Status: proposed"),
        decision(5, "Status: proposed"),
    ]
}

fn site_of(files: &[(String, String)]) -> crate::site::Site {
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    made(&files)
}

/// The places of some texts in a page, all of which it must have, are in this order.
#[track_caller]
fn assert_order(html: &str, texts: &[&str]) {
    let places: Vec<usize> = texts
        .iter()
        .map(|text| html.find(text).unwrap_or_else(|| panic!("no {text}: {html}")))
        .collect();
    assert!(places.is_sorted(), "{texts:?}: {places:?}");
}

#[test]
fn the_newest_decision_comes_first_and_those_without_a_date_last() {
    let site = site_of(&cloud());
    let list = page(&site, "decisions/index.html");
    let years = [
        "id=\"in-2025\"",
        "Choice 2<",
        "Choice 3<",
        "id=\"in-2024\"",
        "Choice 1<",
    ];
    assert_order(list, &years);
    assert_order(
        list,
        &["Choice 1<", "Without a date, by number", "Choice 5<", "Choice 4<"],
    );
    assert!(list.contains("superseded by </span>→ 0003"), "{list}");
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn several_sets_have_a_timeline_each() {
    let text = "# A\n\nStatus: accepted\n\nDate: 2025-01-01\n\n## Decision\n\nYes.\n";
    let site = made(&[
        ("decisions/0001-a.md", text),
        ("decisions/0002-b.md", text),
        ("storage/adr/0001-c.md", text),
        ("storage/adr/0002-d.md", text),
    ]);
    let list = page(&site, "decisions/index.html");
    assert_order(list, &[">decisions <", ">storage/adr <"]);
    assert_eq!(list.matches(">2025</h3>").count(), 2, "{list}");
    let one = page(&site, "decisions/0002-d.html");
    let (_, beside) = one.split_once("<nav class=\"beside\"").unwrap();
    assert!(
        beside.contains("0001-c.html") && !beside.contains("0001-a.html"),
        "{beside}"
    );
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn a_row_says_what_it_can_be_picked_by() {
    let site = site_of(&cloud());
    let list = page(&site, "decisions/index.html");
    let said: Vec<String> = values(list, "data-status").collect();
    assert_eq!(said, ["accepted", "accepted", "superseded", "proposed", "proposed"]);
    assert_eq!(values(list, "data-tag").collect::<Vec<_>>(), ["q&a\nstorage"]);
    let cloud = rendered(example(), &Theme::default());
    let list = page(&cloud, "decisions/index.html");
    assert!(values(list, "data-service").count() > 0 && values(list, "data-person").count() > 0);
}

#[test]
fn beside_a_decision_stand_its_neighbours_in_time() {
    let site = site_of(&cloud());
    let one = page(&site, "decisions/0003-choice-3.html");
    let (_, beside) = one.split_once("<nav class=\"beside\"").unwrap();
    assert_order(
        beside,
        &[
            "2025",
            "0002-choice-2",
            "0003-choice-3",
            "2024",
            "0001-choice-1",
            "no date",
        ],
    );
    let many: Vec<(String, String)> = (1..200)
        .map(|number| decision(number, &format!("Date: 2{number:03}-01-01\n\nStatus: accepted")))
        .collect();
    let site = site_of(&many);
    let one = page(&site, "decisions/0100-choice-100.html");
    assert!(one.contains("0101-choice-101.html") && !one.contains("0180-choice-180.html"));
}

#[test]
fn what_took_the_place_of_what_is_drawn_and_told() {
    let site = site_of(&cloud());
    let all = page(&site, "decisions/graph/index.html");
    assert!(all.contains("<svg") && all.contains("superseded by"), "{all}");
    assert!(
        all.contains("0003-choice-3.html") && !all.contains("0004-choice-4.html"),
        "{all}"
    );
    assert!(page(&site, "decisions/index.html").contains("graph/index.html"));
    assert!(page(&site, "decisions/0001-choice-1.html").contains("What it has to do with"));
    assert!(!page(&site, "decisions/0002-choice-2.html").contains("What it has to do with"));
    let alone = site_of(&[decision(1, "Status: accepted"), decision(2, "Status: accepted")]);
    assert!(pages(&alone).all(|(path, html)| !path.contains("graph") && !html.contains("<figure")));
}

#[test]
fn open_incidents_come_first() {
    let incident = |status: &str| format!("---\nstatus: {status}\nstarted: 2026-10-01\n---\n# Disk full\n");
    let (open, closed) = (incident("open"), incident("closed"));
    let site = made(&[
        ("incidents/2026-10-01-disk.md", &open),
        ("incidents/2026-10-02-disk.md", &closed),
    ]);
    let home = page(&site, "index.html");
    assert_order(
        home,
        &[
            "1 open incident<",
            "Open incidents</h2>",
            "2026-10-01-disk.html",
            "class=\"columns",
        ],
    );
    let site = made(&[
        ("incidents/2026-10-01-disk.md", &closed),
        ("incidents/2026-10-02-disk.md", &closed),
    ]);
    let home = page(&site, "index.html");
    assert!(
        home.contains("no open incident") && !home.contains("Open incidents</h2>"),
        "{home}"
    );
    let silent = "# Disk full\n\n## Timeline\n\n- 2026-10-01T10:00Z full\n";
    let site = made(&[
        ("incidents/2026-10-01-disk.md", &closed),
        ("incidents/2026-10-02-disk.md", silent),
    ]);
    assert!(!page(&site, "index.html").contains("no open incident"), "nobody knows");
    let site = site_of(&cloud());
    assert!(
        !page(&site, "index.html").contains("incident"),
        "nothing is said of what is not there"
    );
}
