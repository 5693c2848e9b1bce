//! The program as a person has it: the real binary in a terminal of its own, read through an emulator.

mod desk;
mod leaving;
mod looks;
mod panics;
mod real;
mod resizing;
mod strange;
mod suspending;
