//! What a repository says to a cluster: Kubernetes objects, charts, kustomizations, and what of it is sealed.
//!
//! It states where things stand and what they are called. It knows no schema's content and judges nothing.

pub(crate) mod argo;
pub mod catalogue;
pub(crate) mod charts;
pub(crate) mod crds;
pub(crate) mod fence;
pub(crate) mod kustomizations;
pub mod objects;
pub(crate) mod openapi;
pub(crate) mod patches;
pub(crate) mod sealed;
pub(crate) mod sops;
