//! A part of a line as a row: its words, its ids, its costs.

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{Charge, ChargeKind, PeriodBill},
    book::SeatModel,
    tariff::{Commitment, TariffProduct},
};
use seatwise_reports::focus::{
    Account, Amount, Applied, Category, CommitmentUse, CostAndUsage, Costs, Frequency, Own, Pricing, PricingCategory,
    Service, Sku, Span, Status, SubAccount,
};

use super::{
    Options,
    commitments::Agreement,
    words::{consumed_unit, kind, pricing_unit, slug},
};
use crate::{
    allocation::{By, Part, PartKind, end_of},
    analysis::Analysis,
};

/// What every row of a bill needs to know.
pub(super) struct Context<'a> {
    analysis: &'a Analysis,
    bill: &'a PeriodBill,
    pub(super) account: Account,
    by: Option<By>,
    /// The contract's paper; `None` = not known.
    agreement: Option<&'a Agreement<'a>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        analysis: &'a Analysis,
        bill: &'a PeriodBill,
        options: Options<'_>,
        agreement: Option<&'a Agreement<'a>>,
    ) -> Context<'a> {
        let name = analysis.organization.clone().filter(|name| !name.trim().is_empty());
        let id = options.billing_account.map(str::to_owned);
        let account = Account {
            id: id.or_else(|| name.as_deref().map(slug)).unwrap_or_else(|| "genesys-cloud".to_owned()),
            name: name.unwrap_or_else(|| "Genesys Cloud organization".to_owned()),
        };
        Context { analysis, bill, account, by: options.by, agreement }
    }

    pub(super) fn row(&self, charge: &Charge, part: &Part, group: Option<&str>) -> CostAndUsage {
        let period = self.bill.period;
        let billing_period = Span { from: period.from, to: period.to };
        let end = match part.kind {
            PartKind::Purchase { periods, .. } => end_of(period, self.analysis.contract.period_anchor_day, periods),
            _ => period.to,
        };
        let pricing = self.pricing(charge, part);
        CostAndUsage {
            account: self.account.clone(),
            sub_account: self.by.zip(group).map(|(by, group)| sub_account(by, group)),
            currency: self.bill.currency.code().to_owned(),
            billing_period,
            charge_period: Span { to: end, ..billing_period },
            category: category(part.kind),
            frequency: frequency(part.kind),
            description: format!("{}: {}", charge.name, self.words(charge, part.kind)),
            costs: costs(part, pricing.as_ref()),
            consumed: is_used(part.kind).then(|| Amount { quantity: part.quantity, unit: consumed_unit(&charge.unit) }),
            commitment: self.commitment(charge, part),
            service: if charge.kind == ChargeKind::Tokens { Service::Ai } else { Service::Cx },
            sku: (part.kind != PartKind::Minimum).then(|| self.sku(charge, part.kind)),
            pricing,
            tags: self
                .by
                .zip(group)
                .map(|(by, group)| (by.as_str().to_owned(), group.to_owned()))
                .into_iter()
                .collect(),
            own: Own {
                charge_kind: charge.kind.as_str().to_owned(),
                price_source: charge.origin.source.as_str().to_owned(),
                price_since: charge.origin.since,
                period_is_over: self.analysis.period_is_over(),
            },
        }
    }

    fn pricing(&self, charge: &Charge, part: &Part) -> Option<Pricing> {
        let is_committed = matches!(part.kind, PartKind::Used { .. } | PartKind::Unused { .. });
        (part.kind != PartKind::Minimum).then(|| Pricing {
            amount: Amount { quantity: part.quantity, unit: pricing_unit(&charge.unit) },
            list_unit_price: part.list_price,
            contracted_unit_price: part.price,
            category: if is_committed { PricingCategory::Committed } else { PricingCategory::Standard },
        })
    }

    fn product(&self, charge: &Charge) -> Option<&TariffProduct> {
        product(self.analysis, charge)
    }

    /// The commitment with this place among those of the charge; those of no units have no row.
    fn committed(&self, charge: &Charge, place: usize) -> Option<&Commitment> {
        self.product(charge)?.commitments.iter().filter(|own| own.units > 0).nth(place)
    }

    fn commitment(&self, charge: &Charge, part: &Part) -> Option<CommitmentUse> {
        let (place, status) = match part.kind {
            PartKind::Purchase { commitment, .. } => (commitment, None),
            PartKind::Used { commitment } => (commitment, Some(Status::Used)),
            PartKind::Unused { commitment } => (commitment, Some(Status::Unused)),
            PartKind::Beyond | PartKind::Free | PartKind::Minimum => return None,
        };
        let amendment = self.committed(charge, place).and_then(|own| own.amendment.as_deref());
        let id = format!("{}/{}/{}", self.account.id, charge.id, amendment.map_or("contract".to_owned(), slug));
        Some(CommitmentUse {
            id,
            name: format!("{}: {}", charge.name, amendment.unwrap_or("contract")),
            kind: kind(self.analysis.contract.subscription).to_owned(),
            amount: Amount { quantity: part.quantity, unit: pricing_unit(&charge.unit) },
            status,
            applied: status.and_then(|_| self.applied(charge, place, part.quantity)),
        })
    }

    /// How much of the line of the contract; nothing where its paper is not known.
    fn applied(&self, charge: &Charge, place: usize, quantity: Decimal) -> Option<Applied> {
        let agreement = self.agreement?;
        let commitment = agreement.id(self.committed(charge, place)?.line)?;
        let amount = Amount { quantity, unit: consumed_unit(&charge.unit) };
        Some(Applied { contract: agreement.number.to_owned(), commitment, amount })
    }

    fn sku(&self, charge: &Charge, kind: PartKind) -> Sku {
        let model = self.model(charge);
        let price = match kind {
            PartKind::Purchase { commitment, .. } | PartKind::Used { commitment } | PartKind::Unused { commitment } => {
                let amendment = self.committed(charge, commitment).and_then(|own| own.amendment.as_deref());
                amendment.map_or("committed".to_owned(), |name| format!("committed/{}", slug(name)))
            }
            PartKind::Free => "free".to_owned(),
            PartKind::Beyond | PartKind::Minimum => "on-demand".to_owned(),
        };
        let mut details = vec![("x_Model".to_owned(), model.to_owned())];
        let status = charge.origin.entry.as_ref().map(|entry| entry.status.as_str().to_owned());
        details.extend(status.map(|status| ("x_ListPriceStatus".to_owned(), status)));
        Sku {
            id: charge.id.clone(),
            price_id: format!("{}/{model}/{price}", charge.id),
            meter: self.meter(charge),
            details,
        }
    }

    /// How units are counted and billed.
    fn model(&self, charge: &Charge) -> &'static str {
        match (charge.kind, self.product(charge)) {
            (ChargeKind::Seats(_), Some(product)) => product.model.as_str(),
            (ChargeKind::Hours(_), _) => "hourly-interacting",
            _ => "metered",
        }
    }

    fn meter(&self, charge: &Charge) -> String {
        let model = self.product(charge).map(|product| product.model);
        match (charge.kind, charge.unit.as_str(), model) {
            (ChargeKind::Hours(_), ..) => "Hours of interaction".to_owned(),
            (ChargeKind::Tokens, ..) => "AI tokens".to_owned(),
            (ChargeKind::Seats(_), "seat", Some(SeatModel::Concurrent)) => "Concurrent seats".to_owned(),
            (ChargeKind::Seats(_), "seat", _) => "Named seats".to_owned(),
            (ChargeKind::Seats(_), "hour", _) => "Hours logged in".to_owned(),
            (ChargeKind::Seats(_), "device", _) => "Devices".to_owned(),
            _ => charge.name.clone(),
        }
    }

    /// Which part of the line, in words.
    fn words(&self, charge: &Charge, kind: PartKind) -> String {
        let has_commitment = self.committed(charge, 0).is_some();
        match kind {
            PartKind::Purchase { periods, in_advance: true, .. } => {
                format!("committed, paid for {periods} periods in advance")
            }
            PartKind::Purchase { .. } => "committed, used or not".to_owned(),
            PartKind::Used { .. } => "used within the commitment".to_owned(),
            PartKind::Unused { .. } => "committed and not used".to_owned(),
            PartKind::Beyond if self.product(charge).is_some_and(TariffProduct::is_billed_in_tokens) => {
                "billed in AI tokens".to_owned()
            }
            PartKind::Beyond if has_commitment => "beyond the commitment".to_owned(),
            PartKind::Beyond if charge.kind == ChargeKind::FairUse => "beyond fair use".to_owned(),
            PartKind::Beyond => "without commitment".to_owned(),
            PartKind::Free => "free or included".to_owned(),
            PartKind::Minimum => "what is missing to it".to_owned(),
        }
    }
}

