//! The contract behind the API: what is pulled of it is read back as what was agreed.

use std::io;

use seatwise::{
    canonical::Table,
    ingest::{
        billing::{self, draft},
        demo::{self, ApiSink},
        genesys::Part,
    },
    progress::Silent,
};
use seatwise_pricing::{book::PriceBook, contract::Contract};
use seatwise_simulator::Settings;

use super::world::{World, spec, unlimited};

#[test]
fn a_contract_comes_back_as_it_was_agreed() {
    let (book, spec) = (PriceBook::embedded(), spec(120, 3));
    let text = demo::contract_toml(spec).unwrap();
    let (agreed, _) = Contract::parse(&text, "contract.toml", &book).unwrap();
    let mut sink = ApiSink::new(spec.organization_name());
    let facts = demo::generate(spec, &mut sink, &mut io::sink(), &mut Silent).unwrap();
    sink.contract(&agreed, &book);
    let world = World::of(sink.build(facts.as_of), spec, Settings { trustee: true, ..unlimited() });
    let mut options = world.options();
    options.anchor = 15;
    options.parts = [Part::Users, Part::Licenses, Part::BillingCharges].into();
    options.trustor = Some(world.pull("own", &options).snapshot.manifest().organization_id.clone().unwrap());
    let pulled = world.pull("own", &options).snapshot;
    world.assert_by_the_contract();
    let scan = |table| pulled.scan(table).unwrap();
    let read = |source: &str| {
        let only = polars::prelude::col("source").eq(polars::prelude::lit(source.to_owned()));
        let [charges, contracts] =
            [Table::BillingCharges, Table::BillingContracts].map(|table| scan(table).unwrap().filter(only.clone()));
        let statement = billing::tables::read(charges, Some(contracts), source, Some("Org".to_owned())).unwrap();
        draft(&statement, &book).unwrap()
    };
    let own = read("contract").contract;
    assert_eq!((own.start, own.end), (agreed.start, agreed.end));
    assert_eq!(own.period_anchor_day, agreed.period_anchor_day);
    assert_eq!(own.currency, agreed.currency);
    let lines = |contract: &Contract| {
        let mut lines: Vec<_> = contract
            .lines
            .iter()
            .map(|line| (line.product.clone(), line.quantity, line.terms.unit_price, line.overage_price))
            .collect();
        lines.sort();
        lines
    };
    let prices = |contract: &Contract| {
        let mut prices: Vec<_> =
            contract.prices.iter().map(|price| (price.product.clone(), price.terms.unit_price)).collect();
        prices.sort();
        prices
    };
    let partners = read("trustee").contract;
    for of in [&own, &partners] {
        assert_eq!((lines(of), prices(of)), (lines(&agreed), prices(&agreed)));
    }
    // Only a partner's overview says how the commitment is paid.
    assert_eq!((partners.subscription, partners.start, partners.end), (agreed.subscription, agreed.start, agreed.end));
}
