//! Runs a plan and folds its rows portion by portion, so that memory is what the folds keep and no more.

use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;

/// Folds the rows of a plan into several states, in any order: each core folds the portion that it has just read, with
/// a state that nobody else holds at the time. Which rows meet in which state is open; the caller unites the states.
///
/// # Errors
/// The first of `add`, which stops the plan; else the plan's own.
pub(super) fn fold<S: Send + 'static>(
    plan: LazyFrame,
    new: impl Fn() -> S + Send + Sync + 'static,
    add: impl Fn(&mut S, &DataFrame) -> PolarsResult<()> + Send + Sync + 'static,
) -> PolarsResult<Vec<S>> {
    let idle: Arc<Mutex<Vec<S>>> = Arc::default();
    let states = Arc::clone(&idle);
    // To polars it is a function from rows to no rows, which its streaming engine may run on every core.
    let folding = plan.map(
        move |frame: DataFrame| {
            let taken = lock(&states).pop();
            let mut state = taken.unwrap_or_else(&new);
            add(&mut state, &frame)?;
            lock(&states).push(state);
            Ok(frame.clear())
        },
        AllowedOptimizations::STREAMING,
        None,
        Some("fold"),
    );
    folding.collect_with_engine(Engine::Streaming)?;
    let states = std::mem::take(&mut *lock(&idle));
    Ok(states)
}

/// A state is pushed back whole or not at all, so that a panic elsewhere leaves the list sound.
fn lock<S>(states: &Mutex<Vec<S>>) -> std::sync::MutexGuard<'_, Vec<S>> {
    states.lock().unwrap_or_else(PoisonError::into_inner)
}
