//! The sheet of a session: everything the roll page shows, in one query per kind of thing.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    access::Ctx,
    attendance::roll::{Line, Mark, Roll, RollState},
    ids::{AttachmentId, CentreId, EnrolmentId, GroupId, PersonId, SessionId, StaffId, UserId},
    people::name::PersonName,
    programmes::Programme as Pack,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, IntoCondition},
};
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{
    Error, Programme, ReadEntry, Result, Store, boxed,
    entity::{
        attendance::{attendance, attendance_correction},
        centres::{centre, room},
        groups::{
            enrolment, group_facilitator, programme_version, session, session_substitute, training_group,
        },
    },
    kit::{joined, scope},
};

/// A session with its roll.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The session.
    pub session: SessionId,
    /// Its number, which it keeps.
    pub number: u16,
    /// Its title in the programme.
    pub title: String,
    /// `planned`, `held` or `cancelled`.
    pub state: String,
    /// The roll as the rules see it.
    pub roll: Roll,
    /// The roll's version, which a form sends back.
    pub version: i32,
    /// Who transcribed the paper list, and when, if it was not taken on the screen.
    pub transcribed: Option<(UserId, DateTime<Utc>)>,
    /// The scan or photo of the signed list.
    pub signed_list: Option<AttachmentId>,
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// The programme it keeps.
    pub plan: Arc<Pack>,
    /// Its centre.
    pub centre: CentreId,
    /// The centre's name.
    pub centre_name: String,
    /// The centre's zone.
    pub zone: Tz,
    /// The room's name.
    pub room: String,
    /// Who leads this session: the pair, with substitutes in place of the absent.
    pub facilitators: Vec<StaffId>,
    /// One line per participant who is enrolled on that day, by surname.
    pub lines: Vec<SheetLine>,
    /// Corrections after closing, oldest first.
    pub corrections: Vec<CorrectionLine>,
    /// Who closed, transcribed and corrected, in words.
    pub accounts: HashMap<Uuid, String>,
}

/// A participant on the sheet.
#[derive(Debug, Clone)]
pub struct SheetLine {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The person.
    pub person: PersonId,
    /// The name; `None` for an erased person.
    pub name: Option<PersonName>,
    /// What was marked, if anything.
    pub line: Option<Line>,
}

/// A correction of a closed roll.
#[derive(Debug, Clone)]
pub struct CorrectionLine {
    /// Whose line.
    pub enrolment: EnrolmentId,
    /// Mark and minutes before.
    pub old: (Mark, u16),
    /// Mark and minutes after.
    pub new: (Mark, u16),
    /// What was said of compliance before and after.
    pub complied: (Option<bool>, Option<bool>),
    /// Why.
    pub reason: String,
    /// Who corrected.
    pub author: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A session with what its pages say of its group and its place.
#[derive(FromQueryResult)]
struct Placed {
    #[sea_orm(nested)]
    row: session::Model,
    group_name: String,
    programme_version_id: Uuid,
    centre_id: Uuid,
    centre_name: String,
    zone: String,
    room: String,
}

impl Sheet {
    /// Both who lead; a session with one leader counts him twice, so that he signs alone.
    #[must_use]
    pub fn pair(&self) -> Option<[StaffId; 2]> {
        let first = *self.facilitators.first()?;
        Some([first, self.facilitators.get(1).copied().unwrap_or(first)])
    }

    /// The day of the session where it takes place.
    pub(crate) fn day(&self) -> NaiveDate {
        self.roll.starts_at.with_timezone(&self.zone).date_naive()
    }

    /// The person behind an enrolment on the sheet.
    pub(crate) fn person_behind(&self, enrolment: Uuid) -> Option<Uuid> {
        self.lines.iter().find(|line| line.enrolment.0 == enrolment).map(|line| line.person.0)
    }
}

impl Store<Programme> {
    /// The sheet of a session within reach; the read is on record before it is answered.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn session_sheet(&self, ctx: &Ctx, id: SessionId) -> Result<Sheet> {
        let mut sheet = self.empty_sheet(ctx, id).await?;
        self.record_read(ctx, ReadEntry { deed: "session.read", kind: "session", object: Some(id.0) })
            .await?;
        sheet.lines = self.lines_of(&sheet).await?;
        let db = self.read();
        let marks = attendance::Entity::find().filter(attendance::Column::SessionId.eq(id.0)).all(db).await?;
        let corrected = attendance_correction::Entity::find()
            .filter(attendance_correction::Column::SessionId.eq(id.0))
            .order_by_asc(attendance_correction::Column::At);
        let is_closed = matches!(sheet.roll.state, RollState::Closed { .. });
        let corrected = if is_closed { corrected.all(db).await? } else { Vec::new() };
        let with_reason = marks.iter().filter(|mark| mark.reason.is_some()).map(|mark| mark.enrolment_id);
        let with_reason = with_reason.chain(corrected.iter().map(|row| row.enrolment_id));
        let people: BTreeSet<Uuid> = with_reason.filter_map(|id| sheet.person_behind(id)).collect();
        let keys = self.keys_of(&people.into_iter().collect::<Vec<_>>()).await?;
        let key_of = |enrolment| sheet.person_behind(enrolment).and_then(|person| keys.get(&person));
        let line = |mark: &attendance::Model| {
            Ok((EnrolmentId(mark.enrolment_id), self.line_of(mark, key_of(mark.enrolment_id))?))
        };
        let mut marked = marks.iter().map(line).collect::<Result<HashMap<_, _>>>()?;
        let correction = |row| self.correction_of(row, key_of(row.enrolment_id));
        sheet.corrections = corrected.iter().map(correction).collect::<Result<_>>()?;
        sheet.lines.iter_mut().for_each(|line| line.line = marked.remove(&line.enrolment));
        sheet.roll.lines = sheet.lines.iter().filter_map(|line| line.line.clone()).collect();
        sheet.accounts = self.accounts_on(&sheet).await?;
        Ok(sheet)
    }

