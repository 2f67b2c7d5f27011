//! What a browser calls itself, in words that people know. Of its own text nothing is passed on.

use domain::DeviceKind;

/// A browser, its system and what it runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserAgent {
    browser: Option<&'static str>,
    system: Option<&'static str>,
    /// What it runs on.
    pub device: DeviceKind,
}

/// By what browsers give themselves away; the first that fits, since each also names those it came after.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl UserAgent {
    /// Reads the header of that name.
    pub fn read(text: &str) -> Self {
        let first =
            |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name);
        let system = first(&SYSTEMS);
        let device = match system {
            Some("iPhone") => DeviceKind::Phone,
            Some("Android") if text.contains("Mobile") => DeviceKind::Phone,
            Some("iPad" | "Android") => DeviceKind::Tablet,
            _ => DeviceKind::Computer,
        };
        Self { browser: first(&BROWSERS), system, device }
    }

    /// The browser and its system as a person is told of them: "Firefox on macOS".
    pub fn name(&self) -> String {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => format!("{browser} on {system}"),
            (Some(browser), None) => browser.to_owned(),
            (None, Some(system)) => format!("A browser on {system}"),
            (None, None) => "An unknown browser".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SI-7
    #[test]
    fn browsers_have_names() {
        for (text, name, device) in [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on macOS",
                DeviceKind::Computer,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
                DeviceKind::Phone,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on iPad",
                DeviceKind::Tablet,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36",
                "Chrome on Windows",
                DeviceKind::Computer,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0",
                "Edge on Windows",
                DeviceKind::Computer,
            ),
            (
                "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
                DeviceKind::Phone,
            ),
            ("<script>alert(1)</script>", "An unknown browser", DeviceKind::Computer),
        ] {
            let read = UserAgent::read(text);
            assert_eq!((read.name().as_str(), read.device), (name, device), "{text}");
        }
    }
}
