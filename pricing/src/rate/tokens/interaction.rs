//! What one interaction adds to the meters: of several AI resources only the dearest, and no summary that Copilot made.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::book::{Meter, PriceBook};
use crate::tariff::Tariff;

/// The AI resources that one interaction met: meter and units, as the minutes with a voice bot.
pub type Interaction<'m> = [(&'m Meter, Decimal)];

/// Of the AI resources that one interaction met, the one that is billed: the one that costs the most tokens per unit. The
/// first of equals; `None` where no meter is named.
/// See <https://next-rc-dev-sophie-zci6p.kinsta.app/409622>.
pub fn billed_resource<'m>(tariff: &Tariff, met: &[&'m Meter]) -> Option<&'m Meter> {
    let dearer = |a: &Meter, b: &Meter| {
        let (a, b) = (a.rate, b.rate);
        a.tokens.of(tariff.model()) * Decimal::from(b.units) > b.tokens.of(tariff.model()) * Decimal::from(a.units)
    };
    met.iter().copied().reduce(|best, meter| if dearer(meter, best) { meter } else { best })
}

/// Units per meter of a period's interactions, by id of the meter, each interaction at its dearest resource only: the form
/// in which [`super::token_bill`] takes them. A meter that stands twice in one interaction counts with both.
pub fn metered_by_interaction<'m>(
    tariff: &Tariff,
    interactions: impl IntoIterator<Item = &'m Interaction<'m>>,
) -> Vec<(&'m str, Decimal)> {
    let mut units: BTreeMap<&str, Decimal> = BTreeMap::new();
    for interaction in interactions {
        let met: Vec<&Meter> = interaction.iter().map(|(meter, _)| *meter).collect();
        let Some(billed) = billed_resource(tariff, &met) else { continue };
        let of_it = interaction.iter().filter(|(meter, _)| meter.id == billed.id).map(|(_, units)| *units);
        *units.entry(billed.id.as_str()).or_default() += of_it.sum::<Decimal>();
    }
    units.into_iter().collect()
}

/// Summaries that cost tokens: all but those of interactions that Agent Copilot summarized already.
/// See <https://help.dev-genesys.cloud/faqs/category/ai-summary>.
pub fn chargeable_summaries(summaries: u64, by_copilot: u64) -> u64 {
    summaries.saturating_sub(by_copilot)
}

/// Tokens of one unit of a resource as a pair (tokens, units), as (1, 17) for a minute of a voice bot; `None` without a
/// meter.
pub fn tokens_per_unit(tariff: &Tariff, book: &PriceBook, resource: &str) -> Option<(Decimal, u64)> {
    let rate = book.meter_of_resource(resource)?.rate;
    Some((rate.tokens.of(tariff.model()), rate.units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::rate::tokens::token_bill;

    const BOT: &str = "bot_digital_sessions";
    const VOICE_BOT: &str = "bot_voice_minutes";
    const AGENT: &str = "virtual_agent_interactions";
    const AGENTIC: &str = "agentic_virtual_agent_interactions";

    fn setup() -> (PriceBook, Tariff) {
        let book = PriceBook::embedded();
        let on = "2026-10-31".parse().unwrap();
        let tariff = Tariff::new(&book, &Contract::none(), on, std::iter::empty());
        (book, tariff)
    }

    /// Tokens of interactions, each a list of resource and units.
    fn consumed(interactions: &[&[(&str, u32)]]) -> String {
        let (book, tariff) = setup();
        let meter = |(id, units): &(&str, u32)| (book.meter_of_resource(id).unwrap(), Decimal::from(*units));
        let met: Vec<Vec<_>> = interactions.iter().map(|met| met.iter().map(meter).collect()).collect();
        let usage = metered_by_interaction(&tariff, met.iter().map(Vec::as_slice));
        token_bill(&tariff, &book, &usage, &[]).unwrap().consumed.to_string()
    }

    /// <https://next-rc-dev-sophie-zci6p.kinsta.app/409622>: bot then virtual agent 0.5; with an agentic one 1.2.
    #[test]
    fn only_the_dearest_resource_of_an_interaction_is_billed() {
        assert_eq!(consumed(&[&[(BOT, 1), (AGENT, 1)]]), "0.5");
        assert_eq!(consumed(&[&[(BOT, 1), (AGENTIC, 1)]]), "1.2");
        assert_eq!(consumed(&[&[(BOT, 1), (AGENT, 1), (AGENTIC, 1)]]), "1.2");
        assert_eq!(consumed(&[&[(AGENTIC, 1), (AGENT, 1), (BOT, 1)]]), "1.2");
        assert_eq!(consumed(&[&[(BOT, 51)], &[(AGENT, 1)]]), "1.5", "two interactions are two charges");
        assert_eq!(consumed(&[&[(VOICE_BOT, 34), (VOICE_BOT, 17)]]), "3", "both visits to one bot count");
        assert_eq!(consumed(&[&[(VOICE_BOT, 170), (AGENT, 1)]]), "0.5", "the tier decides, not the minutes");
        assert_eq!(consumed(&[&[], &[]]), "0");
    }

    #[test]
    fn the_dearest_of_nothing_is_nothing_and_the_first_of_equals_wins() {
        let (book, tariff) = setup();
        assert_eq!(billed_resource(&tariff, &[]), None);
        let (one, other) = (book.meter_of_resource("messages_whatsapp"), book.meter_of_resource("messages_facebook"));
        assert_eq!(billed_resource(&tariff, &[one.unwrap(), other.unwrap()]), one);
    }

    #[test]
    fn summaries_that_copilot_made_are_free() {
        assert_eq!(chargeable_summaries(120, 70), 50);
        assert_eq!(chargeable_summaries(10, 70), 0);
    }

    #[test]
    fn a_unit_has_its_rate_or_none() {
        let (book, tariff) = setup();
        assert_eq!(tokens_per_unit(&tariff, &book, VOICE_BOT), Some((Decimal::ONE, 17)));
        assert_eq!(tokens_per_unit(&tariff, &book, "Genesys Cloud Predictive Routing"), None, "not published");
    }
}
