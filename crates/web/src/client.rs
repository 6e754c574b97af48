//! What is known of the device that asks: its address, for slowing attempts down, and a few words,
//! for the list of open sessions. Neither is logged.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};

use crate::kit::Kit;

/// The address, or the part of it that stands for one household: /64 of IPv6. What a proxy says is
/// believed only of a proxy named in the settings; of its list the last address that is no such proxy.
pub(crate) fn address(kit: &Kit, parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let Some(peer) = peer else { return String::from("local") };
    let trusted = |ip: &IpAddr| kit.settings().trusted_proxy.contains(ip);
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let told: Vec<IpAddr> =
        forwarded.flat_map(|list| list.split(',')).filter_map(|ip| ip.trim().parse().ok()).collect();
    let asker = match trusted(&peer) {
        true => told.into_iter().rev().find(|ip| !trusted(ip)).unwrap_or(peer),
        false => peer,
    };
    match asker.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).to_string(),
    }
}

/// Browser and system in words that both languages share: «Firefox, Windows».
pub(crate) fn device(headers: &HeaderMap) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [&str; 6] = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"];
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let browser = BROWSERS.into_iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| name);
    let system = SYSTEMS.into_iter().find(|name| agent.contains(name));
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
