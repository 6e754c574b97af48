//! Attendance of a whole group as a spreadsheet: a row per participant, a column per session.
//! Names are written as texts, never as formulas, whatever they begin with.

use axum::extract::State;
use domain::{attendance::dose::Fact, ids::GroupId};
use rust_xlsxwriter::{DocProperties, Format, Workbook, XlsxError};
use store::{GroupFile, attendance::GroupDose};

use crate::{
    Error,
    download::{self, file},
    request::{Answer, At, ProgrammeState, Visit},
    ui::Shell,
};

/// The spreadsheet of a group.
pub(super) async fn matrix(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let group = store.get_group(&visit.ctx, id).await?;
    let dose = store.group_dose(&visit.ctx, id).await?;
    let properties = DocProperties::new().set_creation_datetime(&visit.ctx.now());
    let bytes = write(&visit.shell, &group, &dose, &properties).map_err(|e| Error::Failure(e.to_string()))?;
    file(download::XLSX, "asistencia.xlsx", bytes)
}

fn write(
    shell: &Shell,
    group: &GroupFile,
    dose: &GroupDose,
    properties: &DocProperties,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(properties);
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(shell.t("printed-matrix"))?.set_freeze_panes(3, 1)?.set_column_width(0, 36)?;
    sheet.write_string_with_format(0, 0, &group.row.name, &bold)?;
    sheet.write_string(1, 0, shell.t("printed-matrix-legend"))?;
    sheet.write_string_with_format(2, 0, shell.t("printed-participant"), &bold)?;
    let mut column: u16 = 0;
    for session in &group.sessions {
        column += 1;
        let day = session.starts_at.with_timezone(&group.zone).date_naive();
        let head = format!("{}\n{}", session.number, shell.date(day));
        sheet.write_string_with_format(2, column, head, &bold.clone().set_text_wrap())?;
        sheet.set_column_width(column, 11)?;
    }
    sheet.write_string_with_format(2, column + 1, shell.t("printed-sessions"), &bold)?;
    sheet.write_string_with_format(2, column + 2, shell.t("printed-minutes"), &bold)?;
    for (row, person) in (3..).zip(&dose.people) {
        let name =
            person.name.as_ref().map_or_else(|| shell.t("certificates-erased"), |name| name.by_surname());
        sheet.write_string(row, 0, name)?;
        for (column, receipt) in (1..).zip(&person.receipts) {
            let sign = match receipt.fact {
                Fact::Attended(minutes) => {
                    sheet.write_number(row, column, minutes)?;
                    continue;
                }
                Fact::Missed { excused: true } => "printed-sign-excused",
                Fact::Missed { excused: false } => "printed-sign-unexcused",
                Fact::Unknown => "printed-sign-owed",
                Fact::NotOffered => "printed-sign-not-offered",
                Fact::ToCome => continue,
            };
            sheet.write_string(row, column, shell.t(sign))?;
        }
        sheet.write_number(row, column + 1, person.dose.attended)?;
        sheet.write_number(row, column + 2, person.dose.minutes_received)?;
    }
    book.save_to_buffer()
}
