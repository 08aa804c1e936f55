package bz.ceiba.systems.civilregistry;

import org.jspecify.annotations.Nullable;

/**
 * What the register of people says of a number in an application.
 *
 * @param name under that number, or null when nobody has it
 * @param alike whether it is the name in the application
 * @param bornOn the day of birth there, where an agreement lets the register know it, or null
 * @param dead whether he is dead in the register of people
 */
public record NumberCheck(
        Field field,
        String number,
        @Nullable String name,
        boolean alike,
        boolean dead,
        @Nullable String bornOn) {}
