package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has to answer for an offence, and what he is called. */
record Liability(PersonNumber person, String name) {
    /**
     * The driver or the keeper, whom the offence is about, or else the other one; nobody when neither is known.
     *
     * @param keeper of the vehicle at the instant of the offence, as is known now
     */
    static Optional<Liability> of(
            Offence.Liable liable,
            @Nullable PersonNumber driver,
            @Nullable String driverName,
            @Nullable Keeper keeper) {
        Optional<Liability> theKeeper = Optional.ofNullable(keeper)
                .flatMap(one -> PersonNumber.parse(one.number()).map(number -> new Liability(number, one.name())));
        Optional<Liability> theDriver = Optional.ofNullable(driver).flatMap(number -> theKeeper
                .filter(one -> one.person().equals(number))
                .or(() -> Optional.ofNullable(driverName)
                        .filter(name -> !name.isBlank())
                        .map(name -> new Liability(number, name.strip()))));
        return switch (liable) {
            case DRIVER -> theDriver.or(() -> theKeeper);
            case KEEPER -> theKeeper.or(() -> theDriver);
        };
    }
}
