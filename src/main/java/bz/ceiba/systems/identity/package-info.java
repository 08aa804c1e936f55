/**
 * The register of people and the OpenID Provider with which they sign in. Owned by the Ministry of
 * E-Governance.
 */
@NullMarked
@ApplicationModule(
        id = "identity",
        displayName = "Digital identity",
        allowedDependencies = {"kernel", "web", "audit", "access", "notifications", "exchange"})
package bz.ceiba.systems.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
