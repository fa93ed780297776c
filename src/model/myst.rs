//! MyST, the Markdown of Jupyter Book and of Sphinx: its roles and directives that name files (`{doc}`, `{download}`, `include`,
//! `literalinclude`, `image`, `figure`). They stand outside of the grammar of Markdown.
//!
//! Sources, read as of 2026: "Roles and directives" and "Cross-references" of MyST-Parser, and the same roles in the
//! documentation of Sphinx. `{ref}` names labels, of which programs and other projects have more than a text shows: it is left.

use crate::model::links::{Destination, Link, Origin};
use crate::model::sites::generator::Generator;
use crate::model::targets::{Resolver, decode, is_elsewhere, is_template};
use crate::syntax::markup::{Fence, Markup};
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::{Range, Span};
use std::collections::HashSet;

/// What the links of `{doc}` have as their field: they name pages without their endings.
pub(crate) const DOC: &str = "doc";

/// What the links of `{include}` have as their field.
const INCLUDE: &str = "include";

/// The words that name a file, as roles and as directives.
const ROLES: [&str; 2] = [DOC, "download"];
const DIRECTIVES: [&str; 4] = ["figure", "image", INCLUDE, "literalinclude"];

/// Directives whose body is Markdown again, not code.
const HOLDERS: [&str; 20] = [
    "admonition",
    "attention",
    "card",
    "caution",
    "danger",
    "details",
    "dropdown",
    "error",
    "grid",
    "grid-item",
    "grid-item-card",
    "hint",
    "important",
    "margin",
    "note",
    "seealso",
    "sidebar",
    "tab-item",
    "tip",
    "warning",
];

/// What pages may be made of.
const ENDINGS: [&str; 6] = [".md", ".rst", ".ipynb", ".txt", ".myst.md", "/index.md"];

/// The settings of a book, and what in them makes pages that no repository keeps.
const SETTINGS: [&str; 2] = ["conf.py", "_config.yml"];
const MAKERS: [&str; 7] = [
    "apidoc",
    "autoapi",
    "autogen",
    "autosummary",
    "gallery",
    "os.system",
    "subprocess",
];

/// How many bytes a role may have.
const LONG: usize = 512;

/// A file that a text names.
struct Named {
    word: &'static str,
    range: Range,
}

impl Resolver<'_> {
    /// The links that roles and directives are.
    pub(crate) fn directives(&self, markup: &Markup) -> Vec<Link> {
        let text = self.tree.text(self.file);
        let found = named(text, markup);
        if found.is_empty() {
            return Vec::new();
        }
        let Some(root) = self.source_root() else {
            return Vec::new();
        };
        found
            .into_iter()
            .map(|named| Link {
                origin: match named.word {
                    "figure" | "image" => Origin::Image,
                    _ => Origin::Text,
                },
                field: named.word.to_owned(),
                raw: named.range.of(text).to_owned(),
                span: Span::new(self.file, named.range),
                target: self.follow(&root, &named),
            })
            .collect()
    }

    /// The folder that paths with a slash at their beginning start from: a book's, or that of the settings of Sphinx.
    fn source_root(&self) -> Option<RepoPath> {
        if let Some(site) = self.site.filter(|site| site.generator == Generator::JupyterBook) {
            return Some(site.root.clone());
        }
        let mut folder = self.tree.path(self.file).parent();
        loop {
            if self.tree.find(&folder.join("conf.py")?).is_some() {
                return Some(folder);
            }
            if folder.as_str().is_empty() {
                return None;
            }
            folder = folder.parent();
        }
    }

    fn follow(&self, root: &RepoPath, named: &Named) -> Destination {
        let raw = named.range.of(self.tree.text(self.file));
        // `project:page` is another project's, `x.*` is whatever there is.
        if is_elsewhere(raw) || is_template(raw) || raw.contains([':', '*', '{']) || raw.starts_with('#') {
            return match raw.contains("://") && !is_template(raw) {
                true => self.address(raw),
                false => Destination::Unknown,
            };
        }
        let (path, fragment) = raw.split_once('#').unwrap_or((raw, ""));
        let path = decode(path);
        let wanted = match path.strip_prefix('/') {
            Some(path) => root.join(path),
            None => self.tree.path(self.file).parent().join(&path),
        };
        let Some(wanted) = wanted else {
            return Destination::Outside;
        };
        if let Some(file) = self.tree.find(&wanted) {
            return match fragment.is_empty() {
                true => Destination::File(file),
                false => self.anchor(file, fragment),
            };
        }
        let endings = ENDINGS.iter().filter(|_| named.word == DOC);
        let mut pages = endings.filter_map(|ending| RepoPath::new(&format!("{wanted}{ending}")));
        if let Some(file) = pages.find_map(|page| self.tree.find(&page)) {
            return Destination::Rendered(file);
        }
        let is_made = self.tree.is_opaque(&wanted)
            || self.tree.is_folder(&wanted)
            || !self.tree.is_folder(&wanted.parent()) && self.makes_pages(root);
        match is_made {
            true => Destination::Unknown,
            false => Destination::Missing(wanted),
        }
    }

    /// True where the settings of a book let programs write pages.
    fn makes_pages(&self, root: &RepoPath) -> bool {
        let settings = SETTINGS.iter().filter_map(|name| self.tree.find(&root.join(name)?));
        settings
            .map(|file| self.tree.text(file))
            .any(|text| MAKERS.iter().any(|maker| search::find(text, maker).is_some()))
    }
}

