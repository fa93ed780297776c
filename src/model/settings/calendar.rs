//! Reading `[calendar]` of `opsrepo.toml`: when a team works.

use crate::model::calendar::CalendarSetting;
use crate::model::settings::reader::Reader;
use crate::model::settings::values;
use crate::model::time::Date;
use crate::syntax::node::Node;
use crate::text::similar;

/// The days of a week, as settings name them.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Reader {
    pub(super) fn calendar(&mut self, table: &Node) {
        let mut said = CalendarSetting {
            timezone: None,
            hours: (0, 0),
            days: [true, true, true, true, true, false, false],
            holidays: Vec::new(),
        };
        let mut has_hours = false;
        for entry in self.known(table, &["hours", "days", "holidays", "timezone"]) {
            let value = &entry.value;
            match &*entry.key {
                "timezone" => said.timezone = self.judged(value, values::time_zone),
                "hours" => match self.text(value).map(|text| hours(&text)) {
                    Some(Some(hours)) => {
                        said.hours = hours;
                        has_hours = true;
                    }
                    Some(None) => self.no_hours(value),
                    None => {}
                },
                "days" => said.days = self.week(value),
                _ => said.holidays = self.holidays(value),
            }
        }
        let is_silent = table.get("hours").is_none();
        if is_silent {
            let message = "`[calendar]` without `hours` means nothing".to_owned();
            self.problem(table.range, message, Some("as in hours = \"09:00-17:00\"".to_owned()));
        }
        self.settings.calendar = has_hours.then_some(said);
    }

    fn no_hours(&mut self, value: &Node) {
        let message = "these are no hours of a day".to_owned();
        let help =
            "write when work begins and ends, as \"09:00-17:00\"; the end is at most 24:00 and after the beginning";
        self.problem(value.range, message, Some(help.to_owned()));
    }

    fn week(&mut self, value: &Node) -> [bool; 7] {
        let mut days = [false; 7];
        for (word, range) in self.texts(value) {
            let lower = word.trim().to_lowercase();
            match DAYS.iter().position(|day| *day == lower) {
                Some(day) => days[day] = true,
                None => {
                    let help = match similar::nearest(&lower, DAYS) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("known here: {}", DAYS.join(", ")),
                    };
                    self.problem(range, format!("`{word}` is no day of the week"), Some(help));
                }
            }
        }
        days
    }

    fn holidays(&mut self, value: &Node) -> Vec<Date> {
        let mut days = Vec::new();
        for (text, range) in self.texts(value) {
            match Date::parse(&text).filter(|day| day.to_string() == text) {
                Some(day) => days.push(day),
                None => {
                    let help = "write one as \"2026-12-25\"".to_owned();
                    self.problem(range, format!("`{text}` is no day"), Some(help));
                }
            }
        }
        days
    }
}

/// `09:00-17:00`, as minutes since midnight.
fn hours(text: &str) -> Option<(i64, i64)> {
    let (opens, closes) = text.split_once(['-', '\u{2013}'])?;
    let (opens, closes) = (minutes(opens)?, minutes(closes)?);
    (opens < closes && closes <= 24 * 60).then_some((opens, closes))
}

fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |digits: &str| {
        let is_one = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_one.then(|| digits.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_begin_before_they_end() {
        for (text, expected) in [
            ("10:00-17:00", Some((600, 1020))),
            ("09:30 \u{2013} 24:00", Some((570, 1440))),
            ("17:00-10:00", None),
            ("10:00-10:00", None),
            ("10:00-24:01", None),
            ("10:60-17:00", None),
            ("9-17", None),
            ("+9:00-17:00", None),
            ("", None),
        ] {
            assert_eq!(hours(text), expected, "{text}");
        }
    }
}
