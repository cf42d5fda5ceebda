//! The first pass over all files: what form each has, what is wrong with it, who is mentioned.

use std::collections::{BTreeMap, HashSet};

use super::{
    ExportOptions, Wanted,
    file::{Sheet, whole},
    identity,
    layout::{Aliases, Matched},
    pass::{Pass, instant},
    people::{Directory, Mention},
    values::DateOrder,
};
use crate::{ingest::problem::Problem, snapshot::Note};

/// Layouts that name people by their e-mail alone, and need nobody else to.
const BILLING_REPORTS: [&str; 3] = ["billable-usage", "concurrent-usage", "resources-usage"];

/// A file whose form is settled.
#[derive(Debug, Clone)]
pub(super) struct Surveyed {
    pub(super) sheet: Sheet,
    pub(super) matched: Matched,
    pub(super) order: DateOrder,
    pub(super) records: u64,
}

/// What all files say together.
pub(super) struct Survey<'o> {
    options: &'o ExportOptions,
    pub(super) directory: Directory,
    pub(super) notes: Vec<Note>,
    /// Files whose own text says that they are not complete.
    partial: BTreeMap<String, u64>,
    /// Dates without an offset were read.
    local_times: bool,
}

/// A person as one row of a file tells of them.
struct Told {
    line: u64,
    mention: Mention,
    licenses: Vec<String>,
    /// Last login as written: it can be read when the order of dates is known.
    login: Option<String>,
}

