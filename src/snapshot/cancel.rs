//! A flag that asks long work to stop; whoever handles Ctrl-C raises it, staging looks at it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A shared request to stop. Clones share the flag; it never goes down again.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks everyone who holds a clone to stop at the next chance.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Was a stop asked for?
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
