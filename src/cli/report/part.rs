//! Parts of an organization, as the command line names them.

use clap::ValueEnum;

use crate::allocation::By;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Part {
    /// `department` of people
    Department,
    /// `division` of people
    Division,
    /// `cost_center` of people
    #[value(alias = "cost_center")]
    CostCenter,
}

impl From<Part> for By {
    fn from(part: Part) -> By {
        match part {
            Part::Department => By::Department,
            Part::Division => By::Division,
            Part::CostCenter => By::CostCenter,
        }
    }
}
