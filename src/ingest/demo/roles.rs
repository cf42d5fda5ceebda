//! The roles of a demo organization: permission policies, the licenses that Genesys infers for them, and their copies.
//!
//! Administrators copy roles: by department, by site, before a change. Larger organizations have more copies, which
//! all keep the permissions, and so the price, of their origin.

use super::departments::DEPARTMENTS;

/// A role as delivered, or made once and then copied.
pub(super) struct Template {
    pub(super) name: &'static str,
    /// `domain:entity:action`, wildcards allowed.
    pub(super) permissions: &'static [&'static str],
    /// License ids that Genesys infers for it; a base first.
    pub(super) licenses: &'static [&'static str],
    /// May copies be made of it?
    copied: bool,
}

/// A role of an organization: a template, or a copy of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    /// Place in [`TEMPLATES`].
    pub(super) template: usize,
    /// The department that a copy was made for; `None` = the role as delivered.
    department: Option<&'static str>,
}

/// The roles of one organization.
pub(super) struct Roles {
    pub(super) all: Vec<Role>,
    /// `copies[template]` = places in `all`, the original first.
    copies: Vec<Vec<usize>>,
}

impl Roles {
    /// Roles for an organization of so many people: all templates, and up to 400 with copies.
    pub(super) fn new(people: u32, organization: u32) -> Self {
        let mut roles = Self { all: Vec::new(), copies: vec![Vec::new(); TEMPLATES.len()] };
        for (place, template) in TEMPLATES.iter().enumerate() {
            roles.add(place, template.name.to_owned(), None, organization);
        }
        let copied: Vec<usize> = (0..TEMPLATES.len()).filter(|at| TEMPLATES[*at].copied).collect();
        // A copy per 250 people: 3 at S, 80 at M, the ceiling of 400 roles at L.
        let copies = (people / 250).saturating_sub(5).min(400 - TEMPLATES.len() as u32) as usize;
        for copy in 0..copies {
            let template = copied[copy % copied.len()];
            let round = copy / copied.len();
            let department = DEPARTMENTS[round % DEPARTMENTS.len()].name;
            let suffix =
                if round < DEPARTMENTS.len() { String::new() } else { format!(" ({})", round / DEPARTMENTS.len() + 1) };
            let name = format!("{} - {department}{suffix}", TEMPLATES[template].name);
            roles.add(template, name, Some(department), organization);
        }
        roles
    }

    fn add(&mut self, template: usize, name: String, department: Option<&'static str>, organization: u32) {
        let id = format!("{:08x}-0000-4000-8000-{:012x}", 0x0070_0000 + organization, self.all.len() + 1);
        self.copies[template].push(self.all.len());
        self.all.push(Role { id, name, template, department });
    }

    /// The role of this name as delivered, or one of its copies for the department, chosen by `choice`.
    pub(super) fn pick(&self, template: &str, department: &str, choice: u32) -> &Role {
        let at = TEMPLATES.iter().position(|t| t.name == template).expect("roles are named by their template");
        let fits = |place: &&usize| self.all[**place].department.is_none_or(|of| of == department);
        let fitting = self.copies[at].iter().filter(fits).count().max(1);
        let place = self.copies[at].iter().filter(fits).nth(choice as usize % fitting);
        &self.all[*place.expect("the role as delivered fits every department")]
    }
}

/// The role template of this name.
pub(super) fn template(name: &str) -> &'static Template {
    TEMPLATES.iter().find(|t| t.name == name).expect("roles are named by their template")
}

/// Roles that keep people at a license that their job does not need, with a weight.
pub(super) fn traps(license: &str) -> &'static [(u32, &'static str)] {
    match license {
        "cloudCX2" => &[(3, "Digital Pilot"), (2, "Quality Reviewer"), (1, "Survey Reader")],
        "cloudCX3" => &[
            (4, "Quality Admin"),
            (3, "Performance Management Admin"),
            (3, "Quality Admin - copy"),
            (2, "Performance Management Admin - copy"),
            (2, "Schedule Reader"),
        ],
        "cloudCX4" => &[(1, "Experience Pilot")],
        "gc2WEMupgrade" => &[(2, "Quality Evaluator"), (1, "WEM Agent")],
        "gcSTAupgrade" => &[(1, "Topic Editor")],
        "copilot" => &[(1, "Assistants Admin"), (2, "Agent Copilot Agent")],
        "journeyManagement" => &[(1, "Journey Manager")],
        "communicate" => &[(1, "Communicate User")],
        "cxCloudSF" => &[(1, "Salesforce Embed User")],
        "wallboardUser" => &[(1, "Wallboard")],
        "examplePremiumAppUserLicense" => &[(1, "Example Premium App User")],
        _ => &[(1, "Voice Agent")],
    }
}

const fn role(
    name: &'static str,
    permissions: &'static [&'static str],
    licenses: &'static [&'static str],
    copied: bool,
) -> Template {
    Template { name, permissions, licenses, copied }
}

const CX1: &str = "cloudCX1";
const CX2: &str = "cloudCX2";
const CX3: &str = "cloudCX3";
const CX4: &str = "cloudCX4";

