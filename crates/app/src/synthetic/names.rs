//! Synthetic people: common names in chance combinations, a computed CURP, telephones that nobody has.

use chrono::{Datelike, NaiveDate};
use domain::people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, curp::Curp, name::PersonName};
use store::{enrolments::EnrolmentDetails, people::PersonData};

use super::Dice;

const MEN: &str = "José Luis, Juan Carlos, Miguel Ángel, Francisco, Jesús, Carlos, Jorge, Roberto, Manuel, \
    Pedro, Luis Fernando, Ricardo, Eduardo, Fernando, Raúl, Sergio, Gabriel, Arturo, Daniel, Rafael, \
    Víctor Hugo, Óscar, Rubén, Héctor, Martín, Enrique, Andrés, Gerardo, Mario, Ángel, Iván, Julio César, \
    Gustavo, Alfredo, Hugo, Emmanuel, Omar, Ramón, Wilberth, Gaspar, Alejandro, Armando, Benito, David, \
    Felipe, Guillermo, Joaquín, Leonel, Mauricio, Noé, Pablo, Saúl, Tomás, Ulises";
const WOMEN: &str = "María Guadalupe, Verónica, Leticia, Patricia, Rosa María, Adriana, Gabriela, Claudia, \
    Alejandra, Silvia, Laura, Norma, Araceli, Yolanda, Martha, Elizabeth, Sandra, Karla, Rocío, Beatriz, \
    María del Carmen, Ana Laura, Mónica, Lourdes, Nayeli, Itzel, Daniela, Fernanda, Landy, Wendy, Aurelia, \
    Blanca Estela, Citlali, Dulce María, Esther, Graciela, Ileana, Josefina, Lizbeth, Margarita, Noemí, \
    Socorro, Teresa, Ximena";
const SURNAMES: &str = "Hernández, García, Martínez, López, González, Pérez, Rodríguez, Sánchez, Ramírez, \
    Cruz, Flores, Gómez, Morales, Vázquez, Reyes, Jiménez, Torres, Díaz, Gutiérrez, Ruiz, Mendoza, \
    Aguilar, Ortiz, Moreno, Castillo, Romero, Álvarez, Méndez, Chávez, Rivera, Juárez, Ramos, Domínguez, \
    Herrera, Medina, Castro, Vargas, Guzmán, Velázquez, Muñoz, Contreras, Salazar, Canul, Pech, Chan, May, \
    Poot, Chi, Dzul, Cauich, Tun, Uc, Balam, Ek, Canché, Chuc, Ucán, Noh, Moo, Pool, Ake, Cocom, Tuz, Yam, \
    Kú, Novelo, Marrufo, Alcocer, Zetina, Peñalosa, Ibáñez, Cervantes, Luna, Fuentes, Carrillo, Navarro, \
    Campos, Rosado, Sosa, Acosta, Arceo, Avilés, Baeza, Barrera, Briceño, Cámara, Cano, Ceballos, Chable, \
    Cupul, Dzib, Escalante, Esquivel, Gamboa, Góngora, Huchim, Interián, Lizama, Manzanilla, Matos, \
    Montalvo, Nahuat, Ojeda, Pacheco, Palma, Puc, Quintal, Sabido, Santos, Solís, Tamay, Tec, Trejo, \
    Uicab, Valdez, Villanueva, Xool, Zapata, Zavala";
const DEPENDENCIES: &str = "Secretaría de Obras (ejemplo), Secretaría de Finanzas (ejemplo), \
    Secretaría de Turismo (ejemplo), Oficialía Mayor (ejemplo), Registro Civil (ejemplo), \
    Protección Civil (ejemplo)";
const AREAS: &str = "Recursos Humanos, Contabilidad, Atención al público, Archivo, Servicios generales, \
    Enlace jurídico, Informática";
const POSTS: &str =
    "Auxiliar, Analista, Jefatura de departamento, Asistente, Coordinación, Chofer, Cajera o cajero";

/// One of a list of words.
fn pick(dice: &mut Dice, list: &'static str) -> &'static str {
    let items: Vec<&'static str> = list.split(", ").collect();
    items[usize::try_from(dice.below(items.len() as u64)).unwrap_or_default()]
}

/// What the list of a workshop for public servants says of somebody: dependency, area and post.
pub fn post(dice: &mut Dice, dependency: Option<&str>) -> EnrolmentDetails {
    EnrolmentDetails {
        dependency: dependency.unwrap_or_else(|| pick(dice, DEPENDENCIES)).to_owned(),
        area: pick(dice, AREAS).to_owned(),
        post: pick(dice, POSTS).to_owned(),
    }
}

/// A synthetic name.
pub fn name(dice: &mut Dice, sex: Sex) -> PersonName {
    let given = pick(dice, if sex == Sex::Woman { WOMEN } else { MEN });
    PersonName::parse(given, pick(dice, SURNAMES), pick(dice, SURNAMES)).expect("the lists hold valid names")
}

/// A synthetic person who lives in or near a municipality (INEGI key).
pub fn person(dice: &mut Dice, sex: Sex, home: &str) -> PersonData {
    let name = name(dice, sex);
    let days = i64::try_from(dice.below(14_000)).unwrap_or_default();
    let birth = NaiveDate::from_ymd_opt(1965, 1, 1).expect("a date") + chrono::Duration::days(days);
    let curp = curp(dice, &name, birth, sex)
        .map_or(CurpOrReason::Without(WithoutCurp::NotAtHand), CurpOrReason::Curp);
    // Othón P. Blanco with Bacalar beside it; Benito Juárez with Isla Mujeres and Puerto Morelos.
    let (area, near) =
        if home == "23004" { (983, "23010") } else { (998, ["23003", "23011"][days as usize % 2]) };
    let municipality = if dice.percent(85) { home } else { near };
    PersonData {
        name,
        birth: Some(birth),
        curp,
        sex,
        contact: Contact {
            phone: Some(format!("{area} 000 {:04}", dice.below(10_000))),
            ..Contact::default()
        },
        municipality: Some(municipality.to_owned()),
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
