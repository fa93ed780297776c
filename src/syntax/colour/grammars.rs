//! The tables of the languages that need no lexer of their own.

use crate::syntax::colour::words::{Grammar, Keys, Quote};

/// The table of a language, by any of its names.
pub(super) fn of(language: &str) -> Option<&'static Grammar> {
    Some(match language {
        "json" | "jsonc" | "json5" | "jsonl" => &JSON,
        "toml" => &TOML,
        "ini" | "cfg" | "conf" | "properties" | "systemd" | "env" | "dotenv" => &INI,
        "hcl" | "tf" | "terraform" | "tfvars" => &HCL,
        "rego" => &REGO,
        "promql" => &PROMQL,
        "python" | "py" | "starlark" => &PYTHON,
        "go" | "golang" => &GO,
        "csharp" | "c#" | "cs" => &CSHARP,
        "java" | "kotlin" | "groovy" | "jenkinsfile" | "scala" => &JAVA,
        "js" | "javascript" | "jsx" | "ts" | "typescript" | "tsx" => &SCRIPT,
        "rust" | "rs" => &RUST,
        "c" | "cpp" | "c++" | "h" => &C,
        "ruby" | "rb" => &RUBY,
        "sql" | "postgresql" | "mysql" => &SQL,
        _ => return None,
    })
}

const DOUBLE: Quote = quote("\"", "\"");
const SINGLE: Quote = quote("'", "'");
const BACK: Quote = Quote {
    lines: true,
    ..quote("`", "`")
};
const RAW: Quote = Quote {
    escape: false,
    ..SINGLE
};

const fn quote(open: &'static str, close: &'static str) -> Quote {
    Quote {
        open,
        close,
        escape: true,
        lines: false,
    }
}

const fn long(mark: &'static str) -> Quote {
    Quote {
        lines: true,
        ..quote(mark, mark)
    }
}

const PLAIN: Grammar = Grammar {
    line: &["//"],
    block: Some(("/*", "*/")),
    quotes: &[DOUBLE, SINGLE],
    words: "",
    values: "false null true",
    keys: Keys::None,
    letters: b"",
    digits: b"",
};

static JSON: Grammar = Grammar {
    keys: Keys::Colon,
    letters: b"-",
    ..PLAIN
};

static TOML: Grammar = Grammar {
    line: &["#"],
    block: None,
    quotes: &[long("\"\"\""), long("'''"), DOUBLE, RAW],
    values: "false inf nan true",
    keys: Keys::Settings,
    letters: b"-.",
    digits: b":+-",
    ..PLAIN
};

static INI: Grammar = Grammar {
    line: &["#", ";"],
    block: None,
    quotes: &[DOUBLE],
    keys: Keys::Settings,
    letters: b"-./",
    digits: b":-",
    ..PLAIN
};

static HCL: Grammar = Grammar {
    line: &["#", "//"],
    quotes: &[DOUBLE],
    words: "else endfor endif for if in",
    keys: Keys::Blocks,
    letters: b"-",
    ..PLAIN
};

static REGO: Grammar = Grammar {
    line: &["#"],
    block: None,
    quotes: &[DOUBLE, BACK],
    words: "as contains default else every if import in not package some with",
    ..PLAIN
};

static PROMQL: Grammar = Grammar {
    line: &["#"],
    block: None,
    quotes: &[DOUBLE, SINGLE, BACK],
    words: "and atan2 avg bool bottomk by count count_values group group_left group_right ignoring max min \
            offset on or quantile stddev stdvar sum topk unless without",
    values: "Inf NaN",
    keys: Keys::Equals,
    letters: b":",
    ..PLAIN
};

static PYTHON: Grammar = Grammar {
    line: &["#"],
    block: None,
    quotes: &[long("\"\"\""), long("'''"), DOUBLE, SINGLE],
    words: "and as assert async await break class continue def del elif else except finally for from global if \
            import in is lambda nonlocal not or pass raise return try while with yield",
    values: "False None True",
    ..PLAIN
};

static GO: Grammar = Grammar {
    quotes: &[DOUBLE, SINGLE, BACK],
    words: "break case chan const continue default defer else for func go if import interface map package range \
            return select struct switch type var",
    values: "false iota nil true",
    ..PLAIN
};

