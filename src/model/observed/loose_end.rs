//! Containers that a replacement left half-way: their names say what was under way.

/// What a container with a temporary name was to become, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LooseEnd {
    /// `0123456789ab_shop-api-1`: made to replace a container, and never renamed. Compose leaves these, too.
    Replacement {
        /// First 12 digits of the id of the container that it was to replace.
        of: String,
        /// The name that it was to get.
        name: String,
    },
    /// `shop-api-1_before_0123456789ab`: kept until its replacement had proved itself.
    Kept {
        /// Its first 12 digits of its own id.
        id: String,
        /// The name that it had.
        name: String,
    },
}

impl LooseEnd {
    /// Reads a container's name; `None`: an ordinary one.
    pub fn of_name(name: &str) -> Option<Self> {
        if let Some((id, name)) = name.split_once('_')
            && is_short_id(id)
            && !name.is_empty()
        {
            return Some(Self::Replacement {
                of: id.to_owned(),
                name: name.to_owned(),
            });
        }
        let (name, id) = name.rsplit_once("_before_")?;
        (is_short_id(id) && !name.is_empty()).then(|| Self::Kept {
            id: id.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The name that it is about.
    pub fn name(&self) -> &str {
        match self {
            Self::Replacement { name, .. } | Self::Kept { name, .. } => name,
        }
    }
}

/// The name of a container made to replace another, until that is gone: as Compose has it.
pub fn replacement_name(old_id: &str, name: &str) -> String {
    format!("{}_{name}", short(old_id))
}

/// The name of a container that is kept until its replacement has proved itself.
pub fn kept_name(id: &str, name: &str) -> String {
    format!("{name}_before_{}", short(id))
}

fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

fn is_short_id(text: &str) -> bool {
    text.len() == 12
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_names_are_read_as_they_are_made() {
        let id = "0123456789abcdef0123";
        let replacement = replacement_name(id, "shop_api-1");
        assert_eq!(
            LooseEnd::of_name(&replacement),
            Some(LooseEnd::Replacement {
                of: "0123456789ab".to_owned(),
                name: "shop_api-1".to_owned()
            })
        );
        let kept = kept_name(id, "shop_api-1");
        let end = LooseEnd::of_name(&kept).unwrap();
        assert_eq!(end.name(), "shop_api-1");
        assert!(matches!(end, LooseEnd::Kept { id, .. } if id == "0123456789ab"));
    }

    #[test]
    fn ordinary_names_are_no_loose_ends() {
        for name in [
            "shop-api-1",
            "shop_api_1",
            "0123456789ab",
            "0123456789ab_",
            "0123456789AB_x",
            "0123456789abc_x",
            "x_before_",
            "_before_0123456789ab",
            "before_christmas",
        ] {
            assert_eq!(LooseEnd::of_name(name), None, "{name}");
        }
    }
}
