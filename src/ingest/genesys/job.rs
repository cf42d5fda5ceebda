//! Asynchronous jobs: submit, poll, read the results by cursor; again from the start where a job is lost.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::{ApiError, Client, Request};

/// How often a lost job is submitted anew.
const SUBMISSIONS: u32 = 8;
/// How often the same pages are read at most.
const READS: u32 = 4;
/// Polls of one job: about an hour at half a minute each.
const POLLS: u32 = 120;

/// What a job's pages of results become.
pub trait Absorb {
    /// A page of results.
    type Page: DeserializeOwned;

    /// Takes a page and returns the cursor to the next.
    fn absorb(&mut self, page: Self::Page) -> Option<String>;

    /// What does not agree in what was taken, as a page that came twice; `None` = sound.
    fn doubt(&self) -> Option<String>;

    /// The same for the same content, whatever its order.
    fn fingerprint(&self) -> u64;
}

/// A kind of job and what it asks.
#[derive(Debug, Clone)]
pub struct Job {
    /// Path of the submission; status and results are below it.
    pub path: String,
    /// What is asked.
    pub body: Value,
    /// Rows of a page of results, where the request takes it.
    pub page_size: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Submitted {
    job_id: String,
}

#[derive(Deserialize)]
struct Status {
    state: Option<String>,
}

/// Runs a job to its end.
///
/// # Errors
/// Those of the client, [`ApiError::Job`] where it is lost again and again; a submission that is refused is passed on.
pub async fn run<A: Absorb>(client: &Client, job: &Job, make: impl Fn() -> A) -> Result<A, ApiError> {
    let mut cause = String::new();
    for number in 0..SUBMISSIONS {
        client.wait(2.0 * f64::from(number)).await?;
        let submitted: Submitted = client.send(&Request::post(&job.path, &[], job.body.clone())).await?;
        let ended = match fulfilled(client, job, &submitted.job_id).await {
            Ok(None) => read(client, job, &submitted.job_id, &make).await,
            Ok(Some(state)) => {
                cause = state;
                continue;
            }
            Err(error) => Err(error),
        };
        match ended {
            // Results that expired are not found, or are a bad request.
            Err(error) if error.status().is_some_and(|error| [400, 404, 409, 410].contains(&error.status)) => {
                cause = error.to_string();
            }
            Err(ApiError::Drift { cause: drift, .. }) => cause = drift,
            ended => return ended,
        }
        tracing::warn!(job = %job.path, cause, "submitted anew");
    }
    Err(ApiError::Job { request: format!("POST {}", job.path), cause })
}

/// Waits for the end; `Some` = the state in which the job is lost.
async fn fulfilled(client: &Client, job: &Job, id: &str) -> Result<Option<String>, ApiError> {
    let status = Request::get(&format!("{}/{{}}", job.path), &[id]);
    for poll in 0..POLLS {
        client.wait(pause(poll)).await?;
        let status: Status = client.send(&status).await?;
        let state = status.state.unwrap_or_default().to_ascii_uppercase();
        match state.as_str() {
            "FULFILLED" => return Ok(None),
            "FAILED" | "CANCELLED" | "EXPIRED" => return Ok(Some(state)),
            _ => {}
        }
    }
    Ok(Some("still waiting".to_owned()))
}

/// Seconds before a poll: short jobs are found ended soon, long ones cost few requests.
pub fn pause(poll: u32) -> f64 {
    [2.0, 3.0, 5.0, 8.0, 13.0, 20.0].get(poll as usize).copied().unwrap_or(30.0)
}

async fn read<A: Absorb>(client: &Client, job: &Job, id: &str, make: &impl Fn() -> A) -> Result<A, ApiError> {
    let results = Request::get(&format!("{}/{{}}/results", job.path), &[id]);
    let results = job.page_size.into_iter().fold(results, |results, size| results.with("pageSize", size));
    let mut reads = Reads::of(results.to_string());
    loop {
        let mut taken = make();
        let mut request = results.clone();
        while let Some(cursor) = taken.absorb(client.send(&request).await?).filter(|cursor| !cursor.is_empty()) {
            request = results.clone().with("cursor", cursor);
        }
        if let Some(settled) = reads.settled(taken)? {
            return Ok(settled);
        }
    }
}

/// Reads of the same pages, until they are sound or the same twice.
pub struct Reads {
    request: String,
    number: u32,
    last: Option<u64>,
}

impl Reads {
    /// None yet of what this request asks.
    pub fn of(request: String) -> Reads {
        Reads { request, number: 0, last: None }
    }

    /// How many were made.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Gives a read back where it can be believed; `None` = read again.
    ///
    /// # Errors
    /// [`ApiError::Drift`] where no two reads agreed.
    pub fn settled<A: Absorb>(&mut self, taken: A) -> Result<Option<A>, ApiError> {
        let (doubt, fingerprint) = (taken.doubt(), Some(taken.fingerprint()));
        let Some(cause) = doubt.filter(|_| self.last != fingerprint) else { return Ok(Some(taken)) };
        tracing::warn!(request = self.request, cause, "read again");
        (self.last, self.number) = (fingerprint, self.number + 1);
        if self.number < READS { Ok(None) } else { Err(ApiError::Drift { request: self.request.clone(), cause }) }
    }
}
