//! Never activated, idle, seasonal: what the signs of a person say.

use super::context::Context;
use crate::{
    canonical::rows::{DAY, Micros},
    usage::{people::Person, spans::Span},
};

/// Time since the person was created; `None` = unknown.
pub fn tenure(context: &Context<'_>, person: &Person) -> Option<Micros> {
    person.created_at.map(|created| context.spans.as_of - created)
}

/// Created too recently to say anything?
pub fn in_grace(context: &Context<'_>, user_ix: usize) -> bool {
    let grace = i64::from(context.thresholds(user_ix).grace_days) * DAY;
    tenure(context, &context.people.list[user_ix]).is_some_and(|tenure| tenure < grace)
}

/// No sign ever, although signs would have been seen. A login after as-of is one: it may have overwritten those before.
pub fn never_activated(context: &Context<'_>, user_ix: usize) -> bool {
    let life = &context.lives[user_ix];
    if life.latest.is_some() || life.login_after || !context.has_rows() || !context.coverage.shows_life() {
        return false;
    }
    let grace = i64::from(context.thresholds(user_ix).grace_days) * DAY;
    let before = Span { from: Micros::MIN / 2, to: context.spans.as_of };
    match tenure(context, &context.people.list[user_ix]) {
        Some(tenure) => tenure >= grace,
        None => context.coverage.of_signs().within(before) >= grace,
    }
}

/// The latest sign lies `idle_days` or more before as-of.
pub fn idle(context: &Context<'_>, user_ix: usize) -> bool {
    let limit = i64::from(context.thresholds(user_ix).idle_days) * DAY;
    context.lives[user_ix].latest.is_some_and(|(at, _)| context.spans.as_of - at >= limit)
}

/// Away now and at the same time last year, but back right after that.
pub fn seasonal(context: &Context<'_>, user_ix: usize) -> bool {
    let (life, spans) = (&context.lives[user_ix], &context.windows.of(user_ix).spans);
    let created_before = context.people.list[user_ix].created_at.is_some_and(|created| created < spans.last_year.from);
    let cover = context.coverage.of_signs();
    created_before
        && !life.in_window
        && !life.last_year
        && life.after_last_year
        && cover.completes(spans.last_year)
        && cover.completes(spans.after_last_year)
}
