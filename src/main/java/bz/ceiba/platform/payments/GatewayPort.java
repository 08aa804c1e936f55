package bz.ceiba.platform.payments;

import bz.ceiba.platform.web.WebhookSignature;
import java.util.Optional;

/**
 * The gateway that is configured, if one is.
 *
 * @param gateway to open checkouts with
 * @param signature checks its webhooks
 */
record GatewayPort(Optional<Gateway> gateway, Optional<WebhookSignature> signature) {}
