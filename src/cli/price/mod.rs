//! `seatwise price`: what is for sale and what it costs, and what a period bills.

pub(in crate::cli) mod bill;
mod book;
pub(in crate::cli) mod commitment;
pub(in crate::cli) mod compare;
mod quote;
mod what_if;
pub(in crate::cli) mod words;

use clap::{Args, Subcommand};

use crate::error::Failure;

/// Show what is for sale and what it costs, and what a period bills; what to commit to; compare billing models and offers, try out changes
#[derive(Debug, Args)]
pub struct PriceArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bill(Box<bill::BillArgs>),
    Book(book::BookArgs),
    Commitment(commitment::CommitmentArgs),
    Compare(compare::CompareArgs),
    Quote(quote::QuoteArgs),
    WhatIf(what_if::WhatIfArgs),
}

pub(super) fn run(args: &PriceArgs) -> Result<(), Failure> {
    match &args.command {
        Command::Bill(args) => bill::run(args),
        Command::Book(args) => book::run(args),
        Command::Commitment(args) => commitment::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Quote(args) => quote::run(args),
        Command::WhatIf(args) => what_if::run(args),
    }
}
