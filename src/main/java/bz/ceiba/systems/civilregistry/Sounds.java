package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Names;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How the names in an entry sound, by which entries are found. */
final class Sounds {
    private Sounds() {}

    /** The keys of an entry: for each who is found by his name, what stands before it and how a part of it sounds. */
    static Set<String> keys(Facts facts) {
        Set<String> keys = new TreeSet<>();
        searched().forEach(party -> add(keys, party.sound(), facts.name(party)));
        return keys;
    }

    /** The keys under which a name is searched, as anybody's. */
    static Set<String> search(String name) {
        Set<String> keys = new TreeSet<>();
        searched().forEach(party -> add(keys, party.sound(), name));
        return keys;
    }

    /** Whether somebody in the entry has such a name. */
    static boolean has(Facts facts, String name) {
        return searched().anyMatch(party -> Names.match(name, facts.name(party)));
    }

    private static Stream<Party> searched() {
        return Arrays.stream(Party.values()).filter(party -> !party.sound().isEmpty());
    }

    private static void add(Collection<String> keys, String prefix, String name) {
        for (String part : Names.parts(name)) {
            Names.sounds(part).forEach(sound -> keys.add(prefix + sound));
        }
    }
}
