//! The environment in which shells are started, to read a script and to run it: the same for both, so that what is checked is
//! what runs. It must not know what they are started for.

use std::process::Command;

/// What would let the caller's surroundings change what a script means before its first line.
const FOREIGN: [&str; 10] = [
    "BASHOPTS",
    "BASH_COMPAT",
    "BASH_ENV",
    "CDPATH",
    "ENV",
    "GLOBIGNORE",
    "POSIXLY_CORRECT",
    "PS4",
    "SHELLCHECK_OPTS",
    "SHELLOPTS",
];

/// Takes out of a command's environment what would change what it reads.
pub(super) fn plain(command: &mut Command) {
    for name in FOREIGN {
        command.env_remove(name);
    }
}
