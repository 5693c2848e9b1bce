//! Devices of the host, and devices by what they can do.

use super::{list, map};
use crate::compose::model::device::DeviceRequest;
use crate::compose::model::service::Service;
use crate::engine::spec::{ContainerSpec, DeviceRequestSpec, DeviceSpec};

pub(super) fn add(service: &Service, spec: &mut ContainerSpec) {
    let reserved = service
        .deploy
        .iter()
        .filter_map(|deploy| deploy.resources.reservations.as_ref())
        .flat_map(|reservations| &reservations.devices);
    let requests = reserved.map(|device| request(device, list(&device.capabilities)));
    spec.device_requests.extend(requests);
    let mut by_name = Vec::new();
    for device in &service.container.devices {
        if device.source == device.target && is_qualified(&device.source) {
            by_name.push(device.source.to_string());
        } else {
            spec.devices.push(DeviceSpec {
                source: device.source.to_string(),
                target: device.target.to_string(),
                permissions: device.permissions.to_string(),
            });
        }
    }
    if !by_name.is_empty() {
        spec.device_requests.push(DeviceRequestSpec {
            driver: "cdi".to_owned(),
            device_ids: by_name,
            ..DeviceRequestSpec::default()
        });
    }
    for gpu in &service.container.gpus {
        let mut capabilities = list(&gpu.capabilities);
        capabilities.push("gpu".to_owned());
        spec.device_requests.push(request(gpu, capabilities));
    }
}

fn request(device: &DeviceRequest, capabilities: Vec<String>) -> DeviceRequestSpec {
    DeviceRequestSpec {
        driver: device.driver.to_string(),
        count: device.count.0,
        device_ids: list(&device.device_ids),
        capabilities: vec![capabilities],
        options: map(&device.options),
    }
}

/// A name in the container device interface: `vendor.com/class=name` (its specification, section "CDI JSON").
fn is_qualified(name: &str) -> bool {
    let Some((kind, device)) = name.split_once('=') else {
        return false;
    };
    let Some((vendor, class)) = kind.split_once('/') else {
        return false;
    };
    let is_name = |text: &str, marks: &str, may_begin: fn(u8) -> bool| {
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || marks.as_bytes().contains(&byte);
        text.bytes().next().is_some_and(may_begin)
            && text.bytes().all(inside)
            && text
                .bytes()
                .last()
                .is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    is_name(vendor, "_-.", letter)
        && is_name(class, "_-", letter)
        && is_name(device, "_-.:", |byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_device_interface_are_no_paths() {
        for name in ["nvidia.com/gpu=0", "vendor/class=a:b.c-d"] {
            assert!(is_qualified(name), "{name}");
        }
        for name in [
            "/dev/null",
            "/dev/x=y",
            "a/b",
            "a=b",
            "1a/b=c",
            "a/b=",
            "a/b.c=d",
        ] {
            assert!(!is_qualified(name), "{name}");
        }
    }
}
