//! A folder for one test, with the user's `git` at hand. It must not know what is tested.

use std::path::Path;
use std::process::Command;

pub(super) struct Scratch {
    dir: tempfile::TempDir,
}

impl Scratch {
    pub(super) fn folder() -> Self {
        Scratch {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub(super) fn repository() -> Self {
        let scratch = Scratch::folder();
        scratch.git(&["init", "-q", "-b", "main"]);
        scratch
    }

    pub(super) fn root(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn write(&self, path: &str, text: &str) -> &Self {
        self.bytes(path, text.as_bytes())
    }

    pub(super) fn bytes(&self, path: &str, bytes: &[u8]) -> &Self {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Runs git here, as somebody known and with nobody's configuration; it must succeed.
    pub(super) fn git(&self, arguments: &[&str]) -> &Self {
        let output = self.try_git(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        self
    }

    pub(super) fn try_git(&self, arguments: &[&str]) -> std::process::Output {
        Command::new("git")
            .current_dir(self.root())
            .args([
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "protocol.file.allow=always",
            ])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap()
    }

    /// Commits everything. `at` counts minutes, so that the order of commits is known.
    pub(super) fn commit(&self, at: u32, subject: &str) -> &Self {
        let date = format!("2024-01-01T10:{at:02}:00+02:00");
        self.git(&["add", "-A"]);
        let output = Command::new("git")
            .current_dir(self.root())
            .args([
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(["commit", "-q", "--allow-empty", "--allow-empty-message", "-m", subject])
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self
    }
}
