//! `seatwise explain PERSON`: a page on one person or one role, for an admin and whoever has to agree.

mod document;

use clap::{Args, ValueEnum};
use seatwise_pricing::book::PriceBook;
use seatwise_reports::{html, page};

use super::{out, roles as role_pages, source::SourceArgs};
use crate::{
    analysis::Analysis,
    error::Failure,
    explain::{self, PersonCase},
    roles,
    usage::people::Person,
};

/// Show one person or one role: held, why, billed, used, enough, what to change
///
/// The page that an admin shows to a manager. Text, HTML and JSON tell the same figures.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise explain ann@example.com --contract contract.toml
  seatwise explain \"Ann Example\" --tables tables/ --format html > ann.html
  seatwise explain --role \"Quality Admin\" --contract contract.toml

What each figure means: docs/EXPLAIN.md")]
pub struct ExplainArgs {
    /// User id, e-mail, or a display name that only one person has; the latter two in upper or lower case
    #[arg(value_name = "PERSON", required_unless_present = "role")]
    person: Option<String>,
    /// A role instead, by id or by name in upper or lower case
    #[arg(long, value_name = "ROLE", conflicts_with = "person")]
    role: Option<String>,
    /// `text`: for a terminal; `html`: a page without anything outside the file; `json`: every figure
    #[arg(long, value_enum, default_value = "text")]
    format: PageFormat,
    #[command(flatten)]
    source: SourceArgs,
}

/// The forms of a page.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[allow(missing_docs, reason = "help would show them beside what the command says of them")]
pub enum PageFormat {
    Text,
    Html,
    Json,
}

pub(super) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    if let Some(wanted) = &args.role {
        let book = PriceBook::embedded();
        let report = roles::report(&analysis, &book);
        let role = role_pages::find(&report, wanted).map_err(Failure::usage)?;
        return match args.format {
            PageFormat::Text => out::data(&page::text(&role_pages::page(&report, role), out::width())),
            PageFormat::Html => out::data(&html::small::document(&role_pages::page(&report, role))),
            PageFormat::Json => out::data(&role_pages::json(&report, role)?),
        };
    }
    let user_ix = find(&analysis, args.person.as_deref().unwrap_or_default())?;
    let case = PersonCase::new(&analysis, user_ix);
    match args.format {
        PageFormat::Text => out::data(&page::text(&explain::page(&case), out::width())),
        PageFormat::Html => out::data(&html::small::document(&explain::page(&case))),
        PageFormat::Json => out::data(&document::render(&case)?),
    }
}

/// Id first, then e-mail, then a unique name.
pub(super) fn find(analysis: &Analysis, wanted: &str) -> Result<usize, Failure> {
    if let Some(ix) = analysis.people.find(wanted) {
        return Ok(ix);
    }
    let folded = wanted.to_lowercase();
    let same = |value: &Option<String>| value.as_ref().is_some_and(|value| value.to_lowercase() == folded);
    let list = &analysis.people.list;
    let by_email = analysis.people.with_email(wanted).to_vec();
    let found =
        if by_email.is_empty() { (0..list.len()).filter(|ix| same(&list[*ix].name)).collect() } else { by_email };
    match found.as_slice() {
        [ix] => Ok(*ix),
        [] => {
            let contains =
                |text: &Option<String>| text.as_ref().is_some_and(|text| text.to_lowercase().contains(&folded));
            let is_near = |person: &&Person| !folded.is_empty() && (contains(&person.email) || contains(&person.name));
            let near = list.iter().filter(is_near).take(5);
            let near: Vec<String> = near.map(|person| format!("`{}`", person.label())).collect();
            let hint = if near.is_empty() {
                "use the user id or the e-mail as in `users`; `--role` explains a role".to_owned()
            } else {
                format!("did you mean {}?", near.join(", "))
            };
            Err(Failure::usage(format!("nobody in the input is `{wanted}`\nhint: {hint}")))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|ix| format!("`{}`", list[*ix].id_and_label())).collect();
            Err(Failure::usage(format!(
                "`{wanted}` is {} people\nhint: use one of the ids {}",
                several.len(),
                ids.join(", ")
            )))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
