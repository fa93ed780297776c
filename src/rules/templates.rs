//! Which files with a data file's name are templates: text that becomes YAML or JSON only after something has filled it.
//!
//! The judgement is made only for files that could not be read, so a file that merely holds `{{` in a string is never
//! asked about.

/// What opens a placeholder in Go templates and Jinja, a Jinja block, and ERB.
const MARKERS: [&str; 3] = ["{{", "{%", "<%"];

/// Where in a line a marker counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Where a value or the line begins.
    Starts,
    /// Outside quotes.
    Anywhere,
}

/// True when a marker of a template language explains why reading failed at byte `problem`: one that stands where a
/// value or a line begins, on that line or before it, or anywhere outside quotes on that line. Markers inside of block
/// scalars, comments and running text are no explanation: YAML takes them.
pub(crate) fn is_marked(text: &str, problem: usize) -> bool {
    let mut block: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > problem {
            return false;
        }
        let reach = match at + line.len() > problem {
            true => Reach::Anywhere,
            false => Reach::Starts,
        };
        at += line.len();
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let content = content.trim_end();
        if let Some(outer) = block {
            if content.is_empty() || indent > outer {
                continue;
            }
            block = None;
        }
        if content.starts_with('#') {
            continue;
        }
        if opens_block(content) {
            block = Some(indent);
        }
        if has_marker(content, reach) {
            return true;
        }
    }
    false
}

/// `key: |`, `- >-`, `key: |2+ # comment`: what follows, further in, is text.
fn opens_block(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let head = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    ['|', '>'].iter().any(|&sign| {
        head.strip_suffix(sign).is_some_and(|rest| {
            rest.ends_with(": ") || rest.ends_with("- ") || rest.ends_with(' ') && rest.contains(": !")
        })
    })
}

fn has_marker(line: &str, reach: Reach) -> bool {
    let anywhere = reach == Reach::Anywhere;
    MARKERS.iter().any(|marker| {
        line.match_indices(marker).any(|(at, _)| {
            let before = &line[..at];
            // GitHub's `${{ … }}` is a plain scalar to YAML.
            if before.ends_with('$') {
                return false;
            }
            match quote(before) {
                // `"{{ replace "-" " " }}"`: the quotes of the template end those of the value.
                Some(quote) => anywhere && line[at..].split("}}").next().is_some_and(|body| body.contains(quote)),
                None => anywhere || starts_value(before),
            }
        })
    })
}

/// The quote that is open at the end of a text, if one is.
fn quote(before: &str) -> Option<char> {
    ['"', '\'']
        .into_iter()
        .find(|&quote| before.matches(quote).count() % 2 == 1)
}

fn starts_value(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with([':', '-', '[', ',', '{'])
}

#[cfg(test)]
mod tests {
    use super::is_marked;

    #[test]
    fn markers_that_break_the_grammar_make_a_template() {
        for text in [
            "a: {{ .Values.a }}\nb: [\n",
            "{% if x %}\nb: [\n",
            "<% if x %>\nb: [\n",
            "- {{ x }}: [\n",
            "b: x {{ \"a: b\" }} [\n",
            "b: \"{{ replace \"-\" }}\"\n",
        ] {
            assert!(is_marked(text, text.len() - 2), "{text}");
        }
    }

    #[test]
    fn markers_that_yaml_takes_explain_nothing() {
        for text in [
            "a: ${{ x }}\nb: [\n",
            "a: \"{{ x }}\"\nb: [\n",
            "a: \"{{ x }}\" == \"y\"\n",
            "a: '{{ x }}'\nb: [\n",
            "a: down on {{ $labels.pod }}\nb: [\n",
            "a: |\n  {{ range x }}\n\n  {{ end }}\nb: [\n",
            "# {{ x }}\nb: [\n",
            "b: [\n",
        ] {
            assert!(!is_marked(text, text.len() - 2), "{text}");
        }
        assert!(!is_marked("b: [\na: {{ x }}\n", 3), "a marker after the problem");
    }
}
