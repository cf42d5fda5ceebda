//! What is tried again, how often and after what pause.

use std::time::Duration;

use super::super::pace::Tempo;

/// Tries before a server error or a broken answer is final: with pauses that double up to a minute, four minutes.
const TRIES: u32 = 8;
/// Tries against the rate limit: it goes by itself.
const RATE_TRIES: u32 = 60;
/// New tokens for one request: others may lose theirs at the same time. Bad credentials show at the token service.
const LOGINS: u32 = 12;

/// The tries of one request.
#[derive(Debug, Default)]
pub(super) struct Tries {
    faults: u32,
    refusals: u32,
    logins: u32,
}

impl Tries {
    /// How often the request was sent in vain.
    pub(super) fn count(&self) -> u32 {
        self.faults + self.refusals
    }

    /// The pause before the next try after a fault; `None` = it was the last.
    pub(super) fn after_fault(&mut self, tempo: &Tempo, retry_after: Option<f64>) -> Option<Duration> {
        self.faults += 1;
        (self.faults < TRIES).then(|| tempo.seconds(retry_after.unwrap_or_else(|| backoff(self.faults))))
    }

    /// The pause after a 429; `None` = it was the last.
    pub(super) fn after_refusal(&mut self, tempo: &Tempo, retry_after: Option<f64>) -> Option<Duration> {
        self.refusals += 1;
        // A server that names the second up to which it refuses means its end.
        let seconds = retry_after.map_or_else(|| backoff(self.refusals + 1), |seconds| seconds.max(0.1));
        (self.refusals < RATE_TRIES).then(|| tempo.seconds(seconds))
    }

    /// May a new token be fetched for this request?
    pub(super) fn may_log_in(&mut self) -> bool {
        self.logins += 1;
        self.logins <= LOGINS
    }
}

/// Is a request with this status worth another try?
pub(super) fn is_transient(status: u16) -> bool {
    status == 408 || (status >= 500 && status != 501)
}

/// Seconds before try `number`: doubled every time, up to a minute, half of it by chance so that clients spread.
fn backoff(number: u32) -> f64 {
    let most = f64::from(1_u32 << number.min(6)).min(60.0) / 2.0;
    most / 2.0 + fastrand::f64() * most / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transient_are_time_outs_and_server_errors_but_not_implemented() {
        let transient: Vec<u16> = [400, 401, 403, 404, 408, 409, 413, 429, 500, 501, 502, 503, 504]
            .into_iter()
            .filter(|status| is_transient(*status))
            .collect();
        assert_eq!(transient, [408, 500, 502, 503, 504]);
    }

    #[test]
    fn pauses_grow_and_end() {
        let tempo = Tempo::default();
        let mut tries = Tries::default();
        let pauses: Vec<Duration> = std::iter::from_fn(|| tries.after_fault(&tempo, None)).collect();
        assert_eq!(pauses.len(), 7);
        assert!(pauses[0] <= Duration::from_secs(1) && pauses[6] >= Duration::from_secs(15));
        assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(60)));
    }

    #[test]
    fn retry_after_is_honored() {
        let pause = Tries::default().after_refusal(&Tempo::default(), Some(42.0));
        assert_eq!(pause, Some(Duration::from_secs(42)));
    }
}
