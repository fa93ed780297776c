//! Whether an expression is PromQL, the language of Prometheus, and what is wrong with it where it surely is not.
//!
//! The grammar is promql-parser's; this file alone knows that crate. What other programs read in the same files (templates,
//! LogQL, MetricsQL), and what newer versions of Prometheus understand, is not judged: doubt is no problem.

use crate::syntax::promql_bare::Bare;
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
