package bz.ceiba.systems.identity.register;

/**
 * A level of assurance as the public page shows it.
 *
 * @param id the last part of the message keys that describe it
 * @param acr what relying parties know it as (OpenID Connect Core 1.0, 2)
 */
public record ShownLevel(String id, String acr) {}
