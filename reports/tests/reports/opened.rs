//! A workbook opened again.

use std::fmt::Write as _;
use std::io::{Cursor, Read};

/// The files inside the workbook.
pub(crate) struct Opened(zip::ZipArchive<Cursor<Vec<u8>>>);

impl Opened {
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self(zip::ZipArchive::new(Cursor::new(bytes)).unwrap())
    }

    pub(crate) fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.0.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The names of the sheets, in order.
    pub(crate) fn sheets(&mut self) -> Vec<String> {
        let book = self.part("xl/workbook.xml");
        book.split("<sheet ").skip(1).map(|sheet| between(sheet, "name=\"", "\"").to_owned()).collect()
    }

    /// Cell, then its text, number, or formula and result; one line each.
    pub(crate) fn cells(&mut self, sheet: &str) -> String {
        let number = 1 + self.sheets().iter().position(|name| *name == sheet).unwrap();
        let strings = self.part("xl/sharedStrings.xml");
        let strings: Vec<&str> = strings.split("<si>").skip(1).map(|item| between(item, ">", "</t>")).collect();
        let xml = self.part(&format!("xl/worksheets/sheet{number}.xml"));
        let mut out = String::new();
        for cell in xml.split("<c ").skip(1).map(|cell| cell.split("</c>").next().unwrap()) {
            let at = between(cell, "r=\"", "\"");
            let Some(value) = cell.contains("<v>").then(|| between(cell, "<v>", "</v>")) else { continue };
            let value = match cell.contains("t=\"s\"") {
                true => format!("\"{}\"", strings[value.parse::<usize>().unwrap()].replace('\n', "\\n")),
                false => value.to_owned(),
            };
            match cell.contains("<f>") {
                true => writeln!(out, "{at}  ={}  → {value}", between(cell, "<f>", "</f>")).unwrap(),
                false => writeln!(out, "{at}  {value}").unwrap(),
            }
        }
        out
    }
}

pub(crate) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap() + from.len();
    &text[start..start + text[start..].find(to).unwrap()]
}
