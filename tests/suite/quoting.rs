//! Values of inputs in the steps of runbooks, read by the shells of this machine: each arrives as it is and as one word, and
//! nothing of it is run.

use crate::workspaces;
use opsrepo::model::runbook::command::{command, neutral};
use opsrepo::model::runbook::plan::plan;
use opsrepo::model::runbook::values::settle;
use opsrepo::model::runbook::{Input, Plan, Step};
use opsrepo::text::span::Range;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What values are made of: all that means something to a shell.
const PIECES: [&str; 53] = [
    "'",
    "\"",
    "\\",
    "$",
    "`",
    ";",
    "\n",
    "\t",
    " ",
    "*",
    "?",
    "[",
    "]",
    "!",
    "#",
    "~",
    "{a,b}",
    "{1..3}",
    "-n",
    "%s",
    "EOF",
    "\nEOF",
    "EOF\n",
    "\\n",
    "\r",
    "é",
    "\u{1}",
    "&",
    "|",
    ">",
    "<",
    "(",
    ")",
    "=",
    "if",
    "done",
    "$HOME",
    "${HOME}",
    "$(: >PWNED)",
    "`: >PWNED`",
    "; : >PWNED;",
    "\n: >PWNED\n",
    "&& : >PWNED",
    "'; : >PWNED; '",
    "\"; : >PWNED; \"",
    "a",
    "b c",
    "))",
    "}}",
    "{{ v }}",
    "a[$(: >PWNED)]",
    "\u{1f600}",
    "\u{7f}",
];

