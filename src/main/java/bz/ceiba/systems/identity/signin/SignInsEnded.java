package bz.ceiba.systems.identity.signin;

import java.util.UUID;

/** All that a person's sign-ins opened has ended; published within the transaction, for the provider, which ends what it gave out in them. */
public record SignInsEnded(UUID person) {}
