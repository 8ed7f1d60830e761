//! Visits dates and lengths of time wherever they stand.

use super::walk::{Place, each_atom, each_effect, each_guard};
use crate::resolved::{Cases, Constitution, Effect, Guard, Mark, Period, Point, ProcedureId};

/// Visits all dates that conditions, windows and periods refer to.
pub(super) fn each_point(constitution: &Constitution, found: &mut dyn FnMut(Place, &Point)) {
    each_guard(constitution, &mut |place, guard| {
        each_atom(guard, &mut |atom| match atom {
            Guard::Since(point, _, period) => {
                found(place, point);
                period.from.iter().for_each(|from| found(place, from));
            }
            Guard::Between(from, until) => {
                found(place, from);
                found(place, until);
            }
            Guard::Within(from, until) => {
                from.iter().chain(until).for_each(|point| found(place, point));
            }
            _ => {}
        });
    });
    let starts = |place: Place, periods: &Cases<Period>, found: &mut dyn FnMut(Place, &Point)| {
        periods.iter().filter_map(|(_, period)| period.from.as_ref()).for_each(|from| found(place, from));
    };
    for institution in &constitution.institutions {
        let place = Place { rule: institution.rule, field: "term", procedure: None };
        let from = institution.term.iter().filter_map(|term| term.from.as_ref());
        from.for_each(|point| found(place, point));
    }
    for (index, procedure) in constitution.procedures.iter().enumerate() {
        let own = Some(ProcedureId(index));
        for stage in &procedure.stages {
            let place = Place { rule: stage.rule, field: "within", procedure: own };
            stage.within.iter().for_each(|periods| starts(place, periods, found));
        }
        for step in &procedure.steps {
            let place = |field| Place { rule: step.rule, field, procedure: own };
            step.opens.iter().for_each(|point| found(place("opens"), point));
            step.closes.iter().for_each(|point| found(place("closes"), point));
        }
    }
    for duty in &constitution.duties {
        let procedure = duty.to.first().map(|&(procedure, _)| procedure);
        let place = Place { rule: duty.rule, field: "closes", procedure };
        duty.until.iter().for_each(|point| found(place, point));
    }
}

/// Visits all lengths of time.
pub(super) fn each_period(constitution: &Constitution, found: &mut dyn FnMut(Place, &Period)) {
    each_point(constitution, &mut |place, point| in_point(point, &mut |period| found(place, period)));
    each_guard(constitution, &mut |place, guard| {
        each_atom(guard, &mut |atom| {
            if let Guard::Since(_, _, period) = atom {
                found(place, period);
            }
        });
    });
    each_effect(constitution, &mut |place, effect| {
        if let Effect::Extend(period) = effect {
            found(place, period);
        }
    });
    let mut all =
        |place: Place, periods: &Cases<Period>| periods.iter().for_each(|(_, period)| found(place, period));
    for institution in &constitution.institutions {
        let place = Place { rule: institution.rule, field: "term", procedure: None };
        institution.term.iter().filter_map(|term| term.length.as_ref()).for_each(|length| all(place, length));
    }
    for (index, procedure) in constitution.procedures.iter().enumerate() {
        let own = Some(ProcedureId(index));
        for stage in &procedure.stages {
            let place = Place { rule: stage.rule, field: "within", procedure: own };
            stage.within.iter().for_each(|periods| all(place, periods));
        }
        for step in &procedure.steps {
            let place = Place { rule: step.rule, field: "needs", procedure: own };
            step.gates.iter().filter_map(|gate| gate.within.as_ref()).for_each(|periods| all(place, periods));
        }
    }
}

fn in_point(point: &Point, found: &mut dyn FnMut(&Period)) {
    match point {
        Point::Plus(point, period) | Point::Minus(point, period) => {
            found(period);
            in_point(point, found);
        }
        Point::Earliest(points) | Point::Latest(points) => {
            points.iter().for_each(|point| in_point(point, found))
        }
        Point::Entry | Point::At(_) | Point::TermStart(_) | Point::TermEnd(_) | Point::Calendar(_) => {}
    }
}

/// Tells whether a date is counted from the entry of the matter into its stage.
pub(super) fn asks_entry(point: &Point) -> bool {
    match point {
        Point::Entry => true,
        Point::Plus(point, _) | Point::Minus(point, _) => asks_entry(point),
        Point::Earliest(points) | Point::Latest(points) => points.iter().any(asks_entry),
        Point::At(_) | Point::TermStart(_) | Point::TermEnd(_) | Point::Calendar(_) => false,
    }
}

/// Visits the marks that a date is counted from.
pub(super) fn each_mark(point: &Point, found: &mut dyn FnMut(Mark)) {
    match point {
        Point::At(mark) => found(*mark),
        Point::Plus(point, _) | Point::Minus(point, _) => each_mark(point, found),
        Point::Earliest(points) | Point::Latest(points) => {
            points.iter().for_each(|point| each_mark(point, found))
        }
        Point::Entry | Point::TermStart(_) | Point::TermEnd(_) | Point::Calendar(_) => {}
    }
}
