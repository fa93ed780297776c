//! Whether an expression is PromQL, the language of Prometheus, and what is wrong with it where it surely is not.
//!
//! The grammar is promql-parser's; this file alone knows that crate. What other programs read in the same files (templates,
//! LogQL, MetricsQL), and what newer versions of Prometheus understand, is not judged: doubt is no problem.

use crate::text::similar;
use crate::text::span::{Range, trim};
use promql_parser::parser;

/// Longer expressions are not judged, in bytes: people do not write them, and the parser goes as deep as they do.
const LONGEST: usize = 32 * 1024;

/// Brackets nested deeper, and expressions with more operators, are not judged either.
const DEEPEST: usize = 64;
const OPERATORS: usize = 500;

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What was found, as the end of a sentence.
    pub message: String,
    /// What may have been meant.
    pub meant: Option<String>,
    /// Where in the expression.
    pub range: Range,
}

/// What is surely wrong with an expression; `None` where it is well, and where it may be.
pub fn problem(text: &str) -> Option<Problem> {
    let whole = Range::from(trim(text, 0..text.len()));
    if whole.is_empty() {
        return Some(Problem {
            message: "there is no expression".to_owned(),
            meant: None,
            range: whole,
        });
    }
    if text.len() > LONGEST {
        return None;
    }
    let bare = Bare::of(text);
    if bare.deepest > DEEPEST || bare.operators > OPERATORS || bare.is_foreign() {
        return None;
    }
    let message = parser::parse(text).err()?;
    if let Some(name) = message.strip_prefix("unknown function with name '") {
        return unknown_function(name.trim_end_matches('\''), &bare);
    }
    if bare.is_newer() {
        return None;
    }
    let (message, range) = match bare.wrong {
        Some((at, what)) => (what, Range::new(at, at + 1)),
        None => (told(&message), whole),
    };
    Some(Problem {
        message,
        meant: None,
        range,
    })
}

