//! Filling templates. The only home of the template engine.
//!
//! Templates come from opsrepo itself or from the user's theme folder, never from a record.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

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
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.template, self.message),
            None => write!(f, "{}: {}", self.template, self.message),
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
            (AutoEscape::Html, Some(text)) if !value.is_safe() => escape(text, out),
            _ => minijinja::escape_formatter(out, state, value),
        });
        environment.add_filter("yaml", |text: String| yaml_scalar(&text));
        environment.add_filter("heading", |text: String| heading_text(&text));
        Templates { environment }
    }

    /// Adds a template, or replaces one of the same name.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), TemplateError> {
        self.environment
            .add_template_owned(name.to_owned(), text.to_owned())
            .map_err(|error| describe(name, &error))
    }

    /// Fills the template `name` with `context`.
    pub fn fill(&self, name: &str, context: impl Serialize) -> Result<String, TemplateError> {
        self.environment
            .get_template(name)
            .and_then(|template| template.render(Value::from(Serde(&context))))
            .map_err(|error| describe(name, &error))
    }
}

/// A text as one YAML scalar, quoted where YAML needs it: safe behind `key: ` and `- `.
fn yaml_scalar(text: &str) -> String {
    let one_line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = serde_yaml::to_string(&one_line).unwrap_or_default();
    match written.trim_end() {
        // Anything but one plain or quoted line: JSON's quotes are YAML's too.
        line if line.contains('\n') || line.starts_with(['|', '>']) => serde_json::Value::String(one_line).to_string(),
        line => line.to_owned(),
    }
}

/// A text as it stands in a Markdown heading: what would be markup is escaped.
pub fn heading_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '&' | '{' | '}'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
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

/// Escapes text for HTML. The engine's own way also encodes every `/`, which makes addresses unreadable.
fn escape(text: &str, out: &mut minijinja::Output) -> Result<(), minijinja::Error> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    Ok(out.write_str(rest)?)
}

fn describe(name: &str, error: &minijinja::Error) -> TemplateError {
    let mut message = error.kind().to_string();
    if let Some(detail) = error.detail() {
        message = format!("{message}: {detail}");
    }
    TemplateError {
        template: error.name().unwrap_or(name).to_owned(),
        line: error.line(),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::{Templates, slug};

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
    fn escapes_html_and_names_the_line() {
        let mut templates = Templates::new();
        assert_eq!(templates.add("a.html", "<p>{{ x }}</p>\n"), Ok(()));
        assert_eq!(templates.add("b.md", "one\n{{ nothing }}\n"), Ok(()));
        let filled = templates.fill("a.html", serde_json::json!({"x": "</script>'\""}));
        assert_eq!(filled.as_deref(), Ok("<p>&lt;/script&gt;&#39;&quot;</p>\n"));
        let error = templates.fill("b.md", serde_json::json!({}));
        assert_eq!(
            error.map_err(|e| (e.template, e.line)),
            Err(("b.md".to_owned(), Some(2)))
        );
    }
}
