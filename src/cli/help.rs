//! What stands below the help of the whole program: first steps, environment, exit codes.

use std::fmt::Write as _;

use crate::error::Kind;

const FIRST_STEPS: &str = "\
First steps:
  seatwise demo                    everything at once, on a made-up organization
  seatwise init                    contract.toml and seatwise.toml, to fill in
  seatwise import exports/         console exports become a snapshot
  seatwise pull                    or straight from Genesys Cloud
  seatwise analyze --contract contract.toml --settings seatwise.toml
  seatwise report overview --contract contract.toml --settings seatwise.toml";

const ENVIRONMENT: &str = "\
Environment:
  SEATWISE_STORE                  folder of the snapshots; the option `--store` goes before it
  SEATWISE_PSEUDONYM_KEY          key of `report admin --pseudonymize`, where no file is named
  GENESYSCLOUD_OAUTHCLIENT_ID     OAuth client of `login` and `pull` (client credentials)
  GENESYSCLOUD_OAUTHCLIENT_SECRET its secret; never an option, so that no list of processes shows it
  GENESYSCLOUD_REGION             region of the organization, as eu-central-1 or mypurecloud.de
  COLUMNS                         width of the summary, where it is not to be the terminal's
  NO_COLOR                        help and errors of the command line without colors";

/// First steps, environment and exit codes.
pub(super) fn more() -> String {
    let mut text = format!("{FIRST_STEPS}\n\n{ENVIRONMENT}\n\nExit codes:\n");
    for (code, meaning) in exit_codes() {
        let _ = writeln!(text, "  {code}  {meaning}");
    }
    text + "\nData goes to stdout; progress, notes and errors go to stderr."
}

/// Every exit code and what it means.
pub fn exit_codes() -> impl Iterator<Item = (u8, &'static str)> {
    let failures = Kind::ALL.into_iter().map(|kind| (kind.exit_code(), kind.meaning()));
    std::iter::once((0, "done")).chain(failures)
}
