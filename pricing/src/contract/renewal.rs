//! Renewal: the contract that follows, with every price raised by the uplift.

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use thiserror::Error;

use super::entry::{Line, PriceTerms, Span, StepChange};
use super::{Contract, Price};

/// Why a contract has no renewal.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoRenewal {
    /// It has no last day, or no first one to know its length from.
    #[error("a contract without `start` and `end` has no renewal; give both days")]
    NoTerm,
    /// The uplift is above what the contract allows.
    #[error("an uplift of {uplift} % is above the cap of {cap} %")]
    AboveCap {
        /// What was asked for, in percent.
        uplift: Decimal,
        /// Most that the contract allows, in percent.
        cap: Decimal,
    },
}

impl Contract {
    /// The contract that follows on the day after `end`, as long as this one: what is committed on the last day, every price
    /// that the contract itself names raised by `uplift_percent` (`None` = the agreed one, else no uplift). List prices and
    /// discounts off them stay: the list has its own dates. A ramp and the minimum amount are not raised: no ramp follows,
    /// the minimum stays.
    ///
    /// # Errors
    /// The contract has no term, or the uplift is above its cap.
    pub fn renewed(&self, uplift_percent: Option<Decimal>) -> Result<Contract, NoRenewal> {
        let (start, end) = self.start.zip(self.end).ok_or(NoRenewal::NoTerm)?;
        let uplift = uplift_percent.or(self.uplift_percent).unwrap_or(Decimal::ZERO);
        if let Some(cap) = self.uplift_cap_percent.filter(|cap| uplift > *cap) {
            return Err(NoRenewal::AboveCap { uplift, cap });
        }
        let raise = |price: Decimal| price * (Decimal::ONE_HUNDRED + uplift) / Decimal::ONE_HUNDRED;
        let next = end.checked_add_days(Days::new(1)).ok_or(NoRenewal::NoTerm)?;
        let raised_line = |line: &Line| Line {
            terms: raised(&line.terms, raise),
            overage_price: line.overage_price.map(raise),
            span: Span::default(),
            ..line.clone()
        };
        let raised_price =
            |price: &Price| Price { terms: raised(&price.terms, raise), span: Span::default(), ..price.clone() };
        let lines = self.lines.iter().filter(|line| line.span.contains(end)).map(raised_line).collect();
        let prices = self.prices.iter().filter(|price| price.span.contains(end)).map(raised_price).collect();
        Ok(Contract {
            start: Some(next),
            end: Some(last_day(start, end, next)),
            // The renewal is another paper, not signed yet.
            number: None,
            signed: None,
            ramp_until: None,
            uplift_applied: Some(uplift),
            lines,
            prices,
            ..self.clone()
        })
    }
}

pub(super) fn raised(terms: &PriceTerms, raise: impl Fn(Decimal) -> Decimal) -> PriceTerms {
    let mut terms = terms.clone();
    terms.unit_price = terms.unit_price.map(&raise);
    terms.hourly_price = terms.hourly_price.map(&raise);
    for step in &mut terms.steps {
        if let StepChange::UnitPrice(price) = &mut step.change {
            *price = raise(*price);
        }
    }
    terms
}

/// The last day of a term as long as the one before: whole months where that had whole months, else as many days.
fn last_day(start: NaiveDate, end: NaiveDate, next: NaiveDate) -> NaiveDate {
    let whole_months = (1..=120).find(|months| start.checked_add_months(Months::new(*months)) == Some(next));
    let after = match whole_months {
        Some(months) => next.checked_add_months(Months::new(months)),
        None => next.checked_add_signed(next - start),
    };
    after.and_then(|day| day.pred_opt()).unwrap_or(end)
}
