//! The admin's worklist: whom to change, why, what proves it, the smallest safe change, whom to ask, what would break.
//!
//! Everything comes from the analysis and the proposals for roles; nothing is decided here. What the report shows is put into
//! a plain value ([`seatwise_reports::report::Report`]); what goes to others (the sheet for managers, the request to the
//! account team, a file for the console's people import) is made beside it. Column by column: `docs/ADMIN.md`.
//!
//! | file | question |
//! |---|---|
//! | `item` | one recommendation as a row |
//! | `proof` | why this tier, and what proves that it is not needed? |
//! | `way` | what is the smallest safe change, and what leads back? |
//! | `steps` | a proposal for roles, as steps for one person |
//! | `ask` | who has to be asked, what would break, when does it become money? |
//! | `strays` | which answers belong to nothing of today? |
//! | `request` | what only the account team can do |
//! | `files` | the files beside the report |
//! | `pages` | the sections of the report |

mod ask;
mod files;
mod item;
mod pages;
mod proof;
mod request;
mod steps;
mod strays;
mod way;

use seatwise_pricing::book::PriceBook;
use seatwise_reports::report::Report;

use crate::{
    analysis::{Analysis, Whole},
    overview::names::{Names, Pseudonyms},
    roles::{self, RoleReport},
};

use item::Item;

/// What the report and its files are made from.
pub struct Worklist<'a> {
    analysis: &'a Analysis,
    /// What a whole period bills and needs: a commitment is not asked for by half a one.
    whole: Whole,
    names: Names<'a>,
    /// What roles cost, and the proposals for them: the proven ways.
    roles: RoleReport<'a>,
    /// A row per recommendation, by manager, division, department, code, user id.
    items: Vec<Item>,
}

impl<'a> Worklist<'a> {
    /// Puts together what is known of every recommendation; with `pseudonyms` nobody is named.
    pub fn new(
        analysis: &'a Analysis,
        whole: Whole,
        book: &PriceBook,
        pseudonyms: Option<&'a Pseudonyms>,
    ) -> Worklist<'a> {
        let roles = roles::report(analysis, book);
        let names = Names::new(&analysis.people, pseudonyms);
        let items = item::items(analysis, &names, &roles.plan);
        Worklist { analysis, whole, names, roles, items }
    }

    /// The report.
    pub fn report(&self) -> Report {
        pages::report(self)
    }

    /// The files beside the report, by the stem of its name.
    ///
    /// # Errors
    /// Never for memory; the writer of CSV is asked all the same.
    pub fn files(&self, stem: &str) -> Result<Vec<(String, Vec<u8>)>, csv::Error> {
        files::files(self, stem)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
