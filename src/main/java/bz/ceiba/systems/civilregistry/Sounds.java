package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Names;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
        return searched().anyMatch(party -> alike(name, facts.name(party)));
    }

    private static Stream<Party> searched() {
        return Arrays.stream(Party.values()).filter(party -> !party.sound().isEmpty());
    }

    private static void add(Collection<String> keys, String prefix, String name) {
        for (String part : Names.parts(name)) {
            Names.sounds(part).forEach(sound -> keys.add(prefix + sound));
        }
    }

    /** Whether two names may be the same person's: each part of the shorter one is like a part of the other, two of them if it has two. */
    static boolean alike(String one, String other) {
        List<String> parts = Names.parts(one);
        List<String> others = Names.parts(other);
        if (parts.isEmpty() || others.isEmpty()) {
            return false;
        }
        List<String> shorter = parts.size() <= others.size() ? parts : others;
        List<String> longer = parts.size() <= others.size() ? others : parts;
        long found = shorter.stream()
                .filter(part -> longer.stream().anyMatch(in -> Names.alike(part, in) >= Names.ALIKE))
                .count();
        return found == shorter.size() || (shorter.size() > 2 && found >= shorter.size() - 1L);
    }
}
