//! Which code blocks of a runbook are steps, and what stands behind their marks. A block is one when it says so: with the word
//! `check`, `act` or `verify`, or with a name, as runme writes it. Nothing is a step by its language or its text.

use crate::model::runbook::attribute::{self, Attribute, Opening};
use crate::model::runbook::code::Code;
use crate::model::runbook::values::quote;
use crate::model::runbook::{About, Plan, Problem, Shell, Sort, Step, Weight};
use crate::syntax::markup::{Fence, Markup};
use crate::text::escape;
use crate::text::similar;
use crate::text::span::{FileId, Range, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What opsrepo reads behind the language.
const OWN: [&str; 6] = ["check", "act", "verify", "name", "needs", "timeout"];

/// What runme reads there and what makes no difference to the text that is run (its documentation, "Cell-level options").
const RUNME: [&str; 18] = [
    "background",
    "category",
    "closeTerminalOnSuccess",
    "excludeFromRunAll",
    "exclude-from-run-all",
    "id",
    "ignore",
    "interactive",
    "language",
    "mimeType",
    "mode",
    "promptEnv",
    "tag",
    "tags",
    "terminalRows",
    "transform",
    "runme",
    "daemon",
];

/// What runme reads there and what would make it run another text, or in another folder.
const OTHERWISE: [&str; 2] = ["cwd", "interpreter"];

/// Characters of the longest name.
const LONGEST: usize = 64;

/// The longest time that a step may be given, in seconds: a week.
const WEEK: u64 = 7 * 24 * 3600;

/// Reads the steps of a file.
pub(super) fn read((file, text): (FileId, &str), markup: &Markup, plan: &mut Plan) {
    let mut headings = markup.headings.iter().peekable();
    let mut heading = "";
    for fence in &markup.fences {
        while let Some(next) = headings.next_if(|next| next.range.start < fence.range.start) {
            heading = &next.text;
        }
        if fence.info.is_empty() {
            continue;
        }
        let opening = attribute::read(text, fence.range.start as usize);
        let mut reader = Reader {
            file,
            text,
            fence,
            plan,
        };
        if let Some(step) = reader.step(&opening, heading) {
            plan.steps.push(step);
        }
    }
    name_apart(plan);
}

/// Two steps with one name cannot both be asked for.
fn name_apart(plan: &mut Plan) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for step in &plan.steps {
        let Some(first) = seen.get(step.name.as_str()) else {
            seen.insert(&step.name, step.place);
            continue;
        };
        plan.problems.push(Problem {
            about: About::Step,
            weight: Weight::Stop,
            span: step.place,
            message: format!("the name {} stands twice", quote(&step.name)),
            help: Some("give each step a name of its own".to_owned()),
            related: Some((*first, "the first".to_owned())),
        });
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    fence: &'a Fence,
    plan: &'a mut Plan,
}

impl Reader<'_> {
    fn problem(&mut self, range: Range, message: String, help: String) -> &mut Problem {
        let at = self.plan.problems.len();
        self.plan.problems.push(Problem {
            about: About::Step,
            weight: Weight::Stop,
            span: Span::new(self.file, range),
            message,
            help: Some(help),
            related: None,
        });
        &mut self.plan.problems[at]
    }

    fn step(&mut self, opening: &Opening, heading: &str) -> Option<Step> {
        let attributes = &opening.attributes;
        let shell = Shell::of_language(&opening.language);
        let sorts: Vec<(Sort, Range)> = attributes.iter().filter_map(sort_of).collect();
        let name = attributes.iter().find(|one| one.key == "name" && one.value.is_some());
        if sorts.is_empty() && name.is_none() {
            match Sort::parse(&opening.language) {
                Some(_) => self.no_shell(opening, &sorts),
                None if shell.is_some() => self.nearly(attributes),
                None => {}
            }
            return None;
        }
        if sorts.is_empty() && attributes.iter().any(is_left_out) {
            return None;
        }
        let Some(shell) = shell else {
            self.no_shell(opening, &sorts);
            return None;
        };
        if let [(first, _), .., (other, range)] = sorts[..] {
            let message = format!("a step is `{}` or `{}`, not both", first.as_str(), other.as_str());
            self.problem(range, message, "leave one word".to_owned());
        }
        // What only runme knows may do anything; of two sorts the one counts before which people are asked.
        let is_act = sorts.is_empty() || sorts.iter().any(|(sort, _)| *sort == Sort::Act);
        let sort = match sorts.first() {
            Some((sort, _)) if !is_act => *sort,
            _ => Sort::Act,
        };
        self.strangers(attributes);
        let opened = Range::new(self.fence.range.start as usize, self.opening_end());
        let named = name.and_then(|one| self.name(one));
        let code = Code::of(self.file, self.text, self.fence);
        self.code(&code, opened);
        Some(Step {
            place: Span::new(
                self.file,
                name.filter(|_| named.is_some()).map_or(opened, |one| one.range),
            ),
            name: named.unwrap_or_else(|| format!("step-{}", self.plan.steps.len() + 1)),
            sort,
            shell,
            needs: self.needs(attributes),
            timeout: self.timeout(attributes),
            code,
            fence: Span::new(self.file, self.fence.range),
            heading: heading.to_owned(),
        })
    }

    /// The end of the line that opens the block.
    fn opening_end(&self) -> usize {
        let line = self.fence.range.of(self.text).lines().next().unwrap_or_default();
        self.fence.range.start as usize + line.trim_end().len()
    }

    /// A word that is almost one of the two that nobody writes for another reason.
    fn nearly(&mut self, attributes: &[Attribute]) {
        let Some(first) = attributes.first().filter(|one| one.value.is_none()) else {
            return;
        };
        let near = similar::nearest(&first.key, ["check", "verify"]);
        if let Some(near) = near.filter(|near| near.len().abs_diff(first.key.len()) <= 1) {
            let message = format!("{} makes no step of this block", quote(&first.key));
            self.problem(first.range, message, format!("did you mean `{near}`?"))
                .weight = Weight::Doubt;
        }
    }

    fn no_shell(&mut self, opening: &Opening, sorts: &[(Sort, Range)]) {
        // Other tools give blocks names too, and prose may hold any word.
        let first = opening.attributes.first().map(|one| one.range);
        if Sort::parse(&opening.language).is_some() {
            let help = "write `sh` or `bash` before it".to_owned();
            let message = "a step without a language".to_owned();
            self.problem(opening.language_range, message, help).weight = Weight::Doubt;
            return;
        }
        let is_known = |one: &Attribute| OWN.contains(&one.key.as_str()) || RUNME.contains(&one.key.as_str());
        let is_meant = opening.attributes.iter().all(is_known);
        let Some((_, range)) = sorts.first().filter(|(_, range)| is_meant && Some(*range) == first) else {
            return;
        };
        let (message, help) = match opening.language.as_str() {
            "" => (
                "a step without a language".to_owned(),
                "write `sh` or `bash` before it".to_owned(),
            ),
            "console" | "shell-session" | "sh-session" => (
                "a step with prompts and answers in it".to_owned(),
                "write the commands alone, in a block of `sh` or `bash`".to_owned(),
            ),
            other => (
                format!("{} cannot be run: a step is text for a shell", quote(other)),
                "write `sh` or `bash`, and call the other language's program".to_owned(),
            ),
        };
        self.problem(*range, message, help).weight = Weight::Doubt;
    }

    /// Attributes that mean nothing here, or something else than where they come from.
    fn strangers(&mut self, attributes: &[Attribute]) {
        let is_runme = attributes.iter().all(|one| sort_of(one).is_none());
        for one in attributes {
            let key = one.key.as_str();
            if OTHERWISE.contains(&key) {
                let message = format!(
                    "{} of runme changes what is run, and opsrepo does not follow it",
                    quote(key)
                );
                let help = match key {
                    "cwd" => "write `cd` and the folder as the first line; steps begin at the root of the repository",
                    _ => "call the program in the text of the step",
                };
                self.problem(one.range, message, help.to_owned());
            } else if OWN.contains(&key) {
                let wants_value = Sort::parse(key).is_none();
                if wants_value != one.value.is_some() {
                    let (message, help) = match wants_value {
                        true => (format!("`{key}` without a value"), format!("write `{key}=…`")),
                        false => (format!("`{key}` with a value"), format!("write `{key}` alone")),
                    };
                    self.problem(one.range, message, help);
                }
            } else if !RUNME.contains(&key) {
                let near = similar::nearest(key, OWN);
                // Where only runme is meant, only what is nearly ours can be a slip.
                if is_runme && near.is_none() {
                    continue;
                }
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", OWN.join(", ")),
                };
                self.problem(one.range, format!("a step has no {}", quote(key)), help);
            }
        }
        let mut seen = BTreeSet::new();
        for one in attributes.iter().filter(|one| OWN.contains(&one.key.as_str())) {
            if !seen.insert(one.key.as_str()) {
                self.problem(one.range, format!("`{}` stands twice", one.key), "leave one".to_owned());
            }
        }
    }

    fn name(&mut self, one: &Attribute) -> Option<String> {
        let name = one.value.as_deref()?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_good =
            name.chars().all(is_word) && name.starts_with(char::is_alphanumeric) && name.chars().count() <= LONGEST;
        if !is_good {
            let message = format!("{} cannot be the name of a step", quote(name));
            let help =
                format!("begin with a letter or a digit; then letters, digits, `-`, `_` and `.`, at most {LONGEST}");
            self.problem(one.range, message, help);
        }
        is_good.then(|| name.to_owned())
    }

    fn needs(&mut self, attributes: &[Attribute]) -> Vec<(String, Span)> {
        let written = attributes.iter().filter(|one| one.key == "needs");
        let names = written.flat_map(|one| {
            let value = one.value.as_deref().unwrap_or_default();
            let span = Span::new(self.file, one.range);
            // JSON has a list.
            let parts = value
                .split([',', '[', ']', '"'])
                .map(str::trim)
                .filter(|part| !part.is_empty());
            parts.map(move |part| (part.to_owned(), span)).collect::<Vec<_>>()
        });
        names.collect()
    }

    fn timeout(&mut self, attributes: &[Attribute]) -> Option<Duration> {
        let one = attributes.iter().find(|one| one.key == "timeout")?;
        let value = one.value.as_deref()?;
        let seconds = seconds(value).filter(|seconds| (1..=WEEK).contains(seconds));
        if seconds.is_none() {
            let message = format!("{} is no time that a step can be given", quote(value));
            let help = "write a number and `s`, `m` or `h`, as in `90s` or `1h30m`; at most a week".to_owned();
            self.problem(one.range, message, help);
        }
        seconds.map(Duration::from_secs)
    }

    fn code(&mut self, code: &Code, opened: Range) {
        if !is_closed(self.fence.range.of(self.text)) {
            let help = "close it with a line of its own, with as many marks as opened it".to_owned();
            self.problem(opened, "the block of this step never ends".to_owned(), help);
        } else if code.first_line().is_empty() {
            let help = "write the commands, or take the words behind the language away".to_owned();
            self.problem(opened, "a step without a command".to_owned(), help).weight = Weight::Doubt;
        }
        // People are asked about what they see; it must be what is run.
        let odd = code
            .text()
            .char_indices()
            .find(|(_, c)| escape::steers(*c) || *c == '\r');
        if let Some((at, c)) = odd {
            let range = code.span(Range::new(at, at + c.len_utf8())).range;
            let message = format!("the text of this step holds U+{:04X}, which is not seen", c as u32);
            self.problem(
                range,
                message,
                "take the character away, or let `printf` make it".to_owned(),
            );
        }
    }
}

fn sort_of(one: &Attribute) -> Option<(Sort, Range)> {
    Some((Sort::parse(&one.key)?, one.range)).filter(|_| one.value.is_none())
}

/// Blocks of runme that are not run with the others of their page.
fn is_left_out(one: &Attribute) -> bool {
    matches!(
        one.key.as_str(),
        "excludeFromRunAll" | "exclude-from-run-all" | "ignore"
    ) && one.value.as_deref() == Some("true")
}

/// `30s`, `5m`, `1h30m`, as seconds.
fn seconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let amount: u64 = rest[..digits].parse().ok()?;
        let unit = match rest[digits..].chars().next()? {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => return None,
        };
        total = total.checked_add(amount.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    Some(total)
}

/// Whether the last line of a block closes it.
fn is_closed(block: &str) -> bool {
    let mark = block.chars().next().unwrap_or('`');
    let marks = block.len() - block.trim_start_matches(mark).len();
    let is_closing = |line: &str| {
        // A quote's marks stand before those of the block.
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        line.len() >= marks && line.chars().all(|c| c == mark)
    };
    block.lines().skip(1).last().is_some_and(is_closing)
}
