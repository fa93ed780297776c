//! The same pages for opsrepo and for the site generators that people would otherwise take: decisions of 2.9 KB, each with
//! one block of code that is highlighted, in the layout that each program reads.
//!
//! Every program makes of them what it makes by itself or, where it brings no templates, what the small templates here say: a
//! page with its header, its contents, its text and its neighbours, and a list of all. They have no search, and so opsrepo
//! renders once without one. A second set of templates for Hugo says as much of each page as opsrepo's does: what stands in
//! its head, its facts, twenty neighbours, its Markdown and its JSON.

use crate::cloud::Dice;
use crate::history;
use crate::measure::Job;
use anyhow::Result;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Bytes of a page.
const LENGTH: usize = 2_900;

/// The folder of opsrepo's own pages, and that of the same without a search.
const OWN: &str = "opsrepo";
const BARE: &str = "opsrepo-bare";

/// A program that makes a site of pages.
struct Peer {
    /// What stands in the table.
    name: &'static str,
    /// What has to be installed.
    program: &'static str,
    /// Its folder below that of the case.
    folder: &'static str,
    /// What it is asked, in that folder.
    line: &'static str,
    /// Where it puts its pages.
    out: &'static str,
    /// Pages beyond which it does not come to an end in a quarter of an hour.
    most: usize,
}

const PEERS: [Peer; 5] = [
    Peer {
        name: "hugo",
        program: "hugo",
        folder: "hugo",
        line: "hugo --quiet",
        out: "public",
        most: usize::MAX,
    },
    Peer {
        name: "hugo, as much of each page",
        program: "hugo",
        folder: "hugo-more",
        line: "hugo --quiet",
        out: "public",
        most: usize::MAX,
    },
    Peer {
        name: "hugo, then pagefind",
        program: "pagefind",
        folder: "hugo",
        line: "hugo --quiet && pagefind --site public",
        out: "public",
        most: usize::MAX,
    },
    Peer {
        name: "mdbook build",
        program: "mdbook",
        folder: "mdbook",
        line: "mdbook build",
        out: "book",
        most: 1_000,
    },
    Peer {
        name: "eleventy",
        program: "eleventy",
        folder: "eleventy",
        line: "eleventy --quiet",
        out: "_site",
        most: usize::MAX,
    },
];

