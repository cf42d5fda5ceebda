//! Small organizations whose changes are counted by hand, and laws that hold for generated ones.

use rust_decimal::Decimal;
use seatwise_pricing::{book::PriceBook, contract::Contract};

use super::*;
use crate::analysis::small::analyzed;

const CONTRACT: &str = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nsubscription = \"annual-monthly\"\n\
    [[line]]\nproduct = \"cx2\"\nquantity = 1\nunit_price = \"100.00\"\noverage_price = \"110.00\"\n";

const ROLES: &str = "role_id,name,permission\nagent,Agent,chat:answer:view\nplanner,Planner,wfm:schedule:edit\n";
const DEFINITIONS: &str =
    "license_id,permission\ncloudCX1,voice:call:answer\ncloudCX2,chat:answer:view\ncloudCX3,wfm:schedule:edit\n";

fn before() -> Analysis {
    let users = "user_id,email,name,state,manager_email,employee_id,created_at,last_login_at\n\
        ann,ann@x.example,Ann,active,,,2025-01-01T00:00:00Z,2026-09-29T08:00:00Z\n\
        bob,bob@x.example,Bob,active,,,2025-01-01T00:00:00Z,2026-09-29T08:00:00Z\n\
        cem,cem@x.example,Cem,active,,E7,2025-01-01T00:00:00Z,2026-09-29T08:00:00Z\n\
        dee,dee@x.example,Dee,active,,,2025-01-01T00:00:00Z,2026-01-02T08:00:00Z\n\
        eva,eva@x.example,Eva,active,,,2025-01-01T00:00:00Z,2026-01-02T08:00:00Z\n\
        fay,fay@x.example,Fay,inactive,,,2025-01-01T00:00:00Z,2026-01-02T08:00:00Z\n";
    let licenses =
        "user_id,license_id\nann,cloudCX2\nbob,cloudCX2\ncem,cloudCX1\ndee,cloudCX1\neva,cloudCX1\nfay,cloudCX1\n";
    let grants = "user_id,role_id\nann,agent\nbob,agent\n";
    analyzed(
        &[
            ("users.csv", users),
            ("licenses.csv", licenses),
            ("roles.csv", ROLES),
            ("role_grants.csv", grants),
            ("license_definitions.csv", DEFINITIONS),
            (
                "presence.csv",
                "user_id,start_at,end_at\nann,2026-06-01T08:00:00Z,2026-06-01T09:00:00Z\nann,2026-09-29T08:00:00Z,2026-09-29T09:00:00Z\n",
            ),
        ],
        CONTRACT,
        "",
        "2026-09-30T23:59:59Z",
    )
}

/// Ann got the role of planners; the role of agents, which Bob has, got a permission; Cem left and is back as gus; Dee has no
/// license any more; Eva has signed in; Fay is as before.
fn after() -> Analysis {
    let users = "user_id,email,name,state,manager_email,employee_id,created_at,last_login_at\n\
        ann,ann@x.example,Ann,active,,,2025-01-01T00:00:00Z,2026-10-29T08:00:00Z\n\
        bob,bob@x.example,Bob,active,,,2025-01-01T00:00:00Z,2026-10-29T08:00:00Z\n\
        dee,dee@x.example,Dee,inactive,,,2025-01-01T00:00:00Z,2026-01-02T08:00:00Z\n\
        eva,eva@x.example,Eva,active,,,2025-01-01T00:00:00Z,2026-10-28T08:00:00Z\n\
        fay,fay@x.example,Fay,inactive,,,2025-01-01T00:00:00Z,2026-01-02T08:00:00Z\n\
        gus,gus@x.example,Cem,active,,E7,2026-10-20T00:00:00Z,2026-10-29T08:00:00Z\n";
    let licenses = "user_id,license_id\nann,cloudCX3\nbob,cloudCX3\neva,cloudCX1\nfay,cloudCX1\ngus,cloudCX1\n";
    let grants = "user_id,role_id\nann,agent\nann,planner\nbob,agent\n";
    let roles = "role_id,name,permission\nagent,Agent,chat:answer:view\nagent,Agent,wfm:forecast:edit\nplanner,Planner,wfm:schedule:edit\n";
    let definitions = format!("{DEFINITIONS}cloudCX3,wfm:forecast:edit\n");
    analyzed(
        &[
            ("users.csv", users),
            ("licenses.csv", licenses),
            ("roles.csv", roles),
            ("role_grants.csv", grants),
            ("license_definitions.csv", &definitions),
            (
                "presence.csv",
                "user_id,start_at,end_at\nann,2026-06-01T08:00:00Z,2026-06-01T09:00:00Z\nann,2026-10-29T08:00:00Z,2026-10-29T09:00:00Z\n",
            ),
        ],
        CONTRACT,
        "",
        "2026-10-31T23:59:59Z",
    )
}