/// Every role that an organization has at least once.
#[rustfmt::skip]
pub(super) const TEMPLATES: &[Template] = &[
    role("employee", &["directory:user:view", "directory:group:view", "chat:room:*", "chat:message:*"], &["collaborate"], false),
    role("Communicate User", &["telephony:voicemail:*", "telephony:softphone:*", "fax:document:view"], &["communicate"], false),
    role("Voice Agent", &["conversation:call:*", "conversation:callback:*", "routing:queueMember:view", "routing:agent:edit"], &[CX1], true),
    role("Outbound Agent", &["conversation:call:*", "outbound:campaign:view", "outbound:event:view", "outbound:contactList:search"], &[CX1], true),
    role("Supervisor", &["supervisor:*:*", "analytics:queueObservation:view", "conversation:monitor:*", "conversation:coach:*"], &[CX1], true),
    role("Telephony Admin", &["telephony:*:*", "architect:*:*", "routing:queue:*", "authorization:role:view", "admin:*:view"], &[CX1], true),
    role("Digital Agent", &["conversation:email:*", "conversation:chat:*", "conversation:message:*", "conversation:sms:*", "responses:library:view"], &[CX2], true),
    role("Omnichannel Agent", &["conversation:call:*", "conversation:email:*", "conversation:chat:*", "knowledge:article:view"], &[CX2], true),
    role("Digital Pilot", &["conversation:webMessaging:view", "messaging:deployment:view"], &[CX2], true),
    role("Quality Reviewer", &["quality:evaluation:*", "quality:calibration:view", "recording:annotation:*"], &[CX2], true),
    role("Survey Reader", &["quality:survey:view"], &[CX2], false),
    role("WFM Agent", &["wfm:agentSchedule:view", "wfm:timeOffRequest:*", "wfm:shiftTrade:*", "conversation:call:*", "conversation:email:*"], &[CX3], true),
    role("WFM Planner", &["wfm:*:*"], &[CX3], true),
    role("Supervisor WEM", &["supervisor:*:*", "quality:evaluation:*", "wfm:schedule:view", "performance:coaching:*"], &[CX3], true),
    role("Speech Analyst", &["speechAndTextAnalytics:transcript:view", "speechAndTextAnalytics:sentiment:view", "insights:*:view"], &[CX3], true),
    role("Quality Admin", &["quality:*:*", "recording:*:*", "speechAndTextAnalytics:settings:view"], &[CX3], true),
    role("Quality Admin - copy", &["quality:*:*", "recording:screenRecording:view"], &[CX3], true),
    role("Performance Management Admin", &["performance:*:*", "learning:*:*"], &[CX3], true),
    role("Performance Management Admin - copy", &["performance:*:view", "learning:module:view"], &[CX3], true),
    role("Schedule Reader", &["wfm:schedule:view"], &[CX3], false),
    role("Experience Designer", &["journey:*:*", "experience:*:*", "orchestration:plan:*"], &[CX4], false),
    role("Experience Pilot", &["experience:insight:view"], &[CX4], false),
    role("WEM Agent", &["gamification:profile:view", "coaching:appointment:view"], &["gc2WEMupgrade"], true),
    role("Quality Evaluator", &["gamification:metric:view", "coaching:annotation:*"], &["gc2WEMupgrade"], false),
    role("Topic Editor", &["routing:transcriptionSettings:view", "billing:user:staUpgrade"], &["gcSTAupgrade"], false),
    role("Agent Copilot Agent", &["assistants:copilot:view"], &["copilot"], false),
    role("Assistants Admin", &["assistants:*:*"], &["copilot"], false),
    role("Journey Manager", &["journeyManagement:*:*"], &["journeyManagement"], false),
    role("Salesforce Embed User", &["salesforce:agent:view", "salesforce:embed:view"], &["cxCloudSF"], false),
    role("Wallboard", &["wallboard:display:view"], &["wallboardUser"], false),
    role("Example Premium App User", &["premiumApp:examplePremiumApp:view"], &["examplePremiumAppUserLicense"], false),
    role("Master Admin", &["*:*:*"], &[CX4], false),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_organizations_have_more_roles() {
        let count = |people| Roles::new(people, 0).all.len();
        assert_eq!(count(60), TEMPLATES.len());
        assert!((25..40).contains(&count(2_000)), "{}", count(2_000));
        assert!((80..130).contains(&count(20_000)), "{}", count(20_000));
        assert!((390..=400).contains(&count(100_000)), "{}", count(100_000));
    }

    #[test]
    fn role_ids_and_names_are_unique() {
        let roles = Roles::new(100_000, 0);
        let mut names: Vec<&str> = roles.all.iter().map(|role| role.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), roles.all.len());
    }

    #[test]
    fn a_trap_infers_the_license_that_it_keeps_people_at() {
        for license in [CX2, CX3, CX4, "gc2WEMupgrade", "gcSTAupgrade", "copilot", "journeyManagement"] {
            for (_, name) in traps(license) {
                assert_eq!(template(name).licenses, [license], "{name}");
            }
        }
    }
}
