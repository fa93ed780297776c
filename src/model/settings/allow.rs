//! Reading `[[allow]]` of `opsrepo.toml`: rules that some files are spared. One that does not say why, or until when in words
//! that are no day, is a problem and spares nothing.

use crate::model::settings::AllowSetting;
use crate::model::settings::Said;
use crate::model::settings::reader::Reader;
use crate::model::settings::values::Complaint;
use crate::model::time::Date;
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn allow(&mut self, list: &Node) {
        let help = "write `[[allow]]` with `rules = [\"link/broken\"]`, `files = [\"legacy/**\"]` and `reason = \"…\"`";
        for item in self.tables(("allow", list), help) {
            let problems = self.settings.problems.len();
            let mut found = AllowSetting {
                rules: Vec::new(),
                files: Vec::new(),
                reason: String::new(),
                until: None,
            };
            for entry in self.known(item, &["rules", "files", "reason", "until"]) {
                match &*entry.key {
                    "rules" => {
                        let texts = self.texts(&entry.value).into_iter();
                        let said = |(text, range)| Said {
                            text,
                            span: self.span(range),
                        };
                        found.rules = texts.map(said).collect();
                    }
                    "files" => found.files = self.globs(&entry.value),
                    "reason" => found.reason = self.judged(&entry.value, reason).unwrap_or_default(),
                    _ => found.until = self.judged(&entry.value, day).and_then(|day| Date::parse(&day)),
                }
            }
            self.needs(item, "allow", &["rules", "files", "reason"]);
            if self.settings.problems.len() == problems {
                self.settings.allow.push(found);
            }
        }
    }
}

fn reason(text: &str) -> Result<(), Complaint> {
    (!text.trim().is_empty()).then_some(()).ok_or_else(|| Complaint {
        message: "an empty reason is none".to_owned(),
        help: "say why these files are spared, for those who come after you".to_owned(),
    })
}

fn day(text: &str) -> Result<(), Complaint> {
    let is_day = text.len() == 10 && Date::parse(text).is_some();
    is_day.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no day"),
        help: "write the last day as `until = 2026-12-31`".to_owned(),
    })
}
