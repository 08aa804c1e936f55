package bz.ceiba.systems.identity.signin;

import org.jspecify.annotations.Nullable;

/**
 * The browser that signs somebody in.
 *
 * @param cookie by which it is known again; empty for one that was never here
 * @param name browser and system in words
 * @param place roughly where it is, or null when nobody says so
 */
record Client(String cookie, String name, @Nullable Place place) {}
