//! The features of `activity` that an operation of the API can tell.

/// A feature, by the name that the canonical table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Feature {
    Voice,
    Callback,
    Chat,
    Email,
    Message,
    Sms,
    Social,
    Outbound,
    Supervision,
    QualityEvaluator,
    QualityEvaluated,
    SpeechAnalytics,
    Copilot,
    WorkAutomation,
    WfmSchedule,
    WfmPlanning,
    Admin,
}

impl Feature {
    /// Every feature, in the order of their numbers.
    pub(crate) const ALL: [(Feature, &'static str); 17] = [
        (Feature::Voice, "voice"),
        (Feature::Callback, "callback"),
        (Feature::Chat, "chat"),
        (Feature::Email, "email"),
        (Feature::Message, "message"),
        (Feature::Sms, "sms"),
        (Feature::Social, "social"),
        (Feature::Outbound, "outbound"),
        (Feature::Supervision, "supervision"),
        (Feature::QualityEvaluator, "quality_evaluator"),
        (Feature::QualityEvaluated, "quality_evaluated"),
        (Feature::SpeechAnalytics, "speech_analytics"),
        (Feature::Copilot, "copilot"),
        (Feature::WorkAutomation, "work_automation"),
        (Feature::WfmSchedule, "wfm_schedule"),
        (Feature::WfmPlanning, "wfm_planning"),
        (Feature::Admin, "admin"),
    ];

    /// The feature of this name, if the API can tell it.
    pub(crate) fn by_name(name: &str) -> Option<Feature> {
        Feature::ALL.iter().find(|(_, own)| *own == name).map(|(feature, _)| *feature)
    }

    /// Its media type and message type, if it is a medium of conversations.
    pub(crate) fn media(self) -> Option<(&'static str, Option<&'static str>)> {
        match self {
            Feature::Voice => Some(("voice", None)),
            Feature::Callback => Some(("callback", None)),
            Feature::Chat => Some(("chat", None)),
            Feature::Email => Some(("email", None)),
            Feature::Message => Some(("message", Some("webmessaging"))),
            Feature::Sms => Some(("message", Some("sms"))),
            Feature::Social => Some(("message", Some("facebook"))),
            _ => None,
        }
    }
}
