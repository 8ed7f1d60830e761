//! Who decides, and by which majority.

use super::{Resolver, Scope};
use crate::decode::{Cased, Name};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolved::{
    Body, By, Cases, Gate, GateKind, Guard, Majority, Petition, Quorum, RuleKind, Tie, Vote,
};
use crate::source::Span;
use crate::surface;
use solon_engine::vote::{Base, Ratio};

impl Resolver<'_> {
    pub(crate) fn by(&mut self, by: &surface::By, scope: Scope<'_>) -> Option<By> {
        use surface::By as B;
        Some(match by {
            B::Institution(name) => By::Institution(self.names.institution(name, self.out)?),
            B::Member(name) => By::Member(self.names.institution(name, self.out)?),
            B::Role(name) => By::Role(self.names.role(scope.procedure?, name, self.out)?),
            B::ExOfficio(name) => By::Institution(self.names.institution(name, self.out)?),
            B::AnyOf(parts) => By::AnyOf(self.bys(parts, scope)),
            B::All(parts) => By::All(self.bys(parts, scope)),
            B::Law => By::Law,
            B::Vote { of, without, pass, quorum, tie, also } => {
                let body = self.voters(of, scope)?;
                let without = match body {
                    Body::Institution(id) => without
                        .iter()
                        .filter_map(|group| {
                            self.names.groups[id.0].find(Code::UnknownSeats, "seat group", group, self.out)
                        })
                        .collect(),
                    Body::Role(_) => {
                        if let Some(group) = without.first() {
                            let message =
                                "`without` needs a body by name: a role's body is not known beforehand";
                            self.out.push(Diagnostic::at(Code::NotImplemented, group.span, message));
                        }
                        Vec::new()
                    }
                };
                let own_quorum = quorum.is_some();
                let (quorum, quorum_places) = match (quorum, of) {
                    (Some(quorum), _) => {
                        let places = places_of(quorum, quorum_place, voters_place(of));
                        (self.cases(quorum, scope, |this, quorum| this.quorum(quorum)), places)
                    }
                    (None, surface::Voters::Body(name)) => self.default_quorum(name, scope),
                    (None, surface::Voters::Role(name)) => {
                        if self.sorted.defaults.iter().any(|(_, defaults)| !defaults.quorum.0.is_empty()) {
                            self.not_yet(
                                name.span,
                                "the quorum of `Defaults` for a body that is known by its role",
                            );
                        }
                        (Vec::new(), Vec::new())
                    }
                };
                let tie = match tie {
                    None | Some(surface::Tie::Lost) => Tie::Lost,
                    Some(surface::Tie::Stands) => Tie::Stands,
                    Some(surface::Tie::Casting(by)) => Tie::Casting(self.by(by, scope)?),
                };
                let mut counts = Vec::new();
                for unit in also {
                    let units = self.names.institution(&unit.units, self.out)?;
                    counts.push((units, self.majority(&unit.won_in)?));
                }
                let place = voters_place(of);
                let pass_places = places_of(pass, majority_place, place);
                let pass = self.cases(pass, scope, |this, majority| this.majority(majority));
                let also = counts;
                By::Vote(Box::new(Vote {
                    of: body,
                    without,
                    pass,
                    quorum,
                    tie,
                    also,
                    place,
                    pass_places,
                    quorum_places,
                    own_quorum,
                }))
            }
            B::Petition { of, need, each, withdraw } => {
                let place = voters_place(of);
                if each.is_some() {
                    let message = "`each` of a petition is not implemented yet";
                    self.out.push(Diagnostic::at(Code::NotImplemented, place, message));
                }
                if withdraw.is_some() {
                    self.for_the_record("whether a signature can be withdrawn", place);
                }
                let need_places = places_of(need, majority_place, place);
                let of = self.voters(of, scope)?;
                let need = self.cases(need, scope, |this, majority| this.majority(majority));
                By::Petition(Box::new(Petition { of, need, place, need_places }))
            }
        })
    }

    pub(crate) fn bys(&mut self, parts: &[surface::By], scope: Scope<'_>) -> Vec<By> {
        parts.iter().filter_map(|part| self.by(part, scope)).collect()
    }

    fn voters(&mut self, voters: &surface::Voters, scope: Scope<'_>) -> Option<Body> {
        Some(match voters {
            surface::Voters::Body(name) => Body::Institution(self.names.institution(name, self.out)?),
            surface::Voters::Role(name) => Body::Role(self.names.role(scope.procedure?, name, self.out)?),
        })
    }

    /// The quorum that `Defaults` gives a body; the file's own defaults come first.
    fn default_quorum(&mut self, body: &Name, scope: Scope<'_>) -> (Cases<Quorum>, Vec<Span>) {
        let all = &self.sorted.defaults;
        let own = all.iter().filter(|(file, _)| *file == scope.file);
        let found = own.chain(all.iter()).find_map(|(_, defaults)| {
            let of_body = defaults.quorum.0.iter().find(|(name, _)| name.text == body.text);
            of_body.map(|(name, written)| (&defaults.head.id, name, written))
        });
        let Some((id, name, written)) = found else { return (Vec::new(), Vec::new()) };
        let place = quorum_place(written).unwrap_or(name.span);
        let rule = self.names.rule(RuleKind::Other, &id.text);
        let quorum = self.quorum(written).map(|quorum| Quorum { rule, ..quorum });
        let cases = quorum.map(|quorum| (Guard::always(), quorum)).into_iter().collect();
        (cases, vec![place])
    }

    /// Returns the default quorum of a body, for a vote whose body is only known by its role.
    pub(crate) fn quorum(&mut self, quorum: &surface::Quorum) -> Option<Quorum> {
        use surface::Quorum as Q;
        let number = match quorum {
            Q::NoQuorum => None,
            Q::OnObjection(inner) => {
                let inner = self.quorum(inner)?;
                return Some(Quorum { on_objection: true, ..inner });
            }
            Q::Absolute(base) => Some(Majority::MoreThan(HALF, self::base(base))),
            Q::MoreThan(num, den, base) => {
                Some(Majority::MoreThan(self.ratio(num, den, true)?, self::base(base)))
            }
            Q::AtLeast(num, den, base) => {
                Some(Majority::AtLeast(self.ratio(num, den, false)?, self::base(base)))
            }
            Q::Count(number) => Some(Majority::Count(self.number(number)?)),
        };
        Some(Quorum { number, on_objection: false, rule: None })
    }

    pub(crate) fn majority(&mut self, majority: &surface::Majority) -> Option<Majority> {
        use surface::Majority as M;
        Some(match majority {
            M::Simple => Majority::Simple,
            M::Plurality => Majority::Plurality,
            M::Absolute(base) => Majority::MoreThan(HALF, self::base(base)),
            M::MoreThan(num, den, base) => Majority::MoreThan(self.ratio(num, den, true)?, self::base(base)),
            M::AtLeast(num, den, base) => Majority::AtLeast(self.ratio(num, den, false)?, self::base(base)),
            M::Count(number) => Majority::Count(self.number(number)?),
        })
    }

    fn ratio(
        &mut self,
        num: &crate::decode::Spanned<u32>,
        den: &crate::decode::Spanned<u32>,
        strict: bool,
    ) -> Option<Ratio> {
        let (n, d, span) = (num.value, den.value, num.span.to(den.span));
        let problem = if d == 0 {
            Some(format!("a share of {n}/0 has no meaning"))
        } else if n > d || (strict && n == d) {
            let kind = if strict { "more than " } else { "" };
            Some(format!("{kind}{n}/{d} can never be reached"))
        } else if n == 0 && !strict {
            Some(format!("at least {n}/{d} asks for nobody"))
        } else {
            None
        };
        if let Some(problem) = problem {
            self.out.push(
                Diagnostic::at(Code::ImpossibleShare, span, problem)
                    .help("a share lies between 0 and 1, as in AtLeast(2, 3, Seats)"),
            );
            return None;
        }
        Some(Ratio { num: n, den: d })
    }

    /// Resolves the gates of a step whose qualified name is given.
    pub(crate) fn gates(
        &mut self,
        gates: &[surface::Gate],
        step: &str,
        span: Span,
        scope: Scope<'_>,
    ) -> Vec<Gate> {
        let names = super::names::gate_names(gates);
        let mut resolved = Vec::new();
        for (gate, (name, refusal)) in gates.iter().zip(names) {
            let rule = self.rule(RuleKind::Gate, &format!("{step}:{name}"));
            let refusal = refusal.map(|refusal| self.rule(RuleKind::Gate, &format!("{step}:{refusal}")));
            use surface::Gate as G;
            let (kind, of, within, on_silence) = match gate {
                G::Proposal { of, within, on_silence, .. } => {
                    (GateKind::Proposal, self.by(of, scope), within.as_ref(), on_silence.as_ref())
                }
                G::Consult { of, answer, .. } => {
                    let kind = if *answer == Some(surface::Answer::Given) {
                        GateKind::Given
                    } else {
                        GateKind::Asked
                    };
                    (kind, Some(By::All(self.bys(of, scope))), None, None)
                }
                G::Consent { of, within, on_silence } | G::Countersign { of, within, on_silence } => {
                    (GateKind::Consent, self.by(of, scope), within.as_ref(), on_silence.as_ref())
                }
                G::Opinion { of, must_be, within, on_silence } => {
                    let kind =
                        if *must_be == surface::MustBe::Given { GateKind::Given } else { GateKind::Consent };
                    (kind, self.by(of, scope), within.as_ref(), on_silence.as_ref())
                }
                G::Presence { of } => (GateKind::Presence, self.by(of, scope), None, None),
            };
            let Some(of) = of else { continue };
            if within.is_some() != on_silence.is_some() {
                self.clock_without_silence(&format!("{step}:{name}"), span, within.is_some());
            }
            let skipped_when_vacant = match gate {
                G::Consult { vacant, .. } => *vacant != Some(surface::Vacancy::Blocks),
                _ => false,
            };
            if let Some(Cased::Plain(surface::Period::Period { from: Some(_), .. })) = within {
                self.not_yet(span, "a start of its own for a co-actor's time");
            }
            let within =
                within.map(|within| self.cases(within, scope, |this, period| this.period(period, scope)));
            let on_silence = on_silence
                .map(|silence| self.cases(silence, scope, |this, silence| this.silence(silence, scope)));
            resolved.push(Gate { rule, refusal, kind, of, skipped_when_vacant, within, on_silence });
        }
        resolved
    }

    pub(crate) fn clock_without_silence(&mut self, name: &str, span: Span, has_clock: bool) {
        let (code, message, help) = if has_clock {
            let message =
                format!("`{name}` has a time limit, but does not say what happens when it has passed");
            (Code::MissingSilence, message, "add on_silence: NotStated if the text does not say")
        } else {
            let message = format!("`{name}` says what silence means, but sets no time limit");
            (Code::SilenceWithoutPeriod, message, "add within: .., or leave on_silence out")
        };
        self.out.push(Diagnostic::at(code, span, message).help(help));
    }
}

