//! A simulator of the Genesys Cloud Platform API: serves one organization, given as canonical rows, with the limits,
//! permissions, life cycles and faults that a collector must live with.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use seatwise_simulator::{Settings, Simulator, organization::{OrganizationBuilder, UserRecord}};
//!
//! let mut rows = OrganizationBuilder::new("Example");
//! rows.user(UserRecord { user_id: "u1".into(), state: "active".into(), ..UserRecord::default() });
//! let running = Simulator::start(rows.build(1_793_491_199_999_999), Settings::default()).await?;
//! println!("{}", running.api_url());
//! # Ok(())
//! # }
//! ```

mod clock;
mod contract;
pub mod faults;
mod hash;
mod jobs;
mod operations;
pub mod organization;
mod server;
pub mod settings;
pub mod tables;

pub use faults::Faults;
pub use organization::{ChargeRecord, ContractRecord, Organization, OrganizationBuilder, UserRecord};
pub use server::{LoggedRequest, Running, Simulator};
pub use settings::{Client, Jobs, OversizedPage, Permissions, RateLimit, Settings, TokenLife};
