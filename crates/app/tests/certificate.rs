//! `certificate verify` as somebody types it: one file or several, no data and no network.

use std::process::{Command, Output};

use vault::{Entropy, KeyRing, RootKey, Signer};

fn signer(centre: u128) -> Signer {
    let entropy = Entropy::new(|bytes| bytes.fill(7));
    KeyRing::derive(&RootKey::generate(&entropy), "programme")
        .certificate_signer(uuid::Uuid::from_u128(centre))
}

fn verify(files: &[&std::path::Path], key: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buentrato"));
    command.args(["certificate", "verify", "--json", "--key", key]).args(files).output().expect("runs")
}

#[test]
fn each_file_gets_its_verdict_and_one_bad_one_fails_the_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let sealed = documents::seal::seal(b"%PDF-1.7\nstartxref\n9\n%%EOF\n", &signer(1)).expect("sealed");
    let (good, bad) = (folder.path().join("good.pdf"), folder.path().join("bad.pdf"));
    std::fs::write(&good, &sealed).expect("written");
    std::fs::write(&bad, [&sealed[..], b"x"].concat()).expect("written");
    let (own, other) = (signer(1).public_key().to_text(), signer(2).public_key().to_text());

    assert_eq!(verify(&[&good], &own).status.code(), Some(0));
    assert_eq!(verify(&[&good], &other).status.code(), Some(1));
    assert_eq!(verify(&[], &own).status.code(), Some(2));
    let both = verify(&[&good, &bad], &own);
    let verdicts: Vec<bool> = String::from_utf8_lossy(&both.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["valid"] == true)
        .collect();
    assert_eq!((verdicts, both.status.code()), (vec![true, false], Some(1)));
}
