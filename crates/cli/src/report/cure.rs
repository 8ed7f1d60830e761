//! What would mend a finding, and what the edit of the rule file looks like.

use super::json::CureView;
use super::names::Names;
use super::sentence::{Cure, Sentence as S};
use super::subject::Claims;
use super::trace;
use solon_engine::finding::{Evidence, Finding, Subject, Switch};
use solon_engine::model::{EventId, InstitutionId, RuleId};
use solon_rules::origins::FieldMeaning;

/// Says what would mend it, and what the edit of the rule file looks like.
pub fn cure(names: &Names<'_>, claims: &Claims<'_>, finding: &Finding) -> CureView {
    let id = |rule: RuleId| names.rule(rule).name.as_str();
    let ids = |rules: &[RuleId]| rules.iter().map(|&rule| id(rule)).collect::<Vec<_>>().join(", ");
    let body = |of: InstitutionId| names.institution(of);
    let body_id = |of: InstitutionId| names.institution_id(of);
    const ON_SILENCE: &str = "on_silence: To(..), Deemed(..) or PassesTo(..)";
    let stands;
    let (cure, edit) = match &finding.subject {
        Subject::Lost { .. } => {
            let place = place_of_loss(names, finding);
            stands = place.map(|place| names.stands(place));
            let edit = place.map(|place| format!("{}: within: .., {ON_SILENCE}", id(place)));
            (Cure::WayOut { stands: stands.as_deref() }, edit.unwrap_or_default())
        }
        Subject::Paralysed { waiting, .. } => {
            let edit = format!("{}: earlier, or another step beside it", ids(waiting));
            (Cure::Meanwhile, edit)
        }
        Subject::CapturedCheck { body: of, others, .. } => (
            Cure::FreeVotes { body: body(*of), others: *others },
            format!("{}: pass: .., or without: [..]", ids(&finding.rules[1..2])),
        ),
        Subject::Alone { .. } => (Cure::Consent, String::new()),
        Subject::Race { acts } => {
            let [first, second] = acts.each_ref().map(|acts| quoted_ids(names, acts));
            (Cure::Order, format!("Prohibition(bars: [{first}] or [{second}], when: ..)"))
        }
        Subject::NoReturn { .. } => (Cure::Sunset, format!("within: .., {ON_SILENCE}")),
        Subject::Frozen { .. } => (
            Cure::OtherRoad,
            format!("of a step to it: by: AnyOf([..]); or of the stage before: within: .., {ON_SILENCE}"),
        ),
        Subject::KeptEmpty { institution, .. } => (
            Cure::OtherAppointer { institution: body(*institution) },
            format!("of the stage in which it is empty: within: .., {ON_SILENCE}"),
        ),
        Subject::Stuck { stage } => {
            stands = Some(names.stands(*stage));
            let edit = format!("{}: within: .., {ON_SILENCE}", id(*stage));
            (Cure::WayOut { stands: stands.as_deref() }, edit)
        }
        Subject::Unlimited { stages, .. } | Subject::HeldUp { stages, .. } => {
            (Cure::Limit, format!("{}: within: .., {ON_SILENCE}", ids(stages)))
        }
        Subject::Toothless { rule, .. } if names.stage(*rule).is_none() && names.gate(*rule).is_none() => (
            Cure::Breach,
            format!("{}: give the stage that its steps leave within: .., {ON_SILENCE}", id(*rule)),
        ),
        Subject::Trapped { stage, .. } => {
            (Cure::Pause, format!("{}: pauses: .., resumes: Continue", id(*stage)))
        }
        Subject::HiddenVeto { stages, .. } => (Cure::SilenceCounts, format!("{}: {ON_SILENCE}", ids(stages))),
        Subject::Toothless { rule, .. } => (Cure::Result, format!("{}: {ON_SILENCE}", id(*rule))),
        Subject::Circle { round, .. } => (
            Cure::Rounds,
            format!("{}: at_most: Times(..) or a counter in when: ..", id(first_rule(names, round))),
        ),
        Subject::OwnClock { stage, .. } => {
            (Cure::Trigger, format!("{}: within: Period(length: .., from: ..)", id(*stage)))
        }
        Subject::AnothersClock { stage, act, restarts: true } => {
            (Cure::Once, format!("{}: within: Period(length: .., from: ..), or bar {}", id(*stage), id(*act)))
        }
        Subject::AnothersClock { stage, .. } => (Cure::Once, format!("{}: pauses: ..", id(*stage))),
        Subject::CostlyCheck { failures, .. } => (
            Cure::Decouple,
            format!("{}: the stage to which it leads, enter: ..", id(first_rule(names, failures))),
        ),
        Subject::SwitchedOff { procedures, acts, how: Switch::Bars, .. } => {
            let act = id(first_rule(names, acts));
            let edit =
                format!("{act}: the stage to which it leads, within: ..; or {}: when: ..", ids(procedures));
            (Cure::EndBar, edit)
        }
        Subject::SwitchedOff { procedures, acts, .. } => {
            let acts = quoted_ids(names, acts);
            let open: Vec<String> =
                procedures.iter().map(|&procedure| format!("In(\"{}\", [..])", id(procedure))).collect();
            let when = match &open[..] {
                [one] => one.clone(),
                all => format!("Any([{}])", all.join(", ")),
            };
            (Cure::BarAct, format!("Prohibition(bars: [{acts}], when: {when}, ..)"))
        }
        Subject::HurtBySilence { stage, .. } | Subject::ServedBySilence { stage, .. } => {
            (Cure::ReverseSilence, format!("{}: on_silence: ..", id(*stage)))
        }
        Subject::OwnCause { checked, acts, .. } => (
            Cure::OtherJudge { checked: body(*checked) },
            format!("{}: by: .., or of the stage that it leaves within: .., {ON_SILENCE}", ids(acts)),
        ),
        Subject::Dormant { prohibition, .. } => {
            (Cure::BindFromTheStart, format!("{}: when: .., in_force: ..", id(*prohibition)))
        }
        Subject::Caretaker { institution } => (
            Cure::EndActing { institution: body(*institution) },
            format!(
                "{}: give the stage in which somebody acts within: .., {ON_SILENCE}",
                body_id(*institution)
            ),
        ),
        Subject::NeedEachOther { offices } => (
            Cure::LastResort { institution: body(offices[0]) },
            format!("{}: acting: ..", body_id(offices[0])),
        ),
        Subject::Impossible { duties } => {
            (Cure::Precedence, format!("{}: overrides: [..] or when: ..", ids(duties)))
        }
        Subject::Formality { stage, step, .. } => {
            let (stage, step) = (id(*stage), id(*step));
            (Cure::ByLaw, format!("{stage}: within: .., on_silence: PassesTo(..) or Deemed(\"{step}\")"))
        }
        Subject::Empty { institution, .. } => {
            let edit = format!("{}: acting: ..", body_id(*institution));
            (Cure::LastResort { institution: body(*institution) }, edit)
        }
        Subject::StayingAway { body: of, needed, votes, .. } => (
            Cure::Quorum { body: body(*of), needed: *needed },
            format!("{}: quorum: Count({needed})", ids(votes)),
        ),
        Subject::Unfilled { body: of, .. } => {
            (Cure::Base { body: body(*of) }, format!("{}: pass: .., quorum: .. of Serving", body_id(*of)))
        }
        Subject::Tie { body: of, .. } => {
            let edit = format!("{}: pass: MoreThan(1, 2, ..) or tie: Casting(..)", body_id(*of));
            (Cure::TieRule { body: body(*of) }, edit)
        }
        Subject::Unwinnable { body: of, .. } | Subject::AllButOne { body: of, .. } => {
            (Cure::Threshold { body: body(*of) }, format!("{}: pass: ..", ids(&finding.rules)))
        }
        Subject::NeverTaken { rule } | Subject::NeverReached { rule } | Subject::NeverBars { rule } => {
            (Cure::Repair, id(*rule).to_owned())
        }
        Subject::Reading { field, .. } => match *names.lowered.origins.field(*field) {
            FieldMeaning::Reading(choice) => {
                let choice = names.constitution.choices[choice.0].rule;
                (Cure::State { choice: Some(names.title(choice)) }, id(choice).to_owned())
            }
            FieldMeaning::Silence(procedure, stage) => {
                let stage = names.constitution.procedures[procedure.0].stages[stage.0].rule;
                (Cure::State { choice: None }, format!("{}: on_silence: Breach(late: ..)", id(stage)))
            }
            _ => (Cure::State { choice: None }, String::new()),
        },
        Subject::Claim { claim } | Subject::Play { claim, .. } | Subject::OneHand { claim, .. } => {
            let property = claims.get(*claim).map(|(property, _)| property.rule);
            let title = property.map_or("", |rule| names.title(rule));
            (Cure::Property { property: title }, property.map_or("", id).to_owned())
        }
    };
    CureView { text: names.say(S::Cure(cure)), edit }
}

/// The ids of the rules of some events, as a list of the rule language.
fn quoted_ids(names: &Names<'_>, events: &[EventId]) -> String {
    let mut all: Vec<String> = Vec::new();
    for rule in events.iter().map(|&id| names.model().event(id).rule) {
        let id = format!("\"{}\"", names.rule(rule).name);
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all.join(", ")
}

/// The rule of the first of some events.
fn first_rule(names: &Names<'_>, events: &[EventId]) -> RuleId {
    events.first().map_or(RuleId(0), |&id| names.model().event(id).rule)
}

/// The stage whose deadline was missed last, or else the one that was entered last.
fn place_of_loss(names: &Names<'_>, finding: &Finding) -> Option<RuleId> {
    let Evidence::Trace(witness) = &finding.evidence else { return None };
    let missed = witness.journal.entries.iter().rev().flat_map(|entry| &entry.violations);
    let mut missed = missed.copied().filter(|&rule| names.stage(rule).is_some());
    missed.next().or_else(|| trace::last_stage(names, &witness.journal))
}
