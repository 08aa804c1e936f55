/**
 * The one door for citizens: services, my things, inbox and who has looked at my data. Owned by the Ministry
 * of E-Governance.
 */
@NullMarked
@ApplicationModule(
        id = "portal",
        displayName = "Portal",
        allowedDependencies = {
            "kernel",
            "web",
            "audit",
            "access",
            "cases",
            "payments",
            "notifications",
            "exchange",
            "insight"
        })
package bz.ceiba.systems.portal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
