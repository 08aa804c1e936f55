package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.AuditEvent;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a handler, how surely he must be known, and what the log says of it. A handler with neither this nor
 * {@link bz.ceiba.platform.web.PublicPage} is refused to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Allows {
    /** The roles of which the actor must hold at least one, in any agency; {@code {}} says that every signed-in person may. */
    Role[] roles();

    /** The least level at which he must be known. */
    Assurance assurance();

    /** What it is about, for those who act for somebody else; the handler itself looks at what is not known before. */
    Matter matter() default Matter.ALL;

    /** The audit event that the handler records. */
    AuditEvent audit();
}
