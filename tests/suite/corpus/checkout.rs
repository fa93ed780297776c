//! Working clones of the corpora: made once below `target/`, read once per run.

use crate::workspaces;
use opsrepo::model::workspace::Workspace;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::UNIX_EPOCH;

/// The corpus as a workspace; `None`, after a printed line, where the corpora are absent.
pub(crate) fn workspace(name: &'static str) -> Option<Arc<Workspace>> {
    type Slot = Arc<OnceLock<Option<Arc<Workspace>>>>;
    static KNOWN: Mutex<BTreeMap<&'static str, Slot>> = Mutex::new(BTreeMap::new());
    let slot = Arc::clone(KNOWN.lock().unwrap().entry(name).or_default());
    slot.get_or_init(|| Some(Arc::new(workspaces::of_folder(&folder(name)?))))
        .clone()
}

/// The clone of a bundle. A changed bundle gets a new one.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(bundle) = corpora.join(format!("{name}.bundle")).metadata() else {
        println!("skipped: {} holds no bundle {name}", corpora.display());
        return None;
    };
    let changed = bundle.modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("corpora");
    let clone = target.join(format!("{name}-{changed}-{}", bundle.len()));
    // Tests of one run want the same clone at the same time.
    static CLONING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = CLONING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !clone.exists() {
        std::fs::create_dir_all(&target).unwrap();
        // Cloned beside its place and then moved, so that an interrupted run leaves no half of one.
        let fresh = target.join(format!(".{name}-{}", std::process::id()));
        let status = Command::new(corpora.join("checkout")).arg(name).arg(&fresh).status();
        assert!(status.unwrap().success(), "{name} could not be checked out");
        if std::fs::rename(&fresh, &clone).is_err() {
            assert!(clone.exists(), "{} could not be put in its place", clone.display());
            std::fs::remove_dir_all(&fresh).unwrap();
        }
    }
    Some(clone)
}