/// Files beside the pages that a program needs.
const TEMPLATES: [(&str, &str); 13] = [
    (
        "hugo/config.toml",
        "baseURL = \"https://ops.example.org/\"\ntitle = \"Cloud\"\ndisableKinds = [\"taxonomy\", \"term\"]\n\
         [markup.highlight]\nnoClasses = false\n",
    ),
    (
        "hugo/layouts/_default/baseof.html",
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\n<body>\n\
         <header><a href=\"{{ \"/\" | relURL }}\">{{ site.Title }}</a>{{ range site.Sections }} <a href=\"{{ .RelPermalink }}\">\
         {{ .Title }}</a>{{ end }}</header>\n{{ block \"main\" . }}{{ end }}\n</body></html>\n",
    ),
    (
        "hugo/layouts/_default/single.html",
        "{{ define \"main\" }}<main><h1>{{ .Title }}</h1><p>{{ .Params.status }} {{ .Date.Format \"2006-01-02\" }}</p>\
         {{ .TableOfContents }}{{ .Content }}<p>{{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }} \
         {{ with .NextInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</p></main>{{ end }}\n",
    ),
    (
        "hugo/layouts/_default/list.html",
        "{{ define \"main\" }}<main><h1>{{ .Title }}</h1><ul>{{ range .RegularPages }}<li><a href=\"{{ .RelPermalink }}\">\
         {{ .Title }}</a> {{ .Params.status }}</li>{{ end }}</ul></main>{{ end }}\n",
    ),
    (
        "hugo-more/config.toml",
        r#"baseURL = "https://ops.example.org/"
title = "Cloud"
contentDir = "../hugo/content"
disableKinds = ["taxonomy", "term"]
[markup.highlight]
noClasses = false
[outputFormats.TEXT]
mediaType = "text/markdown"
isPlainText = true
baseName = "index"
[outputs]
page = ["HTML", "JSON", "TEXT"]
"#,
    ),
    (
        "hugo-more/layouts/_default/baseof.html",
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Summary | plainify | truncate 200 }}">{{ template "_internal/opengraph.html" . }}
{{ range .AlternativeOutputFormats }}<link rel="alternate" type="{{ .MediaType.Type }}" href="{{ .RelPermalink }}">{{ end }}</head>
<body><header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>{{ range site.Sections }} <a href="{{ .RelPermalink }}">{{ .Title }} {{ len .Pages }}</a>{{ end }}</header>
{{ block "main" . }}{{ end }}
</body></html>
"#,
    ),
    (
        "hugo-more/layouts/_default/single.html",
        r#"{{ define "main" }}<main><h1>{{ .Title }}</h1><dl><dt>Status</dt><dd>{{ .Params.status }}</dd><dt>Date</dt><dd>{{ .Date.Format "2006-01-02" }}</dd></dl><p>{{ .File.Path }}</p>
<details>{{ .TableOfContents }}</details>{{ .Content }}</main>
<nav><ul>{{ $page := . }}{{ range seq 10 }}{{ with $page }}{{ with .NextInSection }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ $page = . }}{{ end }}{{ end }}{{ end }}
{{ $page = . }}{{ range seq 10 }}{{ with $page }}{{ with .PrevInSection }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ $page = . }}{{ end }}{{ end }}{{ end }}</ul></nav>
<nav>{{ .TableOfContents }}</nav>{{ end }}
"#,
    ),
    (
        "hugo-more/layouts/_default/list.html",
        r#"{{ define "main" }}<main><h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></main>{{ end }}
"#,
    ),
    (
        "hugo-more/layouts/_default/single.json",
        r#"{{ dict "title" .Title "status" .Params.status "date" (.Date.Format "2006-01-02") "page" .Permalink "path" .File.Path | jsonify }}
"#,
    ),
    (
        "hugo-more/layouts/_default/single.md",
        r#"{{ .RawContent | safeHTML }}"#,
    ),
    ("mdbook/book.toml", "[book]\ntitle = \"Cloud\"\n"),
    (
        "eleventy/_includes/page.njk",
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ title }}</title></head>\n\
         <body><main><h1>{{ title }}</h1><p>{{ status }}</p>{{ content | safe }}</main></body></html>\n",
    ),
    (
        "eleventy/.eleventy.js",
        "const highlight = require('@11ty/eleventy-plugin-syntaxhighlight');\n\
         module.exports = (config) => { config.addPlugin(highlight); };\n",
    ),
];

/// Writes the pages for every program, unless they stand there, and says what each is asked: opsrepo first, then opsrepo
/// without a search. Each writes into an empty place.
pub(crate) fn jobs(ground: &Path, pages: usize, (program, is_installed): (&str, fn(&str) -> bool)) -> Result<Vec<Job>> {
    let folder = ground.join(format!("pages-{pages}"));
    if !folder.join("built").exists() || !folder.join(BARE).exists() {
        build(&folder, pages)?;
    }
    let own = |name: &str, place: &str| Job {
        name: name.to_owned(),
        command: [program, "render", "--out", "../public"].map(str::to_owned).to_vec(),
        folder: folder.join(place),
        clears: Some("../public"),
    };
    let mut jobs = vec![
        own("opsrepo render", OWN),
        own("opsrepo render, without a search", BARE),
    ];
    let here = PEERS
        .iter()
        .filter(|peer| pages <= peer.most && is_installed(peer.program));
    jobs.extend(here.map(|peer| Job {
        name: peer.name.to_owned(),
        command: ["sh", "-c", peer.line].map(str::to_owned).to_vec(),
        folder: folder.join(peer.folder),
        clears: Some(peer.out),
    }));
    Ok(jobs)
}

