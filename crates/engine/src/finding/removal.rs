//! Procedures in which somebody can be put out of office by others: the checks that C3 and G2 ask about.

use super::question::Asked;
use super::reading;
use crate::model::{
    Disjunction, Event, EventId, EventKind, Holder, Institution, InstitutionId, Matter, MatterId, Model,
    ValueSet,
};
use crate::search::Exceeded;
use crate::symbolic::{Set, Space};

/// A procedure that others open and that can put an office or body out.
pub(super) struct Removal<'m> {
    pub(super) matter: &'m Matter,
    id: MatterId,
    pub(super) checked: InstitutionId,
    /// The acts and lapses of the procedure that can empty it.
    ends: Vec<EventId>,
    /// The condition that a reading is taken under which it is that.
    read_so: Disjunction,
}

/// Returns all, by procedure. Procedures that always stand open are the life of an office and no check on it.
pub(super) fn removals(model: &Model) -> Vec<Removal<'_>> {
    let mut all = Vec::new();
    for (index, matter) in model.matters.iter().enumerate().filter(|(_, matter)| !matter.standing) {
        let id = MatterId(index as u32);
        for (checked, under) in
            reading::under_each(model, |event| is_part(model, id, event), |model| checked(model, id))
        {
            let ends = ends(model, matter, checked);
            all.push(Removal { matter, id, checked, ends, read_so: under.condition() });
        }
    }
    all
}

/// Tells whether it depends on an event whom a procedure checks.
pub(super) fn is_part(model: &Model, id: MatterId, event: &Event) -> bool {
    let by_law = |office: &Institution| empties(model, event, office, office.provisional);
    event.opens == Some(id)
        || is_own(&model.matters[id.index()], event)
        || event.kind == EventKind::Automatic && model.institutions.iter().any(by_law)
}

/// Returns those whom a procedure can put out, if others open it.
pub(super) fn checked(model: &Model, id: MatterId) -> Vec<InstitutionId> {
    let openers: Vec<&Event> = model.events.iter().filter(|event| event.opens == Some(id)).collect();
    let is_checked = |checked: &InstitutionId| {
        // Whoever opens the matter himself resigns.
        let by_itself = openers.iter().any(|event| event.holder.needed(model).contains(checked));
        !openers.is_empty() && !by_itself && !ends(model, &model.matters[id.index()], *checked).is_empty()
    };
    institutions(model).map(|(checked, _)| checked).filter(is_checked).collect()
}

/// The offices and bodies that can be empty.
pub(super) fn offices(model: &Model) -> impl Iterator<Item = (InstitutionId, &Institution)> {
    institutions(model).filter(|(_, one)| one.status.is_some() && !one.vacant.is_empty() && !one.is_world)
}

fn institutions(model: &Model) -> impl Iterator<Item = (InstitutionId, &Institution)> {
    model.institutions.iter().enumerate().map(|(index, one)| (InstitutionId(index as u32), one))
}

/// The events of a procedure that may put out the holder of an office: by themselves, or by what the law lets follow.
fn ends(model: &Model, matter: &Matter, checked: InstitutionId) -> Vec<EventId> {
    let office = &model.institutions[checked.index()];
    // That nobody acts any more for an office puts nobody out of it.
    let by_law = model
        .events
        .iter()
        .any(|event| event.kind == EventKind::Automatic && empties(model, event, office, office.provisional));
    let may = |(_, event): &(EventId, &Event)| {
        event.kind != EventKind::Automatic
            && event.breach.is_none()
            && is_own(matter, event)
            && (by_law || puts_out(model, event, checked))
    };
    model.numbered_events().filter(may).map(|(id, _)| id).collect()
}

/// Tells whether an event by itself puts out the holder of an office: it empties the office, or puts another in his place.
pub(super) fn puts_out(model: &Model, event: &Event, who: InstitutionId) -> bool {
    let office = &model.institutions[who.index()];
    event.replaces.contains(&who) || empties(model, event, office, ValueSet::EMPTY)
}

/// Tells whether an event by itself empties an office from another status than these.
fn empties(model: &Model, event: &Event, office: &Institution, but: ValueSet) -> bool {
    let Some(field) = office.status else { return false };
    let filled = office.vacant.or(but).complement(usize::from(model.fields[field.index()].size));
    event.changes(field, filled).any(|(_, new)| office.vacant.contains(new))
}

/// Tells whether an event belongs to a matter's procedure.
pub(super) fn is_own(matter: &Matter, event: &Event) -> bool {
    matter.steps.contains(&event.rule) || matter.stages.iter().any(|stage| stage.rule == event.rule)
}

/// Tells whether an institution can make an event happen without anybody else.
pub(super) fn can_alone(model: &Model, holder: &Holder, who: InstitutionId) -> bool {
    match holder {
        Holder::Institution(id) => *id == who,
        Holder::Vote(id) => model.votes[id.index()].body == who,
        Holder::Petition(id) => model.petitions[id.index()].body == who,
        // One member is not the body.
        Holder::Law | Holder::Member(_) => false,
        Holder::AnyOf(parts) => parts.iter().any(|part| can_alone(model, part, who)),
        Holder::All(parts) => parts.iter().all(|part| can_alone(model, part, who)),
    }
}

