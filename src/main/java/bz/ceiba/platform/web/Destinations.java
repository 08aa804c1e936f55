package bz.ceiba.platform.web;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Where we may go when others name the address: to public ones by https, so that nobody makes us knock at doors inside our own
 * network. As the client's resolver it checks the very addresses that are connected to; a name that points elsewhere the second
 * time gains nothing.
 */
public final class Destinations implements DnsResolver {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(15);
    private static final int AT_ONCE = 20;
    private static final int CARRIER_GRADE_FIRST = 100;

    private final DnsResolver names;
    private final boolean allowPrivate;
    private final boolean allowHttp;

    /**
     * @param allowPrivate whether addresses within our own network are allowed
     * @param allowHttp whether without TLS; for demonstrations
     */
    public Destinations(boolean allowPrivate, boolean allowHttp) {
        this(SystemDefaultDnsResolver.INSTANCE, allowPrivate, allowHttp);
    }

    Destinations(DnsResolver names, boolean allowPrivate, boolean allowHttp) {
        this.names = names;
        this.allowPrivate = allowPrivate;
        this.allowHttp = allowHttp;
    }

    /** Whether an address has the form of one to which we may go; where its name leads is seen then. */
    public boolean isAllowed(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https") || (allowHttp && scheme.equals("http"));
            return secure && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Goes only where it may, follows no redirect and keeps no cookie. */
    public CloseableHttpClient client(String userAgent) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(this)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(ANSWER)
                                .build())
                        .setMaxConnTotal(AT_ONCE)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(ANSWER)
                        .setResponseTimeout(ANSWER)
                        .build())
                .setUserAgent(userAgent)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * @throws UnknownHostException also when any address of the host is not public
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = names.resolve(host);
        for (InetAddress address : found) {
            if (!allowPrivate && !isPublic(address)) {
                throw new UnknownHostException(host + " is at " + address.getHostAddress() + ", which is not public");
            }
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** By the special-purpose registries of IANA (RFC 6890 and its updates). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] octets = address.getAddress();
        return switch (address) {
            case Inet4Address _ -> isPublic4(octets[0] & 0xff, octets[1] & 0xff, octets[2] & 0xff);
            case Inet6Address _ -> isPublic6(octets);
            default -> false;
        };
    }

    private static boolean isPublic4(int first, int second, int third) {
        boolean carrierGrade = first == CARRIER_GRADE_FIRST && second >= 64 && second <= 127;
        boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        boolean examples =
                (first == 198 && second == 51 && third == 100) || (first == 203 && second == 0 && third == 113);
        return first != 0 && first < 240 && !carrierGrade && !protocols && !benchmarks && !examples;
    }

    /** Only 2000::/3 is global unicast; of it, what carries IPv4 addresses within is left out, and the examples. */
    private static boolean isPublic6(byte[] octets) {
        int first = ((octets[0] & 0xff) << 8) | (octets[1] & 0xff);
        int second = ((octets[2] & 0xff) << 8) | (octets[3] & 0xff);
        boolean global = first >= 0x2000 && first < 0x4000;
        boolean sixToFour = first == 0x2002;
        boolean specials = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
        boolean examples = first == 0x3fff && second < 0x1000;
        return global && !sixToFour && !specials && !examples;
    }
}
