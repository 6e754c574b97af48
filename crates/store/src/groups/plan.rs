//! A group's schedule before it exists: the sessions, what stands in the way, what is worth a warning.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::{
    access::{Action, Ctx},
    calendar::Calendar,
    centres::{
        rooms::{Activity, may_schedule},
        staff::Ineligible,
    },
    groups::{
        PairRefused, may_facilitate,
        schedule::{
            Clash, EndsAfterProject, Plan, PlannedSession, Resource, Span, ends_after, instant, propose,
        },
    },
    ids::{CentreId, RoomId, StaffId},
    period::Period,
    programmes::Programme as Pack,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{
    NewGroup, Obstacle,
    booking::{BookingClash, Wish, clashes_of},
};
use crate::{
    Candidate, Error, Programme, Result, Store, boxed, centres,
    entity::{
        centres::{centre_closure, subsidy_project},
        groups::programme_version,
        staff::staff,
    },
    programmes::pack_of,
    staff::eligible,
};

/// Worth knowing before a group is made; hinders nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Sessions lie after the last day of the project that pays for them.
    EndsAfterProject(EndsAfterProject),
    /// Somebody can be assigned at the start, not at the end.
    NotUntilTheEnd {
        /// Who.
        who: StaffId,
        /// Why not at the end.
        why: Ineligible,
    },
    /// The first session lies in the past: its rolls will be transcribed from paper.
    BeginsInThePast,
}

/// A schedule to look at before it is written.
#[derive(Debug, Clone)]
pub struct GroupPlan {
    /// The sessions, in the centre's hours.
    pub sessions: Vec<PlannedSession>,
    /// The centre's zone.
    pub zone: Tz,
    /// What stands in the way.
    pub obstacles: Vec<Obstacle>,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

/// Somebody who might facilitate a group that is being planned.
#[derive(Debug, Clone)]
pub struct Available {
    /// Who, and from when on they may not.
    pub candidate: Candidate,
    /// Whether they may not be assigned at the first session.
    pub is_barred: bool,
    /// The sessions of theirs at the same times.
    pub taken: Vec<BookingClash>,
}

/// A plan with what only the store needs.
pub(super) struct Drawn {
    pub(super) sessions: Vec<PlannedSession>,
    pub(super) zone: Tz,
    pub(super) audience: domain::groups::Audience,
    pub(super) obstacles: Vec<Obstacle>,
    pub(super) warnings: Vec<Warning>,
    pub(super) clashes: Vec<Clash>,
}

impl Store<Programme> {
    /// Draws the schedule of a group without writing anything.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a centre, room, programme version or project that is absent or out
    /// of reach.
    #[boxed]
    pub async fn plan_group(&self, ctx: &Ctx, new: &NewGroup) -> Result<GroupPlan> {
        ctx.demand(Action::ManageGroups)?;
        let drawn = draw(self.read(), ctx, new).await?;
        let mut obstacles = drawn.obstacles;
        obstacles.extend(self.name_clashes(ctx, &drawn.clashes).await?);
        Ok(GroupPlan { sessions: drawn.sessions, zone: drawn.zone, obstacles, warnings: drawn.warnings })
    }