/// A page as `{doc}` names it.
pub(crate) fn without_ending(path: &str) -> &str {
    ENDINGS
        .iter()
        .find_map(|ending| path.strip_suffix(ending))
        .unwrap_or(path)
}

/// Leaves open what is written in a text that others include: nobody knows from where it is seen.
pub(crate) fn leave_open(links: &mut [Link]) {
    let of = |word: &'static str| move |link: &&Link| link.field == word && link.origin == Origin::Text;
    let included: HashSet<_> = links
        .iter()
        .filter(of(INCLUDE))
        .filter_map(|link| link.target.file())
        .collect();
    if included.is_empty() {
        return;
    }
    let is_ours = |link: &Link| ROLES.iter().chain(&DIRECTIVES).any(|word| link.field == *word);
    for link in links.iter_mut() {
        if is_ours(link) && included.contains(&link.span.file) && matches!(link.target, Destination::Missing(_)) {
            link.target = Destination::Unknown;
        }
    }
}

/// The files that a text names, in no order; none of code and comments.
fn named(text: &str, markup: &Markup) -> Vec<Named> {
    let mut found = Vec::new();
    let mut hidden: Vec<Range> = Vec::with_capacity(markup.fences.len());
    for fence in &markup.fences {
        if fence.info.starts_with('{') {
            let line = line_at(text, fence.range.start as usize);
            found.extend(directive(text, line, '`'));
        }
        match is_holder(fence) {
            // In what it holds, directives stand at the beginning of lines.
            true => found.extend(directives_in(text, fence.code, "```{")),
            false => hidden.push(fence.range),
        }
    }
    let body = markup.body.of(text);
    if ["}`", ":::{"].iter().any(|mark| search::find(body, mark).is_some()) {
        let mut more = roles(text, markup.body);
        more.extend(directives_in(text, markup.body, ":::{"));
        let places = [&hidden, &markup.comments];
        more.retain(|named| !places.iter().any(|places| is_in(places, &named.range)));
        found.extend(more);
    }
    found
}

fn is_holder(fence: &Fence) -> bool {
    let name = fence.info.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    name.is_some_and(|(name, _)| HOLDERS.contains(&name))
}

/// Whether one of the places, which are in the order of the text, holds a range.
fn is_in(places: &[Range], range: &Range) -> bool {
    let next = places.partition_point(|place| place.end <= range.start);
    places.get(next).is_some_and(|place| place.contains(*range))
}

/// The rest of the line from a place on.
fn line_at(text: &str, at: usize) -> Range {
    let rest = text.get(at..).unwrap_or("");
    let length = rest.find('\n').unwrap_or(rest.len());
    Range::new(at, at + length)
}

/// The directives of which a line in `body` begins with `mark`.
fn directives_in(text: &str, body: Range, mark: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = body.start as usize;
    while let Some(next) = text
        .get(at..body.end as usize)
        .and_then(|rest| search::find(rest, mark))
    {
        let start = at + next;
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let sign = if mark.starts_with(':') { ':' } else { '`' };
        at = start + mark.len();
        if before[line_start..].trim_matches(|c| c == sign || c == ' ').is_empty() {
            found.extend(directive(text, line_at(text, line_start), sign));
        }
    }
    found
}

