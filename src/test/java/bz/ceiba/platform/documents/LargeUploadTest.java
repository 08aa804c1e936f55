package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A file four times as large as a form takes, over real HTTP. */
@CeibaTest
class LargeUploadTest {
    private static final int SIZE = 40 << 20;

    @Autowired
    TestPeople people;

    @Value("${ceiba.base-url}")
    String base;

    /** As a browser does: all is sent, and then the answer is read. */
    @Test
    void whatIsFarTooLargeIsAnsweredAndNotCutOff() throws Exception {
        TestSession somebody = people.anonymous();
        String head = "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + somebody.csrf()
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"film.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n";
        String tail = "\r\n--b--\r\n";
        URI uri = URI.create(base);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            socket.setSoTimeout(30_000);
            out.write(("POST /documents/verify HTTP/1.1\r\nHost: " + uri.getHost() + ":" + uri.getPort()
                            + "\r\nAccept: text/html\r\nAccept-Language: en\r\nConnection: close\r\nCookie: "
                            + somebody.cookieHeader()
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                            + (head.length() + SIZE + tail.length()) + "\r\n\r\n" + head)
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[1 << 16];
            for (int sent = 0; sent < SIZE; sent += block.length) {
                out.write(block);
            }
            out.write(tail.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("That file is too large", "10 MB");
        }
    }

    @Test
    void aPersonWithoutScriptsReadsThePage(@TempDir Path directory) throws Exception {
        Path film = java.nio.file.Files.write(directory.resolve("film.pdf"), new byte[SIZE]);
        try (BrowserContext browser = Browser.phone("en", false)) {
            Page page = browser.newPage();
            page.navigate(base + "/documents/verify");
            page.locator("main input[type=file]").setInputFiles(film);
            page.locator("form[enctype] button").click();
            assertThat(page.locator("main").textContent()).contains("That file is too large");
        }
    }
}
