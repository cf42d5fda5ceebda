//! `seatwise login`: checks credentials, says what they permit, and keeps them where only their owner reads them.

use std::io::{IsTerminal, Read, stdin};

use clap::Args;
use secrecy::SecretString;

use super::{
    logging::LogArgs,
    out,
    remote::{RemoteArgs, runtime},
};
use crate::{
    error::Failure,
    ingest::genesys::{
        Client, Credentials,
        credentials::{self, Known, Place, REGION, SECRET},
        login,
    },
    snapshot::Cancel,
};

/// Check and keep the credentials of an OAuth client (client credentials)
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// Client id; default: that of the environment or of the file. The secret comes from the environment or from standard input
    #[arg(long, value_name = "ID", env = "GENESYSCLOUD_OAUTHCLIENT_ID", hide_env_values = true)]
    client_id: Option<String>,
    #[command(flatten)]
    remote: RemoteArgs,
    /// Only check; write nothing
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    log: LogArgs,
}

pub(super) fn run(args: &LoginArgs) -> Result<(), Failure> {
    args.log.start();
    let known = args.known()?;
    let endpoint = args.remote.endpoint(&known)?;
    let client = Client::new(&endpoint, known.credentials.clone(), Cancel::default())?;
    let (organization, access) = runtime()?.block_on(login::check(&client))?;
    out::data(&login::text(&organization, &access))?;
    if !args.check {
        let path = credentials::path()?;
        credentials::write(&path, &known)?;
        out::say(&format!("wrote {} (mode 0600)", path.display()));
    }
    Ok(())
}

impl LoginArgs {
    /// What is given now, else what is known already.
    fn known(&self) -> Result<Known, Failure> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let Some(id) = &self.client_id else {
            let mut known = credentials::find()?;
            known.place = self.remote.place().or(known.place);
            return Ok(known);
        };
        let secret = match variable(SECRET) {
            Some(secret) => secret.into(),
            None => secret(stdin().is_terminal(), stdin())?,
        };
        let place = self.remote.place().or_else(|| variable(REGION).map(Place::Region));
        Ok(Known { credentials: Credentials { id: id.clone(), secret }, place })
    }
}

/// The secret from a pipe. A terminal would show it.
fn secret(is_terminal: bool, input: impl Read) -> Result<SecretString, Failure> {
    if is_terminal {
        return Err(Failure::usage(format!(
            "the secret is not read from a terminal, which would show it\n\
             hint: set `{SECRET}`, or pipe it: `seatwise login --client-id ID < secret.txt`"
        )));
    }
    let mut text = String::new();
    input.take(10_000).read_to_string(&mut text)?;
    let secret = text.trim();
    if secret.is_empty() {
        return Err(Failure::usage(format!("standard input holds no secret\nhint: set `{SECRET}`, or pipe it")));
    }
    Ok(secret.to_owned().into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    /// Fails the test where it is read.
    struct Untouched;

    impl Read for Untouched {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            panic!("a terminal was read")
        }
    }

    #[test]
    fn a_secret_that_is_typed_is_refused_before_it_is_read() {
        let failure = secret(true, Untouched).unwrap_err();
        let text = failure.to_string();
        assert_eq!(failure.kind.exit_code(), 2);
        assert!(text.contains("not read from a terminal") && text.contains(SECRET), "{text}");
    }

    #[test]
    fn a_piped_secret_loses_its_line_end_and_an_empty_one_is_refused() {
        assert_eq!(secret(false, &b"s3cr3t\r\n"[..]).unwrap().expose_secret(), "s3cr3t");
        assert!(secret(false, &b" \n"[..]).unwrap_err().to_string().contains("no secret"));
    }
}
