//! `seatwise init`: commented contract and settings, and their schemas for editors.

use std::path::{Path, PathBuf};

use clap::Args;

use super::out;
use crate::{error::Failure, settings};

/// Write a commented contract.toml and seatwise.toml to fill in
///
/// Beside them go their JSON Schemas, by which an editor completes and checks what is filled in.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to write to; it is made where it is missing
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Replace files that are there already; without it one of them stops the command
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &InitArgs) -> Result<(), Failure> {
    let schema = |schema: &schemars::Schema| {
        let text = serde_json::to_string_pretty(schema.as_value());
        text.map(|text| text + "\n").map_err(|error| Failure::internal(error.to_string()))
    };
    let files = [
        ("contract.toml", seatwise_pricing::contract::TEMPLATE.to_owned()),
        ("seatwise.toml", settings::TEMPLATE.to_owned()),
        ("contract.schema.json", schema(&seatwise_pricing::contract::contract_schema())?),
        ("seatwise.schema.json", schema(&settings::settings_schema())?),
    ];
    let paths = files.iter().map(|(name, _)| args.dir.join(name));
    let there: Vec<String> = paths.filter(|path| path.exists()).map(|path| format!("`{}`", path.display())).collect();
    if !there.is_empty() && !args.force {
        return Err(Failure::usage(format!(
            "already there: {}; nothing was written\nhint: name another folder, or replace with `--force`",
            there.join(", ")
        )));
    }
    std::fs::create_dir_all(&args.dir).map_err(|error| cannot("create", &args.dir, &error))?;
    for (name, text) in files {
        let path = args.dir.join(name);
        std::fs::write(&path, text).map_err(|error| cannot("write", &path, &error))?;
        out::say(&format!("wrote {}", path.display()));
    }
    Ok(())
}

fn cannot(action: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("cannot {action} `{}`: {error}", path.display()))
}
