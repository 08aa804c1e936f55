package bz.ceiba.systems.transport;

/**
 * Who keeps a vehicle.
 *
 * @param number his identity number or a company's, or empty for who has none
 * @param name as it was when he became the keeper
 */
public record Keeper(String number, String name) {
    public Keeper {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a keeper has a name");
        }
    }
}
