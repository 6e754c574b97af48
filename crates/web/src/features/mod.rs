//! One folder per feature, with the same name as in `domain` and `store`: pages, their templates and
//! their routes. To add a feature: its `mod` line, its `routes()` below, its place in the navigation.

pub mod access;
pub mod api;
pub mod attendance;
pub mod audit;
pub mod centres;
pub mod certificates;
pub mod documents;
pub mod enrolments;
pub mod groups;
pub mod home;
pub mod people;
pub mod printed;
pub mod programmes;
pub mod projects;
pub mod sessions;
pub mod staff;

use domain::access::{Action, Compartment};
use store::{Programme, Safety};

use crate::routes::Route;

/// A place in the navigation; shown to whoever may perform its action.
#[derive(Debug, Clone, Copy)]
pub struct Destination {
    /// Path.
    pub href: &'static str,
    /// Key of its name.
    pub key: &'static str,
    /// Name of a symbol in `icons.svg`.
    pub icon: &'static str,
    /// What one must be allowed to do.
    pub action: Action,
}

/// The table of the programme side.
#[must_use]
pub fn programme() -> Vec<Route<Programme>> {
    let mut routes = access::routes::<Programme>();
    routes.extend(api::routes());
    routes.extend(attendance::routes());
    routes.extend(audit::routes());
    routes.extend(centres::routes());
    routes.extend(certificates::routes());
    routes.extend(documents::routes());
    routes.extend(enrolments::routes());
    routes.extend(groups::routes());
    routes.extend(home::routes());
    routes.extend(people::routes());
    routes.extend(printed::routes());
    routes.extend(programmes::routes());
    routes.extend(projects::routes());
    routes.extend(sessions::routes());
    routes.extend(staff::routes());
    routes
}

/// The table of the safety side.
#[must_use]
pub fn safety() -> Vec<Route<Safety>> {
    let mut routes = access::routes::<Safety>();
    routes.extend(audit::routes());
    routes.push(access::safety_home());
    routes
}

const fn to(href: &'static str, key: &'static str, icon: &'static str, action: Action) -> Destination {
    Destination { href, key, icon, action }
}

const PROGRAMME: &[Destination] = &[
    to("/", "home-title", "home", Action::UseOwnAccount),
    to("/grupos", "groups-title", "groups", Action::ViewGroups),
    to("/personas", "people-nav", "people", Action::ViewPerson),
    to("/programas", "programmes-title", "programme", Action::ViewProgrammes),
    to("/centros", "centres-nav", "centre", Action::ViewCentres),
    to("/personal", "staff-nav", "staff", Action::ViewStaff),
    to("/proyectos", "projects-nav", "project", Action::ViewProjects),
    to("/documentos", "documents-nav", "settings", Action::ManageDocuments),
    to("/cuentas", "access-nav-accounts", "accounts", Action::ManageAccounts),
    to("/auditoria", "audit-nav", "audit", Action::ViewAudit),
];

const SAFETY: &[Destination] = &[
    to("/", "access-nav-home", "home", Action::ViewSafetyHome),
    to("/cuentas", "access-nav-accounts", "accounts", Action::ManageAccounts),
    to("/auditoria", "audit-nav", "audit", Action::ViewAudit),
];

/// The navigation of a side, in its order.
#[must_use]
pub fn destinations(side: Compartment) -> &'static [Destination] {
    match side {
        Compartment::Programme => PROGRAMME,
        Compartment::Safety => SAFETY,
    }
}
