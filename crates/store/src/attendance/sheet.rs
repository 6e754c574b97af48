//! The sheet of a session: everything the roll page shows, in one query per kind of thing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    access::Ctx,
    attendance::roll::{Line, Mark, Roll, RollState},
    groups::Audience,
    ids::{
        AttachmentId, CentreId, EnrolmentId, GroupId, PersonId, ProgrammeVersionId, SessionId, StaffId,
        UserId,
    },
    people::name::PersonName,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
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
    kit::scope,
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
    /// When it was last saved.
    pub saved_at: Option<DateTime<Utc>>,
    /// Who transcribed the paper list, and when, if it was not taken on the screen.
    pub transcribed: Option<(UserId, DateTime<Utc>)>,
    /// The scan or photo of the signed list.
    pub signed_list: Option<AttachmentId>,
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// The version of the programme it keeps.
    pub programme_version: ProgrammeVersionId,
    /// For whom it is.
    pub audience: Audience,
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

impl Store<Programme> {
    /// The sheet of a session within reach; the read is on record before it is answered.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn session_sheet(&self, ctx: &Ctx, id: SessionId) -> Result<Sheet> {
        let row = session_in_reach(self.read(), ctx, id).await?;
        self.record_read(ctx, ReadEntry { deed: "session.read", kind: "session", object: Some(id.0) })
            .await?;
        let db = self.read();
        let group = training_group::Entity::find_by_id(row.group_id).one(db).await?.ok_or(Error::Damaged)?;
        let centre = centre::Entity::find_by_id(group.centre_id).one(db).await?.ok_or(Error::Damaged)?;
        let room = room::Entity::find_by_id(row.room_id).one(db).await?.ok_or(Error::Damaged)?;
        let zone = crate::centres::zone_of(&centre)?;
        let day = row.starts_at.with_timezone(&zone).date_naive();
        let enrolled = enrolled_on(db, group.id, day).await?;
        let people: Vec<Uuid> = enrolled.iter().map(|row| row.person_id).collect();
        let keys = self.keys_of(&people).await?;
        let names = self.person_names(&people).await?;
        let person_of: HashMap<Uuid, Uuid> = enrolled.iter().map(|row| (row.id, row.person_id)).collect();
        let marks = attendance::Entity::find().filter(attendance::Column::SessionId.eq(id.0)).all(db).await?;
        let mut lines = HashMap::with_capacity(marks.len());
        for mark in marks {
            let key = person_of.get(&mark.enrolment_id).and_then(|person| keys.get(person));
            lines.insert(mark.enrolment_id, self.line_of(&mark, key)?);
        }
        let number = u16::try_from(row.number).map_err(|_| Error::Damaged)?;
        let mut sheet_lines: Vec<SheetLine> = enrolled
            .iter()
            .map(|row| SheetLine {
                enrolment: EnrolmentId(row.id),
                person: PersonId(row.person_id),
                name: names.get(&row.person_id).cloned(),
                line: lines.get(&row.id).cloned(),
            })
            .collect();
        sheet_lines.sort_by_cached_key(|line| line.name.as_ref().map(PersonName::sort_key));
        let plan = plan_of(db, group.programme_version_id).await?;
        let corrections = self.corrections_of(id, &person_of, &keys).await?;
        let authors = corrections.iter().filter_map(|line| line.author.map(|user| user.0));
        let authors: Vec<Uuid> = authors.chain(row.transcribed_by).chain(row.roll_closed_by).collect();
        Ok(Sheet {
            session: id,
            number,
            title: plan
                .sessions
                .iter()
                .find(|plan| plan.number == number)
                .map(|plan| plan.title.clone())
                .unwrap_or_default(),
            state: row.state.clone(),
            roll: Roll {
                starts_at: row.starts_at,
                minutes: u16::try_from(row.minutes).map_err(|_| Error::Damaged)?,
                lines: sheet_lines.iter().filter_map(|line| line.line.clone()).collect(),
                state: roll_state(&row)?,
            },
            version: row.roll_version,
            saved_at: row.roll_saved_at,
            transcribed: row.transcribed_by.map(UserId).zip(row.transcribed_at),
            signed_list: row.signed_list_id.map(AttachmentId),
            group: GroupId(group.id),
            group_name: group.name,
            programme_version: ProgrammeVersionId(group.programme_version_id),
            audience: Audience::from_name(&group.audience).ok_or(Error::Damaged)?,
            centre: CentreId(centre.id),
            centre_name: centre.name,
            zone,
            room: room.name,
            facilitators: leaders_of(db, group.id, id.0, day).await?,
            lines: sheet_lines,
            corrections,
            accounts: self.account_labels(&authors).await?,
        })
    }

    /// A line as stored; a reason whose key was destroyed reads as none.
    pub(super) fn line_of(&self, row: &attendance::Model, key: Option<&DataKey>) -> Result<Line> {
        let reason = match (&row.reason, key) {
            (Some(sealed), Some(key)) => {
                let place = Place { table: "attendance", column: "reason", row: row.id };
                Some(crate::keys::text(self.unseal(key, place, sealed)?)?)
            }
            _ => None,
        };
        Ok(Line {
            enrolment: EnrolmentId(row.enrolment_id),
            mark: Mark::from_name(&row.mark).ok_or(Error::Damaged)?,
            minutes_present: u16::try_from(row.minutes).map_err(|_| Error::Damaged)?,
            reason,
            complied: row.complied,
        })
    }

    async fn corrections_of(
        &self,
        id: SessionId,
        person_of: &HashMap<Uuid, Uuid>,
        keys: &HashMap<Uuid, DataKey>,
    ) -> Result<Vec<CorrectionLine>> {
        let rows = attendance_correction::Entity::find()
            .filter(attendance_correction::Column::SessionId.eq(id.0))
            .order_by_asc(attendance_correction::Column::At)
            .all(self.read())
            .await?;
        let side = |mark: &str, minutes: i32| {
            let mark = Mark::from_name(mark).ok_or(Error::Damaged)?;
            Ok::<_, Error>((mark, u16::try_from(minutes).map_err(|_| Error::Damaged)?))
        };
        let mut corrections = Vec::with_capacity(rows.len());
        for row in rows {
            let key = person_of.get(&row.enrolment_id).and_then(|person| keys.get(person));
            let place = Place { table: "attendance_correction", column: "reason", row: row.id };
            let reason = match key {
                Some(key) => crate::keys::text(self.unseal(key, place, &row.reason)?)?,
                None => String::new(),
            };
            corrections.push(CorrectionLine {
                enrolment: EnrolmentId(row.enrolment_id),
                old: side(&row.old_mark, row.old_minutes)?,
                new: side(&row.new_mark, row.new_minutes)?,
                complied: (row.old_complied, row.new_complied),
                reason,
                author: row.author_id.map(UserId),
                at: row.at,
            });
        }
        Ok(corrections)
    }
}

