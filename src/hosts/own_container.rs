//! Which container the program itself runs in.

use crate::compose::sources::Sources;
use std::path::Path;

/// The id of our own container, where we run in one and its files tell: engines mount `/etc/hostname` out of
/// `…/containers/<id>/hostname` (Docker and Podman), which `/proc/self/mountinfo` shows.
pub fn own_container(sources: &dyn Sources) -> Option<String> {
    let bytes = sources
        .read(Path::new("/proc/self/mountinfo"), 4 << 20)
        .ok()?;
    String::from_utf8_lossy(&bytes).lines().find_map(of_line)
}

/// Fields of a line, proc(5): mount id, parent, device, root inside the file system, mount point, …
fn of_line(line: &str) -> Option<String> {
    let mut fields = line.split(' ').skip(3);
    let (root, point) = (fields.next()?, fields.next()?);
    if point != "/etc/hostname" && point != "/etc/resolv.conf" {
        return None;
    }
    root.split('/')
        .find(|part| part.len() == 64 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sources::Memory;

    const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn with(lines: &str) -> Option<String> {
        own_container(&Memory::default().with("/proc/self/mountinfo", lines))
    }

    #[test]
    fn the_mount_of_our_host_name_tells_our_id() {
        let line = format!(
            "626 615 254:0 /var/lib/docker/containers/{ID}/hostname /etc/hostname rw - ext4 /dev/vda rw\n"
        );
        assert_eq!(with(&line).as_deref(), Some(ID));
    }

    #[test]
    fn mounts_of_containers_seen_from_the_host_do_not_count() {
        let line = format!(
            "626 615 0:44 / /var/lib/docker/containers/{ID}/mounts/shm rw - tmpfs shm rw\n"
        );
        assert_eq!(with(&line), None);
        assert_eq!(own_container(&Memory::default()), None);
    }
}
