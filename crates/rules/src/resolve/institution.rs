//! Institutions: seats, terms, who acts for them.

use super::{Resolver, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolved::{Acting, Group, Guard, Institution, InstitutionId, RuleKind, Term};
use crate::source::{FileId, Span};
use crate::surface::{self, InstitutionKind, Status};

impl Resolver<'_> {
    pub(crate) fn institution(&mut self, file: FileId, item: &surface::Institution) -> Institution {
        let scope = Scope::of_file(file);
        let id = &item.head.id.text;
        let rule = self.rule(RuleKind::Institution, id);
        if item.competent.is_some() {
            self.refuse(&item.head, "competent");
        }
        let mut groups: Vec<Group> = Vec::new();
        if let Some(n) = &item.n {
            groups.push(Group {
                rule,
                n: self.cases(n, scope, |this, n| this.number(n)),
                per: None,
                by: None,
                removed_by: Vec::new(),
                renewed: None,
                only: Guard::always(),
            });
        }
        if item.n.is_some() && !item.seats.is_empty() {
            let message = format!("`{id}` gives both a number and groups of seats");
            let place = |field| item.head.places.of(field).unwrap_or(item.head.id.span);
            let diagnostic =
                Diagnostic::at(Code::SeatsTwice, place("n"), message).also(place("seats"), "the groups");
            self.out.push(diagnostic.help("keep the groups, and leave `n` out"));
        }
        for seats in &item.seats {
            let place = |field| seats.head.places.of(field).unwrap_or(seats.head.id.span);
            let told = [
                (seats.term.is_some(), "the term of a group of seats", "term"),
                (seats.mandate.is_some(), "the mandate of a group of seats", "mandate"),
            ];
            for (_, what, field) in told.into_iter().filter(|(is_told, ..)| *is_told) {
                self.for_the_record(what, place(field));
            }
            groups.push(Group {
                rule: self.rule(RuleKind::Seats, &format!("{id}.{}", seats.head.id.text)),
                n: self.cases(&seats.n, scope, |this, n| this.number(n)),
                per: seats.per.as_ref().and_then(|per| self.names.institution(per, self.out)),
                by: self.by(&seats.by, scope),
                removed_by: self.bys(&seats.removed_by, scope),
                renewed: seats.renew.as_ref().map(|renew| renew.part),
                only: self.only(&seats.head, scope),
            });
        }
        let parts: Vec<InstitutionId> =
            item.parts.iter().filter_map(|part| self.names.institution(part, self.out)).collect();
        if (item.kind == InstitutionKind::Joint) == parts.is_empty() {
            let message = if parts.is_empty() {
                format!("the joint sitting `{id}` does not say who sits together")
            } else {
                format!("`{id}` has parts, but is no joint sitting")
            };
            self.out.push(
                Diagnostic::at(Code::JointParts, item.head.id.span, message)
                    .help("a `Joint` institution has parts: [..]"),
            );
        }
        let by_default =
            if item.kind == InstitutionKind::Chamber { Status::Sitting } else { Status::InOffice };
        Institution {
            rule,
            kind: item.kind.clone(),
            per: item.per.as_ref().and_then(|per| self.names.institution(per, self.out)),
            parts,
            groups,
            competent: item
                .competent
                .as_ref()
                .and_then(|number| self.quorum(number))
                .and_then(|quorum| quorum.number),
            term: item.term.as_ref().and_then(|term| {
                self.term(term, item.head.places.of("term").unwrap_or(item.head.id.span), scope)
            }),
            enters: item.enters.as_ref().and_then(|step| self.names.step(step, scope, self.out)),
            acting: item.acting.as_ref().map(|acting| self.acting(acting, item)),
            removed_by: self.bys(&item.removed_by, scope),
            incompatible: item
                .incompatible
                .iter()
                .filter_map(|name| self.names.institution(name, self.out))
                .collect(),
            functions: item.functions.iter().map(|name| name.text.clone()).collect(),
            initial: item.status.clone().unwrap_or(by_default),
            only: self.only(&item.head, scope),
        }
    }

    fn term(&mut self, term: &surface::Term, place: Span, scope: Scope<'_>) -> Option<Term> {
        let surface::Term::Term { length, from, ends, holdover, prolonged } = term else { return None };
        let aligned = match ends {
            None => None,
            Some(surface::Point::Yearly { month, day, .. }) => {
                Some(solon_engine::calendar::DatePoint::Yearly { month: *month as i8, day: *day as i8 })
            }
            Some(_) => {
                self.out.push(Diagnostic::at(
                    Code::NotImplemented,
                    place,
                    "`ends` of a term must be a `Yearly` date",
                ));
                None
            }
        };
        if from.as_ref().is_some_and(|from| !matches!(from, surface::Point::At(_))) {
            self.not_yet(place, "a term that begins otherwise than with a step or stage, `At(..)`");
        }
        let mut length = length
            .as_ref()
            .map(|length| self.cases(length, scope, |this, period| this.period(period, scope)));
        for (_, period) in length.iter_mut().flatten() {
            period.length.aligned = aligned;
        }
        if let Some(holdover) = holdover {
            self.point(holdover, scope);
        }
        Some(Term {
            length,
            from: from.as_ref().and_then(|point| self.point(point, scope)),
            holdover: holdover.is_some(),
            prolonged: prolonged.as_ref().map(|guard| self.guard(guard, scope)),
        })
    }

    fn acting(&mut self, acting: &surface::Acting, item: &surface::Institution) -> Acting {
        let id = &item.head.id;
        for name in &acting.line {
            if name.text == id.text {
                let message = format!("`{}` cannot act for itself", id.text);
                self.out.push(Diagnostic::at(Code::ActsForItself, name.span, message));
            }
        }
        if acting.until.is_some() {
            self.refuse(&item.head, "acting: until");
        }
        Acting {
            line: acting.line.iter().filter_map(|name| self.names.institution(name, self.out)).collect(),
            on: acting.on.clone(),
            leaves_office: acting.leaves_office,
        }
    }
}
