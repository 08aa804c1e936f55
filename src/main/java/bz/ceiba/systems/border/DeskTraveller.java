package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A traveller as one agency's officer sees him.
 *
 * @param position on the declaration, counted from 1
 * @param details what the agency may know of the document, by the last word of its message key
 * @param visitor whether he is no national of Belize
 * @param decision what the officer's agency decided last, or null
 * @param check what else is known of him, for Immigration alone; null for Customs and when the declaration was withdrawn
 * @param person his number, if he has one
 * @param visa whether he needs one and which he has, for Immigration alone and who arrives; null otherwise
 * @param stay of who leaves, for Immigration alone: for how long he was admitted when he came, or null
 */
public record DeskTraveller(
        int position,
        String name,
        String nationality,
        Map<String, String> details,
        boolean visitor,
        @Nullable Decision decision,
        @Nullable DeskCheck check,
        @Nullable Stay stay,
        @Nullable PersonNumber person,
        @Nullable DeskVisa visa) {}
