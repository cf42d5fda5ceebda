//! The simulator as a program: canonical tables in, an API on loopback out, until Ctrl-C.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use clap::builder::PossibleValuesParser;
use seatwise_simulator::{Faults, Settings, Simulator, tables};

/// The secret may come from here, so that it stands in no list of processes.
const SECRET: &str = "SEATWISE_SIMULATOR_SECRET";

/// Serves an organization of canonical tables as Genesys Cloud's API would, on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(name = "seatwise-simulator")]
struct Args {
    /// Folder of canonical tables as CSV
    #[arg(long)]
    tables: PathBuf,
    /// "Now" of the organization, as 2026-10-31T23:59:59Z
    #[arg(long)]
    as_of: String,
    /// Name of the organization
    #[arg(long, default_value = "Simulated")]
    name: String,
    /// Port; 0 is any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What goes wrong on purpose
    #[arg(long, default_value = "none", value_parser = PossibleValuesParser::new(Faults::NAMES))]
    faults: String,
    /// Requests per window; 0 is no limit
    #[arg(long, default_value_t = 300)]
    limit: u64,
    /// Length of the window in milliseconds
    #[arg(long, default_value_t = 60_000)]
    window_ms: u64,
    /// Id of the OAuth client
    #[arg(long)]
    client_id: Option<String>,
    /// Secret of the OAuth client; better in the environment as SEATWISE_SIMULATOR_SECRET
    #[arg(long)]
    client_secret: Option<String>,
    /// Check every answer against the OpenAPI document and say at the end what was wrong
    #[arg(long)]
    check_answers: bool,
}

fn main() -> std::process::ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // A closed standard error leaves nobody to tell.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let as_of = tables::micros(&args.as_of).map_err(|error| format!("--as-of {}: {error}", args.as_of))?;
    let organization = tables::read(&args.name, &args.tables)?.build(as_of);
    let settings = settings(args);
    tokio::runtime::Runtime::new()?.block_on(async {
        let running = Simulator::start(organization, settings).await?;
        let mut out = std::io::stdout();
        writeln!(out, "{}", running.api_url())?;
        out.flush()?;
        tokio::signal::ctrl_c().await?;
        for (operation, count) in running.counts_by_operation() {
            writeln!(out, "{count:>8} {operation}")?;
        }
        match running.violations() {
            wrong if wrong.is_empty() => Ok(()),
            wrong => Err(format!("not as the OpenAPI document says:\n  {}", wrong.join("\n  ")).into()),
        }
    })
}

fn settings(args: &Args) -> Settings {
    let mut settings = Settings { port: args.port, check_answers: args.check_answers, ..Settings::default() };
    settings.rate.requests = (args.limit > 0).then_some(args.limit);
    settings.rate.window = Duration::from_millis(args.window_ms);
    if let Some(faults) = Faults::profile(&args.faults) {
        settings.faults = faults;
    }
    let client = &mut settings.clients[0];
    if let Some(id) = &args.client_id {
        client.id.clone_from(id);
    }
    if let Some(secret) = args.client_secret.clone().or_else(|| std::env::var(SECRET).ok()) {
        client.secret = secret;
    }
    settings
}
