//! `seatwise contract`: the contract as billing knows it.

mod import;
mod text;

use clap::{Args, Subcommand};

use crate::error::Failure;

/// Make a contract.toml of what billing says
#[derive(Debug, Args)]
pub struct ContractArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Import(import::ImportArgs),
}

pub(super) fn run(args: &ContractArgs) -> Result<(), Failure> {
    match &args.command {
        Command::Import(args) => import::run(args),
    }
}
