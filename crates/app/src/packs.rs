//! The programme packs that come with the program; `init` and `demo` install them.

/// Name of the file and its text.
pub const PACKS: &[(&str, &str)] = &[
    (
        "reflexion-accion-servidores-publicos",
        include_str!("../../../programmes/reflexion-accion-servidores-publicos.toml"),
    ),
    ("reflexion-accion-hombres", include_str!("../../../programmes/reflexion-accion-hombres.toml")),
    (
        "masculinidades-igualitarias-juventudes",
        include_str!("../../../programmes/masculinidades-igualitarias-juventudes.toml"),
    ),
    ("individual-grupal-12-12", include_str!("../../../programmes/individual-grupal-12-12.toml")),
];
