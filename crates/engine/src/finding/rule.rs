//! H2: steps that can never be taken, stages that are never reached, prohibitions that never bar anything.

use super::question::Questions;
use super::{Code, Evidence, Finding, Report, Role, Searched, Severity, Subject, Under};
use crate::model::{
    Condition, Disjunction, Event, EventKind, FieldId, Matter, Model, RuleId, Test, ValueSet,
};

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for matter in &model.matters {
        for stage in &matter.stages {
            let reached = questions.ask(report, Code::DeadRule, Some(stage.rule), |_, asked| {
                let here = asked.space.field_in(matter.field, stage.values)?;
                let mut any = !asked.never(&here)?;
                // A stage that the law leaves at once is in no state that lasts; it is reached if something leads there.
                if !any && passes_at_once(model, matter, stage.values) {
                    for (id, _) in
                        model.numbered_events().filter(|(_, event)| leads_to(event, matter, stage.values))
                    {
                        let possible = asked.space.possible(id)?;
                        any |= !asked.never(&possible)?;
                    }
                }
                Ok((any, asked.searched.clone()))
            });
            if let Some((false, searched)) = reached {
                report.findings.push(dead(
                    Subject::NeverReached { rule: stage.rule },
                    stage.rule,
                    Some(searched),
                ));
            }
        }
    }
    for &(rule, role) in settings.rules {
        let (alive, subject) = match role {
            Role::Step => (taken(questions, report, model, rule), Subject::NeverTaken { rule }),
            Role::Prohibition => (bars(questions, report, model, rule), Subject::NeverBars { rule }),
        };
        if let Some((false, searched)) = alive {
            report.findings.push(dead(subject, rule, searched));
        }
    }
}

fn passes_at_once(model: &Model, matter: &Matter, positions: ValueSet) -> bool {
    let leaves = |event: &Event| {
        event.conditions.iter().any(
            |condition| matches!(condition.test, Test::Field(field, values) if field == matter.field && !values.and(positions).is_empty()),
        )
    };
    model.events.iter().any(|event| event.kind == EventKind::Automatic && leaves(event))
}

fn leads_to(event: &Event, matter: &Matter, positions: ValueSet) -> bool {
    let effects = event.effects.iter().filter(|effect| effect.field == matter.field);
    effects
        .flat_map(|effect| effect.map.iter().enumerate())
        .any(|(old, &new)| old != usize::from(new) && positions.contains(new))
}

fn dead(subject: Subject, rule: RuleId, searched: Option<Searched>) -> Finding {
    Finding {
        code: Code::DeadRule,
        severity: Severity::Note,
        subject,
        holders: Vec::new(),
        rules: vec![rule],
        evidence: if searched.is_some() { Evidence::Exhaustive } else { Evidence::Text },
        under: Under::All,
        searched,
        more: Vec::new(),
        consequences: Vec::new(),
    }
}

/// Tells whether some row of a step is possible in a reachable state. `None`: not decided.
fn taken(
    questions: &mut Questions<'_>,
    report: &mut Report,
    model: &Model,
    rule: RuleId,
) -> Option<(bool, Option<Searched>)> {
    let mut searched = None;
    for (id, _) in model.rows(rule) {
        let found = questions.ask(report, Code::DeadRule, Some(rule), |_, asked| {
            let possible = asked.space.possible(id)?;
            Ok((!asked.never(&possible)?, asked.searched.clone()))
        });
        let (possible, by) = found?;
        if possible {
            return Some((true, None));
        }
        searched = Some(by);
    }
    // Automatic steps fire in states that do not last: they are alive if anything can set them off.
    if model.rows(rule).any(|(_, event)| event.kind == EventKind::Automatic) {
        return Some((true, None));
    }
    Some((false, searched))
}

/// Tells whether a prohibition keeps something from happening that would be possible without it.
fn bars(
    questions: &mut Questions<'_>,
    report: &mut Report,
    model: &Model,
    rule: RuleId,
) -> Option<(bool, Option<Searched>)> {
    let mut searched = None;
    let rows: Vec<&Event> = model
        .events
        .iter()
        .filter(|event| event.conditions.iter().any(|condition| condition.rule == rule))
        .collect();
    for event in rows {
        let own = |condition: &&Condition| condition.rule == rule;
        let others: Vec<(FieldId, ValueSet)> = fields(event.conditions.iter().filter(|c| !own(c)));
        let barred: Vec<(FieldId, ValueSet)> = fields(event.conditions.iter().filter(own));
        // A bar in time can always bite where the step is otherwise possible.
        let timed =
            event.conditions.iter().filter(own).any(|condition| !matches!(condition.test, Test::Field(..)));
        let found = questions.ask(report, Code::DeadRule, Some(rule), |_, asked| {
            let mut possible = asked.reachable.clone();
            for (field, values) in others {
                possible = asked.space.and(&possible, &asked.space.field_in(field, values)?)?;
            }
            let free = asked.space.set(&Disjunction(vec![barred]))?;
            let kept = if timed { possible } else { asked.space.diff(&possible, &free)? };
            Ok((!asked.space.is_empty(&kept), asked.searched.clone()))
        });
        let (bites, by) = found?;
        if bites {
            return Some((true, None));
        }
        searched = Some(by);
    }
    Some((false, searched))
}

fn fields<'c>(conditions: impl Iterator<Item = &'c Condition>) -> Vec<(FieldId, ValueSet)> {
    let mut found: Vec<(FieldId, ValueSet)> = Vec::new();
    for condition in conditions {
        if let Test::Field(field, values) = condition.test {
            match found.iter_mut().find(|(known, _)| *known == field) {
                Some((_, set)) => *set = set.and(values),
                None => found.push((field, values)),
            }
        }
    }
    found.sort();
    found
}
