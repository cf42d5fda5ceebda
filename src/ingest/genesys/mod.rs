//! The source "Genesys Cloud": reads an organization through its API into a snapshot.
//!
//! In reading order: what is asked ([`part`], `parts`), the one way out (`client`, [`allow`], [`pace`]), lists and jobs
//! ([`page`], [`job`]), what is closed already ([`work`], [`reuse`]), and the run from start to snapshot ([`run`]).
//! What each answer means is in `docs/COLLECTOR.md`. This is the only room with wire names; it knows no price.

pub mod allow;
pub mod client;
pub mod context;
pub mod credentials;
pub mod finish;
pub mod harvest;
pub mod job;
pub mod login;
pub mod pace;
pub mod page;
pub mod part;
pub mod parts;
pub mod plan;
pub mod region;
pub mod reuse;
pub mod run;
pub mod span;
pub mod work;

pub use self::client::{ApiError, Client, Endpoint};
pub use self::credentials::Credentials;
pub use self::pace::Tempo;
pub use self::part::Part;
pub use self::run::{Options, Pulled, dry_run, pull};