    /// Who might facilitate a group that is being planned, whoever was chosen so far; who can first.
    ///
    /// # Errors
    /// As [`Self::plan_group`].
    #[boxed]
    pub async fn facilitators_for(&self, ctx: &Ctx, new: &NewGroup) -> Result<Vec<Available>> {
        ctx.demand(Action::ManageGroups)?;
        let (place, _, sessions) = proposal(self.read(), ctx, new).await?;
        let today = ctx.now().date_naive();
        let (first, last) = bounds(&sessions).unwrap_or((today, today));
        let (first, last) = (first.max(today), last.max(today));
        let candidates = self.eligible_facilitators(ctx, new.centre, first, last).await?;
        let people: Vec<StaffId> = candidates.iter().map(|one| one.staff).collect();
        let wishes = wishes(&sessions, new.room, &people, place.zone);
        let mut clashes = clashes_of(self.read(), &wishes, place.zone).await?;
        clashes.retain(|clash| matches!(clash.with.resource, Resource::Facilitator(_)));
        let named = self.name_clashes(ctx, &clashes).await?;
        let taken_by = |who: StaffId| {
            let own = clashes.iter().zip(&named);
            let own = own.filter(move |(clash, _)| clash.with.resource == Resource::Facilitator(who));
            own.filter_map(|(_, named)| match named {
                Obstacle::Clash(booking) => Some(booking.clone()),
                _ => None,
            })
        };
        let available = |candidate: Candidate| Available {
            is_barred: !candidate.may_begin(first),
            taken: taken_by(candidate.staff).collect(),
            candidate,
        };
        let mut found: Vec<Available> = candidates.into_iter().map(available).collect();
        found.sort_by_key(|one| (one.is_barred, !one.taken.is_empty()));
        Ok(found)
    }
}

/// Where a group would meet, what it would follow, and its sessions.
async fn proposal<C: ConnectionTrait>(
    db: &C,
    ctx: &Ctx,
    new: &NewGroup,
) -> Result<(Place, std::sync::Arc<Pack>, Vec<PlannedSession>)> {
    let place = place(db, ctx, new.centre, new.room).await?;
    let version = programme_version::Entity::find_by_id(new.programme.0).one(db).await?;
    let pack = pack_of(&version.filter(|row| row.retired_at.is_none()).ok_or(Error::NotFound)?)?;
    let plan = Plan {
        minutes: pack.sessions.iter().map(|session| session.minutes).collect(),
        weekday: new.weekday,
        start: new.start,
        first_day: new.first_day,
    };
    let calendar = calendar(db, new.centre, new.first_day).await?;
    Ok((place, pack, propose(&plan, &calendar)))
}

fn wishes(sessions: &[PlannedSession], room: RoomId, staff: &[StaffId], zone: Tz) -> Vec<Wish> {
    let wish = |session: &PlannedSession| Wish {
        session: None,
        number: session.number,
        span: Span::of(instant(session.starts_at, zone), session.minutes),
        room,
        staff: staff.to_vec(),
    };
    sessions.iter().map(wish).collect()
}

/// Draws a schedule on any connection: for a look, or inside the transaction that will write it.
pub(super) async fn draw<C: ConnectionTrait>(db: &C, ctx: &Ctx, new: &NewGroup) -> Result<Drawn> {
    work_there(db, new.centre, &new.facilitators).await?;
    let (place, pack, sessions) = proposal(db, ctx, new).await?;
    let wishes = wishes(&sessions, new.room, &new.facilitators, place.zone);
    let mut obstacles = Vec::new();
    if new.capacity > place.room.capacity {
        obstacles.push(Obstacle::RoomTooSmall { holds: place.room.capacity });
    }
    let days = sessions.iter().map(|session| session.starts_at.date());
    obstacles.extend(women_attended(&place.marks, pack.audience.into(), days));
    let mut warnings = warn(db, ctx, new, &sessions).await?;
    let today = ctx.now().date_naive();
    let (first, last) = bounds(&sessions).unwrap_or((today, today));
    obstacles.extend(pair(db, new, first.max(today)).await?);
    let at_end = eligible(db, &new.facilitators, last.max(today)).await?;
    let barred =
        |who| obstacles.iter().any(|o| matches!(o, Obstacle::Ineligible { who: w, .. } if *w == who));
    for who in new.facilitators {
        if let Some(&Err(why)) = at_end.get(&who)
            && !barred(who)
        {
            warnings.push(Warning::NotUntilTheEnd { who, why });
        }
    }
    let clashes = clashes_of(db, &wishes, place.zone).await?;
    Ok(Drawn { sessions, zone: place.zone, audience: pack.audience, obstacles, warnings, clashes })
}

async fn warn<C: ConnectionTrait>(
    db: &C,
    ctx: &Ctx,
    new: &NewGroup,
    sessions: &[PlannedSession],
) -> Result<Vec<Warning>> {
    let mut warnings = Vec::new();
    if let Some(id) = new.project {
        let project = subsidy_project::Entity::find_by_id(id.0).one(db).await?.ok_or(Error::NotFound)?;
        warnings.extend(ends_after(sessions, project.ends_on).map(Warning::EndsAfterProject));
    }
    if bounds(sessions).is_some_and(|(first, _)| first < ctx.now().date_naive()) {
        warnings.push(Warning::BeginsInThePast);
    }
    Ok(warnings)
}

/// First and last day of a schedule.
pub(super) fn bounds(sessions: &[PlannedSession]) -> Option<(NaiveDate, NaiveDate)> {
    Some((sessions.first()?.starts_at.date(), sessions.last()?.starts_at.date()))
}

async fn pair<C: ConnectionTrait>(db: &C, new: &NewGroup, day: NaiveDate) -> Result<Vec<Obstacle>> {
    let verdicts = eligible(db, &new.facilitators, day).await?;
    let of = |who: StaffId| (who, verdicts.get(&who).copied().unwrap_or(Err(Ineligible::NoContract)));
    let [first, second] = new.facilitators;
    Ok(match may_facilitate([of(first), of(second)]) {
        Ok(()) => Vec::new(),
        Err(PairRefused::SamePerson) => vec![Obstacle::SamePerson],
        Err(PairRefused::Ineligible { .. }) => [of(first), of(second)]
            .into_iter()
            .filter_map(|(who, eligible)| Some(Obstacle::Ineligible { who, why: eligible.err()? }))
            .collect(),
    })
}

/// That all of `people` work at a centre: others answer like nobody.
pub(super) async fn work_there<C: ConnectionTrait>(
    db: &C,
    centre: CentreId,
    people: &[StaffId],
) -> Result<()> {
    let found = staff::Entity::find()
        .filter(staff::Column::Id.is_in(people.iter().map(|id| id.0)))
        .filter(staff::Column::CentreId.eq(centre.0))
        .filter(staff::Column::LeftAt.is_null())
        .count(db)
        .await?;
    let asked = super::booking::distinct(people.iter().map(|id| id.0)).len();
    if usize::try_from(found).is_ok_and(|found| found == asked) { Ok(()) } else { Err(Error::NotFound) }
}

/// A room with what decides whether something may be in it.
pub(super) struct Place {
    pub(super) zone: Tz,
    pub(super) room: centres::Room,
    pub(super) marks: Vec<Period>,
}

/// A room of a centre within reach.
pub(super) async fn place<C: ConnectionTrait>(
    db: &C,
    ctx: &Ctx,
    centre: CentreId,
    room: RoomId,
) -> Result<Place> {
    let centre = centres::reachable(db, ctx, centre).await?;
    let zone = centres::zone_of(&centre)?;
    let rooms = centres::rooms_of(db, &centre).await?;
    let room =
        rooms.into_iter().find(|found| found.id == room && !found.is_retired).ok_or(Error::NotFound)?;
    Ok(Place { zone, marks: room.periods(), room })
}

/// The days on which women are attended where men would come.
pub(super) fn women_attended(
    marks: &[Period],
    activity: Activity,
    days: impl Iterator<Item = NaiveDate>,
) -> Vec<Obstacle> {
    days.filter(|day| may_schedule(activity, marks, *day).is_err()).map(Obstacle::WomenAttended).collect()
}

/// The calendar of a centre from `from` on, for two years (no schedule is longer): its rest days, and
/// the days on which it is closed for an emergency.
pub(super) async fn calendar<C: ConnectionTrait>(
    db: &C,
    centre: CentreId,
    from: NaiveDate,
) -> Result<Calendar> {
    let to = from + Days::new(2 * 366);
    let days = centres::rest_days_of(db, centre, from, to).await?;
    let closures = centre_closure::Entity::find()
        .filter(centre_closure::Column::CentreId.eq(centre.0))
        .filter(centre_closure::Column::Until.gte(from))
        .all(db)
        .await?;
    let closed = closures.into_iter().flat_map(|row| {
        let days = row.since.iter_days().take_while(move |day| *day <= row.until.min(to));
        days.map(move |day| (day, row.reason.clone()))
    });
    Ok(Calendar { extra: days.into_iter().map(|rest| (rest.day, rest.reason)).chain(closed).collect() })
}
