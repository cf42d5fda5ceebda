//! The command line: one file per command with its arguments and what it runs; no logic of its own.

pub mod analyze;
pub mod backtest;
pub mod concurrency;
pub mod contract;
pub mod demo;
pub mod diff;
pub mod document;
pub mod drift;
pub mod explain;
pub mod exports;
pub mod format;
pub mod help;
pub mod import;
pub mod init;
pub mod lines;
pub mod logging;
pub mod login;
pub mod offers;
pub mod out;
pub mod policy;
pub mod price;
pub mod pull;
pub mod reconcile;
pub mod remote;
pub mod report;
pub mod roles;
pub mod serve_api;
pub mod snapshot;
pub mod source;
pub mod store;
pub mod tokens;

use clap::{Parser, Subcommand};

use crate::error::Failure;

/// What every Genesys Cloud seat costs, what it should cost, and how to get there
///
/// Data comes in as console exports or as tables and is kept as snapshots. An analysis prices every seat to the cent and says
/// which are idle or over-tiered, with proof. The same input gives the same bytes. No data leaves the
/// machine; `pull` only reads.
#[derive(Debug, Parser)]
#[command(name = "seatwise", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "`seatwise --help` adds first steps, environment variables and exit codes", after_long_help = help::more())]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Login(login::LoginArgs),
    Pull(pull::PullArgs),
    Import(import::ImportArgs),
    Snapshot(snapshot::SnapshotArgs),
    Analyze(analyze::AnalyzeArgs),
    Backtest(backtest::BacktestArgs),
    Concurrency(concurrency::ConcurrencyArgs),
    Tokens(tokens::TokensArgs),
    Contract(contract::ContractArgs),
    Explain(explain::ExplainArgs),
    Diff(diff::DiffArgs),
    Drift(drift::DriftArgs),
    Policy(policy::PolicyArgs),
    Roles(roles::RolesArgs),
    Offers(offers::OffersArgs),
    Price(price::PriceArgs),
    Reconcile(Box<reconcile::ReconcileArgs>),
    Report(report::ReportArgs),
}

/// Runs the command that the arguments name.
///
/// # Errors
/// Whatever stops it, with the exit code that its kind has.
pub fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Login(args) => login::run(&args),
        Command::Pull(args) => pull::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Snapshot(args) => snapshot::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Backtest(args) => backtest::run(&args),
        Command::Concurrency(args) => concurrency::run(&args),
        Command::Tokens(args) => tokens::run(&args),
        Command::Contract(args) => contract::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Drift(args) => drift::run(&args),
        Command::Policy(args) => policy::run(&args),
        Command::Roles(args) => roles::run(&args),
        Command::Offers(args) => offers::run(&args),
        Command::Price(args) => price::run(&args),
        Command::Reconcile(args) => reconcile::run(&args),
        Command::Report(args) => report::run(&args),
    }
}
