package bz.ceiba.systems.transport;

/**
 * What a candidate has to know of the theory test.
 *
 * @param questions how many are asked
 * @param needed how many have to be right
 * @param minutes for all of them
 */
public record TheoryRules(int questions, int needed, int minutes) {}
