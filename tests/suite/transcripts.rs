//! The commands in README and guide do what the text shows. Each fence marked `console` is run.

use std::path::Path;

#[test]
fn the_guide_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = root.join("docs/guide");
    let cases = trycmd::TestCases::new();
    cases.register_bin("opsrepo", Path::new(env!("CARGO_BIN_EXE_opsrepo")));
    let mut found = 0;
    if root.join("README.md").is_file() {
        cases.case("README.md");
        found += 1;
    }
    if guide.is_dir() {
        cases.case("docs/guide/*.md");
        found += 1;
    }
    if found > 0 {
        cases.run();
    }
}
