//! Client id, client secret and region: from the environment, or from a file that only its owner can read.
//!
//! Invariant: the secret is never an argument, and never in a text that is shown.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::error::Failure;

/// Environment variables, named as the Terraform provider names them.
pub const ID: &str = "GENESYSCLOUD_OAUTHCLIENT_ID";
/// See [`ID`].
pub const SECRET: &str = "GENESYSCLOUD_OAUTHCLIENT_SECRET";
/// See [`ID`].
pub const REGION: &str = "GENESYSCLOUD_REGION";

/// An OAuth client of the grant type client credentials.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Client id.
    pub id: String,
    /// Client secret.
    pub secret: SecretString,
}

/// Credentials and where they hold, as far as known.
#[derive(Debug, Clone)]
pub struct Known {
    /// The client.
    pub credentials: Credentials,
    /// Where they hold; `None` = not said.
    pub place: Option<Place>,
}

/// Where an organization is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a region, by name or domain.
    Region(String),
    /// Behind origins of its own: a proxy, a simulator.
    Origins {
        /// Origin of the API.
        api_url: String,
        /// Origin of the token service.
        login_url: String,
    },
}

#[derive(Deserialize)]
struct FileIn {
    client_id: String,
    client_secret: SecretString,
    region: Option<String>,
    api_url: Option<String>,
    login_url: Option<String>,
}

#[derive(Serialize)]
struct FileOut<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    login_url: Option<&'a str>,
}

/// The credentials: of the environment, else of the file.
///
/// # Errors
/// Remote: there are none. Usage: a file that others can read, or that can't be read.
pub fn find() -> Result<Known, Failure> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (variable(ID), variable(SECRET)) {
        (Some(id), Some(secret)) => {
            let place = variable(REGION).map(Place::Region).or_else(|| place_of(&id));
            Ok(Known { credentials: Credentials { id, secret: secret.into() }, place })
        }
        (None, None) => {
            let path = path()?;
            let mut known = read(&path)?.ok_or_else(|| none(&path))?;
            known.place = variable(REGION).map(Place::Region).or(known.place);
            Ok(known)
        }
        (id, _) => {
            let missing = if id.is_some() { SECRET } else { ID };
            Err(Failure::remote(format!("`{missing}` is not set, but its counterpart is\nhint: set both")))
        }
    }
}

/// Where the file has this very client. The environment is enough without it, so a file of no use is no error.
fn place_of(id: &str) -> Option<Place> {
    let known = read(&path().ok()?).ok().flatten()?;
    known.place.filter(|_| known.credentials.id == id)
}

fn none(path: &Path) -> Failure {
    Failure::remote(format!(
        "there are no credentials\nhint: set `{ID}` and `{SECRET}` (and `{REGION}`), or run `seatwise login`, \
         which writes `{}`",
        path.display()
    ))
}

/// Where the file is.
///
/// # Errors
/// Usage: there is no home directory.
pub fn path() -> Result<PathBuf, Failure> {
    let dirs = directories::ProjectDirs::from("", "", "seatwise")
        .ok_or_else(|| Failure::usage("there is no home directory for a file with credentials"))?;
    Ok(dirs.config_dir().join("credentials.toml"))
}

/// Reads the file; `None` = there is none.
fn read(path: &Path) -> Result<Option<Known>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::usage(format!("cannot read `{}`: {error}", path.display()))),
    };
    check_mode(path)?;
    // The parser's own message would show the line, which may be the secret.
    let file: FileIn = toml::from_str(&text).map_err(|_| {
        Failure::usage(format!(
            "`{}` can't be read: expected `client_id`, `client_secret` and perhaps `region`, or `api_url` and \
             `login_url`\n\
             hint: `seatwise login` writes it anew",
            path.display()
        ))
    })?;
    let credentials = Credentials { id: file.client_id, secret: file.client_secret };
    let place = match (file.api_url, file.login_url) {
        (Some(api_url), Some(login_url)) => Some(Place::Origins { api_url, login_url }),
        (None, None) => file.region.map(Place::Region),
        (api_url, _) => {
            let (there, missing) = if api_url.is_some() { ("api_url", "login_url") } else { ("login_url", "api_url") };
            return Err(Failure::usage(format!(
                "`{}` has `{there}`, but no `{missing}`; expected both or none\n\
                 hint: `seatwise login --api-url URL --login-url URL` writes it anew",
                path.display()
            )));
        }
    };
    Ok(Some(Known { credentials, place }))
}

