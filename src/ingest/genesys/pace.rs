//! How many requests a minute: never more than the server allows, and hardly fewer.
//!
//! A slot is taken when a request leaves and becomes free one window after its answer came. The server counts a
//! request somewhere between the two, so two requests that use the same slot lie at least a window apart there:
//! this holds for a window that starts with the first request as for one that slides. The cost is the time that an
//! answer takes, once per window.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// Requests a minute of a client-credentials token, where the server says nothing else:
/// <https://developer.genesys.cloud/organization/organization/limits#platform-api>.
pub const USUAL_LIMIT: usize = 300;

/// How time passes. Tests shorten the minute.
#[derive(Debug, Clone, Copy)]
pub struct Tempo {
    /// Length of the server's rate window.
    pub window: Duration,
    /// What a second of `Retry-After`, of a pause between retries or between polls lasts.
    pub second: Duration,
}

impl Default for Tempo {
    fn default() -> Tempo {
        Tempo { window: Duration::from_secs(60), second: Duration::from_secs(1) }
    }
}

impl Tempo {
    /// A minute that lasts `window`; seconds shrink with it.
    pub fn scaled(window: Duration) -> Tempo {
        Tempo { window, second: window / 60 }
    }

    /// So many seconds, in this tempo.
    pub fn seconds(&self, seconds: f64) -> Duration {
        self.second.mul_f64(seconds.max(0.0))
    }
}

/// The token bucket of one access token.
#[derive(Debug)]
pub struct Pace {
    window: Duration,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    capacity: usize,
    in_flight: usize,
    /// When answers of the last window came, and whether the request was accepted.
    answered: VecDeque<(Instant, bool)>,
    /// Nothing leaves before this.
    blocked_until: Option<Instant>,
    /// Until when somebody waits, where that is worth a word.
    waits_until: Option<Instant>,
    /// When a wait was told last.
    told_at: Option<Instant>,
}

/// What a response says of the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limit {
    /// `inin-ratelimit-allowed`: requests a window.
    pub allowed: Option<usize>,
    /// `inin-ratelimit-count`: requests of the running window, this one included.
    pub count: Option<usize>,
}

/// A slot in use; it is given back even where its request is dropped.
#[derive(Debug)]
pub struct Slot<'a> {
    pace: &'a Pace,
    is_accepted: bool,
}

impl Slot<'_> {
    /// The server refused the request: it does not tell how many are allowed.
    pub fn refuse(mut self) {
        self.is_accepted = false;
    }
}

impl Pace {
    /// An unused bucket.
    pub fn new(window: Duration, capacity: usize) -> Pace {
        let state = State {
            capacity,
            in_flight: 0,
            answered: VecDeque::new(),
            blocked_until: None,
            waits_until: None,
            told_at: None,
        };
        Pace { window, state: Mutex::new(state), changed: Notify::new() }
    }

