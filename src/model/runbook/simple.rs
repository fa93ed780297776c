//! The words of one simple command, as far as they tell who reads its arguments again: another shell, another machine, or the
//! shell itself. Each word is seen once, as it is written.

use crate::model::runbook::peril::Reason;

/// Programs that hand the word behind `-c` to a shell.
const SHELLS: [&str; 12] = [
    "sh", "bash", "dash", "ash", "ksh", "zsh", "su", "runuser", "flock", "script", "busybox", "fish",
];

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
        self.shell = match self.shell {
            Script::Named if is_option && !plain.starts_with("--") && plain.contains('c') => Script::Next,
            Script::Named if is_option => Script::Named,
            _ if SHELLS.contains(&name) => Script::Named,
            // `su USER -c …`: the option may stand behind other words.
            Script::Named => Script::Named,
            _ => Script::None,
        };
        self.ssh = match self.ssh {
            Ssh::None if name == "ssh" && !was_behind_e => Ssh::Destination,
            Ssh::None => Ssh::None,
            Ssh::Destination if is_option => ssh_option(plain),
            Ssh::Destination => Ssh::Command,
            Ssh::Option | Ssh::Settings => Ssh::Destination,
            Ssh::Command => Ssh::Command,
        };
    }

    /// Why no value can stand in the next word, of which `begun` is written already.
    pub(super) fn peril(&self, begun: &str) -> Option<Reason> {
        let is_command_of_one = |option: &str| begun.trim_start_matches(['"', '\'']).starts_with(option);
        if self.shell == Script::Next {
            return Some(Reason::OtherShell);
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
