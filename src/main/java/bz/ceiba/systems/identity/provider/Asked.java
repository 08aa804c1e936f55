package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.Acr;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What an authorization request asks to learn, by scopes and by the parameter {@code claims} (OpenID Connect Core 1.0, 5.4 and 5.5).
 * Claims that we do not have are passed over, as the standard says.
 *
 * @param userInfo what userinfo is to say
 * @param idToken what the ID token is to say
 * @param verifiedUserInfo what of proofs userinfo is to say
 * @param verifiedIdToken what of proofs the ID token is to say
 * @param essential without which the party can't go on
 * @param values what a claim has to be to be told, by claim
 * @param subject the only one who may answer, as the party knows him, or null
 * @param levels one of which is asked for, in the order of preference; empty if none of ours or none at all
 * @param levelAsked whether a level is asked for, be it one of ours or not
 * @param levelEssential whether it is an error when the level is not reached
 */
record Asked(
        Set<PersonClaim> userInfo,
        Set<PersonClaim> idToken,
        List<VerifiedRequest> verifiedUserInfo,
        List<VerifiedRequest> verifiedIdToken,
        Set<PersonClaim> essential,
        Map<PersonClaim, Set<String>> values,
        @Nullable String subject,
        List<Assurance> levels,
        boolean levelAsked,
        boolean levelEssential) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERIFIED = "verified_claims";
    private static final int LONGEST = 8_000;

    static Asked of(OAuth2AuthorizationRequest request) {
        return of(request.getScopes(), request.getAdditionalParameters());
    }

    /**
     * @throws IllegalArgumentException when {@code claims} is not as the standard says, with what is wrong
     */
    static Asked of(Set<String> scopes, Map<String, Object> parameters) {
        JsonNode claims = claims(parameters.get("claims"));
        Set<PersonClaim> userInfo = new LinkedHashSet<>(PersonClaim.in(scopes));
        Set<PersonClaim> idToken = new LinkedHashSet<>();
        Set<PersonClaim> essential = EnumSet.noneOf(PersonClaim.class);
        Map<PersonClaim, Set<String>> values = new LinkedHashMap<>();
        for (Map.Entry<String, Set<PersonClaim>> place :
                Map.of("userinfo", userInfo, "id_token", idToken).entrySet()) {
            member(claims, place.getKey())
                    .propertyStream()
                    .filter(asked -> !asked.getKey().equals(VERIFIED))
                    .forEach(asked -> {
                        JsonNode how = how(asked.getKey(), asked.getValue());
                        PersonClaim.of(asked.getKey()).ifPresent(claim -> {
                            place.getValue().add(claim);
                            if (how.path("essential").asBoolean(false)) {
                                essential.add(claim);
                            }
                            List<String> wanted = wanted(how);
                            if (!wanted.isEmpty()) {
                                values.computeIfAbsent(claim, c -> new LinkedHashSet<>())
                                        .addAll(wanted);
                            }
                        });
                    });
        }
        List<VerifiedRequest> verifiedUserInfo =
                VerifiedRequest.of(member(claims, "userinfo").path(VERIFIED));
        List<VerifiedRequest> verifiedIdToken =
                VerifiedRequest.of(member(claims, "id_token").path(VERIFIED));
        JsonNode acr = member(claims, "id_token").path("acr");
        List<String> wanted = wanted(acr);
        String acrValues = (String) parameters.getOrDefault("acr_values", "");
        List<String> acrs = wanted.isEmpty()
                ? Stream.of(acrValues.split(" "))
                        .filter(value -> !value.isEmpty())
                        .toList()
                : wanted;
        return new Asked(
                userInfo,
                idToken,
                verifiedUserInfo,
                verifiedIdToken,
                essential,
                values,
                subject(claims),
                acrs.stream().map(Asked::level).flatMap(Optional::stream).toList(),
                !acrs.isEmpty(),
                !wanted.isEmpty() && acr.path("essential").asBoolean(false));
    }

    /** What is asked about proofs, wherever they are to be told. */
    List<VerifiedRequest> verified() {
        return Stream.concat(verifiedUserInfo.stream(), verifiedIdToken.stream())
                .toList();
    }

    /** All that the person is asked to let the party know, in the order in which he is asked. */
    Set<PersonClaim> claims() {
        Set<PersonClaim> all = EnumSet.noneOf(PersonClaim.class);
        all.addAll(userInfo);
        all.addAll(idToken);
        return all;
    }

    /** Whether the claim may be told as it is: a party that asks for one value is told no other (5.5.1). */
    boolean wants(PersonClaim claim, Subject subject) {
        Set<String> wanted = values.get(claim);
        return wanted == null
                || subject.value(claim)
                        .map(Object::toString)
                        .filter(wanted::contains)
                        .isPresent();
    }

    private static JsonNode claims(@Nullable Object parameter) {
        if (parameter == null) {
            return MissingNode.getInstance();
        }
        if (!(parameter instanceof String text) || text.length() > LONGEST) {
            throw new IllegalArgumentException("claims is given twice, or is longer than " + LONGEST + " characters");
        }
        try {
            JsonNode claims = JSON.readTree(text);
            if (claims.isObject()) {
                return claims;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("claims is not JSON", e);
        }
        throw new IllegalArgumentException("claims is not a JSON object");
    }

    private static JsonNode member(JsonNode claims, String name) {
        JsonNode member = claims.path(name);
        if (!member.isMissingNode() && !member.isNull() && !member.isObject()) {
            throw new IllegalArgumentException("in claims, " + name + " is not a JSON object");
        }
        return member;
    }

    private static JsonNode how(String claim, JsonNode how) {
        boolean essential = !how.has("essential") || how.path("essential").isBoolean();
        boolean values = !how.has("values") || how.path("values").isArray();
        boolean asTheStandardSays = how.isNull() || (how.isObject() && essential && values);
        if (!asTheStandardSays) {
            throw new IllegalArgumentException(
                    "in claims, what is asked about " + claim.replaceAll("[^A-Za-z0-9_#:.-]", "?")
                            + " is not null, and no object with essential and values");
        }
        return how;
    }

    private static List<String> wanted(JsonNode how) {
        return Stream.concat(
                        how.has("value") ? Stream.of(how.path("value")) : Stream.empty(),
                        how.path("values").valueStream())
                .map(value -> value.asString(""))
                .toList();
    }

    private static @Nullable String subject(JsonNode claims) {
        return Stream.of("id_token", "userinfo")
                .map(place -> claims.path(place).path("sub").path("value"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Assurance> level(String acr) {
        return Arrays.stream(Assurance.values())
                .filter(level -> Acr.of(level).equals(acr))
                .findFirst();
    }

    /** The lowest level that will do where one has to be reached. */
    Optional<Assurance> least() {
        return levels.stream().min(Assurance::compareTo);
    }

    /** The highest level that was asked for and does not exceed this one. */
    Optional<Assurance> highest(Assurance most) {
        return levels.stream()
                .filter(level -> level.compareTo(Objects.requireNonNull(most)) <= 0)
                .max(Assurance::compareTo);
    }
}