/// Refuses a file that others than its owner can open.
#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).map_err(|error| Failure::usage(format!("`{}`: {error}", path.display())))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "`{}` has mode {mode:04o}: others can read the secret in it; expected 0600\nhint: `chmod 600 '{0}'`, and \
         consider a new secret",
        path.display()
    )))
}

/// The folder of a user's own settings is private on other systems.
#[cfg(not(unix))]
fn check_mode(_path: &Path) -> Result<(), Failure> {
    Ok(())
}

/// Writes the file: whole or not at all, readable by its owner only.
///
/// # Errors
/// Usage: a folder that can't be written.
pub fn write(path: &Path, known: &Known) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::usage(format!("cannot write `{}`: {error}", path.display()));
    let mut file = FileOut {
        client_id: &known.credentials.id,
        client_secret: known.credentials.secret.expose_secret(),
        region: None,
        api_url: None,
        login_url: None,
    };
    match &known.place {
        Some(Place::Region(region)) => file.region = Some(region),
        Some(Place::Origins { api_url, login_url }) => {
            file.api_url = Some(api_url);
            file.login_url = Some(login_url);
        }
        None => {}
    }
    let text = toml::to_string(&file).map_err(|_| Failure::internal("the credentials can't be written as TOML"))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(cannot)?;
    // A temporary file has mode 0600 from its first moment.
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    beside.write_all(text.as_bytes()).and_then(|()| beside.as_file().sync_all()).map_err(cannot)?;
    beside.persist(path).map_err(|error| cannot(error.error))?;
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    if cfg!(unix) { synced.map_err(cannot) } else { Ok(()) }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn known() -> Known {
        let credentials = Credentials { id: "id".to_owned(), secret: "s3cr3t".to_owned().into() };
        Known { credentials, place: Some(Place::Region("eu-central-1".to_owned())) }
    }

    fn private(text: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials.toml");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        (dir, path)
    }

    #[test]
    fn origins_come_back_and_one_alone_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials.toml");
        let (api_url, login_url) = ("http://127.0.0.1:1".to_owned(), "http://127.0.0.1:2".to_owned());
        let known = Known { place: Some(Place::Origins { api_url, login_url }), ..known() };
        write(&path, &known).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().place, known.place);
        let (_dir, path) =
            private("client_id = \"id\"\nclient_secret = \"s3cr3t\"\nlogin_url = \"https://l.example\"\n");
        let text = read(&path).unwrap_err().to_string();
        assert!(text.contains("no `api_url`") && !text.contains("s3cr3t"), "{text}");
    }

    #[test]
    fn a_file_comes_back_and_is_private() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("seatwise/credentials.toml");
        write(&path, &known()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let back = read(&path).unwrap().unwrap();
        assert_eq!(back.credentials.secret.expose_secret(), "s3cr3t");
        assert_eq!(back.place, known().place);
        assert!(!format!("{back:?}").contains("s3cr3t"));
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials.toml");
        write(&path, &known()).unwrap();
        for mode in [0o640, 0o604, 0o660, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let text = read(&path).unwrap_err().to_string();
            assert!(text.contains("expected 0600") && !text.contains("s3cr3t"), "{text}");
        }
    }

    #[test]
    fn a_broken_file_does_not_show_its_lines() {
        let (_dir, path) = private("client_id = \"id\"\nclient_secret = s3cr3t\n");
        let text = read(&path).unwrap_err().to_string();
        assert!(!text.contains("s3cr3t"), "{text}");
    }
}
