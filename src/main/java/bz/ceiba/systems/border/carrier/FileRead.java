package bz.ceiba.systems.border.carrier;

import java.util.List;

/**
 * What was found in a carrier's file.
 *
 * @param reference the file's own, empty when it could not be read
 * @param sender as the file names him
 */
record FileRead(String reference, String sender, List<CarrierMessage> messages, List<Fault> faults) {
    FileRead {
        messages = List.copyOf(messages);
        faults = List.copyOf(faults);
    }
}
