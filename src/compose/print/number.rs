//! Numbers as Go writes them.
