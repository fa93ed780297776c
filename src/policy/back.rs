//! The way back from a reworded text to the text as it is written. It knows no language.

/// Bytes of a text that stand for others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    /// In the text as it is written.
    pub(super) from: (u32, u32),
    /// In the text that is read.
    pub(super) to: (u32, u32),
}

/// The way back from the text that is read to the text as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Back(pub(super) Vec<Moved>);

impl Back {
    /// The place in the text as it is written.
    pub(super) fn place(&self, at: u32) -> u32 {
        let before = self.0.partition_point(|moved| moved.to.0 <= at);
        match before.checked_sub(1).map(|last| self.0[last]) {
            Some(moved) if at < moved.to.1 => moved.from.0,
            Some(moved) => at - moved.to.1 + moved.from.1,
            None => at,
        }
    }

    /// A range in the text as it is written.
    pub(super) fn range(&self, (start, end): (u32, u32)) -> (u32, u32) {
        (self.place(start), self.place(end))
    }
}
