//! The key figures: shares and ratios of the month.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{
        Block, Figure,
        FigureSource::{Less, Ratio},
        Part, Section, Sentence, Value,
    },
    says,
};

use super::Facts;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let keys = &facts.keys;
    let effective = facts.effective();
    let figure = |id, label: &str, value, detail: Sentence| Figure::new(id, label, value).with(detail);
    let price = |amount: Option<Decimal>| Value::Price(amount);
    let mut figures = vec![
        figure("utilization", "Utilization", Value::Share(keys.utilization), says!["active people by seats billed"])
            .from(Ratio(Part::Figure("people_active"), Part::Figure("seats_billed"))),
        figure(
            "idle_share",
            "Idle share",
            Value::Share(keys.idle_share),
            says!["seats to give back by seats assigned"],
        ),
        figure("over_tier_share", "Over-tiered share", Value::Share(keys.over_tier_share), says!["by seats assigned"]),
        figure(
            "cost_per_active_person",
            "Cost per active person",
            price(keys.cost_per_active),
            says!["effective cost ", Value::Amount(effective)],
        )
        .from(Ratio(Part::Figure("effective_cost"), Part::Figure("people_active"))),
        figure(
            "cost_per_handled_hour",
            "Cost per handled hour",
            price(keys.cost_per_handled_hour),
            says![Value::Quantity(keys.handled_hours), " hours of interactions"],
        ),
        figure(
            "effective_discount",
            "Effective discount",
            Value::Share(keys.effective_discount),
            says!["contracted against list, where both are known"],
        )
        .from(Less(Part::total("costs", "list_cost"), Part::total("costs", "contracted_cost"))),
        figure(
            "commitment_coverage",
            "Commitment coverage",
            Value::Share(keys.commitment_coverage),
            says!["units within a commitment by units counted, base products"],
        ),
        figure(
            "commitment_use",
            "Commitment use",
            Value::Share(keys.commitment_use),
            says!["units within a commitment by units committed, base products"],
        ),
        figure(
            "overage_share",
            "Overage share",
            Value::Share(keys.overage_share),
            says!["beyond commitments by effective cost"],
        )
        .from(Ratio(Part::Figure("overage"), Part::Figure("effective_cost"))),
    ];
    if facts.monthly.analysis.tokens.is_some() {
        let says = says!["consumed by free and committed tokens"];
        figures.push(
            figure("token_use", "Token use", Value::Share(keys.token_use), says)
                .from(Ratio(Part::Figure("tokens_consumed"), Part::Figure("tokens_included"))),
        );
    }
    if facts.monthly.diff.is_some() {
        figures.push(figure(
            "realized_savings",
            "Realized since the month before",
            Value::Amount(keys.realized),
            says!["contracted price per month of what was recommended then and is done; what it did to the bill is in the bridge; an upgrade that was done counts against it"],
        ));
    }
    Section::new("keys", "Key figures", vec![Block::Figures(figures)])
}
