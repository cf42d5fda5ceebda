//! What the identity provider says: of the people of the organization, and of some who have no account in it.
//!
//! Most of it agrees with the account. What does not: people who married or moved to another domain, contractors whom nobody
//! entered there, leavers whose account was closed before they had signed out, app assignments without an account.

use super::Organization;
use super::calendar::{AS_OF, END_DAY, midnight};
use super::dice::{Dice, Purpose};
use super::life::Life;
use super::names;
use super::person::Person;
use crate::canonical::rows::{DAY, IdpUserRow, Micros, Row, RowSink};

/// The list that all rows come from.
const SOURCE: &str = "okta";

/// Of 10,000 people at work so many have another e-mail at the provider, and so many are not listed there.
const RENAMED: u32 = 60;
const UNLISTED: u32 = 40;
/// Index of the stream of people without an account; above those of people, teams and days.
const OTHERS: u64 = 1 << 42;

/// How the provider's entry of a person differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drift {
    Agrees,
    /// Another family name and e-mail.
    Married,
    /// Another domain.
    Moved,
    /// Another domain, and no employee number: only the name is left to find the account by.
    MovedWithoutNumber,
    /// No entry.
    Unlisted,
}

/// The provider's id of a person that Genesys Cloud keeps: of accounts that it makes and changes by SCIM.
pub(super) fn external_id(organization: &Organization, person: &Person) -> Option<String> {
    let drift = drift(person, &mut dice(organization, person));
    (person.single_sign_on && is_listed(person, drift)).then(|| id(person.choice, person.index))
}

/// Pushes the row of a person; accounts of programs and screens, and second accounts, are not listed there.
pub(super) fn push(organization: &Organization, person: &Person, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let mut dice = dice(organization, person);
    let drift = drift(person, &mut dice);
    if !is_listed(person, drift) {
        return Ok(());
    }
    let (status, changed_at, assigned) = standing(person, &mut dice);
    let (name, email) = names_there(organization, person, drift);
    let employee_id = person.employee_id.as_deref().filter(|_| drift != Drift::MovedWithoutNumber);
    rows.push(Row::IdpUser(IdpUserRow {
        email: &email,
        status,
        changed_at: changed_at.map(|at| at.min(AS_OF)),
        name: Some(&name),
        employee_id,
        external_id: Some(&id(person.choice, person.index)),
        assigned: Some(assigned),
        source: Some(SOURCE),
    }))
}

/// Pushes people who have no account: some are assigned to the app all the same, the rest has nothing to do with it.
pub(super) fn push_others(organization: &Organization, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let mut dice = Dice::new(organization.seed, OTHERS + u64::from(organization.number), Purpose::Identity);
    let (assigned, others) = (1 + organization.people / 400, 2 + organization.people / 50);
    for number in 0..assigned + others {
        let index = organization.people + number;
        // From the far end, so that nobody has the name of a colleague.
        let (name, address) = names::name(names::CAPACITY - 1 - u64::from(number));
        let choice = dice.below(1 << 20);
        rows.push(Row::IdpUser(IdpUserRow {
            email: &format!("{address}.{index:05}@{}", organization.domain()),
            status: "active",
            changed_at: Some(midnight(END_DAY - dice.between(2, 900))),
            name: Some(&name),
            employee_id: Some(&format!("E{:07}", 1_000_000 + index)),
            external_id: Some(&id(choice, index)),
            assigned: Some(number < assigned),
            source: Some(SOURCE),
        }))?;
    }
    Ok(())
}

fn dice(organization: &Organization, person: &Person) -> Dice {
    Dice::new(organization.seed, organization.global(person.index), Purpose::Identity)
}

/// An id as Okta makes them: 20 letters, no two alike.
fn id(choice: u32, index: u32) -> String {
    format!("00u{choice:07}{index:010}")
}

/// The people at places 26 to 29 have a case each, so that 60 people have every one.
fn drift(person: &Person, dice: &mut Dice) -> Drift {
    let (renamed, unlisted, kind) = (dice.chance(RENAMED), dice.chance(UNLISTED), dice.below(3));
    if person.life != Life::Working || person.is_master_admin() {
        return Drift::Agrees;
    }
    let kinds = [Drift::Married, Drift::Moved, Drift::MovedWithoutNumber];
    match person.index {
        27 => Drift::Married,
        28 => Drift::Moved,
        29 => Drift::Unlisted,
        26 => Drift::MovedWithoutNumber,
        _ if renamed => kinds[kind as usize],
        _ if unlisted => Drift::Unlisted,
        _ => Drift::Agrees,
    }
}

fn is_listed(person: &Person, drift: Drift) -> bool {
    !person.is_service() && !person.is_wallboard() && person.life != Life::Duplicate && drift != Drift::Unlisted
}

/// Status there, since when, and whether the person is assigned to the app.
fn standing(person: &Person, dice: &mut Dice) -> (&'static str, Option<Micros>, bool) {
    let gone = midnight(person.employment.to);
    let (early, days, kept) = (dice.chance(1_600), dice.between(1, 4), dice.chance(5_000));
    match person.life {
        Life::Departed | Life::Deleted => ("deprovisioned", Some(gone), false),
        // Not every leaver's account is closed as it should be.
        Life::Leaver | Life::Rehired if person.choice.is_multiple_of(7) => ("active", person.held_from, kept),
        // Closed while the person was still signed in here.
        Life::Leaver if early || person.index == 7 => ("deprovisioned", Some(gone - Micros::from(days) * DAY), false),
        Life::Leaver | Life::Rehired => ("deprovisioned", Some(gone), false),
        Life::OnLeave => ("suspended", Some(gone), true),
        _ => ("active", person.held_from, true),
    }
}

/// Name and e-mail as the provider has them.
fn names_there(organization: &Organization, person: &Person, drift: Drift) -> (String, String) {
    let (name, email) = (person.name.clone(), person.email.clone());
    let domain = organization.domain();
    match drift {
        Drift::Agrees | Drift::Unlisted => (name, email),
        Drift::Moved | Drift::MovedWithoutNumber => (name, email.replace(&domain, &format!("mail.{domain}"))),
        Drift::Married => {
            let (partner, address) = names::name(u64::from(person.index) + 11);
            let given = |text: &str, mark: char| text.split(mark).next().unwrap_or_default().to_owned();
            let family = |text: &str, mark: char| text.rsplit(mark).next().unwrap_or_default().to_owned();
            let name = format!("{} {}", given(&name, ' '), family(&partner, ' '));
            let address = format!("{}.{}", given(&email, '.'), family(&address, '.'));
            (name, format!("{address}.{:05}@{domain}", person.index))
        }
    }
}
