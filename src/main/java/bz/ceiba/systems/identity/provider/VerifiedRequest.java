package bz.ceiba.systems.identity.provider;

import bz.ceiba.systems.identity.register.VerifiedClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * One element of {@code verified_claims} in a request (OpenID Connect for Identity Assurance 1.0, 5): which claims are wanted, with what said of
 * their verification. What can't be met is left out: a claim by itself, and the whole where the verification is not as wanted.
 *
 * @param verification what is wanted to be said of the verification, and how it has to be
 * @param claims what is wanted of each claim
 */
record VerifiedRequest(JsonNode verification, Map<PersonClaim, JsonNode> claims) {
    /** Which claims our verifications speak of and people can consent to. */
    static final Set<PersonClaim> CLAIMS = EnumSet.of(
            PersonClaim.GIVEN_NAME,
            PersonClaim.MIDDLE_NAME,
            PersonClaim.FAMILY_NAME,
            PersonClaim.BIRTHDATE,
            PersonClaim.GENDER);

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRUST_FRAMEWORK = "trust_framework";
    private static final String TIME = "time";
    private static final String EVIDENCE = "evidence";
    private static final String PURPOSE = "purpose";
    private static final int SHORTEST_PURPOSE = 3;
    private static final int LONGEST_PURPOSE = 300;
    private static final int MOST = 10;

    /**
     * @param asked the value of {@code verified_claims}, one request or several
     * @throws IllegalArgumentException when it is not as the specification says, with what is wrong
     */
    static List<VerifiedRequest> of(JsonNode asked) {
        if (asked.isMissingNode()) {
            return List.of();
        }
        List<JsonNode> elements = asked.isArray() ? asked.valueStream().toList() : List.of(asked);
        require(!elements.isEmpty() && elements.size() <= MOST, "verified_claims has 1 to " + MOST + " elements");
        return elements.stream().map(VerifiedRequest::one).toList();
    }

    private static VerifiedRequest one(JsonNode element) {
        JsonNode verification = element.path("verification");
        require(
                verification.isObject() && verification.has(TRUST_FRAMEWORK),
                "verified_claims needs verification with trust_framework");
        JsonNode evidence = verification.path(EVIDENCE);
        require(
                evidence.isMissingNode() || evidence.isNull() || (evidence.isArray() && !evidence.isEmpty()),
                "evidence is an array that is not empty");
        require(
                evidence.valueStream()
                        .allMatch(one -> one.isObject() && one.path("type").has("value")),
                "each evidence names its type by value");
        JsonNode age = verification.path(TIME).path("max_age");
        require(age.isMissingNode() || (age.isIntegralNumber() && age.asLong() >= 0), "max_age is a number of seconds");
        JsonNode claims = element.path("claims");
        require(claims.isObject() && !claims.isEmpty(), "claims in verified_claims is an object that is not empty");
        Map<PersonClaim, JsonNode> wanted = new LinkedHashMap<>();
        claims.propertyStream().forEach(claim -> {
            JsonNode how = claim.getValue();
            require(how.isNull() || how.isObject(), "what is wanted of a verified claim is null or an object");
            require(!how.has("essential") || how.path("essential").isBoolean(), "essential is true or false");
            require(!how.has(PURPOSE) || isPurpose(how.path(PURPOSE)), "purpose has 3 to 300 characters");
            PersonClaim.of(claim.getKey()).filter(CLAIMS::contains).ifPresent(known -> wanted.put(known, how));
        });
        return new VerifiedRequest(verification, wanted);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("in claims, " + what);
        }
    }

    private static boolean isPurpose(JsonNode purpose) {
        int length = purpose.isString() ? purpose.asString().length() : 0;
        return length >= SHORTEST_PURPOSE && length <= LONGEST_PURPOSE;
    }

    /** What for it wants single claims, as it says. */
    Stream<String> purposes() {
        return claims.values().stream()
                .map(how -> how.path(PURPOSE))
                .filter(JsonNode::isString)
                .map(JsonNode::asString);
    }

    Stream<PersonClaim> essential() {
        return claims.entrySet().stream()
                .filter(claim -> claim.getValue().path("essential").asBoolean(false))
                .map(Map.Entry::getKey);
    }

    /**
     * What is told of one verification, or nothing if it is not as wanted.
     *
     * @param granted which claims the person consented to
     */
    Optional<Map<String, Object>> told(VerifiedClaims known, Set<PersonClaim> granted, Instant now) {
        Map<String, Object> verified = verification(known.verification(), now);
        Map<String, Object> told = new LinkedHashMap<>();
        claims.forEach((claim, how) -> {
            Object value = known.claims().get(claim.id());
            if (value != null && granted.contains(claim) && isWanted(how, value)) {
                told.put(claim.id(), value);
            }
        });
        return verified == null || told.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.of("verification", verified, "claims", told));
    }

    /** What is wanted to be said of a verification; null when it is not as it has to be. */
    private @Nullable Map<String, Object> verification(Map<String, Object> known, Instant now) {
        Map<String, Object> said = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> wanted : verification.properties()) {
            String name = wanted.getKey();
            Object value = known.get(name);
            if (name.equals(EVIDENCE) && value != null) {
                value = evidence(value, wanted.getValue());
            }
            boolean isMet = value != null
                    && isWanted(wanted.getValue(), value)
                    && (!name.equals(TIME) || isRecent(wanted.getValue(), value.toString(), now));
            if (isMet) {
                said.put(name, Objects.requireNonNull(value));
            } else if (!wanted.getValue().isNull() && !isOptional(name, wanted.getValue())) {
                return null;
            }
        }
        return said;
    }

    /** What is only asked for, without a condition, need not be there. */
    private static boolean isOptional(String name, JsonNode wanted) {
        return !name.equals(EVIDENCE)
                && !wanted.has("value")
                && !wanted.has("values")
                && !wanted.has("max_age")
                && !wanted.path("essential").asBoolean(false);
    }

    /** Of the evidence that there is, what is of a kind that is asked for; null if none is. */
    private static @Nullable Object evidence(Object known, JsonNode wanted) {
        if (wanted.isNull()) {
            return known;
        }
        List<Object> fitting = new ArrayList<>();
        for (JsonNode one : JSON.<ArrayNode>valueToTree(known)) {
            if (wanted.valueStream()
                    .anyMatch(
                            kind -> isWanted(kind.path("type"), one.path("type").asString("")))) {
                fitting.add(JSON.convertValue(one, Map.class));
            }
        }
        return fitting.isEmpty() ? null : fitting;
    }

    private static boolean isWanted(JsonNode how, Object value) {
        boolean one = !how.has("value") || how.path("value").asString("").equals(value.toString());
        boolean many = !how.has("values")
                || how.path("values").valueStream().anyMatch(wanted -> wanted.asString("")
                        .equals(value.toString()));
        return one && many;
    }

    private static boolean isRecent(JsonNode how, String time, Instant now) {
        JsonNode age = how.path("max_age");
        return age.isMissingNode() || Duration.between(Instant.parse(time), now).toSeconds() <= age.asLong();
    }
}
