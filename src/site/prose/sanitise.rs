//! Cleans HTML that authors wrote by hand. The only home of the sanitiser.
//!
//! Only bodies with such HTML come here: what [`crate::syntax::markdown::to_html`] writes by itself holds nothing to clean.

use crate::syntax::colour::html::CLASSES;
use crate::syntax::colour::label;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Marks an address that the site has already rewritten. It looks like a path, so that the sanitiser lets it pass; what
/// follows it is checked again, so writing it by hand wins nothing.
pub(crate) const REWRITTEN: &str = "/-opsrepo-/";

/// Schemes that a link may have.
const SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "irc", "ircs", "xmpp"];

const TAGS: [&str; 56] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Keeps the tags and attributes of the allow-list and drops everything else. `links` says for each address that the
/// author's own HTML holds where it leads; one that is not there is dropped, and so is one that leads to nothing. An image
/// may still lead to another host: [`crate::site::prose::repair`] makes a link of it.
pub(crate) fn clean(html: &str, links: BTreeMap<String, String>) -> String {
    let mut builder = ammonia::Builder::empty();
    let generic: HashSet<&str> = ["id", "title", "lang", "dir", "aria-label"].into();
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", ["href", "name", "class"].as_slice()),
        ("code", &["class"]),
        ("col", &["span"]),
        ("details", &["class", "open"]),
        ("div", &["class", "data-language", "role", "tabindex"]),
        ("img", &["src", "alt", "width", "height", "loading"]),
        ("input", &["type", "checked", "disabled"]),
        ("ol", &["start"]),
        ("p", &["class"]),
        ("pre", &["tabindex"]),
        ("section", &["class"]),
        ("span", &["class"]),
        ("summary", &["class"]),
        ("td", &["class", "colspan", "rowspan"]),
        ("th", &["class", "colspan", "rowspan", "scope"]),
    ]
    .into_iter()
    .map(|(tag, names)| (tag, names.iter().copied().collect()))
    .collect();
    builder
        .tags(TAGS.into())
        .clean_content_tags(["script", "style", "template", "noscript", "iframe", "object", "title"].into())
        .generic_attributes(generic)
        .tag_attributes(attributes)
        .url_schemes(SCHEMES.into())
        .link_rel(None)
        // A box to tick and nothing else: no text can be typed into a page.
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .attribute_filter(move |tag, name, value| attribute(tag, name, value, &links));
    builder.clean(html).to_string()
}

fn attribute<'v>(tag: &str, name: &str, value: &'v str, links: &BTreeMap<String, String>) -> Option<Cow<'v, str>> {
    match (tag, name) {
        (_, "href" | "src") => {
            let to = match value.strip_prefix(REWRITTEN) {
                Some(done) => Cow::Borrowed(done),
                None => match links.get(value) {
                    Some(to) => Cow::Owned(to.clone()),
                    // A place on the page itself, unless it is known to lead nowhere.
                    None if tag == "a" && value.starts_with('#') => Cow::Borrowed(value),
                    None => return None,
                },
            };
            let may_stand = !to.is_empty() && is_safe(&to) && !(name == "src" && to.starts_with('/'));
            may_stand.then_some(to)
        }
        ("code", "class") => value.starts_with("language-").then_some(Cow::Borrowed(value)),
        (_, "class") => is_our_class(tag, value).then_some(Cow::Borrowed(value)),
        ("input", "type") => (value == "checkbox").then_some(Cow::Borrowed(value)),
        (_, "data-language") => label(value).map(Cow::Borrowed),
        (_, "role") => (value == "group").then_some(Cow::Borrowed(value)),
        (_, "tabindex") => (value == "0").then_some(Cow::Borrowed(value)),
        (_, "loading") => (value == "lazy").then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn is_our_class(tag: &str, class: &str) -> bool {
    match tag {
        "a" => matches!(class, "anchor" | "back"),
        "div" | "details" => {
            matches!(class, "code" | "scroll" | "drawn")
                || class
                    .strip_prefix("alert ")
                    .is_some_and(|kind| matches!(kind, "note" | "tip" | "important" | "warning" | "caution"))
        }
        "p" | "summary" => class == "label",
        "section" => class == "footnotes",
        "span" => class == "broken" || CLASSES.contains(&class),
        "td" | "th" => matches!(class, "right" | "center"),
        _ => false,
    }
}

/// True for an address that runs nothing: relative, or with one of the known schemes.
pub(crate) fn is_safe(url: &str) -> bool {
    if url.chars().any(|c| c.is_control()) {
        return false;
    }
    let url = url.trim();
    let head = url.split(['/', '?', '#']).next().unwrap_or("");
    match head.split_once(':') {
        Some((scheme, _)) => SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => !head.contains('\\'),
    }
}

/// True for HTML with more elements in each other than any page has: each of them would make the sanitiser slower.
pub(crate) fn is_too_deep(html: &str) -> bool {
    const DEEPEST: usize = 1000;
    // Elements that are empty, or that end by themselves where the next begins.
    const FLAT: [&str; 16] = [
        "br", "hr", "img", "input", "col", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "source", "link",
    ];
    let mut depth: usize = 0;
    for rest in html.split('<').skip(1) {
        let name = rest.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = &name[..end];
        if name.is_empty() || FLAT.iter().any(|flat| name.eq_ignore_ascii_case(flat)) {
            continue;
        }
        match rest.starts_with('/') {
            true => depth = depth.saturating_sub(1),
            false => depth += 1,
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{clean, is_safe, is_too_deep};
    use std::collections::BTreeMap;

    #[test]
    fn hostile_html_comes_out_harmless() {
        let links: BTreeMap<String, String> = [("x.md", "x.html"), ("#gone", "")]
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
            .into();
        for (html, out) in [
            ("<script>alert(1)</script>a", "a"),
            ("<img src=x.md onerror=alert(1)>", "<img src=\"x.html\">"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"/-opsrepo-/javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"/-opsrepo-/ok.html\">a</a>", "<a href=\"ok.html\">a</a>"),
            ("<a href=\"data:text/html,x\">a</a>", "<a>a</a>"),
            ("<p style=\"color:red\" class=\"chip\">a</p>", "<p>a</p>"),
            ("<svg><script>1</script></svg><iframe src=x>b</iframe>", ""),
            (
                "<form action=x><input type=text name=q></form>",
                "<input type=\"checkbox\" disabled=\"\">",
            ),
            ("</main></body>a", "a"),
            (
                "<a href=\"#x\">a</a><a href=\"#gone\">b</a>",
                "<a href=\"#x\">a</a><a>b</a>",
            ),
        ] {
            assert_eq!(clean(html, links.clone()), out, "{html}");
        }
    }

    #[test]
    fn safe_addresses() {
        for url in [
            "a.html",
            "../a",
            "#x",
            "https://e.org",
            "mailto:a@e.org",
            "a/b:c",
            "?q=a:b",
        ] {
            assert!(is_safe(url), "{url}");
        }
        for url in [
            "javascript:1",
            " JavaScript:1",
            "java\nscript:1",
            "data:x",
            "vbscript:1",
            "file:///etc",
            "\\\\h\\x",
        ] {
            assert!(!is_safe(url), "{url}");
        }
    }

    #[test]
    fn only_absurd_depths_are_too_deep() {
        assert!(!is_too_deep(&"<div><p>x<br></div>".repeat(5000)));
        assert!(is_too_deep(&"<div>\n".repeat(5000)));
    }
}
