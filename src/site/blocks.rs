//! Blocks of a theme's templates that no page will show. It fills no templates.

use crate::site::press;
use crate::site::theme::Theme;
use crate::text::outline::{Block, Outline, Parent, outline};
use crate::text::similar;
use std::collections::BTreeSet;

/// A block that is never shown.
pub(crate) struct Lost<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where its name stands.
    pub at: usize,
    /// Why it is never shown.
    pub why: String,
}

/// The blocks that a template gives new contents to, without effect.
pub(crate) fn lost<'t>(theme: &'t Theme, name: &str, of: &Outline<'t>) -> Vec<Lost<'t>> {
    let Some(above) = above(theme, name, of) else {
        return Vec::new();
    };
    let blocks = above.iter().flat_map(|(_, read)| &read.blocks);
    let known: BTreeSet<&str> = blocks.map(|block| block.name).collect();
    let others = above.iter().map(|(name, read)| (*name, read));
    let line: Vec<(&str, &Outline)> = std::iter::once((name, of)).chain(others).collect();
    let shown = shown(&line);
    let top = of.blocks.iter().filter(|block| block.outer.is_none());
    let lost = top.filter(|block| !shown.contains(block.name)).map(|block| {
        let Block { name, at, .. } = *block;
        let why = match known.contains(name) {
            true => format!("the block `{name}` is never shown{}", instead(&line, name)),
            false => format!(
                "no template that this one extends has a block `{name}`; {}",
                meant(name, &known)
            ),
        };
        Lost { name, at, why }
    });
    lost.collect()
}

/// The blocks of opsrepo's own templates for which a template of the theme has no place, though pages stand in them.
pub(crate) fn missing(theme: &Theme, name: &str) -> BTreeSet<String> {
    let own = press::names().filter(|own| theme.text(own).is_none());
    let texts = own.filter_map(|own| Some((own, press::text_of(theme, own)?)));
    let mut missing = BTreeSet::new();
    for (own, text) in texts {
        let read = outline(text);
        let above = above(theme, own, &read).unwrap_or_default();
        let first_of_theme = above.iter().find(|(name, _)| theme.text(name).is_some());
        if first_of_theme.is_some_and(|(first, _)| *first == name) {
            missing.extend(lost(theme, own, &read).iter().map(|lost| lost.name.to_owned()));
        }
    }
    missing
}

/// The templates that one builds on, the nearest first. `None` where it builds on none, or where it is not known on which.
fn above<'t>(theme: &'t Theme, name: &'t str, of: &Outline<'t>) -> Option<Vec<(&'t str, Outline<'t>)>> {
    let mut above: Vec<(&str, Outline)> = Vec::new();
    let mut parent = of.parent;
    while let Parent::Named(next) = parent {
        if next == name || above.iter().any(|(known, _)| *known == next) {
            return None;
        }
        let read = outline(press::text_of(theme, next)?);
        parent = read.parent;
        above.push((next, read));
    }
    (parent == Parent::None && !above.is_empty()).then_some(above)
}

/// The blocks that are shown by a line of templates that build on each other, the last one first.
fn shown<'t>(line: &[(&'t str, &Outline<'t>)]) -> BTreeSet<&'t str> {
    let mut shown = BTreeSet::new();
    let Some((_, root)) = line.last() else { return shown };
    let mut open: Vec<&str> = root
        .blocks
        .iter()
        .filter(|block| block.outer.is_none())
        .map(|block| block.name)
        .collect();
    while let Some(name) = open.pop() {
        if !shown.insert(name) {
            continue;
        }
        // The last one who says something of a block decides; who was before is shown where that one asks for it.
        for (_, read) in line {
            let Some(at) = read.blocks.iter().position(|block| block.name == name) else {
                continue;
            };
            open.extend(
                read.blocks
                    .iter()
                    .filter(|block| block.outer == Some(at))
                    .map(|block| block.name),
            );
            if !read.blocks[at].asks_before {
                break;
            }
        }
    }
    shown
}

/// What is shown instead of a block: the one around it as somebody else has it.
fn instead(line: &[(&str, &Outline)], name: &str) -> String {
    let mut around = line.iter().rev().filter_map(|(_, read)| {
        let block = read.blocks.iter().find(|block| block.name == name)?;
        Some(read.blocks.get(block.outer?)?.name)
    });
    let Some(outer) = around.next() else {
        return String::new();
    };
    let has = |(_, read): &&(&str, &Outline)| read.blocks.iter().any(|block| block.name == outer);
    match line.iter().find(has) {
        Some((by, _)) => format!(": `{outer}` of {by} has no place for it"),
        None => String::new(),
    }
}

fn meant(name: &str, known: &BTreeSet<&str>) -> String {
    match similar::nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are: {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
    }
}