#[test]
fn every_change_is_named_with_its_reason() {
    let diff = Diff::new(&before(), &after());
    let lines: Vec<String> = diff
        .moves
        .iter()
        .map(|own| {
            let why: Vec<String> = own.why.iter().map(ToString::to_string).collect();
            let (from, to) = (own.from.join("+"), own.to.join("+"));
            format!("{} {} [{from}] [{to}] creep {} {}", own.kind.as_str(), own.user_id, own.is_creep(), why.join("; "))
        })
        .collect();
    assert_eq!(
        lines,
        [
            "joined gus [] [cx1] creep false ",
            "left cem [cx1] [] creep false ",
            "unlicensed dee [cx1] [] creep false no role explains it: the license was assigned otherwise",
            "raised ann [cx2] [cx3] creep false got the role `Planner`, which needs cx3; \
             the role `Agent` got `wfm:forecast:edit`, which needs cx3",
            "raised bob [cx2] [cx3] creep true the role `Agent` got `wfm:forecast:edit`, which needs cx3",
        ]
    );
    let names = |list: &[(String, String)]| list.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    assert_eq!((names(&diff.deactivated), names(&diff.reactivated)), (vec!["dee".to_owned()], vec![]));
    let rehires: Vec<_> = diff.rehires.iter().map(|own| (own.user_id.as_str(), own.earlier.as_str(), own.by)).collect();
    assert_eq!(rehires, [("gus", "cem", "employee id")]);
}

#[test]
fn what_became_of_recommendations_is_told() {
    let diff = Diff::new(&before(), &after());
    let lines: Vec<String> = diff
        .outcomes
        .iter()
        .map(|own| format!("{} {} {}", own.code.as_str(), own.user_id, own.outcome.as_str()))
        .collect();
    assert_eq!(lines, ["reclaim-deactivated fay open", "reclaim-idle dee done", "reclaim-idle eva cancelled",]);
}

/// Before: 2 CX 2, 1 of them committed: 100 + 110. After: 2 CX 3 at the list price, the commitment of CX 2 unused.
#[test]
fn the_bill_s_difference_is_split_into_quantity_and_price() {
    let cost = Diff::new(&before(), &after()).cost;
    let cx2 = &cost.products["cx2"];
    assert_eq!((cx2.units, cx2.by_quantity, cx2.by_price), ([2, 0], Decimal::from(-110), Decimal::ZERO));
    let cx3 = &cost.products["cx3"];
    assert_eq!((cx3.units, cx3.by_quantity, cx3.by_price), ([0, 2], Decimal::from(310), Decimal::ZERO));
    let dearer = analyzed_after_with(&CONTRACT.replace("110.00", "120.00").replace("100.00", "90.00"));
    let cx2 = &Diff::new(&before(), &dearer).cost.products["cx2"];
    assert_eq!((cx2.by_quantity, cx2.by_price), (Decimal::from(-110), Decimal::from(-10)));
}

fn analyzed_after_with(contract: &str) -> Analysis {
    let mut analysis = after();
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    let on = analysis.tariff.on();
    analysis.tariff = seatwise_pricing::tariff::Tariff::new(&book, &contract, on, std::iter::empty());
    analysis
}

/// Whatever happened: seats after are those before, with what came, without what went; effects add up to the difference.
#[test]
fn parts_add_up_to_the_whole() {
    for (before, after) in [(before(), after()), (after(), before()), (before(), before())] {
        let diff = Diff::new(&before, &after);
        for (id, own) in &diff.seats {
            let sum = |of: &BTreeMap<MoveKind, u64>| of.values().sum::<u64>();
            assert_eq!(own.before + sum(&own.came), own.after + sum(&own.went), "{id}");
        }
        let [quantity, price, hours] = diff.cost.effects();
        let [was, is] = diff.cost.billed.map(Option::unwrap);
        assert_eq!(quantity + price + hours, is - was);
    }
    let same = Diff::new(&before(), &before());
    assert!(
        same.moves.is_empty()
            && same.rehires.is_empty()
            && same.outcomes.iter().all(|own| own.outcome == Outcome::Open)
    );
}
