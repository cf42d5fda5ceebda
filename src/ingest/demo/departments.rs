//! The departments of a demo organization: divisions, cost centers, and who works there.

use super::jobs::*;

/// A department.
pub(super) struct Department {
    pub(super) name: &'static str,
    /// Short form in cost centers and groups.
    pub(super) code: &'static str,
    /// Share of the organization's teams, as a weight.
    pub(super) weight: u32,
    /// Works around the clock, every day of the year.
    pub(super) around_the_clock: bool,
    /// Jobs of its people, by weight.
    pub(super) jobs: &'static [(u32, &'static Job)],
}

pub(super) static DEPARTMENTS: [Department; 8] = [
    Department {
        name: "Service Desk",
        code: "SD",
        weight: 30,
        around_the_clock: true,
        jobs: &[(45, &SCHEDULED_AGENT), (25, &OMNI_AGENT), (18, &EVALUATED_AGENT), (12, &VOICE_AGENT)],
    },
    Department {
        name: "Claims",
        code: "CL",
        weight: 18,
        around_the_clock: false,
        jobs: &[(38, &VOICE_AGENT), (27, &EVALUATED_AGENT), (20, &SCHEDULED_AGENT), (15, &OMNI_AGENT)],
    },
    Department {
        name: "Sales",
        code: "SA",
        weight: 12,
        around_the_clock: false,
        jobs: &[(62, &OUTBOUND_AGENT), (28, &OMNI_AGENT), (7, &VOICE_AGENT), (3, &JOURNEY_OWNER)],
    },
    Department {
        name: "Back Office",
        code: "BO",
        weight: 8,
        around_the_clock: false,
        jobs: &[(34, &OFFICE_PHONE), (22, &OFFICE_CHAT), (16, &OFFICE_CX), (28, &DIGITAL_AGENT)],
    },
    Department {
        name: "Retention",
        code: "RE",
        weight: 10,
        around_the_clock: false,
        jobs: &[(35, &COPILOT_AGENT), (45, &SCHEDULED_AGENT), (20, &OUTBOUND_AGENT)],
    },
    Department {
        name: "Field Support",
        code: "FS",
        weight: 8,
        around_the_clock: true,
        jobs: &[(70, &VOICE_AGENT), (18, &OFFICE_PHONE), (12, &OMNI_AGENT)],
    },
    Department {
        name: "Digital Care",
        code: "DC",
        weight: 10,
        around_the_clock: false,
        jobs: &[(60, &SCHEDULED_DIGITAL), (40, &DIGITAL_AGENT)],
    },
    Department {
        name: "Planning & Quality",
        code: "PQ",
        weight: 4,
        around_the_clock: false,
        jobs: &[
            (24, &PLANNER),
            (24, &EVALUATOR),
            (14, &SPEECH_ANALYST),
            (8, &JOURNEY_ANALYST),
            (22, &ADMINISTRATOR),
            (8, &OFFICE_CX),
        ],
    },
];

/// Divisions: id suffix and name.
pub(super) static DIVISIONS: [(&str, &str); 5] =
    [("d1", "Home"), ("d2", "Nordics & DACH"), ("d3", "Americas"), ("d4", "Asia Pacific"), ("d5", "Partners")];
