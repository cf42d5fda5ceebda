//! Data to stdout, everything else to stderr. A reader that goes away is no error.

use std::io::{self, Write};

use crate::{error::Failure, snapshot::Cancel};

/// Writes data.
///
/// # Errors
/// A failing stdout, but not a closed pipe.
pub fn data(text: &str) -> Result<(), Failure> {
    bytes(text.as_bytes())
}

/// Writes data that is made of bytes.
///
/// # Errors
/// A failing stdout, but not a closed pipe.
pub fn bytes(data: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(data).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::internal(format!("cannot write to stdout: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Writes a line for people.
pub fn say(line: &str) {
    // Nobody can be told that stderr is gone.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Width of the terminal, or 100 where there is none.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(100)
        .clamp(40, 160)
}

/// Ctrl-C asks the work to stop at its next step, where it leaves a clean state; a second one stops at once.
pub fn on_interrupt(cancel: &Cancel) {
    on_interrupt_say(cancel, "stopping; nothing of this will be kept");
}

/// The same, with words of its own for the first time.
pub fn on_interrupt_say(cancel: &Cancel, words: &'static str) {
    let cancel = cancel.clone();
    let asked = ctrlc::set_handler(move || {
        if cancel.is_raised() {
            std::process::exit(130);
        }
        cancel.raise();
        say(words);
    });
    if let Err(error) = asked {
        say(&format!("warning: Ctrl-C will stop the program at once: {error}"));
    }
}
