/**
 * The words every room uses: identifiers, money, texts in several languages, problems, working days and the
 * facts of the country. It knows no other room and has no tables.
 */
@NullMarked
@ApplicationModule(
        id = "kernel",
        displayName = "Kernel",
        allowedDependencies = {})
package bz.ceiba.platform.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
