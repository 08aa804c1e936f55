/**
 * How the services do: counts, waiting times, breaches and revenue as charts and tables in which no person
 * can be identified.
 */
@NullMarked
@ApplicationModule(
        id = "insight",
        displayName = "Insight",
        allowedDependencies = {"kernel", "web", "audit", "access", "cases", "payments"})
package bz.ceiba.platform.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
