//! Makes of the browser's half what a browser loads: `bindgen <input.wasm> <out dir> <out name>`.
//!
//! First the areas of the pages are told apart, then wasm-bindgen writes the JavaScript of the main part. Both are the
//! libraries that the tools of these names wrap, at the crates' own pinned versions: nothing to install, and tool and crate
//! cannot drift apart. Last, functions are put in an order that compresses.

mod merge;
mod order;

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

/// Which files belong to which area, by leptos' name for it.
const MANIFEST: &str = "__wasm_split_manifest.json";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [input, out_dir, out_name] = args.as_slice() else {
        return Err("usage: bindgen <input.wasm> <out dir> <out name>".into());
    };
    let out_dir = Path::new(out_dir);
    let main = Path::new(input).with_extension("main.wasm");
    split(&fs::read(input)?, out_dir, &main, out_name)?;
    Bindgen::new()
        .input_path(&main)
        .out_name(out_name)
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        // The parts find each other by these.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out_dir)?;
    put_in_order(&out_dir.join(format!("{out_name}_bg.wasm")))
}

/// Writes the areas and the script that loads them to `out_dir`, and what is left to `main`.
fn split(wasm: &[u8], out_dir: &Path, main: &Path, out_name: &str) -> Result<(), Box<dyn Error>> {
    let main_module = format!("./{out_name}.js");
    let mut options = Options::new(wasm);
    options.output_dir = out_dir;
    options.main_out_path = main;
    options.main_module = &main_module;
    let script = out_dir.join(options.link_name);
    let split = wasm_split_cli_support::transform(options)?;
    // Without their names, they are as large as they will be.
    for part in &split.split_modules {
        put_in_order(part)?;
    }
    let mut areas = split.prefetch_map;
    let path = |file: &str| out_dir.join(file).with_extension("wasm");
    let merged = merge::groups(&areas, |file| fs::read(path(file)).map_or(0, |wasm| wasm.len()));
    for (first, files) in &merged {
        let parts = files.iter().map(|file| fs::read(path(file))).collect::<Result<Vec<_>, _>>()?;
        for file in files {
            fs::remove_file(path(file))?;
        }
        fs::write(path(first), order::by_likeness(&merge::one(&parts)?)?)?;
    }
    merge::list(&mut areas, &merged);
    fs::write(&script, merge::script(fs::read_to_string(&script)?, &merged)?)?;
    fs::write(out_dir.join(MANIFEST), serde_json::to_vec(&areas)?)?;
    Ok(())
}

fn put_in_order(file: &Path) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(file, order::by_likeness(&fs::read(file)?)?)?)
}
