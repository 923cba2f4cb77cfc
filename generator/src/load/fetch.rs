//! What an address on the network holds.

use url::Url;

#[cfg(feature = "remote")]
pub(super) use with_network::Agent;
#[cfg(not(feature = "remote"))]
pub(super) use without_network::Agent;

#[cfg(feature = "remote")]
mod with_network {
    use super::Url;
    use std::time::Duration;

    /// Seconds that one file may take.
    const TIMEOUT: Duration = Duration::from_secs(30);

    /// What reads from the network.
    pub(in crate::load) struct Agent(ureq::Agent);

    impl Agent {
        pub(in crate::load) fn new() -> Self {
            let agent = ureq::Agent::config_builder()
                .timeout_global(Some(TIMEOUT))
                .user_agent(concat!("oasmith/", env!("CARGO_PKG_VERSION")))
                .build()
                .new_agent();
            Self(agent)
        }

        /// The bytes at an address, if there are no more than `limit`, or why there are none.
        pub(in crate::load) fn fetch(
            &self,
            url: &Url,
            limit: u64,
        ) -> Result<Vec<u8>, String> {
            let mut response =
                self.0.get(url.as_str()).call().map_err(|error| error.to_string())?;
            let body = response.body_mut().with_config().limit(limit);
            body.read_to_vec().map_err(|error| error.to_string())
        }
    }
}

#[cfg(not(feature = "remote"))]
mod without_network {
    use super::Url;

    /// Reads nothing: this build leaves the network out.
    pub(in crate::load) struct Agent;

    impl Agent {
        pub(in crate::load) fn new() -> Self {
            Self
        }

        pub(in crate::load) fn fetch(&self, _: &Url, _: u64) -> Result<Vec<u8>, String> {
            Err("oasmith was built without its feature `remote`".to_owned())
        }
    }
}
