//! How exports are read, where their rows leave it open: for every command that takes them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    error::Failure,
    ingest::exports::{
        ExportOptions,
        values::{DateOrder, offset},
    },
};

/// What exports do not say of themselves.
#[derive(Debug, Clone, Args)]
pub struct ReadingArgs {
    /// Order of day, month and year in exports; default: what their rows settle, and an error where they settle nothing
    #[arg(long, value_enum, value_name = "ORDER")]
    date_format: Option<DateFormat>,
    /// Offset from UTC of times in exports that name none, as +01:00; default: UTC, with a note
    #[arg(long, value_name = "OFFSET", value_parser = utc_offset, allow_hyphen_values = true)]
    utc_offset: Option<i64>,
    /// TOML file with header texts of localized exports, as `entity = ["Entidad"]` below `[columns]`
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
}

/// Order of dates.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DateFormat {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026-12-31
    Ymd,
}

fn utc_offset(text: &str) -> Result<i64, String> {
    offset(text).ok_or_else(|| "expected an offset from UTC such as +01:00 or -0530".to_owned())
}

impl ReadingArgs {
    /// The options of the reader.
    ///
    /// # Errors
    /// Aliases that can't be read (usage).
    pub fn options(&self) -> Result<ExportOptions, Failure> {
        let aliases = match &self.aliases {
            None => None,
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Failure::usage(format!(
                        "cannot read the aliases `{}`: {error}\n\
                         hint: name a TOML file with lists of header texts below `[columns]`, as `entity = [\"Entidad\"]`",
                        path.display()
                    ))
                })?;
                Some((path.display().to_string(), text))
            }
        };
        let date_order = self.date_format.map(|order| match order {
            DateFormat::Dmy => DateOrder::Dmy,
            DateFormat::Mdy => DateOrder::Mdy,
            DateFormat::Ymd => DateOrder::Ymd,
        });
        Ok(ExportOptions { date_order, utc_offset: self.utc_offset, aliases, ..ExportOptions::default() })
    }
}
