//! A disk without room: the change is refused in words, nothing before it is lost, and the same form
//! sent again once there is room is saved once. The disk is a database file that may not grow.
#![cfg(feature = "faults")]

#[expect(dead_code, reason = "other tests use the rest")]
#[path = "support/browser.rs"]
mod browser;
#[path = "support/demo.rs"]
mod demo;
#[expect(dead_code, reason = "other tests use the rest")]
#[path = "support/program.rs"]
mod program;

use std::process::Stdio;

use browser::Browser;
use demo::Cast;
use program::{Place, code};

#[test]
fn a_form_that_finds_no_room_is_saved_once_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::new(folder.path(), None);
    let cast = Cast::enter(&place, Stdio::null());
    let served = place.serve(&[], Stdio::null());
    let mut bruno = Browser::new(&served.address);
    bruno.sign_in(&mut cast.account("bruno"), &code).expect("signed in");
    drop(served);

    let served = place.serve(&[("BUENTRATO_CONTROL", "disk-full")], Stdio::null());
    bruno.address.clone_from(&served.address);
    let send = |bruno: &mut Browser, n: usize| {
        let key = format!("00000000-0000-4000-8000-{n:012}");
        let who = [("nombres", "Prueba"), ("primer-apellido", "Espacio"), ("sexo", "H")];
        let rest = [("sin-curp", "refused"), ("accion", "registrar"), ("_key", key.as_str())];
        bruno.post("/personas", &[who, rest].concat()).expect("it answers")
    };
    let (number, refused) = (0..400)
        .map(|n| (n, send(&mut bruno, n)))
        .find(|(_, answer)| answer.status != 303)
        .expect("the file is full at last");
    assert_eq!(refused.status, 507, "{}", refused.text());
    for words in ["No hay espacio para guardar", "Este cambio no se guardó", "vuelva a cargarla"] {
        assert!(refused.text().contains(words), "{}", refused.text());
    }
    drop(served);

    let served = place.serve(&[], Stdio::null());
    bruno.address.clone_from(&served.address);
    let saved = send(&mut bruno, number);
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(send(&mut bruno, number).location(), saved.location(), "sent again it is the same person");
}
