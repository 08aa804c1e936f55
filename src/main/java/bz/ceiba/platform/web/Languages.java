package bz.ceiba.platform.web;

import java.util.List;
import java.util.stream.Stream;

/** In which languages a page can be read. */
final class Languages {
    private final Messages messages;
    private final List<GuestLanguage> guests;

    Languages(Messages messages, List<GuestLanguage> guests) {
        this.messages = messages;
        this.guests = List.copyOf(guests);
    }

    /** English first, those that only some pages have last. */
    List<String> at(String path) {
        return Stream.concat(
                        messages.languages().stream(),
                        guests.stream().filter(guest -> guest.isOn(path)).map(GuestLanguage::language))
                .distinct()
                .toList();
    }

    /** Whether any page can be read in it. */
    boolean isAny(String language) {
        return messages.languages().contains(language)
                || guests.stream().anyMatch(guest -> guest.language().equals(language));
    }
}
