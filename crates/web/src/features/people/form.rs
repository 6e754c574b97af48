//! stub
use crate::ui::FormView;
use domain::people::{curp::CurpError, name::PersonName};
/// stub
pub fn curp_mistake(_: CurpError) -> &'static str {
    "people-mistake-curp-check"
}
pub(crate) fn read_name(form: &mut FormView) -> Option<PersonName> {
    PersonName::parse(form.value("nombres"), form.value("primer-apellido"), form.value("segundo-apellido"))
        .ok()
}
