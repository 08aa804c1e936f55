package bz.ceiba.systems.identity.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what somebody typed about his service, and says at each field what is wrong with it. */
final class PartyForm {
    static final String SECRET = "secret";
    static final String KEYS = "keys";
    static final String URI_OF_KEYS = "uri";

    /** Of these he chooses; {@code openid} is always among them. */
    static final List<String> SCOPES = PersonClaim.scopes().stream()
            .filter(scope -> !scope.equals("openid"))
            .toList();

    static final int MOST_ADDRESSES = 10;

    private static final Pattern NAME = Pattern.compile("[\\p{IsLatin}\\p{Nd}][\\p{IsLatin}\\p{Nd} .,&'()-]{2,59}");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>\"]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._~-]{1,100}");
    private static final int LONGEST_MAIL = 120;
    private static final int LONGEST_ADDRESS = 300;
    private static final int LONGEST_KEYS = 20_000;
    private static final int SHORTEST_PURPOSE = 3;
    private static final int LONGEST_PURPOSE = 300;
    private static final int LEAST_RSA_BITS = 2048;

    private final Map<String, String> typed;
    private final Predicate<String> reachable;
    private final BiPredicate<String, List<String>> related;
    private final Map<String, String> errors = new LinkedHashMap<>();

    /**
     * @param typed by field
     * @param reachable whether keys may be read from an address
     * @param related whether a service at a host and clients are of one sector
     */
    PartyForm(Map<String, String> typed, Predicate<String> reachable, BiPredicate<String, List<String>> related) {
        this.typed = typed;
        this.reachable = reachable;
        this.related = related;
    }

    /** The message of what is wrong, by field. */
    Map<String, String> errors() {
        return errors;
    }

    private String field(String name) {
        return typed.getOrDefault(name, "").strip();
    }

    private void require(boolean holds, String field, String message) {
        if (!holds) {
            errors.putIfAbsent(field, "identity.parties.wrong." + message);
        }
    }

    String contact() {
        String contact = field("contact");
        require(contact.length() <= LONGEST_MAIL && MAIL.matcher(contact).matches(), "contact", "contact");
        return contact;
    }

    PartyTerms terms() {
        String name = field("name");
        require(NAME.matcher(name).matches() && !name.equalsIgnoreCase("ceiba"), "name", "name");
        List<String> redirect = lines("redirect");
        require(!redirect.isEmpty() && redirect.size() <= MOST_ADDRESSES, "redirect", "redirect");
        require(redirect.stream().allMatch(PartyForm::isAddress), "redirect", "redirect");
        List<String> logout = lines("logout");
        require(
                logout.size() <= MOST_ADDRESSES && logout.stream().allMatch(PartyForm::isAddress),
                "logout",
                "redirect");
        if (errors.get("redirect") == null && errors.get("logout") == null) {
            require(hosts(redirect).size() == 1, "redirect", "hosts");
            require(hosts(redirect).containsAll(hosts(logout)), "logout", "hosts");
        }
        List<String> exchangeParties = lines("exchange-parties");
        require(
                exchangeParties.size() <= ClientMetadata.MOST_NAMED
                        && exchangeParties.stream()
                                .allMatch(client -> CLIENT.matcher(client).matches()),
                "exchange-parties",
                "exchange-parties");
        if (errors.get("redirect") == null && errors.get("exchange-parties") == null) {
            String host = hosts(redirect).iterator().next();
            require(related.test(host, exchangeParties), "exchange-parties", "exchange-parties");
        }
        Set<String> scopes = SCOPES.stream()
                .filter(scope -> typed.containsKey("scope." + scope))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean proofs = typed.containsKey("proofs");
        require(!proofs || scopes.contains("profile"), "proofs", "proofs");
        String matter = field("representation");
        require(matter.isEmpty() || Representing.MATTERS.contains(matter), "representation", "representation");
        boolean asks = !scopes.isEmpty() || !matter.isEmpty();
        scopes.add("openid");
        return new PartyTerms(
                name,
                redirect,
                logout,
                scopes,
                purpose("purpose-en", asks),
                purpose("purpose-es", asks),
                proofs,
                typed.containsKey("exchange"),
                exchangeParties,
                matter.isEmpty() ? null : matter);
    }

    private String purpose(String field, boolean needed) {
        String purpose = field(field).replaceAll("\\s+", " ");
        if (!needed) {
            return "";
        }
        require(purpose.length() >= SHORTEST_PURPOSE && purpose.length() <= LONGEST_PURPOSE, field, "purpose");
        return purpose;
    }

    private List<String> lines(String field) {
        return field(field)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    private static boolean isAddress(String address) {
        try {
            URI uri = new URI(address);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawFragment() == null
                    && address.length() <= LONGEST_ADDRESS;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Set<String> hosts(List<String> addresses) {
        return addresses.stream().map(address -> URI.create(address).getHost()).collect(Collectors.toSet());
    }

    /** How it proves itself and what its tokens are bound to. */
    ClientMetadata metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        boolean dpop = typed.containsKey("dpop");
        boolean fapi = typed.containsKey("fapi");
        switch (field("proof")) {
            case SECRET -> metadata.put("token_endpoint_auth_method", ClientMetadata.SECRET_BASIC);
            case KEYS -> {
                metadata.put("token_endpoint_auth_method", ClientMetadata.PRIVATE_KEY);
                metadata.put("jwks", keys(field("jwks"), "jwks").toJSONObject());
            }
            case URI_OF_KEYS -> {
                metadata.put("token_endpoint_auth_method", ClientMetadata.PRIVATE_KEY);
                metadata.put("jwks_uri", field("jwks-uri"));
                require(
                        reachable.test(field("jwks-uri")) && field("jwks-uri").length() <= LONGEST_ADDRESS,
                        "jwks-uri",
                        "jwks-uri");
            }
            default -> require(false, "proof", "proof");
        }
        require(!fapi || !field("proof").equals(SECRET), "fapi", "fapi-secret");
        require(!fapi || dpop, "fapi", "fapi-dpop");
        metadata.put("dpop_bound_access_tokens", dpop);
        metadata.put("fapi2_security_profile", fapi);
        metadata.put("require_proof_key", fapi || typed.containsKey("pkce"));
        if (!errors.isEmpty()) {
            return ClientMetadata.NONE;
        }
        try {
            return ClientMetadata.of(metadata);
        } catch (IllegalArgumentException e) {
            require(false, "proof", "proof");
            return ClientMetadata.NONE;
        }
    }

    /** Public keys, one or a set of them, each with an identifier. */
    JWKSet keys(String written, String field) {
        try {
            if (written.length() <= LONGEST_KEYS) {
                List<JWK> keys =
                        written.contains("\"keys\"") ? JWKSet.parse(written).getKeys() : List.of(JWK.parse(written));
                require(!keys.isEmpty() && keys.size() <= MOST_ADDRESSES, field, "jwks");
                require(keys.stream().noneMatch(JWK::isPrivate), field, "jwks-private");
                require(keys.stream().allMatch(PartyForm::isStrong), field, "jwks");
                return new JWKSet(keys.stream().map(PartyForm::identified).toList());
            }
        } catch (ParseException | IllegalArgumentException e) {
            require(false, field, "jwks");
        }
        require(false, field, "jwks");
        return new JWKSet();
    }

    private static boolean isStrong(JWK key) {
        return switch (key) {
            case ECKey curve -> "P-256".equals(curve.getCurve().getName());
            case RSAKey rsa -> rsa.size() >= LEAST_RSA_BITS;
            default -> false;
        };
    }

    /** One without identifier is named by its thumbprint, so that it can be told from the others. */
    private static JWK identified(JWK key) {
        try {
            return switch (key) {
                case ECKey curve
                when key.getKeyID() == null ->
                    new ECKey.Builder(curve).keyIDFromThumbprint().build();
                case RSAKey rsa
                when key.getKeyID() == null ->
                    new RSAKey.Builder(rsa).keyIDFromThumbprint().build();
                default -> key;
            };
        } catch (JOSEException e) {
            throw new IllegalArgumentException(Objects.requireNonNull(e.getMessage()), e);
        }
    }
}
