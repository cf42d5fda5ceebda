//! `seatwise demo serve-api`: a demo organization behind Genesys Cloud's API, so that `pull` can be tried without a tenant.

use std::{io, time::Duration};

use clap::Args;
use seatwise_simulator::{Faults, RateLimit, Settings, Simulator};

use seatwise_pricing::{book::PriceBook, contract::Contract};

use super::{demo::SizeArgs, out, remote::runtime, source::config};
use crate::{
    error::Failure,
    ingest::demo::{self, ApiSink},
    ingest::genesys::credentials::{ID, SECRET},
    progress,
};

/// How the organization is served.
#[derive(Debug, Args)]
pub struct ServeApiArgs {
    #[command(flatten)]
    size: SizeArgs,
    /// Which of the many organizations of that size
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What goes wrong on purpose
    #[arg(long, value_name = "NAME", default_value = "none", value_parser = faults)]
    faults: Faults,
    /// Requests per window and token; 0 = no limit
    #[arg(long, value_name = "N", default_value_t = 300)]
    limit: u64,
    /// Length of the window; a shorter one than a minute has to be told to `pull`, which the printed command does
    #[arg(long, value_name = "MS", default_value_t = 60_000, value_parser = clap::value_parser!(u64).range(1..))]
    window_ms: u64,
}

fn faults(name: &str) -> Result<Faults, String> {
    Faults::profile(name).ok_or_else(|| format!("expected one of {}", Faults::NAMES.join(", ")))
}

pub(super) fn run(args: &ServeApiArgs) -> Result<(), Failure> {
    let internal = |error: anyhow::Error| Failure::internal(format!("{error:#}"));
    let spec = args.size.spec(args.seed);
    let spec = spec.organizations().into_iter().next().unwrap_or(spec);
    let mut sink = ApiSink::new(spec.organization_name());
    let facts = demo::generate(spec, &mut sink, &mut io::sink(), progress::on_stderr().as_mut()).map_err(internal)?;
    let book = PriceBook::embedded();
    let text = demo::contract_toml(spec).map_err(|error| Failure::internal(error.to_string()))?;
    let (contract, _) = Contract::parse(&text, "contract.toml", &book).map_err(config)?;
    sink.contract(&contract, &book);
    let organization = sink.build(facts.as_of);
    let settings = args.settings();
    let told = Told::new(&settings, args.window_ms);
    runtime()?.block_on(async {
        let running = Simulator::start(organization, settings).await?;
        out::data(&told.text(running.api_url(), running.login_url()))?;
        tokio::signal::ctrl_c().await?;
        running.stop().await;
        Ok(())
    })
}

impl ServeApiArgs {
    fn settings(&self) -> Settings {
        let window = Duration::from_millis(self.window_ms);
        let usual = Settings::default();
        let requests = (self.limit > 0).then_some(self.limit);
        let rate = RateLimit { requests, window, second: window / 60, ..usual.rate };
        Settings { rate, faults: self.faults.clone(), port: self.port, ..usual }
    }
}

/// What a user needs to pull from here.
struct Told {
    id: String,
    secret: String,
    window_ms: u64,
}

impl Told {
    fn new(settings: &Settings, window_ms: u64) -> Told {
        let client = settings.clients.first();
        let (id, secret) = client.map(|client| (client.id.clone(), client.secret.clone())).unwrap_or_default();
        Told { id, secret, window_ms }
    }

    /// Lines for a shell: the simulator's credentials are no secret, they are the same everywhere.
    fn text(&self, api: &str, login: &str) -> String {
        let window = match self.window_ms {
            60_000 => String::new(),
            window => format!(" --rate-window-ms {window}"),
        };
        format!(
            "export {ID}={}\nexport {SECRET}={}\nseatwise pull --api-url {api} --login-url {login}{window}\n",
            self.id, self.secret
        )
    }
}
