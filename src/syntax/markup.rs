//! What a text in a markup language is made of, as places in its file. Markdown and AsciiDoc both become this.

use crate::text::span::Range;

/// The parts of a marked-up text, each list in the order of the file. Nothing inside fences or comments is listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markup {
    /// Where the body starts, after front matter.
    pub body: Range,
    /// Headings.
    pub headings: Vec<Heading>,
    /// What stands after the `#` of headings that are none to Markdown, because it is no plain space: no-break spaces and
    /// their like. They are among [`Markup::headings`], for nobody who wrote them meant anything else, without an anchor.
    pub odd_spaces: Vec<Range>,
    /// Links, images and references to files.
    pub links: Vec<Link>,
    /// Anchors besides those of headings: HTML `id` and `name`, `[[anchor]]`.
    pub anchors: Vec<Anchor>,
    /// Code blocks.
    pub fences: Vec<Fence>,
    /// Tables.
    pub tables: Vec<Table>,
    /// List items.
    pub items: Vec<Item>,
    /// Paragraphs that stand in no list, table or quote.
    pub paragraphs: Vec<Range>,
    /// HTML comments (AsciiDoc: comment lines and blocks).
    pub comments: Vec<Range>,
    /// Document attributes (AsciiDoc `:status: accepted`); empty for Markdown.
    pub attributes: Vec<Attribute>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The anchor that GitHub gives it, made unique within the file (`status`, `status-1`).
    pub anchor: String,
    /// The whole heading, markers included, line end excluded.
    pub range: Range,
    /// The bytes of its text, with inline markup, without the markers.
    pub text_range: Range,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)` or a resolved reference link, AsciiDoc `link:`.
    Link,
    /// AsciiDoc `xref:` and `<<target>>`.
    Page,
    /// `![text](target)`, AsciiDoc `image::`.
    Image,
    /// `<https://…>`.
    Autolink,
    /// `href` or `src` of an HTML element.
    Html,
    /// AsciiDoc `include::`.
    Include,
}

/// A link as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// The target, entities and escapes resolved, percent-encoding kept.
    pub target: String,
    /// The whole link.
    pub range: Range,
    /// The target where it is written: for a reference link, in the definition.
    pub target_range: Range,
}

/// A named place that is no heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// Its name.
    pub name: String,
    /// Where it is set.
    pub range: Range,
}

/// A code block.
#[derive(Clone, Debug, PartialEq)]
pub struct Fence {
    /// The info string (`yaml title=x`); empty for an indented block.
    pub info: String,
    /// The whole block.
    pub range: Range,
    /// The code.
    pub code: Range,
    /// The pieces of the code where something stands between them that is none of it: what indents a list item, the mark of
    /// a quote, a carriage return. Empty where `code` is all of it.
    pub pieces: Vec<Range>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The cells of the header row; they may be empty.
    pub header: Vec<Range>,
    /// The cells of each row, trimmed.
    pub rows: Vec<Vec<Range>>,
    /// The whole table.
    pub range: Range,
}

/// A list item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// 1 for an item of an outer list.
    pub depth: u8,
    /// Its own text, first paragraph only, without marker and without nested lists.
    pub text: Range,
    /// The whole item with everything nested in it.
    pub range: Range,
}

/// A document attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value, trimmed.
    pub value: Range,
}

impl Markup {
    /// The first heading of level 1, or the first heading at all where none has level 1.
    pub fn title(&self) -> Option<&Heading> {
        self.headings
            .iter()
            .find(|h| h.level == 1)
            .or_else(|| self.headings.first())
    }

    /// The bytes that belong to the heading at `index`: up to the next heading of its level or above.
    pub fn section(&self, index: usize) -> Range {
        let heading = &self.headings[index];
        let end = self.headings[index + 1..]
            .iter()
            .find(|next| next.level <= heading.level)
            .map_or(self.body.end, |next| next.range.start);
        Range::new(heading.range.end as usize, end.max(heading.range.end) as usize)
    }
}
