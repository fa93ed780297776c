//! JSON Schema. (to be written)
