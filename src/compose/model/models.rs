//! Language models.

use crate::compose::model::Text;
use crate::compose::model::record::record;

record! {
    /// A language model of the project.
    pub struct Model {
        /// Its full name.
        name: Text,
        /// Its image: `ai/smollm2`.
        model: Text,
        /// How many tokens it keeps in mind.
        context_size: i64,
        /// Arguments of what runs it.
        runtime_flags: Vec<Text>,
        .. extensions
    }
}

record! {
    /// A model as a container uses it.
    pub struct ModelReference {
        /// The variable that has its address.
        endpoint_var: Text,
        /// The variable that has its name.
        model_var: Text,
        .. extensions
    }
}
