//! AsciiDoc. (to be written)
