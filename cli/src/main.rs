//! The `heyi` binary: it wires the crates together and is the operator's hand. Nothing is decided here.

use std::process::ExitCode;

use clap::Parser as _;

/// Where memory comes from.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod args;
mod clock;
mod commands;
mod demo;
mod office;
mod output;
mod progress;
mod secret;
mod settings;
mod socket;

fn main() -> ExitCode {
    let args = args::Args::parse();
    settings::init_tracing(args.log_json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::fail(&anyhow::Error::new(error).context("the program's threads could not start")),
    };
    match runtime.block_on(commands::run(args)) {
        Ok(code) => code,
        Err(error) => output::fail(&error),
    }
}