/// The product behind a charge; fair use and the minimum have none.
pub(super) fn product<'a>(analysis: &'a Analysis, charge: &Charge) -> Option<&'a TariffProduct> {
    match charge.kind {
        ChargeKind::Seats(ix) | ChargeKind::Hours(ix) => Some(analysis.tariff.product(ix)),
        ChargeKind::Tokens => analysis.tariff.token_product(),
        ChargeKind::FairUse | ChargeKind::Minimum => None,
    }
}

/// Invariant: prices have at most ten decimals and quantities six, so products are exact.
fn costs(part: &Part, pricing: Option<&Pricing>) -> Costs {
    let Part { billed, effective, .. } = *part;
    let Some(pricing) = pricing else { return Costs { billed, effective, list: effective, contracted: effective } };
    let of = |price: Decimal| price * pricing.amount.quantity;
    let contracted = of(pricing.contracted_unit_price);
    Costs { billed, effective, list: pricing.list_unit_price.map_or(contracted, of), contracted }
}

fn category(kind: PartKind) -> Category {
    match kind {
        PartKind::Purchase { .. } => Category::Purchase,
        PartKind::Minimum => Category::Adjustment,
        PartKind::Used { .. } | PartKind::Unused { .. } | PartKind::Beyond | PartKind::Free => Category::Usage,
    }
}

fn frequency(kind: PartKind) -> Frequency {
    match kind {
        PartKind::Purchase { in_advance: true, .. } => Frequency::OneTime,
        PartKind::Beyond | PartKind::Free => Frequency::UsageBased,
        PartKind::Purchase { .. } | PartKind::Used { .. } | PartKind::Unused { .. } | PartKind::Minimum => {
            Frequency::Recurring
        }
    }
}

fn is_used(kind: PartKind) -> bool {
    matches!(kind, PartKind::Used { .. } | PartKind::Beyond | PartKind::Free)
}

fn sub_account(by: By, group: &str) -> SubAccount {
    SubAccount { id: format!("{}/{group}", by.as_str()), name: group.to_owned(), kind: by.title().to_owned() }
}
