//! The backtest as JSON, schema `seatwise.backtest/1`, and as CSV: amounts and rates are decimal strings, counts numbers,
//! unknown is null or an empty cell.

use serde::Serialize;

use super::{Tested, text};
use crate::{
    backtest::{
        Horizon,
        calibrate::Calibrated,
        frontier::{Frontier, Point},
        tally::{Missed, Tally},
    },
    cli::document::head::Head,
    error::Failure,
    findings::calibration::Calibration,
    overview::words::{money, rfc3339},
};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    prices_of: String,
    window_days: u32,
    idle_days: u32,
    until: String,
    instants: Vec<StandDocument>,
    horizons: Vec<HorizonDocument>,
    frontier: Option<FrontierDocument>,
    calibration: CalibrationDocument,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct StandDocument {
    at: String,
    advised: u64,
    undated: u64,
    state_unknown: u64,
    login_unknown: u64,
}

#[derive(Serialize)]
struct HorizonDocument {
    days: u32,
    instants: Vec<String>,
    total: TallyDocument,
    by_code: Vec<GroupDocument>,
    by_confidence: Vec<GroupDocument>,
    by_code_and_confidence: Vec<GroupDocument>,
    missed: MissedDocument,
}

#[derive(Serialize)]
struct GroupDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<&'static str>,
    #[serde(flatten)]
    tally: TallyDocument,
}

#[derive(Serialize)]
struct TallyDocument {
    judged: u64,
    regretted: u64,
    regret_percent: Option<String>,
    not_told: u64,
    unpriced: u64,
    saved: String,
    bought_back: String,
    kept: String,
}

#[derive(Serialize)]
struct MissedDocument {
    seats: u64,
    unpriced: u64,
    amount: String,
}

#[derive(Serialize)]
struct FrontierDocument {
    horizon_days: u32,
    instants: Vec<String>,
    regret_limit_percent: String,
    points: Vec<PointDocument>,
    out_of_reach: Vec<u32>,
    suggested: Option<SuggestedDocument>,
}

#[derive(Serialize)]
struct PointDocument {
    window_days: u32,
    idle_days: u32,
    is_set: bool,
    advised: u64,
    total: TallyDocument,
    reclaims: TallyDocument,
    offers: TallyDocument,
}

#[derive(Serialize)]
struct SuggestedDocument {
    window_days: u32,
    idle_days: u32,
    /// One regretted case more would be over the limit.
    thin: bool,
}

#[derive(Serialize)]
struct CalibrationDocument {
    made_from: String,
    date: String,
    horizon_days: u32,
    buckets: Vec<BucketDocument>,
}

#[derive(Serialize)]
struct BucketDocument {
    code: &'static str,
    confidence: &'static str,
    quiet_from: Option<u32>,
    used_before: bool,
    score: Option<String>,
    observed: Option<String>,
    kept: u64,
    judged: u64,
    error_points: Option<String>,
}