/// The programme of a version; a version never changes.
pub(crate) async fn plan_of<C: ConnectionTrait>(
    db: &C,
    version: Uuid,
) -> Result<std::sync::Arc<domain::programmes::Programme>> {
    let row = programme_version::Entity::find_by_id(version).one(db).await?.ok_or(Error::Damaged)?;
    crate::programmes::pack_of(&row)
}

/// A session within reach.
pub(crate) async fn session_in_reach<C: ConnectionTrait>(
    db: &C,
    ctx: &Ctx,
    id: SessionId,
) -> Result<session::Model> {
    session::Entity::find_by_id(id.0)
        .filter(scope::of_groups(ctx, session::Column::GroupId))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

/// Who is enrolled in a group on a day.
pub(super) async fn enrolled_on<C: ConnectionTrait>(
    db: &C,
    group: Uuid,
    day: NaiveDate,
) -> Result<Vec<enrolment::Model>> {
    let rows = enrolment::Entity::find().filter(enrolment::Column::GroupId.eq(group)).all(db).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.since <= day && row.until.is_none_or(|until| until >= day))
        .collect())
}

/// Who leads a session: the facilitators of that day, substitutes in place of the absent.
pub(crate) async fn leaders_of<C: ConnectionTrait>(
    db: &C,
    group: Uuid,
    session: Uuid,
    day: NaiveDate,
) -> Result<Vec<StaffId>> {
    let pair = group_facilitator::Entity::find()
        .filter(group_facilitator::Column::GroupId.eq(group))
        .order_by_asc(group_facilitator::Column::Since)
        .order_by_asc(group_facilitator::Column::Id)
        .all(db)
        .await?;
    let substitutes = session_substitute::Entity::find()
        .filter(session_substitute::Column::SessionId.eq(session))
        .all(db)
        .await?;
    let here = pair.into_iter().filter(|row| row.since <= day && row.until.is_none_or(|until| until >= day));
    Ok(here
        .map(|row| {
            let substitute = substitutes.iter().find(|other| other.absent_staff_id == row.staff_id);
            StaffId(substitute.map_or(row.staff_id, |other| other.staff_id))
        })
        .collect())
}

pub(super) fn roll_state(row: &session::Model) -> Result<RollState> {
    Ok(match row.roll_state.as_str() {
        "owed" => RollState::Owed,
        "saved" => RollState::Saved,
        "closed" => RollState::Closed {
            by: UserId(row.roll_closed_by.unwrap_or_default()),
            at: row.roll_closed_at.ok_or(Error::Damaged)?,
        },
        _ => return Err(Error::Damaged),
    })
}
