//! The built-in files.

use crate::compose::sources::Memory;

/// Where they stand in memory.
pub(super) const ROOT: &str = "/demo";

/// The files of `assets/demo`, as a directory.
pub(super) fn built_in() -> Memory {
    const FILES: [(&str, &str); 7] = [
        ("images.yaml", include_str!("../../assets/demo/images.yaml")),
        ("loose.yaml", include_str!("../../assets/demo/loose.yaml")),
        (
            "blog/compose.yaml",
            include_str!("../../assets/demo/blog/compose.yaml"),
        ),
        (
            "mail/compose.yaml",
            include_str!("../../assets/demo/mail/compose.yaml"),
        ),
        (
            "metrics/compose.yaml",
            include_str!("../../assets/demo/metrics/compose.yaml"),
        ),
        (
            "proxy/compose.yaml",
            include_str!("../../assets/demo/proxy/compose.yaml"),
        ),
        (
            "shop/compose.yaml",
            include_str!("../../assets/demo/shop/compose.yaml"),
        ),
    ];
    FILES.iter().fold(Memory::default(), |files, (path, text)| {
        files.with(format!("{ROOT}/{path}"), *text)
    })
}
