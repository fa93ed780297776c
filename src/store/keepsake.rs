//! Reading a file from anywhere, to be kept as it is: all its bytes, but only so many. It must not know where it goes.

use anyhow::{Context, bail};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The bytes of a plain file of at most `largest` bytes.
pub fn read(path: &Path, largest: u64) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let context = || format!("cannot read {shown}");
    let facts = path.metadata().with_context(context)?;
    if !facts.is_file() {
        bail!(
            "{shown} is no plain file\nevidence is a file: pack a folder first, or write what a pipe says into a file"
        );
    }
    let too_large = |size: u64| {
        let (size, largest) = (size.div_ceil(1024 * 1024), largest / (1024 * 1024));
        anyhow::anyhow!(
            "{shown} has {size} MB, and evidence of more than {largest} MB does not belong into Git\ncut it down to what shows the \
             matter, or keep it elsewhere and give its address: --evidence https://…"
        )
    };
    if facts.len() > largest {
        return Err(too_large(facts.len()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(context)?;
    // It may grow while it is read.
    file.take(largest + 1).read_to_end(&mut bytes).with_context(context)?;
    match bytes.len() as u64 > largest {
        true => Err(too_large(bytes.len() as u64)),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::store::scratch::Scratch;

    #[test]
    fn only_plain_files_of_a_bearable_size() {
        let scratch = Scratch::folder();
        scratch.bytes("a.bin", b"\0\xff1234");
        let at = |name: &str| scratch.root().join(name);
        assert_eq!(read(&at("a.bin"), 6).ok().as_deref(), Some(&b"\0\xff1234"[..]));
        let said = |name: &str, largest| read(&at(name), largest).map_err(|error| error.to_string());
        assert!(said("a.bin", 5).is_err_and(|message| message.contains("has 1 MB")));
        assert!(said("", 5).is_err_and(|message| message.contains("is no plain file")));
        assert!(said("gone", 5).is_err_and(|message| message.starts_with("cannot read")));
    }
}
