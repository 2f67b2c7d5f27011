//! One module a message: its facts, its words (in `templates/<message>/`), and how one becomes the other.

pub mod already_registered;
pub mod verify_address;
