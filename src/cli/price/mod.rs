//! `seatwise price`: what is for sale and what it costs, and what a period bills.

pub(in crate::cli) mod bill;
mod book;

use clap::{Args, Subcommand};

use crate::error::Failure;

/// Show what is for sale and what it costs, and what a period bills
#[derive(Debug, Args)]
pub struct PriceArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bill(Box<bill::BillArgs>),
    Book(book::BookArgs),
}

pub(super) fn run(args: &PriceArgs) -> Result<(), Failure> {
    match &args.command {
        Command::Bill(args) => bill::run(args),
        Command::Book(args) => book::run(args),
    }
}
