//! From what the use cases answer to what pages show. Nothing is named here: a view is made by its own `new` or `from`.

mod audit;
mod auth;
mod billing;
mod home;
mod many_members;
mod member_details;
mod members;
mod organizations;
mod project_options;
mod projects;
mod security;