static CSHARP: Grammar = Grammar {
    words: "abstract as async await base bool break case catch class const continue default do else enum event \
            finally for foreach get if in int interface internal is namespace new object out override private \
            protected public readonly record ref return sealed set static string struct switch this throw try \
            typeof using var virtual void when where while yield",
    ..PLAIN
};

static JAVA: Grammar = Grammar {
    quotes: &[long("\"\"\""), DOUBLE, SINGLE],
    words: "abstract boolean break case catch class continue def default do else enum extends final finally for \
            fun if implements import in instanceof int interface new object override package private protected \
            public record return static super switch this throw throws try val var void when while",
    ..PLAIN
};

static SCRIPT: Grammar = Grammar {
    quotes: &[DOUBLE, SINGLE, BACK],
    words: "as async await break case catch class const continue default delete do else enum export extends \
            finally for from function if implements import in instanceof interface let new of private public \
            readonly return static super switch this throw try type typeof var void while yield",
    values: "false null true undefined",
    ..PLAIN
};

static RUST: Grammar = Grammar {
    quotes: &[DOUBLE],
    words: "Self as async await break const continue crate dyn else enum extern fn for if impl in let loop match \
            mod move mut pub ref return self static struct super trait type unsafe use where while",
    values: "false true",
    ..PLAIN
};

static C: Grammar = Grammar {
    words: "auto bool break case char class const continue default delete do double else enum extern float for \
            if inline int long namespace new private public return short signed sizeof static struct switch \
            template this typedef union unsigned using virtual void volatile while",
    values: "NULL false nullptr true",
    ..PLAIN
};

static RUBY: Grammar = Grammar {
    line: &["#"],
    block: None,
    words: "and begin break case class def do else elsif end ensure for if in module next not or require rescue \
            return self then unless until when while yield",
    values: "false nil true",
    ..PLAIN
};

static SQL: Grammar = Grammar {
    line: &["--"],
    quotes: &[RAW, DOUBLE],
    words: "add all alter and as asc between by case constraint create cross database default delete desc \
            distinct drop else end exists foreign from full grant group having if in index inner insert into is \
            join key left like limit not on or order outer primary references revoke right select set table then \
            to union unique update using values view when where with",
    keys: Keys::Caseless,
    ..PLAIN
};

#[cfg(test)]
mod tests {
    use crate::syntax::colour::tests::shown;

    #[test]
    fn tables_colour_their_languages() {
        for (language, text, expected) in [
            (
                "json",
                "{\"a\": [1, \"b\", true]}",
                &["k:\"a\"", "v:1", "s:\"b\"", "v:true"][..],
            ),
            (
                "toml",
                "[a.b]\nc-d = \"e\" # f\ng.h = [\n  [1],\n]\n",
                &["h:[a.b]", "k:c-d", "s:\"e\"", "c:# f", "k:g.h", "v:1"],
            ),
            (
                "toml",
                "a = '\\'\nb = {c = 2026-01-02T03:04:05Z}",
                &["k:a", "s:'\\'", "k:b", "k:c", "v:2026-01-02T03:04:05Z"],
            ),
            ("ini", "[x]\na=b\n; c", &["h:[x]", "k:a", "c:; c"]),
            (
                "hcl",
                "resource \"a\" \"b\" {\n  c = upper(var.d) // e\n}",
                &["w:resource", "s:\"a\" \"b\"", "k:c", "n:upper", "c:// e"],
            ),
            (
                "rego",
                "deny contains msg if {\n  not input.x == \"y\"\n}",
                &["w:contains", "w:if", "w:not", "s:\"y\""],
            ),
            (
                "promql",
                "sum by (job) (rate(http_total{code!=\"500\"}[5m])) > 0.5",
                &["w:sum by", "n:rate", "k:code", "s:\"500\"", "v:5m", "v:0.5"],
            ),
            (
                "python",
                "def f(x):\n    return None  # y",
                &["w:def", "n:f", "w:return", "v:None", "c:# y"],
            ),
            ("sql", "SELECT a FROM b -- c", &["w:SELECT", "w:FROM", "c:-- c"]),
            (
                "csharp",
                "public void F() /* a\nb */",
                &["w:public void", "n:F", "c:/* a\nb */"],
            ),
        ] {
            assert_eq!(shown(language, text), expected, "{text}");
        }
    }
}
