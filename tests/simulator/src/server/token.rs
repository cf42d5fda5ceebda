//! Tokens: who they belong to, how long they live, how many requests of their window are used.

use std::collections::HashMap;
use std::time::Instant;

use crate::organization::id_of;
use crate::server::answer::Refusal;
use crate::settings::{RateLimit, Settings};

/// All tokens that were issued.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    issued: u64,
    live: HashMap<String, Token>,
}

#[derive(Debug)]
struct Token {
    client: String,
    until: Instant,
    requests: u64,
    window: Option<(Instant, u64)>,
}

/// What a window says after one more request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) count: u64,
    pub(crate) allowed: u64,
    /// Seconds to its end, of the length that the settings say.
    pub(crate) reset: u64,
}

impl Tokens {
    /// A new token for a client whose secret is right.
    pub(crate) fn issue(&mut self, settings: &Settings, id: &str, secret: &str) -> Option<String> {
        settings.clients.iter().find(|client| client.id == id && client.secret == secret)?;
        self.issued += 1;
        let token = id_of(&format!("token {}", self.issued), id);
        let until = Instant::now() + std::time::Duration::from_secs(settings.token.seconds);
        self.live.insert(token.clone(), Token { client: id.to_owned(), until, requests: 0, window: None });
        Some(token)
    }

    /// The client of a token that is still good; counts the request.
    pub(crate) fn client(&mut self, settings: &Settings, token: &str) -> Result<String, Refusal> {
        let known = self.live.get_mut(token).ok_or_else(bad_credentials)?;
        known.requests += 1;
        if known.until < Instant::now() || settings.token.requests.is_some_and(|most| known.requests > most) {
            self.live.remove(token);
            return Err(Refusal::new(401, "credentials.expired", "The supplied credentials have expired"));
        }
        Ok(known.client.clone())
    }

    /// Counts the request in the token's window.
    pub(crate) fn count(&mut self, rate: &RateLimit, token: &str) -> Option<Window> {
        let allowed = rate.requests?;
        let known = self.live.get_mut(token)?;
        let now = Instant::now();
        let (start, count) = known.window.filter(|(start, _)| now < *start + rate.window).unwrap_or((now, 0));
        known.window = Some((start, count + 1));
        let left = (start + rate.window).saturating_duration_since(now);
        let reset = left.as_nanos().div_ceil(rate.second.as_nanos().max(1));
        Some(Window { count: count + 1, allowed, reset: u64::try_from(reset).unwrap_or(u64::MAX) })
    }

    /// This token is worth nothing any more.
    pub(crate) fn revoke(&mut self, token: &str) {
        self.live.remove(token);
    }
}

/// 401 for a token that nobody issued, or that was revoked.
pub(crate) fn bad_credentials() -> Refusal {
    Refusal::new(401, "bad.credentials", "Invalid login credentials.")
}
