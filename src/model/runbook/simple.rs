//! The words of one simple command, as far as they tell who reads its arguments again: another shell, another machine, or the
//! shell itself. Each word is seen once, as it is written.

use crate::model::runbook::peril::Reason;

/// Programs that hand the word behind `-c` to a shell.
const SHELLS: [&str; 20] = [
    "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "pwsh", "$SHELL", "${SHELL}", "$BASH",
    "${BASH}", "su", "runuser", "flock", "script", "busybox",
];

/// Those of them that are no shells, and those that start the user's shell if they are given no command.
const WRAPPERS: [&str; 5] = ["su", "runuser", "script", "flock", "busybox"];
const LOGINS: [&str; 3] = ["su", "runuser", "script"];

/// Interpreters, and their options behind which a program stands.
const INTERPRETERS: [(&str, &str); 8] = [
    ("python", "c"),
    ("perl", "eE"),
    ("ruby", "e"),
    ("node", "ep"),
    ("nodejs", "ep"),
    ("php", "r"),
    ("lua", "e"),
    ("Rscript", "e"),
];

/// Commands that read what they are given as commands, wherever they are named.
const RUNNERS: [&str; 2] = ["watch", "parallel"];

/// Commands that read what they are given as commands.
const READERS: [&str; 6] = ["eval", "watch", "trap", "alias", "parallel", "let"];

/// Commands of the shell that take arguments for names of variables. Bash runs what stands in the index of one.
const NAMERS: [&str; 5] = ["unset", "read", "mapfile", "readarray", "getopts"];

/// Commands of the shell that take `name=value`, or a name.
const DECLARERS: [&str; 5] = ["declare", "typeset", "local", "readonly", "export"];

/// Commands of the shell for which the word behind `-v` is the name of a variable.
const TESTS: [&str; 4] = ["printf", "test", "[", "[["];

/// Words behind which a command still begins.
const BEFORE: [&str; 16] = [
    "if", "then", "elif", "else", "while", "until", "do", "!", "{", "time", "command", "builtin", "exec", "sudo",
    "env", "nohup",
];

/// Options of ssh that take a word.
const SSH_OPTIONS: &str = "BbcDEeFIiJLlmOopPQRSWw";

