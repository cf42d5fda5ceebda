//! From a [`Statement`] to a contract and a report of what was understood, what was not, and what to check.

use seatwise_pricing::{
    book::PriceBook,
    contract::{Contract, ContractComments},
};

use super::{
    head, lines,
    statement::{Charge, Statement},
    values::Faults,
};
use crate::ingest::problem::Problems;

/// A contract made from billing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was understood.
    pub contract: Contract,
    /// Where each part of it comes from, as comments of the file.
    pub comments: ContractComments,
    /// What was understood, row by row.
    pub understood: Vec<Understood>,
    /// Rows that are in no line and no price, with the reason.
    pub left_out: Vec<LeftOut>,
    /// What a person must check, in sentences.
    pub to_check: Vec<String>,
}

/// A row that became a line or a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// Id of the product.
    pub product: String,
    /// Name of the charge.
    pub charge: String,
    /// Where it stands.
    pub place: String,
    /// In words, as `400 committed at 148.00, beyond at 170.50`.
    pub terms: String,
}

/// A row that became nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The row.
    pub charge: Charge,
    /// Why.
    pub why: String,
}

impl Draft {
    /// The text of the `contract.toml`.
    pub fn text(&self) -> String {
        // Invariant: billing has no amendments, so that no units are added.
        self.contract.to_toml(&self.comments).expect("a contract without added units can be written")
    }
}

/// Makes a contract of what billing says.
///
/// # Errors
/// Everything that has no meaning as a contract: what contradicts itself is never decided silently.
pub fn draft(statement: &Statement, book: &PriceBook) -> Result<Draft, Problems> {
    let mut faults = Faults::of(&statement.source);
    let mut draft = Draft {
        contract: Contract::none(),
        comments: ContractComments::default(),
        understood: Vec::new(),
        left_out: Vec::new(),
        to_check: statement.remarks.clone(),
    };
    lines::fill(&mut draft, statement, book, &mut faults);
    head::fill(&mut draft, statement, &mut faults);
    if faults.found.is_empty() { Ok(draft) } else { Err(Problems(faults.found)) }
}
