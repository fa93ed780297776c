//! From what a browser asks for to what it gets: sheets are printed here, and told to renew themselves.
//!
//! What is asked for is looked up among the addresses of the site and never becomes a path on disk.

use crate::cli::load::Ground;
use crate::model::workspace::Workspace;
use crate::ops::http::call::Page;
use crate::site::confined::confined;
use crate::site::sheet::Sheet;
use crate::site::urls::{EARLY, FILES, HOME, LOST, SCRIPT, STYLE};
use crate::text::escape::{escape, percent_encode};
use crate::text::path::RepoPath;
use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What opsrepo adds while it serves.
const OWN: [(&str, &str); 2] = [
    ("@opsrepo/live.js", include_str!("live.js")),
    ("@opsrepo/live.css", include_str!("live.css")),
];

/// Everything that can be asked for.
pub(super) struct Shelf<'a> {
    /// Sorted by address.
    sheets: &'a [Sheet<'a>],
    /// Files of the repository, and where their copies stand.
    copies: &'a [(RepoPath, RepoPath)],
    workspace: &'a Workspace,
    ground: &'a Ground,
    /// Why no page can be shown.
    fault: Option<&'a str>,
    /// What tells the style and the scripts from others.
    look: u64,
    /// Why the page that was asked for last could not be made, until somebody asks.
    unmade: RefCell<Option<anyhow::Error>>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(
        (sheets, copies): (&'a [Sheet<'a>], &'a [(RepoPath, RepoPath)]),
        (workspace, ground): (&'a Workspace, &'a Ground),
        fault: Option<&'a str>,
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        let is_look = |sheet: &&Sheet| [STYLE, SCRIPT, EARLY].contains(&sheet.at.as_str());
        for printed in sheets.iter().filter(is_look).filter_map(|sheet| sheet.print().ok()) {
            printed.text.hash(&mut hasher);
        }
        Shelf {
            sheets,
            copies,
            workspace,
            ground,
            fault,
            look: hasher.finish(),
            unmade: RefCell::new(None),
        }
    }

    /// Why the page that was asked for last could not be made; told once.
    pub(super) fn unmade(&self) -> Option<anyhow::Error> {
        self.unmade.take()
    }

    /// What is at a path: see [`crate::ops::http::call::Ask::path`].
    pub(super) fn answer(&self, path: &str) -> Page {
        if let Some((_, text)) = OWN.iter().find(|(own, _)| *own == path) {
            return page(200, kind(path), (*text).to_owned().into_bytes());
        }
        let names = match path {
            "" => vec![HOME.to_owned()],
            folder if folder.ends_with('/') => vec![format!("{folder}{HOME}")],
            file => vec![file.to_owned(), format!("{file}.html")],
        };
        if let Some(sheet) = names.iter().find_map(|name| self.sheet(name)) {
            return self.print(200, sheet);
        }
        if !path.ends_with('/') && self.sheet(&format!("{path}/{HOME}")).is_some() {
            let mut encoded = "/".to_owned();
            percent_encode(path, &mut encoded);
            let mut moved = page(308, kind(".txt"), Vec::new());
            moved.elsewhere = Some(encoded + "/");
            return moved;
        }
        match (self.file(path), self.sheet(LOST)) {
            (Some(bytes), _) => page(200, kind(path), bytes),
            (None, Some(lost)) => self.print(404, lost),
            (None, None) => page(404, kind(".txt"), b"there is no such page\n".to_vec()),
        }
    }

    fn sheet(&self, name: &str) -> Option<&'a Sheet<'a>> {
        let at = self.sheets.binary_search_by(|sheet| sheet.at.as_str().cmp(name)).ok()?;
        Some(&self.sheets[at])
    }

    /// A file of the repository of which the site has a copy: what the theme brings, what the settings name, and pictures
    /// to which some text leads. No other file is anybody's business.
    fn file(&self, path: &str) -> Option<Vec<u8>> {
        if let Some((from, _)) = self.copies.iter().find(|(_, to)| to.as_str() == path) {
            return self.bytes(from);
        }
        let file = self
            .workspace
            .tree
            .find(&RepoPath::new(path.strip_prefix(FILES)?.strip_prefix('/')?)?)?;
        let is_shown = kind(path).starts_with("image/");
        let leads = || self.workspace.links.iter().any(|link| link.target.file() == Some(file));
        (is_shown && leads()).then(|| self.bytes(self.workspace.tree.path(file)))?
    }

    /// The bytes of a file as the site would hold them.
    fn bytes(&self, path: &RepoPath) -> Option<Vec<u8>> {
        let bytes = self.ground.bytes(path).ok()?;
        Some(confined(path, bytes))
    }

    /// Makes a page. One that cannot be made says why, in its place.
    fn print(&self, code: u16, sheet: &Sheet) -> Page {
        let kind = kind(sheet.at.as_str());
        let is_html = kind.starts_with("text/html");
        let (code, text) = match (self.fault.filter(|_| is_html), sheet.print()) {
            (Some(fault), _) => (500, faulty(fault)),
            (None, Ok(printed)) => (code, printed.text),
            (None, Err(error)) => {
                let said: Vec<String> = error.chain().map(ToString::to_string).collect();
                self.unmade.replace(Some(error));
                (500, faulty(&said.join(": ")))
            }
        };
        let mut hasher = DefaultHasher::new();
        (text.as_str(), self.look).hash(&mut hasher);
        let tag = format!("{:016x}", hasher.finish());
        let text = match is_html || code == 500 {
            true => with_script(text, &tag),
            false => text,
        };
        let kind = if code == 500 { self::kind(".html") } else { kind };
        let mut page = page(code, kind, text.into_bytes());
        page.tag = Some(format!("\"{tag}\""));
        page
    }
}

