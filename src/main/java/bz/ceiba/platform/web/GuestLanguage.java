package bz.ceiba.platform.web;

/**
 * A language in which only some public pages can be read, besides those in which all can. A room whose pages are read by people from elsewhere
 * declares a bean; the words that such pages share with others (layout, problems) are in that language's files too.
 *
 * @param language its ISO 639 code
 * @param path what the addresses of those pages begin with
 */
public record GuestLanguage(String language, String path) {
    boolean isOn(String address) {
        return address.equals(path) || address.startsWith(path + "/") || address.startsWith(path + "?");
    }
}
