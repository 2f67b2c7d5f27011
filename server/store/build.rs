//! Compiles the store anew when a migration comes along.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