/// The parser's words; it has one sentence for everything that its grammar does not foresee.
fn told(message: &str) -> String {
    match message == "invalid promql query" {
        true => "no expression of PromQL has this form".to_owned(),
        false => message.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Functions of MetricsQL whose names differ by a letter or two from those of PromQL.
const ALIKE: [&str; 8] = [
    "mode_over_time",
    "quantiles_over_time",
    "range_over_time",
    "sum2_over_time",
    "tmax_over_time",
    "tmin_over_time",
    "ttf",
    "union",
];

/// The functions that an unknown one may be a misspelt name of.
const FUNCTIONS: [&str; 34] = [
    "absent",
    "absent_over_time",
    "avg_over_time",
    "ceil",
    "changes",
    "clamp_max",
    "clamp_min",
    "count_over_time",
    "day_of_month",
    "day_of_week",
    "days_in_month",
    "delta",
    "deriv",
    "floor",
    "histogram_quantile",
    "hour",
    "idelta",
    "increase",
    "irate",
    "label_join",
    "label_replace",
    "last_over_time",
    "max_over_time",
    "min_over_time",
    "minute",
    "predict_linear",
    "quantile_over_time",
    "rate",
    "resets",
    "scalar",
    "stddev_over_time",
    "sum_over_time",
    "timestamp",
    "vector",
];

/// A function that nobody knows is wrong only where it is a slip: other programs and newer versions have more.
fn unknown_function(name: &str, bare: &Bare) -> Option<Problem> {
    let near = similar::certain(name, FUNCTIONS).filter(|near| near.len().abs_diff(name.len()) <= 1)?;
    if ALIKE.contains(&name) {
        return None;
    }
    let (range, _) = bare.words().find(|(_, word)| *word == name)?;
    Some(Problem {
        message: format!("there is no function `{name}`"),
        meant: Some(near.to_owned()),
        range,
    })
}

/// An expression whose strings and comments are blank, and what was met on the way. Offsets are those of the expression.
struct Bare {
    text: String,
    deepest: usize,
    operators: usize,
    /// Whether a string in backquotes holds a backslash, which stands for itself there; the parser takes it for an escape.
    has_raw_backslash: bool,
    /// The first bracket that has no other, and what to say of it.
    wrong: Option<(usize, String)>,
}

impl Bare {
    fn of(text: &str) -> Bare {
        let mut bare = Bare {
            text: String::with_capacity(text.len()),
            deepest: 0,
            operators: 0,
            has_raw_backslash: false,
            wrong: None,
        };
        let mut open: Vec<(usize, char)> = Vec::new();
        let (mut quote, mut is_escaped, mut is_comment) = (None, false, false);
        for (at, c) in text.char_indices() {
            let is_inside = quote.is_some() || is_comment;
            match (quote, c) {
                (Some((_, mark)), c) if !is_escaped && c == mark => quote = None,
                (Some((_, '`')), c) => bare.has_raw_backslash |= c == '\\',
                (Some(_), c) => is_escaped = c == '\\' && !is_escaped,
                (None, '\n') => is_comment = false,
                (None, _) if is_comment => {}
                (None, '#') => is_comment = true,
                (None, '"' | '\'' | '`') => quote = Some((at, c)),
                (None, c) => bare.note((at, c), &mut open),
            }
            let is_blank = is_inside || quote.is_some() || is_comment;
            let filler = " ".repeat(c.len_utf8());
            match is_blank && c != '\n' && !matches!(c, '"' | '\'' | '`') {
                true => bare.text.push_str(&filler),
                false => bare.text.push(c),
            }
        }
        if let Some((at, _)) = quote {
            bare.wrong = Some((at, "this quote is never closed".to_owned()));
        } else if let Some((at, c)) = open.first() {
            let unclosed = (*at, format!("this `{c}` is never closed"));
            bare.wrong.get_or_insert(unclosed);
        }
        bare
    }

    fn note(&mut self, (at, c): (usize, char), open: &mut Vec<(usize, char)>) {
        match c {
            '(' | '[' | '{' => open.push((at, c)),
            ')' | ']' | '}' => {
                let opener = open.pop().map(|(_, opener)| opener);
                if !matches!((opener, c), (Some('('), ')') | (Some('['), ']') | (Some('{'), '}')) {
                    self.wrong.get_or_insert((at, format!("this `{c}` closes nothing")));
                }
            }
            '+' | '-' | '*' | '/' | '%' | '^' | '=' | '<' | '>' | '!' => self.operators += 1,
            _ => {}
        }
        self.deepest = self.deepest.max(open.len());
    }

    /// The words of the expression with their places.
    fn words(&self) -> impl Iterator<Item = (Range, &str)> {
        let start = self.text.as_ptr() as usize;
        let is_break = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':');
        let words = self.text.split(is_break).filter(|word| !word.is_empty());
        words.map(move |word| {
            let at = word.as_ptr() as usize - start;
            (Range::new(at, at + word.len()), word)
        })
    }

    /// True for what another program fills in or reads: templates, shells, LogQL's pipes, MetricsQL's words.
    fn is_foreign(&self) -> bool {
        const MARKS: [&str; 9] = ["{{", "}}", "[[", "<%", "%(", "$", "|", "...", "\\"];
        const WORDS: [&str; 8] = [
            "default",
            "if",
            "ifnot",
            "keep_metric_names",
            "limit",
            "prefix_",
            "WITH",
            "with",
        ];
        let is_placeholder = |word: &str| word.len() > 4 && word.starts_with("__") && word.ends_with("__");
        MARKS.iter().any(|mark| self.text.contains(mark))
            || self
                .words()
                .any(|(_, word)| WORDS.contains(&word) || is_placeholder(word))
    }

    /// True for what versions of Prometheus understand that the parser may not know: durations that are computed, names of
    /// metrics and labels in quotes, words and operators that came later.
    fn is_newer(&self) -> bool {
        const WORDS: [&str; 8] = [
            "anchored",
            "fill",
            "fill_left",
            "fill_right",
            "limit_ratio",
            "limitk",
            "smoothed",
            "trim",
        ];
        let ranges = self.text.split('[').skip(1).filter_map(|rest| rest.split(']').next());
        let is_plain = |c: char| c.is_ascii_whitespace() || c.is_ascii_digit() || "smhdwy:.".contains(c);
        let computes = ranges.into_iter().any(|range| !range.chars().all(is_plain));
        let quotes_name = self.text.split(['{', ',', '(']).skip(1).any(|rest| {
            let rest = rest.trim_start();
            rest.starts_with(['"', '\'', '`'])
        });
        let offset = self.text.split("offset").skip(1).any(|rest| {
            let rest = rest.trim_start().trim_start_matches(['-', '+']).trim_start();
            !rest.starts_with(|c: char| c.is_ascii_digit())
        });
        // `<threshold>` waits for somebody to fill it in.
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-. ".contains(c);
        let awaits = self.text.split('<').skip(1).any(|rest| {
            let (inside, closed) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
            !inside.is_empty() && closed.starts_with('>') && !closed.starts_with(">=")
        });
        self.has_raw_backslash
            || computes
            || awaits
            || quotes_name
            || offset
            || self.text.contains("</")
            || self.text.contains(">/")
            || self.words().any(|(_, word)| WORDS.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn promql_is_well() {
        for text in [
            "up == 0",
            "# why\nsum by (job) (rate(x_total{code=~\"5..\"}[5m])) / ignoring(code) group_left sum(y) > 0.1",
            "a and on(x) b unless c or d",
            "max_over_time(deriv(x[5m:1m])[1h:] offset 1d)",
            "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")",
            "histogram_quantile(0.9, sum(rate(x_bucket[5m])) by (le)) > 1h",
            "x @ end()",
            "sum without(instance) (rate(x[5m]))",
            "sum(x) without (a)",
            "x offset -5m",
            "rate(x[5m] offset 1w)",
            "x @ 1609746000",
            "rate(x[5m] @ end())",
            "-(x + y) ^ 2 % 3 == bool 1",
            "vector(1) or on() absent(x)",
            "a * on (x) group_right (y) b",
            r#"count_values("v", x)"#,
            "topk by (a) (3, x)",
            r#"{__name__=~"a|b"}"#,
            r#"x{job="a",}"#,
            "x{} > 1e-3",
            "time() - x > 1h30m",
            r#"label_join(x, "a", ",", "b", "c")"#,
            "hour() >= 9 and hour() < 17 and day_of_week() == 0",
            "sum by(a,) (x)",
            "x unless ignoring(a) y",
            "clamp(x, 0, Inf)",
            "x atan2 y",
            r#"x{a!="",b!~"c|d"}"#,
            "avg_over_time((x > 0)[1h:])",
            "group by (a) (x)",
            "count(count by (a) (x)) by (b)",
            r#"min_over_time(ALERTS{alertstate="firing"}[1m])"#,
            "x == on() group_left() y",
            "pi() * year()",
            r#"x{on="a",by="b"}"#,
            "sum(x) by (on)",
            "rate(http:req:rate5m[5m]) # last",
            r#"x{a=~'b\\.c'}"#,
            r#"x{a=~`b\d`}"#,
            "sgn(x) or deg(x)",
            "quantile_over_time(0.99, x[1d]) / 1024 / 1024",
            "sum_over_time(x[1h30m])",
            "sum(x) by (a) > 0 and ON (a) sum(y) BY (a) > 0",
            r#"absent_over_time(up{job="a"}[10m])"#,
            "changes(process_start_time_seconds[15m]) > 2",
            "predict_linear(node_filesystem_avail_bytes[6h], 4 * 3600) < 0",
            "histogram_quantile(0.99, sum by (le, job) (rate(x_bucket[5m])))",
            "last_over_time(x[5m]) unless last_over_time(x[5m] offset 5m)",
            "sort_desc(sum(x) by (a))",
            "stddev_over_time(x[5m]) > bool 0x1F",
            "(x - x offset 1d) / (x offset 1d)",
            r#"node_md_disks_required - ignoring (state) (node_md_disks{state="active"})"#,
            r#"up{job="a"}==0"#,
            "count(up) by (job) unless count(up == 1) by (job)",
            "foo and bar unless baz or qux",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn doubt_is_no_problem() {
        for text in [
            "up == {{ .Values.limit }}",
            "sum(rate({app=\"x\"} |= \"error\" [5m])) > 1",
            "rate(x[$__interval])",
            "sum(x) default 0",
            "rollup_rate(x[5m])",
            "tmin_over_time(x[5m])",
            "rate(x[5m + 1m])",
            "{\"my.metric\", \"a.b\"=\"c\"} > \"\"",
            "x offset (1m * 2)",
            "holt_winters(x[5m], 0.5, 0.5)",
            "rate(x[5m] smoothed)",
            "rate(x[5m]) > <threshold>",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
        assert_eq!(problem(&"(".repeat(100_000)), None, "too deep to judge");
        assert_eq!(problem(&"1+".repeat(3_000)), None, "too long to judge");
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, message, place) in [
            ("sum(rate(x[5m]) > 1", "this `(` is never closed", "("),
            ("sum(x)) > 1", "this `)` closes nothing", ")"),
            ("x{a=\"b} > 1", "this quote is never closed", "\""),
            ("up == == 1", "no expression of PromQL has this form", "up == == 1"),
            (" rat(x[5m])", "there is no function `rat`", "rat"),
            (
                "rate(x)",
                "expected type matrix in call to function 'rate', got vector",
                "rate(x)",
            ),
            ("  ", "there is no expression", ""),
        ] {
            let found = problem(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.message.as_str(), found.range.of(text)), (message, place));
        }
    }

    #[test]
    fn no_text_is_too_nasty() {
        let parts = [
            "a",
            "rate",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "5m",
            "1",
            "\"",
            "'",
            "`",
            "\\",
            "\\x",
            "=",
            "~",
            "!",
            "-",
            "+",
            "by",
            "on",
            "offset",
            "@",
            ",",
            " ",
            "\n",
            "#",
            "é",
            ":",
            "0x",
            "e",
            ".",
            "bool",
            "and",
            "\\U0",
            "sum",
            "group_left",
        ];
        let mut state = 11u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..10 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text += parts[(state >> 33) as usize % parts.len()];
            }
            if let Some(found) = problem(&text) {
                assert!(text.get(found.range.as_usize()).is_some(), "{text:?}");
            }
        }
    }
}
