//! The one way to Genesys Cloud: allow-list, pace, token, retries, typed errors.
//!
//! Invariant: [`Client::send`] is the only place that sends a request with a token, and it asks [`allow::operation`]
//! first. Neither the token nor the secret is in any text that leaves this module.

mod error;
mod raw;
mod request;
mod retry;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
mod token;
mod transport;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use self::raw::Raw;
use self::retry::Tries;
use self::token::{Token, Tokens};
use super::allow::{self, Operation};
use super::credentials::Credentials;
use super::pace::{Limit, Pace, Tempo, USUAL_LIMIT};
use crate::error::Failure;
use crate::snapshot::Cancel;

pub use self::error::{ApiError, StatusError};
pub use self::request::Request;
pub use self::transport::origin;

/// Requests at the same time. A minute's allowance needs no more, and heavy reads time out when there are many.
const CONCURRENCY: usize = 6;

/// Where the API is and how to speak to it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Origin of the API.
    pub api_url: String,
    /// Origin of the token service.
    pub login_url: String,
    /// How time passes.
    pub tempo: Tempo,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// A client of one organization.
pub struct Client {
    http: reqwest::Client,
    api_url: String,
    tempo: Tempo,
    tokens: Tokens,
    pace: Pace,
    gate: Semaphore,
    cancel: Cancel,
    raw: OnceLock<Raw>,
    counts: Mutex<BTreeMap<Operation, u64>>,
    page_sizes: Mutex<BTreeMap<Operation, u32>>,
}

/// A complete answer.
struct Answer {
    status: u16,
    limit: Limit,
    retry_after: Option<f64>,
    correlation: Option<String>,
    body: Vec<u8>,
}

/// What to do after one try.
enum Next {
    Again { pause: Duration, cause: String },
    Login { stale: u64 },
    Fail(ApiError),
}

/// Genesys' error body.
#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorBody {
    code: Option<String>,
    message: Option<String>,
    #[serde(rename = "contextId")]
    context_id: Option<String>,
}

impl Client {
    /// A client; nothing is sent yet.
    ///
    /// # Errors
    /// Usage: origins that may not be used.
    pub fn new(endpoint: &Endpoint, credentials: Credentials, cancel: Cancel) -> Result<Client, Failure> {
        let api = origin("--api-url", &endpoint.api_url)?;
        let login = origin("--login-url", &endpoint.login_url)?;
        let is_loopback = transport::is_loopback(&api) && transport::is_loopback(&login);
        let trimmed = |url: &reqwest::Url| url.as_str().trim_end_matches('/').to_owned();
        Ok(Client {
            http: transport::client(endpoint.timeout, is_loopback)?,
            api_url: trimmed(&api),
            tempo: endpoint.tempo,
            tokens: Tokens::new(trimmed(&login), credentials),
            pace: Pace::new(endpoint.tempo.window, USUAL_LIMIT),
            gate: Semaphore::new(CONCURRENCY),
            cancel,
            raw: OnceLock::new(),
            counts: Mutex::default(),
            page_sizes: Mutex::default(),
        })
    }

    /// Sends a request until there is an answer of the expected form.
    ///
    /// # Errors
    /// Everything in [`ApiError`].
    pub async fn send<T: DeserializeOwned>(&self, request: &Request) -> Result<T, ApiError> {
        let refused = || ApiError::Refused { request: request.to_string() };
        let operation = allow::operation(&request.method, &request.path).ok_or_else(refused)?;
        let mut tries = Tries::default();
        let mut stale = None;
        loop {
            let token = self.unless_stopped(self.tokens.get(&self.http, &self.tempo, stale)).await?;
            let outcome = self.unless_stopped(self.attempt(request, operation, &token)).await;
            let next = match outcome {
                Ok(answer) if (200..300).contains(&answer.status) => match serde_json::from_slice(&answer.body) {
                    Ok(value) => {
                        self.keep_raw(operation, request, &answer)?;
                        return Ok(value);
                    }
                    Err(error) => self.malformed(request, &answer, &error, &mut tries),
                },
                Ok(answer) => self.failed(request, &answer, &token, &mut tries),
                Err(ApiError::Unreachable { cause, .. }) => self.unreachable(request, cause, &mut tries),
                Err(error) => return Err(error),
            };
            match next {
                Next::Fail(error) => return Err(error),
                Next::Login { stale: number } => stale = Some(number),
                Next::Again { pause, cause } => {
                    tracing::warn!(operation = operation.path, cause, ?pause, "again");
                    self.pause(pause).await?;
                }
            }
        }
    }

    /// Keeps every answer from now on in a folder.
    pub fn keep_answers(&self, dir: &Path) {
        let _ = self.raw.set(Raw::new(dir));
    }

    /// Waits so many seconds, in the client's tempo.
    ///
    /// # Errors
    /// [`ApiError::Stopped`].
    pub async fn wait(&self, seconds: f64) -> Result<(), ApiError> {
        self.pause(self.tempo.seconds(seconds)).await
    }

    /// The widest page that a list may be asked for: `widest`, or what its server settled for.
    pub fn page_size(&self, request: &Request, widest: u32) -> u32 {
        let operation = allow::operation(&request.method, &request.path);
        let known = self.page_sizes.lock().unwrap_or_else(PoisonError::into_inner);
        operation.and_then(|operation| known.get(&operation).copied()).map_or(widest, |known| known.min(widest))
    }

