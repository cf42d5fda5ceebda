//! Asynchronous jobs: submitted, polled, read page by page, cancelled, expired.

use serde_json::{Value, json};

use crate::clock;
use crate::faults::JobFault;
use crate::operations::Call;
use crate::organization::id_of;
use crate::server::answer::Refusal;

/// One job.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// Operation that submitted it.
    pub(crate) operation: String,
    /// Its body.
    pub(crate) query: Value,
    fault: JobFault,
    polls: u32,
    pages: u32,
    cancelled: bool,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobState {
    Queued,
    Pending,
    Failed,
    Cancelled,
    Fulfilled,
    Expired,
}

impl JobState {
    /// As jobs of analytics name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            JobState::Queued => "QUEUED",
            JobState::Pending => "PENDING",
            JobState::Failed => "FAILED",
            JobState::Cancelled => "CANCELLED",
            JobState::Fulfilled => "FULFILLED",
            JobState::Expired => "EXPIRED",
        }
    }

    /// As queries of audits name it.
    pub(crate) fn audit_name(self) -> &'static str {
        match self {
            JobState::Queued => "Queued",
            JobState::Pending => "Running",
            JobState::Failed | JobState::Expired => "Failed",
            JobState::Cancelled => "Cancelled",
            JobState::Fulfilled => "Succeeded",
        }
    }
}

impl Job {
    fn state(&self, polls_needed: u32) -> JobState {
        let needed = if self.fault == JobFault::Slow { polls_needed + 6 } else { polls_needed };
        match self.polls {
            _ if self.cancelled => JobState::Cancelled,
            0 if needed > 0 => JobState::Queued,
            polls if polls <= needed && needed > 0 => JobState::Pending,
            _ if self.fault == JobFault::Fails => JobState::Failed,
            _ => JobState::Fulfilled,
        }
    }
}

/// Takes a new job; its id.
pub(crate) fn submit(call: &Call<'_>) -> String {
    let question = format!("job {} {}", call.operation.id, call.body);
    let asked = call.server.asked_before(&question);
    let mut jobs = call.server.jobs();
    let id = id_of("job", &jobs.len().to_string());
    let job = Job {
        operation: call.operation.id.clone(),
        query: call.body.clone(),
        fault: call.settings.faults.of_job(&question, asked),
        polls: 0,
        pages: 0,
        cancelled: false,
    };
    jobs.insert(id.clone(), job);
    id
}

/// Polls the job in the path; counts the poll.
pub(crate) fn poll(call: &Call<'_>, name: &str, submitted_by: &str) -> Result<(Job, JobState), Refusal> {
    let mut jobs = call.server.jobs();
    let job = find(&mut jobs, call.path(name), submitted_by)?;
    job.polls += 1;
    let state = match job.state(call.settings.jobs.polls) {
        JobState::Fulfilled if job.pages >= pages_max(call, job) => JobState::Expired,
        state => state,
    };
    Ok((job.clone(), state))
}

/// The job in the path, ready to be read; counts the page.
pub(crate) fn read(call: &Call<'_>, name: &str, submitted_by: &str) -> Result<Job, Refusal> {
    let mut jobs = call.server.jobs();
    let job = find(&mut jobs, call.path(name), submitted_by)?;
    if job.state(call.settings.jobs.polls) != JobState::Fulfilled {
        return Err(Refusal::bad("The job has no results yet"));
    }
    if job.pages >= pages_max(call, job) {
        return Err(Refusal::new(404, "not.found", "The results of the job have expired"));
    }
    job.pages += 1;
    Ok(job.clone())
}

/// Cancels the job in the path.
pub(crate) fn cancel(call: &Call<'_>, name: &str, submitted_by: &str) -> Result<(), Refusal> {
    find(&mut call.server.jobs(), call.path(name), submitted_by)?.cancelled = true;
    Ok(())
}

/// `AsyncQueryStatus`.
pub(crate) fn status(call: &Call<'_>, state: JobState) -> Value {
    let now = call.server.organization.as_of;
    let mut status = json!({"state": state.name(), "submissionDate": clock::time(now)});
    match state {
        JobState::Fulfilled | JobState::Expired => {
            status["completionDate"] = json!(clock::time(now));
            status["expirationDate"] = json!(clock::time(now + 3 * clock::DAY));
        }
        JobState::Failed => status["errorMessage"] = json!("The query could not be completed"),
        _ => {}
    }
    status
}

fn pages_max(call: &Call<'_>, job: &Job) -> u32 {
    match job.fault {
        JobFault::ExpiresHalfRead => 1,
        _ => call.settings.jobs.result_pages.unwrap_or(u32::MAX),
    }
}

fn find<'a>(
    jobs: &'a mut std::collections::BTreeMap<String, Job>,
    id: &str,
    submitted_by: &str,
) -> Result<&'a mut Job, Refusal> {
    jobs.get_mut(id).filter(|job| job.operation == submitted_by).ok_or_else(|| Refusal::missing("job"))
}
