//! Roles taken apart, whom they keep, and what is proposed: small organizations computed by hand, and laws on random ones.

mod laws;
mod organization;
mod proposed;
mod section;
mod what_if;
mod whom;

use organization::{Org, grants, pairs};

/// Agents on the phone and by mail, planners, and two roles that were handed out too freely.
///
/// | person | roles | holds | uses |
/// |---|---|---|---|
/// | ann | Agent, Reader | CX 3 | voice |
/// | bob | Agent, Reader, Quality Admin by a group | CX 3 | voice |
/// | cem | Planner, Reader | CX 3 | planning |
/// | dee | Mail, Quality Admin by the group | CX 3 | e-mail |
/// | eva | Agent, Quality Admin by the group | CX 3 | voice, evaluations |
/// | fay | Agent, Copilot | CX 1 and Copilot | voice |
/// | gus | Agent, Copilot | CX 1 and Copilot | voice, Copilot |
/// | hal | Agent, Planner | CX 1: licenses do not follow roles | voice |
fn small() -> Org {
    Org {
        licenses: pairs(
            "ann,cloudCX3\nbob,cloudCX3\ncem,cloudCX3\ndee,cloudCX3\neva,cloudCX3\nfay,cloudCX1\nfay,copilot\n\
             gus,cloudCX1\ngus,copilot\nhal,cloudCX1",
        ),
        roles: pairs(
            "Agent,conversation:call:accept\nAgent,routing:queue:view\nMail,conversation:email:accept\nMail,routing:queue:view\n\
             Planner,wfm:schedule:edit\nPlanner,wfm:schedule:view\nReader,wfm:schedule:view\nQuality Admin,quality:*:*\n\
             Copilot,assistants:copilot:view",
        ),
        grants: grants(
            "ann,Agent\nann,Reader\nbob,Agent\nbob,Reader\nbob,Quality Admin,g1\ncem,Planner\ncem,Reader\ndee,Mail\n\
             dee,Quality Admin,g1\neva,Agent\neva,Quality Admin,g1\nfay,Agent\nfay,Copilot\ngus,Agent\ngus,Copilot\n\
             hal,Agent\nhal,Planner",
        ),
        definitions: pairs(
            "collaborate,directory:user:view\ncloudCX1,conversation:call:accept\ncloudCX1,routing:queue:view\n\
             cloudCX2,conversation:email:accept\ncloudCX2,quality:evaluation:add\ncloudCX2,quality:survey:view\n\
             cloudCX3,wfm:schedule:edit\ncloudCX3,wfm:schedule:view\ncloudCX3,quality:adminSettings:view\n\
             cloudCX3,quality:evaluation:add\ncopilot,assistants:copilot:view",
        ),
        used: pairs(
            "ann,voice\nbob,voice\ncem,wfm_planning\ndee,email\neva,voice\neva,quality_evaluator\nfay,voice\ngus,voice\n\
             gus,copilot\nhal,voice",
        ),
        ..Org::default()
    }
}
