/**
 * Who is signed in, in which role, at which assurance and on whose behalf; every action that names none of
 * these is refused.
 */
@NullMarked
@ApplicationModule(
        id = "access",
        displayName = "Access",
        allowedDependencies = {"kernel", "web", "audit"})
package bz.ceiba.platform.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
