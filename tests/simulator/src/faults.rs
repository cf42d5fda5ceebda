//! What goes wrong on purpose: decided by a seed and the number of the request, so that a run can be had again.

use std::time::Duration;

use crate::hash::{hash_of, mixed};

/// What goes wrong, and how often. Rates are per thousand requests.
#[derive(Debug, Clone)]
pub struct Faults {
    /// Another seed, other requests.
    pub seed: u64,
    /// 500, 502, 503 or 504.
    pub server_errors: u64,
    /// No answer for the time of `silence`, then the connection closes.
    pub time_outs: u64,
    /// How long a time-out lasts.
    pub silence: Duration,
    /// `Content-Length` larger than the body, then the connection closes.
    pub cut_bodies: u64,
    /// 200 with half a JSON document.
    pub malformed: u64,
    /// 401, and the token is worth nothing any more.
    pub unauthorized: u64,
    /// 429 out of turn.
    pub rate_limited: u64,
    /// `Retry-After` of those, in seconds; none for none.
    pub retry_after: Option<u64>,
    /// While pages of people are read, one of them is away for some requests.
    pub drift: bool,
    /// The second page of a listing holds the first one's entries once.
    pub duplicated_pages: bool,
    /// Every second job of a question fails or expires half read; some are slow.
    pub expiring_jobs: bool,
    /// Results of jobs of aggregates lack a person, reports of billable usage lack an entry: `attempts` times per question.
    pub lost_rows: bool,
    /// One request fails at most so often in a row.
    pub attempts: u32,
}

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Server(u16),
    Silence,
    Cut,
    Malformed,
    Unauthorized,
    RateLimited,
}

/// What happens to one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobFault {
    None,
    Slow,
    Fails,
    ExpiresHalfRead,
}

impl Faults {
    /// Names that [`Faults::profile`] knows.
    pub const NAMES: [&'static str; 13] = [
        "none",
        "server-errors",
        "time-outs",
        "cut-bodies",
        "malformed",
        "unauthorized",
        "rate-limited",
        "rate-limited-bare",
        "drift",
        "duplicated-pages",
        "expiring-jobs",
        "lost-rows",
        "everything",
    ];

    /// Nothing goes wrong.
    pub fn none() -> Self {
        Faults {
            seed: 1,
            server_errors: 0,
            time_outs: 0,
            silence: Duration::from_secs(2),
            cut_bodies: 0,
            malformed: 0,
            unauthorized: 0,
            rate_limited: 0,
            retry_after: Some(1),
            drift: false,
            duplicated_pages: false,
            expiring_jobs: false,
            lost_rows: false,
            attempts: 2,
        }
    }

    /// The profile of this name; `None` where there is none.
    pub fn profile(name: &str) -> Option<Self> {
        let none = Faults::none();
        Some(match name {
            "none" => none,
            "server-errors" => Faults { server_errors: 150, ..none },
            "time-outs" => Faults { time_outs: 30, ..none },
            "cut-bodies" => Faults { cut_bodies: 150, ..none },
            "malformed" => Faults { malformed: 150, ..none },
            "unauthorized" => Faults { unauthorized: 50, ..none },
            "rate-limited" => Faults { rate_limited: 50, ..none },
            "rate-limited-bare" => Faults { rate_limited: 50, retry_after: None, ..none },
            "drift" => Faults { drift: true, ..none },
            "duplicated-pages" => Faults { duplicated_pages: true, ..none },
            "expiring-jobs" => Faults { expiring_jobs: true, ..none },
            "lost-rows" => Faults { lost_rows: true, ..none },
            "everything" => Faults {
                server_errors: 50,
                time_outs: 10,
                cut_bodies: 50,
                malformed: 50,
                unauthorized: 20,
                rate_limited: 20,
                drift: true,
                duplicated_pages: true,
                expiring_jobs: true,
                lost_rows: true,
                ..none
            },
            _ => return None,
        })
    }

    /// What happens to the request of this number, counted from 1.
    pub(crate) fn of_request(&self, number: u64) -> Option<Fault> {
        let dice = mixed(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number));
        let status = [500, 502, 503, 504][(dice >> 32) as usize % 4];
        let mut at = dice % 1_000;
        for (rate, fault) in [
            (self.server_errors, Fault::Server(status)),
            (self.time_outs, Fault::Silence),
            (self.cut_bodies, Fault::Cut),
            (self.malformed, Fault::Malformed),
            (self.unauthorized, Fault::Unauthorized),
            (self.rate_limited, Fault::RateLimited),
        ] {
            if at < rate {
                return Some(fault);
            }
            at -= rate;
        }
        None
    }

    /// What happens to the job that asks this question for so many times already.
    ///
    /// Two in a row are lost and two are not, begun anywhere. Jobs that are under way at once don't take each other's luck:
    /// by one number for all, one question could meet nothing but lost jobs.
    pub(crate) fn of_job(&self, question: &str, asked: u32) -> JobFault {
        match (self.expiring_jobs, hash_of(question).wrapping_add(u64::from(asked)) % 4) {
            (true, 0) => JobFault::Slow,
            (true, 1) => JobFault::Fails,
            (true, 2) => JobFault::ExpiresHalfRead,
            _ => JobFault::None,
        }
    }
}
