//! Counts behind scores, by hand.

use super::org::{HISTORY, Org, ago};
use crate::{
    backtest::calibrate,
    findings::{code::Advice, confidence::Confidence},
};

#[test]
fn each_recommendation_is_counted_at_the_thresholds_that_its_quiet_days_allow() {
    let mut org = Org::default();
    // In use all the time, so that somebody could have been seen; costs nothing.
    org.person("zoe", "collaborate");
    org.present("zoe", HISTORY, 1);
    org.person("ann", "cloudCX1");
    org.present("ann", HISTORY, 201);
    org.person("ben", "cloudCX1").created_at = Some(ago(160));
    let counts = org.analyzed(ago(0) - 1, |analysis, scan, book| calibrate::counts(analysis, scan, book, 12).unwrap());
    let told: Vec<_> = counts
        .iter()
        .map(|(bucket, count)| (bucket.code, bucket.confidence, bucket.quiet_from, count.kept, count.all))
        .collect();
    let (idle, never) = (Advice::ReclaimIdle, Advice::ReclaimNeverActivated);
    let (high, medium) = (Confidence::High, Confidence::Medium);
    assert_eq!(
        told,
        [
            // Ann was quiet for 50, 80 and 110 days at the instants 150, 120 and 90 days ago: one threshold each.
            (idle, high, Some(0), 1, 1),
            (idle, high, Some(60), 1, 1),
            (idle, high, Some(90), 1, 1),
            // Ben was there for 40 and 70 days at the last two: too short for 90, long enough for 30 and for 60.
            (never, medium, Some(0), 1, 1),
            (never, medium, Some(60), 1, 1),
            (never, high, Some(0), 1, 1),
            (never, high, Some(60), 1, 1),
        ]
    );
}