    /// A session within reach.
    pub(crate) async fn session_in_reach(&self, ctx: &Ctx, id: SessionId) -> Result<session::Model> {
        let in_reach = scope::of_groups(ctx, session::Column::GroupId);
        let row = session::Entity::find_by_id(id.0).filter(in_reach).one(self.read()).await?;
        row.ok_or(Error::NotFound)
    }

    /// A session within reach with nobody on its sheet. The caller puts the read on record.
    pub(crate) async fn empty_sheet(&self, ctx: &Ctx, id: SessionId) -> Result<Sheet> {
        let db = self.read();
        let found = placed(db, ctx, id).await?;
        let (roll, row) = (stored_roll(&found.row)?, found.row);
        let number = u16::try_from(row.number).map_err(|_| Error::Damaged)?;
        let plan = plan_of(db, found.programme_version_id).await?;
        let title = plan.sessions.iter().find(|plan| plan.number == number).map(|plan| plan.title.clone());
        let mut sheet = Sheet {
            session: id,
            number,
            title: title.unwrap_or_default(),
            state: row.state,
            roll,
            version: row.roll_version,
            transcribed: row.transcribed_by.map(UserId).zip(row.transcribed_at),
            signed_list: row.signed_list_id.map(AttachmentId),
            group: GroupId(row.group_id),
            group_name: found.group_name,
            plan,
            centre: CentreId(found.centre_id),
            centre_name: found.centre_name,
            zone: found.zone.parse().map_err(|_| Error::Damaged)?,
            room: found.room,
            facilitators: Vec::new(),
            lines: Vec::new(),
            corrections: Vec::new(),
            accounts: HashMap::new(),
        };
        sheet.facilitators = leaders_of(db, &sheet).await?;
        Ok(sheet)
    }

    /// Who is enrolled on the day of a sheet, by surname, nothing marked.
    pub(crate) async fn lines_of(&self, sheet: &Sheet) -> Result<Vec<SheetLine>> {
        let enrolled = enrolled_on(self.read(), sheet.group.0, sheet.day()).await?;
        let people: Vec<Uuid> = enrolled.iter().map(|(_, person)| *person).collect();
        let names = self.person_names(&people).await?;
        let line = |(enrolment, person)| SheetLine {
            enrolment: EnrolmentId(enrolment),
            person: PersonId(person),
            name: names.get(&person).cloned(),
            line: None,
        };
        let mut lines: Vec<SheetLine> = enrolled.into_iter().map(line).collect();
        lines.sort_by_cached_key(|line| line.name.as_ref().map(PersonName::sort_key));
        Ok(lines)
    }

    /// Who closed, transcribed and corrected what is on a sheet, in words.
    pub(crate) async fn accounts_on(&self, sheet: &Sheet) -> Result<HashMap<Uuid, String>> {
        let mut users: Vec<Uuid> = sheet.corrections.iter().filter_map(|line| Some(line.author?.0)).collect();
        users.extend(sheet.transcribed.map(|(user, _)| user.0));
        if let RollState::Closed { by, .. } = sheet.roll.state {
            users.push(by.0);
        }
        if users.is_empty() { Ok(HashMap::new()) } else { self.account_labels(&users).await }
    }

    /// A line as stored; a reason whose key was destroyed reads as none.
    pub(super) fn line_of(&self, row: &attendance::Model, key: Option<&DataKey>) -> Result<Line> {
        let place = Place { table: "attendance", column: "reason", row: row.id };
        let open = |(sealed, key): (&Vec<u8>, _)| crate::keys::text(self.unseal(key, place, sealed)?);
        Ok(Line {
            enrolment: EnrolmentId(row.enrolment_id),
            mark: Mark::from_name(&row.mark).ok_or(Error::Damaged)?,
            minutes_present: u16::try_from(row.minutes).map_err(|_| Error::Damaged)?,
            reason: row.reason.as_ref().zip(key).map(open).transpose()?,
            complied: row.complied,
        })
    }

