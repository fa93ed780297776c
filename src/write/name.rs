//! What a record is called, before and after: its path, its number, its title, and every way to spell them.
//!
//! It rewrites short texts that name a record; it does not know where they stand.

use crate::model::identity;
use crate::model::record::{Number, Record};
use crate::model::workspace::Workspace;
use crate::text::markdown::unescaped;
use crate::text::path::RepoPath;
use crate::write::place::Place;

/// All that a record is called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its file.
    pub(crate) path: RepoPath,
    /// Its number, with its area as the file name spells it.
    pub(crate) number: Option<Number>,
    /// Its title.
    pub(crate) title: String,
}

/// A record's old and new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Renamed {
    /// Before.
    pub(crate) old: Name,
    /// Afterwards.
    pub(crate) new: Name,
}

impl Name {
    /// The name that a record has.
    pub(crate) fn of(workspace: &Workspace, record: &Record) -> Name {
        let path = workspace.path_of(record).clone();
        Name {
            number: match record.number {
                Some(_) => Name::number_in(&path),
                None => None,
            },
            title: record.name().to_owned(),
            path,
        }
    }

    /// The number that a path carries.
    pub(crate) fn number_in(path: &RepoPath) -> Option<Number> {
        identity::number(&identity::carrier(path)).map(|(number, _)| number)
    }

    /// The part of the path that names the record: the file's stem, or its folder's name.
    pub(crate) fn carrier(&self) -> String {
        identity::carrier(&self.path)
    }

    /// The carrier without its number or date.
    pub(crate) fn slug(&self) -> String {
        let carrier = self.carrier();
        let slug = match (identity::number(&carrier), identity::leading_date(&carrier)) {
            (Some((_, slug)), _) => slug,
            (None, Some(_)) => carrier.get(10..).unwrap_or("").trim_start_matches(['-', '_']),
            (None, None) => &carrier,
        };
        slug.to_owned()
    }

    /// The carrier up to the end of its number: `0007`, `ODH-ADR-Operator-0007`.
    fn numbered(&self) -> Option<String> {
        let carrier = self.carrier();
        let number = self.number.as_ref()?;
        let digits = carrier.find(|c: char| c.is_ascii_digit())? + number.digits as usize;
        Some(carrier.get(..digits + usize::from(number.letter.is_some()))?.to_owned())
    }
}

impl Renamed {
    /// True when the title changes.
    pub(crate) fn retitles(&self) -> bool {
        self.old.title != self.new.title
    }

    /// A text that names the record (`7`, `ADR-0007`, `0007-use-dashes`, `docs/adr/0007-x.md`), under the new name; `None`
    /// where it names it in no way that changes.
    pub(crate) fn respell(&self, written: &str) -> Option<String> {
        let new = self.by_path(written).or_else(|| self.by_number(written));
        new.or_else(|| self.by_slug(written)).filter(|new| new != written)
    }

    fn by_path(&self, written: &str) -> Option<String> {
        let ways = [
            (self.old.path.to_string(), self.new.path.to_string()),
            (self.old.carrier(), self.new.carrier()),
        ];
        ways.iter().find_map(|(old, new)| {
            let at = word(written, old)?;
            Some(format!("{}{new}{}", &written[..at], &written[at + old.len()..]))
        })
    }

    fn by_number(&self, written: &str) -> Option<String> {
        let (old, new) = (self.old.number.as_ref()?, self.new.number.as_ref()?);
        let mut from = 0;
        while let Some(start) = written[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
            let digits = run(written, start);
            from = start + digits;
            let end = from + usize::from(old.letter.is_some());
            let head = written[..start].trim_start_matches(|c: char| !c.is_alphanumeric());
            let is_it = value(&written[start..start + digits]) == Some(old.value)
                && written.get(from..end) == Some(&letter(old))
                && ends_here(&written[end..])
                && self.is_named(&format!("{head}{}", &written[start..end]));
            if is_it {
                let number = as_written(&written[start..start + digits], old, new);
                return Some(format!("{}{number}{}", &written[..start], &written[end..]));
            }
        }
        None
    }

    /// True when a text is the old number with nothing before it but what always stands there.
    fn is_named(&self, text: &str) -> bool {
        let Some(number) = &self.old.number else { return false };
        let own = || self.old.numbered().is_some_and(|own| own.eq_ignore_ascii_case(text));
        identity::normalise(text) == format!("{}{}", number.value, letter(number)) || own()
    }

    fn by_slug(&self, written: &str) -> Option<String> {
        let old = [self.old.slug(), self.old.title.clone()];
        let new = [self.new.slug(), self.new.title.clone()];
        let bare = written.trim().trim_matches(['"', '\'']);
        let at = old.iter().position(|old| !old.is_empty() && old == bare)?;
        Some(written.replacen(bare, &new[at], 1))
    }

