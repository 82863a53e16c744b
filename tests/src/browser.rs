//! A real browser: Debian's Chromium through its driver.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, SemaphorePermit};

/// No picture is taller.
const TALLEST: u64 = 16_000;

/// A browser window and the driver behind it.
pub struct Browser {
    /// The window.
    pub window: WebDriver,
    driver: Child,
    size: (u32, u32),
    _profile: tempfile::TempDir,
    _turn: SemaphorePermit<'static>,
}

/// No more browsers at once than a small machine can drive.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

impl Browser {
    /// A phone of that many pixels; `None` where there is no browser, said in one line.
    ///
    /// # Panics
    /// When there is none although `HEYI_REQUIRE=browser` asks for it, or it does not start.
    pub async fn open(width: u32, height: u32) -> Option<Self> {
        let required = std::env::var("HEYI_REQUIRE").is_ok_and(|required| required.contains("browser"));
        let Some(driver) = find("chromedriver") else {
            assert!(!required, "HEYI_REQUIRE=browser, and there is no chromedriver");
            eprintln!(
                "browser journeys did not run: no chromedriver (Debian: apt-get install chromium chromium-driver)"
            );
            return None;
        };
        let turn = AT_ONCE.acquire().await.unwrap();
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let mut command = Command::new(driver);
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = command.spawn().unwrap();
        let profile = tempfile::tempdir().unwrap();
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=zh-CN",
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        // A window of Chromium is at least 500 pixels wide; the phone it plays is as narrow as asked.
        let phone = json!({"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0}});
        capabilities.add_experimental_option("mobileEmulation", phone).unwrap();
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        let mut tries = 0;
        let window = loop {
            match WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone()).await {
                Ok(window) => break window,
                Err(error) if tries == 50 => panic!("the browser does not start: {error}"),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        };
        Some(Self { window, driver, size: (width, height), _profile: profile, _turn: turn })
    }

    /// Keeps a picture of the whole page, down to its end, under `target/screenshots/`.
    pub async fn picture(&self, name: &str) {
        let dir = shots();
        let tall = self.window.execute("return document.documentElement.scrollHeight;", vec![]).await.unwrap();
        self.as_tall_as(tall.json().as_u64().unwrap_or_default().clamp(u64::from(self.size.1), TALLEST)).await;
        self.window.screenshot(&dir.join(format!("{name}.png"))).await.unwrap();
        self.as_tall_as(u64::from(self.size.1)).await;
    }

    /// Keeps the page as it is printed on paper of A4, under `target/screenshots/`.
    pub async fn print(&self, name: &str) {
        let asked = json!({"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": false});
        let printed = self.window.cdp().send_raw("Page.printToPDF", asked).await.unwrap();
        let file = base64::engine::general_purpose::STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        std::fs::write(shots().join(format!("{name}.pdf")), file).unwrap();
    }

    async fn as_tall_as(&self, height: u64) {
        let metrics = json!({"width": self.size.0, "height": height, "deviceScaleFactor": 1, "mobile": true});
        self.window.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await.unwrap();
    }

    /// Closes the window.
    pub async fn close(mut self) {
        let _ = self.window.clone().quit().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Where pictures are kept.
fn shots() -> std::path::PathBuf {
    let dir = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), std::path::PathBuf::from);
    let dir = dir.join("screenshots");
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn find(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}
