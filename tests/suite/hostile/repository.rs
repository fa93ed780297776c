//! Writes a repository of hostile records: every payload in every place where a stranger's text may stand.

use crate::cli::git;
use crate::hostile::payloads::{ASCIIDOC, HTML, MERMAID, NAMES, TARGETS, TEMPLATES};
use std::fs;
use std::path::Path;

/// As JSON, which YAML and TOML read too: whatever stands in it, it is one value.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// A decision that says nothing but the payload, in each part of it.
fn decision(text: &str) -> String {
    let (value, line) = (quoted(text), text.replace('\n', " "));
    let cell = line.replace('|', "\\|");
    format!(
        "---\ntitle: {value}\nstatus: {value}\ndate: {value}\ndeciders: [{value}]\ntags: [{value}]\nservices: [{value}]\n\
         supersedes: {value}\n{value}: {value}\n---\n\n# {line}\n\n{text}\n\n## {line} {{#{line}}}\n\n- {line}\n- [ ] {line}\n\n\
         > {line}\n\n> [!NOTE]\n> {line}\n\n| {cell} | b |\n|---|---|\n| {cell} | `{cell}` |\n\nA note[^1], `{line}`, **{line}**, \
         ~~{line}~~ <{line}> and [{line}]({line} \"{line}\") ![{line}]({line}) [{line}][r] ![{line}][r] [[{line}]].\n\n\
         [^1]: {line}\n[r]: <{line}> '{line}'\n\n```{line}\n{text}\n```\n\n    {line}\n\n<div>\n\n{line}\n\n</div>\n\nTerm\n: {line}\n"
    )
}

/// A decision whose links lead there, in each way in which a link is written.
fn links(to: &str) -> String {
    let value = quoted(to);
    format!(
        "---\nstatus: accepted\nlinks: [{value}]\nsource: {value}\n---\n\n# Links\n\n[a]({to}) [b](<{to}>) [c][r] <{to}> ![d]({to}) {to}\n\n\
         [r]: {to}\n[s]: <{to}> \"{to}\"\n\n[e][s] ![f][s] [![g]({to})]({to})\n\n<a href=\"{to}\">h</a> <a href='{to}'>i</a> <a href={to}>j</a> \
         <img src=\"{to}\"> <img srcset='{to}'> <area href=\"{to}\"> <form action=\"{to}\"><button formaction=\"{to}\">k</button></form> \
         <svg><a xlink:href=\"{to}\">l</a></svg> <object data=\"{to}\"></object> <q cite=\"{to}\">m</q> <a ping=\"{to}\" href=\"{to}\">n</a>\n"
    )
}

fn service(text: &str) -> String {
    let value = quoted(text);
    format!(
        "name: {value}\ntitle: {value}\nsummary: {value}\nstatus: {value}\nowner: {value}\ntier: {value}\ndepends-on: [{value}]\n\
         runbooks: [{value}]\ndecisions: [{value}]\nlinks:\n  - title: {value}\n    url: {value}\nslo:\n  - name: {value}\n    objective: {value}\n\
         {value}: {value}\n# {}\n",
        text.replace('\n', " ")
    )
}

fn runbook(text: &str) -> String {
    let (value, line) = (quoted(text), text.replace('\n', " "));
    format!(
        "---\ntitle: {value}\nservices: [{value}]\nalerts: [{value}]\nowner: {value}\ninputs:\n  - name: {value}\n    text: {value}\n---\n\n# {line}\n\n\
         ## Diagnosis\n\n1. {line}\n2. Check: {line}\n\n```sh\n{text}\n```\n\n## Mitigation\n\n1. Act: `{line}`\n"
    )
}

fn incident(text: &str) -> String {
    let (value, line) = (quoted(text), text.replace('\n', " "));
    format!(
        "---\ntitle: {value}\nstatus: closed\nseverity: {value}\nservices: [{value}]\nowner: {value}\nstarted: 2026-02-14T00:03+01:00\n\
         resolved: 2026-02-14T08:52+01:00\nimpacts:\n  - service: {value}\n    effect: {value}\n    started: 2026-02-14T00:03+01:00\n    \
         ended: 2026-02-14T08:31+01:00\n    text: {value}\nfactors: [{value}]\nactions:\n  - text: {value}\n    owner: {value}\n    issue: {value}\n    \
         state: {value}\nsource: {value}\nfingerprints: [{value}]\n---\n\n# {line}\n\n{line}\n\n## Timeline\n\n- 2026-02-14T00:03+01:00 {line}\n\
         - 2026-02-14T00:04+01:00 alert: {line} ([evidence]({line}))\n- 2026-02-14T00:05+01:00 {line}: {line}\n\n## Actions\n\n| What | Who | Due | State |\n\
         |---|---|---|---|\n| {line} | {line} | 2026-03-01 | open |\n"
    )
}

