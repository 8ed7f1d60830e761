//! Duties, prohibitions, properties, intentions, clauses left out.

use super::names::Table;
use super::{Resolver, Scope};
use crate::decode::{Cased, Name};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolved::{
    Claim, Duty, Guard, InstitutionId, Intended, Mark, Player, Point, Prohibition, Property, RuleKind,
    Unmodelled,
};
use crate::source::FileId;
use crate::surface::{self, Barred, InstitutionKind};

impl Resolver<'_> {
    pub(crate) fn duty(&mut self, file: FileId, item: &surface::Duty) -> Option<Duty> {
        let scope = Scope::of_file(file);
        let to: Vec<_> = item.to.iter().flat_map(|name| self.names.steps(name, scope, self.out)).collect();
        // Conditions and dates are read in the procedure of the steps, where that is one.
        let scope = match to[..] {
            [(procedure, _), ..] if to.iter().all(|(other, _)| *other == procedure) => {
                Scope { procedure: Some(procedure.0), ..scope }
            }
            _ => scope,
        };
        let place = |field| item.head.places.of(field).unwrap_or(item.head.id.span);
        if matches!(
            item.closes,
            Some(
                surface::Point::Date(..)
                    | surface::Point::Yearly { .. }
                    | surface::Point::Nth { .. }
                    | surface::Point::Latest(..)
            )
        ) {
            self.not_yet(
                place("closes"),
                "a duty that ends on a date of the calendar, or on the latest of several",
            );
        }
        let closes = item.closes.as_ref().and_then(|point| self.point(point, scope));
        let until = closes.or_else(|| {
            let Cased::Plain(within) = item.within.as_ref()? else { return None };
            let mut period = self.period(within, scope)?;
            let from = period.from.take().or_else(|| self.stage_left(&to).map(Point::At));
            if from.is_none() {
                self.not_yet(place("within"), "the time of a duty whose steps leave different stages");
            }
            let from = from?;
            Some(Point::Plus(Box::new(from), Box::new(period)))
        });
        if item.opens.is_some() {
            let place = item.head.places.of("opens").unwrap_or(item.head.id.span);
            self.out.push(
                Diagnostic::at(Code::NotImplemented, place, "the first day of a duty is not implemented yet")
                    .help("say when it binds with `when`"),
            );
        }
        if let Some(Cased::Case { span, .. }) = &item.within {
            self.out.push(Diagnostic::at(
                Code::NotImplemented,
                *span,
                "the time of a duty cannot depend on a case yet",
            ));
        }
        Some(Duty {
            rule: self.rule(RuleKind::Duty, &item.head.id.text),
            holder: self.by(&item.holder, scope)?,
            when: self.when(item.when.as_ref(), scope),
            until,
            owed_to: item.owed_to.iter().filter_map(|name| self.names.institution(name, self.out)).collect(),
            opens: match &item.breach {
                Some(surface::Breach::Opens(steps)) => {
                    steps.iter().flat_map(|name| self.names.steps(name, scope, self.out)).collect()
                }
                _ => Vec::new(),
            },
            overrides: item
                .head
                .overrides
                .iter()
                .flat_map(|name| self.names.rules_meant(name, self.out))
                .collect(),
            only: self.only(&item.head, scope),
            to,
        })
    }

    /// The stage that all these steps leave, if there is one.
    fn stage_left(
        &mut self,
        steps: &[(crate::resolved::ProcedureId, crate::resolved::StepId)],
    ) -> Option<Mark> {
        let mut left = None;
        for &(procedure, step) in steps {
            let (_, expanded) = &self.sorted.procedures[procedure.0];
            let surface::From::These(names) = expanded.steps[step.0].1.from.as_ref()? else { return None };
            for name in names {
                let stage = self.names.of_procedure[procedure.0].stages.get(&name.text)?;
                let mark = Mark::Stage(procedure, crate::resolved::StageId(stage));
                if left.is_some_and(|known| known != mark) {
                    return None;
                }
                left = Some(mark);
            }
        }
        left
    }

    pub(crate) fn prohibition(&mut self, file: FileId, item: &surface::Prohibition) -> Prohibition {
        let scope = Scope::of_file(file);
        let steps: Vec<_> =
            item.bars.iter().flat_map(|name| self.names.steps(name, scope, self.out)).collect();
        let mut bars: Vec<(_, _, Guard)> = Vec::new();
        let one_by_one = item.bars.iter().filter(|name| !name.text.ends_with(".*"));
        let named = one_by_one
            .filter_map(|name| {
                self.names.step(name, scope, self.out).map(|(procedure, step)| (procedure, step, name.span))
            })
            .collect();
        for (procedure, step) in steps {
            // The condition speaks of the barred matter: it is read once per procedure.
            let known = bars.iter().find(|(other, ..)| *other == procedure).map(|(.., guard)| guard.clone());
            let guard = known.unwrap_or_else(|| {
                self.when(item.when.as_ref(), Scope { procedure: Some(procedure.0), ..scope })
            });
            bars.push((procedure, step, guard));
        }
        Prohibition {
            rule: self.rule(RuleKind::Prohibition, &item.head.id.text),
            bars,
            named,
            overrides: item
                .head
                .overrides
                .iter()
                .flat_map(|name| self.names.rules_meant(name, self.out))
                .collect(),
            holder: item.holder.as_ref().and_then(|by| self.by(by, scope)),
            effect: item.effect.clone().unwrap_or(Barred::Void),
            only: self.only(&item.head, scope),
        }
    }

    pub(crate) fn property(&mut self, file: FileId, item: &surface::Property) -> Option<Property> {
        use surface::Claim as C;
        self.exists_always(&item.head);
        if !item.conduct.0.is_empty() {
            self.refuse(&item.head, "conduct");
        }
        if item.composition.is_some() {
            self.refuse(&item.head, "composition");
        }
        let claim = match &item.that {
            C::Never(outcome) => Claim::Never(self.names.outcome(outcome, self.out)?),
            C::Reachable(outcome) => Claim::Reachable(self.names.outcome(outcome, self.out)?),
            C::AlwaysPossible(outcome) => Claim::AlwaysPossible(self.names.outcome(outcome, self.out)?),
            C::LeadsTo(from, to, period) => {
                let from = self.names.outcome(from, self.out);
                let to = self.names.outcome(to, self.out);
                let period = self.period(period, Scope::of_file(file))?;
                if period.scaled.is_some() || period.from.is_some() || !period.sitting.is_empty() {
                    self.refuse(&item.head, "that");
                    return None;
                }
                Claim::LeadsTo(from?, to?, period.length)
            }
            C::CanForce { by, outcome } => {
                let players = self.players(by);
                Claim::CanForce(players?, self.names.outcome(outcome, self.out)?)
            }
            C::NeedsConsentOf { by, outcome } => {
                let players = self.players(by);
                Claim::NeedsConsentOf(players?, self.names.outcome(outcome, self.out)?)
            }
            C::CannotAlone { by, outcome } => {
                let player = self.player(by);
                Claim::CannotAlone(player?, self.names.outcome(outcome, self.out)?)
            }
            C::Apart { functions } => {
                let repeated = functions.iter().enumerate().find_map(|(at, function)| {
                    functions[..at].iter().any(|other| other.text == function.text).then_some(function.span)
                });
                if let Some(span) = repeated.or((functions.len() < 2).then_some(item.head.id.span)) {
                    let message = "`Apart` takes two or more functions, each once";
                    self.out.push(Diagnostic::at(Code::WrongArguments, span, message));
                    return None;
                }
                Claim::Apart(self.functions(functions)?)
            }
        };
        Some(Property { rule: self.rule(RuleKind::Property, &item.head.id.text), claim })
    }

    /// Returns who has each of these functions. `None` if nobody has one of them.
    fn functions(&mut self, names: &[Name]) -> Option<Vec<(String, Vec<InstitutionId>)>> {
        let mut table = Table::default();
        let mut holders: Vec<Vec<InstitutionId>> = Vec::new();
        for (id, (_, institution)) in self.sorted.institutions.iter().enumerate() {
            for function in &institution.functions {
                let index = table.get(&function.text).unwrap_or(holders.len());
                if index == holders.len() {
                    table.add(function, index, "function", self.out);
                    holders.push(Vec::new());
                }
                holders[index].push(InstitutionId(id));
            }
        }
        let found = names.iter().map(|name| {
            let index = table.find(Code::UnknownFunction, "function", name, self.out)?;
            Some((name.text.clone(), holders[index].clone()))
        });
        let found: Vec<_> = found.collect();
        found.into_iter().collect()
    }

    /// `None` if one of them is not known, so that no claim is made of the rest.
    fn players(&mut self, names: &[Name]) -> Option<Vec<Player>> {
        let players: Vec<_> = names.iter().map(|name| self.player(name)).collect();
        players.into_iter().collect()
    }

    /// Returns the institution of this name, or the group of seats of a name such as `senate.appointed`.
    fn player(&mut self, name: &Name) -> Option<Player> {
        let (body, group) = match name.text.split_once('.') {
            Some((body, group)) => (Name { text: body.to_owned(), span: name.span }, Some(group.to_owned())),
            None => (name.clone(), None),
        };
        let institution = self.names.institution(&body, self.out)?;
        if self.sorted.institutions[institution.0].1.kind == InstitutionKind::World {
            let message = format!("`{}` is chance: what it can force is not implemented", name.text);
            self.out.push(Diagnostic::at(Code::NotImplemented, name.span, message));
            return None;
        }
        let group = match group {
            Some(text) => {
                let group = Name { text, span: name.span };
                let groups = &self.names.groups[institution.0];
                Some(groups.find(Code::UnknownSeats, "seat group", &group, self.out)?)
            }
            None => None,
        };
        Some(Player { institution, group })
    }

    pub(crate) fn intended(&mut self, item: &surface::Intended) -> Intended {
        self.exists_always(&item.head);
        Intended {
            rule: self.rule(RuleKind::Other, &item.head.id.text),
            finding: item.finding.text.clone(),
            about: self.names.rules_meant(&item.about, self.out),
            why: item.why.clone(),
        }
    }

    pub(crate) fn unmodelled(&mut self, item: &surface::Unmodelled) -> Unmodelled {
        let only = self.exists(&item.head);
        Unmodelled {
            only,
            rule: self.rule(RuleKind::Other, &item.head.id.text),
            why: item.why.clone(),
            touches: item.touches.iter().flat_map(|name| self.names.rules_meant(name, self.out)).collect(),
        }
    }
}
