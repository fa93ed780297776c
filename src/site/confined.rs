//! Pictures of the repository as the site may hold them. An SVG is a document: opened by itself it runs what stands in it, in
//! the name of the site. So it is written anew, with what draws and without what runs, steers or fetches.
//!
//! It knows bytes only. The format: <https://www.w3.org/TR/SVG2/>.

use crate::text::escape::escape;
use crate::text::path::RepoPath;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Stands for a picture that is no well-formed XML in UTF-8.
const NOTHING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 40\">\
    <text x=\"8\" y=\"26\" font-family=\"sans-serif\">This picture cannot be read.</text></svg>\n";

/// Elements that go with all that is in them, by their names without prefix, in lower case.
const DROPPED: [&str; 24] = [
    "applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "handler", "iframe", "input", "link",
    "listener", "math", "meta", "noscript", "object", "portal", "script", "select", "source", "template", "textarea",
    "video",
];

/// Attributes that lead somewhere or hold a document, beside `href` and `src`.
const LEADING: [&str; 10] = [
    "action",
    "background",
    "base",
    "cite",
    "data",
    "formaction",
    "ping",
    "poster",
    "srcdoc",
    "srcset",
];

/// The bytes of a file as the site may hold them: an SVG is written anew, all else stays as it is.
pub fn confined(path: &RepoPath, bytes: Vec<u8>) -> Vec<u8> {
    let is_svg = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    if !is_svg {
        return bytes;
    }
    let text = std::str::from_utf8(&bytes).ok();
    text.and_then(quiet).unwrap_or_else(|| NOTHING.to_owned()).into_bytes()
}

/// The picture without what runs; `None` where its tags cannot be told apart.
fn quiet(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut entities = BTreeMap::new();
    // The names of open elements that are dropped, or in one that is.
    let mut dropped: Vec<&str> = Vec::new();
    let mut is_style = false;
    while let Some(at) = rest.find('<') {
        if dropped.is_empty() {
            let from = out.len();
            expanded(&rest[..at], &entities, &mut out);
            // A style sheet that asks for something is left out.
            if is_style && fetches(&squeezed(&read(&out[from..]))) {
                out.truncate(from);
            }
        }
        rest = &rest[at..];
        let (skipped, text) = aside(rest, &mut entities)?;
        if skipped > 0 {
            if dropped.is_empty() && !(is_style && fetches(&squeezed(text))) {
                escape(text, &mut out);
            }
            rest = &rest[skipped..];
            continue;
        }
        let tag = tag(rest)?;
        rest = &rest[tag.length..];
        is_style = local(tag.name).eq_ignore_ascii_case("style") && !tag.is_end;
        let is_dropped = DROPPED.contains(&local(tag.name).to_ascii_lowercase().as_str());
        if tag.is_end && !dropped.is_empty() {
            dropped.pop();
        } else if tag.is_end {
            out.extend(["</", tag.name, ">"]);
        } else if is_dropped || !dropped.is_empty() {
            dropped.extend((!tag.is_empty).then_some(tag.name));
        } else if is_style && !tag.is_empty && !is_one_text(rest) {
            dropped.push(tag.name);
        } else {
            written(&tag, &entities, &mut out);
        }
    }
    if dropped.is_empty() {
        expanded(rest, &entities, &mut out);
    }
    out.contains("<svg").then_some(out)
}

/// Comments, instructions and declarations: how many bytes they take, and the text of a section of plain text.
fn aside<'t>(rest: &'t str, entities: &mut BTreeMap<&'t str, &'t str>) -> Option<(usize, &'t str)> {
    let until = |start: &str, end: &str| rest.strip_prefix(start)?.split_once(end).map(|(inside, _)| inside);
    if rest.starts_with("<!--") {
        return Some((until("<!--", "-->")?.len() + 7, ""));
    }
    if rest.starts_with("<?") {
        return Some((until("<?", "?>")?.len() + 4, ""));
    }
    if rest.starts_with("<![CDATA[") {
        let text = until("<![CDATA[", "]]>")?;
        return Some((text.len() + 12, text));
    }
    if !rest.starts_with("<!") {
        return Some((0, ""));
    }
    let Some(open) = rest.find('[').filter(|&open| !rest[..open].contains('>')) else {
        return Some((rest.find('>')? + 1, ""));
    };
    let close = open + rest[open..].find(']')?;
    for declared in rest[open..close].split("<!ENTITY").skip(1) {
        // Drawing programs declare the addresses of their namespaces so; anything longer or livelier is not taken.
        let mut words = declared.trim_start().splitn(2, char::is_whitespace);
        let (name, value) = (words.next(), words.next().and_then(first_quoted));
        let is_plain = |value: &&str| value.len() <= 200 && !value.contains(['<', '&', '%']);
        entities.extend(name.zip(value.filter(is_plain)));
    }
    Some((close + rest[close..].find('>')? + 1, ""))
}

