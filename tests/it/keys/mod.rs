//! What a person does with keys, played over a simulated engine: the real loop, state machine, view and work.

mod acts;
mod budgets;
mod engine;
mod files;
mod finding;
mod menus;
mod mouse;
mod read_only;
mod sizes;
mod tabs;
