package bz.ceiba.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
    private static final Destinations STRICT = new Destinations(false, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001:db8::1",
                "2001::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "ff02::1"
            })
    void anAddressThatIsNotPublicIsRefused(String address) {
        assertThatThrownBy(() -> STRICT.resolve(address)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2606:4700::1111", "2a00:1450::1"})
    void aPublicOneIsTaken(String address) throws Exception {
        assertThat(STRICT.resolve(address)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "https:///path",
                "https://user:secret@example.org/",
                "https://example.org/#x",
                "//example.org/",
                "nonsense",
                ""
            })
    void anAddressOfAnotherFormIsRefused(String url) {
        assertThat(STRICT.isAllowed(url)).isFalse();
    }

    @Test
    void httpIsForDemonstrationsOnly() {
        assertThat(STRICT.isAllowed("https://example.org/hook?x=1")).isTrue();
        assertThat(new Destinations(false, true).isAllowed("http://example.org/hook"))
                .isTrue();
    }

    @Test
    void aHostOfWhichOneAddressIsPrivateIsRefusedWhole() {
        Destinations destinations = new Destinations(names(List.of("8.8.8.8", "10.0.0.1")), false, false);
        assertThatThrownBy(() -> destinations.resolve("two.example.org")).hasMessageContaining("not public");
    }

    /** Public when it is looked at, private when it is connected to: the connection uses what was looked at. */
    @Test
    void theClientKnocksAtNoPrivateDoorHoweverItIsNamed() throws Exception {
        AtomicInteger knocks = new AtomicInteger();
        var door =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        door.createContext("/", exchange -> {
            knocks.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        door.start();
        int port = door.getAddress().getPort();
        Destinations rebinding = new Destinations(names(List.of("127.0.0.1")), false, true);
        try (CloseableHttpClient client = rebinding.client("Ceiba-Test")) {
            for (String host : List.of("localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "rebinding.example.org")) {
                HttpPost request = new HttpPost("http://" + host + ":" + port + "/");
                assertThatThrownBy(() -> client.executeOpen(null, request, null).close())
                        .as(host)
                        .isInstanceOf(UnknownHostException.class);
            }
        }
        Destinations open = new Destinations(true, true);
        try (CloseableHttpClient client = open.client("Ceiba-Test")) {
            client.executeOpen(null, new HttpPost("http://127.0.0.1:" + port + "/"), null)
                    .close();
        } finally {
            door.stop(0);
        }
        assertThat(knocks).as("the door was there").hasValue(1);
    }

    private static DnsResolver names(List<String> addresses) {
        Deque<String> all = new ArrayDeque<>(addresses);
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] found = new InetAddress[all.size()];
                int i = 0;
                for (String address : all) {
                    found[i++] = InetAddress.ofLiteral(address);
                }
                return found;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
