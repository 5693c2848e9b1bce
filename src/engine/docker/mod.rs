//! A real engine over HTTP. The only folder that names bollard and hyper.
