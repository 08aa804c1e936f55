package bz.ceiba.platform.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an action is about, as far as it matters to who acts for somebody else: a right to act may be limited to some of these. */
public enum Matter {
    @JsonProperty("health")
    HEALTH,
    @JsonProperty("money")
    MONEY,
    @JsonProperty("schooling")
    SCHOOLING,
    @JsonProperty("travel")
    TRAVEL,
    /** None of these: whoever may act at all may do it, or the action looks itself at what it is about. */
    ANY,
    /** More than these: only for those whom nothing limits. What names no matter is this. */
    ALL,
    /** One's own number, devices, consents and leaves: nobody does that for another. */
    OWN;

    /** Whether a right to act can be limited to it. */
    public boolean isLimit() {
        return switch (this) {
            case HEALTH, MONEY, SCHOOLING, TRAVEL -> true;
            case ANY, ALL, OWN -> false;
        };
    }

    /** The last word of its message keys. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
