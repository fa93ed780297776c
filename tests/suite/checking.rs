//! `opsrepo runbook check` and `steps`: pages in, findings at their lines out, with the shells of this machine and a
//! shellcheck that says what a test wants it to say.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const PAGE: &str = "\
---
inputs:
  - name: host
  - name: token
    secret: true
---

# Disk full

## Diagnosis

1. How much is left?\r
\r
   ```sh check name=space\r
   if df -h {{ host }}\r
     echo \"é\"\r
   fi\r
   ```\r

## Mitigation

```bash act name=clean needs=space
echo \"é\" $old {{ token }}
[ {{ host }} = a ] && rm -r $old
```

```sh
this is no step (
```
";

/// A folder with a page, and one with the programs that there are.
struct Ground {
    folder: TempDir,
    programs: TempDir,
}

impl Ground {
    fn new(page: &str) -> Ground {
        let ground = Ground {
            folder: tempfile::tempdir().unwrap(),
            programs: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(ground.folder.path().join("runbooks")).unwrap();
        fs::write(ground.folder.path().join("runbooks/disk-full.md"), page).unwrap();
        for program in ["bash", "sh"] {
            let found = ["/bin", "/usr/bin"].map(|folder| Path::new(folder).join(program));
            let found = found.iter().find(|path| path.exists()).unwrap();
            symlink(found, ground.programs.path().join(program)).unwrap();
        }
        ground
    }

    fn with(self, program: &str, script: &str) -> Ground {
        let path = self.programs.path().join(program);
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("PATH", self.programs.path())
            // Startup files that would be told at once.
            .env("BASH_ENV", self.folder.path().join("startup"))
            .env("ENV", self.folder.path().join("startup"))
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }
}

#[test]
fn what_a_shell_cannot_read_stands_at_its_line() {
    let ground = Ground::new(PAGE);
    fs::write(
        ground.folder.path().join("startup"),
        format!("echo no >{}/ran\n", ground.folder.path().display()),
    )
    .unwrap();
    let (code, out, err) = ground.run(&["runbook", "check", "--format", "short"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 1, "{out}");
    assert!(
        lines[0].starts_with("runbooks/disk-full.md:17:4: error runbook/shell-syntax: sh cannot read this: "),
        "{out}"
    );
    assert_eq!(code, Some(1));
    assert!(
        err.contains("2 steps, read by bash and sh; not installed: shellcheck"),
        "{err}"
    );
    assert!(!ground.folder.path().join("ran").exists(), "a startup file was run");
}

#[test]
fn what_shellcheck_says_stands_at_its_columns() {
    let page = PAGE.replace("if df -h {{ host }}", "if df -h {{ host }}; then");
    // SC2050 is about a word that keeps the place of a value.
    let said = r#"{"comments":[
        {"file":"-","line":1,"endLine":1,"column":10,"endColumn":14,"level":"info","code":2086,"message":"Double quote.","fix":null},
        {"file":"-","line":2,"endLine":2,"column":3,"endColumn":13,"level":"warning","code":2050,"message":"constant","fix":null},
        {"file":"-","line":77,"endLine":78,"column":9999,"endColumn":1,"level":"error","code":2000,"message":"far","fix":null}]}"#;
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *=bash*) printf '%s' '{said}';; *) printf '{{\"comments\":[]}}';; esac\nexit 1\n"
    );
    let ground = Ground::new(&page).with("shellcheck", &script);
    let (code, out, err) = ground.run(&["runbook", "check", "disk-full", "--format", "short"]);
    assert_eq!(
        out,
        "runbooks/disk-full.md:23:10: hint runbook/shellcheck: SC2086: Double quote.\n\
         runbooks/disk-full.md:24:1: warning runbook/shellcheck: SC2000: far\n"
    );
    assert_eq!(code, Some(0), "warnings fail nothing");
    assert!(err.contains("2 steps, read by bash, sh and shellcheck"), "{err}");
}

#[test]
fn a_shellcheck_that_fails_is_told_and_harms_nothing() {
    for script in [
        "#!/bin/sh\necho 'no such option' >&2\nexit 3\n",
        "#!/bin/sh\necho '{\"comments\":3}'\n",
        "not a program",
    ] {
        let page = PAGE.replace("if df -h {{ host }}", "if df -h {{ host }}; then");
        let (code, out, err) = Ground::new(&page).with("shellcheck", script).run(&["runbook", "check"]);
        assert!(out.contains("nothing to complain about"), "{out}");
        assert!(code == Some(0) && err.contains("shellcheck cannot be asked"), "{err}");
    }
}

#[test]
fn steps_are_listed_in_the_order_in_which_they_run() {
    let ground = Ground::new(
        &PAGE
            .replace("check name=space", "check name=space needs=clean")
            .replace(" needs=space", ""),
    );
    let (code, out, err) = ground.run(&["runbook", "steps", "disk-full"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(
        out,
        "act    clean  echo \"é\" $old {{ token }}\n\
         check  space  if df -h {{ host }}        after clean\n\n\
         input  host   string  must be set\n\
         input  token  string  secret\n"
    );
    let (_, out, _) = ground.run(&["runbook", "steps", "disk-full", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["steps"][1]["code"], "if df -h {{ host }}\n  echo \"é\"\nfi\n");
    assert_eq!(value["runnable"], true);
}

#[test]
fn pages_without_steps_and_folders_without_pages_say_so() {
    let ground = Ground::new("# Disk full\n\n```sh\ndf\n```\n");
    let (code, _, err) = ground.run(&["runbook", "check"]);
    assert!(code == Some(0) && err.contains("1 runbook without a step"), "{err}");
    let (code, _, err) = ground.run(&["runbook", "check", "nope"]);
    assert!(code == Some(2) && err.contains("nope"), "{err}");
    fs::remove_file(ground.folder.path().join("runbooks/disk-full.md")).unwrap();
    let (code, _, err) = ground.run(&["runbook", "check"]);
    assert!(code == Some(2) && err.contains("there are no runbooks here"), "{err}");
}
