//! Plans of one verb.
