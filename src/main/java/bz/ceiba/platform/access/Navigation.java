package bz.ceiba.platform.access;

import bz.ceiba.platform.web.Page;
import java.util.List;

/**
 * What a room adds to the header's navigation. Declare a bean; {@code @Order} puts it before or after others'.
 */
@FunctionalInterface
public interface Navigation {
    /** The links for this actor; each link's text is a message key of the room. */
    List<Page.Link> links(Actor actor);

    /** What it adds to the page of all that is the actor's own. */
    default List<Page.Link> own(Actor actor) {
        return List.of();
    }

    /** What anybody may do here without an account, for the start page; what is said of it is the message {@code <text>-hint}. */
    default List<Page.Link> doors() {
        return List.of();
    }

    /** The room's own figures for everybody, which the page of all services' figures names. */
    default List<Page.Link> figures() {
        return List.of();
    }
}
