package bz.ceiba.systems.identity.signin;

/** A demo account as the sign-in page shows it; public because templates live in a package of their own. */
public record ShownAccount(String number, String name, String about) {}