    /// Waits for a free slot and takes it.
    pub async fn slot(&self) -> Slot<'_> {
        loop {
            let changed = self.changed.notified();
            let Some(wait) = self.take_or_wait() else { return Slot { pace: self, is_accepted: true } };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed => {}
            }
        }
    }

    /// Requests that count against the limit now, and the limit.
    pub fn used(&self) -> (usize, usize) {
        let mut state = self.state();
        state.forget(self.window);
        (state.in_flight + state.answered.len(), state.capacity)
    }

    /// The wait that goes on now: when one was told last, which is once a window at most, and how long it takes from now.
    /// Waits of less than a 30th of the window (two seconds of a minute) are a matter of course.
    pub fn waiting(&self) -> Option<(Instant, Duration)> {
        let state = self.state();
        let left = state.waits_until?.saturating_duration_since(Instant::now());
        state.told_at.filter(|_| !left.is_zero()).map(|told| (told, left))
    }

    /// Takes what a response says of the limit into account.
    pub fn learn(&self, limit: Limit) {
        let Some(allowed) = limit.allowed.filter(|allowed| *allowed > 0) else { return };
        let mut state = self.state();
        state.forget(self.window);
        // What the server counts beyond what we sent was sent by others with the same token.
        let ours = state.in_flight + state.answered.len();
        let others = limit.count.unwrap_or(0).saturating_sub(ours);
        state.capacity = allowed.saturating_sub(others).max(1);
    }

    /// The server refused a request for its rate: pauses, and learns the limit where no header tells it.
    pub fn refused(&self, pause: Duration, limit: Limit) {
        {
            let mut state = self.state();
            state.forget(self.window);
            let until = Instant::now() + pause;
            state.blocked_until = Some(state.blocked_until.map_or(until, |blocked| blocked.max(until)));
            let accepted = state.answered.iter().filter(|(_, is_accepted)| *is_accepted).count();
            if limit.allowed.is_none() && accepted > 0 {
                state.capacity = state.capacity.min(accepted);
            }
        }
        self.changed.notify_waiters();
    }

    /// `None` = a slot is taken; else how long it will take until one may be free.
    fn take_or_wait(&self) -> Option<Duration> {
        let mut state = self.state();
        let now = state.forget(self.window);
        if let Some(until) = state.blocked_until {
            if until > now {
                return Some(state.wait(now, until - now, self.window));
            }
            state.blocked_until = None;
        }
        if state.in_flight + state.answered.len() < state.capacity {
            state.in_flight += 1;
            return None;
        }
        let next = state.answered.front().map(|(at, _)| (*at + self.window).saturating_duration_since(now));
        // Where all are on their way, an answer comes before the window ends.
        Some(next.map_or(self.window, |next| state.wait(now, next, self.window)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Notes a wait that is worth a word, and says it on the log, once a window.
    fn wait(&mut self, now: Instant, wait: Duration, window: Duration) -> Duration {
        if wait < window / 30 {
            return wait;
        }
        self.waits_until = Some(now + wait);
        if self.told_at.is_none_or(|told| now.duration_since(told) >= window) {
            tracing::info!(?wait, limit = self.capacity, "waiting for the rate limit");
            self.told_at = Some(now);
        }
        wait
    }

    /// Frees the slots of answers that are a window old.
    fn forget(&mut self, window: Duration) -> Instant {
        let now = Instant::now();
        while self.answered.front().is_some_and(|(at, _)| now.duration_since(*at) > window) {
            self.answered.pop_front();
        }
        now
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        {
            let mut state = self.pace.state();
            state.in_flight -= 1;
            state.answered.push_back((Instant::now(), self.is_accepted));
        }
        self.pace.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Arrivals at a server that answers after up to 2 ms.
    async fn arrivals(pace: &Pace, count: usize) -> Vec<Instant> {
        let mut arrivals = Vec::new();
        for number in 0..count {
            let slot = pace.slot().await;
            arrivals.push(Instant::now());
            tokio::time::sleep(Duration::from_millis((number % 3) as u64)).await;
            drop(slot);
        }
        arrivals
    }

    #[tokio::test]
    async fn no_sliding_window_holds_more_than_allowed() {
        let window = Duration::from_millis(60);
        let arrivals = arrivals(&Pace::new(window, 10), 50).await;
        for (number, first) in arrivals.iter().enumerate() {
            let within = arrivals[number..].iter().take_while(|at| at.duration_since(*first) < window).count();
            assert!(within <= 10, "{within} in one window");
        }
    }

    #[test]
    fn the_server_s_allowance_and_foreign_requests_count() {
        let pace = Pace::new(Duration::from_secs(60), USUAL_LIMIT);
        pace.learn(Limit { allowed: Some(180), count: Some(0) });
        assert_eq!(pace.used(), (0, 180));
        pace.learn(Limit { allowed: Some(180), count: Some(100) });
        assert_eq!(pace.used(), (0, 80));
    }

    #[tokio::test]
    async fn a_refusal_without_headers_teaches_the_limit() {
        let pace = Pace::new(Duration::from_secs(60), USUAL_LIMIT);
        for _ in 0..20 {
            drop(pace.slot().await);
        }
        pace.refused(Duration::ZERO, Limit::default());
        assert_eq!(pace.used(), (20, 20));
    }

    #[tokio::test]
    async fn a_wait_is_told_once_a_window_whoever_waits() {
        let pace = Pace::new(Duration::from_secs(60), 2);
        assert_eq!(pace.waiting(), None);
        drop(pace.slot().await);
        drop(pace.slot().await);
        for _ in 0..3 {
            assert!(tokio::time::timeout(Duration::from_millis(5), pace.slot()).await.is_err());
        }
        let (told, left) = pace.waiting().expect("a wait");
        assert!(left <= Duration::from_secs(60) && left > Duration::from_secs(55));
        assert!(tokio::time::timeout(Duration::from_millis(5), pace.slot()).await.is_err());
        assert_eq!(pace.waiting().map(|(again, _)| again), Some(told));
    }
}
