//! One line of a timeline, as text: what people and machines say becomes one line that shows exactly that. It must not know
//! where the line goes.

use crate::model::time::Moment;
use crate::text::escape::steers;
use crate::text::markdown::{inline, link};
use crate::write::refusal::Refusal;

/// Characters that a line may have: what is longer is evidence.
const LONGEST: usize = 2000;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// What sort of thing; nothing for an observation.
    pub sort: Option<Sort>,
    /// What, as plain text: what would be markup is shown as it was typed, but for `` `code` `` and addresses.
    pub text: String,
    /// Where that can be seen: the target of a link, as a relative path or an address.
    pub evidence: Option<String>,
}

/// Sorts of entries. One without any is an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A machine noticed.
    Alert,
    /// Somebody did something.
    Action,
    /// Somebody decided something.
    Decision,
    /// Users were told something.
    Update,
    /// The incident got another status.
    Status,
}

impl Sort {
    /// All.
    pub const ALL: [Sort; 5] = [Sort::Alert, Sort::Action, Sort::Decision, Sort::Update, Sort::Status];

    /// The word in a timeline.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Alert => "alert",
            Sort::Action => "action",
            Sort::Decision => "decision",
            Sort::Update => "update",
            Sort::Status => "status",
        }
    }

    /// Reads the word of a timeline.
    pub fn parse(text: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.word() == text)
    }
}

impl Entry {
    /// All that stands behind the time, as Markdown on one line. Refused where nothing, or far too much, is said.
    pub fn said(&self) -> Result<String, Refusal> {
        let text = shown(&self.text);
        if text.is_empty() {
            return Err(Refusal::new(
                "nothing is said",
                "say in a few words what was seen or done",
            ));
        }
        let length = text.chars().count();
        if length > LONGEST {
            return Err(Refusal::new(
                format!("a line of {length} characters is no line of a timeline: {LONGEST} are enough"),
                "say it in a sentence, and put the whole into a file: --evidence FILE",
            ));
        }
        let sort = self.sort.map_or(String::new(), |sort| format!("{}: ", sort.word()));
        let evidence = self.evidence.as_ref().map_or(String::new(), |target| {
            let link = match is_address(target) {
                true => format!("[evidence]({target})"),
                false => link("evidence", target),
            };
            format!(" ({link})")
        });
        Ok(format!("{sort}{text}{evidence}"))
    }
}

/// True for an address on the web that can stand in a link as it is.
pub fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c);
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(is_safe)
    })
}

/// A text as one line of Markdown that shows exactly it. Code in backticks stays code, addresses stay addresses; nothing is
/// left that a generator of sites would run.
fn shown(text: &str) -> String {
    let plain: String = text.chars().filter(|&c| !steers(c)).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = words.split('`').collect();
    let is_code = |at: usize| at % 2 == 1 && parts.len() % 2 == 1;
    // Two backticks side by side begin another sort of code.
    let is_paired = parts.len() % 2 == 1 && parts.iter().skip(1).step_by(2).all(|code| !code.trim().is_empty());
    if parts.len() == 1 || !is_paired {
        return harmless(&prose(&words));
    }
    let parts = parts.iter().enumerate().map(|(at, part)| match is_code(at) {
        true => format!("`{}`", part.replace('|', "\\|")),
        false => edges(part),
    });
    harmless(&parts.collect::<String>())
}

/// Prose between two pieces of code, with the blanks at its edges.
fn edges(part: &str) -> String {
    let core = part.trim();
    match part.find(core) {
        Some(at) if !core.is_empty() => format!("{}{}{}", &part[..at], prose(core), &part[at + core.len()..]),
        _ => part.to_owned(),
    }
}

/// Words of which addresses stay as they are and all else is escaped.
fn prose(words: &str) -> String {
    let is_plain = |word: &str| is_address(word) && !word.contains("__") && !word.contains("~~") && !word.contains(';');
    let words = words.split(' ').map(|word| match is_plain(word) {
        true => word.to_owned(),
        false => inline(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Without what a template engine takes for a command, wherever it stands.
fn harmless(markdown: &str) -> String {
    let mut out = markdown.replace("\\<%", "&lt;%").replace("<%", "&lt;%");
    for (from, to) in [("{{", "{\\{"), ("{%", "{\\%"), ("{#", "{\\#"), ("}}", "}\\}")] {
        while out.contains(from) {
            out = out.replace(from, to);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Entry, Sort};
    use crate::model::time::Moment;

    fn said(text: &str, sort: Option<Sort>, evidence: Option<&str>) -> String {
        let entry = Entry {
            at: Moment::parse("2026-03-04T14:05+01:00").unwrap(),
            sort,
            text: text.to_owned(),
            evidence: evidence.map(str::to_owned),
        };
        entry.said().unwrap_or_else(|refusal| refusal.message)
    }

    #[test]
    fn a_line_shows_what_was_typed() {
        for (text, expected) in [
            ("Restarted the gateway", "Restarted the gateway"),
            ("two\nlines\t and \u{1b}[2J\u{202e} more", "two lines and \\[2J more"),
            (
                "`kubectl get po -n x_y | wc` says 5 | 6",
                "`kubectl get po -n x_y \\| wc` says 5 \\| 6",
            ),
            ("an odd ` one", "an odd \\` one"),
            ("``x`` y", "\\`\\`x\\`\\` y"),
            (
                "see https://grafana.example.org/d/x_y?a=1&b=2 <b>",
                "see https://grafana.example.org/d/x_y?a=1&b=2 \\<b\\>",
            ),
            (
                "<%= 1 %> `<% 2 %>` {{{ x }}",
                "&lt;%= 1 %\\> `&lt;% 2 %>` {\\{\\{ x }\\}",
            ),
            (
                "--> <!-- opsrepo: allow */* -- x -->",
                "--\\> \\<!-- opsrepo: allow \\*/\\* -- x --\\>",
            ),
            (" \n", "nothing is said"),
        ] {
            assert_eq!(said(text, None, None), expected, "{text}");
        }
        assert!(said(&"x".repeat(2001), None, None).starts_with("a line of 2001 characters"));
        assert_eq!(
            said("x", Some(Sort::Action), Some("evidence/a b.txt")),
            "action: x ([evidence](evidence/a%20b.txt))"
        );
        assert_eq!(
            said("x", None, Some("https://example.org/a?b=c")),
            "x ([evidence](https://example.org/a?b=c))"
        );
    }
}
