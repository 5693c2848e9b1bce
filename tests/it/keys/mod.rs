//! What a person does with keys, played over a simulated engine: the real loop, state machine, view and work.

mod budgets;
