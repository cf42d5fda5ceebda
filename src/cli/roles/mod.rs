//! `seatwise roles`: whom each role keeps at a license, and which changes of roles would lower it; as text, JSON or CSV.

mod document;
mod one;
mod sheet;
mod text;
mod what_if;

use clap::Args;
use seatwise_pricing::{book::PriceBook, problem::did_you_mean};

use super::{format::Format, lines::WIDTH, out, source::SourceArgs};
use crate::{
    error::Failure,
    roles::{self, RoleReport},
};
pub(super) use one::page;

/// Show which roles and permissions keep people at a license, what that costs, and which roles to change
///
/// A person's license follows from the most expensive permission of their roles. Proposals take away no permission that somebody used in
/// the window, and none of which nothing is known. They are ways to carry out what `analyze` recommends, not savings on top of it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise roles --contract contract.toml --settings seatwise.toml
  seatwise roles \"Quality Admin\" --contract contract.toml
  seatwise roles \"Quality Admin\" --format csv > holders.csv
  seatwise roles --tables tables/ --as-of 2026-10-31T23:59:59Z --format json
  seatwise roles --lapse cx2-wem-addon --add \"Agent=wfm:schedule:view\"

What each figure means, with an example worked by hand: docs/ROLES.md")]
pub struct RolesArgs {
    /// One role, by id or by name in upper or lower case: what pins it, who has it, what happens to each of them
    #[arg(value_name = "ROLE", conflicts_with_all = ["lapse", "give", "add"])]
    role: Option<String>,
    /// What if the organization has an add-on no more, as after a trial; may be repeated
    #[arg(long, value_name = "PRODUCT", help_heading = "What if")]
    lapse: Vec<String>,
    /// What if a role is given to everybody in a group that brings another role; may be repeated
    #[arg(long, value_name = "ROLE=GROUP", help_heading = "What if")]
    give: Vec<String>,
    /// What if a role gets another permission; may be repeated
    #[arg(long, value_name = "ROLE=PERMISSION", help_heading = "What if")]
    add: Vec<String>,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per role and license kept, with ROLE one per holder, of a what-if one per person
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &RolesArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    let book = PriceBook::embedded();
    let report = roles::report(&analysis, &book);
    let events = what_if::events(&report, &book, &args.lapse, &args.give, &args.add)?;
    if !events.is_empty() {
        let outcome = roles::what_if(&analysis, &book, &events);
        return match args.format {
            Format::Table => out::data(&what_if::page(&report, &events, &outcome)),
            Format::Json => out::data(&what_if::document(&report, &events, &outcome)?),
            Format::Csv => out::bytes(&sheet::changed(&report, &outcome)?),
        };
    }
    let role = args.role.as_deref().map(|wanted| find(&report, wanted)).transpose().map_err(Failure::usage)?;
    match (args.format, role) {
        (Format::Table, None) => out::data(&text::page(&report)),
        (Format::Table, Some(role)) => out::data(&seatwise_reports::page::text(&one::page(&report, role), WIDTH)),
        (Format::Json, None) => out::data(&document::render(&report, None)?),
        (Format::Json, Some(role)) => out::data(&json(&report, role)?),
        (Format::Csv, None) => out::bytes(&sheet::roles(&report)?),
        (Format::Csv, Some(role)) => out::bytes(&sheet::holders(&report, role)?),
    }
}

/// Every figure about one role.
pub(super) fn json(report: &RoleReport<'_>, role: u32) -> Result<String, Failure> {
    document::render(report, Some(role))
}

/// Id first, then a name that only one role has.
pub(super) fn find(report: &RoleReport<'_>, wanted: &str) -> Result<u32, String> {
    let list = &report.field.analysis.roles.list;
    if let Some(at) = list.iter().position(|role| role.role_id == wanted) {
        return Ok(at as u32);
    }
    let folded = wanted.to_lowercase();
    let named: Vec<usize> = (0..list.len()).filter(|at| list[*at].name.to_lowercase() == folded).collect();
    match named.as_slice() {
        [at] => Ok(*at as u32),
        [] => {
            let near = did_you_mean(wanted, list.iter().map(|role| role.name.as_str()));
            let way = near.map_or_else(
                || "`seatwise roles --format csv` lists all of them".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            Err(format!("no role of the input is `{wanted}`\nhint: {way}"))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|at| format!("`{}`", list[*at].role_id)).collect();
            Err(format!(
                "`{wanted}` is the name of {} roles\nhint: use one of the ids {}",
                several.len(),
                ids.join(", ")
            ))
        }
    }
}
