//! Who is left alone: exceptions and protected people and roles, from the settings.

use super::context::Context;
use crate::settings::names;

/// Why a person is left alone, as a phrase; `None` = not protected.
pub fn reason(context: &Context<'_>, user_ix: usize) -> Option<String> {
    let person = &context.people.list[user_ix];
    let today = crate::usage::spans::instant(context.spans.as_of).date_naive();
    let settings = context.settings;
    if let Some(exception) = settings
        .exceptions
        .iter()
        .find(|exception| names(&exception.user, person) && exception.until.is_none_or(|until| today <= until))
    {
        let until = exception.until.map_or_else(|| "for ever".to_owned(), |until| format!("until {until}"));
        return Some(format!("exception {until}: {}", exception.reason));
    }
    if settings.protect_users.iter().any(|user| names(user, person)) {
        return Some("named in `protect.users`".to_owned());
    }
    let role = context.roles.of(user_ix).find(|role| settings.protect_roles.contains(&role.name))?;
    Some(format!("holds the protected role `{}`", role.name))
}
