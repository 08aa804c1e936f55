package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is printed on the plastic card of a licence.
 *
 * @param document the number of the signed licence
 * @param until its last day
 * @param photo the file that the holder handed in
 * @param code what the code on it says
 * @param codes of the country pack, with a space between them; null for a card from before there were any
 */
public record Card(
        String document,
        CaseNumber caseNumber,
        PersonNumber holder,
        String name,
        LocalDate bornOn,
        String licence,
        String licenceClass,
        Stage stage,
        LocalDate issuedOn,
        LocalDate until,
        UUID photo,
        String code,
        @Nullable String codes) {}