    /// Remembers what the server of a list settled for.
    pub fn settle_page_size(&self, request: &Request, size: u32) {
        if let Some(operation) = allow::operation(&request.method, &request.path) {
            self.page_sizes.lock().unwrap_or_else(PoisonError::into_inner).insert(operation, size);
        }
    }

    /// Requests sent so far, by operation.
    pub fn counts(&self) -> BTreeMap<Operation, u64> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Requests in the running window, and how many it may have.
    pub fn rate(&self) -> (usize, usize) {
        self.pace.used()
    }

    /// The wait for the rate limit that goes on now: when one was told last, and its whole seconds from now, in the
    /// client's tempo.
    pub fn waiting(&self) -> Option<(Instant, u64)> {
        let (told, left) = self.pace.waiting()?;
        Some((told, left.div_duration_f64(self.tempo.second).ceil() as u64))
    }

    /// One try: an answer, or why there was none.
    async fn attempt(&self, request: &Request, operation: Operation, token: &Token) -> Result<Answer, ApiError> {
        let unreachable = |error: reqwest::Error| ApiError::Unreachable {
            request: request.to_string(),
            cause: transport::cause(&error),
            tries: 1,
        };
        let _turn = self.gate.acquire().await.map_err(|_| ApiError::Stopped)?;
        let slot = self.pace.slot().await;
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(operation).or_default() += 1;
        let mut builder = self
            .http
            .request(request.method.clone(), format!("{}{}", self.api_url, request.path))
            .query(&request.query)
            .bearer_auth(token.secret.expose_secret());
        if let Some(body) = &request.body {
            builder = builder.json(body);
        }
        let response = builder.send().await.map_err(unreachable)?;
        let headers = response.headers();
        let (limit, retry_after) = (transport::limit(headers), transport::retry_after(headers));
        let (status, correlation) = (response.status().as_u16(), transport::correlation(headers));
        self.pace.learn(limit);
        let body = response.bytes().await.map_err(unreachable)?.to_vec();
        if status == 429 {
            slot.refuse();
        }
        tracing::debug!(operation = operation.path, status, bytes = body.len(), correlation, "answer");
        Ok(Answer { status, limit, retry_after, correlation, body })
    }

    /// What follows from an answer that is an error.
    fn failed(&self, request: &Request, answer: &Answer, token: &Token, tries: &mut Tries) -> Next {
        let error = status_error(request, answer);
        let cause = format!("{} {}", answer.status, error.code);
        let again = match answer.status {
            401 if tries.may_log_in() => return Next::Login { stale: token.number },
            401 => return Next::Fail(ApiError::Credentials(error.to_string())),
            429 => {
                let pause = tries.after_refusal(&self.tempo, answer.retry_after);
                self.pace.refused(pause.unwrap_or_default(), answer.limit);
                // The pace holds everybody back; this request waits there too.
                pause.map(|_| Duration::ZERO)
            }
            status if retry::is_transient(status) => tries.after_fault(&self.tempo, answer.retry_after),
            _ => None,
        };
        match again {
            Some(pause) => Next::Again { pause, cause },
            None => Next::Fail(ApiError::Status(Box::new(error))),
        }
    }

    fn malformed(&self, request: &Request, answer: &Answer, error: &serde_json::Error, tries: &mut Tries) -> Next {
        let cause = error.to_string();
        match tries.after_fault(&self.tempo, None) {
            Some(pause) => Next::Again { pause, cause },
            None => Next::Fail(ApiError::Malformed {
                request: request.to_string(),
                cause,
                correlation: answer.correlation.clone(),
            }),
        }
    }

    fn unreachable(&self, request: &Request, cause: String, tries: &mut Tries) -> Next {
        match tries.after_fault(&self.tempo, None) {
            Some(pause) => Next::Again { pause, cause },
            None => Next::Fail(ApiError::Unreachable { request: request.to_string(), cause, tries: tries.count() }),
        }
    }

    fn keep_raw(&self, operation: Operation, request: &Request, answer: &Answer) -> Result<(), ApiError> {
        self.raw.get().map_or(Ok(()), |raw| raw.keep(operation, request, &answer.body))
    }

    async fn pause(&self, pause: Duration) -> Result<(), ApiError> {
        self.unless_stopped(async {
            tokio::time::sleep(pause).await;
            Ok(())
        })
        .await
    }

    /// The work, given up as soon as the user asks to stop.
    async fn unless_stopped<T>(&self, work: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let stopped = async {
            while !self.cancel.is_raised() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::select! {
            biased;
            result = work => result,
            () = stopped => Err(ApiError::Stopped),
        }
    }
}

fn status_error(request: &Request, answer: &Answer) -> StatusError {
    let body: ErrorBody = serde_json::from_slice(&answer.body).unwrap_or_default();
    StatusError {
        request: request.to_string(),
        status: answer.status,
        code: body.code.unwrap_or_else(|| "no code".to_owned()),
        message: body.message.unwrap_or_else(|| "no message".to_owned()),
        correlation: answer.correlation.clone().or(body.context_id),
    }
}