/// Where values stand, and what is printed: `V` and `W` are the values. A first letter names the shell that alone reads it.
const PLACES: [(&str, &str, &[&str]); 44] = [
    ("", "printf '%s\\0' {{ v }}", &["V"]),
    ("", "printf '%s\\0' a{{ v }}b {{w}}", &["aVb", "W"]),
    ("", "printf '%s\\0' --x={{ v }} {{v}}{{w}}", &["--x=V", "VW"]),
    ("", "printf '%s\\0' \"{{ v }}\"", &["V"]),
    ("", "printf '%s\\0' \"a {{v}} b {{w}}\"", &["a V b W"]),
    (
        "",
        "X=x; printf '%s\\0' \"$X{{v}}\" $X{{v}} \"${X}{{v}}\" \"a$X-{{v}}\"",
        &["xV", "xV", "xV", "ax-V"],
    ),
    ("", "printf '%s\\0' '{{v}}' 'a{{v}}b'\"{{w}}\"c", &["V", "aVbWc"]),
    ("b", "printf '%s\\0' $'a\\t{{v}}\\'b' $\"{{w}}\"", &["a\tV'b", "W"]),
    ("", "printf '%s\\0' \"$(printf '%s.' {{v}})\"", &["V."]),
    (
        "",
        "printf '%s\\0' \"x$(printf '%s.' \"{{v}}\" '{{w}}')y\"",
        &["xV.W.y"],
    ),
    (
        "",
        "printf '%s\\0' \"$(printf '%s.' \"$(printf '%s.' {{v}} # it's ( here\n)\")\"",
        &["V.."],
    ),
    (
        "",
        "printf '%s\\0' \"$(cat <<EOF\n<{{v}}>\nEOF\n)\" {{w}}",
        &["<V>", "W"],
    ),
    (
        "",
        "cat <<EOF; printf '\\0'\na {{v}} \"b\" 'c' {{w}}.\nEOF",
        &["a V \"b\" 'c' W.\n"],
    ),
    (
        "",
        "cat <<'EOF'; printf '\\0'\na {{v}} \"b\" 'c' $x `y` {{w}}.\nEOF",
        &["a V \"b\" 'c' $x `y` W.\n"],
    ),
    ("", "cat <<-X; printf '\\0'\n\ta {{v}}\n\tX", &["a V\n"]),
    ("", "cat <<A <<\"B C\"; printf '\\0'\n{{v}}\nA\n{{w}}.\nB C", &["W.\n"]),
    (
        "",
        "cat <<A; printf '\\0'; printf '%s\\0' {{w}}\n$(printf %s. {{v}})\nA",
        &["V.\n", "W"],
    ),
    (
        "",
        "X=x; cat <<A; printf '\\0'\n${X}{{v}} $X-{{w}} ${X:-y}\nA",
        &["xV x-W x\n"],
    ),
    ("", "x={{v}}; y=\"{{w}}\"; printf '%s\\0' \"$x\" \"$y\"", &["V", "W"]),
    (
        "",
        "for i in {{v}} \"{{w}}\"; do printf '%s\\0' \"$i\"; done",
        &["V", "W"],
    ),
    ("", "case \"{{v}}\" in {{v}}) printf 'ok\\0';; esac", &["ok"]),
    (
        "",
        "case {{v}} in '{{v}}'|b) printf '%s\\0' {{w}};; *) printf 'no\\0';; esac",
        &["W"],
    ),
    ("", "[ {{v}} = \"{{v}}\" ] && printf 'ok\\0'", &["ok"]),
    ("b", "[[ {{v}} == {{v}} && -n x ]] && printf 'ok\\0'", &["ok"]),
    (
        "b",
        "a=({{v}} \"{{w}}\" x); printf '%s\\0' \"${a[@]}\"",
        &["V", "W", "x"],
    ),
    ("b", "cat <(printf %s {{v}}); printf '\\0'", &["V"]),
    (
        "b",
        "cat <<<{{v}}; printf '\\0'; cat <<< \"{{w}}\"; printf '\\0'",
        &["V\n", "W\n"],
    ),
    ("", "# it's {{v}} \" `\nprintf 'c\\0' # {{w}}", &["c"]),
    ("", "f() { printf '%s\\0' \"$@\"; }; f {{v}} \"{{w}}\"", &["V", "W"]),
    ("", "( printf '%s\\0' {{v}} ); { printf '%s\\0' {{w}}; }", &["V", "W"]),
    ("", "printf '%s\\0' {{v}} | cat", &["V"]),
    ("", "printf '%s\\0' \"$(( 5 - {{n}} ))\" {{n}}", &["8", "-3"]),
    ("b", "(( -{{n}} == 3 )) && printf '%s\\0' {{v}}", &["V"]),
    ("b", "[[ {{n}} -eq -3 ]] && printf 'ok\\0'", &["ok"]),
    (
        "",
        "printf '%s\\0' \"${NONE:-d}\" {{v}} ${NONE:-\"a b\"} {{w}}",
        &["d", "V", "a b", "W"],
    ),
    ("", "cat <<'A' >/dev/null\nit's `\nA\nprintf '%s\\0' {{v}}", &["V"]),
    ("", "printf '%s\\0' \\\n  {{v}} \\\n  \"{{w}}\"", &["V", "W"]),
    ("", "printf '%s\\0' {{v}};# it's\nprintf '%s\\0' \"{{w}}\"", &["V", "W"]),
    (
        "",
        "if [ -n \"x{{v}}\" ]; then printf '%s\\0' {{w}}; else printf 'no\\0'; fi",
        &["W"],
    ),
    (
        "",
        "env A={{v}} sh -c 'printf \"%s\\0\" \"$A\" \"$1\"' sh {{w}}",
        &["V", "W"],
    ),
    ("", "printf '%s\\0' {{v}} 2>&1 >&1", &["V"]),
    ("", "printf '%s\\0' \"a\\\"{{v}}\\\\\" \\'{{w}}", &["a\"V\\", "'W"]),
    ("", "printf '%s\\0' `printf '\\`'`\"{{v}}\"", &["`V"]),
    (
        "",
        "printf '%s\\0' $# \"$#\" \"$?{{v}}\" a#{{w}}",
        &["0", "0", "0V", "a#W"],
    ),
];

/// How often every place gets other values.
const ROUNDS: u64 = 60;

