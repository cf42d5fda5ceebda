//! A small organization whose choices are counted by hand.

use rust_decimal::Decimal;
use seatwise_pricing::{book::PriceBook, compare::BillingModel, cover::Why, tariff::ProductIx};

use super::*;
use crate::{
    analysis::{
        compare::Comparison,
        history,
        small::{analyzed_with, staged},
    },
    settings::Settings,
    snapshot::Snapshot,
};

const AS_OF: &str = "2026-10-31T23:59:59Z";

/// Rows of `used`: person and feature; two hours each on one day of October. Everything is covered.
fn organization(held: &[(&str, &str)], used: &[(&str, &str)], roles: &[(&str, &str)]) -> Snapshot {
    let mut people: Vec<&str> = held.iter().map(|(id, _)| *id).collect();
    people.dedup();
    let users: String = people
        .iter()
        .map(|id| format!("{id},{id}@x.example,{id},active,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z\n"))
        .collect();
    let licenses: String = held.iter().map(|(id, license)| format!("{id},{license}\n")).collect();
    let day = "2026-10-29T00:00:00Z,2026-10-30T00:00:00Z";
    let activity: String = used.iter().map(|(id, feature)| format!("{id},{day},{feature},3,7200000\n")).collect();
    let presence: String =
        people.iter().map(|id| format!("{id},2026-10-29T08:00:00Z,2026-10-29T12:00:00Z\n")).collect();
    let permissions: String = roles.iter().map(|(id, permission)| format!("r-{id},{id},{permission}\n")).collect();
    let grants: String = roles.iter().map(|(id, _)| format!("{id},r-{id}\n")).collect();
    let all = "2026-01-01T00:00:00Z,2026-11-01T00:00:00Z";
    staged(&[
        ("users.csv", &format!("user_id,email,name,state,created_at,last_login_at\n{users}")),
        ("licenses.csv", &format!("user_id,license_id\n{licenses}")),
        ("activity.csv", &format!("user_id,interval_start,interval_end,feature,events,duration_ms\n{activity}")),
        ("presence.csv", &format!("user_id,start_at,end_at\n{presence}")),
        ("coverage.csv", &format!("table,feature,from,to\nactivity,,{all}\npresence,,{all}\n")),
        ("roles.csv", &format!("role_id,name,permission\n{permissions}")),
        ("role_grants.csv", &format!("user_id,role_id\n{grants}")),
    ])
}

fn analysis(snapshot: &Snapshot, contract: &str, settings: &str) -> Analysis {
    let (settings, _) = Settings::parse(settings, "seatwise.toml", &PriceBook::embedded()).unwrap();
    analyzed_with(snapshot, contract, settings, AS_OF)
}