    fn correction_of(
        &self,
        row: &attendance_correction::Model,
        key: Option<&DataKey>,
    ) -> Result<CorrectionLine> {
        let side = |mark: &str, minutes: i32| {
            let mark = Mark::from_name(mark).ok_or(Error::Damaged)?;
            Ok::<_, Error>((mark, u16::try_from(minutes).map_err(|_| Error::Damaged)?))
        };
        let place = Place { table: "attendance_correction", column: "reason", row: row.id };
        let open = |key| crate::keys::text(self.unseal(key, place, &row.reason)?);
        Ok(CorrectionLine {
            enrolment: EnrolmentId(row.enrolment_id),
            old: side(&row.old_mark, row.old_minutes)?,
            new: side(&row.new_mark, row.new_minutes)?,
            complied: (row.old_complied, row.new_complied),
            reason: key.map(open).transpose()?.unwrap_or_default(),
            author: row.author_id.map(UserId),
            at: row.at,
        })
    }
}

async fn placed<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: SessionId) -> Result<Placed> {
    session::Entity::find_by_id(id.0)
        .join(JoinType::InnerJoin, joined(session::Column::GroupId, training_group::Column::Id))
        .join(JoinType::InnerJoin, joined(training_group::Column::CentreId, centre::Column::Id))
        .join(JoinType::InnerJoin, joined(session::Column::RoomId, room::Column::Id))
        .column_as(training_group::Column::Name, "group_name")
        .columns([training_group::Column::ProgrammeVersionId, training_group::Column::CentreId])
        .column_as(centre::Column::Name, "centre_name")
        .column(centre::Column::Zone)
        .column_as(room::Column::Name, "room")
        .filter(scope::groups(ctx))
        .into_model()
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

/// The programme of a version; a version never changes.
pub(super) async fn plan_of<C: ConnectionTrait>(db: &C, version: Uuid) -> Result<Arc<Pack>> {
    let row = programme_version::Entity::find_by_id(version).one(db).await?.ok_or(Error::Damaged)?;
    crate::programmes::pack_of(&row)
}

/// Who is enrolled in a group on a day: enrolments with their people.
pub(crate) async fn enrolled_on<C: ConnectionTrait>(
    db: &C,
    group: Uuid,
    day: NaiveDate,
) -> Result<Vec<(Uuid, Uuid)>> {
    let (since, until) = (enrolment::Column::Since, enrolment::Column::Until);
    let rows = enrolment::Entity::find()
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::PersonId])
        .filter(enrolment::Column::GroupId.eq(group))
        .filter(since.lte(day).and(until.is_null().or(until.gte(day))))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

/// Who leads a session: the facilitators of that day, substitutes in place of the absent.
async fn leaders_of<C: ConnectionTrait>(db: &C, sheet: &Sheet) -> Result<Vec<StaffId>> {
    let (session, day) = (sheet.session.0, sheet.day());
    let absent = joined(group_facilitator::Column::StaffId, session_substitute::Column::AbsentStaffId)
        .on_condition(move |_, other| {
            Expr::col((other, session_substitute::Column::SessionId)).eq(session).into_condition()
        });
    let (since, until) = (group_facilitator::Column::Since, group_facilitator::Column::Until);
    let mut pair = group_facilitator::Entity::find()
        .join(JoinType::LeftJoin, absent)
        .select_also(session_substitute::Entity)
        .filter(group_facilitator::Column::GroupId.eq(sheet.group.0))
        .filter(since.lte(day).and(until.is_null().or(until.gte(day))))
        .order_by_asc(since)
        .order_by_asc(group_facilitator::Column::Id)
        .all(db)
        .await?;
    pair.dedup_by_key(|(row, _)| row.id);
    let leader = |(row, other): (group_facilitator::Model, Option<session_substitute::Model>)| {
        StaffId(other.map_or(row.staff_id, |other| other.staff_id))
    };
    Ok(pair.into_iter().map(leader).collect())
}

/// The roll of a session, without its lines.
pub(super) fn stored_roll(row: &session::Model) -> Result<Roll> {
    let minutes = u16::try_from(row.minutes).map_err(|_| Error::Damaged)?;
    let state = match row.roll_state.as_str() {
        "owed" => RollState::Owed,
        "saved" => RollState::Saved,
        "closed" => RollState::Closed {
            by: UserId(row.roll_closed_by.unwrap_or_default()),
            at: row.roll_closed_at.ok_or(Error::Damaged)?,
        },
        _ => return Err(Error::Damaged),
    };
    Ok(Roll { starts_at: row.starts_at, minutes, lines: Vec::new(), state })
}
