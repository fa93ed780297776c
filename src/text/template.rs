//! Filling templates. The only home of the template engine.
//!
//! Templates come from opsrepo itself or from the user's theme folder, never from a record.

use crate::text::escape::{escape, escape_to, steers};
use crate::text::markdown;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;

/// Steps that one filling may take: some seconds' worth, and far more than a page about 100,000 records needs.
const FUEL: u64 = 200_000_000;

/// How deep macros, blocks and included templates may stand in each other.
const DEPTH: usize = 200;

/// A set of named templates that may include and extend each other.
pub struct Templates {
    environment: Environment<'static>,
}

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's name.
    pub template: String,
    /// 1-based line, where known.
    pub line: Option<usize>,
    /// 1-based column in characters, where known.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "{}:{line}:{column}: {}", self.template, self.message),
            (Some(line), None) => write!(f, "{}:{line}: {}", self.template, self.message),
            (None, _) => write!(f, "{}: {}", self.template, self.message),
        }
    }
}

impl std::error::Error for TemplateError {}

impl Default for Templates {
    fn default() -> Self {
        Templates::new()
    }
}

impl Templates {
    /// An empty set. Names that end in `.html` are escaped for HTML, `.xml` and `.svg` likewise; all others are plain
    /// text. A variable that does not exist is an error, never silently empty.
    pub fn new() -> Self {
        let mut environment = Environment::new();
        // Else only builds for debugging say what is undefined.
        environment.set_debug(true);
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        if let Ok(syntax) = syntax {
            environment.set_syntax(syntax);
        }
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("html" | "xml" | "svg") => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        environment.set_formatter(|out, state, value| match (state.auto_escape(), value.as_str()) {
            // The engine's own way also encodes every `/`, which makes addresses unreadable.
            (AutoEscape::Html, Some(text)) if !value.is_safe() => Ok(escape_to(text, out)?),
            _ => minijinja::escape_formatter(out, state, value),
        });
        environment.add_filter("yaml", |text: String| yaml_scalar(&text));
        environment.add_filter("heading", |text: String| heading_text(&text));
        environment.add_filter("breaks", |text: Value| match text.as_str() {
            Some(path) if path.contains('/') && !text.is_safe() => Value::from_safe_string(breakable(path)),
            _ => text,
        });
        environment.add_filter("oneline", |text: String| one_line(&text));
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEPTH);
        Templates { environment }
    }

    /// Adds a template, or replaces one of the same name.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), TemplateError> {
        self.environment
            .add_template_owned(name.to_owned(), text.to_owned())
            .map_err(|error| describe((name, Some(text)), &error))
    }

    /// The text of a template.
    pub fn text(&self, name: &str) -> Option<String> {
        let found = self.environment.get_template(name).ok()?;
        Some(found.source().to_owned())
    }

    /// Fills the template `name` with `context`.
    pub fn fill(&self, name: &str, context: impl Serialize) -> Result<String, TemplateError> {
        self.environment
            .get_template(name)
            .and_then(|template| template.render(Value::from(Serde(&context))))
            .map_err(|error| {
                let error = innermost(&error);
                let template = self.environment.get_template(error.name().unwrap_or(name));
                let text = template.as_ref().ok().map(minijinja::Template::source);
                describe((name, text), error)
            })
    }
}

/// A text as one YAML scalar, quoted where YAML needs it: safe behind `key: ` and `- `.
pub(crate) fn yaml_scalar(text: &str) -> String {
    let one_line = one_line(text);
    let written = serde_yaml::to_string(&one_line).unwrap_or_default();
    match written.trim_end() {
        // Anything but one plain or quoted line: JSON's quotes are YAML's too.
        line if line.contains('\n') || line.starts_with(['|', '>']) => serde_json::Value::String(one_line).to_string(),
        line => line.to_owned(),
    }
}

/// A text as HTML whose lines may end behind its slashes, as those of paths should.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for part in text.split_inclusive('/') {
        escape(part, &mut out);
        if part.len() > 1 && part.ends_with('/') {
            out.push_str("<wbr>");
        }
    }
    out
}

