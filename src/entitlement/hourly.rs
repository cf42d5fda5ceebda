//! Who is billed by interaction time instead of a seat: the model held last in the period wins (`docs/RULES.md`, "What a
//! period bills").
//!
//! Two things say so: a license of the product `hourly-interacting`, or a role with the very permission. Whoever has a
//! disqualifying permission beside it loses the hourly license ([`super::disqualifying`]).

use seatwise_pricing::{
    book::ProductKind,
    contract::Model,
    rate::BilledBy,
    tariff::{ProductIx, Tariff},
};

use super::{
    disqualifying::Disqualifying,
    held::LicenseRow,
    roles::{Role, Roles},
};
use crate::{canonical::rows::Micros, usage::spans::Spans};

/// The permission that makes a person hourly, <https://help.mypurecloud.com/articles/genesys-cloud-user-hour-pricing>.
const PERMISSION: &str = "billing:user:hourlyInteracting";

/// How everybody is billed in the period, by person number. In an organization that is billed by hours logged in there is
/// no other hour.
pub fn billed_by(rows: &[LicenseRow], roles: &Roles, people: usize, tariff: &Tariff, spans: &Spans) -> Vec<BilledBy> {
    if tariff.model() == Model::HourlyLoggedIn {
        return vec![BilledBy::Seat; people];
    }
    let kind = |ix: ProductIx| tariff.product(ix).kind;
    let mut until: Vec<(Micros, Micros)> = vec![(Micros::MIN, Micros::MIN); people];
    for row in rows {
        let (from, to) = (row.from.unwrap_or(Micros::MIN), row.to.unwrap_or(Micros::MAX));
        if from > spans.as_of || from >= to || to <= spans.period.from {
            continue;
        }
        // Held at as-of is held last, whenever it ends.
        let last = to.min(spans.as_of + 1);
        let (hour, seat) = &mut until[row.user_ix];
        match tariff.ix_of_license(&row.license_id).map(kind) {
            Some(ProductKind::Model) => *hour = last.max(*hour),
            Some(ProductKind::Base) => *seat = last.max(*seat),
            _ => {}
        }
    }
    let permitted = permitted(roles);
    let by = |(user_ix, (hour, seat)): (usize, (Micros, Micros))| {
        let by_license = hour > Micros::MIN && hour >= seat;
        let by_role = !permitted.is_empty() && has_permission(roles, user_ix, &permitted);
        if by_license || by_role { BilledBy::Hour } else { BilledBy::Seat }
    };
    until.into_iter().enumerate().map(by).collect()
}

/// By role number: has it the permission, has it a disqualifying one? Empty where no role has the permission.
fn permitted(roles: &Roles) -> Vec<(bool, bool)> {
    let permits = |role: &Role| role.permissions.iter().any(|permission| permission == PERMISSION);
    if !roles.list.iter().any(permits) {
        return Vec::new();
    }
    let list = Disqualifying::embedded();
    roles.list.iter().map(|role| (permits(role), !list.among(&role.permissions).is_empty())).collect()
}

fn has_permission(roles: &Roles, user_ix: usize, permitted: &[(bool, bool)]) -> bool {
    let own = || roles.of_person[user_ix].iter().map(|number| permitted[*number as usize]);
    own().any(|(permits, _)| permits) && !own().any(|(_, disqualifies)| disqualifies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::spans::Span;
    use seatwise_pricing::{book::PriceBook, contract::Contract};

    const AS_OF: Micros = 1_000;

    fn row(license_id: &str, from: Micros, to: Option<Micros>) -> LicenseRow {
        LicenseRow { user_ix: 0, license_id: license_id.to_owned(), from: Some(from), to }
    }

    fn check(rows: &[LicenseRow], permissions: &[&str], expected: BilledBy) {
        let tariff = Tariff::new(
            &PriceBook::embedded(),
            &Contract::none(),
            "2026-10-31".parse().expect("a date"),
            std::iter::empty(),
        );
        let nowhere = Span { from: 0, to: 0 };
        let spans = Spans {
            as_of: AS_OF,
            window: nowhere,
            period: Span { from: 100, to: 2_000 },
            last_year: nowhere,
            after_last_year: nowhere,
        };
        let role = Role {
            role_id: "r".to_owned(),
            name: "r".to_owned(),
            permissions: permissions.iter().map(|permission| (*permission).to_owned()).collect(),
            needs: Default::default(),
            derived: true,
            unplaced: Vec::new(),
        };
        let roles = Roles { list: vec![role], of_person: vec![vec![0]], ..Roles::default() };
        assert_eq!(billed_by(rows, &roles, 1, &tariff, &spans), [expected], "{rows:?}, {permissions:?}");
    }

    #[test]
    fn the_model_held_last_in_the_period_wins() {
        let seat = row("cloudCX1", 0, None);
        check(std::slice::from_ref(&seat), &[], BilledBy::Seat);
        check(&[seat.clone(), row("hourly-interacting", 999, None)], &[], BilledBy::Hour);
        check(&[seat.clone(), row("hourly-interacting", 1_001, None)], &[], BilledBy::Seat);
        check(&[seat.clone(), row("hourly-interacting", 0, Some(999))], &[], BilledBy::Seat);
        check(&[row("cloudCX1", 0, Some(500)), row("hourly-interacting", 0, Some(500))], &[], BilledBy::Hour);
        check(&[row("cloudCX1", 0, Some(500)), row("hourly-interacting", 0, Some(100))], &[], BilledBy::Seat);
    }

    #[test]
    fn the_permission_counts_as_such_and_not_beside_a_disqualifying_one() {
        let seat = [row("cloudCX1", 0, None)];
        check(&seat, &["conversation:call:accept", PERMISSION], BilledBy::Hour);
        check(&seat, &["*:*:*"], BilledBy::Seat);
        check(&seat, &["billing:*:*"], BilledBy::Seat);
        check(&seat, &["*:*:*", PERMISSION], BilledBy::Seat);
        check(&seat, &["wfm:schedule:view", PERMISSION], BilledBy::Seat);
        check(&seat, &["quality:*:*", PERMISSION], BilledBy::Seat);
    }
}
