/**
 * Bills, payments, receipts and refunds over a double-entry ledger in cents that always sums to zero.
 */
@NullMarked
@ApplicationModule(
        id = "payments",
        displayName = "Payments",
        allowedDependencies = {"kernel", "web", "audit", "access", "notifications", "documents"})
package bz.ceiba.platform.payments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
