//! Which Genesys Cloud, with which credentials: what `pull` and `login` share.

use std::time::Duration;

use clap::Args;

use crate::{
    error::Failure,
    ingest::genesys::{
        Endpoint, Tempo,
        credentials::{Known, Place},
        region::{self, Region},
    },
};

/// How long an answer may take: heavy reads take most of a minute.
const TIMEOUT: Duration = Duration::from_secs(90);

/// Where the API is.
#[derive(Debug, Clone, Args)]
pub struct RemoteArgs {
    /// Region of the organization, as eu-central-1 or mypurecloud.de; default: what `login` kept
    #[arg(long, value_name = "NAME", conflicts_with = "api_url")]
    region: Option<String>,
    /// Origin of the API in place of a region: a proxy, or a simulator on this machine (plain http there only)
    #[arg(long, value_name = "URL", requires = "login_url")]
    api_url: Option<String>,
    /// Origin of the token service, with --api-url
    #[arg(long, value_name = "URL", requires = "api_url")]
    login_url: Option<String>,
    /// Length of the server's rate window, for a simulator whose minute is shorter
    #[arg(long, value_name = "MS", default_value_t = 60_000, hide = true, value_parser = clap::value_parser!(u64).range(1..))]
    rate_window_ms: u64,
    /// How long an answer may take
    #[arg(long, value_name = "MS", hide = true)]
    timeout_ms: Option<u64>,
}

impl RemoteArgs {
    /// The endpoint: of the options, else of the place that is known with the credentials.
    ///
    /// # Errors
    /// Usage: no region, or one that does not exist.
    pub fn endpoint(&self, known: &Known) -> Result<Endpoint, Failure> {
        let tempo = Tempo::scaled(Duration::from_millis(self.rate_window_ms));
        let timeout = self.timeout_ms.map_or(TIMEOUT, Duration::from_millis);
        let (api_url, login_url) = match self.place().or_else(|| known.place.clone()) {
            Some(Place::Origins { api_url, login_url }) => (api_url, login_url),
            Some(Place::Region(wanted)) => {
                let region = Region::find(&wanted)
                    .ok_or_else(|| Failure::usage(format!("there is no region `{wanted}`\n{}", hint())))?;
                (region.api_url(), region.login_url())
            }
            None => return Err(Failure::usage(format!("no region is named\n{}", hint()))),
        };
        Ok(Endpoint { api_url, login_url, tempo, timeout })
    }

    /// The place that is named, if any.
    pub fn place(&self) -> Option<Place> {
        match (&self.api_url, &self.login_url) {
            (Some(api_url), Some(login_url)) => {
                Some(Place::Origins { api_url: api_url.clone(), login_url: login_url.clone() })
            }
            _ => self.region.clone().map(Place::Region),
        }
    }
}

/// How a place is named, and how it need not be named again.
fn hint() -> String {
    format!(
        "hint: `--region NAME`, one of {}; for a proxy or a simulator `--api-url URL --login-url URL`; `seatwise login` \
         keeps either",
        region::names()
    )
}

/// The runtime of the requests.
///
/// # Errors
/// Internal: the machine has no threads left.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}