/// What is known of a simple command after some of its words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Simple {
    /// Whether its name has been seen.
    is_named: bool,
    role: Role,
    /// Whether a shell was named, and what is known of its options.
    shell: Script,
    ssh: Ssh,
    /// The options of an interpreter behind which its program stands.
    interpreter: &'static str,
    /// Whether the next word is the program of an interpreter.
    is_program_next: bool,
    /// Whether what it reads from its input is run.
    reads_input: bool,
    is_begun: bool,
    /// Whether its name was `source` or `.`; whether it runs another with what it reads.
    is_source: bool,
    is_xargs: bool,
    /// Whether a shell is told to read its input, and whether the last option takes a word.
    is_told: bool,
    takes_word: bool,
    /// Whether the last word was `-v` of a test, or `-e`, behind which some take another program's name.
    is_behind_v: bool,
    is_behind_e: bool,
    /// Whether variables were declared as integers.
    pub(super) has_integers: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Role {
    #[default]
    Plain,
    Reader,
    Namer,
    Declarer,
    Test,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Script {
    #[default]
    None,
    Named,
    Next,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ssh {
    #[default]
    None,
    Destination,
    Option,
    Settings,
    Command,
}

impl Simple {
    /// Takes a word that is complete, as it is written.
    pub(super) fn push(&mut self, word: &str) {
        let plain = word.trim_matches(['"', '\'', '\\']);
        let name = plain.rsplit('/').next().unwrap_or(plain);
        let is_option = plain.starts_with('-') && plain.len() > 1;
        let was_behind_e = std::mem::take(&mut self.is_behind_e);
        self.is_behind_v = self.role == Role::Test && plain == "-v";
        self.is_behind_e = plain == "-e";
        if !self.is_named && !is_assignment(plain) && !BEFORE.contains(&plain) && !is_option {
            self.is_named = true;
            self.role = role(name);
        } else if self.role == Role::Declarer && is_option && plain.contains('i') {
            self.has_integers = true;
        }
        self.note_reader(plain, name);
        self.shell = match self.shell {
            Script::Next if is_option => Script::Next,
            Script::Named if is_option && !plain.starts_with("--") && plain.contains('c') => Script::Next,
            Script::Named if is_option => Script::Named,
            _ if SHELLS.contains(&name) => Script::Named,
            // `su USER -c …`: the option may stand behind other words.
            Script::Named => Script::Named,
            _ => Script::None,
        };
        if self.shell == Script::Next {
            self.reads_input = self.is_xargs;
        }
        self.ssh = match self.ssh {
            Ssh::None if name == "ssh" && !was_behind_e => Ssh::Destination,
            Ssh::None => Ssh::None,
            Ssh::Destination if is_option => ssh_option(plain),
            // Without a command its input is one.
            Ssh::Destination => {
                self.reads_input = true;
                Ssh::Command
            }
            Ssh::Option | Ssh::Settings => Ssh::Destination,
            Ssh::Command => Ssh::Command,
        };
    }

    /// Notes who runs what it reads from its input.
    fn note_reader(&mut self, plain: &str, name: &str) {
        let is_option = plain.starts_with(['-', '+']) && plain.len() > 1;
        self.is_begun = true;
        self.is_xargs |= name == "xargs";
        self.is_source |= self.role == Role::Plain && matches!(plain, "source" | ".");
        if self.role == Role::Reader && name == "parallel" || matches!(plain, "/dev/stdin" | "/dev/fd/0") {
            self.reads_input |= name == "parallel" || self.is_source || self.shell == Script::Named;
        }
        self.role = if RUNNERS.contains(&name) {
            Role::Reader
        } else {
            self.role
        };
        let takes_word = std::mem::take(&mut self.takes_word);
        if std::mem::take(&mut self.is_program_next) {
            self.interpreter = "";
        } else if SHELLS.contains(&name) {
            self.reads_input = !WRAPPERS.contains(&name) || LOGINS.contains(&name);
            self.is_told = LOGINS.contains(&name);
        } else if self.shell == Script::Named {
            let is_short = is_option && !plain.starts_with("--");
            self.is_told |= is_short && plain.contains('s');
            self.takes_word = is_short && plain.ends_with(['o', 'O']) || matches!(plain, "--rcfile" | "--init-file");
            self.reads_input &= is_option || takes_word || self.is_told || matches!(plain, "-" | "/dev/stdin");
        } else if let Some(letters) = interpreter(plain, name) {
            self.interpreter = letters;
            self.reads_input = true;
        } else if !self.interpreter.is_empty() {
            self.is_program_next = self.is_program(plain);
            self.takes_word = is_option && plain.ends_with(['W', 'X', 'I', 'M', 'd']);
            let goes_on = is_option && plain != "-m" || takes_word;
            self.reads_input &= !self.is_program_next && (goes_on || plain == "-");
            if !goes_on {
                self.interpreter = "";
            }
        } else if matches!(plain, "at" | "batch" | "crontab") && !self.is_source {
            self.reads_input |= self.role == Role::Plain;
        }
        let is_remote = self.ssh == Ssh::Command;
        if is_remote && self.shell != Script::Named && self.shell != Script::Next && self.interpreter.is_empty() {
            let mut words = plain.split(|c: char| c.is_whitespace() || ";|&()\"'/".contains(c));
            self.reads_input = words.any(|word| SHELLS.contains(&word) || interpreter(word, word).is_some());
        }
    }

    /// Whether a program stands behind this option of an interpreter, or in it.
    fn is_program(&self, option: &str) -> bool {
        let is_short = option.starts_with('-') && !option.starts_with("--");
        is_short && option.contains(|c| self.interpreter.contains(c))
            || !self.interpreter.is_empty() && (option.starts_with("--eval") || option.starts_with("--print"))
    }

    /// Whether it takes what it reads from its input for commands.
    pub(super) fn reads_input(&self) -> bool {
        let runs = self.shell != Script::None || self.ssh != Ssh::None || self.role == Role::Reader;
        self.reads_input || self.is_xargs && runs
    }

    /// Whether it takes the next word for a file of commands.
    pub(super) fn reads_files(&self) -> bool {
        self.is_source || self.reads_input
    }

    /// Whether it has a word.
    pub(super) fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// Why no value can stand in the next word, of which `begun` is written already.
    pub(super) fn peril(&self, begun: &str) -> Option<Reason> {
        let is_command_of_one = |option: &str| begun.trim_start_matches(['"', '\'']).starts_with(option);
        if self.shell == Script::Next {
            return Some(Reason::OtherShell);
        }
        let option = begun.trim_start_matches(['"', '\'']);
        if self.is_program_next || self.is_program(option) {
            return Some(Reason::Program);
        }
        if is_command_of_one("--command=") {
            return Some(Reason::OtherShell);
        }
        if matches!(self.ssh, Ssh::Command | Ssh::Settings) {
            return Some(Reason::OtherMachine);
        }
        let is_name = match self.role {
            Role::Reader => return Some(Reason::OtherShell),
            Role::Namer => true,
            Role::Declarer => !begun.contains('='),
            Role::Test => self.is_behind_v,
            Role::Plain => false,
        };
        is_name.then_some(Reason::Builtin)
    }

    /// Whether the next word may be the name of the command.
    pub(super) fn is_at_name(&self) -> bool {
        !self.is_named
    }
}

/// The options of an interpreter behind which its program stands; `None` for another word.
fn interpreter(word: &str, name: &str) -> Option<&'static str> {
    let is_path = !word.contains('/') || word.starts_with(['/', '.', '~', '$']) || word.contains("bin/");
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let row = INTERPRETERS.iter().find(|(known, _)| is_path && *known == name);
    row.map(|(_, letters)| *letters)
}

fn role(name: &str) -> Role {
    match name {
        name if READERS.contains(&name) => Role::Reader,
        name if NAMERS.contains(&name) => Role::Namer,
        name if DECLARERS.contains(&name) => Role::Declarer,
        name if TESTS.contains(&name) => Role::Test,
        _ => Role::Plain,
    }
}

fn ssh_option(word: &str) -> Ssh {
    match word.strip_prefix('-') {
        Some("o") => Ssh::Settings,
        Some(letter) if letter.len() == 1 && SSH_OPTIONS.contains(letter) => Ssh::Option,
        _ => Ssh::Destination,
    }
}

/// `NAME=…`
fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name.trim_end_matches('+'));
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    name.bytes().all(is_part) && name.bytes().next().is_some_and(|b| !b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Simple;
    use crate::model::runbook::peril::Reason;

    #[test]
    fn who_reads_it_again() {
        let peril = |words: &str, begun: &str| {
            let mut simple = Simple::default();
            words.split_whitespace().for_each(|word| simple.push(word));
            simple.peril(begun)
        };
        use Reason as R;
        for (words, begun, expected) in [
            ("echo", "", None),
            ("kubectl exec pod -- sh -c", "\"rm ", Some(R::OtherShell)),
            ("bash -ec", "", Some(R::OtherShell)),
            ("bash -c script name", "", None),
            ("bash --norc script", "", None),
            ("su - postgres -c", "", Some(R::OtherShell)),
            ("eval", "", Some(R::OtherShell)),
            ("A=b command eval x", "", Some(R::OtherShell)),
            ("echo eval", "", None),
            ("ssh", "", None),
            ("ssh -p 22 -i", "", None),
            ("ssh -o", "", Some(R::OtherMachine)),
            ("ssh -p 22 host", "", Some(R::OtherMachine)),
            ("sudo timeout 5 ssh host", "", Some(R::OtherMachine)),
            ("rsync -e ssh a", "", None),
            ("unset", "", Some(R::Builtin)),
            ("export", "", Some(R::Builtin)),
            ("export", "A=", None),
            ("printf -v", "", Some(R::Builtin)),
            ("printf -v name %s", "", None),
            ("grep -v", "", None),
            ("if [ -v", "", Some(R::Builtin)),
            ("gcloud compute ssh", "--command=", Some(R::OtherShell)),
        ] {
            assert_eq!(peril(words, begun), expected, "{words} {begun}");
        }
    }
}
