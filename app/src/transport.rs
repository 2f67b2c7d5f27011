//! What a call comes to that did not get through: the server's framework gave it up, or the browser did not reach it.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

use crate::{error::AppError, reach, server};

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // A proxy's page instead of an answer is as good as none.
            ServerFnErrorErr::Request(_) => {
                reach::lost();
                Self::Unreachable
            }
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "hydrate") => {
                reach::lost();
                Self::Unreachable
            }
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Malformed
            }
            error => server::fault(error),
        }
    }
}
