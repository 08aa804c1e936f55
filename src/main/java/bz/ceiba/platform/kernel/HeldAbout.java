package bz.ceiba.platform.kernel;

import java.util.function.Consumer;

/**
 * What a room holds about a person or company, for him to take away (Data Protection Act 2021; GDPR, 15 and 20, say what such a copy has).
 * A room that keeps something declares a bean.
 */
public interface HeldAbout {
    /**
     * One thing that is held.
     *
     * @param kind its title is the message {@code <room>.about-you.<kind>}
     * @param json an object: its members' names are the last words of {@code web.about-you.<name>}, its times and days are written as in ISO
     *     8601, and what is written in several languages is an object of them
     */
    record Held(String kind, String json) {}

    /** The room, as its message keys begin; its title is {@code <room>.about-you}. */
    String room();

    /** Hands over one after the other, kind by kind. Whoever takes them may be slow: no transaction is open meanwhile. */
    void tell(PersonNumber person, Consumer<Held> to);
}
