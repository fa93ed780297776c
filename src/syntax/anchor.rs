//! GitHub's anchor rules. (to be written)
