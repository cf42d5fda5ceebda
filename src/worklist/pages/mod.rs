//! The sections of the admin report. Sentences and tables are made here; what they say comes from the rooms beside.

pub(super) mod columns;
mod groups;
mod kept;
mod requests;
mod roles;
mod summary;

use seatwise_reports::{
    report::{Block, Report, Section},
    says,
};

use super::Worklist;
use crate::{overview::head::head, usage::spans::instant};

/// Rows of a long table that a page shows.
const SHOWN: usize = 40;
/// Rows of the table for programs that a page shows.
const SHOWN_DETAILS: usize = 5;

pub(super) fn report(worklist: &Worklist<'_>) -> Report {
    let analysis = worklist.analysis;
    let title = format!("Admin worklist, {}", instant(analysis.as_of).format("%B %Y"));
    Report {
        headline: summary::headline(worklist),
        sections: vec![
            summary::section(worklist),
            groups::section(worklist),
            roles::section(worklist),
            list(worklist),
            kept::section(worklist),
            requests::section(worklist),
        ],
        ..head(analysis, "admin", title)
    }
}

/// The worklist in three tables with the same rows: one would be too wide to be read.
fn list(worklist: &Worklist<'_>) -> Section {
    let table = |id, title: &str, columns: &[&str]| {
        // The last table says the ids.
        let details: &[&str] = if id == "details" { &[] } else { &["code", "list_monthly", "recommendation"] };
        let mut table = columns::table(id, title, columns, details, &worklist.items);
        table.shown = Some(SHOWN);
        table
    };
    let mut what = table(
        "worklist",
        "What to change",
        &[
            "person",
            "manager",
            "division",
            "kind",
            "code",
            "held",
            "enough",
            "contracted_monthly",
            "list_monthly",
            "confidence",
            "effective_on",
            "money",
            "recommendation",
        ],
    );
    what.notes.push(says!["Prices are those of the seats, one by one, and no bill: what of it becomes money, and when, is in the summary. Below 0: more to pay."]);
    what.notes.push(says!["Earliest: the first day on which it can be money. `next period`: more of the product is billed than committed; `renewal`: the commitment pays for the seat until then; `AI tokens`: billed in tokens, so that fewer are used; `not billed now`: the seat can't be billed again."]);
    let mut why = table(
        "proof",
        "Why this tier, and what proves that less is enough",
        &["person", "reason", "tier", "proof", "last_sign", "recommendation"],
    );
    why.notes.push(says!["Role › permission: the role that needs the license, and the first of its permissions that does. Events are those of the evidence window; unknown is never taken as unused."]);
    let mut how = table(
        "steps",
        "The smallest safe change, whom to ask, what would break",
        &["person", "way", "change", "who", "ask", "breaks", "way_back", "recommendation"],
    );
    how.notes.push(says!["`roles, checked`: a proposal of `seatwise roles`, which takes nothing that anybody may be using. `roles or groups`: what else they bring is not checked. `license by hand`: on Division & Licenses of the person's page."]);
    how.notes.push(says![
        "A deactivated account loses its direct roles for good: keep the last column, it is the only way back."
    ]);
    let mut ids = table(
        "details",
        "Ids and figures, for programs",
        &[
            "person",
            "email",
            "user_id",
            "department",
            "score",
            "events",
            "last_use",
            "covered_days",
            "agreed_on",
            "recommendation",
        ],
    );
    ids.shown = Some(SHOWN_DETAILS);
    ids.notes.push(says!["The score is the share of alike advice that nobody regretted in backtests; none where too few were judged. Events and last use of the features given up, and the days of the window with data on the one of them that is covered least."]);
    let blocks = [what, why, how, ids].map(Block::Table).to_vec();
    Section::new("worklist", "Worklist", blocks)
}
