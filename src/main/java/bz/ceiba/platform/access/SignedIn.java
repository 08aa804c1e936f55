package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has just signed in, or let an assistant act for him by a code sent to his phone; published within a
 * transaction so that rooms can note how to reach him.
 *
 * @param person who
 * @param name as the provider states it
 * @param phone in E.164 form, verified, or null
 * @param email as the provider states it, or null
 * @param emailVerified whether the provider vouches that he reads mail there
 * @param language the language he prefers, ISO 639
 */
public record SignedIn(
        PersonNumber person,
        String name,
        @Nullable String phone,
        @Nullable String email,
        boolean emailVerified,
        String language) {}
