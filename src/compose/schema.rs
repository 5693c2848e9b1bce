//! Which keys and values a compose file may have: the schema of Compose 5.6.1.
//!
//! [`table`] says it, in the language of [`rule`]; [`check`] walks a tree along it; [`advice`] says what to do.
//! Source: the JSON schema inside Compose and, for the words of a message, which of the schema library's findings
//! Compose picks: the one farthest from the root, of equals the first.

mod advice;
mod check;
mod lookup;
mod phrase;
mod rule;
mod table;

pub use advice::service_hint;
pub use check::validate;
pub use lookup::keys_of;

#[cfg(test)]
mod tests;
