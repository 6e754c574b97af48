//! Closed-loop clients: each sends its next request when the last one was answered. Times are taken
//! twice: by the clients, and by the server at its handler, as its access log says.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    browser::Browser,
    machine::cpu_seconds,
    program::{Place, Served},
};

/// A server with its access log.
pub struct Server {
    pub served: Served,
    log: PathBuf,
}

impl Server {
    pub fn start(place: &Place, environment: &[(&str, &str)]) -> Self {
        let log = place.data.with_file_name("access.log");
        let file = File::create(&log).expect("a log");
        let logging = [&[("BUENTRATO_LOG", "warn,access=info"), ("NO_COLOR", "1")], environment].concat();
        Self { served: place.serve(&logging, Stdio::from(file)), log }
    }

    pub fn process(&self) -> u32 {
        self.served.child.id()
    }
}

/// The times that an access log holds between two places in it, sorted.
fn logged(log: &Path, from: u64, to: u64) -> Vec<f64> {
    let text = std::fs::read(log).unwrap_or_default();
    let place = |at: u64| usize::try_from(at).unwrap_or(0).min(text.len());
    let text = String::from_utf8_lossy(&text[place(from)..place(to)]).into_owned();
    let time = |line: &str| line.split_once(" ms=")?.1.split(' ').next()?.parse().ok();
    let mut times: Vec<f64> = text.lines().filter_map(time).collect();
    times.sort_by(f64::total_cmp);
    times
}

const SHARES: [f64; 3] = [0.50, 0.95, 0.99];

/// What was measured of one page or deed.
pub struct Figures {
    pub clients: usize,
    pub requests: usize,
    pub per_second: f64,
    /// p50, p95, p99 at the client, in milliseconds.
    pub client: [f64; 3],
    /// The same at the server's handler.
    pub server: [f64; 3],
    /// Processor time of the server per request, in milliseconds.
    pub cpu: f64,
}

/// One request of a client: with its browser, its number among the clients, and how many it sent.
pub type Request = dyn Fn(&mut Browser, usize, u64) + Send + Sync;

/// Drives a server for some seconds after a warm-up of a fifth of them.
#[expect(clippy::disallowed_methods, reason = "measures")]
pub fn drive(
    (clients, seconds): (usize, f64),
    (browser, server): (&Browser, &Server),
    request: &Arc<Request>,
) -> Figures {
    let (measuring, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let times: Arc<Mutex<Vec<f64>>> = Arc::default();
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let (mut browser, request) = (browser.clone(), Arc::clone(request));
            let (measuring, ended, times) = (Arc::clone(&measuring), Arc::clone(&ended), Arc::clone(&times));
            thread::spawn(move || {
                let mut own = Vec::new();
                for sent in 0.. {
                    if ended.load(Ordering::Relaxed) {
                        break;
                    }
                    let begun = Instant::now();
                    request(&mut browser, client, sent);
                    if measuring.load(Ordering::Relaxed) {
                        own.push(begun.elapsed().as_secs_f64() * 1_000.0);
                    }
                }
                times.lock().expect("not poisoned").extend(own);
            })
        })
        .collect();
    pause(seconds / 5.0);
    let length = || std::fs::metadata(&server.log).map_or(0, |log| log.len());
    let (begun, cpu, from) = (Instant::now(), cpu_seconds(server.process()), length());
    measuring.store(true, Ordering::Relaxed);
    pause(seconds);
    measuring.store(false, Ordering::Relaxed);
    let (time, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds(server.process()) - cpu);
    let to = length();
    ended.store(true, Ordering::Relaxed);
    threads.into_iter().for_each(|thread| thread.join().expect("a client ends"));
    let mut times = std::mem::take(&mut *times.lock().expect("not poisoned"));
    times.sort_by(f64::total_cmp);
    let requests = times.len();
    Figures {
        clients,
        requests,
        per_second: requests as f64 / time,
        client: SHARES.map(|part| share(&times, part)),
        server: SHARES.map(|part| share(&logged(&server.log, from, to), part)),
        cpu: cpu * 1_000.0 / requests.max(1) as f64,
    }
}

/// The value below which a share of sorted values lies.
pub fn share(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// Lets time pass.
#[expect(clippy::disallowed_methods, reason = "a measurement lasts as long as it lasts")]
pub fn pause(seconds: f64) {
    thread::sleep(Duration::from_secs_f64(seconds));
}
