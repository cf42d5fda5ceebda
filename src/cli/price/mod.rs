//! `seatwise price`: what things cost.

mod book;

use clap::{Args, Subcommand};

use crate::error::Failure;

/// Show what is for sale and what it costs
#[derive(Debug, Args)]
pub struct PriceArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Book(book::BookArgs),
}

pub(super) fn run(args: &PriceArgs) -> Result<(), Failure> {
    match &args.command {
        Command::Book(args) => book::run(args),
    }
}
