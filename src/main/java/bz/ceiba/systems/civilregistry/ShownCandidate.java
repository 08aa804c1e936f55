package bz.ceiba.systems.civilregistry;

/** An entry that is alike, as the officer reads it. */
public record ShownCandidate(Candidate candidate, Entry entry) {}