fn build(folder: &Path, pages: usize) -> Result<()> {
    let put = |path: PathBuf, text: &str| -> Result<()> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        Ok(std::fs::write(path, text)?)
    };
    for (path, text) in TEMPLATES {
        put(folder.join(path), text)?;
    }
    for place in [OWN, BARE] {
        let licence = "Whoever finds this may do with it what they like.\n";
        put(folder.join(place).join("LICENSE"), licence)?;
        // A root of its own: around it may lie another repository.
        history::git(&folder.join(place), &["init", "--quiet"])?;
    }
    put(folder.join(BARE).join("opsrepo.toml"), "[site]\nsearch = false\n")?;
    let mut summary = "# Summary\n\n".to_owned();
    for at in 0..pages {
        let page = Page::of(at);
        let name = format!("{:05}-{}.md", at + 1, page.title.to_lowercase().replace(' ', "-"));
        let head = format!("---\ntitle: {}\nstatus: accepted\ndate: {}\n", page.title, page.date);
        let titled = format!("{head}---\n\n# {}\n\n{}", page.title, page.text);
        for place in [OWN, BARE] {
            put(folder.join(place).join("decisions").join(&name), &titled)?;
        }
        put(
            folder.join("hugo/content/decisions").join(&name),
            &format!("{head}---\n\n{}", page.text),
        )?;
        put(
            folder.join("mdbook/src").join(&name),
            &format!("# {}\n\n{}", page.title, page.text),
        )?;
        let layout = format!("{head}layout: page.njk\n---\n\n{}", page.text);
        put(folder.join("eleventy/decisions").join(&name), &layout)?;
        writeln!(summary, "- [{}]({name})", page.title)?;
    }
    put(folder.join("mdbook/src/SUMMARY.md"), &summary)?;
    put(folder.join("built"), "")
}

struct Page {
    title: String,
    date: String,
    text: String,
}

impl Page {
    fn of(at: usize) -> Page {
        let mut dice = Dice::new(9, at);
        let title: Vec<&str> = (0..4).map(|_| dice.word()).collect();
        let mut text = String::with_capacity(LENGTH + 300);
        text.push_str("## Context\n\n");
        dice.prose(&mut text, 700);
        text.push_str("\n## Decision\n\n");
        dice.prose(&mut text, 600);
        text.push('\n');
        block(at, &mut dice, &mut text);
        text.push_str("\n## Consequences\n\n");
        for _ in 0..4 {
            let _ = writeln!(text, "- {}", dice.sentence());
        }
        text.push('\n');
        let rest = LENGTH.saturating_sub(text.len());
        dice.prose(&mut text, rest);
        Page {
            title: title.join(" "),
            date: format!("{}-{:02}-{:02}", 2016 + at / 336 % 10, at / 28 % 12 + 1, at % 28 + 1),
            text,
        }
    }
}

/// One block of code: YAML, a shell script and JSON by turns.
fn block(at: usize, dice: &mut Dice, text: &mut String) {
    let (one, two, number) = (dice.word(), dice.word(), dice.below(900));
    let _ = match at % 3 {
        0 => writeln!(
            text,
            "```yaml\n# Limits of {one}.\nkind: Limits\nname: {one}-{two}\nspec:\n  replicas: {number}\n  paused: false\n  \
             labels:\n    team: \"{two}\"\n  ports:\n    - name: http\n      port: 8080\n```"
        ),
        1 => writeln!(
            text,
            "```bash\n# Restarts {one}.\nset -euo pipefail\nfor pod in $(kubectl get pods -l app={one} -o name); do\n  \
             kubectl delete \"$pod\" --grace-period={number}\ndone\nif [ \"$1\" = {two} ]; then echo \"done: $1\"; fi\n```"
        ),
        _ => writeln!(
            text,
            "```json\n{{\n  \"name\": \"{one}-{two}\",\n  \"limit\": {number},\n  \"paused\": true,\n  \"owners\": [\"{two}\", \
             null],\n  \"window\": {{ \"from\": \"10:00\", \"to\": \"12:00\" }}\n}}\n```"
        ),
    };
}
