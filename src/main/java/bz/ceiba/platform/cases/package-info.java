/**
 * Every dealing with government: services declared in files, their forms, states, deadlines and worklists.
 */
@NullMarked
@ApplicationModule(
        id = "cases",
        displayName = "Cases",
        allowedDependencies = {
            "kernel",
            "web",
            "audit",
            "access",
            "notifications",
            "payments",
            "documents",
            "exchange",
            "oversight"
        })
package bz.ceiba.platform.cases;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
