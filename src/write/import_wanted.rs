//! What is wanted of an import. It knows no file.

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The kind of the records.
    pub kind: String,
    /// The set to put them into, where there are several.
    pub set: Option<String>,
    /// What becomes of a number that is taken.
    pub taken: Taken,
    /// The folder that they come from, as it is written: where they go in a repository without any.
    pub folder: Option<String>,
}

/// What becomes of a number that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Nothing is imported.
    Refuse,
    /// The decision gets the next free one.
    Renumber,
}
