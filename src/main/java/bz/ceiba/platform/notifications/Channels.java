package bz.ceiba.platform.notifications;

import java.util.List;

/** The channels that are on. */
record Channels(List<Channel> all) {
    Channels {
        all = List.copyOf(all);
    }

    boolean has(String name) {
        return all.stream().anyMatch(channel -> channel.name().equals(name));
    }
}
