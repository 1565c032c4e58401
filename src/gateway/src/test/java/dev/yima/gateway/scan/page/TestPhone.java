package dev.yima.gateway.scan.page;

import dev.yima.gateway.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A person's phone: a headless Chromium of a phone's size. Both binaries are the machine's own. A phone that is closed
 * is handed on, wiped, to the next person who reads the same language, since a browser takes seconds to start.
 */
final class TestPhone implements AutoCloseable {
    private static final Path BROWSER = Path.of(System.getProperty("chromium.binary", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("chromedriver.binary", "/usr/bin/chromedriver"));
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Whether pages move as they do for most people; for those who want less motion they say the same sooner. */
    private static final boolean MOVES = Proof.size(0, 1) == 1;

    /** The driver itself needs the engine to run, so it is the page's scripts that are disarmed before they start. */
    private static final String NO_SCRIPTS = """
            new MutationObserver(changes => changes.flatMap(change => [...change.addedNodes])
                .filter(node => node.nodeName === 'SCRIPT').forEach(script => { script.type = 'off'; }))
                .observe(document, {childList: true, subtree: true});
            """;

    /** Motions that come to an end have done so. */
    private static final String SETTLED = """
            const done = arguments[arguments.length - 1];
            Promise.all(document.getAnimations()
                .filter(motion => motion.effect.getComputedTiming().endTime !== Infinity)
                .map(motion => motion.finished.catch(() => null))).then(() => done(true));
            """;

    private static final Map<Language, Deque<Browser>> IDLE = new EnumMap<>(Language.class);

    private final Browser browser;
    private final ChromeDriver driver;
    private final Language language;
    private final Optional<Object> noScripts;

    private TestPhone(Browser browser, Language language, Script script) {
        this.browser = browser;
        this.driver = browser.driver;
        this.language = language;
        this.noScripts = script == Script.ON
                ? Optional.empty()
                : Optional.ofNullable(
                        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", NO_SCRIPTS))
                                .get("identifier"));
    }

    /** A browser, and where it keeps what it knows of its owner. */
    private record Browser(ChromeDriver driver, Path profile) {
        void quit() {
            driver.quit();
            try (Stream<Path> files = Files.walk(profile)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException stillWriting) {
                profile.toFile().deleteOnExit();
            }
        }

        /** Forgets its owner: what pages stored, what was cached, and what it complained of. */
        void wipe() {
            driver.executeScript("sessionStorage.clear()");
            driver.get("about:blank");
            driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
            driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
            driver.manage().logs().get(LogType.BROWSER);
        }
    }

    /** What its owner reads. */
    enum Language {
        EN,
        ZH;

        String pick(String english, String chinese) {
            return this == EN ? english : chinese;
        }
    }

    /** What people read whose phones are tried: in full each language, otherwise the one that most of them read. */
    static List<Language> languages() {
        return List.of(Language.ZH, Language.EN).subList(0, Proof.size(1, 2));
    }

    /** Whether its browser runs the scripts of pages. */
    enum Script {
        ON,
        OFF
    }

    static TestPhone with(Language language, Script script) {
        Browser idle =
                IDLE.computeIfAbsent(language, none -> new ArrayDeque<>()).poll();
        return new TestPhone(idle == null ? start(language) : idle, language, script);
    }

    /** Ends all browsers, once nobody needs a phone any more. */
    static void throwAway() {
        IDLE.values().forEach(browsers -> browsers.forEach(Browser::quit));
        IDLE.clear();
    }

    private static Browser start(Language language) {
        try {
            Path profile = Files.createTempDirectory("yima-phone");
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .build();
            ChromeDriver driver = new ChromeDriver(service, options(profile, language));
            driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
            return new Browser(driver, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void open(URI base, String path) {
        driver.get(base.resolve("/" + path).toString());
    }

    /** Shows a page that no server has sent, on a screen of another size, brightness or font. */
    void show(String html, PageRuler.Screen screen) {
        String large = html.replace("<style", "<style>html{font-size:" + screen.percent() + "%}</style><style");
        try {
            Path file = Files.writeString(browser.profile.resolve("page.html"), large);
            driver.get(file.toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Only now: whoever goes to another page has the screen of the phone again.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", screen.width(), "height", screen.height(), "deviceScaleFactor", 1, "mobile", true));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", screen.dark() ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        Object width = driver.executeScript("return screen.width");
        if (!Long.valueOf(screen.width()).equals(width)) {
            throw new IllegalStateException("the screen is " + width + " wide, not " + screen.width());
        }
    }

    /** Makes the requests of its next page carry and keep no cookies, though the page is told that cookies are kept. */
    void forgetsCookies() {
        driver.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "const kept = fetch; window.fetch = (a, o) => kept(a, {...o, credentials: 'omit'})"));
    }

    /** Runs a script that returns a text. */
    String script(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    /** A picture of the whole page, also of what is not on the screen, one pixel to a CSS pixel, with a style added. */
    byte[] wholePage(String style) {
        Object size = driver.executeScript("""
                const s = document.createElement('style');
                s.textContent = arguments[0];
                document.head.append(s);
                return [document.documentElement.scrollWidth, document.documentElement.scrollHeight, devicePixelRatio];
                """, style);
        List<?> numbers = (List<?>) Objects.requireNonNull(size, "the script returns it");
        Map<String, Object> clip = Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                numbers.get(0),
                "height",
                numbers.get(1),
                "scale",
                1 / ((Number) numbers.get(2)).doubleValue());
        Object data = driver.executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true, "optimizeForSpeed", true, "clip", clip))
                .get("data");
        return Base64.getDecoder().decode(String.valueOf(data));
    }

    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    String value(String selector) {
        return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomProperty("value"));
    }

    boolean sees(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    void tap(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    void type(String selector, String text) {
        driver.findElement(By.cssSelector(selector)).sendKeys(text);
    }

    void await(String selector) {
        driver.manage().timeouts().implicitlyWait(PATIENCE);
        driver.findElement(By.cssSelector(selector));
        driver.manage().timeouts().implicitlyWait(Duration.ZERO);
    }

    /** Lets motions end: what still flies in is not text yet. */
    void settle() {
        driver.executeAsyncScript(SETTLED);
    }

    /** Whether the page's script has defined a name. */
    boolean runs(String name) {
        return Boolean.TRUE.equals(driver.executeScript("return typeof " + name + " !== 'undefined'"));
    }

    void run(String script) {
        driver.executeScript(script);
    }

    /** The texts in an array of the page's script. */
    List<String> texts(String expression) {
        Object found = driver.executeScript("return (" + expression + ").join('\\n')");
        return String.valueOf(found).lines().toList();
    }

    /** What the browser had to complain about: blocked by the policy, not found, thrown. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    void picture(String name) {
        leave(name + "-" + language.name().toLowerCase(Locale.ROOT), driver.getScreenshotAs(OutputType.BYTES));
    }

    static void leave(String name, byte[] png) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it: nobody else is to have it. */
    void throwItAway() {
        browser.quit();
    }

    @Override
    public void close() {
        try {
            noScripts.ifPresent(script ->
                    driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script)));
            browser.wipe();
            IDLE.computeIfAbsent(language, none -> new ArrayDeque<>()).add(browser);
        } catch (WebDriverException broken) {
            browser.quit();
        }
    }

    private static ChromeOptions options(Path profile, Language language) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        if (!MOVES) {
            options.addArguments("--force-prefers-reduced-motion");
        }
        options.setExperimentalOption(
                "mobileEmulation",
                Map.of("deviceMetrics", Map.of("width", 390, "height", 844, "pixelRatio", 2.0, "touch", true)));
        options.setExperimentalOption(
                "prefs", Map.of("intl.accept_languages", language == Language.EN ? "en-US,en" : "zh-CN,zh"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        return options;
    }
}
