//! The page with the figures: budgets first, what misses them said, then every measurement.

use std::fmt::Write;

use crate::load::Figures;

/// A budget of the design, met or not.
pub struct Budget {
    pub what: String,
    pub limit: f64,
    pub unit: &'static str,
    pub measured: f64,
}

/// One measured page or deed.
pub struct Measured {
    pub engine: &'static str,
    pub role: &'static str,
    pub what: &'static str,
    pub figures: Figures,
}

/// Everything that the page says.
#[derive(Default)]
pub struct Report {
    pub machine: String,
    pub load: String,
    pub notes: Vec<String>,
    pub budgets: Vec<Budget>,
    pub measured: Vec<Measured>,
}

impl Report {
    pub fn budget(&mut self, what: impl Into<String>, (limit, unit): (f64, &'static str), measured: f64) {
        let what = what.into();
        eprintln!("{what}: {measured:.1} {unit} (budget {limit} {unit})");
        self.budgets.push(Budget { what, limit, unit, measured });
    }

    pub fn note(&mut self, text: String) {
        eprintln!("{text}");
        self.notes.push(text);
    }

    pub fn to_text(&self) -> String {
        let mut text =
            String::from("# Benchmarks\n\nWritten by `cargo xtask bench`; do not edit by hand.\n\n");
        let _ = writeln!(text, "* machine: {}\n* load: {}", self.machine, self.load);
        let _ = writeln!(
            text,
            "* load is made by closed-loop clients over loopback on the same cores; budgets are held against the \
             server's time at the handler with 8 of them; the clients' times have the waiting for a core in them"
        );
        for note in &self.notes {
            let _ = writeln!(text, "* {note}");
        }
        text += "\n## Budgets\n\n| budget | limit | measured | |\n| --- | ---: | ---: | --- |\n";
        for one in &self.budgets {
            let verdict = match one.measured.partial_cmp(&one.limit) {
                Some(std::cmp::Ordering::Greater) => "**missed**",
                Some(_) => "met",
                None => "**not measured**",
            };
            let _ = writeln!(
                text,
                "| {} | {} {} | {:.1} {} | {verdict} |",
                one.what, one.limit, one.unit, one.measured, one.unit
            );
        }
        let missed = self.budgets.iter().filter(|one| one.measured > one.limit).count();
        let _ = writeln!(
            text,
            "\n{missed} of {} budgets are missed. The monthly return of a state is not built yet.",
            self.budgets.len()
        );
        text += "\n## Measurements\n\nTimes in milliseconds.\n\n| engine | role | page or deed | clients | requests | per \
                 second | server p50 | p95 | p99 | client p50 | p95 | p99 | CPU |\n| --- | --- | --- | ---: | ---: | ---: | \
                 ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
        for Measured { engine, role, what, figures } in &self.measured {
            let Figures { clients, requests, per_second, client, server, cpu } = figures;
            let ([a, b, c], [d, e, f]) = (server, client);
            let _ = writeln!(
                text,
                "| {engine} | {role} | {what} | {clients} | {requests} | {per_second:.0} | {a:.2} | {b:.2} | {c:.2} | \
                 {d:.2} | {e:.2} | {f:.2} | {cpu:.2} |"
            );
        }
        text
    }
}
