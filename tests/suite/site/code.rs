//! Code on pages: fences in the colours of their language, the sources of data files with what schemas say of their keys.

use crate::site::{assert_harmless, dangling, made, page, pages};

#[test]
fn fences_have_colours_and_plain_ones_none() {
    let site = made(&[(
        "docs/adr/0001-x.md",
        "# 1. X\n\n## Status\n\nAccepted\n\n```yaml\na: \"<b>\" # c\n```\n\n```console\n$ ls -l\ntotal 0\n```\n\n```klingon\na: 1\n```\n\n    a: 1\n",
    )]);
    let text = page(&site, "decisions/0001-x.html");
    for part in [
        "<div class=\"code\" data-language=\"yaml\"><pre tabindex=\"0\"><code class=\"language-yaml\"><span class=\"k\">a</span>: \
         <span class=\"s\">&quot;&lt;b&gt;&quot;</span> <span class=\"c\"># c</span>\n</code></pre></div>",
        "<span class=\"p\">$</span> <span class=\"n\">ls</span> <span class=\"k\">-l</span>\n<span class=\"o\">total 0</span>",
        "<div class=\"code\"><pre tabindex=\"0\"><code class=\"language-klingon\">a: 1\n</code></pre></div>",
        "<div class=\"code\"><pre tabindex=\"0\"><code>a: 1\n</code></pre></div>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn colours_outlive_the_sanitiser() {
    let site = made(&[(
        "docs/adr/0001-x.md",
        "# 1. X\n\n<b>y</b> <span class=\"k evil\" data-language=\"x\">z</span>\n\n```json\n{\"a\": 1}\n```\n",
    )]);
    let text = page(&site, "decisions/0001-x.html");
    assert!(text.contains("<div class=\"code\" data-language=\"json\">"), "{text}");
    assert!(text.contains("<span class=\"k\">") && !text.contains("evil"), "{text}");
    assert_harmless(&site);
}

#[test]
fn keys_of_a_config_have_what_its_schema_says_beside_them() {
    let site = made(&[
        (
            "configs/api.yaml",
            "# yaml-language-server: $schema=../api.schema.json\nname: api\nreplicas: x\nmode: fast\nother: 1\n",
        ),
        (
            "api.schema.json",
            "{\"properties\": {\"name\": {\"description\": \"What it is <b>called</b>.\"}, \"replicas\": {\"type\": \"integer\", \
             \"description\": \"How many of them run beside each other at any time.\", \"default\": 2}, \"mode\": {\"enum\": [\"fast\", \
             \"safe\"]}}}",
        ),
    ]);
    let text = page(&site, "configs/api.html");
    for part in [
        "<a id=\"L1\" href=\"#L1\">1</a><code class=\"hang-1\"><span class=\"c\"># yaml-language-server",
        "<span class=\"note\">What it is &lt;b&gt;called&lt;/b&gt;.</span>",
        "<summary>How many of them run beside each other at any time.</summary>",
        "<dt>Default</dt><dd>2</dd>",
        "<dt>Type</dt><dd>integer</dd>",
        "<span class=\"note\">One of: fast, safe</span>",
        "<div class=\"l error\"><a id=\"L3\"",
        "<a href=\"#L3\">line 3</a>",
        "api.schema.json</a> describes them",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(text.matches("class=\"note\"").count(), 3, "{text}");
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn a_part_of_a_file_has_the_numbers_of_its_lines() {
    let two = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: one\n---\n";
    let both = format!("{two}{}", two.replace("one", "two"));
    let site = made(&[("apps/all.yaml", &both)]);
    let mut firsts: Vec<usize> = pages(&site)
        .filter(|(path, _)| path.starts_with("configs/all"))
        .filter_map(|(_, text)| text.split_once("<a id=\"L")?.1.split('"').next()?.parse().ok())
        .collect();
    firsts.sort();
    assert_eq!(firsts, [1, 6]);
}

#[test]
fn many_configs_are_listed_by_folder() {
    let paths: Vec<String> = (0..80)
        .map(|n| format!("apps/{}/x{n}/kustomization.yaml", ["a", "b"][n % 2]))
        .collect();
    let mut files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "resources: []\n")).collect();
    files.push(("apps/c/kustomization.yaml", "resources: []\n"));
    let site = made(&files);
    let text = page(&site, "configs/index.html");
    assert!(
        text.contains("<h3 class=\"path\">a <span class=\"count\">40</span></h3>"),
        "{text}"
    );
    assert!(text.contains(">x0</a>") && text.contains(">c</a>"), "{text}");
    assert_eq!(dangling(&site), Vec::<String>::new());
}
