/**
 * The border: what travellers declare, what carriers tell of them, and whom officers look at more closely. Owned by the Ministry of Immigration
 * with the Customs and Excise Department.
 */
@NullMarked
@ApplicationModule(
        id = "border",
        displayName = "Border",
        allowedDependencies = {
            "kernel",
            "web",
            "audit",
            "access",
            "notifications",
            "cases",
            "documents",
            "payments",
            "insight",
            "exchange"
        })
package bz.ceiba.systems.border;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
