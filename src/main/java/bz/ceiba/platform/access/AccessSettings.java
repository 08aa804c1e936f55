package bz.ceiba.platform.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The access room's settings.
 *
 * @param providerUrl the address at which the server itself reaches the OpenID Provider, where that differs from the
 *     public one; null for the public one
 */
@ConfigurationProperties("ceiba.access")
record AccessSettings(@Nullable String providerUrl) {}