/// The file that a line names as the argument of a directive: "```{image} a.png".
fn directive(text: &str, line: Range, sign: char) -> Option<Named> {
    let shown = line.of(text);
    let rest = shown.trim_start_matches([' ', sign]).strip_prefix('{')?;
    let (name, argument) = rest.split_once('}')?;
    let word = DIRECTIVES.into_iter().find(|word| *word == name)?;
    let range = trimmed(text, Range::new(line.end as usize - argument.len(), line.end as usize));
    (range.start < range.end).then_some(Named { word, range })
}

/// The files that roles name: "{doc}`x`", "{download}`this <x>`".
fn roles(text: &str, body: Range) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = body.start as usize;
    while let Some(next) = text
        .get(at..body.end as usize)
        .and_then(|rest| search::find(rest, "}`"))
    {
        let close = at + next;
        at = close + 2;
        let Some(word) = ROLES.into_iter().find(|word| {
            text[..close]
                .strip_suffix(word)
                .is_some_and(|before| before.ends_with('{'))
        }) else {
            continue;
        };
        let open = close - word.len() - 1;
        let line_start = text[..open].rfind('\n').map_or(0, |at| at + 1);
        let mut stop = (at + LONG).min(body.end as usize);
        while !text.is_char_boundary(stop) {
            stop -= 1;
        }
        let Some(length) = text[at..stop]
            .find('`')
            .filter(|_| !is_in_code(&text[line_start..open]))
        else {
            continue;
        };
        let range = target(text, Range::new(at, at + length));
        let shown = range.of(text);
        if !shown.is_empty() && !shown.contains('\n') && !shown.starts_with('!') {
            found.push(Named { word, range });
        }
        at += length;
    }
    found
}

/// The target in what a role holds: what stands in angle brackets at its end, or all.
fn target(text: &str, held: Range) -> Range {
    let shown = held.of(text);
    let start = held.start as usize;
    let range = match (shown.trim_end().strip_suffix('>'), shown.rfind('<')) {
        (Some(inner), Some(open)) => Range::new(start + open + 1, start + inner.len()),
        _ => held,
    };
    trimmed(text, range)
}

fn trimmed(text: &str, range: Range) -> Range {
    let shown = range.of(text);
    let start = range.start as usize + (shown.len() - shown.trim_start().len());
    Range::new(start, start + shown.trim().len())
}

/// True where a line so far leaves a code span open.
fn is_in_code(before: &str) -> bool {
    let mut open = None;
    let mut rest = before;
    while let Some(at) = rest.find('`') {
        let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        open = match open {
            None => Some(run),
            Some(length) if length == run => None,
            open => open,
        };
        rest = &rest[at + run..];
    }
    open.is_some()
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::syntax::markdown;
    use crate::text::span::Range;

    #[test]
    fn files_are_named_by_roles_and_directives() {
        let text = "{doc}`a` `x` {doc}`Title <../b/c>` {download}`é <d.zip>`\n- {doc}`/e`\n\n```{image} f.png\n:alt: x\n```\n\n\
                    ````{note}\n```{include} g.md\n```\n{doc}`h`\n````\n\n:::{figure} i.png\n:::\n\n1. x\n   ```{literalinclude}  j.py\r\n   \
                    ```\n";
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let mut found: Vec<_> = named(text, &markup).iter().map(|named| named.range).collect();
        found.sort();
        let found: Vec<&str> = found.iter().map(|range| range.of(text)).collect();
        assert_eq!(
            found,
            ["a", "../b/c", "d.zip", "/e", "f.png", "g.md", "h", "i.png", "j.py"]
        );
    }

    #[test]
    fn code_and_comments_name_nothing() {
        for text in [
            "`` {doc}`a` ``\n",
            "```\n{doc}`a`\n```\n",
            "````md\n```{image} a.png\n```\n````\n",
            "```{code-block} md\n{doc}`a`\n```\n",
            "<!-- {doc}`a`\n:::{image} a.png\n-->\n",
            "```{image}\n```\n{doc}``\n{doc}`!a`\n{doc}`a\n\n",
            "```{r} a.png\n```\nx :::{image} a.png\n{ref}`a` {term}`b`\n",
        ] {
            let markup = markdown::parse(text, Range::new(0, text.len()));
            assert_eq!(named(text, &markup).len(), 0, "{text}");
        }
    }
}
