//! Prohibitions and precedence: whether they forbid anything, and to whom others yield.

use super::body::involved;
use super::listed;
use super::offset::{Base, Days, days, offset};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Guard, Prohibition, RuleKind};
use crate::surface::{Barred, Compare};
use solon_engine::model::RuleId;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for prohibition in &constitution.prohibitions {
        bars_something(constitution, prohibition, out);
        always(constitution, prohibition, out);
        covers(constitution, prohibition, out);
    }
    precedence(constitution, out);
}

fn bars_something(constitution: &Constitution, prohibition: &Prohibition, out: &mut Diagnostics) {
    let rule = constitution.rule(prohibition.rule);
    if prohibition.bars.is_empty() {
        let message = format!("`{}` bars no step", rule.name);
        out.push(
            Diagnostic::at(Code::BarsNothing, rule.place("bars"), message)
                .help("name the steps: bars: [\"procedure.step\"]"),
        );
        return;
    }
    let Some(by) = &prohibition.holder else { return };
    let procedure = prohibition.bars.first().map(|&(procedure, ..)| procedure);
    let holders = involved(constitution, by, procedure);
    let takes = prohibition.bars.iter().any(|&(procedure, step, _)| {
        let step = &constitution.procedures[procedure.0].steps[step.0];
        step.by.iter().any(|(_, by)| !involved(constitution, by, Some(procedure)).is_disjoint(&holders))
    });
    if !takes && !holders.is_empty() {
        let who = listed(holders.iter().map(|id| constitution.institution_name(*id)));
        let message = format!("`{}` is for {who}, who takes none of the barred steps", rule.name);
        let diagnostic = Diagnostic::at(Code::BarsNothing, rule.place("holder"), message);
        out.push(diagnostic.also(rule.place("bars"), "the barred steps"));
    }
}

/// A step that is barred always and to all is no step.
fn always(constitution: &Constitution, prohibition: &Prohibition, out: &mut Diagnostics) {
    let unconditional = prohibition.bars.iter().all(|(.., guard)| guard.is_always());
    let void = prohibition.effect == Barred::Void && prohibition.holder.is_none();
    if unconditional && void && prohibition.only == Guard::always() && !prohibition.bars.is_empty() {
        let rule = constitution.rule(prohibition.rule);
        let message =
            format!("`{}` bars its steps always and to everybody: they can never be taken", rule.name);
        let help = "add `when`, or leave the steps out; effect: Unlawful if they work and are a violation";
        out.push(Diagnostic::at(Code::BarAlways, rule.place("bars"), message).help(help));
    }
}

/// A prohibition that lasts as long as the step is open leaves no day for it.
fn covers(constitution: &Constitution, prohibition: &Prohibition, out: &mut Diagnostics) {
    if prohibition.effect != Barred::Void || prohibition.holder.is_some() {
        return;
    }
    for (id, step, guard) in &prohibition.bars {
        let step = &constitution.procedures[id.0].steps[step.0];
        let (Some(opens), Some(closes)) = (&step.opens, &step.closes) else { continue };
        let (Some((base, opens)), Some((other, closes))) =
            (offset(constitution, opens), offset(constitution, closes))
        else {
            continue;
        };
        let Some((barred, from, until)) = interval(constitution, guard) else { continue };
        if base == other && base == barred && from.most <= opens.least && closes.most <= until.least {
            let (bar, rule) = (constitution.rule(prohibition.rule), constitution.rule(step.rule));
            let message = format!("`{}` bars `{}` on every day on which it is open", bar.name, rule.name);
            let diagnostic = Diagnostic::at(Code::BarCoversWindow, bar.place("when"), message);
            out.push(
                diagnostic
                    .also(rule.place("opens"), "open from here")
                    .also(rule.place("closes"), "until here"),
            );
        }
    }
}

/// The days on which a condition on time holds.
fn interval(constitution: &Constitution, guard: &Guard) -> Option<(Base, Days, Days)> {
    match guard {
        Guard::Between(from, until) => {
            let ((base, from), (other, until)) = (offset(constitution, from)?, offset(constitution, until)?);
            (base == other).then_some((base, from, until))
        }
        Guard::Since(from, Compare::Less, period) => {
            let (base, from) = offset(constitution, from)?;
            let period = days(constitution, period);
            // The day on which the time is full is the first that is free again.
            let until = Days { least: from.least + period.least - 1, most: from.most + period.most - 1 };
            Some((base, from, until))
        }
        Guard::All(parts) => match &parts[..] {
            [only] => interval(constitution, only),
            _ => None,
        },
        _ => None,
    }
}

/// `overrides` has a meaning where a prohibition meets a step or a duty.
fn precedence(constitution: &Constitution, out: &mut Diagnostics) {
    let bars = |prohibition: &Prohibition, rule: RuleId| {
        prohibition
            .bars
            .iter()
            .any(|(procedure, step, _)| constitution.procedures[procedure.0].steps[step.0].rule == rule)
    };
    let mut idle = |stronger: RuleId, yielding: RuleId| {
        let (rule, other) = (constitution.rule(stronger), constitution.rule(yielding));
        let message = format!("`{}` and `{}` never meet, so neither has to yield", rule.name, other.name);
        let diagnostic = Diagnostic::at(Code::IdleOverride, rule.place("overrides"), message);
        out.push(diagnostic.also(other.span, "the rule that is said to yield"));
    };
    for step in constitution.procedures.iter().flat_map(|procedure| &procedure.steps) {
        for &yielding in &step.overrides {
            let meets =
                |prohibition: &Prohibition| prohibition.rule == yielding && bars(prohibition, step.rule);
            if !constitution.prohibitions.iter().any(meets) {
                idle(step.rule, yielding);
            }
        }
    }
    let steps_of = |rule: RuleId| {
        let duty = constitution.duties.iter().find(|duty| duty.rule == rule)?;
        Some(
            duty.to
                .iter()
                .map(|&(procedure, step)| constitution.procedures[procedure.0].steps[step.0].rule)
                .collect(),
        )
    };
    for prohibition in &constitution.prohibitions {
        for &yielding in &prohibition.overrides {
            let steps: Vec<RuleId> = steps_of(yielding).unwrap_or_else(|| vec![yielding]);
            if !steps.into_iter().any(|step| bars(prohibition, step)) {
                idle(prohibition.rule, yielding);
            }
        }
    }
    for duty in &constitution.duties {
        let rule = constitution.rule(duty.rule);
        if let Some(&first) = duty.overrides.first() {
            let step = duty.to.first().map(|&(procedure, step)| constitution.step_name(procedure, step));
            let message = format!("a duty opens no step that is barred: `{}` overrides nothing", rule.name);
            let diagnostic = Diagnostic::at(Code::IdleOverride, rule.place("overrides"), message);
            let help = format!(
                "write overrides: [\"{}\"] at the step `{}`",
                constitution.rule(first).name,
                step.unwrap_or("procedure.step")
            );
            out.push(diagnostic.help(help));
        }
    }
    let has_none = |kind: RuleKind| {
        !matches!(kind, RuleKind::Step | RuleKind::Gate | RuleKind::Duty | RuleKind::Prohibition)
    };
    for rule in
        constitution.rules.iter().filter(|rule| has_none(rule.kind) && rule.places.of("overrides").is_some())
    {
        let message = format!("`{}` overrides nothing: only steps and prohibitions can", rule.name);
        out.push(
            Diagnostic::at(Code::IdleOverride, rule.place("overrides"), message)
                .help("leave `overrides` out"),
        );
    }
}
