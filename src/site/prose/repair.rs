//! What cleaned HTML of an author's still lacks to stand on a page: names that are there once, headings below the page's
//! own, and images that are shown or said to be missing. It reads only what the sanitiser wrote, and lets nothing new in.

use crate::text::escape::is_absolute;
use std::collections::HashSet;

/// Names that belong to the page.
const RESERVED: [&str; 3] = ["page:", "site:", "drawn:"];

/// Mends what the sanitiser has written.
pub(crate) fn repair(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut ids = HashSet::new();
    let mut links: usize = 0;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..][..end_of_tag(&rest[start..])];
        rest = &rest[start + tag.len()..];
        match name_of(tag) {
            "a" => links += 1,
            "/a" => links = links.saturating_sub(1),
            _ => {}
        }
        match name_of(tag) {
            "img" => image(tag, links, &mut out),
            // The page has its own heading of level 1.
            "h1" => element("<h2", &tag[3..], &mut ids, &mut out),
            "/h1" => out.push_str("</h2>"),
            _ => element("", tag, &mut ids, &mut out),
        }
    }
    out.push_str(rest);
    out
}

/// A tag, without its name where that is taken.
fn element<'h>(before: &str, tag: &'h str, ids: &mut HashSet<&'h str>, out: &mut String) {
    out.push_str(before);
    match value(tag, "id") {
        Some(id) if !is_free(id) || !ids.insert(id) => {
            let (head, tail) = tag.split_once(&format!(" id=\"{id}\"")).unwrap_or((tag, ""));
            out.push_str(head);
            out.push_str(tail);
        }
        _ => out.push_str(tag),
    }
}

fn is_free(id: &str) -> bool {
    let has_gap = id.contains(|c: char| c.is_whitespace());
    !id.is_empty() && !has_gap && !RESERVED.iter().any(|reserved| id.starts_with(reserved))
}

/// An image in so many links. One of the site stays; one of another host becomes a link to it, and one that leads nowhere is
/// shown as broken.
fn image(tag: &str, links: usize, out: &mut String) {
    let alt = value(tag, "alt")
        .filter(|alt| !alt.trim().is_empty())
        .unwrap_or("image");
    match value(tag, "src") {
        // Whoever does not see it hears nothing of it, unless it is all that a link holds: then its name is told.
        Some(src) if !is_absolute(src) && value(tag, "alt").is_none() => {
            let name = src.rsplit('/').next().unwrap_or_default();
            let alt = if links > 0 { name } else { "" };
            out.push_str(&format!("<img alt=\"{alt}\"{}", &tag[4..]));
        }
        Some(src) if !is_absolute(src) => out.push_str(tag),
        Some(_) if links > 0 => out.push_str(alt),
        Some(src) => out.push_str(&format!("<a href=\"{src}\">{alt}</a>")),
        None => out.push_str(&format!(
            "<span class=\"broken\" title=\"this image is not in the repository\">{alt}</span>"
        )),
    }
}

fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    let from = usize::from(name.starts_with('/'));
    let len = name[from..].find(|c: char| !c.is_ascii_alphanumeric());
    &name[..len.map_or(name.len(), |len| from + len)]
}

/// The value of an attribute as it is written, entities and all.
fn value<'h>(tag: &'h str, name: &str) -> Option<&'h str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once("=\"")?;
        let (value, next) = after.split_once('"')?;
        if before.rsplit(' ').next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
}

/// Where a tag ends: behind the first `>` that stands in no value.
fn end_of_tag(html: &str) -> usize {
    let mut is_quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn names_stand_once_and_images_are_never_dead() {
        for (html, out) in [
            (
                "<a id=\"x\"></a><p id=\"x\" title=\">\">a</p>",
                "<a id=\"x\"></a><p title=\">\">a</p>",
            ),
            ("<p id=\"page:text\">a</p><p id=\"a b\">", "<p>a</p><p>"),
            ("<h1 id=\"t\">a</h1>", "<h2 id=\"t\">a</h2>"),
            ("<img src=\"a.png\" alt=\"b\">", "<img src=\"a.png\" alt=\"b\">"),
            ("<img src=\"p/a.png\">", "<img alt=\"\" src=\"p/a.png\">"),
            (
                "<a href=\"x\"><img src=\"p/a.png\"></a>",
                "<a href=\"x\"><img alt=\"a.png\" src=\"p/a.png\"></a>",
            ),
            (
                "<img src=\"https://e.org/a.png\" alt=\"b\">",
                "<a href=\"https://e.org/a.png\">b</a>",
            ),
            (
                "<a href=\"x\"><img src=\"https://e.org/a.png\" alt=\"b\"></a>",
                "<a href=\"x\">b</a>",
            ),
            (
                "<img alt=\"src=&quot;x&quot;\">",
                "<span class=\"broken\" title=\"this image is not in the repository\">src=&quot;x&quot;</span>",
            ),
        ] {
            assert_eq!(repair(html), out);
        }
    }
}
