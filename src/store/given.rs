//! What a user hands over besides the repository: a file that lies anywhere, or what comes through a pipe. Nobody knows how
//! long it is before it was read, so that is bounded.

use anyhow::{Context, bail};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The text of a file, or of the standard input where the path is `-`. Fails where it has more than `longest` bytes.
pub fn read(path: &Path, longest: u64) -> anyhow::Result<String> {
    let name = match path.as_os_str() == "-" {
        true => "the standard input".to_owned(),
        false => path.display().to_string(),
    };
    let context = || format!("cannot read {name}");
    let source: Box<dyn Read> = match path.as_os_str() == "-" {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(path).with_context(context)?),
    };
    let mut bytes = Vec::new();
    source.take(longest + 1).read_to_end(&mut bytes).with_context(context)?;
    if bytes.len() as u64 > longest {
        bail!("{name} has more than {longest} bytes, which is more than is read\nhand over less at once");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            bail!("{name} is not UTF-8: byte {at} starts no character")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::store::scratch::Scratch;

    #[test]
    fn only_so_much_is_read() {
        let scratch = Scratch::folder();
        scratch.write("a", "four").bytes("b", &[b'x', 0xff]);
        let read =
            |name: &str, longest: u64| read(&scratch.root().join(name), longest).map_err(|error| error.to_string());
        assert_eq!(read("a", 4).as_deref(), Ok("four"));
        assert!(read("a", 3).is_err_and(|error| error.contains("more than 3 bytes")));
        assert!(read("b", 9).is_err_and(|error| error.contains("byte 1 starts no character")));
    }
}
