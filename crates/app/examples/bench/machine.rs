//! What the machine does: how long its disk takes to be sure, what a process uses, and a disk that
//! is 5 ms slower.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use crate::load::share;

/// p50 and p99, in milliseconds, of 4 KiB written and made durable in a folder.
#[expect(clippy::disallowed_methods, reason = "measures")]
pub fn fdatasync(folder: &Path) -> (f64, f64) {
    let path = folder.join("fdatasync.probe");
    let mut file = File::create(&path).expect("a file");
    let mut times: Vec<f64> = (0..500)
        .map(|_| {
            file.write_all(&[7; 4096]).expect("written");
            let begun = Instant::now();
            file.sync_data().expect("durable");
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    std::fs::remove_file(path).expect("removed");
    times.sort_by(f64::total_cmp);
    (share(&times, 0.50), share(&times, 0.99))
}

/// Processor time that a process has used, in seconds.
pub fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
    let ticks: u64 = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    // The kernel counts for user space in hundredths of a second, whatever its own tick.
    ticks as f64 / 100.0
}

/// Memory of a process: resident now, and the most it was, in MiB.
pub fn memory(process: u32) -> (f64, f64) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let of = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kib.unwrap_or(f64::NAN) / 1_024.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}

/// Builds what makes a disk slower; none where there is no C compiler.
pub fn slow_sync(folder: &Path) -> Option<PathBuf> {
    let (source, library) = (folder.join("slow_sync.c"), folder.join("slow_sync.so"));
    std::fs::write(&source, include_str!("slow_sync.c")).ok()?;
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(&source).arg("-ldl");
    compile.status().is_ok_and(|status| status.success()).then_some(library)
}
