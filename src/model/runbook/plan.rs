//! The plan of a runbook: its inputs, its steps and their order, and all that is wrong with them, from its page alone.

use crate::model::record::Record;
use crate::model::runbook::{Plan, inputs, needs, steps, uses};
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, Format};
use crate::text::span::FileId;

/// The plan of a record. One whose page has no steps and no inputs has an empty one.
pub fn plan(workspace: &Workspace, record: &Record) -> Plan {
    of(
        record.file,
        workspace.tree.text(record.file),
        workspace.document(record.file),
    )
}

/// The plan of a page.
pub(crate) fn of(file: FileId, text: &str, document: &Document) -> Plan {
    let mut plan = Plan::default();
    let Some(markup) = document.markup.as_ref().filter(|_| document.format == Format::Markdown) else {
        return plan;
    };
    if let Some(front) = document.data.first().filter(|_| document.front_matter.is_some()) {
        inputs::read(front, (file, text), &mut plan);
    }
    steps::read((file, text), markup, &mut plan);
    needs::settle(&mut plan);
    uses::check(&mut plan);
    plan.problems.sort_by_key(|problem| (problem.span, problem.about));
    plan
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::model::runbook::{Plan, Weight};
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::span::FileId;
    use crate::text::tree::Content;

    fn read(page: &str) -> Plan {
        let content = Content::Text(Source::new(page));
        let document = reader::read(&RepoPath::new("runbooks/x.md").unwrap(), &content);
        of(FileId(0), page, &document)
    }

    fn steps(page: &str) -> Vec<String> {
        let plan = read(page);
        let shown = plan.order.iter().map(|at| &plan.steps[*at]).map(|step| {
            let (sort, shell) = (step.sort.as_str(), step.shell.program());
            let time = step
                .timeout
                .map_or(String::new(), |time| format!(" {}s", time.as_secs()));
            format!("{} {sort} {shell}{time} <{}>", step.name, step.heading)
        });
        shown.collect()
    }

    fn problems(page: &str) -> Vec<String> {
        let plan = read(page);
        let shown = plan.problems.iter().map(|problem| {
            let doubt = if problem.weight == Weight::Doubt { "? " } else { "" };
            format!("{doubt}{} <{}>", problem.message, problem.span.range.of(page))
        });
        shown.collect()
    }

    #[test]
    fn only_blocks_that_opt_in_are_steps() {
        for (info, expected) in [
            ("sh", None),
            ("", None),
            ("sh title=x", None),
            ("yaml name=x.yaml", None),
            ("text verify that it works", None),
            ("sh check", Some("step-1 check sh <>")),
            ("shell verify name=a.b timeout=1h30m", Some("a.b verify bash 5400s <>")),
            ("bash {act name=\"a\"}", Some("a act bash <>")),
            (
                "sh { name=deploy interactive=false mimeType=text/plain }",
                Some("deploy act sh <>"),
            ),
            (
                "sh {\"name\":\"deploy\",\"id\":\"01H\",\"background\":\"true\"}",
                Some("deploy act sh <>"),
            ),
            ("sh {name=deploy excludeFromRunAll=true}", None),
            ("sh {name=deploy ignore=true}", None),
        ] {
            let page = format!("# x\n\n~~~{info}\ntrue\n~~~\n").replace("# x", "x");
            assert_eq!(steps(&page).first().map(String::as_str), expected, "{info}");
            assert_eq!(problems(&page), [""; 0], "{info}");
        }
    }

    #[test]
    fn steps_stand_under_headings_and_run_behind_what_they_need() {
        let page = "# X\n\n~~~sh act needs=c,b\n:\n~~~\n## Y\n\n- z\n\n  ~~~sh check name=b\n  :\n  ~~~\n\n~~~sh verify name=c\n:\n~~~\n";
        assert_eq!(steps(page), ["b check sh <Y>", "c verify sh <Y>", "step-1 act sh <X>"]);
        assert_eq!(read(page).steps[1].code.text(), ":\n");
    }

    #[test]
    fn what_is_wrong_is_stated_where_it_stands() {
        for (page, expected) in [
            (
                "~~~sh check act\n:\n~~~",
                &["a step is `check` or `act`, not both <act>"][..],
            ),
            (
                "~~~sh check check\n:\n~~~",
                &[
                    "a step is `check` or `check`, not both <check>",
                    "`check` stands twice <check>",
                ],
            ),
            ("~~~sh check=1 name=a\n:\n~~~", &["`check` with a value <check=1>"]),
            ("~~~sh act name\n:\n~~~", &["`name` without a value <name>"]),
            (
                "~~~sh act name=-x\n:\n~~~",
                &["`-x` cannot be the name of a step <name=-x>"],
            ),
            (
                "~~~sh act name=a/b\n:\n~~~",
                &["`a/b` cannot be the name of a step <name=a/b>"],
            ),
            (
                "~~~sh act timeout=0s\n:\n~~~",
                &["`0s` is no time that a step can be given <timeout=0s>"],
            ),
            (
                "~~~sh act timeout=99999999999999999999h\n:\n~~~",
                &["`99999999999999999999h` is no time that a step can be given <timeout=99999999999999999999h>"],
            ),
            (
                "~~~sh act needs=step-1\n:\n~~~",
                &["`step-1` needs itself <needs=step-1>"],
            ),
            ("~~~sh act needs=x\n:\n~~~", &["there is no step `x` <needs=x>"]),
            (
                "~~~sh act\n\n# nothing\n~~~",
                &["? a step without a command <~~~sh act>"],
            ),
            ("~~~sh act\necho", &["the block of this step never ends <~~~sh act>"]),
            ("> ~~~sh act\n> echo\n> ~~~\n", &[]),
            (
                "~~~~sh act\necho\n~~~\n",
                &["the block of this step never ends <~~~~sh act>"],
            ),
            (
                "~~~sh act\necho \u{202e}x\n~~~",
                &["the text of this step holds U+202E, which is not seen <\u{202e}>"],
            ),
            ("~~~check name=a\n:\n~~~", &["? a step without a language <check>"]),
            (
                "~~~zsh act\n:\n~~~",
                &["? `zsh` cannot be run: a step is text for a shell <act>"],
            ),
            (
                "~~~sh verfy\n:\n~~~",
                &["? `verfy` makes no step of this block <verfy>"],
            ),
            (
                "~~~sh {name=a interpreter=python}\n:\n~~~",
                &["`interpreter` of runme changes what is run, and opsrepo does not follow it <interpreter=python>"],
            ),
        ] {
            assert_eq!(problems(page), expected, "{page}");
        }
    }

    #[test]
    fn a_page_of_steps_costs_no_more_than_its_length() {
        let block = |at: usize| {
            format!(
                "~~~sh check name=s{at} needs=s{},nope{at}\necho {{{{ v }}}} \"$x\"\n~~~\n\n",
                at / 2
            )
        };
        let mut page = "---\ninputs:\n- name: v\n---\n".to_owned();
        (1..10_000).for_each(|at| page.push_str(&block(at)));
        let plan = read(&page);
        assert_eq!((plan.steps.len(), plan.order.len()), (9_999, 9_999));
        assert!(plan.problems.len() >= 9_999);
        for hostile in [
            format!("~~~sh check {}\n:\n~~~", "{".repeat(50_000)),
            format!("~~~sh check {}\n:\n~~~", "name=a ".repeat(10_000)),
            format!("~~~sh check needs={}\n:\n~~~", "a,".repeat(10_000)),
            format!(
                "---\ninputs:\n- name: v\n---\n~~~sh check\n{}\n~~~",
                "$((".repeat(20_000)
            ),
            format!(
                "---\ninputs:\n- name: v\n---\n~~~sh check\n{}{{{{ v }}}}\n~~~",
                "[[ x ".repeat(20_000)
            ),
            format!(
                "---\ninputs:\n- name: v\n---\n~~~sh check\n{}\n~~~",
                "{{ v }} ".repeat(10_000)
            ),
            format!(
                "---\ninputs:\n- name: v\n---\n~~~sh check\n{}\n~~~",
                "cat <<A\n$(".repeat(20_000)
            ),
        ] {
            assert!(read(&hostile).steps.len() == 1);
        }
    }
}
