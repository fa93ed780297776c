//! Markdown. (to be written)
