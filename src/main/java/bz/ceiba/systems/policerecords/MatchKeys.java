package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The blocking keys by which the register is searched before names are compared: whoever shares none with an applicant is
 * not compared with him. Each survives a slip in one part of what is known: the sound of one part of the name with the
 * first sound of another one, with the year, or with the day and month of birth.
 */
final class MatchKeys {
    /** More parts than that in one name are left out; nobody has them, and pairs grow with the square. */
    private static final int MOST_PARTS = 8;

    private MatchKeys() {}

    /** The keys of a record, to be stored with it. */
    static Set<String> of(PersonEntry person) {
        Set<String> keys = new TreeSet<>();
        List<String> names = new ArrayList<>(person.aliases());
        names.add(person.name());
        for (String name : names) {
            keys.addAll(ofName(name, Set.of(person.birth())));
        }
        return keys;
    }

    /** The keys by which an applicant is searched: of all his names, with what his birth date could have become. */
    static Set<String> of(Applicant applicant) {
        Set<String> keys = new TreeSet<>();
        Set<BirthDate> births = couldHaveBecome(applicant.birth());
        for (String name : applicant.names()) {
            keys.addAll(ofName(name, births));
        }
        keys.removeIf(key -> key.startsWith("s:"));
        return keys;
    }

    /** The keys by which a name alone is searched: the sound of a single part, else pairs, which far fewer people share. */
    static Set<String> of(String name) {
        Set<String> keys = new TreeSet<>(ofName(name, Set.of()));
        boolean single = Names.parts(name).size() == 1;
        keys.removeIf(key -> key.startsWith("s:") != single);
        return keys;
    }

    private static Set<String> ofName(String name, Collection<BirthDate> births) {
        List<String> parts =
                Names.parts(name).stream().distinct().limit(MOST_PARTS).toList();
        Set<String> keys = new HashSet<>();
        for (String part : parts) {
            for (String sound : Names.sounds(part)) {
                keys.add("s:" + sound);
                births.forEach(birth -> birthKeys(sound, birth, keys));
                for (String other : parts) {
                    if (!other.equals(part) || parts.size() == 1) {
                        Names.sounds(other).forEach(s -> keys.add("n:" + sound + "~" + s.charAt(0)));
                    }
                }
            }
        }
        return keys;
    }

    private static void birthKeys(String sound, BirthDate birth, Set<String> keys) {
        if (birth.year() != null) {
            keys.add("y:" + sound + ":" + birth.year());
        }
        if (birth.month() != null && birth.day() != null) {
            keys.add("d:" + sound + ":" + birth.month() + "-" + birth.day());
        }
    }

    private static Set<BirthDate> couldHaveBecome(BirthDate birth) {
        Set<BirthDate> births = new HashSet<>();
        births.add(birth);
        Integer year = birth.year();
        if (year != null) {
            births.add(new BirthDate(year - 1, null, null));
            births.add(new BirthDate(year + 1, null, null));
        }
        birth.date()
                .filter(date -> date.getDayOfMonth() <= 12)
                .ifPresent(
                        date -> births.add(new BirthDate(date.getYear(), date.getDayOfMonth(), date.getMonthValue())));
        return births;
    }
}