fn first_quoted(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote).map(|(value, _)| value)
}

struct Tag<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, &'t str)>,
    is_end: bool,
    is_empty: bool,
    length: usize,
}

/// Reads the tag at the start, strictly as XML has it.
fn tag(text: &str) -> Option<Tag<'_>> {
    let is_end = text.starts_with("</");
    let mut rest = &text[1 + usize::from(is_end)..];
    let name = name_at(rest)?;
    rest = &rest[name.len()..];
    let mut attributes = Vec::new();
    loop {
        let gap = rest.len() - rest.trim_start().len();
        rest = &rest[gap..];
        let is_empty = rest.starts_with("/>");
        if is_empty || rest.starts_with('>') {
            let length = text.len() - rest.len() + 1 + usize::from(is_empty);
            return Some(Tag {
                name,
                attributes,
                is_end,
                is_empty,
                length,
            });
        }
        let key = name_at(rest).filter(|_| gap > 0)?;
        let value = rest[key.len()..].trim_start().strip_prefix('=')?.trim_start();
        let inside = first_quoted(value).filter(|inside| !inside.contains('<'))?;
        attributes.push((key, inside));
        rest = &value[inside.len() + 2..];
    }
}

fn name_at(text: &str) -> Option<&str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    Some(&text[..end]).filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn written(tag: &Tag, entities: &BTreeMap<&str, &str>, out: &mut String) {
    out.extend(["<", tag.name]);
    for &(name, value) in &tag.attributes {
        let mut written = String::new();
        expanded(value, entities, &mut written);
        if may_stand(tag, name, &read(&written)) {
            out.extend([" ", name, "=\"", &written.replace('"', "&quot;"), "\""]);
        }
    }
    out.push_str(if tag.is_empty { "/>" } else { ">" });
}

/// True for an attribute that neither runs nor fetches. `value`: without references to characters.
fn may_stand(tag: &Tag, name: &str, value: &str) -> bool {
    let name = local(name).to_ascii_lowercase();
    let bare = squeezed(value);
    let is_link = local(tag.name) == "a" && ["http://", "https://", "mailto:"].iter().any(|s| bare.starts_with(s));
    let is_image = ["png", "jpeg", "jpg", "gif", "webp", "avif"]
        .iter()
        .any(|kind| bare.starts_with(&format!("data:image/{kind};")));
    match name.as_str() {
        "href" | "src" => is_link || is_image || bare.starts_with('#'),
        // What an animation sets is an attribute again.
        "attributename" => !bare.ends_with("href") && !bare.starts_with("on") && bare != "style",
        _ if name.starts_with("on") || LEADING.contains(&name.as_str()) => false,
        _ => !fetches(&bare),
    }
}

/// In lower case, without what browsers skip.
fn squeezed(value: &str) -> String {
    let bare = value.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    bare.map(|c| c.to_ascii_lowercase()).collect()
}

/// True where nothing but one text stands before the next end tag: of several, each may be harmless and all together not.
fn is_one_text(rest: &str) -> bool {
    let Some(at) = rest.find('<') else {
        return false;
    };
    match rest[at..]
        .strip_prefix("<![CDATA[")
        .and_then(|section| section.split_once("]]>"))
    {
        Some((_, after)) => rest[..at].trim().is_empty() && after.trim_start().starts_with("</"),
        None => rest[at..].starts_with("</"),
    }
}

/// True for a style that asks for something outside of the picture.
fn fetches(style: &str) -> bool {
    let urls = style.split("url(").skip(1);
    let mut outside = urls.filter(|url| {
        !url.trim_start_matches(['"', '\'']).starts_with(['#', 'd'])
            || url.trim_start_matches(['"', '\'']).starts_with("data:text")
    });
    style.contains("@import")
        || style.contains("image-set(")
        || style.contains('\\') && style.contains('(')
        || outside.next().is_some()
}

