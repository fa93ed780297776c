//! The list in which a text names the records it has to do with, and the sign with which a log begins its bullets. It must
//! not know what a relation means.

use crate::model::locate::Page;
use crate::syntax::markup::{Heading, Markup};
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::write::refusal::Refusal;
use crate::write::seams::{at_end, indent, section, trimmed_end};
use crate::write::sheet::Sheet;

/// A bullet `Word link` under a heading "Links", which is made at the end of the file where there is none for that.
pub(super) fn link_bullet(sheet: &mut Sheet<'_>, statement: &str) -> Result<(), Refusal> {
    let end = sheet.line_end(sheet.file());
    let sign = sign(sheet);
    let edit = sheet.with_page(|page| {
        let text = page.text();
        let Some((index, heading)) = list_of_links(page) else {
            let level = if sheet.is_asciidoc() { "==" } else { "##" };
            let said = format!("{level} Links{end}{end}{sign} {statement}{end}");
            return at_end(text, &said, end);
        };
        let section = section(page, index, heading);
        match last_item(page, section) {
            Some((marker, range)) => Edit {
                range: Range::at(trimmed_end(text, range)),
                text: format!("{end}{}{marker}{statement}", indent(text, range)),
            },
            None => Edit {
                range: Range::at(trimmed_end(text, section).max(heading.range.end as usize)),
                text: format!("{end}{end}{sign} {statement}"),
            },
        }
    });
    sheet.apply(sheet.file(), &[edit])
}

/// The heading "Links" of a whole section, with its index, where nothing or a list stands below it. A part of the content
/// that is called so says something else.
fn list_of_links(page: Page<'_>) -> Option<(usize, &Heading)> {
    let markup = page.markup()?;
    let title = markup.title()?.range;
    let levels = markup.headings.iter().filter(|heading| heading.range != title);
    let top = levels.map(|heading| heading.level).min()?;
    let mut headings = markup.headings.iter().enumerate();
    headings.find(|(index, heading)| {
        let is_called = heading.text.trim().trim_end_matches(':').eq_ignore_ascii_case("Links");
        let section = section(page, *index, heading);
        let is_fit = || last_item(page, section).is_some() || is_empty(page, markup, section);
        heading.level == top && is_called && is_fit()
    })
}

/// True where nothing but comments stands.
fn is_empty(page: Page<'_>, markup: &Markup, section: Range) -> bool {
    let comments = markup.comments.iter().filter(|comment| section.contains(**comment));
    let said: usize = comments.map(|comment| comment.of(page.text()).trim().len()).sum();
    section.of(page.text()).split_whitespace().next().is_none() || section.of(page.text()).trim().len() <= said
}

/// The marker of the last bullet of a section, and the whole bullet.
fn last_item(page: Page<'_>, section: Range) -> Option<(&str, Range)> {
    let text = page.text();
    let items = page.markup().map_or(&[][..], |markup| &markup.items);
    let mut items = items.iter().rev();
    let item = items.find(|item| item.depth == 1 && section.contains(item.text))?;
    let marker = &text[item.range.start as usize..item.text.start as usize];
    Some((if marker.trim().is_empty() { "* " } else { marker }, item.range))
}

/// The sign of most bullets of a record; where it has none, of most in its log.
pub(super) fn sign(sheet: &Sheet<'_>) -> char {
    if sheet.is_asciidoc() {
        return '*';
    }
    let own = sheet.own().markup.as_ref();
    let own = own.map_or([0; 2], |markup| count(sheet.text(sheet.file()), markup));
    let workspace = sheet.workspace;
    let all = || {
        let records = workspace.of_kind(&sheet.kind.name).map(|(_, record)| record.file);
        let counts = records.filter_map(|file| {
            let markup = workspace.document(file).markup.as_ref()?;
            Some(count(workspace.tree.text(file), markup))
        });
        counts.fold([0; 2], |sum, one| [sum[0] + one[0], sum[1] + one[1]])
    };
    let [stars, dashes] = if own == [0; 2] { all() } else { own };
    if dashes > stars { '-' } else { '*' }
}

/// How many bullets begin with a star, and how many with a dash.
fn count(text: &str, markup: &Markup) -> [usize; 2] {
    let begin = |sign: char| {
        let items = markup.items.iter();
        items.filter(|item| item.range.of(text).starts_with(sign)).count()
    };
    [begin('*'), begin('-')]
}
