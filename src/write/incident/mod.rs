//! What is written while an incident lasts, and after it: each file thinks out one sort of change.
