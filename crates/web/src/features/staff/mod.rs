//! Staff: contracts, the check that no sanction for violence exists, sanctions, hand-over and leaving.
//! Names show on the page, never in a title, an address or a notice.

mod edit;
mod handover;
mod list;
mod record;

use domain::{
    access::{Action, Role},
    centres::staff::Ineligible,
};
use store::Programme;

use crate::{
    routes::Route,
    ui::{Badge, Shell, Tone},
};

/// The pages of staff.
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{ManageStaff, ViewStaff};
    vec![
        Route::get("/personal", ViewStaff, list::list),
        Route::get("/personal/nuevo", ManageStaff, edit::ask),
        Route::post("/personal", ManageStaff, edit::create),
        Route::get("/personal/{personal}", ViewStaff, list::show),
        Route::get("/personal/{personal}/editar", ManageStaff, edit::edit),
        Route::post("/personal/{personal}/editar", ManageStaff, edit::change),
        Route::get("/personal/{personal}/contratos", ManageStaff, record::ask_contract),
        Route::post("/personal/{personal}/contratos", ManageStaff, record::add_contract),
        Route::get("/personal/{personal}/verificaciones", ManageStaff, record::ask_check),
        Route::post("/personal/{personal}/verificaciones", ManageStaff, record::add_check),
        Route::get("/personal/{personal}/sanciones", ManageStaff, record::ask_sanction),
        Route::post("/personal/{personal}/sanciones", ManageStaff, record::sanction),
        Route::post("/sanciones/{sancion}/levantar", ManageStaff, record::lift),
        Route::get("/personal/{personal}/entrega", ManageStaff, handover::ask),
        Route::post("/personal/{personal}/entrega", ManageStaff, handover::hand_over),
        Route::get("/personal/{personal}/baja", ManageStaff, handover::ask_leave),
        Route::post("/personal/{personal}/baja", ManageStaff, handover::leave),
    ]
}

/// Roles that a contract of a centre is for.
const ROLES: [Role; 3] = [Role::Facilitator, Role::Intake, Role::Coordinator];

/// Why somebody cannot be assigned, and since or until when.
pub(crate) fn ineligible_text(shell: &Shell, why: Ineligible) -> String {
    let (key, day) = match why {
        Ineligible::Sanctioned { since } => ("staff-bar-sanctioned", since),
        Ineligible::ContractNotBegun { on } => ("staff-bar-contract-later", on),
        Ineligible::ContractEnded { last_day } => ("staff-bar-contract-ended", last_day),
        Ineligible::CheckExpired { on } => ("staff-bar-check-expired", on),
        Ineligible::NoContract => return shell.t("staff-bar-no-contract"),
        Ineligible::OtherFunction => return shell.t("staff-bar-other-function"),
        Ineligible::NoCheck => return shell.t("staff-bar-no-check"),
    };
    shell.tn(key, "day", shell.date(day))
}

/// Whether somebody may be assigned today, as a badge.
fn standing_badge(shell: &Shell, standing: Result<(), Ineligible>) -> Badge {
    match standing {
        Ok(()) => Badge::new(Tone::Good, shell.t("staff-may-be-assigned")),
        Err(why @ Ineligible::Sanctioned { .. }) => Badge::new(Tone::Bad, ineligible_text(shell, why)),
        Err(why @ Ineligible::OtherFunction) => Badge::new(Tone::Neutral, ineligible_text(shell, why)),
        Err(why) => Badge::new(Tone::Watch, ineligible_text(shell, why)),
    }
}