/// The document, with a newline at its end.
pub(super) fn render(tested: &Tested<'_>) -> Result<String, Failure> {
    let (analysis, backtest) = (tested.analysis, tested.backtest);
    let table = Calibration::embedded();
    let document = Document {
        head: Head::of("seatwise.backtest/1", analysis),
        prices_of: analysis.tariff.on().to_string(),
        window_days: analysis.settings.window_days,
        idle_days: analysis.settings.idle_days,
        until: rfc3339(backtest.until),
        instants: backtest
            .stands
            .iter()
            .map(|stand| StandDocument {
                at: rfc3339(stand.at),
                advised: stand.advised,
                undated: stand.undated,
                state_unknown: stand.state_unknown,
                login_unknown: stand.login_unknown,
            })
            .collect(),
        horizons: backtest.horizons.iter().map(|own| horizon(tested, own)).collect(),
        frontier: backtest.frontier.as_ref().map(|own| frontier(tested, own)),
        calibration: CalibrationDocument {
            made_from: table.made_from.clone(),
            date: table.date.clone(),
            horizon_days: table.horizon_days,
            buckets: backtest.calibration.iter().map(bucket).collect(),
        },
        notes: text::notes_of(tested),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn horizon(tested: &Tested<'_>, own: &Horizon) -> HorizonDocument {
    let group = |code: Option<&'static str>, confidence: Option<&'static str>, of: &Tally| GroupDocument {
        code,
        confidence,
        tally: tally(tested, of),
    };
    HorizonDocument {
        days: own.days,
        instants: own.stands.iter().map(|number| rfc3339(tested.backtest.stands[*number].at)).collect(),
        total: tally(tested, &own.total),
        by_code: own.by_code.iter().map(|(code, of)| group(Some(code.as_str()), None, of)).collect(),
        by_confidence: own.by_confidence.iter().rev().map(|(it, of)| group(None, Some(it.as_str()), of)).collect(),
        by_code_and_confidence: own
            .by_both
            .iter()
            .map(|((code, confidence), of)| group(Some(code.as_str()), Some(confidence.as_str()), of))
            .collect(),
        missed: missed(tested, &own.missed),
    }
}

fn tally(tested: &Tested<'_>, own: &Tally) -> TallyDocument {
    let currency = tested.analysis.tariff.currency();
    TallyDocument {
        judged: own.judged,
        regretted: own.regretted,
        regret_percent: own.regret_percent().map(|rate| rate.to_string()),
        not_told: own.not_told,
        unpriced: own.unpriced,
        saved: money(own.saved, currency),
        bought_back: money(own.bought_back, currency),
        kept: money(own.kept(), currency),
    }
}

fn missed(tested: &Tested<'_>, own: &Missed) -> MissedDocument {
    let amount = money(own.amount, tested.analysis.tariff.currency());
    MissedDocument { seats: own.people, unpriced: own.unpriced, amount }
}

fn frontier(tested: &Tested<'_>, own: &Frontier) -> FrontierDocument {
    let point = |own: &Point| PointDocument {
        window_days: own.window_days,
        idle_days: own.idle_days,
        is_set: own.is_set,
        advised: own.advised,
        total: tally(tested, &own.total),
        reclaims: tally(tested, &own.reclaims),
        offers: tally(tested, &own.offers),
    };
    let limit = tested.options.regret_limit;
    FrontierDocument {
        horizon_days: own.horizon_days,
        instants: own.stands.iter().map(|at| rfc3339(*at)).collect(),
        regret_limit_percent: limit.to_string(),
        points: own.points.iter().map(point).collect(),
        out_of_reach: own.out_of_reach.clone(),
        suggested: own.suggested.map(|number| &own.points[number]).map(|best| SuggestedDocument {
            window_days: best.window_days,
            idle_days: best.idle_days,
            thin: best.total.is_thin(limit),
        }),
    }
}

fn bucket(own: &Calibrated) -> BucketDocument {
    BucketDocument {
        code: own.bucket.code.as_str(),
        confidence: own.bucket.confidence.as_str(),
        quiet_from: own.bucket.quiet_from,
        used_before: own.bucket.used_before,
        score: own.predicted.map(|score| score.to_string()),
        observed: text::observed(own).map(|share| share.to_string()),
        kept: own.observed.kept,
        judged: own.observed.all,
        error_points: own.error_points().map(|points| points.to_string()),
    }
}

const COLUMNS: [&str; 12] = [
    "horizon_days",
    "instant",
    "code",
    "confidence",
    "judged",
    "regretted",
    "not_told",
    "unpriced",
    "saved",
    "bought_back",
    "kept",
    "currency",
];

/// One row per horizon, instant, code and confidence.
pub(super) fn csv(tested: &Tested<'_>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS).map_err(failed)?;
    for horizon in &tested.backtest.horizons {
        for ((stand, code, confidence), of) in &horizon.by_stand {
            let own = tally(tested, of);
            csv.write_record([
                horizon.days.to_string(),
                rfc3339(tested.backtest.stands[*stand].at),
                code.as_str().to_owned(),
                confidence.as_str().to_owned(),
                own.judged.to_string(),
                own.regretted.to_string(),
                own.not_told.to_string(),
                own.unpriced.to_string(),
                own.saved,
                own.bought_back,
                own.kept,
                tested.analysis.tariff.currency().code().to_owned(),
            ])
            .map_err(failed)?;
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
