//! Where AsciiDoc's page references (`xref:`, `<<…>>`) and includes lead: by Antora's rules in a component, else as seen from
//! the file. What an attribute, a condition or a text that includes this one may change is unknown, never missing.

use crate::model::antora::name;
use crate::model::antora::seat::{self, Place};
use crate::model::links::Destination;
use crate::model::targets::{Resolver, decode};
use crate::syntax::markup::{self, LinkKind};
use crate::text::span::Range;

impl Resolver<'_> {
    /// Where a page reference or an include leads.
    pub(crate) fn resource(&self, link: &markup::Link) -> Destination {
        let target = link.target.trim();
        if target.contains("://") {
            return self.address(target);
        }
        if target.contains(['{', '<', '*']) {
            return Destination::Unknown;
        }
        let is_include = link.kind == LinkKind::Include;
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) if !is_include => (path, Some(fragment)),
            _ => (target, None),
        };
        if path.is_empty() {
            // An anchor of its own may come from a text that it includes.
            return Some(self.anchor(self.file, fragment.unwrap_or("")))
                .filter(|found| !found.is_broken())
                .unwrap_or(Destination::Unknown);
        }
        let family = if is_include { "partial" } else { "page" };
        let found = match is_include && !name::is_resource(path) {
            true => self.beside(path),
            false => self.named(path, family),
        };
        match (found, fragment) {
            // Without an ending it may be the name of an anchor.
            (Destination::Missing(_), None) if !is_include && !is_text(path) => Destination::Unknown,
            (Destination::Missing(_), _) if self.is_optional(link) => Destination::Unknown,
            (Destination::File(file), Some(name)) => match self.anchor(file, name) {
                found if found.is_broken() => Destination::File(file),
                found => found,
            },
            (found, _) => found,
        }
    }

    fn named(&self, path: &str, family: &str) -> Destination {
        let from = self.tree.path(self.file);
        let place = self.texts.components.place(self.tree, from, (&decode(path), family));
        let (paths, is_known) = match place {
            None if path.contains([':', '$']) => return Destination::Unknown,
            None => return self.beside(path),
            Some(Place::Elsewhere) => return Destination::External,
            Some(Place::Unknown) => return Destination::Unknown,
            Some(Place::Inside(paths, is_known)) => (paths, is_known),
        };
        let is_seen = path.contains(':')
            || !seat::is_partial(self.tree, from)
            || self.texts.partials.get(&self.file).is_some_and(|is_near| *is_near);
        let found = paths.iter().find_map(|path| self.existing(path));
        let alias = || paths.iter().find_map(|path| self.texts.aliases.get(path));
        match found {
            Some(Destination::Folder(_)) => Destination::Unknown,
            Some(found) => found,
            None => match (alias(), paths.into_iter().next()) {
                (Some(file), _) => Destination::File(*file),
                (None, Some(path)) if is_known && is_seen => Destination::Missing(path),
                _ => Destination::Unknown,
            },
        }
    }

    /// What a path leads to as seen from its file.
    fn beside(&self, path: &str) -> Destination {
        let folder = self.tree.path(self.file).parent();
        let wanted = match folder.join(&decode(path)) {
            Some(wanted) if !path.starts_with('/') && !self.tree.is_opaque(&wanted) => wanted,
            _ => return Destination::Unknown,
        };
        match self.existing(&wanted) {
            Some(Destination::Folder(_)) => Destination::Unknown,
            Some(found) => found,
            None if self.texts.included.contains(&self.file) => Destination::Unknown,
            None => Destination::Missing(wanted),
        }
    }

    /// `include::x[opts=optional]`, and whatever stands under a condition.
    fn is_optional(&self, link: &markup::Link) -> bool {
        let text = self.tree.text(self.file);
        let options = Range::new(
            link.target_range.end as usize,
            link.range.end.max(link.target_range.end) as usize,
        );
        let is_said = link.kind == LinkKind::Include && options.of(text).contains("optional");
        let ranges = self.conditions.get_or_init(|| conditions(text));
        let at = ranges.partition_point(|range| range.end <= link.range.start);
        is_said || ranges.get(at).is_some_and(|range| range.start <= link.range.start)
    }
}

fn is_text(path: &str) -> bool {
    path.ends_with(".adoc") || path.ends_with(".asciidoc")
}

/// The outermost ranges between `ifdef::x[]` and `endif::[]`, and lines that stand in the brackets of a condition; in order.
fn conditions(text: &str) -> Vec<Range> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut at) = (0usize, 0, 0);
    for line in text.split_inclusive('\n') {
        let is_if = ["ifdef::", "ifndef::", "ifeval::"]
            .iter()
            .any(|word| line.starts_with(word));
        let is_block = line.starts_with("ifeval") || line.trim_end().ends_with("[]");
        if is_if && is_block {
            if depth == 0 {
                start = at;
            }
            depth += 1;
        } else if is_if && depth == 0 {
            found.push(Range::new(at, at + line.len()));
        } else if line.starts_with("endif::") && depth > 0 {
            depth -= 1;
            if depth == 0 {
                found.push(Range::new(start, at));
            }
        }
        at += line.len();
    }
    if depth > 0 {
        found.push(Range::new(start, text.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::conditions;

    #[test]
    fn conditions_reach_to_their_ends() {
        let text = "a\nifdef::x[]\nb\nifeval::[1 < 2]\nc\nendif::[]\nd\nendif::[]\ne\nifndef::y[f]\nendif::[]\ng\nifdef::z[]\nh";
        let found: Vec<String> = conditions(text)
            .into_iter()
            .map(|range| range.of(text).lines().filter(|line| line.len() == 1).collect())
            .collect();
        assert_eq!(found, ["bcd", "", "h"]);
    }
}
