package dev.yima.gateway.scan.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A person's phone: a fresh headless Chromium of a phone's size. Both binaries are the machine's own. */
final class TestPhone implements AutoCloseable {
    private static final Path BROWSER = Path.of(System.getProperty("chromium.binary", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("chromedriver.binary", "/usr/bin/chromedriver"));
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MOTION = Duration.ofMillis(1_600);

    /** The driver itself needs the engine to run, so it is the page's scripts that are disarmed before they start. */
    private static final String NO_SCRIPTS = """
            new MutationObserver(changes => changes.flatMap(change => [...change.addedNodes])
                .filter(node => node.nodeName === 'SCRIPT').forEach(script => { script.type = 'off'; }))
                .observe(document, {childList: true, subtree: true});
            """;

    private final ChromeDriver driver;
    private final Path profile;
    private final Language language;

    private TestPhone(ChromeDriver driver, Path profile, Language language) {
        this.driver = driver;
        this.profile = profile;
        this.language = language;
    }

    /** What its owner reads. */
    enum Language {
        EN,
        ZH;

        String pick(String english, String chinese) {
            return this == EN ? english : chinese;
        }
    }

    /** Whether its browser runs the scripts of pages. */
    enum Script {
        ON,
        OFF
    }

    static TestPhone with(Language language, Script script) {
        try {
            Path profile = Files.createTempDirectory("yima-phone");
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .build();
            ChromeDriver driver = new ChromeDriver(service, options(profile, language));
            driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
            if (script == Script.OFF) {
                driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", NO_SCRIPTS));
            }
            return new TestPhone(driver, profile, language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void open(URI base, String path) {
        driver.get(base.resolve("/" + path).toString());
    }

    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
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
        try {
            Thread.sleep(MOTION.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        try {
            Files.createDirectories(PICTURES);
            Files.write(
                    PICTURES.resolve(name + "-" + language.name().toLowerCase(Locale.ROOT) + ".png"),
                    driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stillWriting) {
            profile.toFile().deleteOnExit();
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
