//! Other names for records, as a user gives them: rename, renumber, move, over every form of reference and real branches.

mod antora;
mod branches;
mod forms;
mod navigation;
mod numbering;
mod there_and_back;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// What a run said, and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn ends(self, code: i32) -> Said {
        assert_eq!(self.code, code, "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, parts: &[&str]) -> Said {
        let all = format!("{}{}", self.out, self.err);
        for part in parts {
            assert!(all.contains(part), "`{part}` is missing in:\n{all}");
        }
        self
    }
}

/// A Git repository of one test.
struct Place {
    folder: TempDir,
}

impl Place {
    /// A repository with these files and one commit.
    fn with(files: &[(&str, &str)]) -> Place {
        let place = Place {
            folder: tempfile::tempdir().unwrap(),
        };
        place.git(&["init", "-q", "-b", "main"]);
        place.write("LICENSE", "Apache License\n");
        for (path, text) in files {
            place.write(path, text);
        }
        place.commit("Begin");
        place
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[track_caller]
    fn read(&self, path: &str) -> String {
        let full = self.root().join(path);
        std::fs::read_to_string(full).unwrap_or_else(|error| panic!("{path}: {error}\n{:?}", self.list()))
    }

    /// All files but Git's, sorted.
    fn list(&self) -> Vec<String> {
        self.git(&["add", "-A"]);
        let listed = self.git(&["ls-files"]).out;
        listed
            .lines()
            .filter(|path| *path != "LICENSE")
            .map(str::to_owned)
            .collect()
    }

    fn commit(&self, subject: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", subject]);
    }

    /// Runs git; it must succeed.
    #[track_caller]
    fn git(&self, arguments: &[&str]) -> Said {
        let config = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
        said(command("git", self.root()).args(config).args(arguments)).ends(0)
    }

    fn opsrepo(&self, arguments: &[&str]) -> Said {
        said(command(env!("CARGO_BIN_EXE_opsrepo"), self.root()).args(arguments))
    }

    /// Starts it, and does not wait.
    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = command(env!("CARGO_BIN_EXE_opsrepo"), self.root());
        command.args(arguments).stdout(Stdio::piped()).spawn().unwrap()
    }
}

fn command(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env_remove("VISUAL")
        .env_remove("EDITOR");
    command
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A decision without front matter, as adr-tools writes it.
fn nygard(number: u32, title: &str, status: &str) -> String {
    format!(
        "# {number}. {title}\n\nDate: 2026-01-05\n\n## Status\n\n{status}\n\n## Context\n\nText.\n\n## Decision\n\nText.\n"
    )
}