fn alert(text: &str) -> String {
    let value = quoted(text);
    format!(
        "groups:\n- name: {value}\n  rules:\n  - alert: {value}\n    expr: {value}\n    labels: {{severity: {value}, {value}: {value}}}\n    \
         annotations:\n      summary: {value}\n      runbook_url: {value}\n"
    )
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" onload=\"hit()\">\
    <script>hit()</script><script href=\"data:text/javascript,hit()\"/><image href=\"https://evil.example/x.png\"/>\
    <foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\" onload=\"hit()\"/></foreignObject>\
    <a xlink:href=\"javascript:hit()\"><text y=\"20\">x</text></a><animate onbegin=\"hit()\" attributeName=\"x\" dur=\"1s\"/></svg>\n";

/// Payloads in file names, settings, owners and forms, and what Git says: names, messages and the remote.
fn around(root: &Path) {
    for (at, name) in NAMES.iter().enumerate() {
        write(
            root,
            &format!("adr/{name}.md"),
            &format!("# Named {at}\n\n## Status\n\nAccepted\n\n![p](p.svg)\n"),
        );
        write(
            root,
            &format!("docs/{name}/{name}.md"),
            &format!("# {name}\n\n[x](<../{name}>) ![y](<../{name}.svg>)\n"),
        );
        write(root, &format!("docs/{name}.svg"), SVG);
    }
    write(root, "adr/p.svg", SVG);
    write(
        root,
        "docs/pictures.md",
        "# Pictures\n\n![a](../adr/p.svg) [b](../adr/p.svg) <img src='../adr/p.svg'>\n",
    );
    let evil = quoted("</title><script>hit()</script>\" onload=\"hit()");
    let script = quoted("javascript:hit()//a.b/c/d");
    let settings = format!(
        "[cloud]\nname = {evil}\nsummary = {evil}\nurl = {script}\n[site]\ntitle = {evil}\nrepository = {script}\nlanguage = {evil}\nlogo = {script}\n\
         {evil} = {evil}\n[sets.{evil}]\nkind = {evil}\nfiles = [{evil}]\n"
    );
    write(root, "opsrepo.toml", &settings);
    write(
        root,
        ".github/CODEOWNERS",
        "* @\"><script>hit()</script> <img/src=x/onerror=hit()>@e.org\n",
    );
    write(
        root,
        "OWNERS",
        &format!("approvers: [{evil}, {script}]\nreviewers: [{evil}]\n"),
    );
    write(
        root,
        ".github/ISSUE_TEMPLATE/x.yml",
        &format!("name: {evil}\ndescription: {evil}\nbody: []\n"),
    );
    write(
        root,
        "CONTRIBUTING.md",
        "# <script>hit()</script>\n\n<img src=x onerror=hit()>\n",
    );
    write(
        root,
        "SECURITY.md",
        "# \"><svg onload=hit()>\n\n[x](javascript:hit())\n",
    );
    write(
        root,
        "mkdocs.yml",
        &format!("site_name: {evil}\nnav: [{{{evil}: {script}}}]\n"),
    );
    // Bytes that are no text, and ends that are none.
    fs::write(
        root.join("adr/bytes.md"),
        b"# \xff<script>hit()</script>\n\n\0<img src=x onerror=hit()>\xc0\xbc\n",
    )
    .unwrap();
    write(
        root,
        "adr/open.md",
        "# Open\n\n<div title=\"<img src=x onerror=hit()>\n\n```\n<script>hit()</script>\n",
    );
}

fn commit(root: &Path, author: &str, message: &str) {
    let author = format!("user.name={author}");
    let run = [
        "-c",
        &author,
        "commit",
        "-q",
        "--cleanup=verbatim",
        "--allow-empty",
        "-m",
        message,
    ];
    git(root, &run).ends(0);
}

/// The whole repository, with its history.
pub(crate) fn made(root: &Path) {
    git(root, &["init", "-q"]).ends(0);
    git(
        root,
        &[
            "remote",
            "add",
            "origin",
            "https://evil\"onclick=\"hit().example/<script>hit()</script>/x.git",
        ],
    )
    .ends(0);
    for (at, text) in HTML.iter().chain(&TEMPLATES).chain(&TARGETS).enumerate() {
        write(root, &format!("adr/{at:04}-text.md"), &decision(text));
        write(root, &format!("services/s{at}.yaml"), &service(text));
        if at % 4 == 0 {
            write(root, &format!("runbooks/r{at}.md"), &runbook(text));
            write(root, &format!("incidents/2026-02-14-i{at}.md"), &incident(text));
            write(root, &format!("alerts/a{at}.yaml"), &alert(text));
            write(
                root,
                &format!("configs/c{at}.yaml"),
                &format!("{0}: {0}\nlist:\n- {0}\n# {1}\n", quoted(text), text.replace('\n', " ")),
            );
            git(root, &["add", "-A"]).ends(0);
            let trailer = text.replace('\n', " ");
            commit(
                root,
                text,
                &format!(
                    "{text}\n\nRefs {trailer} (#{at})\n\nCo-authored-by: {trailer} <{trailer}>\nReviewed-by: {trailer}\n"
                ),
            );
        }
    }
    for (at, to) in TARGETS.iter().enumerate() {
        write(root, &format!("adr/{:04}-links.md", 1000 + at), &links(to));
        write(
            root,
            &format!("adr/{:04}-links.adoc", 2000 + at),
            &format!(
                "= Links\n:status: accepted\n\n== Context\n\nlink:{to}[a] {to}[b] <<{to},c>> image:{to}[d] xref:{to}[e]\n"
            ),
        );
    }
    for (at, text) in MERMAID.iter().enumerate() {
        write(
            root,
            &format!("adr/{:04}-picture.md", 3000 + at),
            &format!("# Picture\n\n## Status\n\nAccepted\n\n```mermaid\n{text}\n```\n"),
        );
    }
    for (at, text) in ASCIIDOC.iter().chain(&HTML).enumerate() {
        write(
            root,
            &format!("adr/{:04}-text.adoc", 4000 + at),
            &format!(
                "= {}\n:status: accepted\n\n== Context\n\n{text}\n\n|===\n|{text}\n|===\n\n----\n{text}\n----\n",
                text.replace('\n', " ")
            ),
        );
    }
    around(root);
    git(root, &["add", "-A"]).ends(0);
    commit(
        root,
        "\" onclick=hit() x=\"",
        "<script>hit()</script> &lt;img src=x onerror=hit()&gt;",
    );
}
