//! `DOCKER_DEFAULT_PLATFORM`: the platform of services that are built and name none. It counts in their hash.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::environment::Environment;
use crate::compose::project::Project;
use crate::compose::tree::Tree;

/// Sets the platform of services that are built, and checks that they can be built for it. `tree` is where the project
/// comes from.
pub fn apply(
    project: &mut Project,
    tree: Option<&Tree>,
    environment: &Environment,
    report: &mut Report,
) {
    let standard = environment
        .value("DOCKER_DEFAULT_PLATFORM")
        .unwrap_or_default();
    for (name, service) in &mut project.services {
        let Some(build) = &service.build else {
            continue;
        };
        let takes = |platform: &str| {
            build.platforms.is_empty() || build.platforms.iter().any(|one| &**one == platform)
        };
        let platform = &mut service.container.platform;
        let wrong = if platform.is_empty() && !standard.is_empty() {
            *platform = standard.into();
            (!takes(standard)).then(|| {
                format!(
                    "service {name:?} build.platforms does not support value set by DOCKER_DEFAULT_PLATFORM: {standard}"
                )
            })
        } else {
            (!platform.is_empty() && !takes(platform)).then(|| {
                format!(
                    "service {name:?} build configuration does not support platform: {platform}"
                )
            })
        };
        if let Some(wrong) = wrong {
            let origin = tree
                .and_then(|tree| {
                    let service = tree.get("services")?.get(name)?;
                    service.get("build")?.get("platforms")
                })
                .map(|platforms| platforms.origin.clone())
                .unwrap_or_default();
            report.add(
                Diagnostic::error(wrong)
                    .from_origin(&origin)
                    .hint("add it to `build.platforms`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::environment::Variable;
    use crate::compose::model::build::Build;
    use crate::compose::model::service::Service;
    use crate::compose::origin::VariableSource;

    /// The platform that a service gets, or what is wrong.
    fn applied(own: &str, platforms: &[&str], standard: &str) -> Result<String, String> {
        let mut service = Service {
            build: Some(Build {
                platforms: platforms.iter().map(|one| (*one).into()).collect(),
                ..Build::default()
            }),
            ..Service::default()
        };
        service.container.platform = own.into();
        let mut project = Project::default();
        project.services.insert("a".into(), service);
        project.services.insert("pulled".into(), Service::default());
        let mut environment = Environment::default();
        let variable = Variable {
            value: standard.into(),
            source: VariableSource::Shell,
        };
        environment.set("DOCKER_DEFAULT_PLATFORM", variable);
        let mut report = Report::default();
        apply(&mut project, None, &environment, &mut report);
        assert_eq!(&*project.services["pulled"].container.platform, "");
        match report.diagnostics.first() {
            Some(wrong) => Err(wrong.phrase.clone()),
            None => Ok(project.services["a"].container.platform.to_string()),
        }
    }

    #[test]
    fn the_standard_counts_for_services_that_are_built_and_name_none() {
        assert_eq!(
            applied("", &[], "linux/amd64").as_deref(),
            Ok("linux/amd64")
        );
        assert_eq!(
            applied("linux/arm64", &[], "linux/amd64").as_deref(),
            Ok("linux/arm64")
        );
        assert_eq!(applied("", &["linux/amd64"], "").as_deref(), Ok(""));
    }

    #[test]
    fn a_platform_that_is_not_built_for_is_an_error() {
        let only = &["linux/amd64"];
        assert_eq!(
            applied("", only, "linux/arm64").unwrap_err(),
            "service \"a\" build.platforms does not support value set by DOCKER_DEFAULT_PLATFORM: linux/arm64"
        );
        assert_eq!(
            applied("linux/arm64", only, "").unwrap_err(),
            "service \"a\" build configuration does not support platform: linux/arm64"
        );
    }
}