/// Tells whether an institution, or one of its members, has a part in an event.
pub(super) fn takes_part(model: &Model, holder: &Holder, who: InstitutionId) -> bool {
    match holder {
        Holder::AnyOf(parts) | Holder::All(parts) => parts.iter().any(|part| takes_part(model, part, who)),
        Holder::Law | Holder::Institution(_) | Holder::Member(_) | Holder::Vote(_) | Holder::Petition(_) => {
            holder.needed(model).contains(&who)
        }
    }
}

impl Removal<'_> {
    /// The acts and lapses of the procedure that can put the holder out of office.
    pub(super) fn ends(&self) -> impl Iterator<Item = EventId> {
        self.ends.iter().copied()
    }

    /// The states under the readings under which it is a check on him.
    pub(super) fn read_so(&self, space: &Space<'_>) -> Result<Set, Exceeded> {
        space.set(&self.read_so)
    }

    /// The states in which the procedure has put the holder out: where the acts and lapses lead that do so themselves, and where
    /// it has its result and the office is empty or another acts for it.
    pub(super) fn out(&self, space: &Space<'_>) -> Result<Set, Exceeded> {
        let model = space.model();
        let all = ValueSet::all(usize::from(model.fields[self.matter.field.index()].size));
        let direct = self.ends.iter().map(|&id| model.event(id));
        let direct = direct.filter(|event| puts_out(model, event, self.checked));
        let led: ValueSet =
            direct.flat_map(|event| event.changes(self.matter.field, all)).map(|(_, new)| new).collect();
        let read_so = self.read_so(space)?;
        let led = space.and(&read_so, &space.field_in(self.matter.field, led)?)?;
        let office = &model.institutions[self.checked.index()];
        let Some(field) = office.status else { return Ok(led) };
        let ended = space.and(&read_so, &space.field_in(self.matter.field, self.matter.with_result())?)?;
        space.or(&led, &space.and(&ended, &space.field_in(field, office.vacant.or(office.provisional))?)?)
    }

    /// Tells whether an event opens such a matter.
    pub(super) fn opens(&self, event: &Event) -> bool {
        event.opens == Some(self.id)
    }

    /// The positions in which the matter is open.
    fn open_positions(&self, model: &Model) -> ValueSet {
        self.matter.closed.complement(usize::from(model.fields[self.matter.field.index()].size))
    }

    /// The states in which the matter is open.
    pub(super) fn open(&self, asked: &Asked<'_, '_>) -> Result<Set, Exceeded> {
        asked.space.field_in(self.matter.field, self.open_positions(asked.space.model()))
    }

    /// The states in which somebody holds the office, where it is a check on him.
    pub(super) fn held(&self, asked: &Asked<'_, '_>) -> Result<Set, Exceeded> {
        asked.space.diff(&self.read_so(asked.space)?, &self.empty(asked)?)
    }

    fn empty(&self, asked: &Asked<'_, '_>) -> Result<Set, Exceeded> {
        let office = &asked.space.model().institutions[self.checked.index()];
        match office.status {
            Some(field) => asked.space.field_in(field, office.vacant),
            None => Ok(asked.space.none()),
        }
    }

    /// The states in which another acts for the office.
    fn provisional(&self, asked: &Asked<'_, '_>) -> Result<Set, Exceeded> {
        let office = &asked.space.model().institutions[self.checked.index()];
        match office.status {
            Some(field) => asked.space.field_in(field, office.provisional),
            None => Ok(asked.space.none()),
        }
    }

    /// The states from which one event of the matter, if it is allowed, puts the holder out of office.
    pub(super) fn last_step(
        &self,
        asked: &Asked<'_, '_>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Set, Exceeded> {
        let model = asked.space.model();
        let (empty, provisional) = (self.empty(asked)?, self.provisional(asked)?);
        let out = asked.space.or(&empty, &provisional)?;
        let mut before = asked.space.none();
        for &id in self.ends.iter().filter(|id| allowed(**id)) {
            let from = if puts_out(model, model.event(id), self.checked) {
                // Whom an act itself puts out is out, whoever follows him or acts for him at once.
                asked.space.possible(id)?
            } else {
                // So is whoever has held the office himself, if another acts for it then.
                let himself = asked.space.diff(&asked.space.pre(&out, id)?, &provisional)?;
                asked.space.or(&himself, &asked.space.pre(&empty, id)?)?
            };
            before = asked.space.or(&before, &from)?;
        }
        let here = asked.space.and(&self.open(asked)?, &self.held(asked)?)?;
        asked.space.and(&before, &here)
    }

    /// Tells whether an event needs the one who is checked.
    pub(super) fn needs_checked(&self, model: &Model, event: &Event) -> bool {
        event.holder.needed(model).contains(&self.checked)
    }
}
