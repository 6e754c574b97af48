//! What belongs to the machine: the clock, randomness, the log. The only place that may ask for them.

use domain::clock::Clock;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;
use vault::Entropy;

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "the one place where the real clock is made")]
pub fn clock() -> Clock {
    Clock::new(chrono::Utc::now)
}

/// The machine's randomness.
#[expect(clippy::disallowed_methods, reason = "the one place where real randomness is made")]
pub fn entropy() -> Entropy {
    Entropy::new(|bytes| getrandom::fill(bytes).expect("the operating system gives randomness"))
}

/// A context for a command on this machine.
pub fn context(action: domain::access::Action) -> domain::access::Ctx {
    domain::access::Ctx::system(action, clock().now(), request_id())
}

/// A fresh request id.
pub fn request_id() -> Uuid {
    entropy().uuid()
}

/// Logs to stderr, level by `BUENTRATO_LOG`; never with personal data.
pub fn start_log() {
    let filter = EnvFilter::try_from_env("BUENTRATO_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,buentrato=info,web=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
