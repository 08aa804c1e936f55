package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;

/**
 * Leave to carry passengers on a route with one vehicle.
 *
 * @param operator an identity or company number
 * @param route of the country pack
 * @param departures when it leaves the first stop
 */
public record Permit(
        CaseNumber caseNumber,
        long vehicle,
        String operator,
        String operatorName,
        String route,
        String departures,
        String conditions) {}
