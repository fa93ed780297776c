//! A pseudo-terminal with somebody at it: what a person would type and see. It knows no command.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long something may take that should come soon.
const PATIENCE: Duration = Duration::from_secs(40);

/// opsrepo on a terminal of its own.
pub(super) struct Sitting {
    keys: File,
    child: Child,
    seen: Arc<Mutex<Vec<u8>>>,
    read: usize,
}

impl Sitting {
    /// Starts opsrepo in a folder; the terminal is its controlling one, as that of a person is.
    pub(super) fn start(folder: &Path, arguments: &[&str]) -> Sitting {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap();
        let path = Path::new(std::ffi::OsStr::from_bytes(name.as_bytes()));
        let screen = OpenOptions::new().read(true).write(true).open(path).unwrap();
        let mut command = Command::new("setsid");
        command
            .arg("--ctty")
            .arg(env!("CARGO_BIN_EXE_opsrepo"))
            .args(arguments)
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("NO_COLOR", "1")
            .stdin(screen.try_clone().unwrap())
            .stdout(screen.try_clone().unwrap())
            .stderr(screen);
        let child = command.spawn().unwrap_or_else(|error| panic!("setsid: {error}"));
        drop(command);
        let keys = File::from(keys);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (mut screen, shared) = (keys.try_clone().unwrap(), Arc::clone(&seen));
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            // At the end of the other side, a read fails.
            while let Ok(count @ 1..) = screen.read(&mut buffer) {
                shared.lock().unwrap().extend_from_slice(&buffer[..count]);
            }
        });
        Sitting {
            keys,
            child,
            seen,
            read: 0,
        }
    }

    /// All that was shown so far.
    pub(super) fn screen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).replace("\r\n", "\n")
    }

    /// Waits until something new is shown that holds this text.
    #[track_caller]
    pub(super) fn sees(&mut self, text: &str) -> &mut Sitting {
        let until = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen();
            if let Some(at) = screen.get(self.read..).and_then(|rest| rest.find(text)) {
                self.read += at + text.len();
                return self;
            }
            assert!(Instant::now() < until, "`{text}` does not come after:\n{screen}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Types keys.
    pub(super) fn types(&mut self, keys: &str) -> &mut Sitting {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// The number of the process.
    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end: the exit code, and all that was shown.
    #[track_caller]
    pub(super) fn ends(mut self) -> (i32, String) {
        let until = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() >= until {
                let _ = self.child.kill();
                panic!("it does not end after:\n{}", self.screen());
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        // What was printed last is on its way still.
        let mut length = usize::MAX;
        while length != self.seen.lock().unwrap().len() {
            length = self.seen.lock().unwrap().len();
            std::thread::sleep(Duration::from_millis(50));
        }
        (status.code().unwrap_or(-1), self.screen())
    }
}
