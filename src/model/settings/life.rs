//! Reading `[kinds.NAME.lifecycle]` of `opsrepo.toml`. It judges the form of words; whether a kind knows them is the business
//! of the rule `settings/invalid`.

use crate::model::lifecycle::Numbering;
use crate::model::settings::reader::Reader;
use crate::model::settings::values::Complaint;
use crate::model::settings::{LifecycleSetting, Said, StepSetting};
use crate::syntax::node::{Node, Value};

/// What can be done with every record: a step of such a name could not be called.
pub(crate) const VERBS: &[&str] = &[
    "new", "list", "show", "amend", "relate", "edit", "rename", "renumber", "move", "history", "blame", "trace",
    "search", "graph", "index", "stats", "export", "import", "help",
];

impl Reader {
    /// `[kinds.NAME.lifecycle]`.
    pub(super) fn lifecycle(&mut self, table: &Node) -> LifecycleSetting {
        let mut life = LifecycleSetting::default();
        for entry in self.known(table, &["frozen", "number", "steps"]) {
            match &*entry.key {
                "frozen" => life.frozen = Some(self.words(&entry.value)),
                "number" => {
                    let word = self.judged(&entry.value, numbering);
                    life.number = word.and_then(|word| Numbering::parse(&word));
                }
                _ => life.steps = self.steps(&entry.value),
            }
        }
        life
    }

    fn steps(&mut self, list: &Node) -> Vec<StepSetting> {
        if !matches!(list.value, Value::List(_)) {
            let message = format!("`steps` is {}, not a list of tables", list.type_name());
            let help = "write `[[kinds.NAME.lifecycle.steps]]` with `verb`, `from` and `to`".to_owned();
            self.problem(list.range, message, Some(help));
        }
        let items = list.items().iter();
        items.filter_map(|item| self.step(item)).collect()
    }

    fn step(&mut self, table: &Node) -> Option<StepSetting> {
        let mut verb = None;
        let mut step = StepSetting {
            verb: Said {
                text: String::new(),
                span: self.span(table.range),
            },
            from: None,
            to: None,
            needs: None,
            relation: None,
        };
        for entry in self.known(table, &["verb", "from", "to", "needs", "relation"]) {
            match &*entry.key {
                "verb" => {
                    verb = self.judged(&entry.value, self::verb);
                    step.verb.span = self.span(entry.value.range);
                }
                "from" => step.from = Some(self.words(&entry.value)),
                "to" => step.to = self.word(&entry.value),
                "needs" => step.needs = Some(self.words(&entry.value)),
                _ => step.relation = self.word(&entry.value),
            }
        }
        if table.get("verb").is_none() && !table.entries().is_empty() {
            let help = "add `verb = \"accept\"`, the word of the command".to_owned();
            self.problem(table.range, "a step without a verb".to_owned(), Some(help));
        }
        step.verb.text = verb?;
        Some(step)
    }

    fn words(&mut self, node: &Node) -> Vec<Said> {
        let texts = self.texts(node).into_iter();
        texts
            .map(|(text, range)| Said {
                text,
                span: self.span(range),
            })
            .collect()
    }

    fn word(&mut self, node: &Node) -> Option<Said> {
        let text = self.text(node)?;
        let span = self.span(node.range);
        Some(Said { text, span })
    }
}

fn numbering(text: &str) -> Result<(), Complaint> {
    (Numbering::parse(text).is_some())
        .then_some(())
        .ok_or_else(|| Complaint {
            message: format!("`{text}` is no way of numbering"),
            help: "there are: `next`, `on-accept`, `date`".to_owned(),
        })
}

/// The verb of a step, which becomes a command.
fn verb(text: &str) -> Result<(), Complaint> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_name = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain);
    is_name.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` cannot be the verb of a step"),
        help: "use lower-case letters, digits and `-`: it is a command, as `opsrepo decision accept`".to_owned(),
    })?;
    (!VERBS.contains(&text)).then_some(()).ok_or_else(|| Complaint {
        message: format!("a step cannot be called `{text}`: that is a command of every kind"),
        help: "give the step another verb".to_owned(),
    })
}