/// Looks at the report of an organization.
fn with<T>(
    snapshot: &Snapshot,
    contract: &str,
    settings: &str,
    prices: &[ExtraPrice],
    look: impl FnOnce(&OfferReport<'_>) -> T,
) -> T {
    let book = PriceBook::embedded();
    let analysis = analysis(snapshot, contract, settings);
    let scan = |table| crate::cli::source::scan(snapshot, table);
    let within = |table, span| crate::cli::source::scan_within(snapshot, table, span);
    let history = history::latest(&analysis, &scan, &within, &book, &[]).unwrap();
    let models = [BillingModel::Named, BillingModel::Concurrent];
    let comparison = Comparison::new(&analysis, &history, &book, &models, prices).unwrap();
    look(&OfferReport::new(&analysis, &book, &history, &comparison, prices))
}

fn ids(report: &OfferReport<'_>, products: &[ProductIx]) -> String {
    products.iter().map(|ix| report.analysis.tariff.product(*ix).id.as_str()).collect::<Vec<_>>().join("+")
}

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn people_who_hold_and_need_the_same_are_one_group_with_the_offer_of_the_analysis() {
    let held = [("ann", "cloudCX3"), ("bob", "cloudCX3"), ("cem", "cloudCX3"), ("dee", "communicate")];
    let used = [("ann", "voice"), ("bob", "voice"), ("cem", "voice"), ("cem", "wfm_planning")];
    let snapshot = organization(&held, &used, &[]);
    with(&snapshot, "", "[[exception]]\nuser = \"bob\"\nreason = \"leave\"\n", &[], |report| {
        let groups = &report.people.groups;
        assert_eq!(
            groups.iter().map(|group| (group.people, group.staying)).collect::<Vec<_>>(),
            [(2, 2), (1, 1), (1, 1)]
        );
        let enough: Vec<String> = groups.iter().map(|group| ids(report, group.enough.as_deref().unwrap())).collect();
        assert_eq!(enough, ["cx1", "cx3", "communicate"]);
        let outcomes: Vec<&str> = report.people.list.iter().map(|own| own.outcome.code()).collect();
        assert_eq!(outcomes, ["downgrade-tier", "kept", "right", "right"]);
        let Outcome::Kept(kept) = report.people.list[1].outcome else { panic!("kept") };
        assert_eq!(kept.saving, Some(money("80.00")), "155.00 less 75.00");
        for advice in &report.analysis.decisions.recommendations {
            let own = report.people.find(advice.user_ix).unwrap();
            assert_eq!(report.people.group(own).enough.as_ref(), Some(&advice.to));
        }
    });
}

#[test]
fn where_needs_come_from_is_told() {
    let held = [("ann", "cloudCX3")];
    let snapshot = organization(&held, &[("ann", "voice")], &[]);
    with(
        &snapshot,
        "",
        "[[pin]]\nfeature = \"voice\"\nuser = \"ann\"\n[[pin]]\nfeature = \"chat\"\nuser = \"ann\"\n",
        &[],
        |report| {
            let own = report.people.list[0].sources;
            let words: Vec<(&str, Vec<&str>)> =
                own.all().iter().map(|feature| (feature.as_str(), own.of(feature))).collect();
            assert_eq!(words, [("voice", vec!["evidence", "pin"]), ("chat", vec!["pin"])]);
            assert_eq!(ids(report, report.people.groups[0].enough.as_deref().unwrap()), "cx2");
        },
    );
}

#[test]
fn holders_of_a_base_outside_the_contact_center_keep_it() {
    let snapshot = organization(&[("ann", "communicate")], &[], &[]);
    let phone = "[[price]]\nproduct = \"communicate\"\nunit_price = \"20.00\"\n";
    with(&snapshot, phone, "[offers]\nallow = [\"collaborate\"]\n", &[], |report| {
        let group = &report.people.groups[0];
        assert_eq!(ids(report, group.enough.as_deref().unwrap()), "communicate");
        let free = group.others().find(|own| ids(report, &own.products) == "collaborate").unwrap();
        assert_eq!(free.why, Why::RuleComesFirst { cheaper_by: Some(money("20")) });
    });
}

#[test]
fn an_add_on_is_held_against_the_base_that_includes_it() {
    let held = [("ann", "cloudCX2"), ("ann", "gc2WEMupgrade"), ("bob", "cloudCX3"), ("cem", "cloudCX3")];
    let used = [
        ("ann", "voice"),
        ("ann", "wfm_schedule"),
        ("bob", "chat"),
        ("bob", "wfm_schedule"),
        ("bob", "copilot"),
        ("cem", "voice"),
    ];
    let snapshot = organization(&held, &used, &[]);
    let duel = |contract: &str| {
        with(&snapshot, contract, "", &[], |report| {
            let own = report.duels.iter().find(|duel| ids(report, &duel.left.products) == "cx2+cx2-wem-addon").unwrap();
            assert_eq!(ids(report, &own.right.products), "cx3");
            own.clone()
        })
    };
    let unknown = duel("");
    assert_eq!((unknown.people, unknown.difference, unknown.total), (2, None, None), "cem needs no schedule");
    assert_eq!(unknown.left_wins_below, Some(money("40.00")), "155.00 less 115.00");
    assert_eq!((unknown.left.held_by, unknown.right.held_by), (1, 1));
    let known = duel("[[price]]\nproduct = \"cx2-wem-addon\"\nunit_price = \"35.00\"\n");
    assert_eq!((known.difference, known.total), (Some(money("-5.00")), Some(money("-10.00"))));
    assert_eq!((known.left.enough_for, known.right.enough_for), (1, 0), "bob needs no voice: a digital base");
}

#[test]
fn a_digital_base_concerns_those_who_need_no_voice_and_marks_its_price() {
    let held = [("ann", "cloudCX2"), ("bob", "cloudCX3"), ("cem", "cloudCX2"), ("dee", "cloudCX2")];
    let used = [
        ("ann", "chat"),
        ("bob", "email"),
        ("bob", "wfm_planning"),
        ("cem", "chat"),
        ("cem", "voice"),
        ("dee", "admin"),
    ];
    let snapshot = organization(&held, &used, &[]);
    with(&snapshot, "", "", &[], |report| {
        let own: Vec<(String, u64, Option<Decimal>, bool)> = report
            .duels
            .iter()
            .filter(|duel| duel.topic == Topic::Digital)
            .map(|duel| (ids(report, &duel.left.products), duel.people, duel.total, duel.left.is_by_guide))
            .collect();
        let row = |id: &str| (id.to_owned(), 1, Some(money("-20.00")), true);
        assert_eq!(own, [row("cx2-digital"), row("cx3-digital")]);
    });
}

#[test]
fn disqualifying_permissions_bar_and_hours_are_held_against_the_seat() {
    let held = [("ann", "cloudCX1"), ("bob", "cloudCX1"), ("cem", "cloudCX1"), ("dee", "cloudCX1")];
    let used = [("ann", "voice"), ("bob", "voice"), ("dee", "voice")];
    let roles = [("ann", "conversation:call:accept"), ("bob", "conversation:*:*"), ("cem", "routing:queue:view")];
    let snapshot = organization(&held, &used, &roles);
    let hourly = (BillingModel::HourlyInteracting, "cx1".to_owned(), money("1.10"));
    with(&snapshot, "", "[window]\nidle_days = 365\n", &[hourly], |report| {
        let standing: Vec<Standing> = report.hourly.people.iter().map(|own| own.standing).collect();
        assert_eq!(standing, [Standing::Eligible, Standing::Barred, Standing::Eligible, Standing::Unknown]);
        let ann = &report.hourly.people[0];
        assert_eq!((ann.by_seat, ann.by_hour), (Some(money("75.00")), Some(money("2.20"))), "2 hours at 1.10");
        assert_eq!(ann.break_even_hours, Some(money("68.18")), "75.00 / 1.10, rounded down");
        let barrier = &report.hourly.barriers[0];
        assert_eq!(
            (barrier.people, barrier.alone, barrier.permissions.as_slice()),
            (1, 1, ["conversation:*:*"].as_slice())
        );
        let row = &report.hourly.rows[0];
        assert_eq!((row.people, row.interacting_ms), (2, Some(7_200_000)));
        assert_eq!((row.cheaper_for, row.saving), (Some(2), Some(money("147.80"))), "75.00 - 2.20, and 75.00");
        assert_eq!(row.wins_below, Some(money("75.00")), "two seats for two hours");
    });
    with(&snapshot, "", "", &[], |report| {
        assert_eq!(report.hourly.people[0].by_hour, None, "no price per hour");
        assert_eq!(report.hourly.rows[0].saving, None);
    });
}

#[test]
fn the_top_base_without_metered_use_has_a_break_even_and_no_sum() {
    let held = [("ann", "cloudCX4"), ("bob", "cloudCX4")];
    let used = [("ann", "copilot"), ("ann", "voice"), ("bob", "journey"), ("bob", "copilot"), ("bob", "chat")];
    let snapshot = organization(&held, &used, &[]);
    with(&snapshot, "", "", &[], |report| {
        let top = report.top.as_ref().unwrap();
        let rows: Vec<(String, Option<Decimal>, Option<Decimal>)> = top
            .rows
            .iter()
            .map(|row| (ids(report, &row.bundle.products), row.difference, row.break_even_tokens))
            .collect();
        let row = |id: &str, more: &str| (id.to_owned(), Some(money(more)), Some(money(more)));
        assert_eq!(rows, [row("cx3+copilot", "45"), row("cx3+copilot+journey", "15")]);
        assert_eq!((top.tokens_used(), top.difference()), (None, None));
        assert_eq!(top.all_top.seats, Some(money("480.00")));
        assert_eq!(top.all_bundle.seats, Some(money("340.00")), "Copilot is billed in tokens");
    });
    let seat = "[[price]]\nproduct = \"copilot\"\nunit_price = \"35.00\"\n";
    with(&snapshot, seat, "", &[], |report| {
        let top = report.top.as_ref().unwrap();
        assert_eq!(top.all_bundle.seats, Some(money("410.00")), "2 × (155 + 35) + 30");
        assert_eq!(top.rows[1].break_even_tokens, Some(money("20")));
    });
}

#[test]
fn by_peaks_the_pools_follow_the_peak() {
    let held = [("ann", "cloudCX3"), ("bob", "cloudCX3")];
    let snapshot = organization(&held, &[("ann", "voice"), ("bob", "voice")], &[]);
    let price = (BillingModel::Concurrent, "cx3".to_owned(), money("200.00"));
    with(&snapshot, "", "", &[price], |report| {
        let models = report.models.as_ref().unwrap();
        assert_eq!((models.named.cost, models.concurrent.cost), (Some(money("310.00")), Some(money("400.00"))));
        assert_eq!((models.named.free_tokens, models.concurrent.free_tokens), (money("250"), money("350")));
        let api = models.pools.iter().find(|pool| pool.resource == "api_requests").unwrap();
        assert_eq!(
            (api.named.units, api.concurrent.units),
            (money("280000"), money("364000")),
            "2 × 140,000, 2 × 182,000"
        );
    });
}