    /// The label of a link that leads to the record, under the new name: `7. Use dashes`, `ADR-0007`, `Use dashes`,
    /// `` `0007-use-dashes.md` ``. `None` where it is a text of its own.
    pub(crate) fn relabel(&self, label: &str, place: Place) -> Option<String> {
        let core = label.trim().trim_matches(['`', '*', '_', '"']).trim();
        let new = match () {
            () if core.is_empty() => return None,
            () if self.is_file_name(core) => self.by_path(core)?,
            () if self.is_old_title(core, place) => place.write(&self.new.title),
            () => self.renumbered_label(core, place)?,
        };
        let at = label.find(core)?;
        let label = format!("{}{new}{}", &label[..at], &label[at + core.len()..]);
        (new != core).then_some(label)
    }

    fn is_file_name(&self, text: &str) -> bool {
        let (path, carrier) = (&self.old.path, self.old.carrier());
        text == carrier
            || text == path.name()
            || path.as_str().ends_with(&format!("/{}", text.trim_start_matches("./")))
    }

    fn is_old_title(&self, text: &str, place: Place) -> bool {
        let is_it = |text: &str| text == self.old.title || text == place.write(&self.old.title);
        // Others escape more, or less, than is needed here.
        let is_escaped = || place == Place::Markdown && is_it(&unescaped(text));
        self.retitles() && !text.is_empty() && (is_it(text) || is_escaped())
    }

    fn renumbered_label(&self, core: &str, dialect: Place) -> Option<String> {
        let Some(place) = self.number_at_start(core) else {
            let place = self.number_inside(core)?;
            let number = self.new_number(&core[place.clone()])?;
            return Some(format!("{}{number}{}", &core[..place.start], &core[place.end..]));
        };
        let rest = &core[place.end..];
        let digits = &core[place.start..];
        let digits = &digits[..run(digits, 0)];
        let is_marked = rest.is_empty()
            || rest.trim_start_matches('\\').starts_with(['.', ':', ')', ',', ']'])
            || rest.trim_start().starts_with(['–', '—', '-', ':']) && !rest.starts_with('-')
            || (rest.starts_with(' ') && (place.start > 0 || digits.starts_with('0')));
        if !is_marked {
            return None;
        }
        let name = behind_mark(rest);
        let tail = match self.is_old_title(name.trim_start_matches(is_between), dialect) {
            true => format!("{}{}", &rest[..rest.len() - name.len()], dialect.write(&self.new.title)),
            false => rest.to_owned(),
        };
        Some(format!("{}{}{tail}", &core[..place.start], self.new_number(digits)?))
    }

    /// Where a text that starts with the old number has it, behind a usual prefix (`ADR-`), letter included.
    pub(crate) fn number_at_start(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let number = self.old.number.as_ref()?;
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let end = start + run(text, start) + usize::from(number.letter.is_some());
        // `[ADR-7] Use dashes`: a bracket may stand around the name.
        let head = text.get(..end)?.trim_start_matches(['[', '(', '\\']);
        let is_it = self.is_named(head) && !text[end..].starts_with(|c: char| c.is_alphanumeric());
        is_it.then_some(start..end)
    }

    /// Where a text has the number as the file name has it, prefix included: `ODH-ADR-0003` in the middle of a heading.
    pub(crate) fn number_inside(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let whole = self.old.numbered()?;
        let digits = whole.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0)?;
        let at = word(text, &whole)?;
        Some(at + digits..at + whole.len())
    }

    /// The new number, written with as many digits as the old one was.
    pub(crate) fn new_number(&self, digits: &str) -> Option<String> {
        let digits = digits.trim_end_matches(|c: char| c.is_ascii_lowercase());
        Some(as_written(digits, self.old.number.as_ref()?, self.new.number.as_ref()?))
    }
}

/// What stands between a number and a title.
pub(crate) fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ':' | ')' | '-' | '–' | '—')
}

/// What follows the mark behind a number (`. `, `: `, ` - `): one mark, for a title may begin with more of them.
pub(crate) fn behind_mark(rest: &str) -> &str {
    let after = rest.trim_start();
    let after = after.strip_prefix("\\]").or(after.strip_prefix(']')).unwrap_or(after);
    let after = after.strip_prefix(['.', ':', ')']).unwrap_or(after).trim_start();
    after.strip_prefix(['-', '–', '—']).unwrap_or(after).trim_start()
}

/// `digits` stood for `old`: `new` in the same form, padded or not.
fn as_written(digits: &str, old: &Number, new: &Number) -> String {
    let width = match digits.len() {
        // As in the file name, whatever that has now.
        same if same == old.digits as usize => new.digits as usize,
        padded if digits.starts_with('0') => padded,
        _ => 1,
    };
    format!("{:0width$}{}", new.value, letter(new))
}

fn letter(number: &Number) -> String {
    number.letter.map_or(String::new(), String::from)
}

fn value(digits: &str) -> Option<u64> {
    digits.parse().ok()
}

/// True when a number that ends before `rest` is a word: no longer name goes on.
fn ends_here(rest: &str) -> bool {
    !rest
        .trim_start_matches(['-', '_'])
        .starts_with(|c: char| c.is_alphanumeric())
}

