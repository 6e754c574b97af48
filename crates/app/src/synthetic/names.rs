//! Synthetic people: common names in chance combinations, a computed CURP, telephones that nobody has.

use chrono::{Datelike, NaiveDate};
use domain::people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, curp::Curp, name::PersonName};
use store::people::PersonData;

use super::Dice;

const MEN: &[&str] = &[
    "José Luis",
    "Juan Carlos",
    "Miguel Ángel",
    "Francisco",
    "Jesús",
    "Carlos",
    "Jorge",
    "Roberto",
    "Manuel",
    "Pedro",
    "Luis Fernando",
    "Ricardo",
    "Eduardo",
    "Fernando",
    "Raúl",
    "Sergio",
    "Gabriel",
    "Arturo",
    "Daniel",
    "Rafael",
    "Víctor Hugo",
    "Óscar",
    "Rubén",
    "Héctor",
    "Martín",
    "Enrique",
    "Andrés",
    "Gerardo",
    "Mario",
    "Ángel",
    "Iván",
    "Julio César",
    "Gustavo",
    "Alfredo",
    "Hugo",
    "Emmanuel",
    "Omar",
    "Ramón",
    "Wilberth",
    "Gaspar",
];
const WOMEN: &[&str] = &[
    "María Guadalupe",
    "Verónica",
    "Leticia",
    "Patricia",
    "Rosa María",
    "Adriana",
    "Gabriela",
    "Claudia",
    "Alejandra",
    "Silvia",
    "Laura",
    "Norma",
    "Araceli",
    "Yolanda",
    "Martha",
    "Elizabeth",
    "Sandra",
    "Karla",
    "Rocío",
    "Beatriz",
    "María del Carmen",
    "Ana Laura",
    "Mónica",
    "Lourdes",
    "Nayeli",
    "Itzel",
    "Daniela",
    "Fernanda",
    "Landy",
    "Wendy",
];
const SURNAMES: &[&str] = &[
    "Hernández",
    "García",
    "Martínez",
    "López",
    "González",
    "Pérez",
    "Rodríguez",
    "Sánchez",
    "Ramírez",
    "Cruz",
    "Flores",
    "Gómez",
    "Morales",
    "Vázquez",
    "Reyes",
    "Jiménez",
    "Torres",
    "Díaz",
    "Gutiérrez",
    "Ruiz",
    "Mendoza",
    "Aguilar",
    "Ortiz",
    "Moreno",
    "Castillo",
    "Romero",
    "Álvarez",
    "Méndez",
    "Chávez",
    "Rivera",
    "Juárez",
    "Ramos",
    "Domínguez",
    "Herrera",
    "Medina",
    "Castro",
    "Vargas",
    "Guzmán",
    "Velázquez",
    "Muñoz",
    "Contreras",
    "Salazar",
    "Canul",
    "Pech",
    "Chan",
    "May",
    "Poot",
    "Chi",
    "Dzul",
    "Cauich",
    "Tun",
    "Uc",
    "Balam",
    "Ek",
    "Canché",
    "Chuc",
    "Ucán",
    "Noh",
    "Moo",
    "Pool",
    "Ake",
    "Cocom",
    "Tuz",
    "Yam",
    "Kú",
    "Novelo",
    "Marrufo",
    "Alcocer",
    "Zetina",
    "Peñalosa",
    "Ibáñez",
    "Cervantes",
    "Luna",
    "Fuentes",
    "Carrillo",
    "Navarro",
    "Campos",
    "Rosado",
    "Sosa",
];
const DEPENDENCIES: &[&str] = &[
    "Secretaría de Obras (ejemplo)",
    "Secretaría de Finanzas (ejemplo)",
    "Secretaría de Turismo (ejemplo)",
    "Oficialía Mayor (ejemplo)",
    "Registro Civil (ejemplo)",
    "Protección Civil (ejemplo)",
];

/// A synthetic dependency of a public servant.
pub fn dependency(dice: &mut Dice) -> String {
    (*dice.pick(DEPENDENCIES)).to_owned()
}

/// A synthetic name.
pub fn name(dice: &mut Dice, sex: Sex) -> PersonName {
    let given = if sex == Sex::Woman { *dice.pick(WOMEN) } else { *dice.pick(MEN) };
    let (first, second) = (*dice.pick(SURNAMES), *dice.pick(SURNAMES));
    PersonName::parse(given, first, second).expect("the lists hold valid names")
}

/// A synthetic person.
pub fn person(dice: &mut Dice) -> PersonData {
    let sex = if dice.percent(45) { Sex::Woman } else { Sex::Man };
    let name = name(dice, sex);
    let days = i64::try_from(dice.below(14_000)).unwrap_or_default();
    let birth = NaiveDate::from_ymd_opt(1965, 1, 1).expect("a date") + chrono::Duration::days(days);
    let curp = curp(dice, &name, birth, sex)
        .map_or(CurpOrReason::Without(WithoutCurp::NotAtHand), CurpOrReason::Curp);
    PersonData {
        name,
        birth: Some(birth),
        curp,
        sex,
        contact: Contact { phone: Some(format!("983 000 {:04}", dice.below(10_000))), ..Contact::default() },
        municipality: Some((*dice.pick(&["23004", "23005", "23008"])).to_owned()),
    }
}

/// A CURP that passes every check and starts with letters no authority gives (`XE`): nobody's.
fn curp(dice: &mut Dice, name: &PersonName, birth: NaiveDate, sex: Sex) -> Option<Curp> {
    let letter = |text: &str| {
        let folded = domain::people::name::fold(text);
        folded.chars().find(char::is_ascii_alphabetic).map_or('X', |c| c.to_ascii_uppercase())
    };
    let consonants = ['B', 'C', 'D', 'F', 'G', 'H', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'V'];
    let inner: String = (0..3).map(|_| *dice.pick(&consonants)).collect();
    let century = if birth.year() < 2000 { char::from(b'0' + dice.below(10) as u8) } else { 'A' };
    let head = format!(
        "XE{}{}{}{}QR{inner}{century}",
        letter(name.first_surname()),
        letter(name.given()),
        birth.format("%y%m%d"),
        if sex == Sex::Woman { 'M' } else { 'H' },
    );
    (0..10).find_map(|digit| Curp::parse(&format!("{head}{digit}")).ok())
}
