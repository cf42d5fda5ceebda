//! Small organizations whose figures are computed by hand. Prices are list prices: CX 1 75.00, CX 3 155.00.

use super::org::{HISTORY, Org, ago};
use crate::{
    backtest::{Backtest, Horizon, Options, tally::Tally},
    canonical::rows::{IdpUserRow, Row},
    findings::{code::Advice, confidence::Confidence},
};

/// Judged, regretted, not told, saved, bought back, kept.
#[track_caller]
fn check(tally: &Tally, counts: (u64, u64, u64), money: (&str, &str, &str)) {
    assert_eq!((tally.judged, tally.regretted, tally.not_told), counts);
    let text = |amount: rust_decimal::Decimal| format!("{amount:.2}");
    assert_eq!((&*text(tally.saved), &*text(tally.bought_back), &*text(tally.kept())), money);
}

fn horizon(backtest: &Backtest, days: u32) -> &Horizon {
    backtest.horizons.iter().find(|horizon| horizon.days == days).unwrap()
}

#[test]
fn a_leaver_is_found_after_the_window_and_missed_until_then() {
    let mut org = Org::default();
    org.person("ann", "cloudCX1");
    org.present("ann", HISTORY, 201);
    let backtest = org.backtest();
    // 400 days before the end, less a window of 90 with a day of tolerance: instants 300 days ago and later.
    assert_eq!(backtest.stands.iter().map(|stand| stand.at).min(), Some(ago(300)));
    assert_eq!(backtest.stands.len(), 10);
    // Idle for 90 days and more at the instants 110 days ago and later: 90, 60, 30 days ago.
    check(&horizon(&backtest, 30).total, (3, 0, 0), ("225.00", "0.00", "225.00"));
    // 30 days ago has no 60 days after it.
    check(&horizon(&backtest, 60).total, (2, 0, 1), ("300.00", "0.00", "300.00"));
    check(&horizon(&backtest, 90).total, (1, 0, 2), ("225.00", "0.00", "225.00"));
    assert_eq!(horizon(&backtest, 90).by_code.keys().collect::<Vec<_>>(), [&Advice::ReclaimIdle]);
    assert_eq!(horizon(&backtest, 90).by_confidence.keys().collect::<Vec<_>>(), [&Confidence::High]);
    // Nothing was done after the instants 180, 150, 120 days ago either, and nobody said so.
    let missed = &horizon(&backtest, 30).missed;
    assert_eq!((missed.people, missed.amount.to_string().as_str()), (3, "225.00"));
    assert_eq!(horizon(&backtest, 90).missed.amount.to_string(), "675.00");
    assert!(!backtest.licenses_are_dated);
    assert_eq!(backtest.stands.iter().map(|stand| stand.undated).sum::<u64>(), 3);
}

#[test]
fn a_returner_after_40_days_is_regretted_from_60_days_on() {
    let mut org = Org::default();
    org.person("ben", "cloudCX1");
    org.present("ben", HISTORY, 241);
    org.present("ben", 110, 1);
    let backtest = org.backtest();
    // Advised 150 and 120 days ago. After the first he is back on day 40, in the second month; after the second on day 10.
    check(&horizon(&backtest, 30).total, (2, 1, 0), ("150.00", "75.00", "75.00"));
    // 2 × 150.00; one month of the first and both of the second are bought back.
    check(&horizon(&backtest, 60).total, (2, 2, 0), ("300.00", "225.00", "75.00"));
    check(&horizon(&backtest, 90).total, (2, 2, 0), ("450.00", "375.00", "75.00"));
}

#[test]
fn a_seat_is_bought_back_at_the_overage_price() {
    let mut org = Org::under(
        "[contract]\nstart = \"2025-01-01\"\nend = \"2027-12-31\"\n\
         [[line]]\nproduct = \"cx1\"\nquantity = 1\nunit_price = \"60.00\"\noverage_price = \"80.00\"\n",
    );
    org.person("ben", "cloudCX1");
    org.present("ben", HISTORY, 241);
    org.present("ben", 110, 1);
    let backtest = org.backtest();
    // Saved 2 × 3 × 60.00; bought back 2 and 3 months at 80.00.
    check(&horizon(&backtest, 90).total, (2, 2, 0), ("360.00", "400.00", "-40.00"));
}

#[test]
fn a_downgrade_is_regretted_by_use_of_what_was_given_up_alone() {
    let mut org = Org::default();
    org.person("cem", "cloudCX3");
    org.present("cem", HISTORY, 1);
    org.uses("cem", "voice", HISTORY, 1);
    org.uses("cem", "wfm_planning", HISTORY, 220);
    org.uses("cem", "wfm_planning", 75, 75);
    let backtest = org.backtest();
    // CX 1 is enough 120 and 90 days ago: planning lies before both windows. It is used on day 45 and on day 15.
    check(&horizon(&backtest, 30).total, (2, 1, 0), ("160.00", "80.00", "80.00"));
    check(&horizon(&backtest, 60).total, (2, 2, 0), ("320.00", "240.00", "80.00"));
    let by_both: Vec<_> = horizon(&backtest, 90).by_both.keys().copied().collect();
    assert_eq!(by_both, [(Advice::DowngradeTier, Confidence::High)]);
    assert_eq!(horizon(&backtest, 90).missed.people, 0);
}

