//! Answers of managers to recommendations: a `keep` holds one back while its cool-down lasts, a `forego` agrees to it.

use chrono::NaiveDate;
use seatwise_pricing::tariff::ProductIx;

use super::{code::Advice, context::Context, guard::Guard, id::recommendation_id};
use crate::{
    answers::{Answer, Known, Word},
    usage::spans::instant,
};

/// The answers that are known at as-of.
#[derive(Debug)]
pub struct Answered<'a> {
    known: Known<'a>,
    today: NaiveDate,
    cooldown_days: u32,
}

/// A manager's `forego`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Day of the report that asked.
    pub on: NaiveDate,
    /// Who agreed; `None` = not named.
    pub manager: Option<String>,
}

impl<'a> Answered<'a> {
    /// Those of the settings.
    pub fn new(context: &Context<'a>) -> Answered<'a> {
        let today = instant(context.spans.as_of).date_naive();
        let settings = context.settings;
        Answered { known: Known::new(&settings.answers, today), today, cooldown_days: settings.cooldown_days }
    }

    /// The answer to a recommendation about a person.
    pub fn to(
        &self,
        context: &Context<'_>,
        user_ix: usize,
        code: Advice,
        (from, to): (&[ProductIx], &[ProductIx]),
    ) -> Option<&'a Answer> {
        if self.known.is_empty() {
            return None;
        }
        let user_id = &context.people.list[user_ix].user_id;
        self.known.to(&recommendation_id(context.tariff, code, user_id, from, to), user_id)
    }

    /// Why the recommendation is not made; `None` = nothing was kept, or the cool-down is over.
    pub fn keep(&self, answer: &Answer) -> Option<(Guard, String)> {
        let last = answer.last_day(self.cooldown_days);
        let holds = answer.answer == Word::Keep && self.today <= last;
        let reason = answer.reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
        holds.then(|| (Guard::AnsweredKeep, format!("answered `keep` on {}, until {last}{reason}", answer.proposed_on)))
    }

    /// What is agreed to; `None` = nothing is.
    pub fn agreed(answer: &Answer) -> Option<Agreed> {
        (answer.answer == Word::Forego).then(|| Agreed { on: answer.proposed_on, manager: answer.manager.clone() })
    }
}
