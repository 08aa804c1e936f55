package bz.ceiba.systems.dataprotection;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;

/**
 * A register of an office, whatever services the catalogue has of it.
 *
 * @param service the identifier of one of them
 * @param fields what is in it, each once
 * @param ground why it is held
 */
public record HeldRegister(String service, LocalizedText office, List<LocalizedText> fields, LocalizedText ground) {
    public HeldRegister {
        fields = List.copyOf(fields);
    }
}
