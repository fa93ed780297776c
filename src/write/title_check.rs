//! Whether a template took the title that it was given: one of another tool, or one without a blank, may have lost it. It
//! fills nothing.

use crate::text::escape::steers;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;

/// Fails where the draft that a template gave has another title than `title`, naming the line of the template.
pub(super) fn is_said(sheet: &Sheet<'_>, (name, template): (&str, &str), title: &str) -> Result<(), Refusal> {
    let help = "write `# {{ title|heading }}` there; `# NUMBER. TITLE` and `# {short title}` are understood, too";
    let found = sheet.record().title.found();
    let Some(found) = found.filter(|found| &*found.locator != "file-name") else {
        let is_text = sheet.own().markup.is_some();
        return match is_text {
            true => Err(Refusal::new(
                format!("{name}:1: the template has no place for the title `{title}`"),
                help,
            )),
            false => Ok(()),
        };
    };
    let wanted = plain(title);
    // The number stands before it; marks are written in several ways.
    if plain(&found.raw).ends_with(&wanted) || plain(&found.value).ends_with(&wanted) {
        return Ok(());
    }
    let text = sheet.text(found.span.file);
    let start = found.span.range.start as usize;
    let index = text[..start].matches('\n').count();
    let line = text.lines().nth(index).unwrap_or("");
    let at = template.lines().position(|other| other == line).unwrap_or(index) + 1;
    Err(Refusal::new(
        format!(
            "{name}:{at}: the new record would be called `{}` and not `{title}`",
            found.value
        ),
        help,
    ))
}

/// Fails for a title that is a blank from end to end: a file with such a title is taken for a form, and not for a record.
pub(super) fn is_no_blank(title: &str) -> Result<(), Refusal> {
    let title = title.trim();
    match title.starts_with("{{") && title.ends_with("}}") {
        true => Err(Refusal::new(
            format!("`{}` is a blank, as forms have it, and no title", title.escape_debug()),
            "say in a few words what it is about",
        )),
        false => Ok(()),
    }
}

/// The letters and digits of a title.
fn plain(text: &str) -> String {
    let shown = text.chars().filter(|c| c.is_alphanumeric() && !steers(*c));
    shown.flat_map(char::to_lowercase).collect()
}
