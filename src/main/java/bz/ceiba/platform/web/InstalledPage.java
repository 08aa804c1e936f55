package bz.ceiba.platform.web;

/**
 * A page at {@code /<system>/app} that a browser may install and keep; it is called by the messages {@code <system>.app.title} and
 * {@code <system>.app.short}.
 *
 * @param icon as SVG
 */
public record InstalledPage(String system, String icon) {
    String path() {
        return "/" + system + "/app";
    }
}