#[test]
fn a_seasonal_person_is_neither_advised_nor_missed() {
    let mut org = Org::default();
    org.person("dee", "cloudCX1");
    org.covers(700, 0);
    org.present("dee", 380, 310);
    let latest = Options { months: 1, ..Options::default() };
    let backtest = org.tested(&latest);
    assert_eq!(backtest.stands.iter().map(|stand| (stand.at, stand.advised)).collect::<Vec<_>>(), [(ago(30), 0)]);
    assert_eq!(horizon(&backtest, 30).missed.people, 0);
}

#[test]
fn a_horizon_with_a_gap_is_not_counted() {
    let mut org = Org::default();
    org.person("eve", "cloudCX1");
    org.present("eve", HISTORY, 301);
    org.covers(HISTORY, 100);
    org.covers(80, 0);
    let backtest = org.backtest();
    // Idle 210, 180, 150, 120 days ago. Nothing is known of the days 100 to 80 ago, and no later window is whole.
    check(&horizon(&backtest, 30).total, (3, 0, 1), ("225.00", "0.00", "225.00"));
    check(&horizon(&backtest, 60).total, (2, 0, 2), ("300.00", "0.00", "300.00"));
    check(&horizon(&backtest, 90).total, (1, 0, 3), ("225.00", "0.00", "225.00"));
}

#[test]
fn a_state_of_today_flags_nobody_in_the_past_and_is_counted() {
    let mut org = Org::default();
    org.person("fay", "cloudCX1").state = "inactive".to_owned();
    org.present("fay", HISTORY, 50);
    let backtest = org.backtest();
    assert!(backtest.stands.iter().all(|stand| stand.advised == 0 && stand.state_unknown == 1));
    assert_eq!(horizon(&backtest, 30).missed.people, 0);
}

#[test]
fn a_login_that_presence_does_not_show_hides_the_one_before_it() {
    let mut org = Org::default();
    org.person("gus", "wallboardUser").last_login_at = Some(ago(5));
    org.person("zoe", "collaborate");
    org.present("zoe", HISTORY, 1);
    let backtest = org.backtest();
    assert!(backtest.stands.iter().all(|stand| stand.advised == 0 && stand.login_unknown == 1));
    assert_eq!(horizon(&backtest, 30).missed.people, 0, "a login in the days may be overwritten too");
}

#[test]
fn a_login_that_presence_shows_tells_of_regret() {
    let mut org = Org::default();
    org.person("hal", "cloudCX1").last_login_at = Some(ago(45));
    org.present("hal", HISTORY, 241);
    org.present("hal", 45, 45);
    let backtest = org.backtest();
    // Idle 150, 120, 90 and 60 days ago: 60 days ago he was back after 15 days; 90 days ago after 45, 120 ago after 75.
    check(&horizon(&backtest, 30).total, (4, 1, 0), ("300.00", "75.00", "225.00"));
    check(&horizon(&backtest, 60).total, (4, 2, 0), ("600.00", "225.00", "375.00"));
    // Of 90 days nothing is known after the instant 60 days ago.
    check(&horizon(&backtest, 90).total, (3, 2, 1), ("675.00", "225.00", "450.00"));
}

#[test]
fn the_identity_provider_tells_of_the_past_by_dated_rows_alone() {
    let deprovisioned = |changed_at| {
        Row::IdpUser(IdpUserRow {
            email: "ida@x.example",
            status: "deprovisioned",
            changed_at,
            ..IdpUserRow::default()
        })
    };
    for (changed_at, advised) in [(None, 0), (Some(ago(100)), 3)] {
        let mut org = Org::default();
        org.person("ida", "cloudCX1");
        org.present("ida", HISTORY, 101);
        // Somebody else keeps the account in use, or it is forgotten: nothing more is known.
        org.row(deprovisioned(changed_at));
        let backtest = org.tested(&Options { horizons: vec![30], ..Options::default() });
        let departed = horizon(&backtest, 30).by_code.get(&Advice::ReclaimDeparted).cloned().unwrap_or_default();
        assert_eq!(departed.judged, advised, "{changed_at:?}");
    }
}

#[test]
fn without_history_there_is_no_instant() {
    let mut org = Org::default();
    org.person("jan", "cloudCX1");
    org.covers(100, 0);
    let backtest = org.tested(&Options { thresholds: Vec::new(), ..Options::default() });
    assert_eq!((backtest.stands.len(), backtest.calibration.len()), (0, 0));
    assert!(backtest.horizons.iter().all(|horizon| horizon.total == Tally::default() && horizon.stands.is_empty()));
}
