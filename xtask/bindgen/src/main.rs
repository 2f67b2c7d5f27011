//! Runs wasm-bindgen on the browser's half: `bindgen <input.wasm> <out dir> <out name>`.
//!
//! The same library that `wasm-bindgen-cli` wraps, at the crate's own pinned version: nothing to install, and tool and
//! crate cannot drift apart.

use std::env;
use std::error::Error;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [input, out_dir, out_name] = args.as_slice() else {
        return Err("usage: bindgen <input.wasm> <out dir> <out name>".into());
    };
    Bindgen::new()
        .input_path(input)
        .out_name(out_name)
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        // Names of functions are half of the file, and are for debuggers.
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out_dir)?;
    Ok(())
}
