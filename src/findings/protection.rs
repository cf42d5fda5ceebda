//! Who is left alone: exceptions and protected people and roles, from the settings.

use std::collections::HashMap;

use super::context::Context;

/// Everybody whom the settings name, and why they are left alone.
#[derive(Debug, Default)]
pub struct Protection {
    named: HashMap<usize, String>,
}

impl Protection {
    /// Finds the people of exceptions that hold at as-of, and of `protect.users`; the first that names a person counts.
    pub fn new(context: &Context<'_>) -> Protection {
        let today = crate::usage::spans::instant(context.spans.as_of).date_naive();
        let settings = context.settings;
        let mut protection = Protection::default();
        for exception in settings.exceptions.iter().filter(|it| it.until.is_none_or(|until| today <= until)) {
            let until = exception.until.map_or_else(|| "for ever".to_owned(), |until| format!("until {until}"));
            protection.add(context, &exception.user, &format!("exception {until}: {}", exception.reason));
        }
        for user in &settings.protect_users {
            protection.add(context, user, "named in `protect.users`");
        }
        protection
    }

    fn add(&mut self, context: &Context<'_>, user: &str, why: &str) {
        for ix in context.people.named(user) {
            self.named.entry(ix).or_insert_with(|| why.to_owned());
        }
    }

    /// Why a person is left alone, as a phrase; `None` = not protected.
    pub fn reason(&self, context: &Context<'_>, user_ix: usize) -> Option<String> {
        if let Some(why) = self.named.get(&user_ix) {
            return Some(why.clone());
        }
        let role = context.roles.of(user_ix).find(|role| context.settings.protect_roles.contains(&role.name))?;
        Some(format!("holds the protected role `{}`", role.name))
    }
}
