//! The rate limit is used to the full, and kept.

use std::{process::Command, sync::Arc, time::Duration};

use seatwise::{
    ingest::genesys::{Client, Tempo, client::Request},
    snapshot::Cancel,
};
use seatwise_simulator::{LoggedRequest, Settings};
use tokio::task::JoinSet;

use super::world::{ID, SECRET, World};

const LIMIT: u64 = 60;
const WINDOW: Duration = Duration::from_millis(800);
const REQUESTS: usize = 420;

/// Sends many requests as fast as the client allows.
fn run(headers: bool, limit: u64) -> Vec<LoggedRequest> {
    let mut settings = Settings::default();
    settings.rate.requests = Some(limit);
    settings.rate.window = WINDOW;
    settings.rate.second = WINDOW / 60;
    settings.rate.headers = headers;
    let world = World::new(60, 1, settings);
    let options = world.options();
    let mut endpoint = options.endpoint.clone();
    endpoint.tempo = Tempo::scaled(WINDOW);
    world.runtime.block_on(async {
        let client = Arc::new(Client::new(&endpoint, options.credentials.clone(), Cancel::default()).unwrap());
        let mut set = JoinSet::new();
        for _ in 0..REQUESTS {
            let client = client.clone();
            set.spawn(async move {
                client.send::<serde_json::Value>(&Request::get("/api/v2/date", &[])).await.unwrap();
            });
        }
        while let Some(joined) = set.join_next().await {
            joined.unwrap();
        }
    });
    world.running.requests().into_iter().filter(|request| request.operation == "/api/v2/date").collect()
}

/// Used share of what is allowed, percent, and refusals, both after the first window.
fn steady(requests: &[LoggedRequest], limit: u64) -> (f64, usize) {
    let mut requests: Vec<_> = requests.iter().map(|request| (request.instant, request.status)).collect();
    requests.sort();
    let first = requests[0].0;
    let after: Vec<_> = requests.iter().filter(|(at, _)| at.duration_since(first) >= WINDOW).collect();
    // From the first request of the second window to the first of the last one: whole cycles.
    let sent = (after.len() as u64 / limit * limit - limit) as usize;
    let elapsed = after[sent].0.duration_since(after[0].0);
    let allowed = limit as f64 * elapsed.as_secs_f64() / WINDOW.as_secs_f64();
    (100.0 * sent as f64 / allowed, after.iter().filter(|(_, status)| *status == 429).count())
}

/// Runs until one used what is to be used, five times at most: on a machine that is busy with other things the client
/// waits for a processor and not for the limit. A refusal is none that a busy machine explains.
fn assert_used_and_kept(headers: bool) {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let (used, refused) = steady(&run(headers, LIMIT), LIMIT);
        assert_eq!(refused, 0);
        best = best.max(used);
        if best >= 97.0 {
            return;
        }
    }
    panic!("{best:.1} % of the allowed requests");
}

#[test]
fn the_limit_is_used_and_kept() {
    assert_used_and_kept(true);
}

#[test]
fn a_limit_that_no_header_tells_is_learned_in_the_first_window() {
    assert_used_and_kept(false);
}

#[test]
fn a_wait_for_the_limit_is_told_once_a_window() {
    let window = Duration::from_millis(1_500);
    let mut settings = Settings::default();
    settings.rate.requests = Some(40);
    (settings.rate.window, settings.rate.second) = (window, window / 60);
    let world = World::new(60, 1, settings);
    let output = Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(["pull", "--api-url", world.running.api_url(), "--login-url", world.running.login_url()])
        .args(["--from", "2026-10-01", "--rate-window-ms", "1500", "--store"])
        .arg(world.store_path("store"))
        .env_clear()
        .envs([("HOME", world.dir.path().to_str().unwrap()), ("GENESYSCLOUD_OAUTHCLIENT_ID", ID)])
        .env("GENESYSCLOUD_OAUTHCLIENT_SECRET", SECRET)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let waits: Vec<&str> = said.lines().filter(|line| line.contains("s for the rate limit")).collect();
    let windows = world.running.requests().len().div_ceil(40);
    assert!(!waits.is_empty() && waits.len() <= windows, "{} waits in {windows} windows:\n{said}", waits.len());
    assert!(waits.iter().all(|wait| wait.ends_with("s for the rate limit: 40 requests a minute")), "{said}");
}
