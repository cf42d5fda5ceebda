//! The log of what is asked, on standard error; its detail is the user's choice. It holds no secret and no token.

use clap::Args;
use tracing_subscriber::EnvFilter;

/// How much is told.
#[derive(Debug, Clone, Args)]
pub struct LogArgs {
    /// Tell more than retries and what was not collected: -v pieces, -vv every answer, -vvv everything
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
}

impl LogArgs {
    /// Starts the log; `SEATWISE_LOG` names targets and levels more finely.
    pub fn start(&self) {
        let level = match self.verbose {
            0 => "seatwise=warn",
            1 => "seatwise=info",
            2 => "seatwise=debug",
            _ => "trace",
        };
        let filter = EnvFilter::try_from_env("SEATWISE_LOG").unwrap_or_else(|_| EnvFilter::new(level));
        // A log that is there already, as in tests, goes on.
        let _ =
            tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
    }
}
