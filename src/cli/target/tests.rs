use super::*;
use crate::cli::testing::{container, host};

fn server() -> Host {
    host(vec![
        container("a1", "shop-api-1", "shop", "api", 1),
        container("a2", "shop-api-2", "shop", "api", 2),
        container("b1", "shop-db-1", "shop", "db", 1),
        container("c1", "mail-db-1", "mail", "db", 1),
        container("c2", "lonely", "", "", 0),
    ])
}

fn ids(word: &str, project: Option<&str>) -> Result<Vec<String>, String> {
    resolve(word, &server(), project)
        .map(|target| target.ids.iter().map(ToString::to_string).collect())
        .map_err(|error| error.to_string())
}

fn found(word: &str, project: Option<&str>) -> Vec<String> {
    ids(word, project).unwrap()
}

#[test]
fn every_form_of_a_target_is_understood() {
    assert_eq!(found("shop/", None), ["a1", "a2", "b1"]);
    assert_eq!(found("shop/api", None), ["a1", "a2"]);
    assert_eq!(found("shop/api/2", None), ["a2"]);
    assert_eq!(found("shop", None), ["a1", "a2", "b1"]);
    assert_eq!(found("shop-db-1", None), ["b1"]);
    assert_eq!(found("lonely", None), ["c2"]);
    assert_eq!(found("loose/lonely", None), ["c2"]);
    assert_eq!(found("b1", None), ["b1"]);
    assert_eq!(found("b", None), ["b1"], "the beginning of an id");
}

#[test]
fn a_bare_word_is_a_service_where_a_project_is_in_force() {
    assert_eq!(found("db", Some("mail")), ["c1"]);
    assert_eq!(found("shop", Some("mail")), ["a1", "a2", "b1"]);
    assert_eq!(
        ids("db", None).unwrap_err(),
        "error: there is no stack and no container `db` on `local`\n\
         hint: a service is written as `mail/db`, `shop/db`"
    );
}

#[test]
fn a_word_with_several_meanings_lists_them() {
    assert_eq!(
        ids("a", None).unwrap_err(),
        "error: `a` may mean shop-api-1 (a1), shop-api-2 (a2)\nhint: write more of it"
    );
}

#[test]
fn a_slip_is_answered_with_the_nearest_name() {
    let error = |word| ids(word, None).unwrap_err();
    assert_eq!(
        error("shpo/"),
        "error: there is no stack `shpo` on `local`\nhint: did you mean `shop`?"
    );
    assert_eq!(
        error("shop/apo"),
        "error: `shop/apo`: stack `shop` has no service `apo`\nhint: did you mean `api`?"
    );
    assert_eq!(
        error("shop/api/7"),
        "error: `shop/api/7`: service `shop/api` has no container number `7`\nhint: it has 1, 2"
    );
    assert!(error("lonley").ends_with("hint: did you mean `lonely`?"));
    assert!(error("").starts_with("error: there is no stack and no container"));
}

#[test]
fn a_container_is_meant_once() {
    let words = [
        "shop/api".to_owned(),
        "shop-api-1".to_owned(),
        "shop/".to_owned(),
    ];
    let targets = resolve_all(&words, &server(), None).unwrap();
    let counts: Vec<_> = targets.iter().map(|target| target.ids.len()).collect();
    assert_eq!(counts, [2, 1]);
}
