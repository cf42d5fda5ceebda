//! Where the identity provider and Genesys Cloud disagree about people.
//!
//! Both sides are held against each other at as-of. Whoever is gone there and licensed here costs money; whoever is unknown
//! there is nobody's; and what is changed here in an account that the provider manages is undone by it. An account is
//! managed there where Genesys keeps an id of the provider for it (`users.external_id`).
//!
//! | file | question |
//! |---|---|
//! | `identities` | whom do the lists name, and what do they say of each at as-of? |
//! | `matching` | which account is whose? |
//! | `rows` | what does each side say that the other does not? |
//! | `words` | what should be done about it, and what else must be known? |

mod identities;
mod matching;
mod rows;
mod words;

use std::collections::BTreeMap;

use seatwise_pricing::book::PriceBook;

use crate::{analysis::Analysis, roles::Amount};

pub use identities::{Collected, Identity, IdpRow};
pub use matching::{Ambiguity, Found, Key, Matching};
pub use rows::{DriftRow, Oddity, Price, WhyNot};

/// What kind of disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Gone there, active or licensed here.
    DepartedLicensed,
    /// Suspended there, licensed here.
    SuspendedLicensed,
    /// Active here, not listed there.
    UnknownThere,
    /// Active there and assigned to the app, no account here.
    UnknownHere,
    /// One person, two e-mails.
    EmailChanged,
    /// Something is advised about an account that the provider manages.
    ManagedThere,
    /// Deactivated or deleted here, active there.
    InactiveHereActiveThere,
}

impl Category {
    /// All, in the order of outputs.
    pub const ALL: [Category; 7] = [
        Category::DepartedLicensed,
        Category::SuspendedLicensed,
        Category::UnknownThere,
        Category::UnknownHere,
        Category::EmailChanged,
        Category::ManagedThere,
        Category::InactiveHereActiveThere,
    ];

    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Category::DepartedLicensed => "departed-licensed",
            Category::SuspendedLicensed => "suspended-licensed",
            Category::UnknownThere => "unknown-there",
            Category::UnknownHere => "unknown-here",
            Category::EmailChanged => "email-changed",
            Category::ManagedThere => "managed-there",
            Category::InactiveHereActiveThere => "inactive-here-active-there",
        }
    }

    /// What it says, as a phrase.
    pub fn meaning(self) -> &'static str {
        match self {
            Category::DepartedLicensed => "gone there, active or licensed here",
            Category::SuspendedLicensed => "suspended there, licensed here",
            Category::UnknownThere => "active here, not listed there",
            Category::UnknownHere => "active there and assigned to the app, no account here",
            Category::EmailChanged => "one person, two e-mails",
            Category::ManagedThere => "something is advised, and the provider would undo it",
            Category::InactiveHereActiveThere => "deactivated or deleted here, active there",
        }
    }
}

/// Where the lists come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `idp_users` of the input, which `analyze` reads too.
    Table,
    /// Files named beside the input; `analyze` does not know them.
    Files,
}

/// The people of one category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Rows.
    pub people: u64,
    /// Of them with a base license.
    pub seats: u64,
    /// List price of what they hold.
    pub list: Amount,
    /// Contracted price of what they hold.
    pub contracted: Amount,
}

/// Everything that the two sides disagree about.
pub struct Drift<'a> {
    /// Our side.
    pub analysis: &'a Analysis,
    /// Where theirs comes from.
    pub origin: Origin,
    /// Their side, by list and id or e-mail.
    pub identities: Vec<Identity>,
    /// Which account is whose.
    pub matching: Matching,
    /// Every disagreement, by category, then user id; people without an account by their e-mail.
    pub rows: Vec<DriftRow>,
    /// By category; each is there.
    pub totals: BTreeMap<Category, Total>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

impl<'a> Drift<'a> {
    /// Holds the lists against an analysis. `notes` are those of reading the lists.
    pub fn new(
        analysis: &'a Analysis,
        book: &PriceBook,
        list: Vec<IdpRow>,
        origin: Origin,
        notes: Vec<String>,
    ) -> Drift<'a> {
        let identities = identities::fold(list, analysis.as_of);
        let matching = Matching::new(&analysis.people, &identities);
        let times = analysis.times(book);
        let mut drift =
            Drift { analysis, origin, identities, matching, rows: Vec::new(), totals: BTreeMap::new(), notes };
        drift.rows = rows::rows(&drift, &times);
        drift.totals = totals(&drift);
        let more = words::notes(&drift);
        drift.notes.extend(more);
        drift
    }

    /// Is an account made and changed by the provider?
    pub fn is_managed(&self, user_ix: usize) -> bool {
        self.analysis.people.list[user_ix].external_id.is_some()
    }

    /// Rows of a category.
    pub fn of(&self, category: Category) -> impl Iterator<Item = &DriftRow> {
        self.rows.iter().filter(move |row| row.category == category)
    }

    /// Whom better keys than the e-mail find gone, so that `analyze` does not.
    pub fn departed_beyond_email(&self) -> u64 {
        self.of(Category::DepartedLicensed).filter(|row| row.why_not == Some(WhyNot::ByEmailAlone)).count() as u64
    }
}

fn totals(drift: &Drift<'_>) -> BTreeMap<Category, Total> {
    let mut totals: BTreeMap<Category, Total> = Category::ALL.map(|category| (category, Total::default())).into();
    for row in &drift.rows {
        let total = totals.entry(row.category).or_default();
        total.people += 1;
        total.seats += u64::from(row.user_ix.is_some_and(|ix| drift.analysis.held.now[ix].base.is_some()));
        if let Some(price) = row.price {
            total.list.add(price.list, 1);
            total.contracted.add(price.contracted, 1);
        }
    }
    totals
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
