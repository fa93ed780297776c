//! What `opsrepo serve` says in the terminal: of themes and of new errors, each once.

use crate::cli::folder;
use crate::serving::Server;
use std::path::Path;

fn write(root: &Path, path: &str, text: &str) {
    std::fs::write(root.join(path), text).unwrap();
}

#[test]
fn a_theme_that_is_not_as_meant_is_told_once() {
    let cloud = folder(&[
        ("README.md", "# A cloud\n"),
        ("look/recrod.html", ""),
        ("look/pages/index.html", ""),
    ]);
    let root = cloud.path();
    let server = Server::start(root, &["--theme", "look/"]);
    server.tells("look/recrod.html: it takes the place of nothing; did you mean record.html?");
    server.get("/");
    server.tells("look/pages/index.html: this page is left out: the site has index.html already");
    write(root, "look/404.html", "<p>\n{{ frame.tilte }}</p>");
    let mut at = server.news(0).0;
    server.until(&mut at, |_| server.get("/x").code == 500);
    server.tells("look/404.html:2:4: undefined value: `frame.tilte` is undefined");
    server.tells("hint: `frame` has: ");
    write(root, "README.md", "# A cloud!\n");
    server.until(&mut at, |_| server.get("/").body.contains("A cloud!"));
    server.get("/y");
    write(root, "look/404.html", "{% if");
    server.until(&mut at, |news| news["fault"].is_string());
    server.tells("error: reading the templates of the site: look/404.html:1:4: syntax error");
    write(root, "look/404.html", "<p>mine</p>");
    server.until(&mut at, |_| server.get("/x").body.contains("mine"));
    server.tells("note: the theme can be used again");
    let told = server.told();
    for once in ["recrod.html", "pages/index.html", "undefined value", "syntax error"] {
        assert_eq!(told.matches(once).count(), 1, "{told}");
    }
}

#[test]
fn many_new_errors_are_counted() {
    let texts: Vec<(String, String)> = (0..20)
        .map(|at| (format!("docs/{at:02}.md"), format!("# {at}\n\n[it](../a/b.md)\n")))
        .collect();
    let mut files: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    files.push(("a/b.md", "# B\n"));
    let cloud = folder(&files);
    let root = cloud.path();
    let server = Server::start(root, &[]);
    let mut at = server.news(0).0;
    std::fs::rename(root.join("a"), root.join("c")).unwrap();
    server.until(&mut at, |news| {
        news["findings"].as_array().is_some_and(|all| !all.is_empty())
    });
    server.tells("error[link/broken]: docs/00.md:3:6: ");
    server.tells("hint: there are 8 more errors; `opsrepo validate` tells of all");
    assert_eq!(server.told().matches("error[").count(), 12, "{}", server.told());
}
