package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine's Chromium, one for all tests. A machine without one fails them: {@code ./ceiba test} installs it. */
public final class Browser {
    private static com.microsoft.playwright.@Nullable Browser chromium;

    private Browser() {}

    private static synchronized com.microsoft.playwright.Browser chromium() {
        com.microsoft.playwright.Browser running = chromium;
        if (running == null) {
            Playwright started = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            running = started.chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setHeadless(true)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--host-resolver-rules=" + PartySites.start())));
            chromium = running;
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        }
        return running;
    }

    private static Path executable() {
        String given = System.getenv("CEIBA_CHROMIUM");
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Optional<Path> found = given != null
                ? Optional.of(Path.of(given))
                : Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
                        .filter(Files::isExecutable)
                        .findFirst();
        return found.filter(Files::isExecutable)
                .orElseThrow(
                        () -> new AssertionError(
                                "the browser tests need Chromium: install it (Debian: apt-get install chromium) or set CEIBA_CHROMIUM"));
    }

    /** A new browser profile on a phone of 360 by 780 pixels. */
    public static BrowserContext phone(String language, boolean scripts) {
        return context(360, 780, language, scripts);
    }

    /** A new browser profile on a desk of 1280 by 900 pixels. */
    public static BrowserContext desk(String language) {
        return desk(language, true);
    }

    public static BrowserContext desk(String language, boolean scripts) {
        return context(1280, 900, language, scripts);
    }

    private static BrowserContext context(int width, int height, String language, boolean scripts) {
        BrowserContext context = chromium()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setLocale(language)
                        .setAcceptDownloads(true)
                        .setIgnoreHTTPSErrors(true)
                        .setJavaScriptEnabled(scripts));
        context.setDefaultTimeout(10_000);
        return context;
    }

    /** Gives the browser the cookies of somebody who is signed in. */
    public static void signIn(BrowserContext context, String baseUrl, TestSession session) {
        context.addCookies(session.cookies().entrySet().stream()
                .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()).setUrl(baseUrl))
                .toList());
    }

    /** Loads the page anew until it contains the text; what is awaited happens after the commit. */
    public static void awaitText(Page page, String url, String text) {
        page.navigate(url);
        for (int i = 0; i < 120 && !page.content().contains(text); i++) {
            page.waitForTimeout(250);
            page.navigate(url);
        }
        assertThat(page.content()).as("%s after 30 s", url).contains(text);
    }

    /** Looks through all pages of an officer's worklist, again and again, until one shows the case, and stays on it. */
    public static void awaitInWorklist(Page page, String baseUrl, String which, String number) {
        String list = baseUrl + "/cases/worklist?which=" + which;
        Locator next = page.locator("main a[href*='after=']");
        page.navigate(list);
        for (int i = 0; i < 240 && !page.content().contains(number); i++) {
            if (next.count() > 0) {
                next.click();
            } else {
                page.waitForTimeout(250);
                page.navigate(list);
            }
        }
        assertThat(page.content()).as("%s after a minute", list).contains(number);
    }

    /**
     * Asserts that axe finds nothing against WCAG 2.2 AA on the page, and that nothing needs sideways scrolling. It takes a
     * second or two: of a page on a phone and on a desk one is enough, the other need only {@linkplain #assertFits fit}.
     */
    public static void assertAccessible(Page page) {
        assertThat(page.evaluate("matchMedia('(scripting: enabled)').matches"))
                .as("axe waits for ever on a page without scripts; use assertFits")
                .isEqualTo(true);
        List<Rule> violations = new AxeBuilder(page)
                // Our pages have no frames; without this a second page is opened for what is found in such.
                .setLegacyMode(true)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations();
        assertThat(violations)
                .as("%s", page.url())
                .extracting(rule -> String.format(
                        Locale.ROOT,
                        "%s: %s %s",
                        rule.getId(),
                        rule.getHelp(),
                        rule.getNodes().stream().map(node -> node.getHtml()).toList()))
                .isEmpty();
        assertFits(page);
    }

    /** Asserts that nothing needs sideways scrolling. */
    public static void assertFits(Page page) {
        assertThat((Integer)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("sideways scrolling on %s", page.url())
                .isLessThanOrEqualTo(0);
    }

    /** Keeps what the page looks like, for people, in {@code target/screenshots} if {@code CEIBA_PICTURES} is set. */
    public static void picture(Page page, String name) {
        if (System.getenv("CEIBA_PICTURES") == null) {
            return;
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots", name + ".png"))
                .setFullPage(true));
    }
}
