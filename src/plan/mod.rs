//! What will be done, as data: shown in the question, printed, tested and executed as the same value.
//!
//! Pure. [`act`] makes plans of one verb; reconciling a project will make larger ones of the same type.

pub mod act;
pub mod compare;
pub mod news;
mod order;
pub mod projects;
pub mod reading;
pub mod step;
pub mod translate;
pub mod work;

pub use step::{DockerOp, Op, Plan, Risk, Step, StepId, StepState};
