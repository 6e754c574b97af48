//! What the command line promises to scripts: exit codes, and help for every command.

use std::process::{Command, Output};

fn buentrato(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_buentrato")).args(args).output().expect("the binary starts")
}

#[test]
fn every_command_explains_itself() {
    let all = buentrato(&["--help"]);
    let text = String::from_utf8_lossy(&all.stdout).into_owned();
    let commands = text.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let commands: Vec<&str> =
        commands.filter(|word| word.chars().all(|c| c.is_ascii_lowercase()) && *word != "help").collect();
    assert!(commands.len() >= 10, "{text}");
    for command in commands {
        let help = buentrato(&[command, "--help"]);
        assert!(help.status.success() && help.stdout.len() > 40, "{command} --help");
    }
}

#[test]
fn wrong_usage_ends_with_2_and_bad_input_with_1() {
    assert_eq!(buentrato(&["no-existe"]).status.code(), Some(2));
    let nowhere = tempfile::tempdir().expect("a folder");
    let data = nowhere.path().to_str().expect("a path");
    let refused = buentrato(&["audit", "verify", "--data", data]);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    let refused = buentrato(&["serve", "--data", data]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && said.contains("buentrato init"), "{said}");
    let file = nowhere.path().join("carta.pdf");
    std::fs::write(&file, b"%PDF-1.7 nada").expect("written");
    let key = nowhere.path().join("llave.txt");
    std::fs::write(&key, "no es una llave").expect("written");
    let (file, key) = (file.to_str().expect("a path"), key.to_str().expect("a path"));
    let verified = buentrato(&["certificate", "verify", file, "--key", key]);
    assert_eq!(verified.status.code(), Some(2), "the key is no key");
}

#[test]
fn the_document_of_the_api_is_printed_without_any_data() {
    let printed = buentrato(&["openapi"]);
    assert!(printed.status.success() && printed.stderr.is_empty());
    let document: serde_json::Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    assert!(document["paths"].as_object().is_some_and(|paths| paths.len() >= 8));
}
