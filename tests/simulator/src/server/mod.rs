//! The server on loopback: one organization, its settings, and what was asked of it.

pub(crate) mod answer;
mod handle;
mod oauth;
pub(crate) mod token;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use axum::serve::ListenerExt;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::jobs::Job;
use crate::organization::{Organization, State};
use crate::settings::Settings;
use token::Tokens;

/// Starts servers.
#[derive(Debug)]
pub struct Simulator;

/// A server that runs until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    server: Arc<Server>,
    origin: String,
    task: JoinHandle<()>,
}

/// One request and what became of it.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    /// Counted from 1.
    pub number: u64,
    /// As `GET`.
    pub method: String,
    /// As `/api/v2/users/{userId}`; the path itself where no operation has it.
    pub operation: String,
    /// Path and query as they were sent.
    pub path_and_query: String,
    /// The body, if it was JSON. Never a secret: bodies of `/oauth/token` are not kept.
    pub body: Option<Value>,
    /// Status of the answer; 0 where none was sent.
    pub status: u16,
    /// Id of the client whose token it was.
    pub client: Option<String>,
    /// When it came.
    pub instant: Instant,
    /// `ININ-Correlation-Id` of the answer.
    pub correlation_id: String,
}

/// Everything that requests share.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) organization: Organization,
    state: RwLock<State>,
    settings: RwLock<Arc<Settings>>,
    tokens: Mutex<Tokens>,
    jobs: Mutex<BTreeMap<String, Job>>,
    asked: Mutex<HashMap<String, u32>>,
    log: Mutex<Vec<LoggedRequest>>,
    violations: Mutex<Vec<String>>,
    requests: AtomicU64,
}

impl Simulator {
    /// Serves the organization on 127.0.0.1, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Where the port can't be had.
    pub async fn start(mut organization: Organization, settings: Settings) -> io::Result<Running> {
        let listener = TcpListener::bind(("127.0.0.1", settings.port)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let state = std::mem::take(&mut organization.state);
        let server = Arc::new(Server {
            organization,
            state: RwLock::new(state),
            settings: RwLock::new(Arc::new(settings)),
            tokens: Mutex::default(),
            jobs: Mutex::default(),
            asked: Mutex::default(),
            log: Mutex::default(),
            violations: Mutex::default(),
            requests: AtomicU64::new(0),
        });
        let app = axum::Router::new().fallback(handle::request).with_state(Arc::clone(&server));
        // Answers leave at once: small ones would otherwise wait for the acknowledgment of the one before.
        let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
        let task = tokio::spawn(async move {
            // Invariant: the accept loop of axum ends with the task only.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Running { server, origin, task })
    }
}

impl Running {
    /// Origin of the API, as `http://127.0.0.1:40001`.
    pub fn api_url(&self) -> &str {
        &self.origin
    }

    /// Origin of `/oauth/token`, the same.
    pub fn login_url(&self) -> &str {
        &self.origin
    }

    /// All requests so far, in the order of their numbers.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        let mut requests = locked(&self.server.log).clone();
        requests.sort_by_key(|request| request.number);
        requests
    }

    /// Requests per `METHOD template`.
    pub fn counts_by_operation(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for request in locked(&self.server.log).iter() {
            *counts.entry(format!("{} {}", request.method, request.operation)).or_default() += 1;
        }
        counts
    }

    /// Where requests, or answers if they are checked, were not what the OpenAPI document says.
    pub fn violations(&self) -> Vec<String> {
        locked(&self.server.violations).clone()
    }

    /// Forgets requests and violations, so that the next run is counted alone.
    pub fn forget(&self) {
        locked(&self.server.log).clear();
        locked(&self.server.violations).clear();
    }

    /// Other settings from the next request on; the port stays.
    pub fn set_settings(&self, settings: Settings) {
        *self.server.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// The settings now.
    pub fn settings(&self) -> Settings {
        (*self.server.settings()).clone()
    }

    /// Stops serving and closes the port.
    pub async fn stop(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// Serves until the process ends.
    pub async fn wait(mut self) {
        let _ = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// People, grants, licenses, groups and queues, to read.
    pub(crate) fn state(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, to change.
    pub(crate) fn state_mut(&self) -> std::sync::RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn jobs(&self) -> MutexGuard<'_, BTreeMap<String, Job>> {
        locked(&self.jobs)
    }

    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        locked(&self.tokens)
    }

    /// How often this was asked before; the ask counts.
    pub(crate) fn asked_before(&self, what: &str) -> u32 {
        let mut asked = locked(&self.asked);
        let count = asked.entry(what.to_owned()).or_default();
        *count += 1;
        *count - 1
    }

    fn log(&self, request: LoggedRequest) {
        locked(&self.log).push(request);
    }

    fn violation(&self, what: String) {
        locked(&self.violations).push(what);
    }

    fn next_number(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// The lock, also after a panic of somebody else who held it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
