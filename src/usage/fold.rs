//! Runs a plan and folds its rows portion by portion, so that memory is what the fold keeps and no more.

use std::sync::mpsc;

use polars::prelude::*;

/// Portions that may wait for the fold: enough to keep the readers busy, few enough to keep memory flat.
const WAITING: usize = 2;

/// Hands the rows of a plan to `each`, in any order, as they are read by every core.
///
/// # Errors
/// The first of `each`, which stops the plan; else the plan's own.
pub(super) fn fold(plan: LazyFrame, mut each: impl FnMut(&DataFrame) -> PolarsResult<()>) -> PolarsResult<()> {
    let (sender, receiver) = mpsc::sync_channel::<DataFrame>(WAITING);
    std::thread::scope(|scope| {
        let run = scope.spawn(move || {
            // A closed channel means that nobody wants more rows: true stops the plan.
            let callback = PlanCallback::new(move |frame: DataFrame| Ok(sender.send(frame).is_err()));
            plan.sink_batches(callback, false, None)?.collect_with_engine(Engine::Streaming).map(drop)
        });
        let mut outcome = Ok(());
        for frame in &receiver {
            outcome = each(&frame);
            if outcome.is_err() {
                break;
            }
        }
        drop(receiver);
        let plan_outcome = run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        outcome.and(plan_outcome)
    })
}
