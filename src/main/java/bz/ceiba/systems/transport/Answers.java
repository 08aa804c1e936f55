package bz.ceiba.systems.transport;

/**
 * What was so at an instant.
 *
 * @param then as it was known at that instant
 * @param now as it is known now
 */
public record Answers(Answer then, Answer now) {}