impl<'o> Survey<'o> {
    pub(super) fn new(options: &'o ExportOptions) -> Survey<'o> {
        Survey {
            options,
            directory: Directory::default(),
            notes: Vec::new(),
            partial: BTreeMap::new(),
            local_times: false,
        }
    }

    /// Reads one file through; `None` where it has problems.
    pub(super) fn read(
        &mut self,
        sheet: Sheet,
        aliases: &Aliases,
        problems: &mut Vec<Problem>,
    ) -> Result<Option<Surveyed>, Problem> {
        let matched = matched(&sheet, aliases)?;
        if self.options.wanted == Wanted::Identities && identity::source(&matched.layout).is_none() {
            let what = format!("the file is an export of the console: `{}`", matched.layout);
            let expected = "a list of an identity provider: Okta or Entra users as CSV, SCIM `/Users` as JSON or CSV";
            let problem = whole(&sheet.name, what, expected, "leave it out here; `seatwise import` reads it");
            return Err(Problem { line: Some(1), ..problem });
        }
        let mut pass = Pass::new(&sheet, &matched, aliases);
        let told = people_of(&sheet, &matched, &mut pass)?;
        let order = pass.settle(self.options.date_order);
        for Told { line, mut mention, licenses, login } in told {
            mention.last_login = login.and_then(|login| instant(&login, order, &matched.layout, self.options));
            let column = if mention.email.is_some() { "email" } else { "agent_id" };
            match self.directory.mention(mention) {
                Ok(number) => licenses.iter().for_each(|license| self.directory.license(number, license)),
                Err(what) => {
                    let expected = "one id and one e-mail per person in all exports";
                    pass.fault(line, column, (what, expected, "export all files on the same day"));
                }
            }
        }
        if !matched.extra.is_empty() && matched.layout != "license-matrix" {
            let extra: Vec<String> = matched.extra.iter().map(|header| format!("`{}`", header.trim())).collect();
            let message = format!("columns that are not known were not read: {}", extra.join(", "));
            self.notes.push(note("import-note", &sheet.name, message));
        }
        if pass.partial > 0 {
            self.partial.insert(sheet.name.clone(), pass.partial);
        }
        self.local_times |= pass.local_times;
        let (records, mut found) = (pass.records, std::mem::take(&mut pass.problems));
        // By line, as a reader of the file meets them; those of a line in the order in which they were found.
        found.sort_by_key(|problem| problem.line);
        let sound = found.is_empty();
        problems.extend(found);
        Ok(sound.then(|| Surveyed { order, records, matched: matched.clone(), sheet: sheet.clone() }))
    }

    /// What can be said once every file was read.
    pub(super) fn finish(&mut self, surveyed: &[Surveyed], problems: &mut Vec<Problem>) {
        self.directory.join_by_name();
        for (file, rows) in &self.partial {
            let message = format!(
                "{rows} rows say that the export or their interval was not complete: figures from it are too low"
            );
            self.notes.push(note("partial-export", file, message));
        }
        self.pages(surveyed);
        if self.local_times && self.options.utc_offset.is_none() {
            let message = "times state no offset and were read as UTC; if the exports show another time zone, give `--utc-offset`";
            self.notes.push(note("import-note", "exports", message.to_owned()));
        }
        let has = |layouts: &[&str]| surveyed.iter().any(|file| layouts.contains(&file.matched.layout.as_str()));
        let is_report = |file: &Surveyed| BILLING_REPORTS.contains(&file.matched.layout.as_str());
        let is_enough = match self.options.wanted {
            Wanted::Licenses => false,
            Wanted::Reports => surveyed.iter().all(is_report),
            Wanted::Identities => true,
        };
        if problems.is_empty() && !is_enough && !has(&["last-login", "license-matrix"]) {
            let names: Vec<String> = surveyed.iter().map(|file| format!("`{}`", file.matched.layout)).collect();
            problems.push(whole(
                "exports",
                format!("no file says who holds which license (found: {})", names.join(", ")),
                "a last-login list with licenses, or a license matrix, beside the other exports",
                "add `Index,Name,Email,Division,Date Last Login,License` or `Name,Email,Division,<one column per license>`",
            ));
        }
    }

    /// Pages of a list are files of their own: together they have to be the whole of it.
    fn pages(&mut self, surveyed: &[Surveyed]) {
        let paged = || surveyed.iter().filter_map(|file| Some((file.records, file.sheet.total?)));
        let (given, told) = (paged().map(|(records, _)| records).sum::<u64>(), paged().map(|(_, total)| total).max());
        if let Some(told) = told.filter(|told| given < *told) {
            let message = format!(
                "the list has {told} people, {given} were given: whoever is on another page counts as not listed; \
                 give every page"
            );
            self.notes.push(note("partial-export", "idp_users", message));
        }
    }
}

/// The layout of a file, or why it has none.
fn matched(sheet: &Sheet, aliases: &Aliases) -> Result<Matched, Problem> {
    let at_header = |problem| Problem { line: Some(1), ..problem };
    let matched = aliases
        .detect(&sheet.header)
        .map_err(|unfit| at_header(whole(&sheet.name, unfit.what, unfit.expected, unfit.remedy)))?;
    if matched.layout == "license-matrix" && matched.extra.is_empty() {
        let what = "the header is of a license matrix, but no column is a license".to_owned();
        let expected = "`Name,Email,Division` and one column per license id, as `cloudCX3`";
        return Err(at_header(whole(&sheet.name, what, expected, "export the licenses, or leave the file out")));
    }
    Ok(matched)
}

/// Checks every record, and gives the people of whom they tell. Most exports tell of the same people again and again:
/// what says nothing new is not kept, so that room is needed for people, not for rows.
fn people_of(sheet: &Sheet, matched: &Matched, pass: &mut Pass<'_>) -> Result<Vec<Told>, Problem> {
    let mut told = Vec::new();
    let mut seen: HashSet<Mention> = HashSet::new();
    sheet.records(|line, record| {
        pass.check(line, record);
        let Some(mention) = pass.mention(line, record) else { return };
        let licenses = pass.licenses(line, record);
        let login = super::cells::cell(matched, record, "last_login");
        let login = login.filter(|login| !login.eq_ignore_ascii_case("never")).map(str::to_owned);
        let is_new = !seen.contains(&mention);
        if is_new {
            seen.insert(mention.clone());
        }
        if is_new || login.is_some() || !licenses.is_empty() {
            told.push(Told { line, mention, licenses, login });
        }
    })?;
    Ok(told)
}

/// A note of this code.
pub(super) fn note(code: &str, subject: &str, message: String) -> Note {
    Note { code: code.to_owned(), subject: subject.to_owned(), message }
}
