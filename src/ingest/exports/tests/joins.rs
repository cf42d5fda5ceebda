//! Who is who, across files.

use super::{PEOPLE, check};
use crate::ingest::exports::ExportOptions;

const LOGINS: (&str, &str) =
    ("logins.csv", "Agent Id,Agent Name,Log in,Log out\nu1,Ann Ash,2026-06-23T07:00:00Z,2026-06-23T08:00:00Z\n");

#[test]
fn id_and_email() {
    let logins = "Agent Id,Email,Log in,Log out\nu1,ANN@northwind.example,2026-06-23T07:00:00Z,2026-06-23T08:00:00Z\n";
    check("join-id-and-email", &[PEOPLE, ("logins.csv", logins)], &ExportOptions::default());
}

#[test]
fn email_only() {
    let text = check("join-email-only", &[PEOPLE], &ExportOptions::default());
    assert!(text.contains("user bo@northwind.example active email=\"Bo@northwind.example\""), "{text}");
}

#[test]
fn id_and_unique_name() {
    check("join-unique-name", &[PEOPLE, LOGINS], &ExportOptions::default());
}

#[test]
fn an_export_that_comes_late_joins_id_and_email() {
    let first = ("a.csv", LOGINS.1.replace("Ann Ash", ""));
    let late = "Interval Start,Interval End,Agent Id,Email,Logged In\n\
                2026-06-24T00:00:00Z,2026-06-25T00:00:00Z,u1,ann@northwind.example,60000\n";
    let files = [first, (PEOPLE.0, PEOPLE.1.to_owned()), ("z.csv", late.to_owned())];
    check("join-late", &files, &ExportOptions::default());
}

#[test]
fn ambiguous_names_are_left_out_and_listed() {
    let two = "Name,Email,Division,cloudCX1\nAnn Ash,ann.ash@northwind.example,Home,TRUE\n\
               =HYPERLINK(1),eq@northwind.example,Home,TRUE\n";
    let interactions = "Full Export Completed,Users,Date,Media Type\n\
         YES,Ann Ash;Bo Birch,2026-06-23T07:00:00Z,voice\n\
         YES,=HYPERLINK(1);Zoe,2026-06-23T08:00:00Z,chat\n\
         YES,Zoe,2026-06-23T09:00:00Z,chat\n";
    check(
        "join-ambiguous-name",
        &[PEOPLE, LOGINS, ("two.csv", two), ("i.csv", interactions)],
        &ExportOptions::default(),
    );
}

#[test]
fn rows_of_nobody_are_counted_and_listed() {
    let rows = "Interval Start,Interval End,Media Type,Agent Id,Agent Name,Handle\n\
         2026-06-23T00:00:00Z,2026-06-24T00:00:00Z,voice,,Ann Ash,1\n\
         2026-06-23T00:00:00Z,2026-06-24T00:00:00Z,voice,,,1\n\
         2026-06-23T00:00:00Z,2026-06-24T00:00:00Z,voice,,Nobody,1\n";
    let hours = "Date,Email,Logged In\n2026-06-23,nobody@northwind.example,60000\n";
    check("join-nobody", &[PEOPLE, ("p.csv", rows), ("h.csv", hours)], &ExportOptions::default());
}

#[test]
fn a_users_aliases_make_a_localized_export_readable() {
    let spanish = "Exportación completa finalizada,Marca de hora del resultado parcial,Filtros,Usuarios,Fecha,Tipo de medio\n\
         NO,,,Ann Ash,23/06/2026 07:00,voice\n";
    let aliases = "[columns]\nfull_export = [\"Exportación completa finalizada\"]\nusers = [\"Usuarios\"]\n\
         date = [\"Fecha\"]\nmedia_type = [\"Tipo de medio\"]\n";
    let aliases = Some(("aliases.toml".to_owned(), aliases.to_owned()));
    check("aliases-spanish", &[PEOPLE, ("i.csv", spanish)], &ExportOptions { aliases, ..ExportOptions::default() });
}