fn page(code: u16, kind: &'static str, body: Vec<u8>) -> Page {
    Page {
        code,
        kind,
        body,
        tag: None,
        elsewhere: None,
    }
}

/// The page with the script that renews it.
fn with_script(mut html: String, tag: &str) -> String {
    let script = format!("<script src=\"/@opsrepo/live.js\" data-tag=\"{tag}\" defer></script>\n");
    // Text of a record is escaped: the first end of a head is the head's.
    let at = html.find("</head>").unwrap_or(html.len());
    html.insert_str(at, &script);
    html
}

/// The page that stands where one cannot be made.
fn faulty(why: &str) -> String {
    let mut said = String::new();
    escape(why, &mut said);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; \
         connect-src 'self'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>This page cannot be made</title>\n<link rel=\"stylesheet\" href=\"/@opsrepo/live.css\">\n</head>\n\
         <body class=\"opsrepo-fault\">\n<main>\n<h1>This page cannot be made</h1>\n<pre tabindex=\"0\">{said}</pre>\n\
         <p>It comes back by itself when that is mended.</p>\n</main>\n</body>\n</html>\n"
    )
}

/// The media type that a name announces.
fn kind(path: &str) -> &'static str {
    match path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "md" | "txt" => "text/plain; charset=utf-8",
        "atom" => "application/atom+xml",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{faulty, kind, with_script};

    #[test]
    fn the_script_stands_in_the_head() {
        let page = with_script("<head></head><body>&lt;/head&gt;</head>".to_owned(), "7");
        assert!(page.starts_with("<head><script src=\"/@opsrepo/live.js\" data-tag=\"7\" defer></script>\n</head>"));
        let fault = with_script(faulty("a <b> \"c\""), "8");
        assert!(
            fault.contains("a &lt;b&gt;") && fault.matches("<script").count() == 1,
            "{fault}"
        );
    }

    #[test]
    fn names_tell_types() {
        assert_eq!(kind("a/B.HTML"), "text/html; charset=utf-8");
        assert_eq!((kind("x.svg"), kind("svg")), ("image/svg+xml", "image/svg+xml"));
        assert_eq!(kind("x.exe"), "application/octet-stream");
    }
}
