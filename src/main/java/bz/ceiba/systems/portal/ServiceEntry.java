package bz.ceiba.systems.portal;

import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.kernel.Money;

/**
 * A service as the start page lists it.
 *
 * @param price the lowest fee, or nothing
 */
public record ServiceEntry(ServiceDefinition service, Money price) {}
