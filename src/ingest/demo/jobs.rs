//! What people do: jobs with the features they really use, and the licenses that holders of a job were given.
//!
//! A job is intent. Whether a license is too much for it follows from the rules (`cover`), not from here.

use super::feature::*;

/// How often a feature is used, and how much.
pub(super) struct Use {
    pub(super) feature: Feature,
    /// Workdays with use, of 1,000.
    pub(super) days: u32,
    /// Events on such a day, on average.
    pub(super) events: u32,
    /// Seconds of handle time per event, on average.
    pub(super) seconds: u32,
}

/// A job.
pub(super) struct Job {
    pub(super) title: &'static str,
    pub(super) uses: &'static [Use],
    /// License ids that holders of the job have, with weights; a CX base first.
    pub(super) holdings: &'static [(u32, &'static [&'static str])],
    /// The role that the job takes, by name.
    pub(super) role: &'static str,
    /// Of 1,000 holders so many are members of a WFM management unit or a Copilot queue.
    pub(super) members: u32,
}

impl Job {
    /// Every feature that the job really needs.
    pub(super) fn needs(&self) -> FeatureSet {
        self.uses.iter().fold(FeatureSet::default(), |set, usage| set.with(usage.feature))
    }
}

const fn daily(feature: Feature, days: u32, events: u32, seconds: u32) -> Use {
    Use { feature, days, events, seconds }
}

const CX1: &str = "cloudCX1";
const CX2: &str = "cloudCX2";
const CX3: &str = "cloudCX3";
const CX4: &str = "cloudCX4";
const WEM2: &str = "gc2WEMupgrade";
const STA: &str = "gcSTAupgrade";
const JOURNEY_ADDON: &str = "journeyManagement";

pub(super) static VOICE_AGENT: Job = Job {
    title: "Agent",
    uses: &[daily(VOICE, 985, 24, 330), daily(CALLBACK, 900, 3, 280), daily(OUTBOUND, 300, 2, 250)],
    holdings: &[(68, &[CX1]), (10, &[CX2]), (20, &[CX3]), (2, &[CX2, WEM2])],
    role: "Voice Agent",
    members: 0,
};

pub(super) static OUTBOUND_AGENT: Job = Job {
    title: "Sales Agent",
    uses: &[daily(VOICE, 985, 31, 240), daily(OUTBOUND, 960, 27, 235), daily(CALLBACK, 850, 2, 260)],
    holdings: &[(80, &[CX1]), (9, &[CX2]), (11, &[CX3])],
    role: "Outbound Agent",
    members: 0,
};

pub(super) static DIGITAL_AGENT: Job = Job {
    title: "Digital Agent",
    uses: &[
        daily(CHAT, 930, 14, 420),
        daily(EMAIL, 880, 11, 510),
        daily(MESSAGE, 860, 9, 400),
        daily(SMS, 620, 3, 180),
        daily(SOCIAL, 160, 2, 200),
    ],
    holdings: &[(82, &[CX2]), (15, &[CX3]), (3, &[CX4])],
    role: "Digital Agent",
    members: 0,
};

pub(super) static OMNI_AGENT: Job = Job {
    title: "Agent",
    uses: &[
        daily(VOICE, 970, 17, 340),
        daily(EMAIL, 900, 7, 480),
        daily(CHAT, 930, 5, 430),
        daily(CALLBACK, 850, 2, 280),
        daily(SMS, 260, 2, 180),
    ],
    holdings: &[(824, &[CX2]), (130, &[CX3]), (18, &[CX2, STA]), (12, &[CX2, WEM2]), (16, &[CX1])],
    role: "Omnichannel Agent",
    members: 0,
};

pub(super) static EVALUATED_AGENT: Job = Job {
    title: "Senior Agent",
    uses: &[
        daily(VOICE, 975, 18, 350),
        daily(EMAIL, 840, 6, 470),
        daily(CALLBACK, 880, 2, 280),
        daily(CHAT, 760, 4, 430),
        daily(SMS, 260, 2, 180),
        daily(QUALITY_EVALUATED, 45, 1, 0),
    ],
    holdings: &[(84, &[CX2]), (5, &[CX2, WEM2]), (11, &[CX3])],
    role: "Omnichannel Agent",
    members: 0,
};

pub(super) static SCHEDULED_AGENT: Job = Job {
    title: "Agent",
    uses: &[
        daily(VOICE, 980, 19, 340),
        daily(WFM_SCHEDULE, 955, 1, 0),
        daily(EMAIL, 930, 4, 460),
        daily(CALLBACK, 860, 2, 280),
        daily(MESSAGE, 260, 2, 400),
        daily(QUALITY_EVALUATED, 40, 1, 0),
    ],
    holdings: &[(85, &[CX3]), (8, &[CX2, WEM2]), (4, &[CX4]), (3, &[CX3, "copilot"])],
    role: "WFM Agent",
    members: 650,
};

pub(super) static SCHEDULED_DIGITAL: Job = Job {
    title: "Digital Agent",
    uses: &[
        daily(MESSAGE, 950, 16, 390),
        daily(CHAT, 930, 12, 420),
        daily(WFM_SCHEDULE, 950, 1, 0),
        daily(EMAIL, 880, 6, 480),
    ],
    holdings: &[(94, &[CX3]), (6, &[CX4])],
    role: "WFM Agent",
    members: 650,
};

pub(super) static COPILOT_AGENT: Job = Job {
    title: "Retention Agent",
    uses: &[
        daily(VOICE, 980, 16, 420),
        daily(COPILOT, 930, 14, 0),
        daily(WFM_SCHEDULE, 950, 1, 0),
        daily(OUTBOUND, 620, 4, 300),
    ],
    holdings: &[(80, &[CX3, "copilot"]), (20, &[CX4, "copilot"])],
    role: "WFM Agent",
    members: 500,
};

pub(super) static SUPERVISOR: Job = Job {
    title: "Team Lead",
    uses: &[daily(SUPERVISION, 950, 9, 600), daily(VOICE, 380, 3, 300), daily(ADMIN, 240, 2, 0)],
    holdings: &[(48, &[CX1]), (34, &[CX2]), (18, &[CX3])],
    role: "Supervisor",
    members: 0,
};

pub(super) static WEM_SUPERVISOR: Job = Job {
    title: "Team Lead",
    uses: &[
        daily(SUPERVISION, 950, 9, 600),
        daily(QUALITY_EVALUATOR, 330, 2, 900),
        daily(WFM_SCHEDULE, 900, 1, 0),
        daily(SPEECH_ANALYTICS, 180, 3, 240),
    ],
    holdings: &[(96, &[CX3]), (4, &[CX4])],
    role: "Supervisor WEM",
    members: 400,
};

pub(super) static PLANNER: Job = Job {
    title: "Workforce Planner",
    uses: &[daily(WFM_PLANNING, 860, 12, 0), daily(SUPERVISION, 250, 2, 300), daily(ADMIN, 90, 1, 0)],
    holdings: &[(1, &[CX3])],
    role: "WFM Planner",
    members: 0,
};

pub(super) static EVALUATOR: Job = Job {
    title: "Quality Analyst",
    uses: &[daily(QUALITY_EVALUATOR, 880, 7, 900), daily(SUPERVISION, 300, 3, 300)],
    holdings: &[(68, &[CX2]), (32, &[CX3])],
    role: "Quality Reviewer",
    members: 0,
};

pub(super) static SPEECH_ANALYST: Job = Job {
    title: "Speech Analyst",
    uses: &[daily(SPEECH_ANALYTICS, 900, 18, 0), daily(QUALITY_EVALUATOR, 25, 1, 900)],
    holdings: &[(55, &[CX3]), (45, &[CX2, STA])],
    role: "Speech Analyst",
    members: 0,
};

pub(super) static JOURNEY_ANALYST: Job = Job {
    title: "Experience Designer",
    uses: &[
        daily(JOURNEY, 780, 9, 0),
        daily(COPILOT, 260, 2, 0),
        daily(WFM_PLANNING, 70, 1, 0),
        daily(SPEECH_ANALYTICS, 320, 4, 0),
    ],
    holdings: &[(1, &[CX4])],
    role: "Experience Designer",
    members: 0,
};

pub(super) static JOURNEY_OWNER: Job = Job {
    title: "Campaign Manager",
    uses: &[daily(EMAIL, 820, 8, 420), daily(JOURNEY, 130, 4, 0)],
    holdings: &[(80, &[CX2, JOURNEY_ADDON]), (20, &[CX4])],
    role: "Digital Agent",
    members: 0,
};

pub(super) static ADMINISTRATOR: Job = Job {
    title: "Platform Administrator",
    uses: &[daily(ADMIN, 720, 14, 0)],
    holdings: &[(60, &[CX1]), (18, &[CX2]), (22, &[CX3])],
    role: "Telephony Admin",
    members: 0,
};

pub(super) static OFFICE_CX: Job = Job {
    title: "Case Clerk",
    uses: &[],
    holdings: &[(55, &[CX1]), (30, &[CX2]), (15, &[CX3])],
    role: "employee",
    members: 0,
};

pub(super) static OFFICE_PHONE: Job =
    Job { title: "Clerk", uses: &[], holdings: &[(1, &["communicate"])], role: "Communicate User", members: 0 };

pub(super) static OFFICE_CHAT: Job =
    Job { title: "Clerk", uses: &[], holdings: &[(1, &["collaborate"])], role: "employee", members: 0 };

pub(super) static MASTER_ADMIN: Job = Job {
    title: "Head of Platform",
    uses: &[daily(ADMIN, 640, 9, 0)],
    holdings: &[(1, &[CX4])],
    role: "Master Admin",
    members: 0,
};

pub(super) static SERVICE_ACCOUNT: Job = Job {
    title: "Service account",
    uses: &[daily(ADMIN, 900, 60, 0)],
    holdings: &[(70, &[CX1]), (30, &[CX2])],
    role: "Telephony Admin",
    members: 0,
};

pub(super) static WALLBOARD: Job =
    Job { title: "Wallboard", uses: &[], holdings: &[(1, &["wallboardUser"])], role: "Wallboard", members: 0 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_needs_exactly_what_it_uses() {
        assert!(VOICE_AGENT.needs().names().eq(["voice", "callback", "outbound"]));
        assert_eq!(OFFICE_CX.needs(), FeatureSet::default());
        assert!(WEM_SUPERVISOR.needs().has(QUALITY_EVALUATOR));
    }
}
