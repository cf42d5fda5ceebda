//! Parse, run, map the error to the exit code; nothing else.

use std::process::ExitCode;

use clap::Parser;
use seatwise::cli::{self, Cli, out};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::say(&failure.to_string());
            ExitCode::from(failure.kind.exit_code())
        }
    }
}
