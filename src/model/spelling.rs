//! The spellings of times: quantities, months, clocks and offsets, as people write them.
//!
//! Pieces for [`crate::model::time`], which knows what they add up to.

use jiff::civil;

/// `6 months` → `[(6, "months")]`; an ISO 8601 `P…` is read the same way. `None` unless all of it is quantities.
pub(super) fn quantities(text: &str) -> Option<Vec<(f64, String)>> {
    let lower = text.trim().to_ascii_lowercase();
    let mut rest = lower.strip_prefix('p').unwrap_or(&lower).replace(" and ", " ");
    if let Some((hours, minutes)) = rest.strip_suffix('h').unwrap_or(&rest).split_once(':') {
        rest = format!("{hours}h {minutes}m");
    }
    let mut rest = rest.trim_start_matches(['~', ' ', 't']);
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let amount: f64 = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        pairs.push((amount, after[..letters].to_owned()));
        rest = after[letters..].trim_start_matches([' ', ',', 't', '.']);
    }
    (!pairs.is_empty()).then_some(pairs)
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn day_ordinal(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic())
}

/// The same text with plain spaces and dashes, where nothing else in it is beyond ASCII.
pub(super) fn ascii(text: &str) -> Option<String> {
    let plain = |c: char| match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => Some(' '),
        '\u{2010}'..='\u{2014}' | '\u{2212}' => Some('-'),
        c => c.is_ascii().then_some(c),
    };
    text.chars().map(plain).collect()
}

/// `Mon`, `monday`: what may stand before a date.
pub(super) fn is_weekday(text: &str) -> bool {
    const NAMES: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    text.len() >= 3 && NAMES.iter().any(|name| name.starts_with(text))
}

/// `2026-01`, `01/2026`, `January, 2026`.
pub(super) fn month_of_year(text: &str) -> Option<(i16, i8)> {
    if !text.is_ascii() || text.len() > 20 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let is_mark = |c: char| matches!(c, '-' | '/' | '.' | ' ' | ',');
    let parts: Vec<&str> = lower.split(is_mark).filter(|part| !part.is_empty()).collect();
    let [a, b] = parts[..] else { return None };
    let (year, month) = if a.len() == 4 && is_number(a) { (a, b) } else { (b, a) };
    let month = match month_name(month) {
        Some(month) => month as i8,
        None if is_number(month) && month.len() <= 2 => month.parse().ok()?,
        None => return None,
    };
    (year.len() == 4 && is_number(year) && (1..=12).contains(&month)).then_some((year.parse().ok()?, month))
}

pub(super) fn month_name(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let index = NAMES
        .iter()
        .position(|name| text.len() >= 3 && name.starts_with(text))?;
    Some(index as u8 + 1)
}

/// Divides a text where its time of day starts: at the digits before the first colon, or else at the last group of
/// digits (`2022-03-10 11.50`, `2025-01-14 1600`).
pub(super) fn split_clock(text: &str) -> Option<(&str, &str)> {
    let at = match text.find(':') {
        Some(colon) => text[..colon].rfind(|c: char| !c.is_ascii_digit())? + 1,
        None => text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len(),
    };
    let (day, clock) = text.split_at(at);
    Some((day.strip_suffix(['T', 't']).unwrap_or(day), clock))
}

/// `12:10`, `12.10`, `1210`, `12:10:30.5`, `8:03am`; returns what follows.
pub(super) fn read_time(text: &str) -> Option<(civil::Time, &str)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let hour_end = match digits(text) {
        4 => 2,
        end => end,
    };
    let mut hour: i8 = text.get(..hour_end)?.parse().ok()?;
    let rest = match digits(text) {
        4 => &text[2..],
        _ => text[hour_end..].strip_prefix([':', '.'])?,
    };
    let minute_end = digits(rest);
    if minute_end != 2 {
        return None;
    }
    let minute: i8 = rest[..2].parse().ok()?;
    let mut rest = &rest[2..];
    let mut second: i8 = 0;
    if let Some(seconds) = rest.strip_prefix(':') {
        let end = digits(seconds);
        second = seconds[..end].parse().ok()?;
        rest = &seconds[end..];
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = &fraction[digits(fraction)..];
        }
    }
    let lower = rest.trim_start().to_ascii_lowercase();
    if lower.starts_with("pm") || lower.starts_with("am") {
        hour = hour % 12 + if lower.starts_with("pm") { 12 } else { 0 };
        rest = &rest.trim_start()[2..];
    }
    let hour = if hour == 24 && minute == 0 { 0 } else { hour };
    Some((civil::Time::new(hour, minute, second, 0).ok()?, rest))
}

/// An offset or the end of the text; `None` where something else follows. Zone names other than UTC say nothing safe
/// about the offset and are taken as "no offset".
pub(super) fn read_offset(text: &str) -> Option<Option<i32>> {
    let text = text.trim_matches(['(', ')', ' ', '.', ',']);
    match text {
        "" => return Some(None),
        "Z" | "z" | "UTC" | "utc" | "GMT" => return Some(Some(0)),
        _ => {}
    }
    let text = text.strip_prefix("UTC").unwrap_or(text);
    let sign = match text.chars().next() {
        Some('+') => 1,
        Some('-') => -1,
        Some(c) if c.is_ascii_alphabetic() && text.len() <= 5 => return Some(None),
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|&c| c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = match digits.len() {
        1 | 2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 18 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}
