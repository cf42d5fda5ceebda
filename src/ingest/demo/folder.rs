//! A whole demo as a folder: the tables, the truth, the contract and the settings.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::Context;

use super::{CsvSink, DemoFacts, DemoSpec, contract_toml, generate, seatwise_toml};
use crate::progress::Progress;

/// Writes `tables/<table>.csv`, `truth.json`, `contract.toml` and `seatwise.toml` to a folder.
///
/// A demo of several organizations gets a folder for each in it, `01`, `02` and so on; the facts are then those of all.
///
/// # Errors
///
/// A specification out of range; a file that can't be made or written, with its path. No file is written over.
pub fn write_folder(spec: DemoSpec, dir: &Path, progress: &mut dyn Progress) -> anyhow::Result<DemoFacts> {
    if spec.organization_count() == 1 || spec.organization.is_some() {
        return write_one(spec, dir, progress);
    }
    let mut all = DemoFacts::default();
    for (number, organization) in spec.organizations().into_iter().enumerate() {
        let facts = write_one(organization, &dir.join(format!("{:02}", number + 1)), progress)?;
        all = DemoFacts {
            people: all.people + facts.people,
            activity_rows: all.activity_rows + facts.activity_rows,
            presence_rows: all.presence_rows + facts.presence_rows,
            ..facts
        };
    }
    Ok(all)
}

fn write_one(spec: DemoSpec, dir: &Path, progress: &mut dyn Progress) -> anyhow::Result<DemoFacts> {
    // Asked first, so that a wrong specification leaves no folder behind.
    let (contract, settings) = (contract_toml(spec)?, seatwise_toml(spec)?);
    let mut tables = CsvSink::create(&dir.join("tables"))?;
    let path = dir.join("truth.json");
    let file =
        File::create_new(&path).with_context(|| format!("can't make `{}`: choose an empty folder", path.display()))?;
    let facts = generate(spec, &mut tables, &mut BufWriter::new(file), progress)?;
    tables.finish()?;
    for (name, text) in [("contract.toml", contract), ("seatwise.toml", settings)] {
        let path = dir.join(name);
        fs::write(&path, text).with_context(|| format!("can't write `{}`", path.display()))?;
    }
    Ok(facts)
}
