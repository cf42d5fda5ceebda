//! Who is left alone: exceptions and protected people and roles, from the settings.

use std::collections::HashMap;

use super::{context::Context, guard::Guard};
use crate::settings::ExceptionKind;

/// Everybody whom the settings name, and why they are left alone.
#[derive(Debug, Default)]
pub struct Protection {
    named: HashMap<usize, (Guard, String)>,
}

impl Protection {
    /// Finds the people of exceptions that hold at as-of, and of `protect.users`; the first that names a person counts.
    pub fn new(context: &Context<'_>) -> Protection {
        let today = crate::usage::spans::instant(context.spans.as_of).date_naive();
        let settings = context.settings;
        let mut protection = Protection::default();
        for exception in settings.exceptions.iter().filter(|it| it.until.is_none_or(|until| today <= until)) {
            let until = exception.until.map_or_else(|| "for ever".to_owned(), |until| format!("until {until}"));
            let why = format!("exception {until}: {}", exception.reason);
            protection.add(context, &exception.user, guard(exception.kind), &why);
        }
        for user in &settings.protect_users {
            protection.add(context, user, Guard::Protected, "named in `protect.users`");
        }
        protection
    }

    fn add(&mut self, context: &Context<'_>, user: &str, guard: Guard, why: &str) {
        for ix in context.people.named(user) {
            self.named.entry(ix).or_insert_with(|| (guard, why.to_owned()));
        }
    }

    /// Why a person is left alone, also as a phrase; `None` = not protected.
    pub fn reason(&self, context: &Context<'_>, user_ix: usize) -> Option<(Guard, String)> {
        if let Some(why) = self.named.get(&user_ix) {
            return Some(why.clone());
        }
        let role = context.roles.of(user_ix).find(|role| context.settings.protect_roles.contains(&role.name))?;
        Some((Guard::Protected, format!("holds the protected role `{}`", role.name)))
    }
}

/// The guard that an exception is told as.
fn guard(kind: ExceptionKind) -> Guard {
    match kind {
        ExceptionKind::Leave => Guard::Leave,
        ExceptionKind::TimeOff => Guard::TimeOff,
        ExceptionKind::OnCall => Guard::OnCall,
        ExceptionKind::ServiceAccount => Guard::ServiceAccount,
        ExceptionKind::Other => Guard::Exception,
    }
}