#[test]
fn a_value_arrives_as_one_word_whatever_it_holds() {
    let plans: Vec<Plan> = PLACES.iter().map(|(_, code, _)| plan_of(code)).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(7);
    let (mut tried, mut refused) = (0, 0);
    for _ in 0..ROUNDS {
        for shell in ["bash", "dash"].into_iter().filter(|shell| is_there(shell)) {
            let mut script = String::new();
            let mut expected: Vec<(usize, String)> = Vec::new();
            for (at, (only, _, words)) in PLACES.iter().enumerate() {
                if *only == "b" && shell != "bash" {
                    continue;
                }
                let (v, w) = (random.value(), random.value());
                let step = plans[at].steps.first().unwrap();
                tried += 1;
                match rendered(step, &plans[at].inputs, &[("v", &v), ("w", &w), ("n", "-3")]) {
                    Some(code) => {
                        let words = words.iter().map(|word| with(word, (&v, &w)) + "\0").collect::<String>();
                        expected.push((at, format!("{words}={at}=\0")));
                        write!(script, "{code}\nprintf '%s\\0' ={at}=\n").unwrap();
                    }
                    None => refused += 1,
                }
            }
            let output = run(shell, &script, folder.path());
            let mut said = output.stdout.as_slice();
            for (at, words) in expected {
                let (here, rest) = said.split_at(words.len().min(said.len()));
                assert!(
                    here == words.as_bytes(),
                    "{shell} {}\nexpected {words:?}\nfound {:?}\n{}\n{script}",
                    PLACES[at].1,
                    String::from_utf8_lossy(here),
                    String::from_utf8_lossy(&output.stderr),
                );
                said = rest;
            }
            assert_eq!(said, b"");
            assert!(
                fs::read_dir(folder.path()).unwrap().next().is_none(),
                "something was run: {script}"
            );
        }
    }
    assert!(refused * 20 < tried, "{refused} of {tried} were refused");
}

/// What texts are made of that nobody would write: every sign that opens or closes something.
const TOKENS: [&str; 75] = [
    "echo",
    "printf %s",
    ":",
    "a",
    "b=",
    "x",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    ";",
    "'",
    "\"",
    "'",
    "\"",
    "\\",
    "$(",
    ")",
    "(",
    "${x:-",
    "${#x",
    "}",
    "$((",
    "))",
    "((",
    "`",
    "#",
    " #",
    "<<EOF\n",
    "<<'EOF'\n",
    "<<-EOF\n",
    "\nEOF\n",
    "EOF",
    "\n\tEOF\n",
    "<<<",
    "$'",
    "$\"",
    "$",
    "$x",
    "case x in ",
    "a)",
    ";;",
    " esac\n",
    "if :; then ",
    "; fi\n",
    "[[ ",
    " ]]",
    "[",
    "]",
    " -eq ",
    "&&",
    "||",
    "|",
    "&",
    ">o",
    "<o",
    "2>&1",
    "\\\n",
    "{",
    "}",
    "!",
    "*",
    "~",
    "=",
    "+(",
    "for i in ",
    "; do ",
    "; done\n",
    "<(",
    ">(",
    "a=(",
    "$[",
    "${ ",
    "1+",
];

/// What breaks out of every quote and bracket that there is, if it can.
const HOSTILE: [&str; 14] = [
    "'; : >PWNED; '",
    "\"; : >PWNED; \"",
    "$(: >PWNED)",
    "`: >PWNED`",
    "; : >PWNED;",
    "\n: >PWNED\n",
    "\nEOF\n: >PWNED\n",
    "a[$(: >PWNED)]",
    ")); : >PWNED; ((",
    "}; : >PWNED; {",
    "); : >PWNED; (",
    "\\'; : >PWNED; '",
    "\\\"$(: >PWNED)\\",
    "]]; : >PWNED; [[",
];