/// A text on one line, without what would steer a terminal or turn the reading direction.
fn one_line(text: &str) -> String {
    let shown: String = text.chars().filter(|&c| !steers(c)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as it stands in a Markdown heading: on one line, without controls, and what would be markup is escaped.
pub fn heading_text(text: &str) -> String {
    markdown::heading(&one_line(text))
}

/// The file name that a title gives: lower case, words joined by `-`, at most 60 characters, never empty.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => out.push(c),
            '\'' | '’' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let cut = out.char_indices().nth(60).map_or(out.len(), |(at, _)| at);
    let short = match out[..cut].rfind('-') {
        Some(word_end) if cut < out.len() && word_end > 20 => &out[..word_end],
        _ => &out[..cut],
    };
    match short.trim_matches('-') {
        "" => "untitled".to_owned(),
        slug => slug.to_owned(),
    }
}

/// What went wrong where templates stand in each other: the error of the one that is used, not that of those that use it.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let places = causes.filter_map(|cause| cause.downcast_ref::<minijinja::Error>());
    places.filter(|cause| cause.line().is_some()).last().unwrap_or(error)
}

fn describe((name, text): (&str, Option<&str>), error: &minijinja::Error) -> TemplateError {
    let mut message = match error.kind() {
        ErrorKind::OutOfFuel => "it never ends, or does far more than a page needs: it was stopped".to_owned(),
        kind => kind.to_string(),
    };
    if let Some(detail) = error.detail() {
        message = format!("{message}: {detail}");
    }
    TemplateError {
        template: error.name().unwrap_or(name).to_owned(),
        line: error.line(),
        column: error.range().zip(text).and_then(|(range, text)| {
            let before = text.get(..range.start)?;
            let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
            Some(line.chars().count() + 1)
        }),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, Templates, breakable, heading_text, slug, yaml_scalar};

    #[test]
    fn titles_bring_no_controls() {
        let evil = "a\u{1b}[2J\u{9b}\u{202e} b\r\n---\tc";
        assert_eq!(heading_text(evil), "a\\[2J b --- c");
        assert_eq!(yaml_scalar(evil), "a[2J b --- c");
    }

    #[test]
    fn paths_break_behind_slashes_and_stay_text() {
        for (text, html) in [
            ("a/b", "a/<wbr>b"),
            ("/etc//x", "/etc/<wbr>/x"),
            ("<b>/&", "&lt;b&gt;/<wbr>&amp;"),
            ("", ""),
        ] {
            assert_eq!(breakable(text), html);
        }
    }

    #[test]
    fn a_template_ends() {
        let fill = |text: &str, fuel: u64| {
            let mut templates = Templates::new();
            templates.environment.set_fuel(Some(fuel));
            assert_eq!(templates.add("a.html", text), Ok(()));
            templates
                .fill("a.html", serde_json::json!({}))
                .map_err(|error| error.message)
        };
        let long = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
        assert!(fill(long, 10_000).is_err_and(|message| message.contains("never ends")));
        let deep = format!("{{% macro m() %}}{{{{ m() }}}}{{% endmacro %}}{{{{ m() }}}}{DEPTH}");
        assert!(fill(&deep, super::FUEL).is_err());
    }

    #[test]
    fn slugs_are_file_names() {
        assert_eq!(
            slug("Use PostgreSQL, not \"MySQL\" / 2026"),
            "use-postgresql-not-mysql-2026"
        );
        assert_eq!(slug("Überwachung für Köln"), "überwachung-für-köln");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("🔥🔥"), "untitled");
        assert!(slug(&"long ".repeat(80)).chars().count() <= 60);
    }

    #[test]
    fn an_error_is_where_it_was_made() {
        let mut templates = Templates::new();
        for (name, text) in [
            ("a.html", "{% include 'b.html' %}"),
            ("b.html", "\n{% include 'c.html' %}"),
            ("c.html", "\n\n{{ nothing }}"),
        ] {
            assert_eq!(templates.add(name, text), Ok(()));
        }
        let error = templates.fill("a.html", serde_json::json!({})).unwrap_err();
        assert_eq!(error.to_string(), "c.html:3:4: undefined value: `nothing` is undefined");
    }

    #[test]
    fn escapes_html_and_names_the_line() {
        let mut templates = Templates::new();
        assert_eq!(templates.add("a.html", "<p>{{ x }}</p>\n"), Ok(()));
        assert_eq!(templates.add("b.md", "one\né {{ nothing }}\n"), Ok(()));
        let filled = templates.fill("a.html", serde_json::json!({"x": "</script>'\""}));
        assert_eq!(filled.as_deref(), Ok("<p>&lt;/script&gt;&#39;&quot;</p>\n"));
        let error = templates.fill("b.md", serde_json::json!({}));
        assert_eq!(
            error.map_err(|e| e.to_string()),
            Err("b.md:2:6: undefined value: `nothing` is undefined".to_owned())
        );
    }
}
