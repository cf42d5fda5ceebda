//! People whose page is worked out by hand.

use super::*;
use crate::{
    analysis::small::analyzed,
    findings::{code::Advice, guard::Guard},
};

const AS_OF: &str = "2026-10-31T23:59:59.999999Z";
const COVERAGE: &str = "table,feature,from,to\nactivity,,2026-05-01T00:00:00Z,2026-11-01T00:00:00Z\npresence,,2026-05-01T00:00:00Z,2026-11-01T00:00:00Z\n";

fn case_of(settings: &str, coverage: &str) -> Analysis {
    let users = "user_id,email,name,state,created_at,last_login_at\n\
                 ann,ann@x.example,Ann,active,2025-01-01T00:00:00Z,2026-10-20T00:00:00Z\n\
                 ben,ben@x.example,Ben,active,2026-10-20T00:00:00Z,2026-10-21T00:00:00Z\n\
                 cyd,cyd@x.example,Cyd,active,2025-01-01T00:00:00Z,2026-01-01T00:00:00Z\n";
    let licenses = "user_id,license_id,assigned_from,assigned_to\nann,cloudCX3,,\nben,cloudCX3,,\ncyd,cloudCX1,,\n";
    let row = |user: &str, feature: &str, day: &str| {
        format!("{user},2026-{day}T00:00:00Z,2026-{day}T23:00:00Z,{feature},3,60000\n")
    };
    let activity = "user_id,interval_start,interval_end,feature,events,duration_ms\n".to_owned()
        + &row("ann", "voice", "10-19")
        + &row("ann", "voice", "10-20")
        + &row("ann", "wfm_planning", "07-20")
        + &row("ben", "voice", "10-21");
    let presence = "user_id,start_at,end_at\nann,2026-10-19T08:00:00Z,2026-10-19T16:00:00Z\n";
    let tables = [
        ("users.csv", users),
        ("licenses.csv", licenses),
        ("activity.csv", &activity),
        ("presence.csv", presence),
        ("coverage.csv", coverage),
    ];
    analyzed(&tables, "", settings, AS_OF)
}

fn of<'a>(analysis: &'a Analysis, user: &str) -> PersonCase<'a> {
    PersonCase::new(analysis, analysis.people.find(user).unwrap())
}

#[test]
fn a_feature_tells_its_use_its_coverage_and_its_distance() {
    let analysis = case_of("[window]\nmin_days = 3\n", COVERAGE);
    let ann = of(&analysis, "ann");
    let proof = |name: &str| ann.features.iter().find(|proof| proof.feature.as_str() == name).unwrap();
    let voice = proof("voice");
    assert_eq!((voice.events, voice.days, voice.days_ago), (6, 2, Some(11)));
    assert_eq!((voice.covered_days, voice.is_complete), (90, true));
    // Used on two days where three are asked for.
    assert_eq!((voice.need.clone(), voice.events_short(1), voice.days_short(3)), (None, 0, 1));
    // The last use of planning lies before the window: August 2 to October 31.
    let planning = proof("wfm_planning");
    assert_eq!((planning.events, planning.days_ago), (0, Some(103)));
    assert_eq!(proof("chat").last, None);
}

#[test]
fn sources_tell_when_they_saw_the_person_and_what_they_cover() {
    let analysis = case_of("", COVERAGE);
    let told = |user: &str| -> Vec<(&str, Option<i64>, Option<i64>)> {
        let case = of(&analysis, user);
        case.sources.iter().map(|proof| (proof.source.as_str(), proof.days_ago, proof.covered_days)).collect()
    };
    let ann = [
        ("last_login_at", Some(11), None),
        ("last_token_at", None, None),
        ("presence", Some(12), Some(90)),
        ("activity", Some(11), Some(90)),
    ];
    assert_eq!(told("ann"), ann);
    // From January 1 to October 31: 303 whole days, 213 beyond the ninety.
    assert_eq!(told("cyd")[0], ("last_login_at", Some(303), None));
    let page = seatwise_reports::page::text(&page(&of(&analysis, "cyd")), 200);
    assert!(page.contains("213 days beyond the 90 days after which a seat is idle"), "{page}");
    assert!(page.contains("3 sources tell something, and all agree: not seen within 90 days"), "{page}");
}

#[test]
fn a_guard_has_a_code_and_the_saving_that_it_forgoes() {
    let exception = "[[exception]]\nuser = \"cyd\"\nreason = \"parental leave\"\nkind = \"leave\"\n";
    let analysis = case_of(exception, COVERAGE);
    let sum = |guard: Guard| {
        let sums = analysis.decisions.guards();
        sums.get(&guard).map(|sum| (sum.people, sum.forgone.to_string(), sum.unknown))
    };
    // Cyd's CX 1 lies idle: 75.00. Ben is twelve days old and uses voice alone: 155.00 - 75.00.
    assert_eq!(sum(Guard::Leave), Some((1, "75.00".to_owned(), 0)));
    assert_eq!(sum(Guard::Grace), Some((1, "80.00".to_owned(), 0)));
    assert_eq!(sum(Guard::DataGap), None);
    let Verdict::Kept(kept) = of(&analysis, "cyd").verdict else { panic!("an exception keeps Cyd") };
    assert_eq!((kept.guard, kept.code), (Guard::Leave, Advice::ReclaimIdle));
    let ben = of(&analysis, "ben");
    assert_eq!(ben.forgone.len(), 1);
    assert_eq!(ben.verdict.as_str(), "enough");
}

#[test]
fn missing_data_forgo_what_they_keep() {
    // Nothing is known but of voice: Ann keeps CX 3, which would be 80.00 too dear if she needed voice alone.
    let voice = "table,feature,from,to\nactivity,voice,2026-05-01T00:00:00Z,2026-11-01T00:00:00Z\npresence,,2026-05-01T00:00:00Z,2026-11-01T00:00:00Z\n";
    let analysis = case_of("", voice);
    let ann = of(&analysis, "ann");
    assert!(matches!(ann.verdict, Verdict::Unknown(_)), "{:?}", ann.verdict);
    let gap = ann.forgone[0];
    assert_eq!(
        (gap.guard, gap.code, gap.saving.unwrap().to_string().as_str()),
        (Guard::DataGap, Advice::DowngradeTier, "80.00")
    );
    // Ben is new: that is told of him, not the gap.
    assert_eq!(of(&analysis, "ben").forgone.iter().map(|kept| kept.guard).collect::<Vec<_>>(), []);
    // What the settings rule out is no gap: no data is needed on it.
    let ruled_out = "[features]\nnot_used = [\"chat\", \"email\", \"message\", \"sms\", \"social\", \"quality_evaluator\", \"quality_evaluated\", \"wfm_schedule\", \"wfm_planning\", \"speech_analytics\"]\n";
    let analysis = case_of(ruled_out, voice);
    assert_eq!(of(&analysis, "ann").verdict.as_str(), "change");
    assert!(of(&analysis, "ann").forgone.is_empty());
}
