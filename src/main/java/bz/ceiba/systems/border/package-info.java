/**
 * The border: travellers' declarations to Immigration and Customs together, what carriers tell of them, whom officers look at more closely, the
 * desks at which officers of both decide, and duty. Owned by the Ministry of Immigration and the Customs and Excise Department.
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
            "exchange",
            "payments",
            "insight"
        })
package bz.ceiba.systems.border;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