#[test]
fn nothing_of_a_value_is_run_wherever_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let rounds: u64 = std::env::var("OPSREPO_QUOTING_ROUNDS").map_or(400, |n| n.parse().unwrap());
    let mut random = Random(std::env::var("OPSREPO_QUOTING_SEED").map_or(3, |n| n.parse().unwrap()));
    let (mut stood, mut refused) = (0, 0);
    for _ in 0..rounds {
        let mut code = String::new();
        for _ in 0..3 + random.below(12) {
            let token = TOKENS[random.below(TOKENS.len())];
            code.push_str(if random.below(5) == 0 { "{{ v }}" } else { token });
        }
        code.push_str("{{ v }}");
        let plan = plan_of(&code);
        let value = match random.below(3) {
            0 => random.value(),
            _ => HOSTILE[random.below(HOSTILE.len())].to_owned(),
        };
        for step in &plan.steps {
            let Some(text) = rendered(step, &plan.inputs, &[("v", &value), ("w", ""), ("n", "1")]) else {
                refused += 1;
                continue;
            };
            stood += 1;
            let output = run(step.shell.program(), &text, folder.path());
            assert!(
                !folder.path().join("PWNED").exists(),
                "{}: {code:?}\nwith {value:?}\nbecomes {text:?}\n{}",
                step.shell.program(),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        for entry in fs::read_dir(folder.path()).unwrap() {
            let _ = fs::remove_file(entry.unwrap().path());
        }
    }
    assert!(stood * 10 > refused, "{refused} of {} were refused", stood + refused);
}

/// Texts that hand the place on to somebody who runs it.
const HANDED_ON: [&str; 40] = [
    "bash <<EOF\necho {{ v }}\nEOF",
    "sh -s <<'EOF'\necho \"{{ v }}\"\nEOF",
    "<<EOF bash -eu\n{{ v }}\nEOF",
    "bash -o pipefail <<EOF\n{{ v }}\nEOF",
    "ssh host sh -s <<'EOF'\necho {{ v }}\nEOF",
    "ssh -p 22 host <<EOF\necho {{ v }}\nEOF",
    "ssh host 'sudo bash -s' <<EOF\n{{ v }}\nEOF",
    "kubectl exec -i pod -- sh <<EOF\n{{ v }}\nEOF",
    "sudo -u bob $SHELL <<EOF\n{{ v }}\nEOF",
    "su - postgres <<EOF\n{{ v }}\nEOF",
    "python3 - <<EOF\nprint('{{ v }}')\nEOF",
    "perl <<'EOF'\nprint '{{ v }}'\nEOF",
    "cat <<EOF | sh\necho {{ v }}\nEOF",
    "cat <<EOF |\necho {{ v }}\nEOF\nsh",
    "( sh ) <<EOF\n{{ v }}\nEOF",
    "{ sh; } <<EOF\n{{ v }}\nEOF",
    "bash <<< \"{{ v }}\"",
    "bash <<< {{ v }}",
    "<<< '{{ v }}' sh -s",
    "echo \"rm {{ v }}\" | sh",
    "echo {{ v }} | sudo bash -x",
    "echo {{ v }} |& cat | bash",
    "echo {{ v }} |\n  # why\n  bash",
    "{ echo {{ v }}; } | sh",
    "( echo {{ v }} ) | sh",
    "for i in {{ v }}; do echo \"$i\"; done | sh",
    "echo {{ v }} | ( sh )",
    "echo {{ v }} | { cd /; sh; }",
    "echo $(echo \"$(echo {{ v }} | sh)\")",
    "echo {{ v }} | xargs -I{} sh -c 'rm {}'",
    "echo {{ v }} | parallel",
    "bash -c -- '{{ v }}'",
    "bash -c -x '{{ v }}'",
    "bash -c -e \"{{ v }}\"",
    "tcsh -c '{{ v }}'",
    "eval \"$(echo {{ v }})\"",
    "bash <(echo {{ v }})",
    "timeout 5 watch \"{{ v }}\"",
    "python3 -c \"print('{{ v }}')\"",
    "/usr/bin/perl -ne'{{ v }}'",
];

/// Texts that hand it on to somebody who does not.
const KEPT: [&str; 18] = [
    "cat <<EOF\n{{ v }}\nEOF\nbash -c :",
    "kubectl apply -f - <<EOF\nname: {{ v }}\nEOF",
    "sh -c 'cat' <<EOF\n{{ v }}\nEOF",
    "bash script.sh <<EOF\n{{ v }}\nEOF",
    "bash -o pipefail script.sh <<< {{ v }}",
    "sh -s -- {{ v }} <<'EOF'\necho \"$1\"\nEOF",
    "printf '%s\\n' {{ v }} | ssh host 'read -r path; rm -r \"$path\"'",
    "printf '%s\\n' {{ v }} | grep x || sh",
    "echo {{ v }}; echo x | sh",
    "echo {{ v }}\necho x | sh",
    "echo x | sh -s -- {{ v }}",
    "grep {{ v }} x | sort | uniq",
    "printf '%s\\n' {{ v }} | xargs rm",
    "python3 script.py {{ v }}",
    "python3 -m json.tool <<EOF\n{{ v }}\nEOF",
    "kubectl drain node {{ v }}",
    "ssh {{ v }} uptime | cat",
    "cat <<EOF | kubectl apply -f -\n{{ v }}\nEOF",
];

#[test]
fn nobody_is_handed_a_value_who_runs_it() {
    let stands = |code: &str| {
        rendered(
            &plan_of(code).steps[0],
            &plan_of(code).inputs,
            &[("v", "a"), ("w", ""), ("n", "1")],
        )
    };
    let stood: Vec<&str> = HANDED_ON.into_iter().filter(|code| stands(code).is_some()).collect();
    let refused: Vec<&str> = KEPT.into_iter().filter(|code| stands(code).is_none()).collect();
    assert!(
        stood.is_empty() && refused.is_empty(),
        "stood: {stood:#?}\nrefused: {refused:#?}"
    );
}

/// What pages of steps are made of, and what breaks them.
const MARKS: [&str; 40] = [
    "```sh check",
    "```bash {act name=a}",
    "~~~sh {\"name\":\"b\",\"needs\":[\"a\"]}",
    "```",
    "~~~",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "- ",
    "> ",
    "\t",
    "  ",
    "---\n",
    "inputs:\n",
    "- name: v\n",
    "  type: choice\n",
    "  choices: [a, é]\n",
    "  default: é\n",
    "  pattern: \"[\"\n",
    "  secret: x\n",
    "# x\n",
    "{{ v }}",
    "{{v",
    "}}",
    "$(",
    "'",
    "\"",
    "<<E\n",
    "\nE\n",
    "é",
    "\u{202e}",
    "\0",
    "\u{feff}",
    " timeout=5",
    " needs=a,,é",
    " name=",
    "=",
    "{",
    "\\",
];

#[test]
fn any_page_has_a_plan_whose_places_lie_in_it() {
    let mut random = Random(5);
    for _ in 0..3000 {
        let front = if random.below(2) == 0 {
            "---\ninputs:\n- name: v\n---\n"
        } else {
            ""
        };
        let marks: String = (0..random.below(25))
            .map(|_| MARKS[random.below(MARKS.len())])
            .collect();
        let page = format!("{front}{marks}");
        let workspace = workspaces::of_files(&[("runbooks/x.md", &page)]);
        let Some(record) = workspace.records.first() else {
            continue;
        };
        let plan = plan(&workspace, record);
        let fits =
            |range: Range, what: &str| assert!(page.get(range.as_usize()).is_some(), "{what} {range:?} of {page:?}");
        for problem in &plan.problems {
            fits(problem.span.range, &problem.message);
            assert!(!problem.message.is_empty());
        }
        assert_eq!(plan.order.len(), plan.steps.len());
        for step in &plan.steps {
            fits(step.place.range, "a name");
            fits(step.fence.range, "a step");
            let code = step.code.text();
            for at in 0..=code.len() + 1 {
                fits(step.code.span(Range::new(at, at + 3)).range, "a part of a step");
            }
            assert_eq!(neutral(step, &plan.inputs).len(), code.len());
            if let Ok(values) = settle(&plan.inputs, &[("v".to_owned(), "a".to_owned())]) {
                let _ = command(step, &plan.inputs, &values);
            }
        }
    }
}

/// The plan of a page with this text as a step of both shells.
fn plan_of(code: &str) -> Plan {
    let page = format!(
        "---\ninputs:\n- name: v\n- name: w\n- name: n\n  type: integer\n---\n# x\n\n~~~~~bash check\n{code}\n~~~~~\n\n\
         ~~~~~sh check\n{code}\n~~~~~\n"
    );
    let workspace = workspaces::of_files(&[("runbooks/x.md", &page)]);
    plan(&workspace, &workspace.records[0])
}

fn rendered(step: &Step, inputs: &[Input], values: &[(&str, &str)]) -> Option<String> {
    let set: Vec<_> = values
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let values = settle(inputs, &set).unwrap();
    command(step, inputs, &values).ok()
}

fn with(word: &str, (v, w): (&str, &str)) -> String {
    let mut out = String::new();
    for c in word.chars() {
        match c {
            'V' => out.push_str(v),
            'W' => out.push_str(w),
            c => out.push(c),
        }
    }
    out
}

fn run(shell: &str, script: &str, folder: &Path) -> Output {
    Command::new("timeout")
        .args(["5", shell, "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn is_there(shell: &str) -> bool {
    let found = Command::new(shell).args(["-c", ":"]).stdin(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn value(&mut self) -> String {
        (0..self.below(6)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}
