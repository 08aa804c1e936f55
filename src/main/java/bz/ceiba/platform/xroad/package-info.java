/**
 * X-Road on the wire: its REST messages (PR-REST 1.0.4) and service metadata (PR-MREST) for what agencies offer on the exchange,
 * and the log of signed messages.
 */
@NullMarked
@ApplicationModule(
        id = "xroad",
        displayName = "X-Road",
        allowedDependencies = {"kernel", "web", "audit", "access", "documents", "exchange"})
package bz.ceiba.platform.xroad;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