/// Where a majority's first number stands, if it has one.
fn majority_place(majority: &surface::Majority) -> Option<Span> {
    use surface::Majority as M;
    match majority {
        M::Simple | M::Plurality | M::Absolute(_) => None,
        M::MoreThan(num, den, _) | M::AtLeast(num, den, _) => Some(num.span.to(den.span)),
        M::Count(number) => Some(number_place(number)),
    }
}

fn quorum_place(quorum: &surface::Quorum) -> Option<Span> {
    use surface::Quorum as Q;
    match quorum {
        Q::NoQuorum | Q::Absolute(_) => None,
        Q::MoreThan(num, den, _) | Q::AtLeast(num, den, _) => Some(num.span.to(den.span)),
        Q::Count(number) => Some(number_place(number)),
        Q::OnObjection(inner) => quorum_place(inner),
    }
}

fn number_place(number: &surface::Number) -> Span {
    match number {
        surface::Number::Int(n) => n.span,
        surface::Number::Param(name) => name.span,
    }
}

fn voters_place(voters: &surface::Voters) -> Span {
    match voters {
        surface::Voters::Body(name) | surface::Voters::Role(name) => name.span,
    }
}

/// The places of a value's cases, in their order; `otherwise` where a case has no place of its own.
fn places_of<T>(
    cased: &Cased<surface::Guard, T>,
    place: fn(&T) -> Option<Span>,
    otherwise: Span,
) -> Vec<Span> {
    let values: Vec<&T> = match cased {
        Cased::Plain(value) => vec![value],
        Cased::Case { of, otherwise, .. } => {
            of.iter().map(|(_, value)| value).chain([&**otherwise]).collect()
        }
    };
    values.into_iter().map(|value| place(value).unwrap_or(otherwise)).collect()
}

const HALF: Ratio = Ratio { num: 1, den: 2 };

fn base(base: &surface::Base) -> Base {
    match base {
        surface::Base::Voting => Base::Voting,
        surface::Base::Cast => Base::Cast,
        surface::Base::Present => Base::Present,
        surface::Base::Serving => Base::Serving,
        surface::Base::Seats => Base::Seats,
    }
}
