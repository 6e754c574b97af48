//! A synthetic population: names drawn from short lists with a long tail, as in a register. Nobody
//! in it exists.

use domain::people::name::PersonName;

/// A small seeded generator (SplitMix64), so that a test draws the same on every machine.
pub struct Draw(pub u64);

impl Draw {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    /// The first of a list are by far the most common, as in a register: of 200 surnames the first
    /// is borne by 7 %, the tenth by 1.6 %.
    fn often_early<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let (n, side) = (list.len(), 1 << 16);
        let drawn = self.below(side);
        list[n * drawn / side * drawn / side]
    }
}

const GIVEN: &str = "José Juan María Luis Guadalupe Francisco Jesús Antonio Miguel Alejandro Pedro Manuel Juana Carlos \
Roberto Jorge Fernando Ricardo Eduardo Margarita Javier Martha Rosa Rafael Raúl Daniel Verónica Sergio Marco Arturo \
Gabriela Enrique Ramón Mario Óscar Patricia Alberto Leticia Víctor Teresa Alfredo Silvia Gerardo Elizabeth Armando \
Adriana Salvador Jaime Yolanda Andrés Gloria Ángel Claudia Rubén Julio Alma César Norma Héctor Sandra Guillermo Ana \
Agustín Araceli Felipe Laura Ignacio Carmen Julia Hugo Irma Joaquín Cecilia Domingo Rocío Gustavo Beatriz Ernesto \
Blanca Iván Lorena Abel Mónica Omar Nancy Rogelio Ximena Saúl Karla Tomás Brenda Benito Diana Gilberto Fabiola Noé \
Esther Adrián Reyna Ismael Wendy Moisés Itzel Emmanuel Quetzalli Santiago Vanessa Diego Zulema Emilio Nayeli Christian \
Paola Leonardo Dulce Valentín Hilda Nicolás Graciela Efraín Olivia Genaro Belén Wilberth Landy Eloy Feliciano Gaspar";

const SURNAMES: &str = "Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez \
Morales Vázquez Reyes Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz Moreno Castillo Romero Álvarez Méndez \
Chávez Rivera Juárez Ramos Domínguez Herrera Medina Castro Vargas Guzmán Velázquez Muñoz Rojas Contreras Salazar Luna \
Ortega Santiago Guerrero Estrada Bautista Cortés Soto Alvarado Espinoza Lara Ávila Ríos Cervantes Silva Delgado Vega \
Márquez Sandoval Fernández León Carrillo Mejía Solís Rosas Ibarra Valdez Núñez Campos Santos Camacho Peña Maldonado \
Navarro Rosales Acosta Miranda Trejo Cabrera Nava Valencia Rangel Pacheco Robles Molina Castañeda Fuentes Rosario \
Huerta Padilla Meza Espinosa Montes Cárdenas Ayala Pech Canul Chan May Poot Dzul Tun Uc Ek Balam Cauich Chi Couoh Noh \
Canché Caamal Cocom Xool Euán Tzuc Yam Ucán Koh Be Mex Quijano Zaldívar Villanueva Carballo Güemes Agüero Yáñez Ceballos \
Quintal Escalante Novelo Puc Uicab Zapata Barrera Góngora Alcocer Carrera Bolaños Figueroa Gallegos Cuevas Orozco Zamora \
Salinas Palacios Bravo Macías Serrano Rubio Enríquez Esquivel Andrade Arias Osorio Bonilla Zavala Galindo Villegas \
Murillo Tapia Arellano Beltrán Quintero Montoya Cano Rocha Corona Montiel Paredes Velasco Becerra Téllez Lugo Ochoa";

/// Surnames with particles, one in twenty.
const LINKED: [&str; 6] =
    ["de la Cruz", "de los Santos", "del Ángel", "de la Rosa", "de León", "Montes de Oca"];

fn surname(draw: &mut Draw, surnames: &[&str]) -> String {
    if draw.below(20) == 0 {
        return LINKED[draw.below(LINKED.len())].to_owned();
    }
    draw.often_early(surnames).to_owned()
}

fn given(draw: &mut Draw, list: &[&str]) -> String {
    match draw.below(10) {
        0 => format!("María {}{}", ["de la ", "del ", "de los ", ""][draw.below(4)], draw.often_early(list)),
        1..=5 => draw.often_early(list).to_owned(),
        _ => format!("{} {}", draw.often_early(list), draw.often_early(list)),
    }
}

pub fn population(draw: &mut Draw, size: usize) -> Vec<PersonName> {
    let givens: Vec<&str> = GIVEN.split_whitespace().collect();
    let surnames: Vec<&str> = SURNAMES.split_whitespace().collect();
    let mut person = || {
        let second = if draw.below(20) == 0 { String::new() } else { surname(draw, &surnames) };
        PersonName::parse(&given(draw, &givens), &surname(draw, &surnames), &second).unwrap()
    };
    (0..size).map(|_| person()).collect()
}
