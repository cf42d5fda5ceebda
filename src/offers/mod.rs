//! Offers: the cheapest cover for everybody, what else would do and why it loses, and the choices of the whole organization.
//!
//! Reads the analysis and what every period used, and decides nothing: what is enough for a person is what `findings` says,
//! word for word. Amounts are contracted prices per head and month, unless they are called bills. Every figure with an
//! example worked by hand: `docs/OFFERS.md`.
//!
//! | file | question |
//! |---|---|
//! | `people` | who needs what, and why; what would do, and why not? |
//! | `duels` | a base with an add-on against a dearer base; a digital base against the full one |
//! | `top` | the base that includes everything against the one below with what it lacks |
//! | `hourly` | who may be billed by time on interactions, who is barred by which role, when is it cheaper? |
//! | `models` | the organization by people and by peaks: bills, and what changes for allowances |

pub mod duels;
pub mod hourly;
pub mod models;
pub mod people;
#[cfg(test)]
mod tests;
pub mod top;

use rust_decimal::Decimal;
use seatwise_pricing::{book::PriceBook, compare::BillingModel};

use crate::analysis::{Analysis, compare::Comparison, history::History};

pub use duels::{Duel, Side, Topic};
pub use hourly::{Barrier, Hourly, HourlyPerson, Standing};
pub use models::{Included, ModelSide, Models, Pool};
pub use people::{Group, Outcome, People, PersonOffer};
pub use top::{TopRow, TopTier};

/// Everything that `seatwise offers` says.
pub struct OfferReport<'a> {
    /// What it is made from.
    pub analysis: &'a Analysis,
    /// Everybody with a base, in groups of the same products and needs.
    pub people: People<'a>,
    /// Bases with an add-on, and digital bases, against another base.
    pub duels: Vec<Duel>,
    /// The base that brings tokens; `None` = nobody needs what only it includes, or the book has none.
    pub top: Option<TopTier>,
    /// Billed by time on interactions.
    pub hourly: Hourly<'a>,
    /// People or peaks; `None` = no period tells of both.
    pub models: Option<Models>,
}

/// A price that the contract does not have: model, product, price.
pub type ExtraPrice = (BillingModel, String, Decimal);

impl<'a> OfferReport<'a> {
    /// Looks at everybody. `comparison` is that of `price compare`, by people and by peaks.
    pub fn new(
        analysis: &'a Analysis,
        book: &PriceBook,
        history: &History,
        comparison: &Comparison,
        prices: &[ExtraPrice],
    ) -> OfferReport<'a> {
        let people = People::new(analysis, book);
        let duels = duels::duels(&people);
        let top = top::top(&people, book, history);
        let hourly = Hourly::new(&people, book, history, prices);
        let models = Models::new(book, history, comparison);
        OfferReport { analysis, people, duels, top, hourly, models }
    }
}
