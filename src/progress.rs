//! How far a long piece of work has come: a bar on a terminal, plain lines in a log, or nothing.
//!
//! Only this file knows how progress looks. It decides nothing, and what it prints goes to standard error or to the
//! writer that it is given, never to standard output.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Is told how far a piece of work has come.
///
/// Work is a sequence of steps; a step that begins ends the one before.
pub trait Progress {
    /// A step begins: its name, how much there is to do (`None` = unknown) and what is counted, in the plural.
    fn begin(&mut self, step: &str, total: Option<u64>, unit: &str);
    /// So much more is done.
    fn advance(&mut self, count: u64);
    /// Something to show beside the count, in the place of what was noted before.
    fn note(&mut self, _text: &str) {}
    /// Something that stays to be read, between a step's beginning and its end.
    fn say(&mut self, _line: &str) {}
    /// The step is over; its final count and rate are shown.
    fn end(&mut self);
}

/// Says nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&mut self, _step: &str, _total: Option<u64>, _unit: &str) {}
    fn advance(&mut self, _count: u64) {}
    fn end(&mut self) {}
}

/// Work that is usually over at once says nothing; from so long on it does.
const PATIENCE: Duration = Duration::from_secs(5);

/// As [`on_stderr`], for work that is usually over at once: it says nothing before five seconds have gone by.
pub fn on_stderr_if_it_lasts() -> Box<dyn Progress> {
    Box::new(Late { inner: on_stderr(), step: None, done: 0, since: Instant::now(), speaks: false })
}

/// Waits before it speaks.
struct Late {
    inner: Box<dyn Progress>,
    step: Option<(String, Option<u64>, String)>,
    done: u64,
    since: Instant,
    speaks: bool,
}

impl Progress for Late {
    fn begin(&mut self, step: &str, total: Option<u64>, unit: &str) {
        (self.step, self.done, self.since) = (Some((step.to_owned(), total, unit.to_owned())), 0, Instant::now());
    }

    fn advance(&mut self, count: u64) {
        self.done += count;
        if self.speaks {
            return self.inner.advance(count);
        }
        if self.since.elapsed() >= PATIENCE
            && let Some((step, total, unit)) = &self.step
        {
            self.speaks = true;
            self.inner.begin(step, *total, unit);
            self.inner.advance(self.done);
        }
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.speaks) {
            self.inner.end();
        }
    }
}

/// The right progress for standard error: a bar on a terminal, else a line every ten seconds.
pub fn on_stderr() -> Box<dyn Progress> {
    if std::io::stderr().is_terminal() {
        Box::new(Bar::default())
    } else {
        Box::new(Lines::new(std::io::stderr(), Duration::from_secs(10)))
    }
}

/// A bar on the terminal, with count, rate and the time that remains.
#[derive(Debug, Default)]
pub struct Bar {
    bar: Option<ProgressBar>,
    step: String,
}