/// How many digits follow.
fn run(text: &str, from: usize) -> usize {
    text[from..].bytes().take_while(u8::is_ascii_digit).count()
}

/// Where `wanted` stands in `text` as a word of its own.
fn word(text: &str, wanted: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut found = text.match_indices(wanted).filter(|_| !wanted.is_empty());
    found
        .find(|(at, _)| !text[..*at].ends_with(is_part) && !text[at + wanted.len()..].starts_with(is_part))
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{Name, Place, Renamed};
    use crate::text::path::RepoPath;

    fn name(path: &str, title: &str) -> Name {
        let path = RepoPath::new(path).unwrap();
        Name {
            number: Name::number_in(&path),
            path,
            title: title.to_owned(),
        }
    }

    fn both() -> Renamed {
        Renamed {
            old: name("docs/adr/0007-use-dashes.md", "Use dashes"),
            new: name("docs/adr/0012-use-dots.md", "Use dots"),
        }
    }

    #[test]
    fn every_spelling_keeps_its_form() {
        let table = [
            ("7", "12"),
            ("0007", "0012"),
            ("\"ADR-7\"", "\"ADR-12\""),
            ("ADR-0007", "ADR-0012"),
            ("ADR007", "ADR012"),
            ("#7", "#12"),
            ("[ADR-0007]", "[ADR-0012]"),
            ("'0007-use-dashes'", "'0012-use-dots'"),
            ("0007-use-dashes.md", "0012-use-dots.md"),
            ("docs/adr/0007-use-dashes.md", "docs/adr/0012-use-dots.md"),
            ("use-dashes", "use-dots"),
            ("17", ""),
            ("7a", ""),
            ("x7", ""),
            ("2007", ""),
            ("0007-use-dashes-2", ""),
        ];
        for (old, new) in table {
            assert_eq!(both().respell(old).unwrap_or_default(), new, "{old}");
        }
    }

    #[test]
    fn labels_are_names_or_texts_of_their_own() {
        let table = [
            ("7. Use dashes", "12. Use dots"),
            ("ADR-0007: Use dashes", "ADR-0012: Use dots"),
            ("ADR 7 - something else", "ADR 12 - something else"),
            ("ADR #7: Use dashes", "ADR #12: Use dots"),
            ("0007 Use dashes", "0012 Use dots"),
            ("Use dashes", "Use dots"),
            ("`0007-use-dashes.md`", "`0012-use-dots.md`"),
            ("adr/0007-use-dashes.md", "adr/0012-use-dots.md"),
            ("**ADR-7**", "**ADR-12**"),
            ("[ADR-7] Use dashes", "[ADR-12] Use dots"),
            ("\\[ADR-7\\] by hand", "\\[ADR-12\\] by hand"),
            ("(ADR-7) Use dashes", "(ADR-12) Use dots"),
            ("[7]: a list", "[12]: a list"),
            ("[17] Use dashes", ""),
            ("7 reasons for dashes", ""),
            ("why we use dashes", ""),
            ("the record of 2007", ""),
            ("70", ""),
        ];
        for (old, new) in table {
            assert_eq!(both().relabel(old, Place::Markdown).unwrap_or_default(), new, "{old}");
        }
    }

    #[test]
    fn a_title_is_text_wherever_it_stands() {
        let renamed = Renamed {
            old: name("a/7-x.md", "X"),
            new: name("a/7-x.md", "A [b] <c> 'd'"),
        };
        let table = [
            (Place::Markdown, "7. A \\[b\\] \\<c\\> 'd'"),
            (Place::AsciiDoc, "7. A [b\\] <c> 'd'"),
            (Place::Html, "7. A [b] &lt;c&gt; &#39;d&#39;"),
            (Place::Data, "7. A b <c> ’d’"),
        ];
        for (place, expected) in table {
            assert_eq!(renamed.relabel("7. X", place).as_deref(), Some(expected), "{place:?}");
        }
    }

    #[test]
    fn a_label_is_known_however_it_is_escaped() {
        let renamed = Renamed {
            old: name("a/7-x.md", "YAML & a_b"),
            new: name("a/7-x.md", "R & D"),
        };
        for label in ["7. YAML & a_b", "7. YAML \\& a\\_b", "7. YAML & a\\_b"] {
            assert_eq!(
                renamed.relabel(label, Place::Markdown).as_deref(),
                Some("7. R & D"),
                "{label}"
            );
        }
    }

    #[test]
    fn a_letter_belongs_to_its_number() {
        let renamed = Renamed {
            old: name("adr/0004a-x.md", "X"),
            new: name("adr/0005-x.md", "X"),
        };
        assert_eq!(renamed.respell("4a").as_deref(), Some("5"));
        assert_eq!(renamed.respell("ADR-0004a").as_deref(), Some("ADR-0005"));
        assert_eq!(renamed.respell("4"), None);
        assert_eq!(renamed.relabel("0004a", Place::Markdown).as_deref(), Some("0005"));
    }
}
