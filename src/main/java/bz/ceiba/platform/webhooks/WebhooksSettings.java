package bz.ceiba.platform.webhooks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where webhooks may be sent.
 *
 * @param allowPrivate whether to addresses within the state's own network, too
 */
@Validated
@ConfigurationProperties("ceiba.webhooks")
record WebhooksSettings(@DefaultValue("false") boolean allowPrivate) {}