/// Writes text with the picture's own entities put in; those that nobody knows stand as they are written.
fn expanded(text: &str, entities: &BTreeMap<&str, &str>, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let name = rest[at + 1..]
            .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '#' | '-' | '.' | ':'))
            .next()
            .unwrap_or("");
        let is_whole = rest[at + 1 + name.len()..].starts_with(';') && !name.is_empty();
        rest = &rest[at + 1..];
        if let Some(value) = entities.get(name).filter(|_| is_whole) {
            out.push_str(value);
            rest = &rest[name.len() + 1..];
        } else if is_whole && (name.starts_with('#') || ["amp", "lt", "gt", "quot", "apos"].contains(&name)) {
            out.push('&');
        } else {
            out.push_str("&amp;");
        }
    }
    out.push_str(rest);
}

/// A value as a browser reads it.
fn read(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, behind) = after.split_once(';').unwrap_or((after, ""));
        let code = name
            .strip_prefix('#')
            .and_then(|code| match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            });
        out.extend(code.and_then(char::from_u32).or(match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        }));
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::quiet;

    #[test]
    fn what_draws_stays_and_what_runs_goes() {
        for (svg, left) in [
            (
                "<svg a='\"'><path d='M0 0'/>x &amp; y</svg>",
                "<svg a=\"&quot;\"><path d=\"M0 0\"/>x &amp; y</svg>",
            ),
            ("<?xml version='1.0'?><!DOCTYPE svg><!-- c --><svg/>", "<svg/>"),
            ("<svg><script>a &lt; <b/> b</script>c</svg>", "<svg>c</svg>"),
            (
                "<svg><x:script xmlns:x='y'/><a onclick='hit()'>b</a></svg>",
                "<svg><a>b</a></svg>",
            ),
            (
                "<svg><a xlink:href='java&#10;script:hit()'>b</a></svg>",
                "<svg><a>b</a></svg>",
            ),
            (
                "<svg><a href='https://e.org'>b</a><use href='#x'/></svg>",
                "<svg><a href=\"https://e.org\">b</a><use href=\"#x\"/></svg>",
            ),
            (
                "<svg><image href='https://e.org/x'/><image href='data:image/png;base64,AA'/></svg>",
                "<svg><image/><image href=\"data:image/png;base64,AA\"/></svg>",
            ),
            (
                "<svg><use href='data:image/svg+xml,x'/><set attributeName='href' to='x'/></svg>",
                "<svg><use/><set to=\"x\"/></svg>",
            ),
            (
                "<svg><g style='fill:url(#a)'/><g style='fill:url(//e.org)'/></svg>",
                "<svg><g style=\"fill:url(#a)\"/><g/></svg>",
            ),
            (
                "<svg><foreignObject><p>a</p><iframe src='x'><p/></iframe></foreignObject></svg>",
                "<svg><foreignObject><p>a</p></foreignObject></svg>",
            ),
            (
                "<!DOCTYPE svg [<!ENTITY n 'http://e.org/n'> <!ENTITY m '<script/>'>]><svg xmlns:n='&n;'>&m;</svg>",
                "<svg xmlns:n=\"http://e.org/n\">&amp;m;</svg>",
            ),
            (
                "<svg><style>a{}</style><style>@im&#112;ort 'x'</style></svg>",
                "<svg><style>a{}</style><style></style></svg>",
            ),
            (
                "<svg><style>@im<!-- -->port 'x'</style><style>@im<b/>port 'x'</style>a</svg>",
                "<svg>a</svg>",
            ),
            ("<svg><![CDATA[<script>]]></svg>", "<svg>&lt;script&gt;</svg>"),
        ] {
            assert_eq!(quiet(svg).as_deref(), Some(left), "{svg}");
        }
        for svg in [
            "<svg a=b>",
            "<svg",
            "<svg><a\"b\"></svg>",
            "<html/>",
            "<svg a='1'b='2'/>",
            "<svg><!-- ",
        ] {
            assert_eq!(quiet(svg), None, "{svg}");
        }
    }
}