impl Progress for Bar {
    fn begin(&mut self, step: &str, total: Option<u64>, unit: &str) {
        self.end();
        let template = match total {
            Some(_) => format!("{{msg}} {{bar:30}} {{human_pos}}/{{human_len}} {unit}, {{per_sec}}, {{eta}} left"),
            None => format!("{{msg}} {{spinner}} {{human_pos}} {unit}, {{per_sec}}"),
        };
        let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
        // Ten redraws a second are enough for an eye and cost nothing.
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(10)).with_style(style);
        bar.set_message(step.to_owned());
        self.bar = Some(bar);
        self.step = step.to_owned();
    }

    fn note(&mut self, text: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{} ({text})", self.step));
        }
    }

    fn say(&mut self, line: &str) {
        if let Some(bar) = &self.bar {
            bar.println(line);
        }
    }

    fn advance(&mut self, count: u64) {
        if let Some(bar) = &self.bar {
            bar.inc(count);
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}

/// Plain lines for a log: one at the start of a step, one at most every interval, one at its end.
#[derive(Debug)]
pub struct Lines<W: Write> {
    writer: W,
    every: Duration,
    step: Option<Step>,
}

#[derive(Debug)]
struct Step {
    name: String,
    unit: String,
    total: Option<u64>,
    noted: String,
    done: u64,
    began: Instant,
    told: Instant,
}

impl<W: Write> Lines<W> {
    /// Writes to `writer`, within a step at most one line per `every`.
    pub fn new(writer: W, every: Duration) -> Self {
        Self { writer, every, step: None }
    }

    /// A log that can't be written must not stop the work that it tells of.
    fn tell(&mut self, line: &str) {
        let _ = writeln!(self.writer, "{line}");
    }
}

impl<W: Write> Progress for Lines<W> {
    fn begin(&mut self, step: &str, total: Option<u64>, unit: &str) {
        self.end();
        match total {
            Some(total) => self.tell(&format!("{step}: {total} {unit}")),
            None => self.tell(&format!("{step}: started")),
        }
        let now = Instant::now();
        self.step = Some(Step {
            name: step.into(),
            unit: unit.into(),
            total,
            noted: String::new(),
            done: 0,
            began: now,
            told: now,
        });
    }

    fn advance(&mut self, count: u64) {
        let Some(step) = &mut self.step else { return };
        step.done += count;
        if step.told.elapsed() < self.every {
            return;
        }
        step.told = Instant::now();
        let mut line = step.line(step.began.elapsed());
        if !step.noted.is_empty() {
            line = format!("{line}; {}", step.noted);
        }
        self.tell(&line);
    }

    fn note(&mut self, text: &str) {
        if let Some(step) = &mut self.step {
            text.clone_into(&mut step.noted);
        }
    }

    fn say(&mut self, line: &str) {
        let name = self.step.as_ref().map_or("", |step| &step.name);
        let line = format!("{name}: {line}");
        self.tell(&line);
    }

    fn end(&mut self) {
        if let Some(step) = self.step.take() {
            let seconds = step.began.elapsed().as_secs_f64();
            self.tell(&format!("{}: {} {} done in {seconds:.1} s", step.name, step.done, step.unit));
        }
    }
}

impl Step {
    /// Count, share, rate and what remains, after `elapsed`.
    fn line(&self, elapsed: Duration) -> String {
        let rate = self.done as f64 / elapsed.as_secs_f64().max(1e-9);
        let Some(total) = self.total.filter(|total| *total > 0) else {
            return format!("{}: {} {}, {rate:.0}/s", self.name, self.done, self.unit);
        };
        let remaining = total.saturating_sub(self.done) as f64 / rate.max(1e-9);
        let percent = 100 * self.done.min(total) / total;
        let (name, done, unit) = (&self.name, self.done, &self.unit);
        format!("{name}: {done} of {total} {unit} ({percent} %), {rate:.0}/s, {remaining:.0} s left")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    fn step(total: Option<u64>, done: u64) -> Step {
        let now = Instant::now();
        Step { name: "people".into(), unit: "people".into(), total, noted: String::new(), done, began: now, told: now }
    }

    #[test]
    fn a_line_names_count_share_rate_and_what_remains() {
        let line = step(Some(2_000), 500).line(Duration::from_secs(10));
        assert_eq!(line, "people: 500 of 2000 people (25 %), 50/s, 30 s left");
    }

    #[test]
    fn without_a_total_there_is_no_share_and_no_remaining_time() {
        assert_eq!(step(None, 500).line(Duration::from_secs(10)), "people: 500 people, 50/s");
        assert_eq!(step(Some(0), 0).line(Duration::from_secs(1)), "people: 0 people, 0/s");
    }

    #[test]
    fn a_log_gets_the_start_and_the_end_of_each_step() {
        let mut text = Vec::new();
        let mut lines = Lines::new(&mut text, Duration::from_secs(3_600));
        lines.begin("read", Some(3), "rows");
        lines.advance(3);
        lines.say("waiting for the disk");
        lines.begin("write", None, "rows");
        lines.end();
        let text = String::from_utf8(text).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[..2], ["read: 3 rows", "read: waiting for the disk"]);
        assert!(lines[2].starts_with("read: 3 rows done in "), "{}", lines[2]);
        assert_eq!(lines[3], "write: started");
        assert!(lines[4].starts_with("write: 0 rows done in "), "{}", lines[4]);
    }

    #[test]
    fn silence_takes_everything() {
        Silent.begin("x", None, "rows");
        Silent.advance(1);
        Silent.end();
    }
}
